"""A lever pulled: what it brings and what it costs against the plan as it stands, in the same sample years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.study.advising.shortfall import shortfall_each
from sim.study.paired import Difference, paired
from sim.study.telling import LEVEL, p_value, step_down, years_needed

if TYPE_CHECKING:
    from sim.study.advising.lever import Lever
    from sim.study.outcome import Outcome
    from sim.study.verdict import Verdict

POINTS = 100
CENTS = 6  # digits that differences of money are kept to
PER = 10_000  # currency units a year that a value is quoted for
OWN = ("pay", "upkeep", "holding", "freight")
"""Kinds of cost that a lever is paid by; all others follow from what it changes."""


@dataclass(frozen=True)
class Moved:
    """One commitment under a lever: attained (a share, or hours where `unit` says so) and share of periods kept, both
    less those of the plan as it stands; penalty in currency units a year; verdicts before and after.
    """

    id: str
    unit: str
    attained: Difference
    kept: Difference
    penalty: Difference
    was: Verdict
    verdict: Verdict


@dataclass(frozen=True, eq=False)
class Trial:
    """A lever and everything it moves.

    `gain`: shortfall closed, in points of a review period summed over the commitments that do not hold; where all hold,
    currency units a year by which it saves more than it costs; `each`: that of each sample year. `cost`: added to the
    total of a year, penalties included; `price`: the part of it that the lever itself is paid with; `once`: currency
    units more that are spent once, in none of these; `penalty`: what all penalties change by. `p`: of the gain being
    luck; `real`: it is more than luck, up or down, at 5 % over all levers tried together; `p_cost`, `dearer`: the same
    of the added cost; `more`: further sample years that would tell a gain of this size.
    """

    lever: Lever
    outcome: Outcome
    moved: tuple[Moved, ...]
    gain: Difference
    cost: Difference
    price: Difference
    once: Difference
    penalty: Difference
    each: tuple[float, ...]
    p: float | None
    p_cost: float | None
    in_points: bool
    real: bool = False
    dearer: bool = False
    more: int | None = None

    @property
    def gained(self) -> float:
        """The mean gain."""
        return self.gain.estimate.mean or 0.0

    @property
    def added(self) -> float:
        """The mean added cost."""
        return self.cost.estimate.mean or 0.0

    @property
    def is_priced(self) -> bool:
        """Whether everything it takes has a price."""
        return not self.lever.without

    @property
    def helps(self) -> bool:
        """Whether it really gains something."""
        return self.real and self.gained > 0

    @property
    def saves(self) -> bool:
        """Whether it really costs less than nothing, penalties included, and makes nothing really worse."""
        harms = self.real and self.gained < 0
        return self.is_priced and self.dearer and self.added < 0 and not harms

    @property
    def is_free(self) -> bool:
        """Whether it adds nothing to the cost of any year."""
        estimate = self.cost.estimate
        return self.is_priced and estimate.mean == 0 and estimate.low in (0, None) and estimate.high in (0, None)

    @property
    def is_worth_it(self) -> bool:
        """Whether it is known to gain something, or to save money."""
        return self.helps or (self.in_points and self.saves)

    @property
    def value(self) -> float | None:
        """Points closed for 10,000 currency units a year; where all hold, the gain itself. None without a price, or
        where it costs nothing.
        """
        if not self.in_points:
            return self.gained
        return self.gained / self.added * PER if self.is_priced and self.added > 0 else None

    @property
    def careful(self) -> float:
        """Its value; where it only seems to cost nothing, gained for the upper bound of what it may cost."""
        if self.value is not None:
            return self.value
        high = self.cost.estimate.high
        return self.gained / high * PER if high is not None and high > 0 else 0.0

    @property
    def rank(self) -> tuple[int, float, tuple[float, int, tuple[str, ...]]]:
        """For sorting, best first: gains that cost nothing, savings, gains by value, gains without a price, then what
        could not be told from nothing, then what helps nothing.
        """
        place, worth = self._place()
        return place, -worth, self.lever.order

    def _place(self) -> tuple[int, float]:
        if not self.in_points:
            return (2 if self.is_priced else 3, self.gained) if self.helps else self._unsure()
        if self.helps and (self.saves or self.is_free):
            return 0, self.gained
        if self.saves:
            return 1, -self.added
        if self.helps:
            return (2, self.careful) if self.is_priced else (3, self.gained)
        return self._unsure()

    def _unsure(self) -> tuple[int, float]:
        """Not told from nothing yet, first what has a price; then what helps nothing."""
        if self.gained <= 0 or self.real:
            return 6, self.gained
        if not self.is_priced:
            return 5, self.gained
        return 4, self.careful


def trial(lever: Lever, base: Outcome, outcome: Outcome, counted: Sequence[str], missing: Sequence[str]) -> Trial:
    """`counted`: the commitments to look at; `missing`: those of them that do not hold."""
    gains = gain_each(base, outcome, missing) if missing else _saved_each(base, outcome)
    nothing = (0.0,) * len(gains)
    return Trial(
        lever=lever,
        outcome=outcome,
        moved=tuple(moved(name, base, outcome) for name in counted),
        gain=paired(nothing, gains),
        cost=_more(_cost_each(base), _cost_each(outcome)),
        price=_more(_own_each(base), _own_each(outcome)),
        once=_more(_each(base, "one_off"), _each(outcome, "one_off")),
        penalty=_more(_each(base, "penalties"), _each(outcome, "penalties")),
        each=gains,
        p=p_value(gains),
        p_cost=p_value(_more_each(_cost_each(base), _cost_each(outcome))),
        in_points=bool(missing),
    )


def told(trials: Sequence[Trial]) -> list[Trial]:
    """The trials ranked, gains and added costs each marked as real or not over all of them (Holm's step-down)."""
    gains = _held([one.p for one in trials])
    costs = _held([one.p_cost for one in trials])
    marked = [
        replace(one, real=falls, dearer=dearer, more=None if falls else _more_years(one, level))
        for one, (falls, level), (dearer, _level) in zip(trials, gains, costs, strict=True)
    ]
    return sorted(marked, key=lambda one: one.rank)


def _held(values: Sequence[float | None]) -> list[tuple[bool, float]]:
    """Of each p-value whether it falls, and the level it was held against; nothing falls that was not tested."""
    tested = [place for place, p in enumerate(values) if p is not None]
    falls, held = step_down([p for p in values if p is not None])
    found = dict(zip(tested, zip(falls, held, strict=True), strict=True))
    return [found.get(place, (False, LEVEL)) for place in range(len(values))]


def _more_years(one: Trial, level: float) -> int | None:
    needed = years_needed(one.each, level)
    return None if needed is None else max(1, needed - len(one.each))


def gain_each(base: Outcome, outcome: Outcome, missing: Sequence[str]) -> tuple[float, ...]:
    """Points of shortfall closed in each sample year, summed over these commitments.

    A year that has a case in only one of the two closes nothing, for no case is not a case that is kept.
    """
    closed = [
        [
            0.0 if was is None or now is None else was - now
            for was, now in zip(shortfall_each(base.tally(name)), shortfall_each(outcome.tally(name)), strict=True)
        ]
        for name in missing
    ]
    return tuple(POINTS * sum(values) for values in zip(*closed, strict=True))


def _saved_each(base: Outcome, outcome: Outcome) -> tuple[float, ...]:
    return tuple(round(was - now, CENTS) for was, now in zip(_cost_each(base), _cost_each(outcome), strict=True))


def moved(name: str, base: Outcome, outcome: Outcome) -> Moved:
    """What becomes of one commitment."""
    return Moved(
        id=name,
        unit=base.tally(name).unit,
        attained=paired(base.attained_each(name), outcome.attained_each(name)),
        kept=paired(base.met_each(name), outcome.met_each(name)),
        penalty=paired(base.penalty_each(name), outcome.penalty_each(name)),
        was=base.standing(name).verdict,
        verdict=outcome.standing(name).verdict,
    )


def _more(base: Sequence[float], other: Sequence[float]) -> Difference:
    """What the other costs more; sums of money differ by whole cents, not by what is lost in adding them up."""
    return paired((0.0,) * len(base), _more_each(base, other))


def _more_each(base: Sequence[float], other: Sequence[float]) -> list[float]:
    return [round(b - a, CENTS) for a, b in zip(base, other, strict=True)]


def _cost_each(outcome: Outcome) -> tuple[float, ...]:
    """A year's total; what is spent once stands apart."""
    return _each(outcome, "total")


def _own_each(outcome: Outcome) -> tuple[float, ...]:
    kinds = [_each(outcome, kind) for kind in OWN]
    return tuple(map(sum, zip(*kinds, strict=True)))


def _each(outcome: Outcome, kind: str) -> tuple[float, ...]:
    """Currency units of a kind of cost by sample year; nothing where it has no price."""
    return outcome.cost_each(kind) or (0.0,) * outcome.n
