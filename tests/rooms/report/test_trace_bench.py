"""Traces of units that their customers bring, and of repairs that do not last: logs written by hand."""

from __future__ import annotations

from pathlib import Path

from sim.model.events import Event
from sim.report.trace import Trace, trace_of
from tests.rooms.report.handmade import Told, call, company, year_with
from tests.rooms.report.traced import lines, story_of
from tests.stories.little import plan_of, team

E = Event
FAULTS = "f: {carry_in: 100%, bring: 1d, take_back: 1d, repeat: 10%}"
REPAIRED = "- {id: fixed, measure: {from: received, to: restored}, within: 2h, target: 90%}\n"
ONE = [("05 09:00", "s0", "f", "5min")]


def brought(ticket: int, handed_in: str, on: str, found: str, off: str) -> list[Told]:
    """A unit on its way through the repair point `shop`."""
    return [
        (handed_in, ticket, E.HANDED_IN, 0, "shop", 0),
        (on, ticket, E.BENCHED, 0, "shop", 0),
        (found, ticket, E.DIAGNOSED, 0, "-", 0),
        (off, ticket, E.RESTORED, 0, "-", 0),
        (off, ticket, E.UNBENCHED, 0, "shop", 0),
    ]


def told(folder: Path, rows: list[Told], tickets: int = 1) -> Trace:
    """The trace of ticket 0 of a company with one bench."""
    more = "desks: {front: {seats: 1, takes: phone}}"
    shop = "benches: 1, bench_calendar: works"
    plan = plan_of(team("shop", outlet=shop), more=more)
    place = company(folder, ONE * tickets, FAULTS, plan, REPAIRED)
    return trace_of(year_with(place, rows), 0)


TALK: list[Told] = [*call("front", "05 09:00", "05 09:00", "05 09:05"), ("05 09:05", 0, E.REPLIED, 0, "-", 0)]


def test_a_unit_is_brought_waits_for_a_bench_is_repaired_and_taken_back(tmp_path: Path) -> None:
    """Ticket 1 is on the only bench until 11:00 on Tuesday."""
    rows = [
        *TALK,
        *brought(1, "05 10:00", "05 10:00", "05 11:00", "06 11:00"),
        *brought(0, "06 09:00", "06 11:00", "06 11:15", "06 11:45"),
        ("07 11:45", 0, E.CLOSED, 0, "-", 0),
    ]
    found = told(tmp_path, rows, tickets=2)
    assert lines(found)[2:] == story_of("""
    Mon 01-05 09:05 +0:05 The talk ends. The customer is told what will happen.
        23 h 55 min customer: the customer brings the unit to outlet shop
    Tue 01-06 09:00 +24:00 The unit is handed in at outlet shop.
        2 h engineer: the bench of outlet shop is busy with s0.press.f.recorded.2
    Tue 01-06 11:00 +26:00 A bench of outlet shop takes it.
        15 min repair: the fault is looked for on the bench
    Tue 01-06 11:15 +26:15 The fault is found.
        30 min repair: repaired on the bench
    Tue 01-06 11:45 +26:45 It works again. The bench is free again.
        1 d -: the customer takes the unit back
    Wed 01-07 11:45 +50:45 The customer has the unit back: closed.
    """)
    assert "one more bench at outlet shop at Tue 01-06 09:00" in found.lesson


def test_the_bench_is_closed_at_night(tmp_path: Path) -> None:
    rows = [*TALK, *brought(0, "05 16:00", "05 16:00", "05 16:30", "06 09:00")]
    assert lines(told(tmp_path, rows))[7:11] == story_of("""
        30 min repair: repaired on the bench
        15 h off_shift: the benches of outlet shop are closed until Tue 01-06 08:00 (calendar works)
        1 h repair: repaired on the bench
    Tue 01-06 09:00 +24:00 It works again. The bench is free again.
    """)
