"""Recorded tickets in place of drawn ones."""

import numpy as np
import pytest

from sim.clock import parse_local
from sim.scenario import InputErrors, Scenario
from sim.world import World, sample_world
from tests.rooms.world.places import nature

ROWS = """\
reported,site_id,fault,talk,diagnose,repair,patience
2026-01-06 08:00:00,b,engine,,20min,90min,45s
2026-01-05 09:30:00,a,body,5min,,,
2026-01-06 08:00:00,a,body,0s,0s,3h,
"""


def recorded(text: str = ROWS) -> tuple[Scenario, World]:
    scenario = nature(replay=text)
    return scenario, sample_world(scenario, 1, 0)


def test_times_and_given_durations_stand() -> None:
    scenario, world = recorded()
    tickets = world.tickets
    days = [parse_local(f"2026-01-{text}", scenario.timezone) for text in ("05 09:30", "06 08:00", "06 08:00")]
    assert tickets.reported.tolist() == days
    assert [scenario.sites[site].id for site in tickets.site] == ["a", "a", "b"]
    assert [scenario.faults[fault].id for fault in tickets.fault] == ["body", "body", "engine"]
    assert tickets.talk[:2].tolist() == [300, 0]
    assert tickets.repair[1:].tolist() == [3 * 3600, 90 * 60]
    assert tickets.diagnose[2] == 20 * 60
    assert tickets.patience[2] == 45
    assert [world.ticket_id(index) for index in range(3)] == [
        "a.coach.body.recorded.2",
        "a.coach.body.recorded.3",
        "b.coach.engine.recorded.1",
    ]


def test_blank_durations_are_drawn_by_the_row() -> None:
    scenario, world = recorded()
    other = sample_world(scenario, 1, 1).tickets
    tickets = world.tickets
    assert tickets.repair[0] != other.repair[0]
    assert tickets.patience[0] != other.patience[0]
    assert tickets.reported.tolist() == other.reported.tolist()
    assert tickets.repair[1:].tolist() == other.repair[1:].tolist()


def test_a_second_visit_is_drawn() -> None:
    _, world = recorded()
    assert world.work(1, 1) == (0, 3 * 3600)
    assert world.work(1, 2) != world.work(1, 1)
    assert world.work(1, 2) != world.work(1, 3)


def test_what_was_recorded_outside_the_simulated_time_is_refused() -> None:
    """It could only be dropped, and nothing is dropped silently."""
    with pytest.raises(InputErrors, match="outside the simulated time"):
        recorded(ROWS + "2020-01-01 00:00:00,a,body,,,,\n")


def test_recorded_durations_are_drawn_as_others_are() -> None:
    rows = "".join(f"2026-01-{5 + day:02d} {hour:02d}:00:00,a,body\n" for day in range(20) for hour in range(24))
    _, world = recorded("reported,site_id,fault\n" + rows)
    repair = world.tickets.repair
    assert abs(repair.mean() - 7200) < 4.5 * 3600 / np.sqrt(len(repair))
