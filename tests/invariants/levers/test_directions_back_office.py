"""Every lever of the back office pulls the right way, on the same luck: workshop, planned work, relief, quotes.

As in `test_directions`: a mean over replications, paired by world, may be worse by no more than two standard errors; a
strong lever must be better by more than that.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from sim.model import Event, EventLog, simulate
from sim.scenario import Plan, load_plan, load_scenario
from sim.world import World, sample_world
from tests.stories.little import PARTS, at_km, lat, part

E = Event
REPLICATIONS = 10
NATURE = """
schema: 1
timezone: UTC
horizon: {start: 2026-01-05, weeks: 6, warmup: 1w, runout: 3w}
severities: [down, general]
calendars:
  works: {days: mon-fri, hours: ["08:00-12:00", "13:00-17:00"]}
  late: {days: daily, hours: "14:00-22:00"}
products:
  press:
    faults:
      pump: {rate_per_unit_year: 20, repair: {mean: 1h}, parts: {pump: {chance: 80%, known: 100%}}}
      plain: {rate_per_unit_year: 20, repair: {mean: 90min}, diagnose: 20min}
      heavy: {rate_per_unit_year: 12, severity: down, repair: {mean: 9h}}
travel: {detour: 1.2, speeds: 50, noise_cv: 0.2}
"""
PROMISES = "- {id: arrive, measure: {from: reported, to: arrived}, within: 8h, target: 90%}\n"
PLAN = f"""
desks: {{front: {{seats: 1, takes: phone}}}}
outlets:
  north: {at_km(0, "stock: {pump: 3, spare: 0}")}
  south: {at_km(40, "stock: {pump: 1, spare: 0}")}
workshop: {{benches: 1, calendar: works}}
supply: {{sourcing: [outlet]}}
teams:
  north: {{engineers: 3, shift: works, on_call: {{engineers: 1, rest: 8h}}}}
  south: {{engineers: 2, shift: late}}
dispatch: {{rule: due_date, end_of_shift: finish}}
"""
Figure = Callable[[World, Plan, EventLog], float]


def _judged(world: World, at: np.ndarray) -> np.ndarray:
    horizon = world.scenario.horizon
    return np.asarray((at >= horizon.start) & (at < horizon.end))


def reports(world: World, log: EventLog) -> np.ndarray:
    """When each ticket is reported; what is prevented, or never comes, is not."""
    at = np.array(world.tickets.reported)
    for kind in (E.FAILED, E.REPEATED):
        rows = log.of(kind)
        at[rows.ticket] = rows.at
    at[log.of(E.PREVENTED).ticket] = world.scenario.horizon.stop
    return at


def hours_down(world: World, _plan: Plan, log: EventLog, fault: str = "") -> float:
    """From the report to the restoration, or to the end of the run-out."""
    reported, rows = reports(world, log), log.of(E.RESTORED)
    over = np.full(len(world.tickets), world.scenario.horizon.stop)
    over[rows.ticket] = rows.at
    mine = _judged(world, reported)
    if fault:
        mine &= np.array([kind.id == fault for kind in world.scenario.faults])[world.tickets.fault]
    return float((over - reported)[mine].mean() / 3600)


def hours_down_heavy(world: World, plan: Plan, log: EventLog) -> float:
    return hours_down(world, plan, log, "heavy")


def pumps_lacking(world: World, plan: Plan, log: EventLog) -> float:
    """Less than full, on average over judged time."""
    horizon, full = world.scenario.horizon, sum(outlet.stock["pump"].full for outlet in plan.outlets.values())
    rows = log.of(E.TAKEN, E.RECEIVED, E.GIVEN_BACK)
    names = list(plan.outlets["north"].stock)
    sign = np.where(rows.event == E.TAKEN, -1, 1) * rows.value * (rows.actor % len(names) == names.index("pump"))
    at = np.clip(rows.at, horizon.start, horizon.end)
    return float(-(sign * (horizon.end - at)).sum() / (horizon.end - horizon.start)) / full


def tickets(world: World, _plan: Plan, log: EventLog) -> float:
    return float(_judged(world, reports(world, log)).sum())


def engineer_hours(_world: World, _plan: Plan, log: EventLog) -> float:
    """From being sent until leaving the site, the nights in between left out."""
    since: dict[tuple[int, int, int], int] = {}
    spent = 0
    rows = log.of(E.DISPATCHED, E.DEPARTED, E.PAUSED, E.LEFT)
    for key, kind, at in zip(_keys(rows), rows.event.tolist(), rows.at.tolist(), strict=True):
        if kind in (E.PAUSED, E.LEFT):
            spent += at - since.pop(key)
        else:
            since.setdefault(key, at)
    return spent / 3600


def _keys(rows: EventLog) -> list[tuple[int, int, int]]:
    return list(zip(rows.ticket.tolist(), rows.n.tolist(), rows.actor.tolist(), strict=True))


CHARGED = "charged={in_warranty: 50%, quote: 30min, confirm: 1d, refused: 0%}"
UPKEEP = "planned={upkeep: {every: 4w, work: 1h, lowers_failures: 40%}}"
RARE = "outlets.*.stock.pump=1"
CHEAP = UPKEEP.replace("40%", "0%")
LEVERS: dict[str, tuple[Figure, list[str], list[str], bool]] = {
    "more benches": (pumps_lacking, ["parts.pump.repair=12h"], ["parts.pump.repair=12h", "workshop.benches=4"], True),
    "a workshop at all hours": (pumps_lacking, [], ["workshop.calendar=always"], True),
    "a quicker repair": (pumps_lacking, ["parts.pump.repair=12h"], [], True),
    "a quicker way back": (pumps_lacking, [], ["parts.pump.return_transit=1d"], True),
    "less scrap": (pumps_lacking, ["parts.pump.scrap=50%"], ["parts.pump.scrap=0%"], True),
    "back at the request": (pumps_lacking, [], ["parts.pump.sent_back=at_request"], True),
    "back at once, not by the month": (pumps_lacking, ["parts.pump.return_every=1 month"], [], True),
    "more benches, shorter waits": (hours_down, ["parts.pump.repair=12h"],
                                    ["parts.pump.repair=12h", "workshop.benches=4"], True),
    "another pump": (hours_down, [], ["outlets.north.stock.pump=5"], True),
    "a spare that does as well": (hours_down, [], ["parts.pump.substitute=spare", "outlets.north.stock.spare=3"], True),
    "visits that prevent": (tickets, [], [UPKEEP], True),
    "visits that prevent more": (tickets, [UPKEEP], [UPKEEP.replace("40%", "60%")], True),
    "no visits that prevent nothing": (engineer_hours, [CHEAP], [], True),
    "no visits in the way": (hours_down, [CHEAP.replace("4w", "1w"), "teams.north.engineers=1"],
                             ["teams.north.engineers=1"], False),
    "visits behind tickets": (hours_down, [CHEAP.replace("4w, ", "1w, rank: as_tickets, "), "teams.north.engineers=1"],
                              [CHEAP.replace("4w", "1w"), "teams.north.engineers=1"], False),
    "shorter visits": (engineer_hours, [CHEAP], [CHEAP.replace("1h", "20min")], True),
    "relief": (hours_down_heavy, ["dispatch.end_of_shift=next_day"], ["dispatch.end_of_shift=relief"], True),
    "relief in place of overtime": (hours_down_heavy, [], ["dispatch.end_of_shift=relief"], True),
    "nothing to quote": (hours_down, [CHARGED], [], True),
    "a quicker quote": (hours_down, [CHARGED.replace("30min", "4h")], [CHARGED], True),
    "customers who answer sooner": (hours_down, [CHARGED], [CHARGED.replace("1d", "2h")], True),
    "quoted after the talk": (engineer_hours, [CHARGED.replace("{", "{quoted_after: diagnosis, ")], [CHARGED], True),
    "no appointments": (hours_down, ["appointments={share: 40%, after: 1d, calendar: works}"], [], True),
    "units that do not age while they are down": (tickets, [RARE], [RARE, "failures=operating"], True),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("back-office")
    (place / "plans").mkdir()
    sites = [f"s{km},{lat(km):.12f},10.0,2" for km in (2, 8, 15, 25, 38)]
    pump = part("pump", "8d", kind="repairable", repair="6h", return_transit="3d", scrap="10%")
    tables = {
        "scenario.yaml": NATURE,
        "commitments.yaml": PROMISES,
        "plans/baseline.yaml": PLAN,
        "sites.csv": "\n".join(["site_id,lat,lon,units", *sites]) + "\n",
        "parts.csv": "\n".join([PARTS, pump, part("spare", "8d", kind="repairable"), ""]),
    }
    for name, text in tables.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


@lru_cache(maxsize=64)
def logs(folder: Path, overrides: tuple[str, ...]) -> list[tuple[World, Plan, EventLog]]:
    """One log for each replication."""
    scenario = load_scenario(folder, list(overrides))
    plan = load_plan(scenario, "baseline", list(overrides))
    worlds = [sample_world(scenario, 1, replication) for replication in range(REPLICATIONS)]
    return [(world, plan, simulate(world, plan)) for world in worlds]


@pytest.mark.parametrize("lever", LEVERS)
def test_more_of_it_does_not_make_the_same_luck_worse(folder: Path, lever: str) -> None:
    figure, before, after, strong = LEVERS[lever]
    base, other = (np.array([figure(*run) for run in logs(folder, tuple(given))]) for given in (before, after))
    worse = other - base
    error = float(worse.std(ddof=1)) / math.sqrt(len(worse))
    print(f"{lever}: {worse.mean():+.4f} of {base.mean():.4f}, standard error {error:.4f}")
    assert worse.mean() <= 2 * error + 1e-12
    if strong:
        assert worse.mean() < -2 * error
