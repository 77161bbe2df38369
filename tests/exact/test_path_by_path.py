"""The engine against a few lines of arithmetic on the same luck: not on average, but to the second.

What the reference cases of repaired parts and of installed machines come to is easily worked out by itself once it is
known when every fault comes and how long every repair takes.
"""

from pathlib import Path

import numpy as np
import pytest

from sim.model import Event, simulate
from sim.selftest.counters import counter
from sim.selftest.installed_trials import machines
from sim.selftest.loop import repair_times
from sim.selftest.observed import Observed
from sim.selftest.repair_trials import CENTRAL, echelons
from sim.selftest.small import UNIT_S
from sim.selftest.trial import CASES
from sim.selftest.trials import trials
from sim.world import sample_world


@pytest.fixture
def seen(request: pytest.FixtureRequest, tmp_path: Path) -> Observed:
    """One replication of the case."""
    scenario, plan = trials()[request.param].small.load(tmp_path / "case")
    world = sample_world(scenario, 1, 0)
    return Observed.of(world, plan, simulate(world, plan))


def judged(seen: Observed, asked: np.ndarray) -> np.ndarray:
    horizon = seen.world.scenario.horizon
    return (asked >= horizon.start) & (asked < horizon.end)


@pytest.mark.parametrize(("case", "seen"), [(case, case) for case in ("P03", "P04", "P54")], indirect=["seen"])
def test_two_echelons(case: str, seen: Observed) -> None:
    inputs, world = CASES[case].inputs, seen.world
    asked, sent = echelons(case).at_center(world, "part", inputs["S0"])
    assert seen.shelf("part", CENTRAL).waits_in_turn().tolist() == (sent - asked)[judged(seen, asked)].tolist()
    outlets = echelons(case).at_outlets(world, "part", inputs["S0"], inputs["S"])
    for number, (asked, given) in enumerate(outlets, 1):
        waits = seen.shelf("part", f"outlet-{number}").waits()
        assert waits.tolist() == (given - asked)[judged(seen, asked)].tolist()


@pytest.mark.parametrize("seen", ["P11"], indirect=True)
def test_waits_for_a_bench(seen: Observed) -> None:
    """`counter` tells how much longer they are than on average, in time units."""
    inputs, world = CASES["P11"].inputs, seen.world
    total, number = seen.stays(Event.RETURNED, Event.ON_BENCH, Event.REPAIRED).mean_wait()
    mean = CASES["P11"].expected["mean_wait"]  # as many units as benches: what waits for a bench is waited for
    beyond = counter(world, inputs["c"], repair_times(world, "part").astype(np.float64), 1 / inputs["mu"], times=())
    assert total / UNIT_S - number * mean == pytest.approx(beyond[0], rel=1e-6)


@pytest.mark.parametrize(
    ("store", "part", "seen"),
    [
        *((CENTRAL, "part", case) for case in ("P03", "P04", "P54")),
        ("depot", "part", "P11"),
        ("depot", "machine", "Q13"),
    ],
    indirect=["seen"],
)
def test_nothing_is_bought_where_nothing_is_scrapped(store: str, part: str, seen: Observed) -> None:
    shelf = seen.shelf(part, store)
    assert shelf.fill_rate()[1] > 0
    assert shelf.orders()[0] == 0


@pytest.mark.parametrize(("case", "seen"), [(case, case) for case in ("Q12", "Q13", "J06")], indirect=["seen"])
def test_machines_fail_and_run_again(case: str, seen: Observed) -> None:
    known, milestones = machines(case, seen.world), seen.table.milestones
    order = np.argsort(milestones["reported"])[: len(known.came)]
    assert milestones["reported"][order].tolist() == known.came.tolist()
    assert milestones["restored"][order].tolist() == known.up.tolist()
    assert seen.table.has("reported").sum() == len(known.came) > 100
    if case == "J06":
        assert milestones["dispatched"][order].tolist() == known.taken.tolist()
        assert milestones["parts_ready"][order].tolist() == known.supplied.tolist()
