"""The search: plans that cannot win are dropped early, all in common worlds; what it finds is only a shortlist.

A small space is searched by bisection: of the plans that are left, look at the one in the middle by its price. If it
keeps, the dearer ones cannot win; if it clearly misses, neither can those that have no more of anything. A large space
is searched by steps: each decision is moved down by itself, which tells what that saves and what it takes from the
slack of each commitment (in the same worlds, so that hardly any noise is in it); the steps are sorted by what they
save for what they take, and bisection finds how many of them can be made together. Then once more from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sim.study.sizing.among import among_all
from sim.study.sizing.found import Found
from sim.study.sizing.scout import BudgetSpentError, Look, Scout, Step, steps_of

if TYPE_CHECKING:
    from sim.study.sizing.bounds import Bounds
    from sim.study.sizing.space import Point

SMALL = 300
"""Spaces of so many plans are searched as a whole."""

SEARCH = 240
"""Simulations that a search for steps should take, roughly; more decisions get fewer sample years each."""

FIRST_YEARS = 6
ROUNDS = 3
UNSEEN = 0.02
"""Harm that a step is taken to do beyond what was measured, as part of the slack."""

SWAPS = 2
WORTH = 0.005
"""A round that saves less than this share of the cost is the last one."""


def search(scout: Scout, bounds: Bounds, years: int = FIRST_YEARS) -> Found:
    """Look for the cheapest plan that keeps everything, as far as the budget goes."""
    found = Found(scout)
    scout.refer_to(years)
    try:
        if scout.space.plans <= SMALL:
            among_all(found, bounds, years)
        else:
            _by_steps(found, years)
    except BudgetSpentError:
        found.why, found.whole = "budget", False
    return found


# -- a large space ------------------------------------------------------------------------------------------------


def _by_steps(found: Found, years: int) -> None:
    scout = found.scout
    at = _somewhere_that_keeps(found, years)
    if at is None:
        return
    short = max(1, min(years, SEARCH // (4 * len(scout.space.decisions))))
    middle = min(years, max(2, short))
    known: dict[int, Step] = {}
    for _round_number in range(ROUNDS):
        before = at.cost
        better = _round(scout, at, _moves_down(scout, at, known), (short, middle, years), known)
        at = better or at
        if at.cost > (1 - WORTH) * before:
            break
    swapped = _swap(scout, at, (short, middle, years), known)
    _around(scout, swapped or at, years, known)
    found.why = "no step helps any more"


def _somewhere_that_keeps(found: Found, years: int) -> Look | None:
    """The plan as it stands if it keeps; else the nearest plan that does on the way to everything at its bound."""
    scout, space = found.scout, found.scout.space
    start = scout.look(space.start, years)
    if start is not None and start.keeps:
        return start
    top = scout.look(space.top, years)
    if top is None or not top.keeps:
        found.hopeless = None if found.likely else top or start
        return None
    low, high, best = 0.0, 1.0, top
    for _halving in range(5):
        middle = (low + high) / 2
        look = scout.look(between(space.start, space.top, middle, scout), years)
        low, high = (low, middle) if look is not None and look.keeps else (middle, high)
        best = look if look is not None and look.keeps else best
    return best


def between(a: Point, b: Point, part: float, scout: Scout) -> Point:
    """A plan so far on the way, rounded towards `b` to values that are allowed."""
    values = []
    for one, x, y in zip(scout.space.decisions, a, b, strict=True):
        wanted = x + part * (y - x)
        there = [choice for choice in one.choices if (choice >= wanted if y >= x else choice <= wanted)]
        values.append((min(there) if y >= x else max(there)) if there else y)
    return scout.space.repaired(tuple(values))


def _moves_down(scout: Scout, at: Look, known: dict[int, Step]) -> list[tuple[int, int]]:
    """The next smaller value of every decision; from the second round on, of the half that took least before."""
    moves = [
        (number, lower)
        for number, (one, value) in enumerate(zip(scout.space.decisions, at.point, strict=True))
        if (lower := one.below(value)) is not None
    ]
    if not known:
        return moves
    hard = sorted(known, key=lambda number: known[number].burden(at.slack), reverse=True)[: len(known) // 2]
    return [(number, lower) for number, lower in moves if number not in hard]


def _round(
    scout: Scout, at: Look, moves: Sequence[tuple[int, int]], years: tuple[int, int, int], known: dict[int, Step]
) -> Look | None:
    """Measure each move by itself, then make as many as can be made together; None if none can.

    What went well once is tried once more without measuring it again, with the others but for the step that was one too
    many, as long as that saves anything.
    """
    steps = steps_of(scout, at, moves, years[0])
    known.update({step.number: step for step in steps})
    ranked, best = _ranked(steps, at), None
    while ranked:
        here = best or at
        better = _together(scout, here, ranked, years)
        if better is None:
            break
        ranked, best = _again(scout, here, better, ranked), better
    return best


def _again(scout: Scout, before: Look, after: Look, ranked: Sequence[Step]) -> list[Step]:
    """The steps that were made, once more, each taken to cost twice as much slack; and those not made but the first."""
    made = [step for step in ranked if after.point[step.number] != before.point[step.number]]
    others = [step for step in ranked if step not in made][1:]
    twice = [
        Step(step.number, lower, step.saves, {name: 2 * harm for name, harm in step.harm.items()})
        for step in made
        if (lower := scout.space.decisions[step.number].below(after.point[step.number])) is not None
    ]
    return _ranked([*twice, *others], after)


def _ranked(steps: Iterable[Step], at: Look) -> list[Step]:
    """Steps that save, those first that take least for what they save."""
    worth = [step for step in steps if step.saves > 0]
    return sorted(worth, key=lambda step: (_price_of(step, at.slack), step.number))


def _price_of(step: Step, slack: dict[str, float]) -> float:
    """Part of the slack for each unit saved; so few sample years see no harm in some steps that do a little."""
    return (max(step.burden(slack), 0.0) + UNSEEN) / step.saves


def _together(scout: Scout, at: Look, ranked: Sequence[Step], years: tuple[int, int, int]) -> Look | None:
    """Bisection over how many of the ranked steps are made; the plan it ends with is looked at for all years."""
    low, high, best = 0, len(ranked) + 1, None
    count = max(1, _expected(ranked, at))
    while high - low > 1:
        look = scout.look(_made(scout, at, ranked[:count]), years[1])
        if look is not None and look.keeps:
            low, best = count, look if best is None or look.cost < best.cost else best
        else:
            high = count
        count = min(high - 1, max(low + 1, (low + high) // 2))
    return _confirmed(scout, at, ranked, low, years[2]) if best is not None else None


def _confirmed(scout: Scout, at: Look, ranked: Sequence[Step], count: int, years: int) -> Look | None:
    """In all years of the search; one step less where that is too many."""
    for fewer in range(count, 0, -1):
        look = scout.look(_made(scout, at, ranked[:fewer]), years)
        if look is not None and look.keeps:
            return look if look.cost < at.cost else None
        if count - fewer >= 3:
            break
    return None


def _expected(ranked: Sequence[Step], at: Look) -> int:
    """How many can be made if each takes what it took by itself."""
    left = dict(at.slack)
    for count, step in enumerate(ranked):
        left = {name: left.get(name, 0.0) - harm for name, harm in step.harm.items()}
        if min(left.values(), default=0.0) < 0:
            return count
    return len(ranked)


def _made(scout: Scout, at: Look, steps: Iterable[Step]) -> Point:
    point = at.point
    for step in steps:
        point = (*point[: step.number], step.value, *point[step.number + 1 :])
    return scout.space.repaired(point)


def _swap(scout: Scout, at: Look, years: tuple[int, int, int], known: dict[int, Step]) -> Look | None:
    """Put one more where its absence hurt most for its price, and see what else that allows to be saved."""
    hurt = sorted(known.values(), key=lambda step: -step.burden(at.slack) / max(step.saves, 1.0))
    best = None
    for step in hurt[:SWAPS]:
        more = scout.space.decisions[step.number].above(at.point[step.number])
        if more is None:
            continue
        up = scout.look(scout.space.moved(at.point, step.number, more), years[1])
        if up is None or not up.keeps:
            continue
        others = [
            (number, lower)
            for number, lower in _moves_down(scout, up, known)
            if number != step.number and number in known
        ]
        likely = sorted(others, key=lambda move: known[move[0]].burden(up.slack) / max(known[move[0]].saves, 1.0))
        better = _round(scout, up, likely[: max(4, len(likely) // 4)], years, known)
        if better is not None and better.cost < (best or at).cost:
            best = better
    return best


def _around(scout: Scout, at: Look, years: int, known: dict[int, Step]) -> None:
    """The plans next to the best one, for the decision to choose among: one step cheaper, one step safer."""
    cheap = [
        step for step in known.values() if scout.space.decisions[step.number].below(at.point[step.number]) is not None
    ]
    for step in sorted(cheap, key=lambda one: one.burden(at.slack) / max(one.saves, 1.0))[:2]:
        lower = scout.space.decisions[step.number].below(at.point[step.number])
        assert lower is not None
        scout.look(scout.space.moved(at.point, step.number, lower), years)
    for step in sorted(known.values(), key=lambda one: -one.burden(at.slack))[:1]:
        higher = scout.space.decisions[step.number].above(at.point[step.number])
        if higher is not None:
            scout.look(scout.space.moved(at.point, step.number, higher), years)
