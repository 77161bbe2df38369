"""Repairs that do not last: what counts as a ticket, and the shares that look ahead; worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.clock import NEVER
from sim.judge import judge, ticket_rows
from sim.model import Event, Purpose
from tests.rooms.judge.company import ARRIVE_4H, SCENARIO, Company, at, call, company, seen_for, visit

REPEATING = SCENARIO.replace("skill: body}", "skill: body, repeat: {chance: 100%, after: 20d}}")
ONE, TWO = ("6 09:00", "near", "body"), ("6 09:01", "near", "body")
SHARE = "- {{id: one, measure: {{share_of: {share}}}{more}, target: 90%}}\n"


def share(name: str, more: str = "") -> str:
    return SHARE.format(share=name, more=f", {more}" if more else "")


def repaired(ticket: int, day: int) -> list[tuple]:
    return visit(ticket, f"{day} 09:10", f"{day} 09:10", f"{day} 10:00", f"{day} 11:00")


def again(ticket: int, parent: int, when: str) -> list[tuple]:
    return [(when, ticket, Event.REPEATED, 0, -1, parent), (when, ticket, Event.QUEUED, 1, 0, 0)]


def test_a_repeat_is_a_ticket_from_its_report_on(tmp_path: Path) -> None:
    """Two tickets, each with a repeat that may come; only that of the second does."""
    commitments = ARRIVE_4H + ARRIVE_4H.replace("onsite", "again").replace("within", "covers: {repeat: true}, within")
    rows = [*repaired(0, 6), *repaired(1, 6), *again(3, 1, "27 08:00"), ("27 13:00", 3, Event.ARRIVED, 1, 0, 0)]
    story = company(tmp_path, commitments, [ONE, TWO], rows, REPEATING)
    table = story.table
    assert table.milestones["reported"].tolist() == [at("6 09:00"), at("6 09:01"), NEVER, at("27 08:00")]
    assert (table.judged.tolist(), table.parent.tolist()) == ([True, True, False, True], [-1, -1, -1, 1])
    counts = story.judgement.counts
    assert (counts["reported"], counts["repeats"], counts["open_at_end"]) == (3, 1, 1)
    assert story.count("onsite") == (3, 2, 0)  # the repeat was reached an hour too late
    assert story.count("again") == (1, 0, 0)
    # open: 09:00-11:00 and 09:01-11:00 in the first week; the repeat from the 27th, 08:00, to the end of the 1st
    assert story.judgement.open_by_week.tolist() == [2 * 7200 - 60, 0, 0, 6 * 86_400 - 8 * 3600]


def test_a_repeat_that_never_came_is_in_no_row_of_the_file(tmp_path: Path) -> None:
    rows = [*repaired(0, 6), *repaired(1, 6), *again(3, 1, "27 08:00")]
    story = company(tmp_path, ARRIVE_4H, [ONE, TWO], rows, REPEATING)
    columns = ticket_rows(story.world, story.plan, story.log)
    assert columns["ticket"].tolist() == [
        "near.coach.body.recorded.1", "near.coach.body.recorded.2", "near.coach.body.recorded.2.r1",
    ]  # fmt: skip
    assert columns["repeat_of"].tolist() == ["", "", "near.coach.body.recorded.2"]
    assert {len(column) for column in columns.values()} == {3}


BACK = [*repaired(0, 6), *again(2, 0, "9 11:00")]  # three days after the repair, to the second


@pytest.mark.parametrize(("window", "kept"), [("2d", 0), ("71h", 0), ("3d", 1), ("4d", 1)])
def test_repeated_within_the_window(tmp_path: Path, window: str, kept: int) -> None:
    story = company(tmp_path, share("repeated", f"within: {window}"), [ONE, TWO], [*BACK, *repaired(1, 7)], REPEATING)
    assert story.count("one") == (2, kept, 0)


def test_what_may_still_come_back_is_undecided(tmp_path: Path) -> None:
    """Seen until the 9th of February, 00:00: three days after the 6th, 00:00, end at that instant."""
    rows = [("2026-02-05 23:59", 0, Event.RESTORED, 1), ("2026-02-06 00:00", 1, Event.RESTORED, 1)]
    story = company(tmp_path, share("repeated", "within: 3d"), [ONE, TWO], rows, REPEATING)
    assert story.count("one") == (1, 0, 1)


def test_resolved_asks_all_who_reported(tmp_path: Path) -> None:
    tickets = [ONE, TWO, ("6 09:02", "near", "body"), ("6 09:03", "near", "gear"), ("6 09:04", "near", "gear")]
    rows = [
        *repaired(0, 6), *again(5, 0, "9 11:00"),  # came back, and the repeat stays open
        *repaired(1, 7),  # for good
        ("6 09:05", 2, Event.GAVE_UP, 1, 0, 0), ("6 09:05", 2, Event.ABANDONED),  # never helped
        ("7 09:00", 3, Event.HANDED_ON),  # the supplier's
        ("6 09:30", 4, Event.REMOTE_FIXED, 1, 0), ("6 09:30", 4, Event.RESTORED),  # advice came before the supplier
    ]  # fmt: skip
    story = company(tmp_path, share("resolved", "within: 3d"), tickets, rows, REPEATING)
    assert story.count("one") == (5, 2, 0)


def test_open_for_longer_than_the_window_is_not_resolved(tmp_path: Path) -> None:
    tickets = [ONE, ("2026-02-01 09:00:00", "near", "body")]
    story = company(tmp_path, share("resolved", "within: 3d"), tickets, [], REPEATING)
    assert story.count("one") == (2, 0, 0)
    assert seen_for(story, 2 * 86_400).count("one") == (1, 0, 1)  # until the 4th, 00:00: nine hours are missing


def test_fixed_in_the_first_talk_and_for_good(tmp_path: Path) -> None:
    tickets = [(f"6 09:0{minute}", "near", "body") for minute in range(5)]
    escalated = [
        ("6 09:30", 2, Event.QUEUED, 1, 1, Purpose.ESCALATION), ("6 09:30", 2, Event.STARTED, 1, 1, Purpose.ESCALATION),
        ("6 09:40", 2, Event.ENDED, 1, 1, Purpose.ESCALATION),
    ]  # fmt: skip
    rows = [*escalated, *(row for ticket in range(4) for row in call(ticket, f"6 09:0{ticket}", "6 09:20", "6 09:30"))]
    for ticket, when in ((0, "6 09:30"), (1, "6 09:30"), (2, "6 09:40")):  # the third by the second desk
        rows += [(when, ticket, event) for event in (Event.REMOTE_FIXED, Event.RESTORED, Event.CLOSED)]
    rows += again(6, 1, "9 09:30")  # and the second came back after three days; nobody answered then
    for window, kept in (("3d", 1), ("71h", 2)):
        commitments = share("first_contact_fixed", f"within: {window}")
        assert company(tmp_path, commitments, tickets, rows, REPEATING).count("one") == (4, kept, 0)


def first_visit(ticket: int, left: str, how: int) -> list[tuple]:
    return [("6 10:00", ticket, Event.ARRIVED, 1), (left, ticket, Event.LEFT, 1, 0, how)]


def test_fixed_by_the_first_visit_and_for_good(tmp_path: Path) -> None:
    tickets = [(f"6 09:0{minute}", "near", "body") for minute in range(5)]
    rows = [
        *repaired(0, 6),
        *repaired(1, 6), *again(6, 1, "9 11:00"),  # came back
        *first_visit(2, "6 12:00", 0), ("7 10:00", 2, Event.ARRIVED, 2), ("7 11:00", 2, Event.RESTORED, 2),
        *first_visit(3, "6 12:00", 2),  # a part is missing: whatever comes, it was not the first visit
        ("6 10:00", 4, Event.ARRIVED, 1),  # still on site
    ]  # fmt: skip
    story = company(tmp_path, share("first_time_fixed", "within: 3d"), tickets, rows, REPEATING)
    assert story.count("one") == (4, 1, 1)


def test_the_usual_window_is_thirty_days(tmp_path: Path) -> None:
    scenario = REPEATING.replace("runout: 1w", "runout: 5w")
    for back, kept in (("2026-02-05 11:00", 1), ("2026-02-05 11:01", 0)):
        rows = [*repaired(0, 6), *again(1, 0, back)]
        assert company(tmp_path, share("repeated"), [ONE], rows, scenario).count("one") == (1, kept, 0)


def unseen(story: Company) -> int:
    return judge(story.world, story.plan, story.log).counts["repeats"]


def test_a_repeat_after_the_horizon_is_not_judged(tmp_path: Path) -> None:
    rows = [*repaired(0, 15), *again(1, 0, "2026-02-04 11:00")]
    story = company(tmp_path, ARRIVE_4H, [("14 09:00", "near", "body")], rows, REPEATING)
    assert unseen(story) == 0
    assert story.table.parent.tolist() == [-1, 0]
    assert unseen(seen_for(story, 86_400)) == 0
