"""Engineers who are a textbook queue: nobody drives, and each repair is one piece of work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.clock import NEVER
from sim.oracle import mean_wait, mean_wait_of_one, repairman
from sim.study.estimate import Estimate, ratio_of
from sim.study.known import conditions as given
from sim.study.known.form import Known
from sim.study.known.settling import forgets, gap_of, queue_gap, second_moment, single_gap
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Distribution, FaultKind, Outlet, Plan, Scenario, Site, Team
    from sim.study.result import CommitmentResult, Result

HOUR_S = 3600
GROSS = "Gross et al., 4th ed."


def of_engineers(result: Result) -> Iterator[Known]:
    """The figures of a lone team beside its machines."""
    scenario, plan = result.scenario, result.plan
    if not (_a_lone_team_is_always_there(scenario, plan) and _nobody_drives(scenario, plan)):
        return
    if not (given.nobody_asks_for_quotes_or_suppliers(scenario) and given.nothing_else_is_planned(plan)):
        return
    if not (given.everybody_is_answered_at_once(plan) and _everything_is_one_piece_of_work(scenario, plan)):
        return
    team = Crew(result, *next(iter(plan.teams.items())))
    if given.faults_come_at_a_constant_rate(scenario):
        yield from _called_out(team)
    elif _machines_fail_as_they_run(scenario):
        yield from _repairmen(team)


def _a_lone_team_is_always_there(scenario: Scenario, plan: Plan) -> bool:
    if len(plan.teams) != 1 or len(plan.outlets) != 1:
        return False
    [team] = plan.teams.values()
    is_whole = not (team.shrinkage or team.leave or team.on_call or team.at_most is not None)
    is_free = not plan.dispatch.reserve and bool(team.engineers)
    return is_whole and is_free and given.is_always_open(scenario, team.shift)


def _nobody_drives(scenario: Scenario, plan: Plan) -> bool:
    """All sites stand at the outlet, and let people in at any time."""
    [outlet] = plan.outlets.values()
    are_here = all(_place(site, scenario) == _place(outlet, scenario) for site in scenario.sites)
    are_open = all(given.is_always_open(scenario, site.access) for site in scenario.sites)
    return are_here and are_open and not scenario.travel_matrix


def _place(where: Site | Outlet, scenario: Scenario) -> tuple[float, float]:
    return (where.x_km, where.y_km) if scenario.plane else (where.lat, where.lon)


def _everything_is_one_piece_of_work(scenario: Scenario, plan: Plan) -> bool:
    """Any engineer does any repair at the same pace, alone, in one visit, and nothing is swapped."""
    [team] = plan.teams.values()
    kinds = given.happening(scenario)
    able = all(_is_able(team, kind) for kind in kinds)
    return able and plan.swap is None and all(given.is_repaired_in_one_go(kind.fault) for kind in kinds)


def _is_able(team: Team, kind: FaultKind) -> bool:
    skill = kind.fault.skill
    return team.skills is None or (skill in team.skills and team.slowness[skill] == 1) or not (skill or team.slowness)


@dataclass(frozen=True)
class Crew:
    """The team with the result it is part of."""

    result: Result
    name: str
    team: Team

    @property
    def engineers(self) -> int:
        """How many."""
        return self.team.engineers or 0

    @property
    def visited(self) -> list[tuple[float, Distribution]]:
        """Visits per second and their repair, by kind of fault; what the phone fixes needs none."""
        scenario = self.result.scenario
        kinds = given.happening(scenario)
        rates = [given.rate_of(scenario, kind) * (1 - kind.fault.front) for kind in kinds]
        return [(rate, kind.fault.repair) for rate, kind in zip(rates, kinds, strict=True) if rate]

    def known(self, figure: str, unit: str, exact: float, simulated: Estimate, formula: str, source: str) -> Known:
        """A figure of the team with the conditions they all share."""
        text = _("one team always on duty where the machines stand, each repair one piece of work")
        return Known(_("team {id}").format(id=self.name), figure, unit, exact, simulated, formula, source, text)

    def busy(self, exact: float, formula: str, source: str) -> Known:
        """How much of their time they work."""
        [use] = [one for one in self.result.uses if (one.kind, one.id) == ("team", self.name)]
        return self.known(_("working"), "share", exact, use.working, formula, source)

    def waited(self) -> Estimate:
        """Mean hours from ready to dispatched, of the judged tickets whose rows were kept."""
        rows = self.result.sample
        if not rows:
            return Estimate(None, None, None, 0, _("no ticket rows were kept"))
        chosen = rows["judged"] & (rows["dispatched"] < NEVER)
        hours = (rows["dispatched"] - rows["replied"])[chosen] / HOUR_S
        of = rows["replication"][chosen]
        size = int(rows["replication"].max()) + 1
        return ratio_of(np.bincount(of, hours, size).tolist(), np.bincount(of, minlength=size).tolist())


def _called_out(crew: Crew) -> Iterator[Known]:
    """M/M/c, or any law of repair at one engineer; how busy they are whatever the law."""
    rate = sum(each for each, _repair in crew.visited)
    if not rate or not all(given.is_long(repair) for _rate, repair in crew.visited):
        return
    mean = sum(each * repair.average for each, repair in crew.visited) / rate
    second = sum(each * second_moment(repair) for each, repair in crew.visited) / rate
    alike = given.the_same(repair for _rate, repair in crew.visited) and given.is_exponential(crew.visited[0][1])
    if rate * mean >= crew.engineers or not forgets(_gap(crew, rate, mean, alike), crew.result.scenario.horizon):
        return
    if alike:
        exact = mean_wait(crew.engineers, rate, mean) / HOUR_S
        yield crew.known(_("mean wait for an engineer"), "h", exact, crew.waited(), "Erlang C", f"{GROSS}, section 2.3")
    elif crew.engineers == 1 and _goes_by_arrival(crew):
        exact = mean_wait_of_one(rate, mean, second) / HOUR_S
        source = f"{GROSS}, section 5.1"
        yield crew.known(_("mean wait for an engineer"), "h", exact, crew.waited(), "Pollaczek-Khinchine", source)
    yield crew.busy(rate * mean / crew.engineers, _("offered load"), f"{GROSS}, section 1.5")


def _goes_by_arrival(crew: Crew) -> bool:
    return crew.result.plan.dispatch.rule in ("order_of_arrival", "ready")


def _gap(crew: Crew, rate: float, mean: float, alike: bool) -> float:
    if alike:
        return queue_gap(rate, 1 / mean, crew.engineers)
    widest = max((repair for _rate, repair in crew.visited), key=second_moment)
    return single_gap(rate * mean / crew.engineers / widest.average, widest)


def _machines_fail_as_they_run(scenario: Scenario) -> bool:
    """All alike, one kind of failure each, counted in running time."""
    plain = scenario.replay is None and scenario.start is None and not scenario.dispersion.site_cv
    kinds = given.happening(scenario)
    one_kind = len({kind.product for kind in kinds}) == len(kinds)
    alike = given.the_same((kind.fault.rate_per_second, kind.fault.repair) for kind in kinds)
    steady = given.units_stay(scenario) and given.nothing_comes_back(scenario)
    by_phone = any(kind.fault.front for kind in kinds)
    return scenario.failures == "operating" and plain and one_kind and alike and steady and not by_phone


def _repairmen(crew: Crew) -> Iterator[Known]:
    """Palm's machine repairman: few machines, so that one that is down cannot fail again."""
    scenario = crew.result.scenario
    kinds = given.happening(scenario)
    products = {kind.product for kind in kinds}
    machines = sum(site.units for site in scenario.sites if site.product in products)
    if not kinds or machines > given.LARGEST or not given.is_exponential(kinds[0].fault.repair):
        return
    fails, mends, engineers = kinds[0].fault.rate_per_second, 1 / kinds[0].fault.repair.average, crew.engineers
    deaths = [min(down, engineers) * mends for down in range(1, machines + 1)]
    if not forgets(
        gap_of([(machines - down) * fails for down in range(machines)], deaths), crew.result.scenario.horizon
    ):
        return
    found, source = repairman(machines, fails, mends, engineers), f"{GROSS}, section 2.8"
    name = _("machine repairman")
    yield crew.known(_("mean wait for an engineer"), "h", found.mean_wait / HOUR_S, crew.waited(), name, source)
    yield crew.busy(found.utilisation, name, source)
    for one in _availabilities(crew.result):
        yield crew.known(
            _("available ({id})").format(id=one.id), "share", found.availability, one.attained, name, source
        )


def _availabilities(result: Result) -> Iterator[CommitmentResult]:
    """Promises that count the time all units work, around the clock."""
    for commitment, found in zip(result.scenario.commitments, result.commitments, strict=True):
        plain = commitment.measure.availability is not None and commitment.covers is None
        if plain and given.is_always_open(result.scenario, commitment.clock) and found.unit == "availability":
            yield found
