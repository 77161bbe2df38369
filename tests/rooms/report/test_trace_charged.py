"""Traces of work that the customer pays for: quotes, his word on them, and what waits for it; and of appointments."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.report.trace import Trace
from sim.report.trace.text import trace_text
from tests.rooms.report.traced import lines, story_of, traced
from tests.stories.little import plan_of, story, team

CHARGED = "charged: {in_warranty: 100%, quote: 30min, confirm: 5h, refused: 50%}"
AFTER_DIAGNOSIS = CHARGED.replace("refused", "quoted_after: diagnosis, refused")
TICKETS = [("05 09:00", "s10", "f", "5min", "10min", "30min"), ("05 09:02", "s10", "f", "5min", "10min", "30min")]
FRONT = "front: {seats: 1, takes: phone}"
AGREES, DECLINES = 0.9, 0.1
WITHIN_1D = "- {id: fixed, measure: {from: reported, to: restored}, within: 1d, pause: [], target: 90%}\n"


def told(
    folder: Path,
    ticket: int = 0,
    word: float = AGREES,
    extra: str = CHARGED,
    faults: str = "f: {}",
    crew: str = team(shift="always"),
    desks: str = FRONT,
) -> Trace:
    """The trace of one of two tickets whose customers pay: at the desk at the same time."""
    plan = plan_of(crew, desks=desks)
    luck = {"u_refused": [AGREES, word] if ticket else [word, AGREES]}
    return traced(story(folder, TICKETS, faults, plan, extra=extra, luck=luck, commitments=WITHIN_1D), ticket)


def test_a_quote_is_put_together_and_confirmed(tmp_path: Path) -> None:
    """The other caller has the seat of front until 09:10."""
    assert lines(told(tmp_path))[2:8] == story_of("""
    Mon 01-05 09:05 +0:05 The talk ends. The customer has to pay: front has to quote first.
        5 min desk: the seat of front is busy; it is next
    Mon 01-05 09:10 +0:10 front begins with the quote.
        30 min desk: front puts the quote together
    Mon 01-05 09:40 +0:40 The customer gets the quote.
        5 h customer: waiting for the customer to confirm the quote
    """)
    assert lines(told(tmp_path / "again"))[8].startswith("Mon 01-05 14:40 +5:40 The customer confirms the quote. ")


def test_who_declines_is_closed_without_a_repair(tmp_path: Path) -> None:
    found = told(tmp_path, word=DECLINES)
    assert lines(found)[-1] == (
        "Mon 01-05 14:40 +5:40 The customer declines the quote. The customer is told what will happen. Closed without "
        "a repair."
    )
    shown = " ".join(trace_text(found).split())
    assert "not asked for any more: the customer declined the quote" in shown


def test_without_desks_the_quote_is_put_together_all_the_same(tmp_path: Path) -> None:
    found = lines(told(tmp_path, desks=""))
    assert found[1:5] == story_of("""
        5 min desk: the talk with the customer
        30 min desk: the quote is put together
    Mon 01-05 09:35 +0:35 The customer gets the quote.
        5 h customer: waiting for the customer to confirm the quote
    """)


def test_after_the_diagnosis_the_crew_leaves_and_comes_back(tmp_path: Path) -> None:
    """On site from 09:15 to 09:25; again at once from where the engineer still stands."""
    assert lines(told(tmp_path, extra=AFTER_DIAGNOSIS))[6:] == story_of("""
    Mon 01-05 09:25 +0:25 The fault is found. crew-1 leaves: the customer has to know first what the repair costs. The
    | customer has to pay: front has to quote first.
        30 min desk: front puts the quote together
    Mon 01-05 09:55 +0:55 The customer gets the quote.
        5 h customer: waiting for the customer to confirm the quote
    Mon 01-05 14:55 +5:55 The customer confirms the quote. Visit 2 can go. crew-1 is sent. crew-1 is on site.
        30 min repair: crew-1 repairs
    Mon 01-05 15:25 +6:25 It works again. The customer signs: closed.
    """)


SHOP = team("shop", outlet="benches: 1, bench_calendar: works")
BROUGHT = "f: {carry_in: 100%, bring: 2h, take_back: 1d}"


def test_a_brought_unit_gives_its_bench_back_and_waits_for_one_again(tmp_path: Path) -> None:
    """Ticket 1 is diagnosed from 11:15 to 11:25; both quotes are out by 12:15; ticket 0 has the bench from 16:45."""
    found = lines(told(tmp_path, 1, extra=AFTER_DIAGNOSIS, faults=BROUGHT, crew=SHOP))
    assert found[5:] == story_of("""
        2 h customer: the customer brings the unit to outlet shop
    Mon 01-05 11:10 +2:08 The unit is handed in at outlet shop.
        5 min engineer: the bench of outlet shop is busy with s10.press.f.recorded.1
    Mon 01-05 11:15 +2:13 A bench of outlet shop takes it.
        10 min repair: the fault is looked for on the bench
    Mon 01-05 11:25 +2:23 The fault is found. The bench is free again. The customer has to pay: front has to
    | quote first.
        20 min desk: the seat of front is busy; it is next
    Mon 01-05 11:45 +2:43 front begins with the quote.
        30 min desk: front puts the quote together
    Mon 01-05 12:15 +3:13 The customer gets the quote.
        5 h customer: waiting for the customer to confirm the quote
    Mon 01-05 17:15 +8:13 The customer confirms the quote.
        14 h 45 min off_shift: the benches of outlet shop are closed until Tue 01-06 08:00 (calendar works)
        15 min engineer: the bench of outlet shop is busy with s10.press.f.recorded.1
    Tue 01-06 08:15 +23:13 A bench of outlet shop takes it.
        30 min repair: repaired on the bench
    Tue 01-06 08:45 +23:43 It works again. The bench is free again.
        1 d -: the customer takes the unit back
    Wed 01-07 08:45 +47:43 The customer has the unit back: closed.
    """)


def test_a_brought_unit_is_given_back_unrepaired(tmp_path: Path) -> None:
    found = lines(told(tmp_path, 1, DECLINES, AFTER_DIAGNOSIS, BROUGHT, SHOP))
    assert found[-1] == "Mon 01-05 17:15 +8:13 The customer declines the quote. Closed without a repair."


def test_an_appointment_is_the_customers_wish(tmp_path: Path) -> None:
    """Not before a day from 09:05 on, in hours 08:00 to 17:00."""
    found = told(tmp_path, extra="appointments: {share: 100%, after: 1d, calendar: works}")
    assert lines(found)[2:5] == story_of("""
    Mon 01-05 09:05 +0:05 The talk ends. The customer is told what will happen. The customer wants the visit not before
    | Tue 01-06 09:05.
        1 d customer: the customer wants nobody before Tue 01-06 09:05
    Tue 01-06 09:05 +24:05 A visit can go. crew-1 is sent. crew-1 leaves outlet crew.
    """)
    assert found.lesson.endswith("an earlier appointment could have saved it.")


def test_a_late_word_is_the_lesson(tmp_path: Path) -> None:
    found = told(tmp_path, extra=CHARGED.replace("5h", "25h"))
    assert found.lesson.endswith("a quicker word of the customer on the quote could have saved it.")


@pytest.mark.parametrize(
    ("until", "told"),
    [("2026-01-04", "out of warranty since 2026-01-04"), ("2026-01-05", "in warranty until 2026-01-05")],
)
def test_the_header_says_who_pays(tmp_path: Path, until: str, told: str) -> None:
    """Reported on the fifth; the last day of the warranty still counts."""
    known = {"s10": {"warranty_until": until}}
    found = traced(story(tmp_path, TICKETS, "f: {}", plan_of(team()), extra=CHARGED, known=known))
    assert told in trace_text(found).splitlines()
