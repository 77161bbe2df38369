"""Stories of repair points: brought, a bench, diagnosis and parts, repair, taken back; nobody drives."""

from __future__ import annotations

from pathlib import Path

from sim.model import Event
from tests.stories.little import Story, part, plan_of, story, team, trajectory

RESTORE = "- {id: fix, measure: {from: received, to: restored}, within: 5d, target: 90%}\n"
BENCH = (Event.HANDED_IN, Event.BENCHED, Event.DIAGNOSED, Event.PARTS_ASKED, Event.PARTS_READY, Event.RESTORED,
         Event.UNBENCHED, Event.CLOSED)  # fmt: skip
BRING = "carry_in: 100%, bring: 1h, take_back: 2h"


def brought(folder: Path, tickets: list, benches: str = "benches: 1, bench_calendar: works", fault: str = BRING,
            more: str = "", **others: object) -> Story:  # fmt: skip
    plan = plan_of(team(outlet=benches, shift="always"), more=more)
    return story(folder, tickets, f"f: {{{fault}}}", plan, RESTORE, **others)  # type: ignore[arg-type]


def test_a_unit_is_brought_repaired_and_taken_back_without_anybody_driving(tmp_path: Path) -> None:
    """Brought by 10:05; diagnosed until 10:35, repaired until 11:35, taken back at 13:35."""
    found = brought(tmp_path, [("05 09:00", "s30", "f", "5min", "30min", "1h")])
    assert found.lines() == trajectory("""
    05 09:00 0 QUEUED 1 - CALL
    05 09:00 0 STARTED 1 - CALL
    05 09:05 0 ENDED 1 - CALL
    05 09:05 0 REPLIED 0 -
    05 10:05 0 HANDED_IN 0 crew
    05 10:05 0 BENCHED 0 crew
    05 10:35 0 DIAGNOSED 0 -
    05 11:35 0 RESTORED 0 -
    05 11:35 0 UNBENCHED 0 crew
    05 13:35 0 CLOSED 0 -
    """)


def test_bench_work_goes_on_in_its_hours_and_keeps_the_bench_overnight(tmp_path: Path) -> None:
    """Works are 08-12 and 13-17. Ticket 0 is there at 15:00: 30 min diagnosis, 90 of 120 min repair; the last 30 min on
    the next morning. Ticket 1, there at 16:30, waits for the bench until 08:30, ticket 2 until 11:30: 30 min of its
    repair before the break."""
    tickets = [
        ("05 14:00", "s0", "f", "0s", "30min", "2h"),
        ("05 15:30", "s0", "f", "0s", "1h", "2h"),
        ("05 15:31", "s0", "f", "0s", "0s", "40min"),
    ]
    assert brought(tmp_path, tickets).lines(*BENCH) == trajectory("""
    05 15:00 0 HANDED_IN 0 crew
    05 15:00 0 BENCHED 0 crew
    05 15:30 0 DIAGNOSED 0 -
    06 08:30 0 RESTORED 0 -
    06 08:30 0 UNBENCHED 0 crew
    06 10:30 0 CLOSED 0 -
    05 16:30 1 HANDED_IN 0 crew
    06 08:30 1 BENCHED 0 crew
    06 09:30 1 DIAGNOSED 0 -
    06 11:30 1 RESTORED 0 -
    06 11:30 1 UNBENCHED 0 crew
    06 13:30 1 CLOSED 0 -
    05 16:31 2 HANDED_IN 0 crew
    06 11:30 2 BENCHED 0 crew
    06 11:30 2 DIAGNOSED 0 -
    06 13:10 2 RESTORED 0 -
    06 13:10 2 UNBENCHED 0 crew
    06 15:10 2 CLOSED 0 -
    """)


def test_who_comes_first_is_first_and_of_one_second_the_first_ticket(tmp_path: Path) -> None:
    """The bench is free at 11:00, when tickets 1 and 2 are handed in: 1. What ends at noon is done at noon."""
    tickets = [("05 09:00", "s0", "f", "0s", "0s", "1h"), ("05 10:00", "s1", "f", "0s", "0s", "1h"),
               ("05 10:00", "s2", "f", "0s", "0s", "1h")]  # fmt: skip
    assert brought(tmp_path, tickets).lines(Event.BENCHED, Event.RESTORED) == trajectory("""
    05 10:00 0 BENCHED 0 crew
    05 11:00 0 RESTORED 0 -
    05 11:00 1 BENCHED 0 crew
    05 12:00 1 RESTORED 0 -
    05 12:00 2 BENCHED 0 crew
    05 14:00 2 RESTORED 0 -
    """)


def test_parts_are_held_for_the_bench_which_waits_for_them(tmp_path: Path) -> None:
    """One pump is there. Ticket 0 (known on the phone) has it; ticket 1, found on the bench at 11:30, waits for
    what was ordered for the shelf at 09:00, a day on the way, and keeps the second bench meanwhile."""
    parts = "parts: {pump: {chance: 100%, known: 50%}}"
    tickets = [("05 09:00", "s0", "f", "0s", "30min", "1h"), ("05 10:00", "s0", "g", "0s", "30min", "1h")]
    faults = f"f: {{{BRING}, {parts.replace('50%', '100%')}}}, g: {{{BRING}, {parts.replace('50%', '0%')}}}"
    plan = plan_of(team(outlet="benches: 2, bench_calendar: works, stock: {pump: 1}", shift="always"))
    found = story(tmp_path, tickets, faults, plan, RESTORE, parts=[part("pump", "1d")])
    assert found.lines(*BENCH, Event.TAKEN) == trajectory("""
    05 09:00 0 PARTS_ASKED 0 - 1
    05 09:00 0 TAKEN 1 crew/pump 1
    05 10:00 0 HANDED_IN 0 crew
    05 10:00 0 BENCHED 0 crew
    05 10:30 0 DIAGNOSED 0 -
    05 10:30 0 PARTS_READY 0 - 1
    05 11:30 0 RESTORED 0 -
    05 11:30 0 UNBENCHED 0 crew
    05 13:30 0 CLOSED 0 -
    05 11:00 1 HANDED_IN 0 crew
    05 11:00 1 BENCHED 0 crew
    05 11:30 1 DIAGNOSED 0 -
    05 11:30 1 PARTS_ASKED 0 - 1
    06 09:00 1 TAKEN 0 crew/pump 1
    06 09:00 1 PARTS_READY 0 - 1
    06 10:00 1 RESTORED 0 -
    06 10:00 1 UNBENCHED 0 crew
    06 12:00 1 CLOSED 0 -
    """)


def test_a_share_is_brought_and_only_what_the_phone_does_not_fix(tmp_path: Path) -> None:
    """60 % by the ticket's own number; half are fixed by phone."""
    tickets = [(f"05 {hour}:00", "s0", "f", "0s", None, "10min") for hour in ("09", "10", "11")]
    found = brought(tmp_path, tickets, fault=BRING.replace("100%", "60%") + ", remote_fix: 50%",
                    luck={"u_carry_in": [0.59, 0.6, 0.1], "u_remote": [0.6, 0.6, 0.4]})  # fmt: skip
    assert found.lines(Event.HANDED_IN, Event.READY, Event.REMOTE_FIXED) == trajectory("""
    05 10:00 0 HANDED_IN 0 crew
    05 10:00 1 READY 1 -
    05 11:00 2 REMOTE_FIXED 1 -
    """)


def test_brought_to_the_first_outlet_of_the_territory_with_benches(tmp_path: Path) -> None:
    """South has none, north has; a site whose territory is south alone is visited."""
    north = team("north", 60, shift="always", outlet="benches: 1, bench_calendar: always")
    one, two = "one: {sites: [s1], outlets: [south, north]}", "two: {sites: [s2], outlets: [south]}"
    plan = plan_of(team("south", 0, shift="always"), north, more=f"territories: {{{one}, {two}}}")
    tickets = [("05 09:00", "s1", "f", "0s", None, "10min"), ("05 09:00", "s2", "f", "0s", None, "10min")]
    found = story(tmp_path, tickets, f"f: {{{BRING}}}", plan, RESTORE)
    assert found.lines(Event.HANDED_IN, Event.DISPATCHED) == trajectory("""
    05 09:00 1 DISPATCHED 1 south-1
    05 10:00 0 HANDED_IN 0 north
    """)


def test_nothing_to_do_takes_no_time_and_no_bench_for_long(tmp_path: Path) -> None:
    """All of 0 s: brought, repaired and taken back in the second of the report, two of them on one bench."""
    tickets = [("05 09:00", "s1", "f", "0s", "0s", "0s"), ("05 09:00", "s2", "f", "0s", "0s", "0s")]
    found = brought(tmp_path, tickets, fault="carry_in: 100%")
    assert [line.split()[:4] for line in found.lines(Event.CLOSED)] == [
        ["05", "09:00", "0", "CLOSED"],
        ["05", "09:00", "1", "CLOSED"],
    ]


def test_no_dispatcher_handles_what_is_brought(tmp_path: Path) -> None:
    """The dispatch desk has no seats at all; the ticket does not wait for it."""
    plan = plan_of(team(outlet="benches: 1, bench_calendar: works", shift="always"),
                   desks="front: {seats: 1, takes: phone}, duty: {role: dispatch, seats: 0}")  # fmt: skip
    found = story(tmp_path, [("05 09:00", "s0", "f", "5min", None, "1h")], f"f: {{{BRING}}}", plan, RESTORE)
    assert found.lines(Event.REPLIED, Event.HANDED_IN, Event.CLOSED) == trajectory("""
    05 09:05 0 REPLIED 0 -
    05 10:05 0 HANDED_IN 0 crew
    05 13:05 0 CLOSED 0 -
    """)
