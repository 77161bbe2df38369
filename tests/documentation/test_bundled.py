"""The bundled scenarios load clean and are what their pages say they are."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from sim.model.deployment import deployment
from sim.scenario import Scenario, check, load_plan, load_scenario
from sim.scenario.geography import cities

SCENARIOS = Path(__file__).parents[2] / "scenarios"
AUTOMATION = SCENARIOS / "automation-equipment"
COACH = SCENARIOS / "coach-service"
ENVIRONMENT = SCENARIOS / "environmental-monitoring"
MINIMAL = SCENARIOS / "minimal"
SOFTWARE = SCENARIOS / "software-support"
RETAIL = SCENARIOS / "retail-service"
JUDGED_S = 52 * 7 * 86400


def unstaffed(folder: Path) -> set[tuple[str, str]]:
    """Desks that keep office hours, in every plan."""
    return {("DESK_UNSTAFFED", plan.name) for plan in (folder / "plans").glob("*.yaml")}


@pytest.fixture(scope="module")
def coach() -> Scenario:
    return load_scenario(COACH)


@pytest.mark.parametrize(
    ("folder", "meant"),
    [
        (MINIMAL, {("NOBODY_ON_DUTY", "baseline.yaml")}),
        (COACH, {("NOBODY_ON_DUTY", "lean.yaml")}),
        (ENVIRONMENT, {("OVERLOADED", "baseline.yaml")}),  # one bench, if there were spare units for every exchange
        (AUTOMATION, set()),
        (SOFTWARE, {*unstaffed(SOFTWARE), ("OVERLOADED", "experts-in-the-field.yaml")}),
        (RETAIL, unstaffed(RETAIL)),
    ],
    ids=[
        "minimal",
        "coach-service",
        "environmental-monitoring",
        "automation-equipment",
        "software-support",
        "retail-service",
    ],
)
def test_loads_with_no_other_finding_than_the_one_meant(folder: Path, meant: set[tuple[str, str]]) -> None:
    scenario, _, problems = check(folder, None)
    assert scenario is not None
    assert {(problem.code, Path(problem.file).name) for problem in problems} == meant
    assert {problem.severity for problem in problems} <= {"warning"}


def test_coach_service_has_both_plans() -> None:
    _, plans, _ = check(COACH, None)
    assert sorted(plans) == ["baseline", "lean"]


def test_minimal_is_as_small_as_promised() -> None:
    files = [MINIMAL / "scenario.yaml", MINIMAL / "commitments.yaml", MINIMAL / "sites.csv", *MINIMAL.glob("plans/*")]
    assert sum(len(file.read_text(encoding="utf-8-sig").splitlines()) for file in files) <= 25


def test_minimal_promises_four_hours() -> None:
    (promise,) = load_scenario(MINIMAL).commitments
    assert (promise.id, promise.within) == ("onsite-4h", 4 * 3600)


def test_all_six_promises_with_their_targets(coach: Scenario) -> None:
    targets = {one.id: (one.target.share, one.target.direction) for one in coach.commitments if one.target}
    assert targets == {
        "onsite-100km": (Fraction(9, 10), "at_least"),
        "reply-beyond-100km": (Fraction(9, 10), "at_least"),
        "chassis-contact": (Fraction(9, 10), "at_least"),
        "timeliness": (Fraction(9, 10), "at_least"),
        "satisfaction": (Fraction(85, 100), "at_least"),
        "complaints": (Fraction(3, 100), "below"),
    }


def test_limits_and_clocks_are_those_of_the_documents(coach: Scenario) -> None:
    limits = {one.id: (one.within, one.clock) for one in coach.commitments if one.within}
    assert limits == {
        "onsite-100km": (24 * 3600, "always"),
        "reply-beyond-100km": (12 * 3600, "always"),
        "chassis-contact": (12 * 3600, "always"),
    }


def test_clauses_speak_both_languages(coach: Scenario) -> None:
    for one in coach.commitments:
        assert one.clause is not None
        assert one.clause.zh
        assert one.clause.en
        assert one.clause.zh != one.clause.en


def test_nationwide_operators_with_names_of_their_own(coach: Scenario) -> None:
    assert len(coach.sites) >= 300
    assert len({site.name for site in coach.sites}) == len(coach.sites)


def test_at_least_300_operators_stand_at_centres_of_prefectures(coach: Scenario) -> None:
    centres = {(round(city.lat, 3), round(city.lon, 3)) for city in cities().values()}
    assert sum((site.lat, site.lon) in centres for site in coach.sites) >= 300


def test_four_kinds_of_fault(coach: Scenario) -> None:
    assert {kind.id for kind in coach.faults} == {"body", "electrics", "chassis", "engine"}


def test_ten_to_fifteen_thousand_tickets_a_year(coach: Scenario) -> None:
    units = sum(site.units for site in coach.sites)
    a_year = sum(kind.fault.rate_per_second for kind in coach.faults) * units * JUDGED_S
    assert 10_000 <= a_year <= 15_000


@pytest.mark.parametrize("name", ["baseline", "lean"])
def test_plans_cover_the_country_from_eight_outlets_or_more(coach: Scenario, name: str) -> None:
    plan = load_plan(coach, name)
    assert len(plan.outlets) >= 8
    assert {team.outlet for team in plan.teams.values()} == set(plan.outlets)


@pytest.mark.parametrize("name", ["baseline", "lean"])
def test_both_sides_of_100_km_are_large(coach: Scenario, name: str) -> None:
    units = np.array([site.units for site in coach.sites])
    within = deployment(coach, load_plan(coach, name)).radius_m <= 100_000
    assert 0.35 <= units[within].sum() / units.sum() <= 0.6


def test_lean_differs_in_engineers_and_nothing_else(coach: Scenario) -> None:
    baseline, lean = (load_plan(coach, name) for name in ("baseline", "lean"))
    for field in ("desks", "outlets", "central", "supply", "territories", "dispatch"):
        assert getattr(lean, field) == getattr(baseline, field), field
    assert {name: team.van for name, team in lean.teams.items()} == {
        name: team.van for name, team in baseline.teams.items()
    }
    heads = [sum(team.engineers or 0 for team in plan.teams.values()) for plan in (baseline, lean)]
    assert heads[1] < heads[0]
    assert {team.shift for team in lean.teams.values()} == {"office-week"}
    assert all(team.on_call is None for team in lean.teams.values())


def test_what_no_document_says_is_marked_assumed(coach: Scenario) -> None:
    marked = " ".join(str(assumption) for assumption in coach.assumptions)
    for path in ("rate_per_unit_year", "remote_fix", "repair", "satisfaction", "complaints", "per_km", "detour"):
        assert path in marked, path


def test_trips_take_one_or_two(coach: Scenario) -> None:
    assert {count for kind in coach.faults for count, _ in kind.fault.crew} == {1, 2}
    assert {kind.id for kind in coach.faults if kind.fault.crew == ((1, 1.0),)} == {"electrics"}


@pytest.mark.parametrize("name", ["baseline", "lean"])
def test_every_outlet_can_send_two_by_itself(coach: Scenario, name: str) -> None:
    assert all((team.engineers or 0) >= 2 for team in load_plan(coach, name).teams.values())


@pytest.mark.parametrize("name", ["baseline", "lean"])
def test_every_outlet_holds_a_stock_of_its_own(coach: Scenario, name: str) -> None:
    plan = load_plan(coach, name)
    needed = {part for kind in coach.faults for part in kind.fault.parts}
    assert all(set(outlet.stock) == needed for outlet in plan.outlets.values())
    assert plan.central is not None
    assert set(plan.central.stock) == needed
    assert plan.supply.lateral == ()
