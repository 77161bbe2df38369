"""Which levers are worth simulating: what each could close of the shortfall, by what the plan as it stands shows.

Rough on purpose, and used for nothing but the choice: lost weight of the cause a lever is about, at its place, times
how much of such a wait one more of it usually takes away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.study.advising import lever as kinds
from sim.study.advising.lever import Lever
from sim.study.steps import CENTRAL, VAN

if TYPE_CHECKING:
    from sim.judge import DeskUse, TeamUse
    from sim.scenario import Plan
    from sim.study.advising.losses import Losses
    from sim.study.outcome import Outcome

ADVISED = ("remote_fixed", "first_contact_fixed", "resolved")
HOUR_S, DAY_H = 3600, 24
TIE = 1e-6  # where nothing is lost, the busiest come first


@dataclass(frozen=True, eq=False)
class Screening:
    """What one outcome knows. `losses`: of its first sample years."""

    base: Outcome
    losses: Losses

    @property
    def plan(self) -> Plan:
        """The plan as it stands."""
        return self.base.variant.plan

    def judged(self, lever: Lever) -> Lever:
        """The lever with what it promises."""
        found = RULES[lever.kind](self, lever)
        return lever.promising(float(found + TIE * self._used(lever)))

    # -- lost weight --

    def at(self, outlet: str, *causes: str) -> float:
        """Weight lost to these causes at an outlet."""
        place = list(self.plan.outlets).index(outlet)
        return sum(self.losses.by(cause, place) for cause in causes)

    def in_all(self, *causes: str) -> float:
        """Weight lost to these causes."""
        return sum(self.losses.by(cause) for cause in causes)

    # -- use --

    @cached_property
    def _pools(self) -> dict[tuple[str, str], list[DeskUse | TeamUse]]:
        judged = [one.judgement for one in self.base.replications]
        found: dict[tuple[str, str], list[DeskUse | TeamUse]] = {}
        for kind, part in (("team", "teams"), ("desk", "seats"), ("bench", "benches")):
            for one in judged:
                for pool in getattr(one, part):
                    found.setdefault((kind, pool.id), []).append(pool)
        return found

    def busy(self, kind: str, name: str, hours: tuple[int, ...] = tuple(range(DAY_H))) -> float:
        """Share of rostered time that is taken, in these hours of the day; 1 where nobody is rostered."""
        of_week = [hour + DAY_H * day for day in range(7) for hour in hours]
        pools = self._pools.get((kind, name), [])
        rostered = float(sum(pool.rostered_by_hour[of_week].sum() for pool in pools))
        taken = float(sum(pool.seized_by_hour[of_week].sum() for pool in pools))
        return min(1.0, taken / rostered) if rostered else 1.0

    @cached_property
    def unfilled(self) -> dict[tuple[str, str], float]:
        """Units a year that a store could not hand out at once, by store and part."""
        found: dict[tuple[str, str], float] = {}
        for one in self.base.stocks:
            asked, filled = one.demands_per_year.mean or 0.0, one.fill_rate.mean
            found[one.store, one.part] = asked * (1 - (1.0 if filled is None else filled))
        return found

    def lost_calls(self, desk: str) -> float:
        """Share of attempts at a desk that gave up or were refused."""
        rows = [one for one in self.base.desks if one.id == desk]
        return max((float((one.abandoned.mean or 0.0) + (one.refused.mean or 0.0)) for one in rows), default=0.0)

    def _used(self, lever: Lever) -> float:
        pool = {kinds.ENGINEER: "team", kinds.ON_CALL: "team", kinds.SEAT: "desk", kinds.BENCH: "bench"}
        if lever.kind in pool:
            return self.busy(pool[lever.kind], lever.where)
        return min(1.0, self.unfilled.get((store_of(lever), lever.what), 0.0) / 100)


def store_of(lever: Lever) -> str:
    """The store that a lever about a part is about."""
    return VAN + lever.where if lever.kind == kinds.VAN else lever.where


# -- what one more takes away -----------------------------------------------------------------------------------------


def _engineer(seen: Screening, lever: Lever) -> float:
    """Of n engineers one more takes about 2 / (n + 2) of the wait, as in a queue that is well used."""
    team, n = seen.plan.teams[lever.where], (lever.count or 1) - 1
    lost = seen.at(team.outlet, "engineer") + 0.25 * seen.at(team.outlet, "travel", "off_shift")
    return float(lost * 2 / (n + 2) * seen.busy("team", lever.where) ** 0.5)


def _on_call(seen: Screening, lever: Lever) -> float:
    """The first one closes the hours outside the shift; a further one only what the first cannot take."""
    outlet, first = seen.plan.teams[lever.where].outlet, lever.count == 1
    return seen.at(outlet, "off_shift") * (0.8 if first else 0.2) + seen.at(outlet, "engineer") * 0.2


def _backup(seen: Screening, lever: Lever) -> float:
    return 0.8 * seen.at(lever.where, "engineer", "off_shift") + 0.2 * seen.at(lever.where, "travel")


def _skill(seen: Screening, lever: Lever) -> float:
    return 0.3 * seen.at(seen.plan.teams[lever.where].outlet, "engineer", "off_shift")


def _bench(seen: Screening, lever: Lever) -> float:
    at_shop = lever.where not in seen.plan.outlets
    lost = seen.in_all("part") if at_shop else seen.at(lever.where, "engineer", "off_shift")
    return lost * seen.busy("bench", lever.where) / (lever.count or 1)


def _seat(seen: Screening, lever: Lever) -> float:
    """By the hours of the shift: waits of those who called in them, and callers lost."""
    desk, hours = seen.plan.desks[lever.where], _hours(lever.what)
    cause = "dispatch" if desk.role == "dispatch" else "desk"
    lost, shift_share = seen.losses.in_hours(cause, hours), len(hours) / DAY_H
    calls = seen.losses.asked.get("answered", 0.0) * seen.lost_calls(lever.where) * shift_share
    return (lost + calls) * seen.busy("desk", lever.where, hours) ** 2 * 2 / ((lever.count or 1) + 1)


def _hours(shift: str) -> tuple[int, ...]:
    """Hours of the day that a shift such as '22:00-06:00' touches; '' is all."""
    if not shift:
        return tuple(range(DAY_H))
    start, end = (int(time.partition(":")[0]) for time in shift.split("-"))
    return tuple(hour % DAY_H for hour in range(start, end if end > start else end + DAY_H))


def _lines(seen: Screening, lever: Lever) -> float:
    refused = max((one.refused.mean or 0.0 for one in seen.base.desks if one.id == lever.where), default=0.0)
    return (seen.losses.asked.get("answered", 0.0) + seen.in_all("desk")) * refused


def _training(seen: Screening, lever: Lever) -> float:
    """More tickets fixed by phone are fewer visits."""
    asked = sum(seen.losses.asked.get(measure, 0.0) for measure in ADVISED)
    return 0.05 * (asked + seen.in_all("engineer", "part", "travel", "off_shift"))


def _part(seen: Screening, lever: Lever) -> float:
    """Of the waits for parts at an outlet the share of this part among all that could not be handed out at once."""
    return _part_lost(seen, lever.where) * _of_unfilled(seen, lever) / ((lever.count or 1) + 1)


def _van(seen: Screening, lever: Lever) -> float:
    outlet = seen.plan.teams[lever.where].outlet
    kept = (VAN + lever.where, lever.what) in seen.unfilled
    share = _of_unfilled(seen, lever) if kept else _share(seen, outlet, lever.what)
    return _part_lost(seen, outlet) * share / ((lever.count or 1) + 1)


def _part_lost(seen: Screening, store: str) -> float:
    return 0.5 * seen.in_all("part") if store == CENTRAL else seen.at(store, "part")


def _of_unfilled(seen: Screening, lever: Lever) -> float:
    return _share(seen, store_of(lever), lever.what)


def _share(seen: Screening, store: str, part: str) -> float:
    here = {name: units for (place, name), units in seen.unfilled.items() if place == store}
    total = sum(here.values())
    return here.get(part, 0.0) / total if total else 1 / max(1, len(here))


def _courier(seen: Screening, lever: Lever) -> float:
    return 0.5 * seen.in_all("part")


def _move(seen: Screening, lever: Lever) -> float:
    return 0.5 * lever.promise


def _rule(seen: Screening, lever: Lever) -> float:
    causes = {"end_of_shift": ("off_shift",), "missing_part": ("part", "travel")}
    about = causes.get(lever.what.partition(":")[0], ("engineer",))
    return 0.3 * seen.in_all(*about)


def _swap(seen: Screening, lever: Lever) -> float:
    return 0.5 * seen.in_all("repair", "part")


RULES: dict[str, Callable[[Screening, Lever], float]] = {
    kinds.ENGINEER: _engineer,
    kinds.ON_CALL: _on_call,
    kinds.BACKUP: _backup,
    kinds.SKILL: _skill,
    kinds.BENCH: _bench,
    kinds.SEAT: _seat,
    kinds.LINES: _lines,
    kinds.TRAINING: _training,
    kinds.PART: _part,
    kinds.VAN: _van,
    kinds.COURIER: _courier,
    kinds.MOVE: _move,
    kinds.RULE: _rule,
    kinds.SWAP: _swap,
}
