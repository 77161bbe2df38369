"""Scenarios on a plane: places in kilometres, straight lines between them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sim.scenario import check, load_plan, load_scenario
from sim.scenario.geography import coordinates, metres_apart, metres_between
from sim.scenario.reach import expected_drives, outlets_of_sites

Write = Callable[..., Path]
Said = Callable[[str, dict[str, str], str], tuple[list[str], list[str]]]
BLOCKS = (Path(__file__).parent / "plane_bad.txt").read_text("utf-8").rstrip().split("\n\n")
PLANE = {
    "scenario.yaml": """\
schema: 1
timezone: UTC
horizon: {start: 2026-01-01, months: 12}
products: {pump: {faults: {any: {rate_per_unit_year: 2, repair: 2h}}}}
travel: {distance: plane, detour: 1, speeds: 50}
""",
    "commitments.yaml": "- {id: there, measure: {from: reported, to: arrived}, within: 4d, target: 95%}\n",
    "sites.csv": "site_id,x_km,y_km\nA,3,4\nB,-6,0\nC,102.8,24.9\n",
    "plans/baseline.yaml": """\
outlets: {a: {x_km: 0, y_km: 0}, b: {x_km: -6, y_km: 8}}
teams: {a: 2, b: 1}
central: {}
""",
}


def test_places_and_distances(folder: Write) -> None:
    scenario = load_scenario(folder(PLANE))
    plan = load_plan(scenario)
    assert scenario.plane and [(site.x_km, site.y_km) for site in scenario.sites] == [(3, 4), (-6, 0), (102.8, 24.9)]
    assert all(np.isnan([site.lat, site.lon]).all() for site in scenario.sites)
    assert {site.region for site in scenario.sites} == {"all"}
    outlets = list(plan.outlets.values())
    assert [(outlet.x_km, outlet.y_km) for outlet in outlets] == [(0, 0), (-6, 8)]
    metres = metres_apart(scenario.sites[:2], outlets, scenario.plane)
    assert metres.tolist() == [[5_000, pytest.approx(9_848.857801796104)], [6_000, 8_000]]
    assert metres_between(coordinates(outlets[:1], True), coordinates(outlets[1:], True), True).tolist() == [10_000]
    assert outlets_of_sites(scenario, plan)[:2] == [("a",), ("a",)]
    assert expected_drives(scenario, plan, ["a", "b"])[0].tolist() == [360, pytest.approx(709.1177617)]
    assert plan.central is not None and np.isnan([plan.central.x_km, plan.central.lat]).all()


def test_nothing_is_swapped_on_a_plane(folder: Write) -> None:
    sites = "site_id,x_km,y_km\nA,48.1,11.5\nB,48.2,11.6\nC,11.5,48.1\nD,4800,11.4\n"
    assert not [problem for problem in check(folder(PLANE, sites=sites))[2] if problem.is_error]


def test_distance_zero_and_the_globe(folder: Write, stocked: dict[str, str]) -> None:
    scenario = load_scenario(folder(stocked))
    outlets = list(load_plan(scenario).outlets.values())
    metres = metres_apart(scenario.sites, outlets, scenario.plane)
    assert metres[0, 0] == 0 and metres[1, 1] == pytest.approx(385, abs=5)


@pytest.mark.parametrize("block", BLOCKS)
def test_planes_and_degrees_do_not_mix(said: Said, block: str) -> None:
    found, expected = said(block, PLANE, "error")
    assert found == expected
