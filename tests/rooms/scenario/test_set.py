"""Values from the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario import InputErrors, Plan, Problem, Scenario, load_plan, load_scenario
from sim.scenario.overrides import parse_path
from sim.scenario.tree import dotted

Problems = Callable[..., list[Problem]]


@pytest.fixture
def loaded(folder: Callable[..., Path]) -> Callable[..., tuple[Scenario, Plan]]:
    home = folder()

    def load(*overrides: str) -> tuple[Scenario, Plan]:
        scenario = load_scenario(home, overrides)
        return scenario, load_plan(scenario, "baseline", overrides)

    return load


Loaded = Callable[..., tuple[Scenario, Plan]]


def test_scenario_values(loaded: Loaded) -> None:
    scenario, _plan = loaded(
        "products.coach.faults.body.first_fix=80%",
        "products.coach.faults.*.talk={mean: 9min}",
        "products.coach.faults.engine.rate_per_unit_year=3",
        "travel.speeds.0.kmh=31",
        "horizon.weeks=60",
        "profile.surges.factor=x3",
        "name=Trial",
    )
    body, engine = (kind.fault for kind in scenario.faults)
    assert body.first_fix == 0.8 and body.talk.mean == engine.talk.mean == 540
    assert (engine.rate, engine.rate_per_unit_year) == (None, 3)
    assert scenario.travel.speeds[0] == (30_000, 31.0)
    assert scenario.horizon.end - scenario.horizon.start == 60 * 604_800
    assert scenario.profile.surges[0].factor == 3 and str(scenario.name) == "Trial"


def test_one_of_several_ways_replaces_the_other(loaded: Loaded) -> None:
    scenario, _plan = loaded("horizon.months=12", "commitments.complaints.target.at_most=3%")
    assert scenario.horizon.months == 12
    target = scenario.commitments[-1].target
    assert target is not None and target.direction == "at_most"


def test_commitments_by_id_and_sites(loaded: Loaded) -> None:
    scenario, _plan = loaded(
        "commitments.onsite-100km.within=48h",
        "commitments.onsite-100km.covers.radius_km.at_most=50",
        "commitments.*.confidence=90%",
        "commitments.two-days.penalty.cap=900",
        "sites.S002.units=7",
        "sites.*.customer=Bus",
    )
    onsite = scenario.commitments[0]
    assert onsite.within == 172_800 and onsite.covers is not None and onsite.covers.radius_at_most == 50_000
    assert {commitment.confidence for commitment in scenario.commitments} == {0.9}
    penalty = scenario.commitments[4].penalty
    assert penalty is not None and (penalty.per_miss, penalty.cap) == (10_000, 90_000)
    assert [(site.units, site.customer) for site in scenario.sites] == [(4, "Bus"), (7, "Bus")]


def test_plan_values(loaded: Loaded) -> None:
    _scenario, plan = loaded(
        "teams.kunming.engineers=9",
        "teams.kunming.on_call.mobilise=15min",
        "teams.*.overtime=1h",
        "desks.front.seats[08:00-20:00]=5",
        "desks.experts.seats=4",
        "territories.all.outlets=[qujing]",
        "territories.all.regions.0=云南省",
    )
    team = plan.teams["kunming"]
    assert team.engineers == 9 and team.on_call is not None
    assert (team.on_call.engineers, team.on_call.mobilise) == (1, 900)
    assert {entry.overtime_cap for entry in plan.teams.values()} == {3600}
    assert plan.desks["front"].seats[1] == (28_800, 72_000, 5)
    assert plan.desks["experts"].seats == ((0, 86_400, 4),) and plan.territories["all"].outlets == ("qujing",)


def test_a_range_gives_way_to_a_value_and_can_be_set(loaded: Loaded) -> None:
    scenario, _plan = loaded("products.coach.faults.body.repair.mean=3h")
    path = "products.coach.faults.body.repair.mean"
    assert path not in {one.path for one in scenario.assumptions}
    scenario, _plan = loaded(f"{path}={{value: 3h, assumed: true, low: 1h, high: 9h}}")
    [found] = [one for one in scenario.assumptions if one.path == path]
    assert (found.value, found.low, found.high) == ("3h", "1h", "9h")


@pytest.mark.parametrize(
    ("override", "code", "words"),
    [
        ("teems.north.engineers=2", "UNKNOWN_PATH", "did you mean teams?"),
        ("teams.kunmin.engineers=2", "UNKNOWN_PATH", "did you mean kunming?"),
        ("teams.kunming.enginers=2", "UNKNOWN_PATH", "did you mean engineers?"),
        ("commitments.onsite-10km.within=2h", "UNKNOWN_PATH", "did you mean onsite-100km?"),
        ("commitments.onsite-100km.withn=2h", "UNKNOWN_PATH", "did you mean within?"),
        ("products.coach.faults.bdy.first_fix=1", "UNKNOWN_PATH", "did you mean body?"),
        ("sites.S02.units=2", "UNKNOWN_PATH", "did you mean S002?"),
        ("sites.S002.unit=2", "UNKNOWN_PATH", "did you mean units?"),
        ("sites.S002.units=x", "BAD_TYPE", "whole number"),
        ("sites.S002=3", "BAD_PATH", "sites.<id>.<column>"),
        ("desks.front.seats[08:00-21:00]=2", "UNKNOWN_PATH", "did you mean 08:00-20:00?"),
        ("desks.experts.seats[08:00-20:00]=2", "UNKNOWN_PATH", "has no"),
        ("travel.speeds.7.kmh=2", "UNKNOWN_PATH", "'7'"),
        ("teams.kunming.engineers=", "BAD_PATH", "path=value"),
        ("teams.kunming.engineers", "BAD_PATH", "path=value"),
        ("teams..engineers=2", "BAD_PATH", "is no path"),
        ("teams.kunming.engineers=two", "BAD_TYPE", "whole number"),
        ("teams.kunming.engineers=[2", "BROKEN_YAML", "cannot be read"),
        ("horizon.weeks=4", "NO_JUDGED_PERIOD", "whole year"),
    ],
)
def test_refused(problems: Problems, override: str, code: str, words: str) -> None:
    found = problems(override)
    assert found and found[0].code == code and words in found[0].message, list(map(str, found))
    if code != "NO_JUDGED_PERIOD":
        assert found[0].file == f"--set {override.partition('=')[0]}" and found[0].line is None


def test_the_place_is_the_command_line(problems: Problems) -> None:
    [problem] = problems("teams.kunming.shift=nights")
    assert str(problem) == (
        "--set teams.kunming.shift  UNKNOWN_ID  teams.kunming.shift: unknown calendar 'nights'; did you mean night?"
    )


def test_all_at_once(problems: Problems, folder: Callable[..., Path]) -> None:
    overrides = ("teams.kunming.engineers=x", "horizon.weeks=x", "nothing=1")
    with pytest.raises(InputErrors) as caught:
        load_scenario(folder(), overrides)
    assert len(caught.value.problems) == 2
    scenario = load_scenario(folder())
    with pytest.raises(InputErrors) as caught:
        load_plan(scenario, "baseline", overrides)
    assert [problem.code for problem in caught.value.problems] == ["BAD_TYPE"]


STEPS = st.lists(st.text("abc-09.:äöü汉 ", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=4)


@given(STEPS)
def test_paths_there_and_back(steps: list[str]) -> None:
    assert parse_path(dotted({}, tuple(steps))) == tuple(steps)
