"""What holds in every log: in those of the stories (see conftest) and in those of random little companies."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.model import EventLog, simulate
from sim.model.environment import Environment
from sim.scenario import Plan, load_plan, load_scenario
from sim.world import World, sample_world
from tests.model.checks import faults_in
from tests.model.little import at_km, write

FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
CALENDARS = """
calendars:
  works: {days: mon-fri, hours: ["08:00-12:00", "13:00-17:00"]}
  late: {days: daily, hours: "14:00-22:00"}
  night: {days: daily, hours: "20:00-06:00"}
  early: {days: mon-sat, hours: "06:00-11:00"}
"""
SHIFTS = ("works", "late", "night", "early", "always", "office")
SKILLS = {"a": ("skill: gas",), "b": ("skill: water",), "c": ()}
KMS = (0, 3, 10, 10.5, 24, 60)


def whole(pick: Any, *values: object) -> Any:
    return pick(st.sampled_from(values))


@st.composite
def scenario_files(draw: st.DrawFn) -> tuple[str, str]:
    """`scenario.yaml` and `commitments.yaml` of two weeks."""
    kinds = [_fault(draw, name) for name in ("a", "b", "c")]
    patience = whole(draw, "{}", "{patience: {dist: exponential, mean: 3min}}",
                     "{patience: 90s, redial: {chance: 60%, after: {dist: exponential, mean: 10min}}}")  # fmt: skip
    visits, detour, noise = whole(draw, "own", "supplier"), whole(draw, 1, 1.3), whole(draw, 0, 0.4)
    speeds = whole(draw, "60", "[{first_km: 5, kmh: 20}, {kmh: 70}]")
    text = f"""
schema: 1
timezone: {whole(draw, "UTC", "Asia/Shanghai", "Europe/Berlin")}
horizon: {{start: 2026-03-25, days: 5, warmup: 2d, runout: 1w}}
severities: [down, major, general]
channels: {{phone: {patience}}}
suppliers: {{maker: {{contact: {{handle: 10min}}, reply: {{dist: exponential, mean: 3h}}, supply: 5h, visits: {
        visits
    }}}}}
products: {{press: {{faults: {{{", ".join(kinds)}}}}}}}
travel: {{detour: {detour}, speeds: {speeds}, noise_cv: {noise}}}
satisfaction: {{all_kept: 90%, one_missed: 50%, more_missed: 20%}}
{CALENDARS}"""
    arrive, mend = whole(draw, "1h", "6h", "30h"), whole(draw, "3h", "20h")
    commitments = f"""
- {{id: arrive, measure: {{from: reported, to: arrived}}, within: {arrive}, target: 90%}}
- {{id: mend, measure: {{from: reported, to: restored}}, within: {mend}, clock: {whole(draw, "always", "works")},
   covers: {{severity: down}}, pause: supplier, target: 90%}}
"""
    return text, commitments


def _fault(draw: st.DrawFn, name: str) -> str:
    parts = [
        f"rate: {whole(draw, '0.02/h', '0.06/h')}",
        f"severity: {whole(draw, 'down', 'major', 'general')}",
        f"talk: {whole(draw, '0s', '5min', '{dist: exponential, mean: 6min}')}",
        f"diagnose: {whole(draw, '0s', '20min')}",
        f"repair: {whole(draw, '0s', '1h', '{mean: 90min}', '{dist: exponential, mean: 6h}')}",
        f"sign_off: {whole(draw, '0s', '15min')}",
        f"first_fix: {whole(draw, '100%', '60%')}",
        f"remote_fix: {whole(draw, '0%', '{front: 20%, experts: 50%}')}",
        *SKILLS[name],
        *whole(draw, (), (), ("supplier: {id: maker, chance: 50%}",)),
    ]
    return f"{name}: {{{', '.join(parts)}}}"


@st.composite
def plans(draw: st.DrawFn) -> str:
    """Desks, two outlets, up to four teams."""
    desks = whole(
        draw,
        "",
        "desks: {front: {seats: 1, takes: phone}}",
        'desks: {front: {seats: {"07:00-12:00": 2, "12:00-20:00": 1}, takes: phone, escalate_to: experts}, '
        "experts: {seats: 1, calendar: works}, duty: {role: dispatch, seats: 1, handle: {mean: 5min}}}",
        'desks: {front: {seats: {"22:00-09:30": 1}, takes: phone, level: experts}, duty: {role: dispatch, '
        'seats: {"06:00-21:00": 1}}}',
    )
    lines = [desks, f"outlets: {{north: {at_km(0)}, south: {at_km(20)}}}", "teams:"]
    for number in range(draw(st.integers(1, 4))):
        lines.append(_team(draw, f"t{number}"))
    if whole(draw, True, False):
        second = whole(draw, "[south, north]", "[south]")
        lines.append(f"territories: {{one: {{sites: [s0, s10], outlets: [north, south]}}, "
                     f"two: {{regions: [rs24, rs60], outlets: {second}}}}}")  # fmt: skip
    rule = whole(draw, "order_of_arrival", "ready", "severity", "due_date")
    backup, end = whole(draw, "at_once", "when_late"), whole(draw, "finish", "next_day")
    lines.append(f"dispatch: {{rule: {rule}, backup: {backup}, end_of_shift: {end}}}")
    return "\n".join(lines)


def _team(draw: st.DrawFn, name: str) -> str:
    engineers = whole(draw, 1, 2, 2, 3, "unlimited")
    parts = [
        f"outlet: {whole(draw, 'north', 'south')}",
        f"engineers: {engineers}",
        f"shift: {whole(draw, *SHIFTS)}",
        f"overtime: {whole(draw, '0h', '30min', '2h')}",
        *whole(draw, (), ("skills: [gas]",), ("skills: [water]",), ("skills: [gas, water]",)),
    ]
    if engineers != "unlimited" and whole(draw, True, False):
        on_call = draw(st.integers(1, engineers))
        parts.append(f"on_call: {{engineers: {on_call}, mobilise: {whole(draw, '0s', '30min')}, rest: 0s}}")
    return f"  {name}: {{{', '.join(parts)}}}"


GRID_KMS = (0, 10, 20, 30)
GRID = """
schema: 1
timezone: UTC
horizon: {{start: 2026-01-05, days: 7, warmup: 0s, runout: 1w}}
severities: [down, major, general]
channels: {{phone: {{patience: {patience}, redial: {{chance: 60%, after: 10min}}}}}}
suppliers: {{maker: {{contact: {{handle: 10min}}, reply: 1h, supply: 2h}}}}
products: {{press: {{faults: {{{faults}}}}}}}
travel: {{detour: 1, speeds: 60, noise_cv: 0}}
"""


@st.composite
def grid_files(draw: st.DrawFn) -> tuple[str, str]:
    """Every duration is a multiple of ten minutes, so that much happens at the same instant."""
    faults = [
        f"{name}: {{severity: {severity}, talk: {whole(draw, '0s', '10min', '20min')}, "
        f"diagnose: {whole(draw, '0s', '10min')}, repair: {whole(draw, '0s', '20min', '1h', '5h')}, "
        f"first_fix: {whole(draw, '100%', '60%')}, remote_fix: {whole(draw, '0%', '{front: 20%, experts: 50%}')}, "
        f"{skill}}}"
        for name, severity, skill in (
            ("a", "down", "skill: gas"),
            ("b", "major", "skill: water, supplier: {id: maker, chance: 40%}"),
            ("c", "general", "sign_off: 10min"),
        )
    ]
    arrive = whole(draw, "30min", "2h", "20h")
    commitments = f"- {{id: arrive, measure: {{from: reported, to: arrived}}, within: {arrive}, target: 90%}}\n"
    text = GRID.format(faults=", ".join(faults), patience=whole(draw, "0s", "10min", "2h")) + CALENDARS
    return text, commitments


@st.composite
def grid_tickets(draw: st.DrawFn) -> tuple[tuple[str, str, str], ...]:
    """Up to forty tickets of three days, several at once."""
    times = draw(st.lists(st.integers(0, 3 * 144 - 1), min_size=1, max_size=40))
    kind = st.tuples(st.sampled_from(GRID_KMS), st.sampled_from("abc"))
    found = []
    for time in sorted(times):
        km, fault = draw(kind)
        found.append((f"{5 + time // 144:02d} {time % 144 // 6:02d}:{time % 6}0", f"s{km}", fault))
    return tuple(found)


class Files(NamedTuple):
    """A company as it stands in its files."""

    nature: tuple[str, str]
    plan: str
    seed: int
    tickets: tuple[tuple[str, str, str], ...] | None = None

    def load(self, turned: bool = False) -> tuple[World, Plan]:
        """`turned`: the sites stand the other way round in their file."""
        sites = [f"s{km}" for km in (GRID_KMS if self.tickets else KMS)]
        with tempfile.TemporaryDirectory() as folder:
            plan = self.plan.replace("rs24, rs60", "rs20, rs30") if self.tickets else self.plan
            order = sites[::-1] if turned else sites
            write(Path(folder), *self.nature, order, {"baseline": plan}, self.tickets)
            scenario = load_scenario(Path(folder))
            return sample_world(scenario, self.seed, 0), load_plan(scenario)


RATED = st.builds(Files, scenario_files(), plans(), st.integers(1, 3), st.none())
CROWDED = st.builds(Files, grid_files(), plans(), st.integers(1, 3), grid_tickets())
COMPANIES = st.one_of(RATED, CROWDED)


@FEW
@given(COMPANIES)
def test_nothing_impossible_happens_in_any_company(company: Files) -> None:
    world, plan = company.load()
    assert faults_in(world, plan, simulate(world, plan)) == []


def rows(log: EventLog) -> np.ndarray:
    return np.stack([log.at, log.ticket, log.event, log.n, log.actor, log.value])


@FEW
@given(COMPANIES)
def test_what_is_granted_on_the_spot_is_what_a_settlement_would_grant(company: Files) -> None:
    world, plan = company.load()
    quick = simulate(world, plan)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "at_rest", lambda _env: False)
        settled = simulate(world, plan)
    assert np.array_equal(rows(quick), rows(settled))
    assert quick.digest() == settled.digest()


@FEW
@given(COMPANIES)
def test_the_same_inputs_and_seed_have_the_same_digest(company: Files) -> None:
    world, plan = company.load()
    again = sample_world(world.scenario, world.seed, world.replication)
    assert simulate(world, plan).digest() == simulate(again, plan).digest()


@FEW
@given(COMPANIES)
def test_the_order_of_sites_in_their_file_changes_nothing(company: Files) -> None:
    first, turned = (simulate(*company.load(turned)).digest() for turned in (False, True))
    assert first == turned
