"""Common random numbers: what is changed in one place leaves every other draw as it was, also those only a plan asks
for: redials, later visits and legs, repeats, absences, orders, planned visits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.judge import judge
from sim.model import simulate
from sim.model.planned import planned_visits
from sim.scenario import Distribution, Plan, Scenario
from sim.study.paired import paired
from sim.world import World, sample_world
from tests.rooms.world.places import NATURE, SITES, by_id, nature, plan_for

COACH = NATURE["products"]["coach"]["faults"]
REPEAT = {"chance": "30%", "after": {"mean": "9d"}}
FAULTS = {"body": {**COACH["body"], "repeat": REPEAT}, "engine": COACH["engine"]}
RICH: dict[str, Any] = {
    "horizon": {"start": "2026-01-05", "weeks": 12, "warmup": "2w", "runout": "2w"},
    "products": {"coach": {"faults": FAULTS}},
    "dispersion": {"region_day_cv": 0.4, "site_cv": 0.6},
    "travel": {"noise_cv": 0.3},
}
ROUNDS = {"planned": {"yearly": {"every": "1 month", "work": {"mean": "1h", "cv": 0.5}, "share_of_sites": "60%"}}}
MORE_ROUNDS = {"planned": {"often": {"every": "1w", "work": "10min"}, **ROUNDS["planned"]}}
SURGE = {"from": "2026-03-02", "to": "2026-03-15", "factor": "x3"}
TWO_PROMISES = {"id": "other", "measure": {"share_of": "remote_fixed"}, "target": "1%"}

CHANGES: dict[str, Callable[[], Scenario]] = {
    "a site more": lambda: nature(RICH, {"0": ("east", 5), **SITES, "zz": ("north", 9)}),
    "a surge in March": lambda: nature({**RICH, "profile": {"surges": [SURGE]}}),
    "a longer horizon": lambda: nature({**RICH, "horizon": {**RICH["horizon"], "weeks": 30}}),
    "a longer warm-up": lambda: nature({**RICH, "horizon": {**RICH["horizon"], "warmup": "7w"}}),
    "another fault": lambda: nature({**RICH, "products": {"coach": {"faults": {"air": {"rate": "2/d"}, **FAULTS}}}}),
    "another product": lambda: nature({**RICH, "products": {"bus": {"faults": FAULTS}, **RICH["products"]}}),
    "another promise": lambda: nature(RICH, promise=TWO_PROMISES),
}
Draws = dict[str, Any]


@pytest.fixture(scope="module")
def base() -> World:
    return sample_world(nature(RICH), 5, 3)


@pytest.fixture(scope="module", params=list(CHANGES))
def changed(request: pytest.FixtureRequest) -> World:
    return sample_world(CHANGES[request.param](), 5, 3)


def touched_by_the_surge(world: World) -> set[str]:
    """Weeks of the surge, in which tickets come at other instants."""
    return {".2026w10.", ".2026w11."} if world.scenario.profile and world.scenario.profile.surges else set()


def on_demand(world: World) -> dict[str, Draws]:
    """By ticket, what only a plan calls into being."""
    dist = world.scenario.suppliers["maker"].supply
    keys = world.tickets.key.tolist()
    return {
        world.ticket_id(i): {
            "patience": [world.patience(i, attempt) for attempt in (2, 3)],
            "redials": [world.redials_after(i, attempt) for attempt in (1, 2, 3)],
            "hold": world.accepts_hold(i, 1),
            "work": [world.work(i, visit) for visit in (2, 3)],
            "first fix": [world.first_fix(i, visit) for visit in (2, 3)],
            "travel": [world.travel_factor(keys[i], visit, leg) for visit in (1, 2) for leg in (2, 3)],
            "supply": world.supply_time("emergency", dist, i, "pump"),
            "part": [world.luck_of_part("scrap", i, "pump", number) for number in (1, 2)],
        }
        for i in range(len(keys))
    }


def common(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    found = sorted(before.keys() & after.keys())
    assert len(found) > 200
    return found


def test_tickets_and_what_they_ask_for(base: World, changed: World) -> None:
    before, after = on_demand(base), on_demand(changed)
    assert [name for name in common(before, after) if before[name] != after[name]] == []


def test_everything_a_ticket_has_drawn_and_its_repeats(base: World, changed: World) -> None:
    """A surge moves the instants of its own weeks and nothing else of them; repeats hang on their tickets."""
    before, after, weeks = by_id(base), by_id(changed), touched_by_the_surge(changed)
    moved = {"reported": 0, "parent": 0, "root": 0}
    for name in common(before, after):
        loose = {**moved} if any(week in name for week in weeks) else {"parent": 0, "root": 0}
        assert {**before[name], **loose} == {**after[name], **loose}, name
    repeats = [name for name in common(before, after) if ".r" in name]
    assert len(repeats) > 30


def test_nothing_is_lost_that_is_still_simulated(base: World, changed: World) -> None:
    """All changes only add; a shorter run-out would cut, and none does."""
    assert set(by_id(base)) <= set(by_id(changed))


def test_absences_and_orders(base: World, changed: World) -> None:
    days, lead = np.arange(739_000, 739_400), Distribution.model_validate({"mean": "10d", "cv": 0.5})
    for number in (1, 2, 7):
        there = [world.is_absent("north", number, days, 0.1).tolist() for world in (base, changed)]
        assert there[0] == there[1] and any(there[0])
    orders = [world.order_times(lead, "depot", "pump", 1, 50) for world in (base, changed)]
    assert orders[0] == orders[1] and len(set(orders[0])) > 40
    assert base.order_times(lead, "depot", "pump", 21, 5) == orders[0][20:25]
    more = base.is_absent("north", 1, days, 0.3)
    assert (more | ~base.is_absent("north", 1, days, 0.1)).all()  # who is away at 10 % is away at 30 %


def visits(world: World, plan: Plan) -> dict[int, tuple[int, ...]]:
    """Planned visits by their key: when the window opens and ends, and how long the work takes."""
    found = planned_visits(world, plan)
    columns = (found.opens, found.last_day, found.ends, found.work)
    return dict(zip(found.key.tolist(), zip(*(one.tolist() for one in columns), strict=True), strict=True))


def test_planned_visits(base: World, changed: World, tmp_path: Path) -> None:
    before = visits(base, plan_for(base.scenario, tmp_path, **ROUNDS))
    after = visits(changed, plan_for(changed.scenario, tmp_path, **MORE_ROUNDS))
    assert len(before) >= 3
    assert {key: after.get(key) for key in before} == before


def test_another_plan_changes_nothing_it_does_not_decide(base: World, tmp_path: Path) -> None:
    """One engineer or three: the same tickets at the same instants, and less noise in what differs."""
    seen: dict[int, list[float]] = {1: [], 3: []}
    for number in range(8):
        world = sample_world(base.scenario, 5, number)
        reported = []
        for engineers, kept in seen.items():
            plan = plan_for(base.scenario, tmp_path, teams={"depot": {"engineers": engineers, "shift": "always"}})
            found = judge(world, plan, simulate(world, plan))
            kept.append(float(found.commitments[0].covered.sum()))
            reported.append(found.counts["needs_visit"] - found.counts["repeats"])
        assert reported[0] == reported[1]
    difference = paired(seen[1], seen[3])
    assert difference.variance_reduction is not None and difference.variance_reduction > 0.5
