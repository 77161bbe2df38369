"""The tables of a sweep: all points, every commitment along them, and what was not simulated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.report import figures, words
from sim.report.costs import without_text
from sim.report.differences import level_text
from sim.report.study_answer import Sheet
from sim.report.sweep_headline import held
from sim.report.sweep_words import MOST_COLUMNS, MOST_NAMED, cells, heads, point_text
from sim.study.measured import ATTAINED, COVERED, KEPT, TOTAL
from sim.study.tally import HOURS, OPEN_TIME
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study.sweeping import Point, Stand, Sweep

MOST_POINTS, MOST_ROWS = 24, 12  # of all points, and of those of a commitment, in a terminal
NOT_DONE = "-"


def sheets(found: Sweep) -> Iterator[Sheet]:
    """All tables, in the order in which they are read."""
    yield _points(found)
    for name in found.ids:
        yield _of_commitment(found, name)
    covered = _covered(found)
    if covered is not None:
        yield covered
    yield from _not_simulated(found)


def _points(found: Sweep) -> Sheet:
    currency = found.first.scenario.currency
    cost = _("COST A YEAR, {currency} [95%]").format(currency=currency)
    head = (*heads(found.varied), _("HOLD"), _("NOT DECIDED"), cost)
    rows = [(*cells(found, point), *_hold(point)) for point in found.points]
    return Sheet(_("POINTS (n {n})").format(n=f"{found.n:,}"), head, tuple(rows), _right(found), most=MOST_POINTS)


def _right(found: Sweep) -> tuple[int, ...]:
    return tuple(range(len(found.varied))) if len(found.varied) <= MOST_COLUMNS else ()


def _hold(point: Point) -> tuple[str, str, str]:
    """How many commitments hold, how many are not decided, what a year costs."""
    if not point.is_simulated:
        return _state(point), NOT_DONE, NOT_DONE
    unproven = sum(stand.verdict == "unproven" for stand in point.stands)
    total = point.figure(TOTAL)
    cost = _("no price") if total is None else level_text(total.estimate, total.measure.unit)
    return _("{n} of {all}").format(n=held(point), all=len(point.stands)), str(unproven or NOT_DONE), cost


def _state(point: Point) -> str:
    """Why there are no figures, in a word."""
    return _("refused") if point.refused else _("not simulated")


def _of_commitment(found: Sweep, name: str) -> Sheet:
    head = (*heads(found.varied), _("ATTAINED [95%]"), _("CHANCE TO KEEP"), _("VERDICT"))
    rows = [(*cells(found, point), *_standing(point, name)) for point in found.points]
    title = _("{id}, {target} (n {n})").format(id=name, target=_target(found, name), n=f"{found.n:,}")
    return Sheet(title, head, tuple(rows), _right(found), most=MOST_ROWS)


def _target(found: Sweep, name: str) -> str:
    """What is to be attained, if that is the same everywhere."""
    texts = {target_text(stand) for point in found.simulated if (stand := point.stand(name)) is not None}
    return texts.pop() if len(texts) == 1 else _("target varies")


def target_text(stand: Stand) -> str:
    """'>= 90%', '<= 4 h', 'open', or that there is no target."""
    if stand.unit == OPEN_TIME:
        return _("to be open")
    if stand.bar is None:
        return _("no target")
    return f"<= {figures.hours(stand.bar)}" if stand.unit == HOURS else figures.target_text(stand.bar, stand.direction)


def _standing(point: Point, name: str) -> tuple[str, str, str]:
    stand, attained, kept = point.stand(name), point.figure(ATTAINED, name), point.figure(KEPT, name)
    if stand is None or attained is None or kept is None:
        return NOT_DONE, NOT_DONE, _state(point)
    if stand.unit == HOURS:
        shown = figures.hours_text(attained.estimate)
    else:
        shown = figures.share_text(attained.estimate, stand.bar)
    chance = _("always alike") if stand.unit == OPEN_TIME else figures.chance_text(kept.estimate, stand.verdict)
    return shown, chance, words.verdict_word(stand.verdict)


def _covered(found: Sweep) -> Sheet | None:
    """What is covered, where that is not the same at every point."""
    changing = [name for name in found.ids if _changes(found, name)]
    if not changing:
        return None
    head = (*heads(found.varied), _("COMMITMENT"), _("COVERED A YEAR [95%]"), _("counted"))
    rows = [
        (*cells(found, point), name, level_text(one.estimate, ""), one.measure.unit)
        for name in changing
        for point in found.simulated
        if (one := point.figure(COVERED, name)) is not None
    ]
    title = _("WHAT IS COVERED, where points differ (n {n})").format(n=f"{found.n:,}")
    return Sheet(title, head, tuple(rows), _right(found), most=MOST_ROWS)


def _changes(found: Sweep, name: str) -> bool:
    each = {one.each for point in found.simulated if (one := point.figure(COVERED, name)) is not None}
    return len(each) > 1


def _not_simulated(found: Sweep) -> Iterator[Sheet]:
    """Points the scenario refuses, by reason; points the budget did not reach. Each is named."""
    reasons: dict[str, list[Point]] = {}
    for point in found.points:
        if point.refused:
            reasons.setdefault(point.reason or "", []).append(point)
    unreached = [point for point in found.points if not point.refused and not point.is_simulated]
    notes = [_("{points}: {reason}").format(points=_named(found, some), reason=why) for why, some in reasons.items()]
    if unreached:
        text = _("{points}: the budget was spent before")
        notes.append(text.format(points=_named(found, unreached)))
    if notes:
        n = sum(map(len, reasons.values())) + len(unreached)
        title = ngettext("NOT SIMULATED: {n} point", "NOT SIMULATED: {n} points", n).format(n=f"{n:,}")
        yield Sheet(title, notes=tuple(notes))


def _named(found: Sweep, points: list[Point]) -> str:
    """The points by their values; of many the first, the rest stands in the table."""
    shown = "; ".join(point_text(found, point) for point in points[:MOST_NAMED])
    more = len(points) - MOST_NAMED
    return shown if more <= 0 else _("{points} and {n} more, listed in sweep.csv").format(points=shown, n=f"{more:,}")


def without(found: Sweep) -> str:
    """What the costs leave out."""
    names = found.without
    return _("Costs are {without}.").format(without=without_text(names)) if names else ""
