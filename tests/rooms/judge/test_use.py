"""How desks and teams spent judged time, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.judge.busy import Roster, hour_grid, load
from sim.model import Event, Purpose
from tests.rooms.judge.company import PLAN, at, call, company

H, MIN, DAYS = 3600, 60, 28
ANSWER = "- {id: answer, measure: {from: reported, to: answered}, within: 10min, target: 90%}\n"
TUESDAY_9 = 24 + 9


def test_desk_attempts_waits_and_seats(tmp_path: Path) -> None:
    tickets = [("6 09:00", "near", "body"), ("6 09:01", "near", "body"), ("4 12:00", "near", "body")]
    rows = [
        *call(0, "4 12:00", "4 12:30", "4 13:00"),  # in the warm-up
        *call(1, "6 09:00", "6 09:02", "6 09:10"),
        ("6 09:01", 2, Event.QUEUED, 1, 0, 0), ("6 09:04", 2, Event.GAVE_UP, 1, 0, 0), ("6 09:04", 2, Event.ABANDONED),
        ("6 09:10", 1, Event.QUEUED, 1, 1, Purpose.DISPATCH), ("6 09:20", 1, Event.STARTED, 1, 1, Purpose.DISPATCH),
        ("6 09:30", 1, Event.ENDED, 1, 1, Purpose.DISPATCH),
    ]  # fmt: skip
    judgement = company(tmp_path, ANSWER, sorted(tickets, key=lambda t: at(t[0])), rows).judgement
    front, duty = judgement.desks
    assert (front.id, front.channel, duty.id, duty.channel) == ("front", "phone", "duty", None)
    assert (front.attempts, front.answered, front.abandoned, front.refused) == (2, 1, 1, 0)
    assert front.waits.tolist() == [120, 180]
    assert front.wait_s == 300
    assert front.waiting_mean == 300 / (DAYS * 86_400)
    assert (duty.attempts, duty.answered, duty.wait_s) == (1, 1, 600)
    front_seats, duty_seats = judgement.seats
    assert (front_seats.id, front_seats.calls, duty_seats.id, duty_seats.calls) == ("front", 1, "duty", 0)
    assert front_seats.seat_seconds == 2 * DAYS * 86_400
    assert front_seats.seized_s == front_seats.working_s == 480
    assert np.flatnonzero(front_seats.seized_by_hour).tolist() == [TUESDAY_9]
    assert front_seats.rostered_by_hour.tolist() == [2 * 4 * H] * 168
    assert duty_seats.seized_s == 600


def test_a_call_finished_after_the_seat_went_home_is_overtime(tmp_path: Path) -> None:
    plan = PLAN.replace("front: {seats: 2,", 'front: {seats: {"08:00-12:00": 1}, calendar: works,')
    rows = call(0, "6 11:50", "6 11:50", "6 12:20")
    front = company(tmp_path, ANSWER, [("6 11:50", "near", "body")], rows, plan=plan).judgement.seats[0]
    assert front.seat_seconds == 20 * 4 * H
    assert (front.seized_s, front.overtime_s) == (10 * MIN, 20 * MIN)


def trip(ticket: int, engineer: int, departed: str, arrived: str, left: str, fixed: int = 1) -> list[tuple]:
    return [
        (departed, ticket, Event.DISPATCHED, 1, engineer), (departed, ticket, Event.DEPARTED, 1, engineer, 40_000),
        (arrived, ticket, Event.ARRIVED, 1, engineer), (left, ticket, Event.LEFT, 1, engineer, fixed),
    ]  # fmt: skip


def test_team_in_the_shift_over_its_end_and_on_call(tmp_path: Path) -> None:
    """The shift is 08-12 and 13-17 on workdays, two engineers."""
    tickets = [("6 09:00", "near", "body")] * 3
    rows = [
        *trip(0, 0, "6 11:30", "6 12:30", "6 13:30"),  # 30 min before and 30 min after the break, the rest in it
        *trip(1, 1, "6 15:00", "6 16:00", "6 18:30"),  # 1 h travel, 1 h work, 1:30 overtime
        *trip(2, 0, "6 20:00", "6 21:00", "6 22:00"),  # 2 h on call
        ("6 22:00", -1, Event.HOMEWARD, 0, 0, 5_000),
        ("4 22:00", -1, Event.HOMEWARD, 0, 0, 7_000),  # in the warm-up
    ]
    team = company(tmp_path, ANSWER, tickets, rows).judgement.teams[0]
    assert team.rostered_s == 2 * 20 * 8 * H
    assert team.seized_s == 1 * H + 2 * H
    assert team.working_s == 30 * MIN + 1 * H
    assert team.overtime_s == 90 * MIN
    assert team.on_call_s == 2 * H
    assert team.travel_m == 125_000
    assert team.visits == 3
    assert {hour - 24: s for hour, s in enumerate(team.seized_by_hour.tolist()) if s} == {
        11: 30 * MIN, 13: 30 * MIN, 15: H, 16: H,
    }  # fmt: skip
    assert team.rostered_by_hour[24 + 11] == team.rostered_by_hour[24 + 13] == 2 * 4 * H
    assert team.rostered_by_hour[24 + 12] == 0


def test_the_night_between_two_days_of_one_visit_is_nobodys_time(tmp_path: Path) -> None:
    rows = [
        ("6 16:00", 0, Event.DEPARTED, 1, 0, 9), ("6 16:30", 0, Event.ARRIVED, 1, 0),
        ("6 17:00", 0, Event.PAUSED, 1, 0),
        ("7 08:00", 0, Event.DEPARTED, 1, 0, 9), ("7 08:30", 0, Event.ARRIVED, 1, 0),
        ("7 09:00", 0, Event.LEFT, 1, 0, 1),
    ]  # fmt: skip
    team = company(tmp_path, ANSWER, [("6 09:00", "near", "body")], rows).judgement.teams[0]
    assert (team.seized_s, team.working_s, team.overtime_s, team.on_call_s) == (2 * H, H, 0, 0)


def test_only_judged_time_counts(tmp_path: Path) -> None:
    """A trip over the end of the horizon, 2 February 00:00, and one that is not over when nothing is seen any more."""
    plan = PLAN.replace("shift: works", "shift: always")
    rows = [
        *trip(0, 0, "2026-02-01 23:00", "2026-02-01 23:30", "2026-02-02 01:00"),
        *trip(1, 1, "31 12:00", "31 13:00", "31 14:00")[:3],
    ]
    team = company(tmp_path, ANSWER, [("31 09:00", "near", "body")] * 2, rows, plan=plan).judgement.teams[0]
    assert team.seized_s == H + 36 * H
    assert team.working_s == 30 * MIN + 35 * H


def test_a_team_that_never_runs_out_is_seized_but_not_rostered(tmp_path: Path) -> None:
    plan = PLAN.replace("engineers: 2", "engineers: unlimited")
    rows = [*trip(0, 0, "6 09:00", "6 10:00", "6 11:00"), *trip(1, 1, "6 09:00", "6 10:00", "6 18:00")]
    team = company(tmp_path, ANSWER, [("6 08:00", "near", "body")] * 2, rows, plan=plan).judgement.teams[0]
    assert (team.rostered_s, team.seized_s, team.overtime_s) == (0, 2 * H + 7 * H, H)


def test_local_hours_of_the_week_know_summer_time() -> None:
    """In Berlin the clock skips 02:00 on 29 March 2026, a Sunday."""
    begin, end = 1_774_220_400, 1_774_220_400 + 7 * 86_400 - H  # Monday the 23rd to Monday the 30th, 00:00 each
    grid = hour_grid("Europe/Berlin", begin, end)
    always = load(np.array([begin]), np.array([end]), Roster(np.array([begin - 9]), np.array([1])), grid)
    expected = np.full(168, H)
    expected[6 * 24 + 2] = 0
    assert always.seized_by_hour.tolist() == always.rostered_by_hour.tolist() == expected.tolist()
    assert always.beyond_s == 0


def test_work_beyond_the_roster_stands_apart() -> None:
    grid = hour_grid("UTC", 0, 86_400)
    three = np.array([0, 0, 1800]), np.array([3600, 3600, 7200])
    found = load(*three, Roster(np.array([0, 3600]), np.array([1, 2])), grid)
    assert found.seized_by_hour.sum() == 3600 + 3600
    assert found.beyond_s == 3600 + 1800
    assert found.rostered_by_hour.sum() == 3600 + 2 * 23 * 3600
