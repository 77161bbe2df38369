"""Stories of duty: shifts and breaks, overtime, the next day, being on call, holidays and summer time."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model import Event
from tests.stories.little import Story, instant, plan_of, story, team, trajectory

MOVES = (Event.DISPATCHED, Event.DEPARTED, Event.ARRIVED, Event.PAUSED, Event.RESTORED, Event.LEFT, Event.HOMEWARD)


def limit(within: str) -> str:
    return f"- {{id: arrive, measure: {{from: reported, to: arrived}}, within: {within}, target: 90%}}\n"


def days_work(folder: Path, tickets: list, *teams: str, dispatch: str = "", within: str = "1d", **more: str) -> Story:
    plan = plan_of(*(teams or (team(),)), dispatch=dispatch)
    return story(folder, tickets, "f: {}", plan, limit(within), **more)


def moves(found: Story) -> list[str]:
    return found.lines(*MOVES)


def left(found: Story) -> list[str]:
    return [" ".join(line.split()[i] for i in (0, 1, 2, 5)) for line in found.lines(Event.LEFT)]


def departed(found: Story) -> list[str]:
    return [" ".join(line.split()[i] for i in (0, 1, 2, 5)) for line in found.lines(Event.DEPARTED)]


def test_a_shift_that_ends_takes_no_job_at_that_instant(tmp_path: Path) -> None:
    """Overtime would allow it; but at 17:00 nobody is on duty any more."""
    found = days_work(
        tmp_path, [("05 16:59:59", "s0", "f", None, None, "0s"), ("05 17:00", "s0", "f", None, None, "0s")]
    )
    assert departed(found) == ["05 16:59:59 0 crew-1", "06 08:00 1 crew-1"]


def test_a_shift_that_begins_takes_jobs_at_that_instant(tmp_path: Path) -> None:
    found = days_work(tmp_path, [("05 07:00", "s0", "f", None, None, "0s"), ("06 08:00", "s0", "f", None, None, "0s")])
    assert departed(found) == ["05 08:00 0 crew-1", "06 08:00 1 crew-1"]


def test_drives_in_his_break_and_works_after_it(tmp_path: Path) -> None:
    found = days_work(tmp_path, [("05 12:30", "s10", "f", None, None, "1h")])
    assert moves(found) == trajectory("""
    05 12:30 0 DISPATCHED 1 crew-1
    05 12:30 0 DEPARTED 1 crew-1 10000m
    05 12:40 0 ARRIVED 1 crew-1
    05 14:00 0 RESTORED 1 crew-1
    05 14:00 0 LEFT 1 crew-1 1
    05 17:00 - HOMEWARD 0 crew-1 10000m
    """)


@pytest.mark.parametrize(
    ("repair", "done"), [("29min", "11:59"), ("30min", "12:00"), ("31min", "13:01"), ("1h", "13:30")]
)
def test_work_goes_on_after_a_break(tmp_path: Path, repair: str, done: str) -> None:
    """He arrives at 11:30; what ends at noon is done at noon."""
    found = days_work(tmp_path, [("05 11:20", "s10", "f", None, None, repair)])
    assert left(found) == [f"05 {done} 0 crew-1"]


def test_diagnosis_and_repair_are_stretched_one_after_the_other(tmp_path: Path) -> None:
    found = days_work(tmp_path, [("05 11:20", "s10", "f", None, "30min", "10min")])
    assert found.lines(Event.DIAGNOSED, Event.RESTORED) == trajectory("""
    05 12:00 0 DIAGNOSED 1 crew-1
    05 13:10 0 RESTORED 1 crew-1
    """)


def test_what_ends_with_the_shift_is_done_within_it(tmp_path: Path) -> None:
    found = days_work(tmp_path, [("05 15:50", "s10", "f", None, None, "1h")], dispatch="end_of_shift: next_day")
    assert moves(found) == trajectory("""
    05 15:50 0 DISPATCHED 1 crew-1
    05 15:50 0 DEPARTED 1 crew-1 10000m
    05 16:00 0 ARRIVED 1 crew-1
    05 17:00 - HOMEWARD 0 crew-1 10000m
    05 17:00 0 RESTORED 1 crew-1
    05 17:00 0 LEFT 1 crew-1 1
    """)


@pytest.mark.parametrize(
    ("dispatch", "stops", "done"),
    [("end_of_shift: finish", "19:00", "09:10"), ("end_of_shift: next_day", "17:00", "11:10")],
)
def test_the_rest_is_done_by_the_same_engineer_on_his_next_duty(
    tmp_path: Path, dispatch: str, stops: str, done: str
) -> None:
    """On site from 16:30 on for 3 h 30 min: half an hour before the end, two hours of overtime (or none).

    The ticket that crew-1 could have taken at 08:00 goes to crew-2.
    """
    tickets = [("05 16:20", "s10", "f", None, None, "210min"), ("06 07:00", "s0", "f", None, None, "10min")]
    found = days_work(tmp_path, tickets, team(engineers=2), dispatch=dispatch)
    assert moves(found)[:-2] == trajectory(f"""
    05 16:20 0 DISPATCHED 1 crew-1
    05 16:20 0 DEPARTED 1 crew-1 10000m
    05 16:30 0 ARRIVED 1 crew-1
    05 {stops} 0 PAUSED 1 crew-1
    05 {stops} - HOMEWARD 0 crew-1 10000m
    06 08:00 0 DEPARTED 1 crew-1 10000m
    06 08:10 0 ARRIVED 1 crew-1
    06 {done} 0 RESTORED 1 crew-1
    06 {done} 0 LEFT 1 crew-1 1
    06 08:00 1 DISPATCHED 1 crew-2
    06 08:00 1 DEPARTED 1 crew-2 0m
    06 08:00 1 ARRIVED 1 crew-2
    06 08:10 1 RESTORED 1 crew-2
    06 08:10 1 LEFT 1 crew-2 1
    """)
    evening = {"06 17:00 - HOMEWARD 0 crew-1 10000m", "06 17:00 - HOMEWARD 0 crew-2 0m"}
    assert set(moves(found)[-2:]) == evening


def test_what_ends_with_the_overtime_is_done_within_it(tmp_path: Path) -> None:
    found = days_work(tmp_path, [("05 16:20", "s10", "f", None, None, "150min")])
    assert left(found) == ["05 19:00 0 crew-1"]
    assert found.lines(Event.HOMEWARD) == ["05 19:00 - HOMEWARD 0 crew-1 10000m"]


def test_what_takes_days_is_done_a_duty_at_a_time(tmp_path: Path) -> None:
    """30 h of work 10 min away: Friday 8 h less 10 min, then 7 h 50 min on Monday, Tuesday, and 6 h 30 min more."""
    found = days_work(tmp_path, [("09 08:00", "s10", "f", None, None, "30h")], dispatch="end_of_shift: next_day")
    assert found.lines(Event.PAUSED, Event.DEPARTED, Event.LEFT) == trajectory("""
    09 08:00 0 DEPARTED 1 crew-1 10000m
    09 17:00 0 PAUSED 1 crew-1
    12 08:00 0 DEPARTED 1 crew-1 10000m
    12 17:00 0 PAUSED 1 crew-1
    13 08:00 0 DEPARTED 1 crew-1 10000m
    13 17:00 0 PAUSED 1 crew-1
    14 08:00 0 DEPARTED 1 crew-1 10000m
    14 15:40 0 LEFT 1 crew-1 1
    """)


@pytest.mark.parametrize(("reported", "leaves"), [("05 16:50", "05 16:50"), ("05 16:50:01", "06 08:00")])
def test_nobody_is_sent_who_would_arrive_after_his_overtime(tmp_path: Path, reported: str, leaves: str) -> None:
    """40 min away and half an hour of overtime: 17:30 is just allowed, and then nothing can be done that day."""
    found = days_work(tmp_path, [(reported, "s40", "f", None, None, "1h")], team(more="overtime: 30min"))
    evening = """
    05 16:50 0 DISPATCHED 1 crew-1
    05 16:50 0 DEPARTED 1 crew-1 40000m
    05 17:30 0 ARRIVED 1 crew-1
    05 17:30 0 PAUSED 1 crew-1
    05 17:30 - HOMEWARD 0 crew-1 40000m
    """
    first = "06 08:00 0 DISPATCHED 1 crew-1" if leaves.startswith("06") else evening
    assert moves(found) == trajectory(f"""
    {first}
    06 08:00 0 DEPARTED 1 crew-1 40000m
    06 08:40 0 ARRIVED 1 crew-1
    06 09:40 0 RESTORED 1 crew-1
    06 09:40 0 LEFT 1 crew-1 1
    06 17:00 - HOMEWARD 0 crew-1 40000m
    """)


def test_without_overtime_he_must_arrive_within_the_shift(tmp_path: Path) -> None:
    tickets = [("05 16:20", "s40", "f", None, None, "0s"), ("05 16:20", "s41", "f", None, None, "0s")]
    found = days_work(tmp_path, tickets, team(engineers=2), dispatch="end_of_shift: next_day")
    assert departed(found) == ["05 16:20 0 crew-1", "06 08:00 1 crew-1"]


def test_two_shifts_hand_the_day_on(tmp_path: Path) -> None:
    """At 17:00 the early team goes home; the late one works from 14:00 to 22:00."""
    tickets = [(f"05 {hour}:00", "s10", "f", None, None, "20min") for hour in (13, 14, 17, 22)]
    found = days_work(tmp_path, tickets, team("a"), team("b", 20, shift="late"))
    # at 14:00 a-1 stands at the site and b-1 is 10 min away; at 17:00 only b-1 is on duty; at 22:00 nobody
    assert departed(found) == ["05 13:00 0 a-1", "05 14:00 1 a-1", "05 17:00 2 b-1", "06 08:00 3 a-1"]


ON_CALL = team(more="on_call: {engineers: 1, mobilise: 30min, rest: 0s}")


def test_on_call_is_called_only_for_what_cannot_wait_for_the_next_duty(tmp_path: Path) -> None:
    """On site within 14 h 10 min, 10 min away. From 18:00 that is 08:00: the next duty can do it; a second less cannot.

    Woken he sets out after half an hour, and drives home when nothing else is due.
    """
    tickets = [("05 17:59:59", "s10", "f", None, None, "1h"), ("05 18:00", "s10", "f", None, None, "1h")]
    found = days_work(tmp_path, tickets, ON_CALL, within="850min")
    assert found.lines(Event.READY, *MOVES) == trajectory("""
    05 17:59:59 0 READY 1 - leave 06 07:59
    05 17:59:59 0 DISPATCHED 1 crew-1
    05 18:00 1 READY 1 - leave 06 08:00
    05 18:29:59 0 DEPARTED 1 crew-1 10000m
    05 18:39:59 0 ARRIVED 1 crew-1
    05 19:39:59 0 RESTORED 1 crew-1
    05 19:39:59 0 LEFT 1 crew-1 1
    05 19:39:59 - HOMEWARD 0 crew-1 10000m
    06 08:00 1 DISPATCHED 1 crew-1
    06 08:00 1 DEPARTED 1 crew-1 10000m
    06 08:10 1 ARRIVED 1 crew-1
    06 09:10 1 RESTORED 1 crew-1
    06 09:10 1 LEFT 1 crew-1 1
    06 17:00 - HOMEWARD 0 crew-1 10000m
    """)


def test_on_call_goes_straight_on_to_what_is_due(tmp_path: Path) -> None:
    """The second call comes while he is out: no half hour again, and from where he is."""
    tickets = [("05 18:00", "s10", "f", None, None, "1h"), ("05 19:00", "s15", "f", None, None, "30min")]
    found = days_work(tmp_path, tickets, ON_CALL, within="4h")
    assert moves(found) == trajectory("""
    05 18:00 0 DISPATCHED 1 crew-1
    05 18:30 0 DEPARTED 1 crew-1 10000m
    05 18:40 0 ARRIVED 1 crew-1
    05 19:40 0 RESTORED 1 crew-1
    05 19:40 0 LEFT 1 crew-1 1
    05 19:40 1 DISPATCHED 1 crew-1
    05 19:40 1 DEPARTED 1 crew-1 5000m
    05 19:45 1 ARRIVED 1 crew-1
    05 20:15 1 RESTORED 1 crew-1
    05 20:15 1 LEFT 1 crew-1 1
    05 20:15 - HOMEWARD 0 crew-1 15000m
    """)


def test_on_call_does_not_go_on_to_what_can_wait(tmp_path: Path) -> None:
    """The far site may wait until Tuesday 08:15; he goes home, though he is out."""
    tickets = [("05 18:00", "s10", "f", None, None, "1h"), ("05 18:30", "s15", "g", None, None, "30min")]
    commitments = limit("4h").replace("target", "covers: {fault: f}, target")
    found = story(tmp_path, tickets, "f: {}, g: {}", plan_of(ON_CALL), commitments)
    assert departed(found) == ["05 18:30 0 crew-1", "06 08:00 1 crew-1"]
    assert found.lines(Event.HOMEWARD)[0] == "05 19:40 - HOMEWARD 0 crew-1 10000m"


def test_on_call_work_that_reaches_the_shift_goes_on_in_it(tmp_path: Path) -> None:
    """From 07:40 on: 20 min on call, then 4 h to the break, then half an hour after it."""
    found = days_work(tmp_path, [("06 07:00", "s10", "f", None, None, "290min")], ON_CALL, within="30min")
    assert moves(found) == trajectory("""
    06 07:00 0 DISPATCHED 1 crew-1
    06 07:30 0 DEPARTED 1 crew-1 10000m
    06 07:40 0 ARRIVED 1 crew-1
    06 13:30 0 RESTORED 1 crew-1
    06 13:30 0 LEFT 1 crew-1 1
    06 17:00 - HOMEWARD 0 crew-1 10000m
    """)


def test_on_call_has_no_breaks(tmp_path: Path) -> None:
    """Saturday noon."""
    found = days_work(tmp_path, [("10 11:00", "s10", "f", None, None, "2h")], ON_CALL, within="1h")
    assert left(found) == ["10 13:40 0 crew-1"]


def test_the_rota_changes_on_monday_at_eight(tmp_path: Path) -> None:
    """Two in turn, a shift from 14:00: until Monday 08:00 the one, then the other for a week."""
    at = ["11 23:00", "12 07:59:59", "12 08:00", "14 23:00", "18 23:00", "19 08:00"]
    tickets = [(time, "s0", "f", None, None, "0s") for time in at]
    late = team(engineers=2, shift="late", more="on_call: {engineers: 1, mobilise: 0s, rest: 0s}")
    found = days_work(tmp_path, tickets, late, within="30min")
    assert [line.rsplit(" ", 2)[0] for line in departed(found)] == at
    who = [line.split()[-1] for line in departed(found)]
    assert who[0] == who[1] == who[5]
    assert who[2] == who[3] == who[4]
    assert {who[0], who[2]} == {"crew-1", "crew-2"}


def test_all_of_a_rota_of_three_have_their_week(tmp_path: Path) -> None:
    tickets = [(f"{day} 22:30", "s0", "f", None, None, "0s") for day in ("06", "13", "20")]
    late = team(engineers=3, shift="late", more="on_call: {engineers: 1, rest: 0s}")
    found = days_work(tmp_path, tickets, late, within="30min")
    who = [int(line.split("crew-")[1]) for line in departed(found)]
    assert who[1] - who[0] in (1, -2)
    assert who[2] - who[1] in (1, -2)


def test_who_was_called_finishes_though_his_week_ends(tmp_path: Path) -> None:
    """Called on Monday at 07:50, on site at 08:30; the next shift would be at 14:00."""
    late = team(engineers=2, shift="late", more="on_call: {engineers: 1, mobilise: 30min, rest: 0s}")
    found = days_work(tmp_path, [("12 07:50", "s10", "f", None, None, "1h")], late, within="1h")
    assert [line.rsplit(" ", 2 if "m" in line.split()[-1] else 1)[0] for line in moves(found)] == trajectory(
        """
    12 07:50 0 DISPATCHED 1
    12 08:20 0 DEPARTED 1
    12 08:30 0 ARRIVED 1
    12 09:30 - HOMEWARD 0
    12 09:30 0 RESTORED 1
    12 09:30 0 LEFT 1 crew-1
    """.replace("LEFT 1 crew-1", f"LEFT 1 {moves(found)[0].split()[-1]}")
    )


def test_when_a_duty_begins_those_on_call_are_asked_for_what_the_next_duty_would_do_too_late(tmp_path: Path) -> None:
    """Both sites could wait for a-1 at 08:00, who takes the first. The next duty is b-1's at 14:00: too late for 08:50.

    So b-1, who is on call, is woken at 08:00.
    """
    tickets = [("06 04:30", "s10", "f", None, None, "2h"), ("06 05:00", "s10", "f", None, None, "2h")]
    b = team("b", shift="late", more="on_call: {engineers: 1, mobilise: 30min, rest: 0s}")
    found = days_work(tmp_path, tickets, team("a"), b, within="4h")
    assert departed(found) == ["06 08:00 0 a-1", "06 08:30 1 b-1"]


def test_a_team_without_people_keeps_nobody_on_call_at_home(tmp_path: Path) -> None:
    """To leave by 16:50. The late team begins at 14:00 without anybody; crew-1's own night begins at 22:00."""
    calendars = 'night: {days: mon-fri, hours: "22:00-06:00"}'
    crew = team(shift="night", more="on_call: {engineers: 1, mobilise: 30min, rest: 0s}")
    empty = team("b", engineers=0, shift="late")
    found = days_work(tmp_path, [("06 13:00", "s10", "f")], crew, empty, within="4h", calendars=calendars)
    assert departed(found) == ["06 13:30 0 crew-1"]


def test_after_the_shift_who_is_on_call_works_on_without_a_cap(tmp_path: Path) -> None:
    """From 16:40 on for six hours: the cap of two hours is for overtime, not for who is on call."""
    found = days_work(tmp_path, [("05 16:30", "s10", "f", None, None, "6h")], ON_CALL)
    assert left(found) == ["05 22:40 0 crew-1"]


def test_holidays_close_a_shift_and_make_up_days_open_it(tmp_path: Path) -> None:
    """New Year 2026 in China: Thursday 1st to Saturday 3rd January are free, Sunday 4th is worked in exchange."""
    calendars = 'cn: {days: mon-fri, hours: "08:00-17:00", holidays: CN}'
    horizon = "{start: 2026-01-01, weeks: 1, warmup: 0s, runout: 2w}"
    tickets = [("01 09:00", "s0", "f", None, None, "1h"), ("04 17:00", "s0", "f", None, None, "1h")]
    found = days_work(
        tmp_path, tickets, team(shift="cn"), calendars=calendars, horizon=horizon, zone="Asia/Shanghai",
        extra="country: CN", within="7d",
    )  # fmt: skip
    assert departed(found) == ["04 08:00 0 crew-1", "05 08:00 1 crew-1"]


NIGHTS = 'night: {days: daily, hours: "22:00-06:00"}\n  days: {days: daily, hours: "08:00-16:00"}'
SPRING = "{start: 2026-03-23, weeks: 1, warmup: 0s, runout: 2w}"


def test_a_shift_follows_the_wall_clock_into_summer_time(tmp_path: Path) -> None:
    """Berlin: 08:00 is 07:00 UTC on Saturday 28 March and 06:00 UTC on Sunday 29."""
    tickets = [(f"2026-03-{day} 07:00", "s0", "f", None, None, "1h") for day in (28, 29)]
    found = days_work(
        tmp_path, tickets, team(shift="days"), calendars=NIGHTS, horizon=SPRING, zone="Europe/Berlin"
    )  # fmt: skip
    expected = [instant("2026-03-28 07:00"), instant("2026-03-29 06:00")]
    assert found.log.of(Event.DEPARTED).at.tolist() == expected


@pytest.mark.parametrize(("repair", "done"), [("6h", "29 06:00"), ("361min", "29 22:01")])
def test_the_night_of_summer_time_is_an_hour_short(tmp_path: Path, repair: str, done: str) -> None:
    """From 23:00 to 06:00 on the clock are six hours; the seventh never was."""
    tickets = [("2026-03-28 23:00", "s0", "f", None, None, repair)]
    found = days_work(
        tmp_path, tickets, team(shift="night"), calendars=NIGHTS, horizon=SPRING, zone="Europe/Berlin",
        dispatch="end_of_shift: next_day",
    )  # fmt: skip
    assert left(found) == [f"{done} 0 crew-1"]


def test_always_never_ends(tmp_path: Path) -> None:
    found = days_work(tmp_path, [("05 09:00", "s10", "f", None, None, "100h")], team(shift="always"))
    assert moves(found) == trajectory("""
    05 09:00 0 DISPATCHED 1 crew-1
    05 09:00 0 DEPARTED 1 crew-1 10000m
    05 09:10 0 ARRIVED 1 crew-1
    09 13:10 0 RESTORED 1 crew-1
    09 13:10 0 LEFT 1 crew-1 1
    """)
