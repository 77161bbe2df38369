"""Stories of work that the customer pays for: the quote, his answer, and what becomes of a repair he does not want."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model import Event
from tests.stories.little import Story, part, plan_of, story, team, trajectory

LIFE = tuple(kind for kind in Event if kind not in (Event.TAKEN, Event.ASKED, Event.ORDERED, Event.RECEIVED))
QUOTES = (Event.QUEUED, Event.STARTED, Event.ENDED, Event.QUOTED, Event.CONFIRMED, Event.DECLINED, Event.REPLIED,
          Event.READY, Event.CLOSED)  # fmt: skip
JOB = ("05 09:00", "s10", "f", "5min", "10min", "30min")
FRONT = "front: {seats: 1, takes: phone}"
AFTER = "quoted_after: diagnosis"


def charged(
    folder: Path, tickets: list | None = None, rule: str = "", refused: str = "0%", desks: str = "",
    faults: str = "f: {}", in_warranty: str = "100%", teams: tuple = (), dispatch: str = "", more: str = "",
    **others: object,
) -> Story:  # fmt: skip
    """Half an hour of a desk, a day until the customer answers."""
    shares = f"in_warranty: {in_warranty}, refused: {refused}"
    extra = f"charged: {{{shares}, quote: 30min, confirm: 1d{', ' if rule else ''}{rule}}}\n{others.pop('extra', '')}"
    plan = plan_of(*(teams or (team(shift="always"),)), desks=desks, dispatch=dispatch, more=more)
    return story(folder, tickets or [JOB], faults, plan, extra=extra, **others)  # type: ignore[arg-type]


# -- after the talk ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("desks", "who"), [("", "-"), (FRONT, "front")])
def test_a_quote_comes_after_the_talk_and_everything_else_after_the_answer(
    tmp_path: Path, desks: str, who: str
) -> None:
    assert charged(tmp_path, desks=desks).lines(*LIFE) == trajectory(f"""
    05 09:00 0 QUEUED 1 {who} CALL
    05 09:00 0 STARTED 1 {who} CALL
    05 09:05 0 ENDED 1 {who} CALL
    05 09:05 0 QUEUED 1 {who} QUOTE
    05 09:05 0 STARTED 1 {who} QUOTE
    05 09:35 0 ENDED 1 {who} QUOTE
    05 09:35 0 QUOTED 0 -
    06 09:35 0 CONFIRMED 0 -
    06 09:35 0 REPLIED 0 -
    06 09:35 0 READY 1 -
    06 09:35 0 DISPATCHED 1 crew-1
    06 09:35 0 DEPARTED 1 crew-1 10000m
    06 09:45 0 ARRIVED 1 crew-1
    06 09:55 0 DIAGNOSED 1 crew-1
    06 10:25 0 RESTORED 1 crew-1
    06 10:25 0 LEFT 1 crew-1 1
    06 10:25 0 CLOSED 0 -
    """)


def test_who_does_not_want_it_is_told_and_done_with(tmp_path: Path) -> None:
    assert charged(tmp_path, refused="100%", desks=FRONT).lines(*LIFE)[3:] == trajectory("""
    05 09:05 0 QUEUED 1 front QUOTE
    05 09:05 0 STARTED 1 front QUOTE
    05 09:35 0 ENDED 1 front QUOTE
    05 09:35 0 QUOTED 0 -
    06 09:35 0 DECLINED 0 -
    06 09:35 0 REPLIED 0 -
    06 09:35 0 CLOSED 0 -
    """)


def test_a_quote_waits_behind_callers_and_is_made_in_the_order_in_which_it_was_asked_for(tmp_path: Path) -> None:
    """The second caller, on the line since 09:02, talks until 09:15; then quote after quote."""
    tickets = [JOB, ("05 09:02", "s10", "f", "10min", "10min", "30min")]
    found = charged(tmp_path, tickets, desks=FRONT, refused="100%")
    quotes = [line for line in found.lines(Event.STARTED, Event.ENDED, Event.DECLINED) if "CALL" not in line]
    assert quotes == trajectory("""
    05 09:15 0 STARTED 1 front QUOTE
    05 09:45 0 ENDED 1 front QUOTE
    05 09:45 1 STARTED 1 front QUOTE
    05 10:15 1 ENDED 1 front QUOTE
    06 09:45 0 DECLINED 0 -
    06 10:15 1 DECLINED 0 -
    """)


def test_a_quote_waits_for_the_desk_to_open(tmp_path: Path) -> None:
    """The last call ends at 17:03, after the seats' hours: quoted from 08:00 on."""
    desks = 'front: {seats: {"08:00-17:00": 1}, takes: phone}'
    found = charged(tmp_path, [("05 16:58", "s10", "f", "5min", None, None)], desks=desks)
    assert found.lines(Event.QUOTED, Event.CONFIRMED) == ["06 08:30 0 QUOTED 0 -", "07 08:30 0 CONFIRMED 0 -"]


def test_what_the_phone_fixes_costs_nothing(tmp_path: Path) -> None:
    found = charged(tmp_path, faults="f: {remote_fix: 100%}", desks=FRONT)
    assert found.lines(Event.QUOTED, Event.CLOSED) == ["05 09:05 0 CLOSED 0 -"]


def test_a_share_is_charged_and_a_share_of_them_declines(tmp_path: Path) -> None:
    """40 % are charged, half of these do not want it, each by the ticket's own numbers."""
    tickets = [(f"05 {hour}:00", "s10", "f", "5min", None, None) for hour in ("09", "10", "11")]
    luck = {"u_charged": [0.39, 0.4, 0.39], "u_refused": [0.49, 0.1, 0.5]}
    found = charged(tmp_path, tickets, in_warranty="40%", refused="50%", luck=luck)
    assert found.lines(Event.QUOTED, Event.DECLINED, Event.CONFIRMED) == trajectory("""
    05 09:35 0 QUOTED 0 -
    06 09:35 0 DECLINED 0 -
    05 11:35 2 QUOTED 0 -
    06 11:35 2 CONFIRMED 0 -
    """)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai"])
def test_out_of_warranty_from_the_day_after_its_last_day_on(tmp_path: Path, zone: str) -> None:
    """By the local date of the report; in warranty nothing is charged here, out of it everything."""
    tickets = [("06 23:59", "s10", "f", "5min", None, None), ("07 00:00", "s10", "f", "5min", None, None)]
    known = {"s10": {"warranty_until": "2026-01-06"}}
    found = charged(tmp_path, tickets, in_warranty="0%", known=known, zone=zone)
    assert found.lines(Event.QUOTED) == ["07 00:35 1 QUOTED 0 -"]


def test_the_supplier_is_written_to_once_the_customer_has_confirmed(tmp_path: Path) -> None:
    maker = "suppliers: {maker: {contact: {handle: 20min}, reply: 2h, supply: 3h}}"
    found = charged(tmp_path, faults="f: {supplier: maker}", desks=FRONT, extra=maker)
    kinds = (Event.CONFIRMED, Event.STARTED, Event.SUPPLIER_CONTACTED, Event.REPLIED, Event.PARTS_READY, Event.READY)
    assert found.lines(*kinds)[2:] == trajectory("""
    06 09:35 0 CONFIRMED 0 -
    06 09:35 0 STARTED 1 front CONTACT
    06 09:55 0 SUPPLIER_CONTACTED 0 -
    06 11:55 0 REPLIED 0 -
    06 14:55 0 PARTS_READY 0 -
    06 14:55 0 READY 1 -
    """)


def test_known_parts_are_asked_for_once_the_customer_has_confirmed(tmp_path: Path) -> None:
    crew = team(shift="always", outlet="stock: {pump: 1}")
    faults = "f: {parts: {pump: {chance: 100%, known: 100%}}}"
    for share, asked in (("0%", ["06 09:35 0 PARTS_ASKED 0 - 1"]), ("100%", [])):
        found = charged(tmp_path / share, refused=share, faults=faults, teams=(crew,), parts=[part("pump", "1d")])
        assert found.lines(Event.PARTS_ASKED) == asked


def test_a_dispatch_desk_hears_of_it_once_the_customer_has_confirmed(tmp_path: Path) -> None:
    desks = FRONT + ", duty: {role: dispatch, seats: 1, handle: 6min}"
    found = charged(tmp_path, desks=desks)
    assert found.lines(Event.QUEUED, Event.REPLIED)[2:] == [
        "06 09:35 0 QUEUED 1 duty DISPATCH",
        "06 09:41 0 REPLIED 0 -",
    ]


def test_the_time_until_the_answer_stops_the_clock(tmp_path: Path) -> None:
    """Due 30 h after the report; from 09:35 to 09:35 it stands still: due on the 7th at 15:00, ten minutes' drive."""
    due = "- {id: arrive, measure: {from: reported, to: arrived}, within: 30h, target: 90%}\n"
    found = charged(tmp_path, commitments=due, dispatch="rule: due_date")
    assert found.lines(Event.READY) == ["06 09:35 0 READY 1 - leave 07 14:50"]


def test_what_is_brought_is_quoted_before_it_is_brought(tmp_path: Path) -> None:
    depot = team(shift="always", outlet="benches: 1, bench_calendar: always")
    found = charged(tmp_path, faults="f: {carry_in: 100%, bring: 1h}", teams=(depot,))
    assert found.lines(Event.CONFIRMED, Event.REPLIED, Event.HANDED_IN) == trajectory("""
    06 09:35 0 CONFIRMED 0 -
    06 09:35 0 REPLIED 0 -
    06 10:35 0 HANDED_IN 0 crew
    """)


# -- after the diagnosis ----------------------------------------------------------------------------------------------


def test_quoted_after_the_diagnosis_the_crew_leaves_and_another_visit_repairs(tmp_path: Path) -> None:
    """Diagnosed at 09:25; the crew, which has stayed at s10, is there again at once and does not diagnose again."""
    found = charged(tmp_path, rule=AFTER, desks=FRONT)
    assert found.lines(*LIFE)[3:] == trajectory("""
    05 09:05 0 REPLIED 0 -
    05 09:05 0 READY 1 -
    05 09:05 0 DISPATCHED 1 crew-1
    05 09:05 0 DEPARTED 1 crew-1 10000m
    05 09:15 0 ARRIVED 1 crew-1
    05 09:25 0 DIAGNOSED 1 crew-1
    05 09:25 0 LEFT 1 crew-1 5
    05 09:25 0 QUEUED 1 front QUOTE
    05 09:25 0 STARTED 1 front QUOTE
    05 09:55 0 ENDED 1 front QUOTE
    05 09:55 0 QUOTED 0 -
    06 09:55 0 CONFIRMED 0 -
    06 09:55 0 READY 2 -
    06 09:55 0 DISPATCHED 2 crew-1
    06 09:55 0 DEPARTED 2 crew-1 0m
    06 09:55 0 ARRIVED 2 crew-1
    06 10:25 0 RESTORED 2 crew-1
    06 10:25 0 LEFT 2 crew-1 1
    06 10:25 0 CLOSED 0 -
    """)


def test_declined_after_the_diagnosis_nobody_comes_again(tmp_path: Path) -> None:
    found = charged(tmp_path, rule=AFTER, refused="100%")
    assert found.lines(*LIFE)[8:] == trajectory("""
    05 09:25 0 DIAGNOSED 1 crew-1
    05 09:25 0 LEFT 1 crew-1 5
    05 09:25 0 QUEUED 1 - QUOTE
    05 09:25 0 STARTED 1 - QUOTE
    05 09:55 0 ENDED 1 - QUOTE
    05 09:55 0 QUOTED 0 -
    06 09:55 0 DECLINED 0 -
    06 09:55 0 CLOSED 0 -
    """)


def test_the_return_visit_is_for_anybody(tmp_path: Path) -> None:
    """The first crew works on Mondays: on Tuesday at 14:00, when they come on duty, the late ones go."""
    teams = (team(shift="early"), team("late", 20, shift="late"))
    calendars = 'early: {days: mon, hours: "06:00-12:00"}'
    found = charged(tmp_path, rule=AFTER, teams=teams, calendars=calendars)
    assert found.lines(Event.DISPATCHED) == ["05 09:05 0 DISPATCHED 1 crew-1", "06 14:00 0 DISPATCHED 2 late-1"]


def test_parts_found_missing_are_asked_for_after_the_confirmation(tmp_path: Path) -> None:
    """The pump in the outlet is taken on Tuesday; crew-1, at s10, drives to the outlet and back."""
    crew = team(shift="always", outlet="stock: {pump: 1}")
    faults = "f: {parts: {pump: {chance: 100%, known: 0%}}}"
    found = charged(tmp_path, rule=AFTER, faults=faults, teams=(crew,), parts=[part("pump", "1d")])
    kinds = (Event.LEFT, Event.CONFIRMED, Event.TAKEN, Event.PARTS_READY, Event.READY, Event.COLLECTED, Event.RESTORED)
    assert found.lines(*kinds)[1:-1] == trajectory("""
    05 09:25 0 LEFT 1 crew-1 5
    06 09:55 0 CONFIRMED 0 -
    06 09:55 0 TAKEN 1 crew/pump 1
    06 09:55 0 PARTS_READY 1 - 1
    06 09:55 0 READY 2 -
    06 10:05 0 COLLECTED 2 crew-1
    06 10:45 0 RESTORED 2 crew-1
    """)


@pytest.mark.parametrize("refused", ["0%", "100%"])
def test_nothing_is_reserved_before_the_customer_has_agreed(tmp_path: Path, refused: str) -> None:
    """Known on the phone or not; and nothing has to go back if he declines."""
    crew = team(shift="always", outlet="stock: {pump: 1}")
    faults = "f: {parts: {pump: {chance: 100%, known: 100%}}}"
    found = charged(tmp_path, None, AFTER, refused, faults=faults, teams=(crew,), parts=[part("pump", "1d")])
    taken = ["06 09:55 0 TAKEN 1 crew/pump 1"] if refused == "0%" else []
    assert found.lines(Event.TAKEN, Event.GIVEN_BACK) == taken
    assert len(found.lines(Event.RESTORED)) == len(taken)


def test_a_bench_is_freed_until_the_customer_has_answered(tmp_path: Path) -> None:
    """Handed in at 10:05, diagnosed 10:15. Another unit, there at 10:10, has the bench meanwhile: diagnosed 10:25,
    quoted at 11:15 after the first. On Tuesday each is repaired as its owner has confirmed."""
    depot = team(shift="always", outlet="benches: 1, bench_calendar: works")
    tickets = [JOB, ("05 09:05", "s10", "f", "5min", "10min", "30min")]
    faults = "f: {carry_in: 100%, bring: 1h, take_back: 2h}"
    found = charged(tmp_path, tickets, AFTER, desks=FRONT, faults=faults, teams=(depot,))
    kinds = (Event.HANDED_IN, Event.BENCHED, Event.DIAGNOSED, Event.UNBENCHED, Event.QUOTED, Event.CONFIRMED,
             Event.RESTORED, Event.CLOSED)  # fmt: skip
    assert found.lines(*kinds) == trajectory("""
    05 10:05 0 HANDED_IN 0 crew
    05 10:05 0 BENCHED 0 crew
    05 10:15 0 DIAGNOSED 0 -
    05 10:15 0 UNBENCHED 0 crew
    05 10:45 0 QUOTED 0 -
    06 10:45 0 CONFIRMED 0 -
    06 10:45 0 BENCHED 0 crew
    06 11:15 0 RESTORED 0 -
    06 11:15 0 UNBENCHED 0 crew
    06 13:15 0 CLOSED 0 -
    05 10:10 1 HANDED_IN 0 crew
    05 10:15 1 BENCHED 0 crew
    05 10:25 1 DIAGNOSED 0 -
    05 10:25 1 UNBENCHED 0 crew
    05 11:15 1 QUOTED 0 -
    06 11:15 1 CONFIRMED 0 -
    06 11:15 1 BENCHED 0 crew
    06 11:45 1 RESTORED 0 -
    06 11:45 1 UNBENCHED 0 crew
    06 13:45 1 CLOSED 0 -
    """)


def test_declined_on_a_bench_it_is_closed(tmp_path: Path) -> None:
    depot = team(shift="always", outlet="benches: 1, bench_calendar: works")
    faults = "f: {carry_in: 100%, bring: 1h, take_back: 2h}"
    found = charged(tmp_path, rule=AFTER, refused="100%", faults=faults, teams=(depot,))
    assert found.lines(Event.UNBENCHED, Event.DECLINED, Event.RESTORED, Event.CLOSED) == trajectory("""
    05 10:15 0 UNBENCHED 0 crew
    06 10:45 0 DECLINED 0 -
    06 10:45 0 CLOSED 0 -
    """)
