"""What the auditor says can be looked up: tickets, local instants and names stand in it."""

from zoneinfo import ZoneInfo

from sim.audit.hours import NEVER
from sim.audit.rows import Row
from sim.audit.said import Teller, When, Who, say
from sim.model import Event

TELLER = Teller(ZoneInfo("Asia/Shanghai"), lambda engineer: f"north-{engineer + 1}")
NOON = 1_767_585_600  # 2026-01-05 12:00 in Shanghai


def test_instants_are_local_and_never_is_a_word() -> None:
    said = say("due {due}, not {told}", due=When(NOON), told=When(NEVER))
    assert TELLER.tell(said) == "due 2026-01-05T12:00:00+08:00, not never"


def test_a_row_names_its_ticket_its_instant_and_its_engineer() -> None:
    row = Row(NOON, 17, Event.ARRIVED, 2, 3, 0)
    assert TELLER.tell(say("{row}", row=row)) == (
        "[2026-01-05T12:00:00+08:00 ticket 17 ARRIVED, n 2, actor north-4, value 0]"
    )


def test_lists_and_sentences_within_sentences() -> None:
    inner = say("{who} twice", who=[Who(0), Who(1)])
    assert TELLER.tell(say("{inner}: {at}, {none}, {kinds}", inner=inner, at=[(NOON, 2)], none=[], kinds={"a": 1})) == (
        "north-1, north-2 twice: (2026-01-05T12:00:00+08:00, 2), none, a: 1"
    )
