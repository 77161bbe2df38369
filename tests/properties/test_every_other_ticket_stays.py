"""Common luck: what is changed in one place leaves every ticket elsewhere as it was, to the last second."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model import simulate
from sim.scenario import Scenario
from sim.world import World, sample_world
from tests.rooms.world.places import NATURE, PLAN, SITES, by_id, local, nature, plan_for

RICH: dict[str, Any] = {
    "dispersion": {"region_day_cv": 0.4, "site_cv": 0.6},
    "profile": {
        "hours": {"weekday": [1] * 8 + [4] * 10 + [2] * 6, "weekend": [1] * 24},
        "months": [1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        "growth_per_year": "10%",
    },
}
Tickets = dict[str, dict[str, float]]

runs = st.tuples(st.integers(0, 2**63), st.integers(0, 1000))
few = settings(max_examples=8)


def drawn(scenario: Scenario, run: tuple[int, int]) -> Tickets:
    return by_id(sample_world(scenario, *run))


def of_site(tickets: Tickets, *sites: str) -> Tickets:
    return {name: ticket for name, ticket in tickets.items() if name.split(".")[0] in sites}


def reported_between(tickets: Tickets, begin: int, stop: int) -> Tickets:
    return {name: ticket for name, ticket in tickets.items() if begin <= ticket["reported"] < stop}


@pytest.fixture(scope="module")
def base() -> Scenario:
    return nature(RICH)


@few
@given(run=runs)
def test_another_site(base: Scenario, run: tuple[int, int]) -> None:
    more = nature(RICH, {"0": ("east", 5), **SITES, "aa": ("north", 9)})
    assert of_site(drawn(more, run), *SITES) == drawn(base, run)


@few
@given(run=runs)
def test_more_units_elsewhere(base: Scenario, run: tuple[int, int]) -> None:
    more = nature(RICH, {**SITES, "b": ("north", 100)})
    before, after = drawn(base, run), drawn(more, run)
    assert of_site(after, "a", "c") == of_site(before, "a", "c")
    assert set(of_site(before, "b")) <= set(of_site(after, "b"))


@few
@given(run=runs)
def test_the_order_of_sites_in_the_file(base: Scenario, run: tuple[int, int]) -> None:
    """Not only the same tickets: in the same order, so that the log is the same."""
    before = sample_world(base, *run)
    after = sample_world(nature(RICH, dict(reversed(SITES.items()))), *run)
    assert list(by_id(before).items()) == list(by_id(after).items())


def with_fault(name: str, **keys: Any) -> dict[str, Any]:
    coach = NATURE["products"]["coach"]["faults"]
    bus = {"faults": {"any": {"rate": "1/d"}}}
    return {**RICH, "products": {"bus": bus, "coach": {"faults": {name: keys, **coach}}}}


@few
@given(run=runs)
def test_another_fault_and_another_product(base: Scenario, run: tuple[int, int]) -> None:
    more = drawn(nature(with_fault("aircon", rate="2/d", repair={"mean": "1h"})), run)
    known = {name: ticket for name, ticket in more.items() if ".aircon." not in name}
    assert known == drawn(base, run)
    assert len(more) > len(known)


@few
@given(run=runs, weeks=st.integers(1, 60), before=st.integers(1, 9), after=st.integers(2, 9))
def test_another_horizon(base: Scenario, run: tuple[int, int], weeks: int, before: int, after: int) -> None:
    """Where both are simulated, tickets are the same; the start stands, since growth is counted from it."""
    horizon = {"start": NATURE["horizon"]["start"], "weeks": weeks, "warmup": f"{before}w", "runout": f"{after}w"}
    other = nature({**RICH, "horizon": horizon})
    begin = max(base.horizon.begin, other.horizon.begin)
    stop = min(base.horizon.stop, other.horizon.stop)
    assert reported_between(drawn(other, run), begin, stop) == reported_between(drawn(base, run), begin, stop)


@few
@given(run=runs, hours=st.integers(1, 500))
def test_a_later_end_in_the_middle_of_a_week(run: tuple[int, int], hours: int) -> None:
    short = nature({**RICH, "horizon": {"start": "2026-01-05 10:00", "hours": hours, "warmup": "3h", "runout": "1d"}})
    long = nature({**RICH, "horizon": {"start": "2026-01-05 10:00", "weeks": 8, "warmup": "9d", "runout": "5d"}})
    inside = reported_between(drawn(long, run), short.horizon.begin, short.horizon.stop)
    assert inside == drawn(short, run)


@few
@given(run=runs, factor=st.sampled_from(["x2", "x0.3", "x0"]))
def test_a_surge(base: Scenario, run: tuple[int, int], factor: str) -> None:
    """Only blocks of its weeks and regions change; there, more is more and who still comes carries the same luck."""
    surge = {"from": "2026-01-20", "to": "2026-01-22", "factor": factor, "regions": ["north"]}
    before, after = drawn(base, run), drawn(nature({**RICH, "profile": {**RICH["profile"], "surges": [surge]}}), run)
    surged = [name for name in {**before, **after} if name[0] in "ab" and ".2026w04." in name]
    for name in {**before, **after}:
        if name not in surged:
            assert after[name] == before[name]
    fewer, more = (before, after) if factor == "x2" else (after, before)
    assert {name for name in surged if name in fewer} <= {name for name in surged if name in more}
    for name in surged:
        if name in fewer:
            assert {**fewer[name], "reported": 0} == {**more[name], "reported": 0}


OTHER_PROMISE = {"id": "other", "measure": {"share_of": "remote_fixed"}, "target": "1%"}
CHANGES: dict[str, Callable[[], Scenario]] = {
    "another promise": lambda: nature(RICH, promise=OTHER_PROMISE),
    "satisfaction": lambda: nature({**RICH, "satisfaction": "90%", "prices": {"per_km": 3}}),
    "calendars": lambda: nature({**RICH, "calendars": {"night": {"hours": "20:00-08:00"}}, "severities": ["general"]}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_no_luck(base: Scenario, change: str) -> None:
    assert drawn(CHANGES[change](), (1, 0)) == drawn(base, (1, 0))


def test_a_changed_duration_changes_that_column_alone(base: Scenario) -> None:
    faults = NATURE["products"]["coach"]["faults"]
    slower = {**faults, "body": {**faults["body"], "repair": {"mean": "4h", "cv": 0.5}}}
    before, after = drawn(base, (1, 0)), drawn(nature({**RICH, "products": {"coach": {"faults": slower}}}), (1, 0))
    assert before.keys() == after.keys()
    for name, ticket in before.items():
        factor = 2 if ".body." in name else 1
        assert after[name]["repair"] == pytest.approx(factor * ticket["repair"], abs=1)
        assert {**after[name], "repair": 0} == {**ticket, "repair": 0}


def test_another_plan_meets_the_same_world(base: Scenario, tmp_path: Path) -> None:
    world = sample_world(base, 1, 0)
    untouched = by_id(world)
    few_people = plan_for(base, tmp_path)
    one_desk = {"desks": {"front": {"seats": 1, "takes": ["phone"]}}, "teams": {"depot": {"engineers": 1}}}
    logs = [simulate(world, plan) for plan in (few_people, plan_for(base, tmp_path, **one_desk), few_people)]
    assert by_id(world) == untouched
    assert logs[0].digest() == logs[2].digest() != logs[1].digest()
    assert PLAN["teams"]["depot"]["engineers"] == 3


def test_replications_and_seeds_differ_and_repeat(base: Scenario) -> None:
    def reported(seed: int, replication: int) -> list[int]:
        return sample_world(base, seed, replication).tickets.reported.tolist()

    assert reported(1, 0) == reported(1, 0)
    assert len({tuple(reported(seed, replication)) for seed in (1, 2) for replication in (0, 1)}) == 4


def test_what_only_a_plan_asks_for_continues_the_columns(base: Scenario) -> None:
    """Attempt 1, visit 1 and leg 1 are the columns; later ones are drawn anew."""
    world = sample_world(base, 1, 0)
    tickets = world.tickets
    every, keys = range(len(tickets)), tickets.key.tolist()
    assert [world.patience(i, 1) for i in every] == tickets.patience.tolist()
    assert [world.work(i, 1) for i in every] == list(zip(tickets.diagnose, tickets.repair, strict=True))
    assert [world.first_fix(i, 1) for i in every] == tickets.u_first_fix.tolist()
    assert [world.travel_factor(keys[i], 1, 1) for i in every] == tickets.noise.tolist()
    later = np.array([(world.patience(i, 2), world.first_fix(i, 2), world.travel_factor(keys[i], 1, 2)) for i in every])
    first = np.column_stack([tickets.patience, tickets.u_first_fix, tickets.noise])
    for column in range(3):
        assert abs(np.corrcoef(later[:, column], first[:, column])[0, 1]) < 4.5 / np.sqrt(len(every))
    assert abs(later[:, 2].mean() - 1) < 4.5 * 0.2 / np.sqrt(len(every))
    again = [world.redials_after(i, 1) for i in every]
    assert abs(np.mean([wait is not None for wait in again]) - 0.6) < 4.5 * np.sqrt(0.24 / len(every))


def test_tickets_stand_in_order(base: Scenario) -> None:
    world: World = sample_world(base, 1, 0)
    assert np.all(np.diff(world.tickets.reported) >= 0)
    first, week = world.ticket_id(0), local(base, world.tickets.reported[:1])[0].isocalendar()
    assert f".{week.year}w{week.week:02d}." in first
    assert first.split(".")[1:2] == ["coach"]
