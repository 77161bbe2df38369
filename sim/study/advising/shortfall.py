"""How far a commitment falls short of what was promised, review period by review period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.study.tally import HOURS

if TYPE_CHECKING:
    from sim.judge import CommitmentCount
    from sim.scenario import Commitment
    from sim.study.outcome import Outcome
    from sim.study.tally import Tally

BAD = ("at_most", "below")


def shortfall_each(tally: Tally) -> tuple[float | None, ...]:
    """One figure per replication: the mean over its judged periods with a case of what is missing to the promise.

    Of a share how far it lies on the wrong side of the target; of hours, or of a penalty to be accepted, how far it
    exceeds the limit as a share of the limit. What is better than promised counts nothing, so a period that is met has
    no shortfall, whatever the others do. None where no period has a case.
    """
    return tuple(_of_replication(tally, count) for count in tally.counts)


def _of_replication(tally: Tally, count: CommitmentCount) -> float | None:
    cells = [cell for cell, judged in enumerate(count.judged) if judged and count.met[cell] is not None]
    missing = [_of_cell(tally, count, cell) for cell in cells]
    return sum(missing) / len(missing) if missing else None


def _of_cell(tally: Tally, count: CommitmentCount, cell: int) -> float:
    one = tally.commitment
    if tally.unit == HOURS and count.figures is not None:
        return _beyond(count.figures.cells[cell] or 0.0, one.within or 1)
    if one.accept is not None and one.target is None:
        return _beyond(int(count.penalty_cents[cell]), one.accept or 1)
    covered = int(count.covered[cell])
    return _of_share(one, int(count.kept[cell]) / covered) if covered else 0.0


def _beyond(figure: float, limit: float) -> float:
    return max(0.0, figure / limit - 1)


def _of_share(commitment: Commitment, share: float) -> float:
    target = commitment.target
    if target is None:  # a channel is to be open all the time
        return 1 - share
    over = share - float(target.share)
    return max(0.0, over if target.direction in BAD else -over)


def open_ones(base: Outcome, counted: tuple[str, ...]) -> tuple[str, ...]:
    """The commitments that do not hold, as far as these replications show: kept less often than they are to be."""
    found = []
    for name in counted:
        stand = base.standing(name)
        is_short = stand.share is not None and stand.share < base.tally(name).commitment.assurance
        if stand.verdict == "break" or (stand.verdict == "unproven" and is_short):
            found.append(name)
    return tuple(found)
