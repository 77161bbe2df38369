"""Shares of tickets: what is counted, and of what."""

from __future__ import annotations

from pathlib import Path

from sim.model import Event
from tests.rooms.judge.company import PLAN, call, company


def share(name: str, more: str = "") -> str:
    return f"- {{id: {name.replace('_', '-')}, measure: {{share_of: {name}}}, target: 90%{more}}}\n"


def gives_up(ticket: int, when: str) -> list[tuple]:
    return [
        (when, ticket, Event.QUEUED, 1, 0, 0),
        (when, ticket, Event.GAVE_UP, 1, 0, 0),
        (when, ticket, Event.ABANDONED),
    ]


def test_answered_of_customers_who_called(tmp_path: Path) -> None:
    tickets = [("6 09:00", "near", "body"), ("6 09:01", "near", "body"), ("6 09:02", "near", "body")]
    rows = [
        *call(0, "6 09:00", "6 09:00", "6 09:05"),
        *gives_up(1, "6 09:01"),
        ("6 09:02", 2, Event.QUEUED, 1, 0, 0),  # still in the queue at the end
    ]
    story = company(tmp_path, share("answered"), tickets, rows)
    assert story.count("answered") == (2, 1, 1)
    counts = story.judgement.counts
    assert (counts["reported"], counts["answered"], counts["abandoned"], counts["open_at_end"]) == (3, 1, 1, 2)


def test_without_desks_there_is_no_evidence_about_answering(tmp_path: Path) -> None:
    plan = PLAN[PLAN.index("outlets") :]
    rows = [("6 09:00", 0, Event.QUEUED, 1, -1, 0), ("6 09:00", 0, Event.STARTED, 1, -1, 0)]
    story = company(tmp_path, share("answered"), [("6 09:00", "near", "body")], rows, plan=plan)
    assert story.count("answered") == (0, 0, 0)
    assert story.commitment("answered").met == (None,)


def test_remote_fixed_of_answered(tmp_path: Path) -> None:
    tickets = [("6 09:00", "near", "body"), ("6 09:01", "near", "body"), ("6 09:02", "near", "body")]
    rows = [*call(0, "6 09:00", "6 09:00", "6 09:05"), ("6 09:05", 0, Event.REMOTE_FIXED),
            *call(1, "6 09:01", "6 09:05", "6 09:06"), *gives_up(2, "6 09:02")]  # fmt: skip
    assert company(tmp_path, share("remote_fixed"), tickets, rows).count("remote-fixed") == (2, 1, 0)


def test_a_share_covers_what_its_filter_says(tmp_path: Path) -> None:
    tickets = [("6 09:00", "near", "body"), ("6 09:01", "far", "body")]
    rows = [*call(0, "6 09:00", "6 09:00", "6 09:05"), *gives_up(1, "6 09:01")]
    commitments = share("answered", ", covers: {radius_km: {at_most: 100}}")
    assert company(tmp_path, commitments, tickets, rows).count("answered") == (1, 1, 0)


def test_times_kept_asks_every_limit_that_covers_the_ticket(tmp_path: Path) -> None:
    """Five tickets under `onsite` (4 h to arrive) and, beyond 100 km, `reply` (1 h)."""
    commitments = share("times_kept") + (
        "- {id: onsite, measure: {from: reported, to: arrived}, within: 4h, covers: {fault: body}, target: 90%}\n"
        "- {id: reply, measure: {from: reported, to: replied}, within: 1h, target: 90%,"
        " covers: {radius_km: {above: 100}}}\n"
    )
    tickets = [
        ("6 09:00", "near", "body"),  # arrives in time: kept
        ("6 09:01", "far", "body"),  # arrives in time, told too late: missed
        ("6 09:02", "far", "body"),  # both in time: kept
        ("6 09:03", "near", "engine"),  # under no limit
        ("6 09:04", "far", "body"),  # fixed by phone, told in time: kept under `reply` alone
        ("2026-02-01 23:00:00", "far", "body"),  # never told: missed, whatever comes of the other
    ]
    rows = [
        ("6 10:00", 0, Event.ARRIVED),
        ("6 10:02", 1, Event.REPLIED), ("6 11:00", 1, Event.ARRIVED),
        ("6 10:02", 2, Event.REPLIED), ("6 11:00", 2, Event.ARRIVED),
        ("6 09:10", 4, Event.REMOTE_FIXED), ("6 09:10", 4, Event.REPLIED), ("6 09:10", 4, Event.RESTORED),
    ]  # fmt: skip
    story = company(tmp_path, commitments, tickets, rows)
    assert story.count("times-kept") == (5, 3, 0)
    assert story.count("onsite") == (4, 3, 0)
    assert story.count("reply") == (4, 2, 0)


def test_times_kept_is_undecided_while_an_open_limit_may_still_break_it(tmp_path: Path) -> None:
    from tests.rooms.judge.company import seen_for

    commitments = share("times_kept") + (
        "- {id: onsite, measure: {from: reported, to: arrived}, within: 4h, target: 90%}\n"
        "- {id: reply, measure: {from: reported, to: replied}, within: 30min, target: 90%}\n"
    )
    tickets = [("2026-02-01 22:00:00", "near", "body"), ("2026-02-01 22:01:00", "near", "body")]
    story = company(tmp_path, commitments, tickets, [("2026-02-01 22:10", 0, Event.REPLIED)])
    # seen until midnight: the first may still arrive, the second was not told in time
    assert seen_for(story, 0).count("times-kept") == (1, 0, 1)


def test_times_kept_without_time_commitments_has_no_cases(tmp_path: Path) -> None:
    story = company(tmp_path, share("times_kept"), [("6 09:00", "near", "body")], [])
    assert story.count("times-kept") == (0, 0, 0)
