"""Stories of sites that let nobody in before they open."""

from __future__ import annotations

from pathlib import Path

from sim.model import Event
from tests.stories.little import Story, plan_of, story, team, trajectory

ON_SITE = (Event.DEPARTED, Event.ARRIVED, Event.BARRED, Event.ADMITTED, Event.PAUSED, Event.DIAGNOSED, Event.LEFT)
CALENDARS = """early: {days: mon-sat, hours: "06:00-11:00"}
  noon: {days: daily, hours: "12:30-16:00"}
  evening: {days: daily, hours: "18:00-23:00"}
  late-evening: {days: daily, hours: "19:30-23:00"}
  nine: {days: daily, hours: "09:00-17:00"}"""


def visit(
    folder: Path, reported: str, access: str, repair: str = "1h", teams: tuple[str, ...] = (team(),), dispatch: str = ""
) -> Story:
    tickets = [(reported, "s10", "f", None, "10min", repair)]
    plan = plan_of(*teams, dispatch=dispatch)
    return story(folder, tickets, "f: {}", plan, calendars=CALENDARS, access={"s10": access})


def test_an_open_site_is_entered_at_once(tmp_path: Path) -> None:
    found = visit(tmp_path, "05 13:00", "noon")
    assert found.lines(*ON_SITE) == trajectory("""
    05 13:00 0 DEPARTED 1 crew-1 10000m
    05 13:10 0 ARRIVED 1 crew-1
    05 13:20 0 DIAGNOSED 1 crew-1
    05 14:20 0 LEFT 1 crew-1 1
    """)


def test_who_comes_early_waits_until_it_opens(tmp_path: Path) -> None:
    """Also through his own break: there at 11:10, let in at 12:30, at work from 13:00 on."""
    found = visit(tmp_path, "05 11:00", "noon")
    assert found.lines(*ON_SITE) == trajectory("""
    05 11:00 0 DEPARTED 1 crew-1 10000m
    05 11:10 0 ARRIVED 1 crew-1
    05 11:10 0 BARRED 1 crew-1
    05 12:30 0 ADMITTED 1 crew-1
    05 13:10 0 DIAGNOSED 1 crew-1
    05 14:10 0 LEFT 1 crew-1 1
    """)


def test_once_in_work_goes_on_when_the_site_closes(tmp_path: Path) -> None:
    found = visit(tmp_path, "05 15:40", "noon", teams=(team(more="overtime: 2h"),))
    assert found.lines(Event.LEFT) == ["05 17:00 0 LEFT 1 crew-1 1"]


def test_overtime_is_waited_through_if_something_is_left_of_it(tmp_path: Path) -> None:
    """There at 11:10, it opens at 18:00; his lunch break counts for nothing, and an hour of his overtime is left."""
    found = visit(tmp_path, "05 11:00", "evening", repair="50min")
    assert found.lines(Event.ADMITTED, Event.LEFT) == trajectory("""
    05 18:00 0 ADMITTED 1 crew-1
    05 19:00 0 LEFT 1 crew-1 1
    """)


def test_whose_day_is_over_before_it_opens_goes_home_and_comes_again(tmp_path: Path) -> None:
    """It closed at 11:00. Overtime ends at 19:00, so that he leaves at once. On Tuesday it is open when he comes."""
    found = visit(tmp_path, "05 13:00", "early", repair="4h")
    assert found.lines(*ON_SITE, Event.HOMEWARD)[:-1] == trajectory("""
    05 13:00 0 DEPARTED 1 crew-1 10000m
    05 13:10 - HOMEWARD 0 crew-1 10000m
    05 13:10 0 ARRIVED 1 crew-1
    05 13:10 0 BARRED 1 crew-1
    05 13:10 0 PAUSED 1 crew-1
    05 13:10 0 BARRED 1 crew-1
    06 08:00 0 DEPARTED 1 crew-1 10000m
    06 08:10 0 ARRIVED 1 crew-1
    06 08:10 0 ADMITTED 1 crew-1
    06 08:20 0 DIAGNOSED 1 crew-1
    06 13:20 0 LEFT 1 crew-1 1            # on past 11:00, when it closes, with an hour's break
    """)


def test_he_may_come_too_early_again(tmp_path: Path) -> None:
    """Open from nine to five: there at 17:00, which is closed, and on Tuesday at 08:10."""
    found = visit(tmp_path, "05 16:50", "nine", dispatch="end_of_shift: next_day")
    assert found.lines(*ON_SITE) == trajectory("""
    05 16:50 0 DEPARTED 1 crew-1 10000m
    05 17:00 0 ARRIVED 1 crew-1
    05 17:00 0 BARRED 1 crew-1
    05 17:00 0 PAUSED 1 crew-1
    05 17:00 0 BARRED 1 crew-1
    06 08:00 0 DEPARTED 1 crew-1 10000m
    06 08:10 0 ARRIVED 1 crew-1
    06 08:10 0 BARRED 1 crew-1
    06 09:00 0 ADMITTED 1 crew-1
    06 09:10 0 DIAGNOSED 1 crew-1
    06 10:10 0 LEFT 1 crew-1 1
    """)


def test_who_stays_overnight_waits_near_the_site(tmp_path: Path) -> None:
    found = visit(tmp_path, "05 16:50", "nine", dispatch="end_of_shift: next_day, overnight: true")
    assert found.lines(*ON_SITE)[3:10] == trajectory("""
    05 17:00 0 PAUSED 1 crew-1 1
    05 17:00 0 BARRED 1 crew-1
    06 08:00 0 DEPARTED 1 crew-1 0m
    06 08:00 0 ARRIVED 1 crew-1
    06 08:00 0 BARRED 1 crew-1
    06 09:00 0 ADMITTED 1 crew-1
    06 09:10 0 DIAGNOSED 1 crew-1
    """)


def test_a_crew_leaves_when_one_of_them_cannot_stay(tmp_path: Path) -> None:
    """It opens at 19:30: late-1 could stay until 22:00, crew-1 until 19:00, on Tuesday too. So it is for anybody."""
    teams = team(), "late: {outlet: crew, engineers: 1, shift: late}"
    tickets = [("05 16:00", "s10", "f", None, "10min", "1h")]
    found = story(
        tmp_path, tickets, "f: {crew: 2}", plan_of(*teams), calendars=CALENDARS, access={"s10": "late-evening"}
    )  # fmt: skip
    assert found.lines(Event.BARRED, Event.LEFT, Event.READY, Event.DEPARTED)[3:9] == trajectory("""
    05 16:10 0 BARRED 1 crew-1
    05 16:10 0 LEFT 1 crew-1 3
    05 16:10 0 LEFT 1 late-1 3
    05 19:30 0 READY 2 -
    06 14:00 0 DEPARTED 2 crew-1 10000m   # both on duty again
    06 14:00 0 DEPARTED 2 late-1 10000m
    """)


def test_who_takes_over_must_be_let_in_himself(tmp_path: Path) -> None:
    """Handed over at 17:00, when the site has closed at 16:00: late-1 comes and cannot wait until it opens at 12:30."""
    late = team("late", 20, shift="late")
    found = visit(tmp_path, "05 15:40", "noon", "2h", (team(), late), "end_of_shift: handover")
    assert found.lines(Event.LEFT, Event.BARRED, Event.ADMITTED) == trajectory("""
    05 17:00 0 LEFT 1 crew-1 3
    05 17:10 0 BARRED 2 late-1
    05 17:10 0 BARRED 2 late-1
    06 14:10 0 ADMITTED 2 late-1
    06 15:10 0 LEFT 2 late-1 1
    """)


def test_who_is_away_tomorrow_leaves_it_to_a_colleague_who_is_sent_when_it_opens(tmp_path: Path) -> None:
    """It is closed until Tuesday at 06:00, when crew-1 is away. He is free at once, and crew-2 leaves at 08:00."""
    crew = team(engineers=2, more="leave: [{from: 2026-01-06, to: 2026-01-09, engineers: 2}]")
    other = "other: {outlet: crew, engineers: 1, shift: works}"
    tickets = [("05 13:00", "s10", "f", None, "10min", "1h"), ("05 13:20", "s12", "f", None, None, "10min")]
    more = {"calendars": CALENDARS, "access": {"s10": "early"}}
    found = story(tmp_path, tickets, "f: {}", plan_of(other, crew), **more)
    assert found.lines(*ON_SITE, Event.READY)[1:] == trajectory("""
    05 13:00 0 DEPARTED 1 crew-1 10000m
    05 13:10 0 ARRIVED 1 crew-1
    05 13:10 0 BARRED 1 crew-1
    05 13:10 0 LEFT 1 crew-1 3
    05 13:20 1 READY 1 -
    05 13:20 1 DEPARTED 1 crew-1 2000m
    05 13:22 1 ARRIVED 1 crew-1
    05 13:22 1 DIAGNOSED 1 crew-1
    05 13:32 1 LEFT 1 crew-1 1
    06 06:00 0 READY 2 -
    06 08:00 0 DEPARTED 2 other-1 10000m
    06 08:10 0 ARRIVED 2 other-1
    06 08:20 0 DIAGNOSED 2 other-1
    06 09:20 0 LEFT 2 other-1 1
    """)


def test_fetching_a_part_is_no_new_admission(tmp_path: Path) -> None:
    """Found at 15:50 that a pump is missing; he is back at 16:10, when the site is closed, and works on."""
    tickets = [("05 15:30", "s10", "f", None, "10min", "20min")]
    plan = plan_of(team(outlet="stock: {pump: 1}"), dispatch="missing_part: wait")
    faults = "f: {parts: {pump: {chance: 100%, known: 0%}}}"
    found = story(
        tmp_path, tickets, faults, plan, calendars=CALENDARS, access={"s10": "noon"}, parts=["pump,consumable,2d,"]
    )  # fmt: skip
    assert found.lines(Event.BARRED, Event.LEFT) == ["05 16:30 0 LEFT 1 crew-1 1"]
