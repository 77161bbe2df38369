"""Ways back, absences and levels by week, worked out by hand. The shift is 08-12 and 13-17 on workdays."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.judge import TeamUse
from sim.model import Event
from tests.rooms.judge.company import MIN, PLAN, SCENARIO, D, H, call, company

ANSWER = "- {id: answer, measure: {from: reported, to: answered}, within: 10min, target: 90%}\n"
TUESDAY, WEDNESDAY = 24, 48
WEEKS = 4


def team_of(folder: Path, rows: list[tuple], shift: str = "shift: works", scenario: str = SCENARIO) -> TeamUse:
    plan = PLAN.replace("shift: works", shift)
    (team,) = company(folder, ANSWER, [("6 09:00", "near", "body")] * 2, rows, scenario, plan).judgement.teams
    return team


def job(start: str, arrived: str, left: str, back: str, ticket: int = 0) -> list[tuple]:
    """A trip of engineer 0 and his way back to the outlet."""
    return [
        (start, ticket, Event.DEPARTED, 1, 0, 9_000), (arrived, ticket, Event.ARRIVED, 1, 0),
        (left, ticket, Event.LEFT, 1, 0, 1), (left, -1, Event.HOMEWARD, 1, 0, 7_000), (back, -1, Event.BACK, 0, 0),
    ]  # fmt: skip


def test_the_way_back_to_the_outlet_is_seized_time(tmp_path: Path) -> None:
    team = team_of(tmp_path, [*job("6 14:00", "6 14:30", "6 15:00", "6 15:45"), *job("6 15:45", "6 16:00", "6 16:15",
                                                                                     "6 17:30", ticket=1)])  # fmt: skip
    assert (team.seized_s, team.working_s, team.overtime_s, team.on_call_s) == (3 * H, 45 * MIN, 30 * MIN, 0)
    assert (team.travel_m, team.visits) == (32_000, 2)


def test_a_way_back_that_begins_late_belongs_to_the_duty_of_its_trip(tmp_path: Path) -> None:
    team = team_of(tmp_path, job("6 16:00", "6 16:30", "6 18:00", "6 19:00"))
    assert (team.seized_s, team.overtime_s, team.on_call_s) == (H, 2 * H, 0)
    called = team_of(tmp_path / "called", job("6 18:00", "6 18:30", "6 19:00", "6 20:00"))
    assert (called.seized_s, called.overtime_s, called.on_call_s) == (0, 0, 2 * H)


def test_a_way_back_that_is_not_over_at_the_end(tmp_path: Path) -> None:
    """Judged time ends on 2 February 00:00; nothing is seen after the 9th."""
    rows = job("2026-02-01 20:00", "2026-02-01 21:00", "2026-02-01 23:00", "2026-02-02 02:00")[:-1]
    team = team_of(tmp_path, rows, "shift: always")
    assert (team.seized_s, team.working_s) == (4 * H, 2 * H)


def test_who_is_away_is_not_rostered(tmp_path: Path) -> None:
    """One of two is on leave from Tuesday to Thursday of the first week."""
    team = team_of(tmp_path, [], "shift: works, leave: {from: 2026-01-06, to: 2026-01-08}")
    assert team.rostered_s == (2 * 20 - 3) * 8 * H
    assert team.rostered_by_hour[TUESDAY + 9] == (2 * WEEKS - 1) * H
    assert team.rostered_by_hour[TUESDAY + 12] == 0
    assert team.rostered_by_hour[9] == 2 * WEEKS * H


def test_leave_takes_the_duties_that_begin_on_its_dates(tmp_path: Path) -> None:
    """Night shifts of both engineers from 20 to 04: away on Tuesday, back on Wednesday at 20:00."""
    nights = SCENARIO.replace("calendars:", 'calendars:\n  night: {days: daily, hours: "20:00-04:00"}')
    leave = "leave: {from: 2026-01-06, to: 2026-01-06, engineers: 2}"
    team = team_of(tmp_path, [], f"shift: night, {leave}", nights)
    missing = np.flatnonzero(team.rostered_by_hour == 2 * (WEEKS - 1) * H).tolist()
    assert missing == [*range(TUESDAY + 20, TUESDAY + 24), *range(WEDNESDAY, WEDNESDAY + 4)]
    assert team.rostered_by_hour[WEDNESDAY + 20] == 2 * WEEKS * H


def test_in_a_shift_that_never_ends_leave_goes_by_the_date(tmp_path: Path) -> None:
    team = team_of(tmp_path, [], "shift: always, leave: {from: 2026-01-06, to: 2026-01-07}")
    assert team.rostered_s == 2 * WEEKS * 7 * D - 2 * D
    assert team.rostered_by_hour[TUESDAY] == team.rostered_by_hour[WEDNESDAY + 23] == (2 * WEEKS - 1) * H
    assert team.rostered_by_hour[TUESDAY - 1] == team.rostered_by_hour[WEDNESDAY + 24] == 2 * WEEKS * H


def test_open_tickets_by_week(tmp_path: Path) -> None:
    """Four weeks from the 5th: one closed in a day, one handed on in the second week, one open all the time."""
    tickets = [("4 12:00", "near", "body"), ("6 09:00", "near", "body"), ("9 12:00", "near", "gear")]
    rows = [
        *call(1, "6 09:00", "6 09:00", "6 09:10"), ("7 09:00", 1, Event.CLOSED),
        ("13 12:00", 2, Event.HANDED_ON),
    ]  # fmt: skip
    found = company(tmp_path, ANSWER, tickets, rows).judgement
    assert found.open_by_week.tolist() == [7 * D + D + 2 * D + 12 * H, 7 * D + D + 12 * H, 7 * D, 7 * D]
    assert found.settling is not None
    # by day from the start of the warm-up, the 4th
    assert found.settling.open_s[:7].tolist() == [12 * H, D, D + 15 * H, D + 9 * H, D, D + 12 * H, 2 * D]
    assert found.settling.came[:7].tolist() == [1, 0, 1, 0, 0, 1, 0]
    assert len(found.settling.open_s) == len(found.settling.came) == 29 and not found.settling.away_unit_s.any()
