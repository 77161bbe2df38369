"""The auditor itself: a log that was tampered with does not pass, nor one that was made under other rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.audit import audit
from sim.model import Event, EventLog, simulate
from sim.model.events import COLUMNS
from sim.scenario import Plan, load_plan, load_scenario
from sim.world import World, sample_world
from tests.stories.little import ARRIVE, HORIZON, SCENARIO, Story, at_km, part, plan_of, story, team, write

E = Event
Change = Callable[[dict[str, np.ndarray]], None]


@pytest.fixture
def day(tmp_path: Path) -> Story:
    """One seat, one engineer with overtime, three calls: the second caller waits, the third gives up."""
    plan = plan_of(team(), team("far", 30), desks="front: {seats: 1, takes: phone}")
    tickets = [
        ("05 09:00", "s10", "f", "10min", "10min", "50min"),
        ("05 09:05", "s20", "f", "5min", "10min", "20h"),
        ("05 09:06", "s20", "f", "5min", None, None, "1min"),
        ("05 09:30", "s10", "f", "5min", "10min", "50min"),
    ]
    return story(tmp_path, tickets, "f: {sign_off: 5min}", plan)


def tampered(log: EventLog, change: Change) -> EventLog:
    columns = {name: np.array(getattr(log, name)) for name in COLUMNS}
    change(columns)
    order = np.lexsort((columns["ticket"], columns["at"]))
    return EventLog(*(columns[name][order] for name in COLUMNS))


def shift(event: Event, seconds: int, ticket: int = 0) -> Change:
    """The first row of this kind comes earlier or later."""

    def change(columns: dict[str, np.ndarray]) -> None:
        columns["at"][_first(columns, event, ticket)] += seconds

    return change


def put(event: Event, column: str, value: int, ticket: int = 0) -> Change:
    def change(columns: dict[str, np.ndarray]) -> None:
        columns[column][_first(columns, event, ticket)] = value

    return change


def drop(event: Event, ticket: int = 0) -> Change:
    def change(columns: dict[str, np.ndarray]) -> None:
        row = _first(columns, event, ticket)
        for name in COLUMNS:
            columns[name] = np.delete(columns[name], row)

    return change


def swap(event: Event, one: int, other: int) -> Change:
    """Each of two tickets gets what was the other's."""

    def change(columns: dict[str, np.ndarray]) -> None:
        rows = _first(columns, event, one), _first(columns, event, other)
        columns["ticket"][rows[0]], columns["ticket"][rows[1]] = other, one

    return change


def _first(columns: dict[str, np.ndarray], event: Event, ticket: int) -> int:
    return int(np.flatnonzero((columns["event"] == event) & (columns["ticket"] == ticket))[0])


def test_the_day_itself_passes(day: Story) -> None:
    assert {E.GAVE_UP, E.PAUSED, E.HOMEWARD} < set(day.log.event.tolist())
    assert audit(day.world, day.plan, day.log) == ()


@pytest.mark.parametrize(
    "change",
    [
        shift(E.QUEUED, 1),             # not when it was reported
        shift(E.ENDED, -30),            # the talk was longer
        shift(E.STARTED, -60, 1),       # no seat was free
        shift(E.STARTED, 60, 1),        # a seat was free
        shift(E.GAVE_UP, 5, 2),         # his patience was over
        shift(E.ARRIVED, 60),           # the road is shorter
        put(E.DEPARTED, "value", 9000), # the road is longer
        shift(E.DISPATCHED, 120, 3),    # he was free
        put(E.DISPATCHED, "actor", 1),  # somebody else drove
        shift(E.LEFT, 60),              # the work was done
        shift(E.PAUSED, 60, 1),         # his overtime was over
        drop(E.HOMEWARD, -1),           # he went home
        drop(E.CLOSED),                 # half-way
        drop(E.REPLIED, 1),             # nobody told the customer
        put(E.LEFT, "value", 0),        # it was mended
        put(E.READY, "n", 2),           # it was the first visit
    ],
)  # fmt: skip
def test_a_log_that_was_tampered_with_does_not_pass(day: Story, change: Change) -> None:
    assert audit(day.world, day.plan, tampered(day.log, change))


def test_a_lost_ticket_is_missed(day: Story) -> None:
    kept = day.log.ticket != 3
    assert audit(day.world, day.plan, EventLog(*(getattr(day.log, name)[kept] for name in COLUMNS)))


def test_another_plan_does_not_explain_the_log(day: Story) -> None:
    """The same log under a plan whose nearer team is at home elsewhere."""
    moved = replace(day.plan, outlets=dict(zip(day.plan.outlets, reversed(day.plan.outlets.values()), strict=True)))
    assert audit(day.world, moved, day.log)


# -- parts ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def shelf(tmp_path: Path) -> Story:
    """Pumps for tickets 0, 1 and 2, of which one is there; a lamp from the van for ticket 3, none for ticket 4."""
    faults = "p: {parts: {pump: {chance: 100%, known: 100%}}}, l: {parts: {lamp: {chance: 100%, known: 0%}}}"
    crew = team(engineers=2, shift="always", more="van: {lamp: 1}", outlet="stock: {pump: 1, lamp: 0}")
    times = ("05 09:00", "05 09:30", "05 10:00", "05 11:00", "05 12:00")
    tickets = [(time, "s10", kind, None, "10min", "30min") for time, kind in zip(times, "pppll", strict=True)]
    plan = plan_of(crew, more="supply: {outlet_to_van: 2h}")
    return story(tmp_path, tickets, faults, plan, parts=[part("pump", "1d"), part("lamp", "2d")])


def test_the_shelf_itself_passes(shelf: Story) -> None:
    assert {E.TAKEN, E.ORDERED, E.RECEIVED, E.COLLECTED} < set(shelf.log.event.tolist())
    assert audit(shelf.world, shelf.plan, shelf.log) == ()


@pytest.mark.parametrize(
    "change",
    [
        put(E.TAKEN, "value", 2),           # there was only one
        put(E.TAKEN, "n", 0),               # nobody waited
        drop(E.TAKEN),                      # mended without a pump
        drop(E.TAKEN, 1),                   # nobody waits beside a pump
        swap(E.TAKEN, 1, 2),                # he asked first
        shift(E.TAKEN, 60, 1),              # it was there
        put(E.ASKED, "value", 2),           # he needs one
        put(E.ASKED, "actor", 1),           # a lamp is no pump
        drop(E.ORDERED, -1),                # its position had fallen
        shift(E.ORDERED, 60, -1),           # at once
        put(E.ORDERED, "value", 2, -1),     # one is enough
        put(E.ORDERED, "n", 2, -1),         # it was the first
        drop(E.RECEIVED, -1),               # what was ordered comes
        shift(E.RECEIVED, 60, -1),          # after its lead
        put(E.RECEIVED, "value", 2, -1),    # one was ordered
        put(E.PARTS_ASKED, "value", 2),     # one kind of part
        drop(E.PARTS_ASKED),                # it is known
        shift(E.PARTS_READY, 60, 1),        # it was in hand
        put(E.PARTS_READY, "value", 0),     # it lies in the outlet
        put(E.PARTS_READY, "value", 1, 3),  # it was in the van
        drop(E.COLLECTED),                  # nobody fetched it
        put(E.LEFT, "value", 1, 4),         # no lamp was there
    ],
)  # fmt: skip
def test_parts_that_were_tampered_with_do_not_pass(shelf: Story, change: Change) -> None:
    assert audit(shelf.world, shelf.plan, tampered(shelf.log, change))


# -- crews ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def pair(tmp_path: Path) -> Story:
    """a-1 and b-1 go together, c-1 would be later; b-1 is there first. The site opens at 10:00."""
    teams = (team(name, km, shift="always") for name, km in (("a", 0), ("b", 25), ("c", 60)))
    calendars = 'ten: {days: daily, hours: "10:00-20:00"}'
    return story(tmp_path, [("05 09:00", "s20", "f", None, "10min", "30min")], "f: {crew: 2}",
                 plan_of(*teams, dispatch="after_job: return"), calendars=calendars, access={"s20": "ten"})  # fmt: skip


def test_the_pair_itself_passes(pair: Story) -> None:
    assert {E.BARRED, E.ADMITTED, E.BACK} < set(pair.log.event.tolist())
    assert audit(pair.world, pair.plan, pair.log) == ()


@pytest.mark.parametrize(
    "change",
    [
        drop(E.DISPATCHED),                  # one is no crew of two
        put(E.DISPATCHED, "actor", 2),       # b-1 is nearer than c-1
        put(E.ARRIVED, "value", 0),          # one was still on the way
        shift(E.BARRED, 60),                 # it was closed
        shift(E.ADMITTED, -60),              # it was closed
        shift(E.DIAGNOSED, 60),              # it took ten minutes
        drop(E.LEFT),                        # together
        shift(E.LEFT, 60),                   # together
        shift(E.BACK, 60, -1),               # the way back is shorter
        drop(E.BACK, -1),                    # he came back
        put(E.HOMEWARD, "value", 9, -1),     # the way back is longer
    ],
)  # fmt: skip
def test_crews_that_were_tampered_with_do_not_pass(pair: Story, change: Change) -> None:
    assert audit(pair.world, pair.plan, tampered(pair.log, change))


# -- rules ------------------------------------------------------------------------------------------------------------

FAULTS = """
  f: {severity: down, skill: gas, repair: 2h, diagnose: 20min, parts: {pump: {chance: 70%, known: 50%, quantity: 2}}},
  g: {repair: 90min, crew: {1: 50%, 2: 50%}, parts: {lamp: {chance: 60%, known: 0%}}, sign_off: 10min}"""
PLAN = """
outlets:
  north: {PLACE 0, stock: {pump: {s: 1, S: 3}, lamp: 1, whole: 1}, issue: 10min, store_hours: always}
  south: {PLACE 40, stock: {pump: 1}}
central: {stock: {pump: 2, lamp: 1}, issue: 0s}
supply:
  {outlet_to_van: 6h, central_to_outlet: 6h, lateral: {between: [north, south], lead: 3h},
   sourcing: [van, outlet, lateral, central]}
teams:
  a: {outlet: north, engineers: 3, shift: works, skills: {gas: 1.25}, overtime: 1h, shrinkage: 15%, van: {lamp: 1},
      leave: [{from: 2026-01-08, to: 2026-01-09}], on_call: {engineers: 1, mobilise: 30min, rest: 11h, wake: if_due}}
  b: {outlet: south, engineers: 2, shift: late, skills: {gas: 1}, employer: contracted, at_most: 12/month}
  c: {outlet: north, engineers: 2, shift: late}
swap: {when_not_restored_within: 4h}
dispatch:
  {rule: severity, assign: nearest, end_of_shift: finish, missing_part: return, after_job: straight_on,
   overnight: false, reserve: {down: 1}}
"""
HOURS = (
    '{detour: 1, speeds: 60, noise_cv: 0, hour_factor: {"14:00-15:00": 1.5}, '
    "disruptions: {from: 2026-01-06, to: 2026-01-07, regions: [rs12, rs30], slower: x2}}"
)
PARTS = (part("pump", "1d"), part("lamp", "2d", "5h"), part("whole", "3d", kind="unit"))
ACCESS = {"s12": "late"}
MATRIX = ("north,s30,33,50",)


def company(
    folder: Path,
    plan: str = PLAN,
    faults: str = FAULTS,
    travel: str = HOURS,
    access: dict[str, str] = ACCESS,
    matrix: tuple[str, ...] = MATRIX,
) -> tuple[World, Plan]:
    """Sixty tickets of five days, day and night, at four sites."""
    for km in (0, 40):
        plan = plan.replace(f"{{PLACE {km}", at_km(km)[:-1])
    luck = np.random.default_rng(8)
    minutes = sorted(luck.integers(0, 5 * 1440, 60).tolist())
    times = [f"{5 + at // 1440:02d} {at % 1440 // 60:02d}:{at % 60:02d}" for at in minutes]
    tickets = [(time, f"s{luck.choice([5, 12, 30, 45])}", luck.choice(["f", "g"])) for time in times]
    nature = {"zone": "UTC", "horizon": HORIZON, "calendars": "", "faults": faults, "travel": travel, "extra": ""}
    text = SCENARIO.format(**nature, product="swap: {unit: whole, work: 40min}, ")
    sites = ("s5", "s12", "s30", "s45")
    write(folder, text, ARRIVE, sites, {"baseline": plan}, tickets, PARTS, matrix, access)
    scenario = load_scenario(folder)
    return sample_world(scenario, 1, 0), load_plan(scenario)


@pytest.fixture(scope="module")
def under(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Plan]:
    """The company as it is."""
    return company(tmp_path_factory.mktemp("company"))


def test_the_company_itself_passes_and_has_seen_everything(under: tuple[World, Plan]) -> None:
    log = simulate(*under)
    seen = {Event(kind).name for kind in log.event}
    assert seen >= {"SHIPPED", "SWAPPED", "PAUSED", "BARRED", "COLLECTED", "TAKEN", "ORDERED", "RECEIVED", "GIVEN_BACK"}
    assert audit(*under, log) == ()


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        ("rest: 11h", "rest: 0s"),
        ("wake: if_due", "wake: always"),
        ("mobilise: 30min", "mobilise: 5min"),
        ("on_call: {engineers: 1", "on_call: {engineers: 2"),
        ("shrinkage: 15%", "shrinkage: 0%"),
        ("to: 2026-01-09", "to: 2026-01-12"),
        ("gas: 1.25", "gas: 1"),
        ("at_most: 12", "at_most: 40"),
        ("overtime: 1h", "overtime: 2h"),
        ("north, engineers: 3", "north, engineers: 2"),
        ("rule: severity", "rule: ready"),
        ("end_of_shift: finish", "end_of_shift: next_day"),
        ("end_of_shift: finish", "end_of_shift: handover"),
        ("missing_part: return", "missing_part: wait"),
        ("after_job: straight_on", "after_job: return"),
        ("overnight: false", "overnight: true"),
        ("reserve: {down: 1}", "reserve: {}"),
        ("swap: {when_not_restored_within: 4h}", "swap: first"),
        ("within: 4h", "within: 2h"),
        ("pump: {s: 1, S: 3}", "pump: 2"),
        ("pump: {s: 1, S: 3}", "pump: {s: 1, Q: 2}"),
        ("40, stock: {pump: 1}", "40, stock: {pump: 0}"),
        ("issue: 10min", "issue: 20min"),
        ("store_hours: always", "store_hours: works"),
        ("issue: 0s", "issue: 5min"),
        ("lead: 3h", "lead: 2h"),
        ("central_to_outlet: 6h", "central_to_outlet: 5h"),
        ("outlet_to_van: 6h", "outlet_to_van: 5h"),
        ("[van, outlet, lateral, central]", "[van, outlet, central, lateral]"),
        ("[van, outlet, lateral, central]", "[outlet, lateral, central]"),
        ("[van, outlet, lateral, central]", "[van, outlet, lateral, courier]"),
        ("van: {lamp: 1}", "van: {lamp: 2}"),
        ("{stock: {pump: 2", "{stock: {pump: 3"),
    ],
)
def test_a_log_made_under_another_rule_does_not_pass(
    tmp_path: Path, under: tuple[World, Plan], rule: str, other: str
) -> None:
    assert rule in PLAN
    assert audit(*under, simulate(*company(tmp_path, PLAN.replace(rule, other))))


@pytest.mark.parametrize(
    "change",
    [
        {"access": {}},
        {"matrix": ()},
        {"travel": HOURS.replace("1.5", "1.4")},
        {"travel": HOURS.replace("14:00", "13:00")},
        {"travel": HOURS.replace("slower: x2", "slower: x1.9")},
        {"travel": HOURS.replace("2026-01-07", "2026-01-06")},
        {"travel": HOURS.replace("rs12, ", "")},
        {"faults": FAULTS.replace("crew: {1: 50%, 2: 50%}", "crew: 2")},
        {"faults": FAULTS.replace("known: 50%", "known: 90%")},
        {"faults": FAULTS.replace("quantity: 2", "quantity: 1")},
        {"faults": FAULTS.replace("sign_off: 10min", "sign_off: 9min")},
    ],
)
def test_a_log_of_another_nature_does_not_pass(tmp_path: Path, under: tuple[World, Plan], change: dict) -> None:
    assert audit(*under, simulate(*company(tmp_path, **change)))
