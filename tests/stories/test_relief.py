"""Stories of work around the clock: the next crew comes before the first has to leave, or the work rests."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model import Event
from tests.stories.little import Story, part, plan_of, story, team, trajectory

MOVES = (Event.READY, Event.DISPATCHED, Event.DEPARTED, Event.ARRIVED, Event.PAUSED, Event.RESTORED,
         Event.LEFT)  # fmt: skip
NIGHTS = 'night: {days: daily, hours: "20:00-04:00"}\n  dark: {days: daily, hours: "22:00-06:00"}'
CREW = team()  # 08-17, overtime to 19:00; at the outlet, 10 km from s10
LATE = team("late", 40, shift="late")  # 14-22, overtime to 24:00; 30 km from s10
NIGHT = team("night", 40, shift="night")  # 20-04


def relieved(
    folder: Path, repair: str, *teams: str, reported: str = "05 16:00", diagnose: str | None = None,
    faults: str = "f: {}", dispatch: str = "", tickets: list | None = None, **others: object,
) -> Story:  # fmt: skip
    """At s10 from 16:10 on."""
    rules = f"end_of_shift: relief{', ' if dispatch else ''}{dispatch}"
    found = tickets or [(reported, "s10", "f", None, diagnose, repair)]
    plan = plan_of(*(teams or (CREW, LATE)), dispatch=rules, more=str(others.pop("more", "")))
    return story(folder, found, faults, plan, calendars=NIGHTS, **others)  # type: ignore[arg-type]


def test_the_relief_is_asked_for_in_time_and_takes_over_when_it_is_there(tmp_path: Path) -> None:
    """Six hours from 16:10 on would end at 22:10. Asked for at 16:50, ten minutes' drive from the outlet before the
    duty ends; late-1 comes from 30 km away. 70 minutes are done then, 290 are left."""
    assert relieved(tmp_path, "6h").lines(*MOVES) == trajectory("""
    05 16:00 0 READY 1 -
    05 16:00 0 DISPATCHED 1 crew-1
    05 16:00 0 DEPARTED 1 crew-1 10000m
    05 16:10 0 ARRIVED 1 crew-1
    05 16:50 0 READY 2 - leave 05 16:50
    05 16:50 0 DISPATCHED 2 late-1
    05 16:50 0 DEPARTED 2 late-1 30000m
    05 17:20 0 ARRIVED 2 late-1
    05 17:20 0 LEFT 1 crew-1 4
    05 22:10 0 RESTORED 2 late-1
    05 22:10 0 LEFT 2 late-1 1
    """)


@pytest.mark.parametrize(("repair", "visits"), [("50min", 1), ("170min", 1), ("171min", 2)])
def test_what_is_done_by_the_end_of_the_overtime_needs_no_relief(tmp_path: Path, repair: str, visits: int) -> None:
    """170 minutes from 16:10 on end at 19:00."""
    assert len(relieved(tmp_path, repair).lines(Event.DISPATCHED)) == visits


def test_who_is_relieved_is_free_and_goes_home(tmp_path: Path) -> None:
    """At 17:20 his duty is over; on the next morning he stands at his outlet."""
    found = relieved(tmp_path, "6h", tickets=[("05 16:00", "s10", "f", None, None, "6h"), ("06 08:00", "s5", "f")])
    assert "05 17:20 - HOMEWARD 0 crew-1 10000m" in found.lines(Event.HOMEWARD)
    assert "06 08:00 1 DEPARTED 1 crew-1 5000m" in found.lines(Event.DEPARTED)


def test_work_rests_when_the_overtime_is_used_up_before_anybody_comes(tmp_path: Path) -> None:
    """The night crew comes on duty at 20:00: 170 of 360 minutes are done at 19:00, the others from 20:30 on."""
    assert relieved(tmp_path, "6h", CREW, NIGHT).lines(*MOVES)[4:] == trajectory("""
    05 16:50 0 READY 2 - leave 05 16:50
    05 19:00 0 LEFT 1 crew-1 4
    05 20:00 0 DISPATCHED 2 night-1
    05 20:00 0 DEPARTED 2 night-1 30000m
    05 20:30 0 ARRIVED 2 night-1
    05 23:40 0 RESTORED 2 night-1
    05 23:40 0 LEFT 2 night-1 1
    """)


def test_without_overtime_the_first_leaves_at_the_end_of_his_duty(tmp_path: Path) -> None:
    crew = team(more="overtime: 0h")
    found = relieved(tmp_path, "6h", crew, LATE)
    assert found.lines(Event.LEFT, Event.ARRIVED, Event.RESTORED)[1:] == trajectory("""
    05 17:00 0 LEFT 1 crew-1 4
    05 17:20 0 ARRIVED 2 late-1
    05 22:30 0 RESTORED 2 late-1
    05 22:30 0 LEFT 2 late-1 1
    """)


def test_asked_for_at_once_if_the_duty_ends_too_soon(tmp_path: Path) -> None:
    """On site at 16:55: five minutes are left, and the drive takes ten."""
    found = relieved(tmp_path, "6h", reported="05 16:45")
    assert found.lines(Event.READY, Event.LEFT) == trajectory("""
    05 16:45 0 READY 1 -
    05 16:55 0 READY 2 - leave 05 16:55
    05 17:25 0 LEFT 1 crew-1 4
    05 22:55 0 LEFT 2 late-1 1       # 30 of 360 minutes are done
    """)


def test_who_comes_does_not_diagnose_again(tmp_path: Path) -> None:
    """Diagnosed from 16:10 to 16:40; six hours of repair from then on, of which 40 minutes are done at 17:20."""
    found = relieved(tmp_path, "6h", diagnose="30min")
    assert found.lines(Event.DIAGNOSED, Event.LEFT, Event.RESTORED) == trajectory("""
    05 16:40 0 DIAGNOSED 1 crew-1
    05 17:20 0 LEFT 1 crew-1 4
    05 22:40 0 RESTORED 2 late-1
    05 22:40 0 LEFT 2 late-1 1
    """)


def test_a_diagnosis_is_taken_over_too(tmp_path: Path) -> None:
    """Five hours from 16:10 on, 70 minutes done at 17:20: diagnosed at 21:10; an hour's repair until 22:10."""
    found = relieved(tmp_path, "1h", diagnose="5h")
    assert found.lines(Event.LEFT, Event.DIAGNOSED, Event.RESTORED) == trajectory("""
    05 17:20 0 LEFT 1 crew-1 4
    05 21:10 0 DIAGNOSED 2 late-1
    05 22:10 0 RESTORED 2 late-1
    05 22:10 0 LEFT 2 late-1 1
    """)


def test_who_is_on_call_is_woken_to_relieve(tmp_path: Path) -> None:
    """Stand-1's duty ends with the first crew's; from 17:00 on he is on call: half an hour to set out, 30 km.

    He is woken though the visit could wait for the morning; 110 minutes are done at 18:00, 250 are left.
    """
    stand = team("stand", 40, more="on_call: {engineers: 1, mobilise: 30min, wake: if_due}")
    assert relieved(tmp_path, "6h", CREW, stand).lines(*MOVES)[4:] == trajectory("""
    05 16:50 0 READY 2 - leave 05 16:50
    05 17:00 0 DISPATCHED 2 stand-1
    05 17:30 0 DEPARTED 2 stand-1 30000m
    05 18:00 0 ARRIVED 2 stand-1
    05 18:00 0 LEFT 1 crew-1 4
    05 22:10 0 RESTORED 2 stand-1
    05 22:10 0 LEFT 2 stand-1 1
    """)


def test_to_relieve_he_is_woken_whatever_else_he_is_woken_for(tmp_path: Path) -> None:
    """On call for what is down alone; the ticket is a general one."""
    stand = team("stand", 40, more="on_call: {engineers: 1, mobilise: 30min, wake: down}")
    found = relieved(tmp_path, "6h", CREW, stand)
    assert found.lines(Event.DISPATCHED)[1] == "05 17:00 0 DISPATCHED 2 stand-1"


def test_who_is_on_call_himself_needs_no_relief(tmp_path: Path) -> None:
    """He finishes what he has begun in his shift."""
    crew = team(more="on_call: {engineers: 1}")
    found = relieved(tmp_path, "6h", crew, LATE)
    assert found.lines(Event.RESTORED, Event.LEFT) == ["05 22:10 0 RESTORED 1 crew-1", "05 22:10 0 LEFT 1 crew-1 1"]


def test_who_was_called_on_sunday_is_relieved_at_the_end_of_his_monday(tmp_path: Path) -> None:
    """On call until his shift begins, he goes on within it; on Monday evening it is crew-2 who is on call.

    From 20:40 on 15 h 20 min are done at noon, 19 h 40 min at 17:20, 24 h 50 min at 22:30: 5 h 10 min are left.
    """
    crew = team(engineers=2, more="on_call: {engineers: 1, mobilise: 30min, wake: always}")
    assert relieved(tmp_path, "30h", crew, LATE, reported="11 20:00").lines(*MOVES) == trajectory("""
    11 20:00 0 READY 1 - leave 12 19:50
    11 20:00 0 DISPATCHED 1 crew-1
    11 20:30 0 DEPARTED 1 crew-1 10000m
    11 20:40 0 ARRIVED 1 crew-1
    12 16:50 0 READY 2 - leave 12 16:50
    12 16:50 0 DISPATCHED 2 late-1
    12 16:50 0 DEPARTED 2 late-1 30000m
    12 17:20 0 ARRIVED 2 late-1
    12 17:20 0 LEFT 1 crew-1 4
    12 21:50 0 READY 3 - leave 12 21:50
    12 21:50 0 DISPATCHED 3 crew-2
    12 22:20 0 DEPARTED 3 crew-2 10000m
    12 22:30 0 ARRIVED 3 crew-2
    12 22:30 0 LEFT 2 late-1 4
    13 03:40 0 RESTORED 3 crew-2
    13 03:40 0 LEFT 3 crew-2 1
    """)


def test_a_crew_is_relieved_when_all_of_the_next_are_there(tmp_path: Path) -> None:
    """Two for two: one from 30 km, one from 40 km away, there at 17:30."""
    teams = (team(engineers=2), LATE, team("more", 50, shift="late"))
    assert relieved(tmp_path, "6h", *teams, faults="f: {crew: 2}").lines(*MOVES)[7:] == trajectory("""
    05 16:50 0 READY 2 - leave 05 16:50
    05 16:50 0 DISPATCHED 2 late-1
    05 16:50 0 DISPATCHED 2 more-1 1
    05 16:50 0 DEPARTED 2 late-1 30000m
    05 16:50 0 DEPARTED 2 more-1 40000m
    05 17:20 0 ARRIVED 2 late-1 1
    05 17:30 0 ARRIVED 2 more-1
    05 17:30 0 LEFT 1 crew-1 4
    05 17:30 0 LEFT 1 crew-2 4
    05 22:10 0 RESTORED 2 late-1
    05 22:10 0 LEFT 2 late-1 1
    05 22:10 0 LEFT 2 more-1 1
    """)


def test_the_relief_is_relieved(tmp_path: Path) -> None:
    """Ten hours: 530 minutes are left at 17:20, too many until 24:00. The dark crew, 10 km away, comes at 22:00:
    at 22:10 late-1 has done 290 of them, and 240 are left until 02:10.
    """
    dark = team("dark", 20, shift="dark")
    assert relieved(tmp_path, "10h", CREW, LATE, dark).lines(*MOVES)[7:] == trajectory("""
    05 17:20 0 ARRIVED 2 late-1
    05 17:20 0 LEFT 1 crew-1 4
    05 21:50 0 READY 3 - leave 05 21:50
    05 22:00 0 DISPATCHED 3 dark-1
    05 22:00 0 DEPARTED 3 dark-1 10000m
    05 22:10 0 ARRIVED 3 dark-1
    05 22:10 0 LEFT 2 late-1 4
    06 02:10 0 RESTORED 3 dark-1
    06 02:10 0 LEFT 3 dark-1 1
    """)


def test_nobody_whose_duty_ends_as_early_comes(tmp_path: Path) -> None:
    """A neighbour of the same shift stands idle beside; the work rests from 19:00 until the morning."""
    found = relieved(tmp_path, "6h", CREW, team("same", 45))
    assert found.lines(Event.DISPATCHED)[1] == "06 08:00 0 DISPATCHED 2 crew-1"
    assert found.lines(Event.LEFT)[0] == "05 19:00 0 LEFT 1 crew-1 4"


def test_work_that_is_done_before_the_relief_comes_is_not_handed_on(tmp_path: Path) -> None:
    """Nothing has to be: 171 minutes would end a minute after the overtime, and the relief is there at 17:20."""
    found = relieved(tmp_path, "171min")
    assert found.lines(Event.LEFT) == ["05 17:20 0 LEFT 1 crew-1 4", "05 19:01 0 LEFT 2 late-1 1"]


def test_a_second_try_is_for_anybody_as_ever(tmp_path: Path) -> None:
    """The relief's repair does not hold: visit 3 is ready then."""
    found = relieved(tmp_path, "4h", faults="f: {first_fix: 99.99%, repair: 10min}", luck={"u_first_fix": [0.99995]})
    assert found.lines(Event.LEFT) == [
        "05 17:20 0 LEFT 1 crew-1 4",
        "05 20:10 0 LEFT 2 late-1 0",
        "05 20:20 0 LEFT 3 late-1 1",
    ]


def test_parts_are_where_they_are(tmp_path: Path) -> None:
    """Known parts were brought along by the first; the relief fetches nothing."""
    crew = team(outlet="stock: {pump: 1}")
    found = relieved(tmp_path, "6h", crew, LATE, faults="f: {parts: {pump: {chance: 100%, known: 100%}}}",
                     parts=[part("pump", "5d")])  # fmt: skip
    assert [line.split()[4] for line in found.lines(Event.COLLECTED)] == ["1"]
    assert found.lines(Event.RESTORED) == ["05 22:10 0 RESTORED 2 late-1"]


def test_planned_visits_are_not_relieved(tmp_path: Path) -> None:
    """Twelve hours of a visit from 08:10 on: until 19:00, and the rest on the next duty of anybody."""
    found = relieved(tmp_path, "0s", more="planned: {check: {every: 1w, window: 1w, work: 12h, teams: [crew]}}",
                     tickets=[("25 23:59", "s10", "f", None, None, "0s")])  # fmt: skip
    lefts = [line for line in found.lines(Event.LEFT) if " p0 " in line]
    assert len(found.lines(Event.READY)) >= 2
    assert all(not line.endswith(" 4") for line in lefts)
