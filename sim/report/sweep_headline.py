"""The first line of a sweep: where each commitment flips, or which points keep all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.report import figures
from sim.report.sweep_words import point_text
from sim.report.words import and_more
from sim.study.flips import Flip, flips
from sim.study.measured import TOTAL
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study.sweeping import Point, Sweep

_ORDER = ("from", "up to", "at", "throughout", "never", "nothing")


def headline(found: Sweep) -> str:
    """'onsite-4h holds from teams.north.engineers=4 on'; of several paths which points keep everything."""
    if not found.simulated:
        text = _("Nothing was simulated: one point takes {n} simulations, more than the budget")
        return text.format(n=f"{found.n:,}")
    return _of_one_path(found) if len(found.varied) == 1 else _of_points(found)


def _of_one_path(found: Sweep) -> str:
    groups: dict[tuple[object, ...], list[Flip]] = {}
    for flip in sorted(flips(found), key=lambda one: _ORDER.index(one.shape)):
        groups.setdefault((flip.shape, flip.holds, flip.is_proven, bool(flip.open)), []).append(flip)
    return "; ".join(_sentence(found, group) for group in groups.values())


def _sentence(found: Sweep, group: Sequence[Flip]) -> str:
    """What a group of commitments that flip alike does along the path."""
    first, names = group[0], and_more([flip.id for flip in group])
    if len(group) == len(found.ids) > 1:
        names = _("all {n} commitments").format(n=len(group))
    text = _pattern(first, len(group), found.n)
    done = [point.values[0].text for point in found.simulated]
    held = [value.text for value in first.holds]
    return text.format(
        list=names,
        path=found.varied[0].path,
        low=done[0],
        high=done[-1],
        first=held[0] if held else "",
        last=held[-1] if held else "",
        values=", ".join(held),
        n=f"{found.n:,}",
    )


def _pattern(flip: Flip, many: int, years: int) -> str:
    if flip.shape == "nothing":
        return _("{list}: nothing to keep")
    if flip.shape == "never":
        return _never(flip, many)
    if not flip.is_proven:
        return _unproven(flip, years)
    return {
        "throughout": ngettext("{list} holds throughout {path}={low} to {high}",
                               "{list} hold throughout {path}={low} to {high}", many),
        "from": ngettext("{list} holds from {path}={first} on", "{list} hold from {path}={first} on", many),
        "up to": ngettext("{list} holds up to {path}={last}", "{list} hold up to {path}={last}", many),
        "at": ngettext("{list} holds at {path}={values}", "{list} hold at {path}={values}", many),
    }[flip.shape]  # fmt: skip


def _never(flip: Flip, many: int) -> str:
    if flip.open:
        return ngettext("{list} holds nowhere for sure between {path}={low} and {high}",
                        "{list} hold nowhere for sure between {path}={low} and {high}", many)  # fmt: skip
    return ngettext("{list} never holds between {path}={low} and {high}",
                    "{list} never hold between {path}={low} and {high}", many)  # fmt: skip


def _unproven(flip: Flip, years: int) -> str:
    """Kept so often as holding takes, in too few sample years to be sure."""
    where = {
        "throughout": _("throughout {path}={low} to {high}"),
        "from": _("from {path}={first} on"),
        "up to": _("up to {path}={last}"),
        "at": _("at {path}={values}"),
    }[flip.shape]
    text = ngettext("{list}: kept often enough {where}, which {n} sample year does not prove",
                    "{list}: kept often enough {where}, which {n} sample years do not prove", years)  # fmt: skip
    return text.replace("{where}", where)


def _of_points(found: Sweep) -> str:
    best = cheapest(found)
    return _nearest(found) if best is None else _how_many(found) + _cheapest_words(found, best)


def _how_many(found: Sweep) -> str:
    """At how many points everything holds, or is likely to."""
    done = found.simulated
    good = sum(point.keeps_all for point in done)
    if good:
        return _("All commitments hold at {n} of {all} points").format(n=good, all=len(done))
    text = ngettext(
        "All commitments are kept often enough at {n} of {all} points, which {years} sample year does not prove",
        "All commitments are kept often enough at {n} of {all} points, which {years} sample years do not prove",
        found.n,
    )
    return text.format(n=sum(point.is_likely for point in done), all=len(done), years=f"{found.n:,}")


def _cheapest_words(found: Sweep, best: Point) -> str:
    cost = best.figure(TOTAL)
    if cost is None or not figures.known(cost.estimate):
        return ""
    text = _("; the cheapest of them is {point}: {amount} {currency} a year")
    amount = figures.money_text(cost.estimate)
    return text.format(point=point_text(found, best), amount=amount, currency=found.first.scenario.currency)


def cheapest(found: Sweep) -> Point | None:
    """The cheapest of the points that keep everything, or are likely to; the first where nothing has a price."""
    good = [point for point in found.simulated if point.keeps_all] or [one for one in found.simulated if one.is_likely]
    return min(good, key=_cost, default=None)


def _cost(point: Point) -> float:
    total = point.figure(TOTAL)
    return 0.0 if total is None or total.estimate.mean is None else total.estimate.mean


def _nearest(found: Sweep) -> str:
    """Nothing keeps everything: which point keeps most."""
    best = nearest(found)
    text = _("No point of {all} keeps all commitments; most hold at {point}: {n} of {commitments}")
    names = {"point": point_text(found, best), "commitments": len(best.stands)}
    return text.format(all=len(found.simulated), n=held(best), **names)


def nearest(found: Sweep) -> Point:
    """The point that keeps most, or else is likeliest to; of those the cheapest."""
    return max(found.simulated, key=lambda one: (held(one), sum(stand.likely for stand in one.stands), -_cost(one)))


def held(point: Point) -> int:
    """How many commitments hold at a point."""
    return sum(stand.verdict == "keep" for stand in point.stands)
