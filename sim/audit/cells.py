"""What a promise comes to in one review period and one group: cases counted, a target tested in whole numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sim.audit.promised_times import Answer
from sim.audit.reviews import Review
from sim.scenario import Commitment, Site

KEPT, MISSED, UNDECIDED = Answer.KEPT, Answer.MISSED, Answer.UNDECIDED


@dataclass(frozen=True)
class Tried:
    """One case. `is_customers`: asks whether the customer is the largest part of its late time; None: nobody knows."""

    ticket: int
    reported: int
    site: Site
    answer: Answer
    late_s: int = 0
    took_s: int | None = None
    is_customers: Callable[[], bool | None] = bool


@dataclass
class Cell:
    """One period and group. `covered` and `kept` count cases, or seconds; `misses` are the cases that may cost.

    `figure`: of a statistic, as (numerator, denominator) seconds; `all_open`: of a channel, at every instant.
    """

    review: Review
    group: str
    covered: int = 0
    kept: int = 0
    undecided: int = 0
    late_s: int = 0
    misses: list[Tried] = field(default_factory=list)
    figure: tuple[int, int] | None = None
    all_open: bool = True
    has_evidence: bool = True

    @property
    def label(self) -> str:
        """The period, and the group where there are several."""
        return f"{self.review.label} · {self.group}" if self.group else self.review.label


def stays_low(promise: Commitment) -> bool:
    """Whether what is counted is bad: the target is a most."""
    return promise.target is not None and promise.target.direction != "at_least"


def fill(cell: Cell, promise: Commitment, cases: Iterable[Tried]) -> None:
    """Count the cases of a cell, each, by customer, or by the time they took."""
    own = [case for case in cases if case.answer is not Answer.NO_CASE]
    if promise.statistic != "share":
        _measure(cell, promise, own)
        return
    cell.late_s = sum(case.late_s for case in own)
    bad = KEPT if stays_low(promise) else MISSED
    cell.misses += [case for case in own if case.answer is bad]
    if promise.of == "customer":
        own = _by_customer(own, bad)
    cell.kept += sum(case.answer is KEPT for case in own)
    cell.undecided += sum(case.answer is UNDECIDED for case in own)
    cell.covered += sum(case.answer is not UNDECIDED for case in own)


def _by_customer(cases: list[Tried], bad: Answer) -> list[Tried]:
    """One case for each customer: bad if any of his is, else undecided if any is, else good."""
    found: dict[str, list[Tried]] = defaultdict(list)
    for case in cases:
        found[case.site.customer].append(case)
    order = (bad, UNDECIDED, KEPT, MISSED)
    return [min(own, key=lambda case: (order.index(case.answer), case.reported)) for own in found.values()]


def _measure(cell: Cell, promise: Commitment, cases: list[Tried]) -> None:
    """The mean, 90th percentile or longest time of the cases that have one."""
    cell.undecided = sum(case.answer is UNDECIDED for case in cases)
    times = sorted(case.took_s for case in cases if case.answer is not UNDECIDED and case.took_s is not None)
    cell.covered = len(times)
    cell.kept = sum(seconds <= (promise.within or 0) for seconds in times)
    if not times:
        return
    if promise.statistic == "mean":
        cell.figure = sum(times), len(times)
    else:
        rank = len(times) if promise.statistic == "max" else -(-9 * len(times) // 10)
        cell.figure = times[rank - 1], 1


def is_met(cell: Cell, promise: Commitment) -> bool | None:
    """Whether a period is as promised; None where it has no case, or nothing was promised of it."""
    if not cell.has_evidence:
        return None
    if promise.statistic != "share":
        return None if cell.figure is None else cell.figure[0] <= (promise.within or 0) * cell.figure[1]
    if promise.measure.is_open_alone:
        return cell.all_open if cell.covered else None
    if promise.target is None or (cell.all_open and not cell.covered):
        return None
    share, direction = promise.target.share, promise.target.direction
    one, other = cell.kept * share.denominator, share.numerator * cell.covered
    reaches = {"at_least": one >= other, "at_most": one <= other, "below": one < other}[direction]
    return cell.all_open and reaches
