"""One sentence under each chart: what it says about this result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.clock import local_iso
from sim.report import figures, promises, words
from sim.report.charts.causes import late_hours
from sim.report.charts.sources import channel_rows, places
from sim.report.charts.stores import cost_bars, fill_rows, overtime_rows, stock_curves
from sim.report.desks import refused_text
from sim.report.stocks import part_label, worst_first
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study import Result


def scorecard(result: Result) -> str:
    """Which commitment lies closest to, or farthest below, its target."""
    margins = {c.id: m for c in result.commitments if (m := promises.margin(c))}
    if not margins:
        return _("No commitment has both a target and a case.")
    worst = min(margins, key=lambda key: margins[key])
    mean, low, high = margins[worst]
    text = _(
        "Right of the line is better than promised: {id} comes out worst, {points} points [{low}, {high}] against what"
        " was promised."
    )
    return text.format(id=worst, points=f"{mean:+.1f}", low=f"{low:+.1f}", high=f"{high:+.1f}")


def milestones(result: Result) -> str:
    """How to read the curves."""
    text = _(
        "Each curve rises with the share of tickets that got there; what lies red beyond the dashed limit is late."
        " Curves draw the judged tickets kept in tickets.csv.gz, the shares kept come from all {n} replications."
    )
    return text.format(n=result.replications)


def causes(result: Result) -> str:
    """The biggest cause over all commitments, and its share where it costs most."""
    late: dict[str, float] = {}
    for commitment in result.commitments:
        for cause, value in late_hours(commitment).items():
            late[cause] = late.get(cause, 0.0) + value
    if not late:
        return _("No ticket is late.")
    top = max(late, key=lambda cause: late[cause])
    worst = max(result.commitments, key=lambda one: late_hours(one).get(top, 0.0))
    share = figures.rough_share_text(worst.late_share.get(top))
    text = _("Most late time over all commitments is '{cause}' ({meaning}): {share} of that of {id}, n {n}.")
    cause, meaning = words.cause_word(top), words.cause_sentence(top)
    return text.format(cause=cause, meaning=meaning, share=share, id=worst.id, n=result.replications)


def channels(result: Result) -> str:
    """The channel on which most attempts come to nothing."""
    rows = channel_rows(result)
    if not rows:
        return ""
    lost = {one.label: (one.gave_up.mean or 0.0) + (one.refused.mean or 0.0) for one in rows}
    worst = max(rows, key=lambda one: lost[one.label])
    if not lost[worst.label]:
        return _("Nobody gives up and nobody is refused. Shares are of attempts: who calls twice counts twice.")
    text = _(
        "Green is answered: at {id} most attempts come to nothing, {gave_up} given up and {refused} refused. Shares are"
        " of attempts: who calls twice counts twice."
    )
    gave_up, refused = figures.share_text(worst.gave_up), refused_text(worst.refused)
    return text.format(id=worst.label, gave_up=gave_up, refused=refused)


def utilisation(result: Result) -> str:
    """The busiest desk, team or bench."""
    rows = [r for r in result.uses if figures.known(r.seized)]
    if not rows:
        return _("Nobody has a roster, so nobody has a utilisation.")
    top = max(rows, key=lambda r: r.seized.mean or 0.0)
    return _("Dark is busy: {id} is the busiest, {share} of its rostered time.").format(
        id=words.pool_word(top.kind, top.id), share=figures.share_text(top.seized)
    )


def backlog(result: Result) -> str:
    """How many tickets are open on average, and in which week most."""
    series = result.backlog
    if not len(series.mean):
        return ""
    most = int(np.argmax(series.mean))
    text = _("On average {mean} tickets are open, most in the week of {day}: {most}. Band: 95% interval, n {n}.")
    day = local_iso(int(series.starts[most]), result.scenario.timezone)[:10]
    return text.format(
        mean=figures.amount_text(series.level), day=day, most=figures.amount_text(series.week(most)), n=series.n
    )


def overtime(result: Result) -> str:
    """The team with most of it."""
    rows = overtime_rows(result)
    if not rows:
        return ""
    first = rows[0]
    text = _("{id} works most overtime, {hours} h a year.")
    if first.per_engineer_month is not None:
        text = _("{id} works most overtime, {hours} h a year: {each} h per engineer and month.")
        return text.format(id=first.id, hours=figures.amount_text(first.hours),
                           each=figures.amount_text(first.per_engineer_month))  # fmt: skip
    return text.format(id=first.id, hours=figures.amount_text(first.hours))


def fill_rate(result: Result) -> str:
    """The worst part in a store, and how many are not shown."""
    rows = fill_rows(result)
    if not rows:
        return ""
    worst, left = worst_first(result.stocks)[0], len(result.stocks) - len(rows)
    text = _("Left is bad: {label} comes out worst, {share} of the units asked for are handed out at once.")
    label = f"{worst.store}: {part_label(result, worst.part)}"
    told = text.format(label=label, share=figures.share_text(worst.fill_rate))
    if left:
        more = _(" The worst {shown} of {all} are shown; the table below has all.")
        told += more.format(shown=len(rows), all=len(result.stocks))
    return told


def stock(result: Result) -> str:
    """Which stocks are drawn, and how to read them."""
    curves = stock_curves(result)
    if not curves:
        return ""
    n = max(series.n for series in result.stock_over_time)
    text = ngettext(
        "The stock that is on the shelf least of the time: mean units of each week, band: 95% interval, n {n}.",
        "The {count} stocks that are on the shelf least of the time: mean units of each week, band: 95% interval,"
        " n {n}.",
        len(curves),
    )
    return text.format(count=len(curves), n=n)


def costs(result: Result) -> str:
    """The total and the largest part of it."""
    bars = [bar for bar in cost_bars(result) if bar.share is not None]
    if not bars:
        return ""
    top = max(bars, key=lambda bar: bar.amount.mean or 0.0)
    text = _("{total} {currency} a year in all, n {n}; the largest part is {kind} with {share}.")
    total = result.costs.total
    return text.format(
        total=figures.money_text(total),
        currency=result.scenario.currency,
        n=total.n,
        kind=top.label,
        share=figures.rough_share_text(top.share),
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
