"""Every lever pulls the right way: on the same luck, more of it does not make customers wait longer on average.

Not a law for a single ticket: a part that is there lets a visit go first that would have waited, a nearer
engineer sent now may be missed elsewhere later, and who was called at night rests in the morning. So the mean over
replications is compared, paired by world, and may be worse by no more than two standard errors.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from sim.model import Event, simulate
from sim.scenario import load_plan, load_scenario
from sim.world import sample_world
from tests.stories.little import PARTS, at_km, lat, part

REPLICATIONS = 16
NATURE = """
schema: 1
timezone: UTC
horizon: {start: 2026-01-05, weeks: 8, warmup: 1w, runout: 3w}
severities: [down, general]
calendars: {works: {days: mon-fri, hours: ["08:00-12:00", "13:00-17:00"]}}
products:
  press:
    swap: {unit: whole, work: 30min}
    faults:
      known: {rate_per_unit_year: 14, repair: {mean: 90min}, diagnose: 20min, parts: {pump: {chance: 60%, known: 100%}}}
      hidden: {rate_per_unit_year: 14, repair: {mean: 90min}, diagnose: 20min, parts: {lamp: {chance: 60%, known: 0%}}}
      down: {rate_per_unit_year: 5, severity: down, repair: {mean: 1h}, crew: {1: 60%, 2: 40%}}
travel: {detour: 1.2, speeds: 50, noise_cv: 0.2}
"""
PROMISES = "- {id: arrive, measure: {from: reported, to: arrived}, within: 8h, target: 90%}\n"
PLAN = f"""
outlets:
  north: {at_km(0, "stock: {pump: 1, lamp: 1, whole: 0}, issue: 1h")}
  south: {at_km(40, "stock: {pump: 2, lamp: 2, whole: 0}")}
central: {{stock: {{pump: 2, lamp: 2}}}}
supply: {{central_to_outlet: 2d, outlet_to_van: 1d, sourcing: [van, outlet, central]}}
teams:
  north: {{engineers: 2, shift: works, on_call: {{engineers: 1, rest: 8h}}}}
  south: {{engineers: 1, shift: works}}
dispatch: {{rule: due_date, missing_part: return}}
"""
LEVERS = {
    "one more engineer": (["teams.south.engineers=2"], True),
    "a second engineer on call": (["teams.north.on_call.engineers=2"], True),
    "more pumps in the outlet": (["outlets.north.stock.pump=4"], True),
    "more lamps in the outlet": (["outlets.north.stock.lamp=4"], True),
    "more in the central store": (["central.stock.pump=6", "central.stock.lamp=6"], False),
    "a van kit": (["teams.*.van={lamp: 1}"], True),
    "a courier": (["supply.courier=4h", "supply.sourcing=[van, outlet, central, courier]"], True),
    "neighbours help": (
        ["supply.lateral={between: [north, south], lead: 3h}", "supply.sourcing=[van, outlet, lateral, central]"],
        False,
    ),
    "a shorter way from the central store": (["supply.central_to_outlet=6h"], True),
    "a shorter lead": (["parts.*.lead=1d"], True),
    "a quicker issue": (["outlets.north.issue=0s"], False),
    "one spare unit": (["swap=first", "outlets.north.stock.whole=1"], True),
    "a second spare unit": (["swap=first", "outlets.north.stock.whole=2"], True),
    "a longer overtime": (["teams.*.overtime=4h"], False),
    "a shorter way to set out": (["teams.north.on_call.mobilise=0s"], False),
    "nobody sick": (["teams.*.shrinkage=0%"], False),
    "faster work": (["teams.*.skills={all: 0.8}"], False),
    "roads without snow": ([], True),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("directions")
    (place / "plans").mkdir()
    sites = [f"s{km},{lat(km):.12f},10.0,3" for km in (2, 8, 15, 25, 38, 52)]
    tables = {
        "scenario.yaml": NATURE.replace("repair:", "skill: all, repair:"),
        "commitments.yaml": PROMISES,
        "plans/baseline.yaml": PLAN,
        "sites.csv": "\n".join(["site_id,lat,lon,units", *sites]) + "\n",
        "parts.csv": "\n".join([PARTS, part("pump", "6d"), part("lamp", "6d"),
                                part("whole", "4d", kind="unit"), ""]),
    }  # fmt: skip
    for name, text in tables.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


def hours_down(folder: Path, *overrides: str) -> np.ndarray:
    """Mean hours from report to restoration (or the end of the run-out) of each replication's judged tickets."""
    scenario = load_scenario(folder, overrides)
    plan, horizon = load_plan(scenario, "baseline", overrides), scenario.horizon
    means = []
    for replication in range(REPLICATIONS):
        world = sample_world(scenario, 1, replication)
        restored = simulate(world, plan).of(Event.RESTORED)
        over = np.full(len(world.tickets), horizon.stop)
        over[restored.ticket] = restored.at
        reported = world.tickets.reported
        judged = (reported >= horizon.start) & (reported < horizon.end)
        means.append((over - reported)[judged].mean() / 3600)
    return np.array(means)


@pytest.fixture(scope="module")
def as_it_is(folder: Path) -> np.ndarray:
    return hours_down(folder)


@pytest.mark.parametrize("lever", LEVERS)
def test_more_of_it_does_not_make_the_same_luck_worse(folder: Path, as_it_is: np.ndarray, lever: str) -> None:
    """Strong levers must help beyond two standard errors."""
    overrides, strong = LEVERS[lever]
    base = as_it_is
    if lever == "a second spare unit":
        base = hours_down(folder, "swap=first", "outlets.north.stock.whole=1")
    if lever == "nobody sick":
        base = hours_down(folder, "teams.*.shrinkage=15%")
    if lever == "roads without snow":
        base = hours_down(folder, "travel.disruptions={from: 2026-01-05, to: 2026-03-01, slower: x2}")
    worse = hours_down(folder, *overrides) - base
    error = float(worse.std(ddof=1)) / math.sqrt(len(worse))
    print(f"{lever}: {worse.mean():+.2f} h of {base.mean():.2f} h, standard error {error:.2f}")
    assert worse.mean() <= 2 * error
    if strong:
        assert worse.mean() < -2 * error
