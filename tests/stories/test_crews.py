"""Stories of crews: several engineers for one visit, sent together or not at all."""

from __future__ import annotations

from pathlib import Path

from sim.model import Event
from tests.stories.little import Story, part, plan_of, story, team, trajectory

LIFE = tuple(kind for kind in Event if kind > Event.REPLIED)
LEGS = (Event.DISPATCHED, Event.DEPARTED, Event.ARRIVED, Event.LEFT)
FAULTS = "one: {}, two: {crew: 2}"
JOB = ("05 09:00", "s20", "two", None, "10min", "30min")


def crews(folder: Path, tickets: list, *teams: str, faults: str = FAULTS, **more: str) -> Story:
    tables = {key: more.pop(key) for key in ("parts", "luck", "calendars", "commitments") if key in more}
    return story(folder, tickets, faults, plan_of(*teams, **more), **tables)


def sent(found: Story) -> list[str]:
    """When to which ticket, who, and his place in the crew."""
    return [" ".join(line.split()[i] for i in (1, 2, *range(5, len(line.split())))) for line in
            found.lines(Event.DISPATCHED)]  # fmt: skip


def around(name: str, km: float = 0, engineers: int | str = 1, more: str = "") -> str:
    return team(name, km, engineers, "always", more)


def test_a_crew_is_sent_together_drives_apart_and_works_when_all_are_there(tmp_path: Path) -> None:
    """crew-1 stands at s30, 10 min away; crew-2 at the outlet, 20 min: work begins at 09:20. The lowest id leads."""
    tickets = [("05 08:00", "s30", "one", None, None, "10min"), ("05 08:05", "s0", "one", None, None, "0s"), JOB]
    found = crews(tmp_path, tickets, around("crew", 0, 2))
    assert [line for line in found.lines(*LIFE) if line.split()[2] == "2"] == trajectory("""
    05 09:00 2 READY 1 -
    05 09:00 2 DISPATCHED 1 crew-1
    05 09:00 2 DISPATCHED 1 crew-2 1
    05 09:00 2 DEPARTED 1 crew-1 10000m
    05 09:00 2 DEPARTED 1 crew-2 20000m
    05 09:10 2 ARRIVED 1 crew-1 1          # one is still on the way
    05 09:20 2 ARRIVED 1 crew-2
    05 09:30 2 DIAGNOSED 1 crew-1
    05 10:00 2 RESTORED 1 crew-1
    05 10:00 2 LEFT 1 crew-1 1
    05 10:00 2 LEFT 1 crew-2 1
    05 10:00 2 CLOSED 0 -
    """)


def test_nobody_goes_while_one_is_missing(tmp_path: Path) -> None:
    """crew-2 is busy until 10:30. crew-1 is not kept for the two: he takes the small job that comes in between."""
    tickets = [
        ("05 08:50", "s0", "one", None, None, "100min"), JOB, ("05 09:30", "s0", "one", None, None, "90min"),
    ]  # fmt: skip
    found = crews(tmp_path, tickets, around("crew", 0, 2))
    assert sent(found) == ["08:50 0 crew-1", "09:30 2 crew-2", "11:00 1 crew-1", "11:00 1 crew-2 1"]


def test_members_are_released_together(tmp_path: Path) -> None:
    """Both drive home after the job; the next job for one goes to the first of two equally busy."""
    found = crews(tmp_path, [JOB, ("05 09:30", "s20", "one", None, None, "5min")], around("crew", 0, 2))
    assert sent(found) == ["09:00 0 crew-1", "09:00 0 crew-2 1", "10:00 1 crew-1"]


def test_a_crew_comes_first_from_one_outlet(tmp_path: Path) -> None:
    """a-1 is 5 km away and alone. b has two, 20 km away: together they are there sooner than c's two (30 km)."""
    teams = around("a", 15), around("b", 40, 2), around("c", 50, 2)
    assert sent(crews(tmp_path, [JOB], *teams)) == ["09:00 0 b-1", "09:00 0 b-2 1"]


def test_where_no_outlet_has_enough_they_come_from_several_the_nearest_first(tmp_path: Path) -> None:
    """b-1 is 5 km away, a-1 20, c-1 30; the lead is a-1 by name."""
    teams = around("a", 0), around("b", 25), around("c", 50)
    found = crews(tmp_path, [JOB], *teams)
    assert found.lines(*LEGS)[:6] == trajectory("""
    05 09:00 0 DISPATCHED 1 a-1
    05 09:00 0 DISPATCHED 1 b-1 1
    05 09:00 0 DEPARTED 1 a-1 20000m
    05 09:00 0 DEPARTED 1 b-1 5000m
    05 09:05 0 ARRIVED 1 b-1 1
    05 09:20 0 ARRIVED 1 a-1
    """)


TERRITORY = "territories: {all: {sites: [s20], outlets: [c, b, a]}}"


def test_along_a_territory_the_first_outlet_that_has_enough_sends_the_crew(tmp_path: Path) -> None:
    """c stands first and has one; b has two and stands before a, which would be nearer."""
    teams = around("a", 15, 2), around("b", 40, 2), around("c", 50)
    assert sent(crews(tmp_path, [JOB], *teams, more=TERRITORY)) == ["09:00 0 b-1", "09:00 0 b-2 1"]


def test_else_the_crew_is_filled_up_along_the_territory(tmp_path: Path) -> None:
    """c-1 and b-1, though a-1 is nearer than either."""
    teams = around("a", 15), around("b", 40), around("c", 50)
    assert sent(crews(tmp_path, [JOB], *teams, more=TERRITORY)) == ["09:00 0 b-1", "09:00 0 c-1 1"]


def test_teams_of_one_outlet_make_up_a_crew_if_they_know_the_work(tmp_path: Path) -> None:
    """x and y share an outlet; z there does not do gas."""
    x, y, z = (
        around("x", 0, 1, "skills: [gas]"),
        "y: {outlet: x, engineers: 1, shift: always}",
        "z: {outlet: x, engineers: 3, shift: always, skills: [water]}",
    )
    found = crews(tmp_path, [JOB], x, y, z, faults="two: {crew: 2, skill: gas}, w: {skill: water}")
    assert sent(found) == ["09:00 0 x-1", "09:00 0 y-1 1"]


def test_each_ticket_has_a_crew_of_its_own_size(tmp_path: Path) -> None:
    """Drawn with the ticket: the first needs three, the second two, the third one."""
    tickets = [(f"05 {hour:02d}:00", "s20", "f", None, None, "10min") for hour in (9, 10, 11)]
    faults = "f: {crew: {1: 50%, 2: 30%, 3: 20%}}"
    found = crews(tmp_path, tickets, around("crew", 0, 3), faults=faults, luck={"crew": [3, 2, 1]})
    assert [line.split()[1] for line in sent(found)] == ["0", "0", "0", "1", "1", "2"]


def test_a_team_that_never_runs_out_sends_whole_crews(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s20", "three", None, None, "30min"), ("05 09:10", "s10", "two", None, None, "30min")]
    found = crews(tmp_path, tickets, around("crew", 0, "unlimited"), faults="two: {crew: 2}, three: {crew: 3}")
    assert [line.split()[:2] for line in sent(found)] == [["09:00", "0"]] * 3 + [["09:10", "1"]] * 2
    assert len({line.split()[2] for line in sent(found)}) == 5


def test_only_the_lead_fetches_what_is_reserved_and_the_others_go_straight(tmp_path: Path) -> None:
    """Both stand at s30; crew-1 drives 30 km to the outlet and 20 km back to the site, crew-2 ten."""
    tickets = [("05 07:00", "s30", "big", None, None, "10min"), ("05 09:00", "s20", "two", None, "10min", "30min")]
    faults = "big: {crew: 2}, two: {crew: 2, parts: {pump: {chance: 100%, known: 100%}}}"
    outlet = team("crew", 0, 2, "always", outlet="stock: {pump: 1}")
    found = crews(tmp_path, tickets, outlet, faults=faults, parts=[part("pump", "2d")])
    kinds = (Event.DEPARTED, Event.COLLECTED, Event.ARRIVED, Event.RESTORED)
    assert [line for line in found.lines(*kinds) if line.split()[2] == "1"] == trajectory("""
    05 09:00 1 DEPARTED 1 crew-1 30000m
    05 09:00 1 DEPARTED 1 crew-2 10000m
    05 09:10 1 ARRIVED 1 crew-2 1
    05 09:30 1 COLLECTED 1 crew-1
    05 09:30 1 DEPARTED 1 crew-1 20000m
    05 09:50 1 ARRIVED 1 crew-1
    05 10:30 1 RESTORED 1 crew-1
    """)


def test_a_missing_part_may_lie_in_any_members_van(tmp_path: Path) -> None:
    """a-1 leads and carries nothing; b-1, of the same outlet, has the lamp."""
    a, b = around("a", 0), "b: {outlet: a, engineers: 1, shift: always, van: {lamp: 1}}"
    faults = "two: {crew: 2, parts: {lamp: {chance: 100%, known: 0%}}}"
    found = crews(tmp_path, [JOB], a, b, faults=faults, parts=[part("lamp", "2d")])
    assert found.lines(Event.PARTS_ASKED, Event.TAKEN, Event.PARTS_READY, Event.RESTORED)[:4] == trajectory("""
    05 09:30 0 PARTS_ASKED 1 - 1
    05 09:30 0 TAKEN 1 van-of-b-1/lamp 1
    05 09:30 0 PARTS_READY 1 -
    05 10:00 0 RESTORED 1 a-1
    """)


def test_work_stops_when_the_first_must_stop_and_goes_on_when_all_are_back(tmp_path: Path) -> None:
    """From 16:30 on, three hours, no overtime. b's shift is from 14:00 to 22:00, a's from 08:00 to 17:00.

    At 17:00 a-1's day is over. Both are on duty again on Tuesday at 14:00: a-1 at 08:00, b-1 at 14:00.
    """
    tickets = [("05 16:10", "s20", "two", None, "0s", "3h")]
    a, b = team("a", 0), "b: {outlet: a, engineers: 1, shift: late}"
    found = crews(tmp_path, tickets, a, b, dispatch="end_of_shift: next_day")
    assert found.lines(Event.PAUSED, Event.HOMEWARD, *LEGS)[4:] == trajectory("""
    05 16:30 0 ARRIVED 1 a-1 1
    05 16:30 0 ARRIVED 1 b-1
    05 17:00 - HOMEWARD 0 a-1 20000m
    05 17:00 - HOMEWARD 0 b-1 20000m
    05 17:00 0 PAUSED 1 a-1
    05 17:00 0 PAUSED 1 b-1
    06 14:00 0 DEPARTED 1 a-1 20000m
    06 14:00 0 DEPARTED 1 b-1 20000m
    06 14:20 0 ARRIVED 1 a-1 1
    06 14:20 0 ARRIVED 1 b-1
    06 16:50 0 LEFT 1 a-1 1
    06 16:50 0 LEFT 1 b-1 1
    06 17:00 - HOMEWARD 0 a-1 20000m
    06 22:00 - HOMEWARD 0 b-1 20000m
    """)


def test_a_crew_with_a_break_is_done_when_the_last_has_done_his_part(tmp_path: Path) -> None:
    """From 11:30 on for an hour: c-1 has no break, a-1 works until 12:00 and from 13:00 to 13:30."""
    calendars = 'all-day: {days: daily, hours: "07:00-20:00"}'
    a, c = team("a", 0), "c: {outlet: a, engineers: 1, shift: all-day}"
    tickets = [("05 11:10", "s20", "two", None, None, "1h")]
    found = crews(tmp_path, tickets, a, c, calendars=calendars)
    assert [line[:8] for line in found.lines(Event.LEFT)] == ["05 13:30", "05 13:30"]


def test_a_crew_is_called_together_each_after_his_own_time(tmp_path: Path) -> None:
    """At night: a-1 sets out after half an hour, b-1 after an hour; both are needed within four hours."""
    calls = "on_call: {engineers: 1, mobilise: 30min, rest: 0s}"
    a, b = team("a", 0, more=calls), f"b: {{outlet: a, engineers: 1, shift: works, {calls.replace('30min', '1h')}}}"
    commitments = "- {id: arrive, measure: {from: reported, to: arrived}, within: 4h, target: 90%}\n"
    tickets = [("05 20:00", "s20", "two", None, None, "1h")]
    found = crews(tmp_path, tickets, a, b, commitments=commitments)
    assert found.lines(*LEGS, Event.HOMEWARD) == trajectory("""
    05 20:00 0 DISPATCHED 1 a-1
    05 20:00 0 DISPATCHED 1 b-1 1
    05 20:30 0 DEPARTED 1 a-1 20000m
    05 20:50 0 ARRIVED 1 a-1 1
    05 21:00 0 DEPARTED 1 b-1 20000m
    05 21:20 0 ARRIVED 1 b-1
    05 22:20 - HOMEWARD 0 a-1 20000m
    05 22:20 - HOMEWARD 0 b-1 20000m
    05 22:20 0 LEFT 1 a-1 1
    05 22:20 0 LEFT 1 b-1 1
    """)


def test_the_slowest_sets_the_pace(tmp_path: Path) -> None:
    """a does gas in the time it takes, b in half as much again."""
    a = around("a", 0, 1, "skills: {gas: 1}")
    b = "b: {outlet: a, engineers: 1, shift: always, skills: {gas: 1.5}}"
    found = crews(tmp_path, [JOB], a, b, faults="two: {crew: 2, skill: gas}")
    assert found.lines(Event.DIAGNOSED, Event.RESTORED) == trajectory("""
    05 09:35 0 DIAGNOSED 1 a-1
    05 10:20 0 RESTORED 1 a-1
    """)
