"""From replications to tickets, desks, and use of people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.study.estimate import Estimate, mean_of, ratio_of, unknown
from sim.study.figures import DeskResult, ResourceResult
from sim.study.replicate import Replication, row_count
from sim.study.series import HourUse, MilestoneTimes
from sim.wording import _

if TYPE_CHECKING:
    from sim.judge import DeskUse, TeamUse, TimesTaken

HOUR_S = 3600

Done = Sequence[Replication]


def ticket_counts(done: Done, per_year: float) -> dict[str, Estimate]:
    """Judged tickets a year by kind."""
    kinds = done[0].judgement.counts
    return {kind: mean_of([each.judgement.counts[kind] * per_year for each in done], least=0.0) for kind in kinds}


def desk_results(done: Done, per_year: float) -> tuple[DeskResult, ...]:
    """How callers fare, one row per desk and channel, in the order of the plan."""
    return tuple(_desk(done, index, per_year) for index in range(len(done[0].judgement.desks)))


def _desk(done: Done, index: int, per_year: float) -> DeskResult:
    desks = [each.judgement.desks[index] for each in done]
    attempts = [d.attempts for d in desks]
    not_refused = [d.attempts - d.refused for d in desks]
    p90 = [each.wait_p90_s[index] for each in done]
    return DeskResult(
        id=desks[0].id,
        channel=desks[0].channel,
        attempts_per_year=mean_of([n * per_year for n in attempts], least=0.0),
        answered=ratio_of([d.answered for d in desks], attempts, most=1.0),
        abandoned=ratio_of([d.abandoned for d in desks], attempts, most=1.0),
        refused=ratio_of([d.refused for d in desks], attempts, most=1.0),
        wait_mean_h=ratio_of([d.wait_s / HOUR_S for d in desks], not_refused),
        wait_p90_h=mean_of([None if wait is None else wait / HOUR_S for wait in p90], least=0.0),
        waiting_mean=mean_of([d.waiting_mean for d in desks], least=0.0),
    )


def uses(done: Done, per_year: float) -> tuple[ResourceResult, ...]:
    """Use of desks, then of teams, then of benches, in the order of the plan."""
    return tuple(_use(kind, [part(each) for each in done], per_year) for kind, part in _pools(done))


def _pools(done: Done) -> list[tuple[str, Callable[[Replication], DeskUse | TeamUse]]]:
    """Kind of every desk, team and repair point, and where to find it in a replication."""

    def one(part: str, index: int) -> Callable[[Replication], DeskUse | TeamUse]:
        def found(each: Replication) -> DeskUse | TeamUse:
            pool: DeskUse | TeamUse = getattr(each.judgement, part)[index]
            return pool

        return found

    parts = (("desk", "seats"), ("team", "teams"), ("bench", "benches"))
    first = done[0].judgement
    return [(kind, one(part, index)) for kind, part in parts for index in range(len(getattr(first, part)))]


def _use(kind: str, pools: Sequence[DeskUse | TeamUse], per_year: float) -> ResourceResult:
    rostered = [int(pool.rostered_by_hour.sum()) for pool in pools]
    return ResourceResult(
        kind=kind,
        id=pools[0].id,
        seized=_share([pool.seized_s for pool in pools], rostered),
        working=_share([pool.working_s for pool in pools], rostered),
        overtime_h=mean_of([pool.overtime_s / HOUR_S * per_year for pool in pools], least=0.0),
    )


def _share(seconds: Sequence[int], rostered: Sequence[int]) -> Estimate:
    """Share of rostered time; a team that never runs out has none."""
    return ratio_of(seconds, rostered, most=1.0) if any(rostered) else unknown(_("no rostered time"))


def hours_of_week(done: Done, weeks: float) -> tuple[HourUse, ...]:
    """Mean people rostered and seized by local hour of the week; `weeks` of judged time in a replication."""
    return tuple(_hour_use(kind, [part(each) for each in done], weeks) for kind, part in _pools(done))


def _hour_use(kind: str, pools: Sequence[DeskUse | TeamUse], weeks: float) -> HourUse:
    hours = len(pools) * weeks * HOUR_S
    rostered = np.sum([pool.rostered_by_hour for pool in pools], axis=0) / hours
    return HourUse(kind, pools[0].id, rostered, np.sum([pool.seized_by_hour for pool in pools], axis=0) / hours)


def sample_of(done: Done, most: int | None) -> dict[str, NDArray[Any]]:
    """Ticket rows of the first replications as long as they fit into `most` rows; at least a cut of the first."""
    tables = [each.rows for each in sampled(done, most) if each.rows]
    return {name: np.concatenate([table[name] for table in tables])[:most] for name in tables[0]} if tables else {}


def milestone_times(done: Done, most: int | None) -> dict[str, MilestoneTimes]:
    """Times of single tickets by time commitment, from the replications whose ticket rows are kept."""
    judged = [each.judgement.commitments for each in sampled(done, most)]
    pooled = {counts[0].id: [one.times for one in counts if one.times] for counts in zip(*judged, strict=True)}
    return {name: _pooled(times) for name, times in pooled.items() if times}


def _pooled(times: Sequence[TimesTaken]) -> MilestoneTimes:
    seconds = np.sort(np.concatenate([one.seconds for one in times]))
    return MilestoneTimes(seconds, times[0].limit_s, len(seconds), len(times))


def sampled(done: Done, most: int | None) -> Done:
    """The first replications with ticket rows that fit into `most` rows; at least one, if it has any."""
    sizes = [row_count(each.rows) for each in takewhile(lambda each: each.rows, done)]
    fitting = len(sizes) if most is None else int(np.searchsorted(np.cumsum(sizes), most, side="right"))
    return done[: min(len(sizes), max(1, fitting))]
