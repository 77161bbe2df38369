"""A front office in which everything happens, under the real engine: every ticket of it can be told."""

from __future__ import annotations

import pytest

from sim.judge import CAUSES
from sim.report import columns
from sim.report.trace import SampleYear, Trace, trace_of, trace_text
from sim.report.trace.life import Stretch, life
from sim.scenario import load_plan, load_scenario
from sim.study.again import again
from tests.stories.little import at_km, write

SCENARIO = """\
schema: 1
timezone: Asia/Shanghai
country: CN
horizon: {start: 2026-01-05, weeks: 2, warmup: 1w, runout: 5w}
severities: [down, general]
calendars:
  works: {days: mon-fri, hours: ["08:00-12:00", "13:00-17:00"], holidays: CN}
channels:
  phone: {share: 60%, patience: {mean: 4min}, redial: {chance: 70%, after: {mean: 20min}}, closed: CLOSED}
  chat: {share: 40%, answer: deferred, calendar: works}
products:
  press:
    faults:
      a: {rate_per_unit_year: 140, severity: down, talk: 9min, remote_fix: {front: 20%, experts: 40%},
          repair: {mean: 1h}, repeat: {chance: 40%, after: {mean: 2d}}}
      b: {rate_per_unit_year: 140, talk: 9min, diagnose: 20min, repair: {mean: 3h}, carry_in: 60%, bring: {mean: 5h},
          take_back: {mean: 1d}, parts: {pump: {chance: 60%, known: 50%}}}
travel: {speeds: 60}
complaints: {all_kept: 20%, one_missed: 40%, more_missed: 60%, after: {mean: 1d}, decision: {mean: 6h}}
"""
COMMITMENTS = """\
- {id: speed, measure: {from: reported, to: answered}, of: call, within: 20s, target: 80%}
- {id: fix, clause: 一天内修复, measure: {from: reported, to: restored}, within: 1d, target: 90%}
- {id: back, measure: {from: closed, to: called_back}, within: 2d..4d, target: 90%}
- {id: open, measure: {open: phone}}
"""
PLAN = """\
desks:
  front: {seats: {"08:00-20:00": 1}, takes: [phone, chat], trunks: 3, after_call: 3min, escalate_to: experts,
          order: severity, overflow: {to: partner, after: 30s}, virtual_hold: {after: 2min, accepted: 50%}}
  partner: {seats: {"09:00-12:00": 1}}
  experts: {calendar: works, seats: 1}
outlets:
  shop: PLACE
teams:
  shop: {engineers: 4, shift: works, on_call: 1}
calls:
  progress: {every: 6h, reached: 70%}
  call_back: {due: 2d, reached: 60%}
  follow_up_1: 3d..7d
  follow_up_2: 7d
  complaint: {due: 1d, answered: 50%, reached: 80%}
  contact: {every: 2w}
  three_strikes: {repeats: 2}
"""
PLACE = at_km(0, "benches: 1, bench_calendar: works, stock: {pump: 1}")


@pytest.fixture(scope="module", params=["reject", "on_call", "message"])
def year(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SampleYear:
    folder = tmp_path_factory.mktemp("front") / request.param
    scenario = SCENARIO.replace("CLOSED", request.param)
    sites = ["s0", "s10", "s30", "s60"]
    write(
        folder, scenario, COMMITMENTS, sites, {"baseline": PLAN.replace("PLACE", PLACE)}, parts=["pump,consumable,2d,"]
    )
    loaded = load_scenario(folder)
    return SampleYear(again(loaded, load_plan(loaded), seed=3, replication=0))


@pytest.fixture(scope="module")
def traces(year: SampleYear) -> list[Trace]:
    """Every ticket that was reported, told."""
    return [trace_of(year, ticket) for ticket in year.index_of.values()]


def test_the_stretches_of_every_ticket_add_up_to_its_cause_columns(year: SampleYear) -> None:
    for ticket in year.index_of.values():
        stretches = [part for part in life(year, ticket) if isinstance(part, Stretch)]
        spent = {cause: sum(one.seconds for one in stretches if one.cause == cause) for cause in CAUSES}
        assert spent == year.seconds_by_cause(ticket), year.world.ticket_id(ticket)


def test_every_ticket_is_told_without_a_gap(year: SampleYear, traces: list[Trace]) -> None:
    for trace in traces:
        parts = life(year, trace.ticket)
        ends = [part.end if isinstance(part, Stretch) else part.at for part in parts]
        assert [part.start if isinstance(part, Stretch) else part.at for part in parts][1:] == ends[:-1]
        assert all(step.text for step in trace.steps) and trace.steps[0].at == trace.reported


def test_every_text_fits_80_columns_and_is_whole(traces: list[Trace]) -> None:
    for trace in traces:
        text = trace_text(trace)
        assert max(map(columns.display_width, text.splitlines())) <= 80
        assert not any(sign in text for sign in ("{", "}", "None", " .", ";;", ", ,"))


def test_everything_is_told_at_least_once(year: SampleYear, traces: list[Trace]) -> None:
    told = " ".join(step.text for trace in traces for step in trace.steps)
    expected = {
        "may take it too", "partner takes it for front", "it waits for front as well",
        "leaves his number", "calls back as agreed", "waiting to be called back", "done with the work after the call",
        "The customer writes to front by chat", "which is closed", "chat opens", "says how it stands",
        "reaches nobody", "back after the repair", "first follow-up call", "second follow-up call", "complains",
        "looks into the complaint and answers it", "passed on to be decided", "The complaint is decided",
        "tells the customer what was decided", "goes through the repeated faults", "The same fault again: it repeats",
        "The same fault comes again", "brings the unit to outlet shop", "the bench of outlet shop is busy",
        "A bench of outlet shop takes it", "the benches of outlet shop are closed until", "repaired on the bench",
        "the customer takes the unit back",
        {"reject": "takes no calls", "on_call": "whoever is on call", "message": "leaves a message"}[_closed(year)],
    }  # fmt: skip
    assert [words for words in sorted(expected) if words not in told] == []


def _closed(year: SampleYear) -> str:
    return str(year.scenario.channels["phone"].closed)
