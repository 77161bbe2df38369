"""Every lever of the front office, of repair points and of the dispatcher pulls the right way, on the same luck.

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

from sim.model import Event, EventLog, Purpose, simulate
from sim.scenario import load_plan, load_scenario
from sim.world import World, sample_world
from tests.stories.little import at_km, lat

E = Event
REPLICATIONS = 12
NATURE = """
schema: 1
timezone: UTC
horizon: {start: 2026-01-05, weeks: 3, warmup: 1w, runout: 2w}
severities: [down, general]
calendars:
  works: {days: mon-fri, hours: ["08:00-12:00", "13:00-17:00"]}
channels:
  phone: {share: 80%, patience: {mean: 4min}, redial: {chance: 50%, after: 15min}}
  mail: {share: 20%, answer: deferred}
profile: {hours: {weekday: [0,0,0,0,0,0,1,2,6,8,8,8,10,8,6,6,5,3,2,1,0,0,0,0],
                  weekend: [0,0,0,0,0,0,0,0,1,1,1,1,1,1,1,1,0,0,0,0,0,0,0,0]}}
products:
  press:
    faults:
      plain: {rate_per_unit_year: 260, talk: {mean: 7min}, repair: 10min, remote_fix: {front: 40%, experts: 80%}}
      down: {rate_per_unit_year: 40, severity: down, talk: {mean: 7min}, repair: 40min}
      small: {rate_per_unit_year: 18, talk: 3min, carry_in: 100%, bring: 2h, repair: {mean: 100min}}
travel: {detour: 1, speeds: 60, noise_cv: 0}
complaints: {all_kept: 20%, one_missed: 40%, more_missed: 60%}
"""
PROMISES = """
- {id: arrive, measure: {from: reported, to: arrived}, within: 20h, target: 90%, covers: {severity: down}}
- {id: fix, measure: {from: reported, to: restored}, within: 20h, target: 90%}
"""
PLAN = f"""
desks:
  front: {{seats: {{"06:00-11:00": 2, "11:00-14:00": 1, "14:00-22:00": 2}}, takes: [phone, mail], trunks: 3,
          after_call: 2min, escalate_to: experts, training: {{remote_fix: x1, talk: x1}}}}
  experts: {{calendar: works, seats: 1}}
  partner: {{seats: {{"06:00-22:00": 1}}, employer: contracted}}
  duty: {{role: dispatch, seats: {{"06:00-22:00": 1}}, handle: 8min}}
outlets:
  north: {at_km(0, "benches: 1, bench_calendar: works")}
  south: {at_km(30)}
teams:
  north: {{engineers: 2, shift: works}}
  south: {{engineers: 1, shift: works}}
  partner: {{outlet: north, engineers: 1, employer: contracted, at_most: 20/month}}
dispatch: {{rule: order_of_arrival}}
"""
CALLS = "calls={call_back: {due: 3d, handle: 4min}, follow_up_1: {due: 1d..3d, handle: 4min}}"
Figure = Callable[[World, EventLog], float]


def _judged(world: World) -> np.ndarray:
    horizon, reported = world.scenario.horizon, world.tickets.reported
    return np.asarray((reported >= horizon.start) & (reported < horizon.end))


def _first(world: World, log: EventLog, event: Event, purpose: Purpose | None = None) -> np.ndarray:
    """The first instant of this kind by ticket, the end of the simulation for none."""
    rows = log.of(event)
    mine = rows.ticket < len(world.tickets)
    if purpose is not None:
        mine &= rows.value == purpose
    at = np.full(len(world.tickets), world.scenario.horizon.stop)
    np.minimum.at(at, rows.ticket[mine], rows.at[mine])
    return at


def hours_down(world: World, log: EventLog) -> float:
    return _hours(world, log, E.RESTORED, _judged(world))


def hours_to_arrival(world: World, log: EventLog) -> float:
    """Of the most severe."""
    return _hours(world, log, E.ARRIVED, _judged(world) & (np.array(_severity(world)) == 0))


def hours_on_bench(world: World, log: EventLog) -> float:
    brought = np.array([kind.fault.carry_in > 0 for kind in world.scenario.faults])[world.tickets.fault]
    return _hours(world, log, E.RESTORED, _judged(world) & brought)


def hours_until_ready(world: World, log: EventLog) -> float:
    visited = _first(world, log, E.READY) < world.scenario.horizon.stop
    return _hours(world, log, E.READY, _judged(world) & visited)


def share_gone(world: World, log: EventLog) -> float:
    gone = _first(world, log, E.ABANDONED) < world.scenario.horizon.stop
    return float(gone[_judged(world)].mean())


def share_unfixed_by_phone(world: World, log: EventLog) -> float:
    fixed = _first(world, log, E.REMOTE_FIXED) < world.scenario.horizon.stop
    return float(1 - fixed[_judged(world)].mean())


def minutes_of_mail(world: World, log: EventLog) -> float:
    """Until a mail is opened."""
    mails = np.asarray(world.tickets.channel) == 1
    return 60 * _hours(world, log, E.STARTED, _judged(world) & mails)


def hours_until_called_back(world: World, log: EventLog) -> float:
    closed = _first(world, log, E.CLOSED)
    waited = _first(world, log, E.CALLED_BACK) - closed
    return float(waited[_judged(world) & (closed < world.scenario.horizon.end)].mean() / 3600)


def minutes_of_waiting_for_the_most_severe(world: World, log: EventLog) -> float:
    return 60 * _hours(world, log, E.STARTED, _judged(world) & (np.array(_severity(world)) == 0))


def _severity(world: World) -> list[int]:
    ranks = [world.scenario.severities.index(kind.fault.severity) for kind in world.scenario.faults]
    return [ranks[fault] for fault in world.tickets.fault]


def _hours(world: World, log: EventLog, event: Event, mine: np.ndarray) -> float:
    """From the report; who gave up is not waiting."""
    mine = mine & (_first(world, log, E.ABANDONED) == world.scenario.horizon.stop)
    return float((_first(world, log, event) - world.tickets.reported)[mine].mean() / 3600)


FEW = "teams.north.engineers=1"
NOON = "desks.front.seats[11:00-14:00]=2"
LEVERS: dict[str, tuple[Figure, list[str], list[str], bool]] = {
    "a second seat at noon": (share_gone, [], [NOON], True),
    "more lines": (share_gone, [], ["desks.front.trunks=6"], False),
    "no work after calls": (share_gone, [], ["desks.front.after_call=0s"], True),
    "overflow": (share_gone, [], ["desks.front.overflow={to: partner, after: 60s}"], True),
    "overflow at once": (share_gone, ["desks.front.overflow={to: partner, after: 2min}"],
                         ["desks.front.overflow={to: partner, after: 0s}"], False),
    "being called back": (share_gone, [], ["desks.front.virtual_hold={after: 1min}"], True),
    "more accept it": (share_gone, ["desks.front.virtual_hold={after: 1min, accepted: 30%}"],
                       ["desks.front.virtual_hold={after: 1min, accepted: 90%}"], True),
    "training to fix more": (share_unfixed_by_phone, [], ["desks.front.training.remote_fix=x1.2"], True),
    "training of experts": (share_unfixed_by_phone, [], ["desks.experts.training={remote_fix: x1.2}"], False),
    "training to talk shorter": (share_gone, [], ["desks.front.training.talk=x0.7"], True),
    "a second expert": (hours_down, [], ["desks.experts.seats=2"], False),
    "experts at all hours": (share_unfixed_by_phone, [], ["desks.experts.calendar=always"], True),
    "the severe first": (minutes_of_waiting_for_the_most_severe, [], ["desks.front.order=severity"], True),
    "a second bench": (hours_on_bench, [], ["outlets.north.benches=2"], True),
    "benches at all hours": (hours_on_bench, [], ["outlets.north.bench_calendar=always"], True),
    "no calls to customers": (minutes_of_mail, [CALLS], ["calls={}"], True),
    "all are reached at once": (hours_until_called_back, [CALLS.replace("3d, handle", "3d, reached: 50%, handle")],
                                [CALLS], True),
    "dispatching quicker": (hours_until_ready, [], ["desks.duty.handle=2min"], True),
    "a second dispatcher": (hours_until_ready, [], ["desks.duty.seats[06:00-22:00]=2"], True),
    "an own limit": (hours_to_arrival, ["dispatch.rule=due_date", FEW],
                     ["dispatch.rule=due_date", FEW, "dispatch.due={arrive: 2h}"], True),
    "in reserve for the severe": (hours_to_arrival, ["dispatch.rule=severity"],
                                  ["dispatch.rule=severity", "dispatch.reserve={down: 1}"], False),
    "more visits of the partner": (hours_down, ["teams.partner.at_most=5/month"],
                                   ["teams.partner.at_most=200/month"], True),
    "straight on": (hours_down, ["dispatch.after_job=return"], ["dispatch.after_job=straight_on"], True),
    "handing over at the end of a shift": (hours_down, ["dispatch.end_of_shift=next_day"],
                                           ["dispatch.end_of_shift=handover"], False),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("offices")
    (place / "plans").mkdir()
    sites = [f"s{km},{lat(km):.12f},10.0,8" for km in (2, 8, 15, 25, 38)]
    tables = {
        "scenario.yaml": NATURE,
        "commitments.yaml": PROMISES,
        "plans/baseline.yaml": PLAN,
        "sites.csv": "\n".join(["site_id,lat,lon,units", *sites]) + "\n",
    }
    for name, text in tables.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


@lru_cache(maxsize=32)
def logs(folder: Path, overrides: tuple[str, ...]) -> list[tuple[World, EventLog]]:
    """One log for each replication."""
    scenario = load_scenario(folder, list(overrides))
    plan = load_plan(scenario, "baseline", list(overrides))
    worlds = [sample_world(scenario, 1, replication) for replication in range(REPLICATIONS)]
    return [(world, simulate(world, plan)) for world in worlds]


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
