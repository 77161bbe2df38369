"""A company in which everything happens: every ticket of it can be told, without a gap and within 80 columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.judge import CAUSES
from sim.report import columns
from sim.report.trace import SampleYear, trace_of, trace_text
from sim.report.trace.life import Stretch, life
from sim.scenario import load_plan, load_scenario
from sim.study.again import again
from tests.stories.little import at_km, write

SCENARIO = """\
schema: 1
timezone: Asia/Shanghai
country: CN
horizon: {start: 2026-01-05, weeks: 4, warmup: 1w, runout: 2w}
severities: [down, general]
calendars:
  works: {days: mon-fri, hours: ["08:00-12:00", "13:00-17:00"], holidays: CN}
  late: {days: daily, hours: "14:00-22:00"}
channels: {phone: {patience: {mean: 4min}, redial: {chance: 70%, after: {mean: 20min}}}}
suppliers: {maker: {reply: {mean: 6h}, supply: {mean: 2d}, visits: own}, other: {reply: 2h, visits: supplier}}
products:
  press:
    swap: {unit: whole, work: 45min}
    faults:
      a: {rate_per_unit_year: 60, severity: down, talk: 6min, remote_fix: {front: 20%, experts: 40%}, diagnose: 20min,
          repair: {mean: 3h}, first_fix: 80%, sign_off: 10min, crew: {1: 50%, 2: 50%},
          parts: {pump: {chance: 60%, known: 50%}, lamp: {chance: 40%, known: 20%, quantity: {1: 50%, 3: 50%}}}}
      b: {rate_per_unit_year: 40, talk: 4min, diagnose: 10min, repair: {mean: 5h}, skill: gas, sign_off: 5min,
          supplier: {id: maker, chance: 30%}, parts: {seal: {chance: 50%, known: 50%}}}
      c: {rate_per_unit_year: 10, talk: 4min, supplier: other}
travel: {detour: 1.3, speeds: [{first_km: 20, kmh: 30}, {kmh: 60}], noise_cv: 0.3, hour_factor: {"07:00-09:00": 1.5}}
"""
COMMITMENTS = """\
- {id: arrive, clause: 四小时内到达现场, measure: {from: reported, to: arrived}, within: 4h, target: 90%}
- {id: fix, measure: {from: arrived, to: restored}, within: 6h, clock: works, pause: [access, supplier], target: 90%}
"""
PARTS = """\
part_id,name,kind,unit_cost,lead
pump,进样泵,consumable,100,3d
lamp,灯,consumable,10,"{dist: gamma, mean: 4d, cv: 0.5}"
seal,密封圈,consumable,1,1d
whole,整机,unit,1000,5d
"""
PLAN = """\
desks:
  front: {seats: {"08:00-20:00": 1}, takes: phone, escalate_to: experts}
  experts: {calendar: works, seats: 1}
  duty: {role: dispatch, seats: 1, handle: {mean: 5min}}
outlets:
  north: NORTH
  south: SOUTH
CENTRAL
supply: {lateral: {between: [north, south], lead: 3h}, SUPPLY}
territories: {one: {sites: [s0, s10, s30], outlets: [north, south]}, two: {sites: [s60, s90], outlets: [south, north]}}
teams:
  north: {outlet: north, engineers: 3, shift: works, on_call: 1, van: {seal: 1}, shrinkage: 10%}
  late: {outlet: north, engineers: 1, shift: late, skills: [gas], leave: {from: 2026-01-12, to: 2026-01-16}}
  south: {outlet: south, engineers: 2, shift: works, on_call: {engineers: 1, wake: [down], mobilise: 20min}}
  helpers: {outlet: south, employer: contracted, engineers: 2, at_most: 12/month, shift: works}
SWAP
dispatch: {DISPATCH}
"""
PLACES = {
    "NORTH": at_km(0, "stock: {pump: 1, lamp: {s: 1, Q: 3}, whole: 1}, issue: 10min, store_hours: late"),
    "SOUTH": at_km(70, "stock: {pump: 0, seal: 2}"),
}
CENTRAL = f"central: {at_km(40, 'stock: {pump: 1, seal: 1}')}"
VARIANTS = {
    "finish": {"CENTRAL": "", "SUPPLY": "sourcing: [van, outlet, lateral]", "SWAP": "swap: first",
               "DISPATCH": "rule: due_date, backup: when_late, missing_part: wait"},
    "next day": {"CENTRAL": CENTRAL, "SUPPLY": "central_to_outlet: 8h",
                 "SWAP": "swap: {when_not_restored_within: 3h}",
                 "DISPATCH": "end_of_shift: next_day, overnight: true, missing_part: return"},
    "handover": {"CENTRAL": "", "SUPPLY": "courier: {lead: 6h}", "SWAP": "",
                 "DISPATCH": "end_of_shift: handover, after_job: return, reserve: {down: 1}, rule: severity"},
}  # fmt: skip


def a_company(folder: Path, variant: str) -> SampleYear:
    """A replication of the company under a plan; two of its sites let people in only while the works are open."""
    plan = PLAN
    for word, text in {**PLACES, **VARIANTS[variant]}.items():
        plan = plan.replace(word, text)
    sites = ["s0", "s10", "s30", "s60", "s90"]
    write(folder, SCENARIO, COMMITMENTS, sites, {"baseline": plan}, access=dict.fromkeys(("s0", "s60"), "works"))
    (folder / "parts.csv").write_text(PARTS, encoding="utf-8")
    head, *rows = (folder / "sites.csv").read_text("utf-8").split()
    named = [f"{head},name", *(f"{row},武汉客运站" for row in rows)]
    (folder / "sites.csv").write_text("\n".join(named) + "\n", encoding="utf-8")
    scenario = load_scenario(folder)
    return SampleYear(again(scenario, load_plan(scenario), seed=3, replication=0))


@pytest.fixture(scope="module", params=VARIANTS)
def year(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SampleYear:
    return a_company(tmp_path_factory.mktemp("dense"), request.param)


def test_the_stretches_of_every_ticket_add_up_to_its_cause_columns(year: SampleYear) -> None:
    for ticket in range(len(year.world.tickets)):
        stretches = [part for part in life(year, ticket) if isinstance(part, Stretch)]
        spent = {cause: sum(one.seconds for one in stretches if one.cause == cause) for cause in CAUSES}
        assert spent == year.seconds_by_cause(ticket)


def test_every_ticket_is_told_without_a_gap(year: SampleYear) -> None:
    for ticket in range(len(year.world.tickets)):
        parts = life(year, ticket)
        ends = [part.end if isinstance(part, Stretch) else part.at for part in parts]
        assert [part.start if isinstance(part, Stretch) else part.at for part in parts][1:] == ends[:-1]
        steps = trace_of(year, ticket).steps
        assert all(step.text for step in steps) and steps[0].at == year.reported(ticket)


def test_every_text_fits_80_columns_and_is_whole(year: SampleYear) -> None:
    for ticket in range(len(year.world.tickets)):
        text = trace_text(trace_of(year, ticket))
        assert max(map(columns.display_width, text.splitlines())) <= 80
        assert not any(sign in text for sign in ("{", "}", "None", " .", ";;", ", ,"))


def test_everything_is_told_at_least_once(year: SampleYear) -> None:
    """What the company is made for does happen in it."""
    told = " ".join(step.text for ticket in range(len(year.world.tickets)) for step in trace_of(year, ticket).steps)
    expected = {
        "finish": ("exchanges the unit", "missing in", "asked only when it gets late", "on the way from"),
        "next day": ("stays near the site", "return visit follows", "the central store has none either"),
        "handover": ("somebody else finishes", "kept for graver", "by courier", "drives back"),
    }
    variant = {"first": "finish", "within": "next day"}.get(_swap(year), "handover")
    assert [words for words in expected[variant] if words not in told] == []
    assert "lets nobody in before" in told and "the crew" in told and "supplier maker" in told


def _swap(year: SampleYear) -> str:
    rule = year.plan.swap
    return "" if rule is None else "first" if rule.first else "within"
