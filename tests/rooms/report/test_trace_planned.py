"""Traces that planned work is part of, of reliefs, and of what is there at the start: logs written by hand."""

from __future__ import annotations

from pathlib import Path

from sim.clock import NEVER
from sim.model.events import Event, Leaving
from sim.model.planned import first_case, planned_visits
from sim.report.trace import Trace, trace_of
from sim.report.trace.times import moment
from tests.rooms.report.handmade import Told, call, company, instant, year_with
from tests.rooms.report.traced import lines, story_of, year_of
from tests.stories.little import Story, plan_of, story, team

E = Event
QUARTERLY = "planned: {quarterly: {every: 1w, window: 5d, work: 3h}}"
ONE = [("05 09:00", "s10", "f", "5min", "10min", "30min")]
FRONT = "front: {seats: 1, takes: phone}"
ARRIVE_1H = "- {id: soon, measure: {from: reported, to: arrived}, within: 1h, target: 90%}\n"


def place(folder: Path, more: str = QUARTERLY, crew: str = team(shift="always"), dispatch: str = "") -> Story:
    """A company with planned work at its one site."""
    plan = plan_of(crew, desks=FRONT, dispatch=dispatch, more=more)
    return company(folder, ONE, "f: {}", plan, ARRIVE_1H)


def visit(story: Story, who: str, ready: str, sent: str, there: str, left: str) -> list[Told]:
    """The first planned visit."""
    case = first_case(story.world)
    return [
        (ready, case, E.READY, 1, "-", int(planned_visits(story.world, story.plan).ends[0])),
        (sent, case, E.DISPATCHED, 1, who, 0),
        (sent, case, E.DEPARTED, 1, who, 10_000),
        (there, case, E.ARRIVED, 1, who, 0),
        (left, case, E.LEFT, 1, who, Leaving.FIXED),
    ]


def on_site(who: str, n: int, sent: str, there: str) -> list[Told]:
    return [
        (sent, 0, E.DISPATCHED, n, who, 0),
        (sent, 0, E.DEPARTED, n, who, 10_000),
        (there, 0, E.ARRIVED, n, who, 0),
    ]


CALL = [*call("front", "05 09:00", "05 09:00", "05 09:05"), ("05 09:05", 0, E.REPLIED, 0, "-", 0)]
DONE: list[Told] = [
    ("05 12:10", 0, E.DIAGNOSED, 1, "crew-1", 0),
    ("05 12:40", 0, E.RESTORED, 1, "crew-1", 0),
    ("05 12:40", 0, E.LEFT, 1, "crew-1", Leaving.FIXED),
    ("05 12:40", 0, E.CLOSED, 0, "-", 0),
]


def told(story: Story, rows: list[Told], **world: list[int]) -> Trace:
    return trace_of(year_with(story, rows, **world), 0)


def test_an_engineer_on_planned_work_is_named_with_it(tmp_path: Path) -> None:
    """crew-1 is on quarterly maintenance from 09:02 to 12:00; it is the only site, s10."""
    here = place(tmp_path)
    rows = [
        *visit(here, "crew-1", "05 00:00", "05 08:52", "05 09:02", "05 12:00"),
        *CALL,
        ("05 09:05", 0, E.READY, 1, "-", instant("05 09:50")),
        *on_site("crew-1", 1, "05 12:00", "05 12:00"),
        *DONE,
    ]
    found = told(here, rows)
    assert lines(found)[3:5] == story_of("""
        2 h 55 min engineer: 1 of 1 able engineer busy: crew-1 is at site s10 on quarterly maintenance, free 12:00
    Mon 01-05 12:00 +3:00 crew-1 is sent, just free from planned visit quarterly at site s10. crew-1 is on site.
    """)
    assert found.lesson.endswith(
        "one more able engineer free at Mon 01-05 09:05 (or no quarterly maintenance then: crew-1 was on it) could "
        "have saved it."
    )


def test_planned_work_goes_first_only_when_its_last_day_has_come(tmp_path: Path) -> None:
    """It then counts as reported at the beginning of that day: behind a ticket of the day before."""
    here = place(tmp_path, QUARTERLY.replace("1w", "2w"))
    last_day, case = int(planned_visits(here.world, here.plan).last_day[0]), first_case(here.world)
    for reported, first in ((last_day - 3600, []), (last_day + 3600, [case])):
        rows: list[Told] = [("05 00:00", case, E.READY, 1, "-", NEVER), ("05 09:05", 0, E.READY, 1, "-", NEVER)]
        year = year_with(here, rows, reported=[reported])
        ready = next(row for row in year.history.of_ticket(0) if row.event == E.READY)
        assert [row.ticket for row in year.line.before(ready, last_day - 1)] == []
        assert [row.ticket for row in year.line.before(ready, last_day + 3600)] == first


def test_a_relief_comes_while_the_first_crew_still_works(tmp_path: Path) -> None:
    """crew-1's duty ends at 17:00; b-1 is sent at 16:40 and there at 17:30, when crew-1 is in its overtime."""
    two = team("b", 60, shift="late")
    plan = plan_of(team(), two, desks=FRONT, dispatch="end_of_shift: relief")
    here = company(tmp_path, [("05 16:00", "s10", "f", "5min", "10min", "5h")], "f: {}", plan, ARRIVE_1H)
    rows = [
        *call("front", "05 16:00", "05 16:00", "05 16:05"),
        ("05 16:05", 0, E.REPLIED, 0, "-", 0),
        ("05 16:05", 0, E.READY, 1, "-", NEVER),
        *on_site("crew-1", 1, "05 16:05", "05 16:15"),
        ("05 16:25", 0, E.DIAGNOSED, 1, "crew-1", 0),
        ("05 16:40", 0, E.READY, 2, "-", NEVER),
        *on_site("b-1", 2, "05 16:40", "05 17:30"),
        ("05 17:30", 0, E.LEFT, 1, "crew-1", Leaving.RELIEVED),
        ("05 21:25", 0, E.RESTORED, 2, "b-1", 0),
        ("05 21:25", 0, E.LEFT, 2, "b-1", Leaving.FIXED),
        ("05 21:25", 0, E.CLOSED, 0, "-", 0),
    ]
    assert lines(told(here, rows))[6:] == story_of("""
    Mon 01-05 16:25 +0:25 The fault is found.
        15 min repair: crew-1 repairs
    Mon 01-05 16:40 +0:40 The work would outlast the duty of crew-1: a relief can go. b-1 is sent. b-1 leaves outlet b.
        50 min repair: crew-1 repairs, 30 min of it outside the shift
    Mon 01-05 17:30 +1:30 b-1 is on site. The relief goes on; crew-1 leaves.
        3 h 55 min repair: b-1 repairs
    Mon 01-05 21:25 +5:25 It works again. The customer signs: closed.
    """)


def test_overtime_is_used_up_before_the_relief_is_there(tmp_path: Path) -> None:
    """crew-1 may work until 19:00; b-1 is still on the road and arrives at 19:20."""
    plan = plan_of(team(), team("b", 60, shift="late"), desks=FRONT, dispatch="end_of_shift: relief")
    here = company(tmp_path, [("05 16:00", "s10", "f", "5min", "10min", "5h")], "f: {}", plan, ARRIVE_1H)
    rows = [
        *call("front", "05 16:00", "05 16:00", "05 16:05"),
        ("05 16:05", 0, E.READY, 1, "-", NEVER),
        *on_site("crew-1", 1, "05 16:05", "05 16:15"),
        ("05 16:25", 0, E.DIAGNOSED, 1, "crew-1", 0),
        ("05 16:40", 0, E.READY, 2, "-", NEVER),
        ("05 18:30", 0, E.DISPATCHED, 2, "b-1", 0),
        ("05 18:30", 0, E.DEPARTED, 2, "b-1", 50_000),
        ("05 19:00", 0, E.LEFT, 1, "crew-1", Leaving.RELIEVED),
        ("05 19:20", 0, E.ARRIVED, 2, "b-1", 0),
        ("05 21:45", 0, E.RESTORED, 2, "b-1", 0),
        ("05 21:45", 0, E.LEFT, 2, "b-1", Leaving.FIXED),
        ("05 21:45", 0, E.CLOSED, 0, "-", 0),
    ]
    assert lines(told(here, rows))[11:15] == story_of("""
        30 min repair: crew-1 repairs, 30 min of it outside the shift
    Mon 01-05 19:00 +3:00 crew-1 may not work any longer and leaves; the relief is not there yet.
        20 min travel: b-1 drives 50.0 km from outlet b, expected 50 min, took 50 min
    Mon 01-05 19:20 +3:20 b-1 is on site.
    """)


def test_a_unit_that_stops_is_reported_then(tmp_path: Path) -> None:
    here = place(tmp_path)
    rows: list[Told] = [("06 10:00", 0, E.FAILED, 0, "-", 3), *call("front", "06 10:00", "06 10:00", "06 10:05")]
    found = lines(told(here, rows, reported=[NEVER]))
    assert (
        found[0] == "Tue 01-06 10:00 +0:00 Unit 3 of the site stops. The customer calls front and is answered at once."
    )


def test_what_was_prevented_says_by_what(tmp_path: Path) -> None:
    """Every fault is prevented; the last one after the visit of its week, the first one before any."""
    plan = plan_of(team(shift="always"), more=QUARTERLY.replace("3h", "3h, lowers_failures: 100%"))
    year = year_of(story(tmp_path, [], "f: {rate_per_unit_year: 300, repair: 1h}", plan, sites=["s10"]))
    first, *_others, last = year.history.rows(E.PREVENTED)
    done = [row.at for row in year.history.rows(E.LEFT) if row.at <= last.at]
    head = f"{moment(last.at, 'UTC')} +0:00 A fault would have come now; planned work has prevented it"
    told = trace_of(year, last.ticket)
    assert lines(told) == [f"{head} (quarterly maintenance, last done {moment(done[-1], 'UTC')})."]
    assert told.prevented and not told.is_open and told.lesson == "It counts for no promise."
    assert "(quarterly, kept up before the simulated time began)" in lines(trace_of(year, first.ticket))[0]


def test_a_ticket_of_the_start_state_goes_on_from_there(tmp_path: Path) -> None:
    """Reported two days before the simulated time begins."""
    here = place(tmp_path)
    reported = instant("05 00:00") - 2 * 86_400
    rows: list[Told] = [
        ("05 00:00", 0, E.OPENED, 0, "-", 1),
        ("05 00:00", 0, E.READY, 1, "-", NEVER),
        *on_site("crew-1", 1, "05 00:00", "05 00:10"),
        *DONE,
    ]
    found = lines(told(here, rows, reported=[reported]))
    assert found[0] == (
        "Mon 01-05 00:00 +48:00 The simulated time begins; this ticket is open since Sat 01-03 00:00 and waits for a "
        "visit. A visit can go. crew-1 is sent. crew-1 leaves outlet crew."
    )
