"""What may be decided, and outlets that are shut."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import InputErrors, Plan, Scenario, load_plan, load_scenario
from sim.scenario.check_decide import chosen_by
from sim.scenario.choices import parse_choices, write_choices
from sim.scenario.problems import Flaw

FILES = {
    "scenario.yaml": """\
schema: 1
timezone: UTC
horizon: {start: 2026-01-05, weeks: 12}
travel: {distance: plane}
products: {box: {faults: {any: {rate_per_unit_year: 2, repair: 2h, parts: {pump: {chance: 50%}}}}}}
""",
    "commitments.yaml": "- {id: onsite, measure: {from: reported, to: arrived}, within: 8h, target: 90%}\n",
    "sites.csv": "site_id,x_km,y_km,region\nA,0,0,west\nB,100,0,middle\nC,200,0,east\n",
    "parts.csv": "part_id,unit_cost,lead\npump,300,5d\n",
    "plans/baseline.yaml": """\
desks:
  front: {seats: {"8:00-20:00": 3, "20:00-8:00": 1}, takes: phone}
outlets:
  west: {x_km: 0, y_km: 0, stock: {pump: 2}, cost_per_month: 100}
  middle: {x_km: 100, y_km: 0, stock: {pump: {s: 1, S: 4}}}
  east: {x_km: 200, y_km: 0}
central: {stock: {pump: {s: 5, Q: 10}}}
supply: {lateral: {between: [west, middle], lead: 6h}}
territories:
  a: {regions: west, outlets: [west, middle]}
  b: {regions: middle, outlets: [middle]}
  c: {regions: east, outlets: [east, middle]}
teams:
  west: {engineers: 2, on_call: 1}
  visitors: {outlet: middle, engineers: 3, van: {pump: 1}}
  east: {engineers: 2}
planned:
  yearly: {every: 3 months, teams: [visitors]}
""",
}
Load = Callable[..., Plan]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def scenario(folder: Path) -> Scenario:
    return load_scenario(folder)


@pytest.fixture
def plan(scenario: Scenario) -> Load:
    return lambda *overrides: load_plan(scenario, "baseline", overrides)


def decided(plan: Plan) -> dict[str, tuple[int, ...]]:
    return {lever.path: choices for lever, choices in chosen_by(plan.decide, plan.levers).items()}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1..4", (1, 2, 3, 4)),
        ("0..30:10", (0, 10, 20, 30)),
        (["5", "2..3", "2"], (2, 3, 5)),
        (["no", "yes"], (0, 1)),
        ([False, True], (0, 1)),
        ("7", (7,)),
    ],
)
def test_values_a_decision_may_take(written: object, read: tuple[int, ...]) -> None:
    assert parse_choices(written) == read
    assert parse_choices(write_choices(read).strip("[]").split(", ")) == read


@pytest.mark.parametrize("bad", ["8..1", "many", {"low": 1}, "1..2..3", [], "-1..2"])
def test_values_nobody_can_choose_from(bad: object) -> None:
    with pytest.raises(Flaw):
        parse_choices(bad)


def test_stars_lead_to_every_entry_and_what_comes_later_counts(plan: Load) -> None:
    found = decided(plan('decide={"teams.*.engineers": 1..3, teams.east.engineers: 2, "teams.*.on_call": 0..1}'))
    assert found == {
        "teams.west.engineers": (1, 2, 3),
        "teams.west.on_call.engineers": (0, 1),
        "teams.visitors.engineers": (1, 2, 3),
        "teams.visitors.on_call.engineers": (0, 1),
        "teams.east.engineers": (2,),
        "teams.east.on_call.engineers": (0, 1),
    }


def test_seats_by_hours_are_decisions_of_their_own(plan: Load) -> None:
    assert list(decided(plan('decide={"desks.*.seats": 1..2}'))) == [
        "desks.front.seats[8:00-20:00]",
        "desks.front.seats[20:00-8:00]",
    ]


@pytest.mark.parametrize(
    ("path", "value", "texts"),
    [
        ("outlets.west.stock.pump", 3, ("outlets.west.stock.pump=3",)),
        ("outlets.middle.stock.pump", 3, ("outlets.middle.stock.pump.s=3", "outlets.middle.stock.pump.S=6")),
        ("outlets.east.stock.pump", 1, ("outlets.east.stock.pump=1",)),
        ("central.stock.pump", 2, ("central.stock.pump.s=2",)),
        ("outlets.east.open", 0, ("outlets.east.open=no",)),
        ("teams.visitors.van.pump", 2, ("teams.visitors.van.pump=2",)),
        ("desks.front.seats.[8:00-20:00]", 5, ("desks.front.seats[8:00-20:00]=5",)),
    ],
)
def test_a_decision_taken_is_a_plan_with_that_value(plan: Load, path: str, value: int, texts: tuple[str, ...]) -> None:
    [(lever, _choices)] = chosen_by({path: (0, 1)}, plan().levers).items()
    assert lever.texts(value) == texts
    [(moved, _choices)] = chosen_by({path: (0, 1)}, plan(*texts).levers).items()
    assert moved.value == value


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("teams.*.enginers", "teams.*.engineers"),
        ("outlets.wset.stock.pump", "outlets.west.stock.pump"),
        ("teams.west.shift", None),
        ("central.stock.bolt", "central.stock.pump"),
    ],
)
def test_a_path_that_leads_nowhere_is_an_error_with_its_place(folder: Path, path: str, hint: str | None) -> None:
    file = folder / "plans/baseline.yaml"
    file.write_text(FILES["plans/baseline.yaml"] + f'decide:\n  "{path}": 1..2\n', encoding="utf-8")
    with pytest.raises(InputErrors) as caught:
        load_plan(load_scenario(folder))
    [problem] = [one for one in caught.value.problems if one.is_error]
    line = FILES["plans/baseline.yaml"].count("\n") + 2
    assert (problem.code, problem.line, problem.column) == ("UNKNOWN_PATH", line, 3)
    assert problem.hint == hint or hint is None


def test_an_outlet_is_open_or_shut_and_nothing_between(plan: Load) -> None:
    with pytest.raises(InputErrors, match="open or shut"):
        plan('decide={"outlets.*.open": 0..2}')


def test_a_shut_outlet_is_as_if_it_were_not_in_the_plan(plan: Load) -> None:
    found = plan("outlets.west.open=no")
    assert list(found.outlets) == ["middle", "east"]
    assert list(found.teams) == ["visitors", "east"]
    assert {name: one.outlets for name, one in found.territories.items()} == {
        "a": ("middle",),
        "b": ("middle",),
        "c": ("east", "middle"),
    }
    assert found.supply.lateral == ()
    assert found.dispatch.assign == "territory"


def test_a_territory_without_outlet_falls_to_the_nearest(scenario: Scenario, plan: Load) -> None:
    from sim.scenario.reach import outlets_of_sites

    found = plan("outlets.east.open=no", "territories.c.outlets=[east]")
    assert list(found.territories) == ["a", "b"]
    assert outlets_of_sites(scenario, found) == [("west", "middle"), ("middle",), ("middle",)]


@pytest.mark.parametrize(
    ("shut", "code"),
    [
        (("outlets.*.open=no",), "ALL_SHUT"),
        (("outlets.west.open=no", "outlets.middle.open=no", "teams.east.outlet=middle"), "ALL_SHUT"),
        (("outlets.middle.open=no",), "NOBODY_ABLE"),
    ],
)
def test_somebody_must_be_left(plan: Load, shut: tuple[str, ...], code: str) -> None:
    with pytest.raises(InputErrors) as caught:
        plan(*shut)
    assert code in {one.code for one in caught.value.problems}


def test_levers_of_shut_outlets_stay_known(plan: Load) -> None:
    paths = {lever.path: lever.value for lever in plan("outlets.west.open=no").levers}
    assert paths["outlets.west.open"] == 0
    assert paths["teams.west.engineers"] == 2
