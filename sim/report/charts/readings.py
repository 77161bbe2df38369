"""One sentence under each chart: what it says about this result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import figures, words
from sim.report.charts.causes import late_hours
from sim.report.charts.scorecard import margin
from sim.report.charts.sources import places
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study import Result


def scorecard(result: Result) -> str:
    """Which commitment lies closest to, or farthest below, its target."""
    margins = {c.id: m[0] for c in result.commitments if (m := margin(c))}
    if not margins:
        return _("No commitment has both a target and a case.")
    worst = min(margins, key=lambda key: margins[key])
    side = _("above") if margins[worst] >= 0 else _("below")
    text = _(
        "Right of the line is better than promised: {id} comes out worst, {points} points {side} what was promised."
    )
    return text.format(id=worst, points=f"{abs(margins[worst]):.1f}", side=side)


def milestones(result: Result) -> str:
    """How to read the curves."""
    text = _(
        "Each curve rises with the share of tickets that got there; what lies red beyond the dashed limit is late."
        " Curves draw the judged tickets kept in tickets.csv.gz, the shares kept come from all {n} replications."
    )
    return text.format(n=result.replications)


def causes(result: Result) -> str:
    """The biggest cause over all commitments."""
    late: dict[str, float] = {}
    for commitment in result.commitments:
        for cause, value in late_hours(commitment).items():
            late[cause] = late.get(cause, 0.0) + value
    if not late:
        return _("No ticket is late.")
    top = max(late, key=lambda cause: late[cause])
    share = f"{100 * late[top] / sum(late.values()):.0f}%"
    text = _("Most late time is '{cause}' ({meaning}): {share} over all commitments.")
    return text.format(cause=words.cause_word(top), meaning=words.cause_sentence(top), share=share)


def utilisation(result: Result) -> str:
    """The busiest desk or team."""
    rows = [r for r in result.uses if figures.known(r.seized)]
    if not rows:
        return _("Nobody has a roster, so nobody has a utilisation.")
    top = max(rows, key=lambda r: r.seized.mean or 0.0)
    return _("Dark is busy: {id} is the busiest, {share} of its rostered time.").format(
        id=top.id, share=figures.share_text(top.seized)
    )


def sites_map(result: Result) -> str:
    """How many sites lie inside the ring."""
    found = places(result)
    if not found.rings_km:
        return _("No commitment speaks of a radius.")
    ring = min(found.rings_km)
    inside = int((found.site_radius_m <= 1000 * ring).sum())
    total = int(found.site_radius_m.size)
    text = ngettext("{inside} of {total} site lies", "{inside} of {total} sites lie", total)
    text = text.format(inside=inside, total=total)
    return _("{sites} within {km} km of the outlet that serves it ({kind}).").format(
        sites=text, km=f"{ring:g}", kind=radius_words(result)
    )


def radius_words(result: Result) -> str:
    """How a radius is measured in this scenario, marked where that is assumed."""
    kind = _("by road") if result.scenario.travel.radius == "road" else _("great circle")
    assumed = any(a.path == "travel.radius" for a in result.assumptions)
    return _("{kind}, assumed").format(kind=kind) if assumed else kind
