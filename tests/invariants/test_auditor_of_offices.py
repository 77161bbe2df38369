"""The auditor of the front office, of benches and repeats: what was tampered with, or made under other rules, fails."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.audit import audit
from sim.model import Event, simulate
from sim.scenario import Plan, load_plan, load_scenario
from sim.world import World, sample_world
from tests.invariants.test_auditor import Change, drop, put, shift, tampered
from tests.stories.little import ARRIVE, SCENARIO, Story, at_km, plan_of, story, team, write

E = Event
DESKS = """front: {seats: 1, takes: phone, trunks: 3, after_call: 2min, overflow: {to: partner, after: 60s},
                   virtual_hold: {after: 4min}},
           partner: {seats: {"09:30-12:00": 1}}"""


@pytest.fixture
def office(tmp_path: Path) -> Story:
    """Ticket 0 talks until 09:20; 1 is held, 2 hangs up, 3 finds no line; the partner takes 4 at 09:42.

    All that is repaired is asked after and comes back.
    """
    times = ("09:00", "09:01", "09:02", "09:03", "09:41")
    patience = (None, None, "2min", None, None)
    tickets = [
        (f"05 {time}", "s0", "f", "20min", "10min", "3h", wait) for time, wait in zip(times, patience, strict=True)
    ]
    tickets[1] = ("05 09:01", "s0", "f", "30min", "10min", "3h", None)
    more = "calls: {call_back: {due: 1h..1d, handle: 4min}, progress: {every: 5h, handle: 4min}}"
    plan = plan_of(team(shift="always", engineers=4), desks=DESKS, more=more)
    return story(tmp_path, tickets, "f: {repeat: {chance: 100%, after: 9d}}", plan)


def test_the_office_itself_passes(office: Story) -> None:
    seen = {Event(kind) for kind in office.log.event}
    wanted = {E.HELD, E.OVERFLOWED, E.WRAPPED, E.REFUSED, E.GAVE_UP, E.CALLED_BACK, E.PROGRESS_REPORTED, E.REPEATED}
    assert seen >= wanted
    assert audit(office.world, office.plan, office.log) == ()


@pytest.mark.parametrize(
    "change",
    [
        drop(E.WRAPPED),                      # he wrote it up
        shift(E.WRAPPED, 60),                 # it took two minutes
        shift(E.HELD, 60, 1),                 # after four minutes
        drop(E.HELD, 1),                      # he wanted to be
        drop(E.OVERFLOWED, 1),                # he waited long enough
        shift(E.OVERFLOWED, -30, 4),          # not so soon
        put(E.OVERFLOWED, "actor", 0, 1),     # he waits there already
        put(E.STARTED, "actor", 1, 1),        # the partner is not there
        put(E.REFUSED, "actor", 1, 3),        # he called the front
        shift(E.REFUSED, 3600, 3),            # a line was free
        drop(E.REFUSED, 3),                   # what became of him?
        shift(E.CALLED_BACK, 60),             # at the end of the call
        drop(E.CALLED_BACK),                  # he was reached
        drop(E.PROGRESS_REPORTED),            # he was told
        put(E.REPEATED, "value", 1, 5),       # another came back
        shift(E.REPEATED, 60, 5),             # nine days
        drop(E.REPEATED, 5),                  # it comes back
    ],
)  # fmt: skip
def test_an_office_that_was_tampered_with_does_not_pass(office: Story, change: Change) -> None:
    assert audit(office.world, office.plan, tampered(office.log, change))


@pytest.fixture
def bench(tmp_path: Path) -> Story:
    """Two units on one bench; the second waits."""
    plan = plan_of(team(outlet="benches: 1, bench_calendar: works", shift="always"))
    tickets = [("05 09:00", "s0", "f", "5min", "30min", "1h"), ("05 09:10", "s0", "f", "5min", "30min", "6h")]
    return story(tmp_path, tickets, "f: {carry_in: 100%, bring: 1h, take_back: 2h}", plan)


def test_the_bench_itself_passes(bench: Story) -> None:
    assert audit(bench.world, bench.plan, bench.log) == ()


@pytest.mark.parametrize(
    "change",
    [
        shift(E.HANDED_IN, 60),       # an hour
        shift(E.BENCHED, -60, 1),     # the bench was taken
        shift(E.BENCHED, 60, 1),      # the bench was free
        shift(E.DIAGNOSED, 60),       # half an hour
        shift(E.RESTORED, -60, 1),    # six hours of works
        shift(E.UNBENCHED, 60),       # at once
        shift(E.CLOSED, 60),          # two hours
        drop(E.UNBENCHED),            # it was free
        drop(E.HANDED_IN, 1),         # it was brought
        put(E.BENCHED, "actor", 1),   # there is but one
    ],
)  # fmt: skip
def test_a_bench_that_was_tampered_with_does_not_pass(bench: Story, change: Change) -> None:
    assert audit(bench.world, bench.plan, tampered(bench.log, change))


# -- rules ------------------------------------------------------------------------------------------------------------

CHANNELS = """
channels:
  phone: {share: 60%, calendar: day, closed: on_call, patience: 6min, redial: {chance: 100%, after: 30min}}
  mail: {share: 20%, answer: deferred, calendar: day}
  chat: {share: 20%, calendar: works, closed: reject, redial: {chance: 90%, after: 2h}}
complaints: {all_kept: 60%, one_missed: 80%, more_missed: 90%, after: 3h, decision: 2h}
"""
FAULTS = """
  f: {severity: down, talk: 12min, repair: 1h, diagnose: 20min, remote_fix: {front: 20%, experts: 40%},
      repeat: {chance: 40%, after: 1d}},
  g: {talk: 9min, repair: 90min, carry_in: 60%, bring: 1h, take_back: 2h, remote_fix: {front: 10%, experts: 20%}}"""
PLAN = f"""
desks:
  front: {{seats: {{"06:00-22:00": 1}}, takes: [phone, mail], order: severity, trunks: 3, after_call: 5min,
           escalate_to: experts, overflow: {{to: partner, after: 2min}}, virtual_hold: {{after: 3min, accepted: 50%}},
           training: {{remote_fix: x1.5, talk: x0.9}}}}
  online: {{seats: 1, takes: chat}}
  partner: {{seats: {{"08:00-18:00": 1}}, employer: contracted, after_call: 4min}}
  experts: {{seats: 1, calendar: works, training: {{remote_fix: x1.2}}}}
outlets:
  north: {at_km(0, "benches: 1, bench_calendar: works")}
teams:
  north: {{engineers: 4, shift: always}}
calls:
  progress: {{every: 3h, handle: 4min}}
  call_back: {{due: 1h..1d, handle: 5min, reached: 60%}}
  follow_up_1: {{due: 2h..1d, handle: 3min, desk: online}}
  follow_up_2: {{due: 5h..1d, handle: 3min}}
  complaint: {{due: 1d, answered: 40%, handle: 20min}}
  contact: {{every: 2d, handle: 6min, window: 12h, desk: online}}
  three_strikes: {{repeats: 2, within: 4d, handle: 15min}}
"""


def company(folder: Path, plan: str = PLAN, extra: str = CHANNELS, faults: str = FAULTS) -> tuple[World, Plan]:
    """A hundred and thirty tickets of two days at two sites of three."""
    luck = np.random.default_rng(11)
    minutes = sorted((luck.integers(0, 2, 130) * 1440 + luck.integers(360, 1320, 130)).tolist())
    times = [f"{5 + at // 1440:02d} {at % 1440 // 60:02d}:{at % 60:02d}" for at in minutes]
    tickets = [(time, f"s{luck.choice([5, 12])}", luck.choice(["f", "g"])) for time in times]
    nature = {
        "zone": "UTC",
        "horizon": "{start: 2026-01-05, days: 3, warmup: 0s, runout: 5d}",
        "faults": faults,
        "product": "",
        "extra": extra,
    }
    calendars = 'day: {days: daily, hours: "07:00-20:00"}'
    text = SCENARIO.format(**nature, travel="{detour: 1, speeds: 60, noise_cv: 0}", calendars=calendars)
    write(folder, text, ARRIVE, ("s5", "s12", "s30"), {"baseline": plan}, tickets)
    scenario = load_scenario(folder)
    return sample_world(scenario, 1, 0), load_plan(scenario)


@pytest.fixture(scope="module")
def under(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Plan]:
    """The company as it is."""
    return company(tmp_path_factory.mktemp("company"))


def test_the_company_itself_passes_and_has_seen_everything(under: tuple[World, Plan]) -> None:
    log = simulate(*under)
    unseen = set(range(E.REFUSED, E.UNREACHED + 1)) - set(log.event.tolist())
    assert not unseen, [Event(kind).name for kind in unseen]
    assert audit(*under, log) == ()


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        ("takes: [phone, mail], order: severity", "takes: [phone, mail]"),
        ("trunks: 3,", "trunks: 2,"),
        ("trunks: 3,", "trunks: 4,"),
        ("after_call: 5min", "after_call: 4min"),
        ("to: partner, after: 2min", "to: partner, after: 1min"),
        ("to: partner, after: 2min", "to: online, after: 2min"),
        ("hold: {after: 3min", "hold: {after: 2min"),
        ("accepted: 50%", "accepted: 80%"),
        ("remote_fix: x1.5", "remote_fix: x1.4"),
        ("talk: x0.9", "talk: x1"),
        ("remote_fix: x1.2", "remote_fix: x1"),
        ('22:00": 1', '22:00": 2'),
        ('18:00": 1', '17:00": 1'),
        ("benches: 1", "benches: 2"),
        ("bench_calendar: works", "bench_calendar: always"),
        ("every: 3h", "every: 4h"),
        ("due: 1h..1d", "due: 2h..1d"),
        ("due: 5h..1d", "due: 4h..1d"),
        ("desk: online", "desk: front"),
        ("reached: 60%", "reached: 100%"),
        ("answered: 40%", "answered: 100%"),
        ("every: 2d", "every: 3d"),
        ("window: 12h", "window: 11h"),
        ("repeats: 2", "repeats: 3"),
    ],
)
def test_a_log_made_under_another_rule_does_not_pass(
    tmp_path: Path, under: tuple[World, Plan], rule: str, other: str
) -> None:
    """That those reached are 60 % of the tries is luck; that all are is not."""
    assert rule in PLAN
    log = simulate(*company(tmp_path, PLAN.replace(rule, other)))
    if (rule, other) in (("reached: 60%", "reached: 100%"), ("answered: 40%", "answered: 100%")):
        log, under = simulate(*under), company(tmp_path / "other", PLAN.replace(rule, other))
    assert audit(*under, log)


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        ("closed: on_call", "closed: message"),
        ("closed: reject", "closed: message"),
        ("deferred, calendar: day", "deferred"),
        ("patience: 6min", "patience: 5min"),
        ("chance: 100%", "chance: 50%"),
        ("after: 3h", "after: 4h"),
        ("decision: 2h", "decision: 1h"),
        ("after: 1d", "after: 25h"),
        ("carry_in: 60%", "carry_in: 90%"),
        ("bring: 1h", "bring: 2h"),
        ("take_back: 2h", "take_back: 1h"),
    ],
)
def test_a_log_of_another_nature_does_not_pass(
    tmp_path: Path, under: tuple[World, Plan], rule: str, other: str
) -> None:
    assert rule in CHANNELS + FAULTS
    changed = company(tmp_path, extra=CHANNELS.replace(rule, other), faults=FAULTS.replace(rule, other))
    assert audit(*under, simulate(*changed))
