"""Windows, ends that became unnecessary, and limits the model learns of while it runs; worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.clock import NEVER
from sim.model import Event
from sim.model.coverage import facts_of
from sim.model.limits import Limits
from sim.model.promises import promises_of
from tests.rooms.judge.company import ARRIVE_4H, SCENARIO, D, H, at, call, company

BODY = ("6 09:00", "near", "body")
FOLLOW_UP = "- {{id: one, measure: {{from: closed, to: followed_up_1}}, within: {limit}, target: 90%}}\n"


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("8 11:59", (1, 0, 0)),  # a minute before the two days are over: too early
        ("8 12:00", (1, 1, 0)),
        ("13 12:00", (1, 1, 0)),  # seven days after closing, to the second
        ("13 12:01", (1, 0, 0)),
    ],
)
def test_a_window_has_two_ends(tmp_path: Path, when: str, expected: tuple[int, int, int]) -> None:
    rows = [("6 12:00", 0, Event.RESTORED), ("6 12:00", 0, Event.CLOSED), (when, 0, Event.FOLLOWED_UP_1)]
    story = company(tmp_path, FOLLOW_UP.format(limit="2d..7d"), [BODY], rows)
    assert story.count("one") == expected
    assert story.commitment("one").late_s == (60 if when == "13 12:01" else 0)


def test_the_window_runs_on_the_clock_of_the_commitment(tmp_path: Path) -> None:
    # Works has 8 h a day. Closed Tuesday 16:00: 4 h are over on Wednesday 11:00, 10 h on Thursday 09:00.
    commitments = FOLLOW_UP.format(limit="4h..10h, clock: works")
    for when, kept in (("7 10:59", 0), ("7 11:00", 1), ("8 09:00", 1), ("8 09:01", 0)):
        rows = [("6 16:00", 0, Event.CLOSED), (when, 0, Event.FOLLOWED_UP_1)]
        assert company(tmp_path, commitments, [BODY], rows).count("one") == (1, kept, 0)


def test_without_a_window_an_end_before_the_start_is_in_time(tmp_path: Path) -> None:
    commitments = "- {id: one, measure: {from: replied, to: supplier_contacted}, within: 4h, target: 90%}\n"
    rows = [("6 10:00", 0, Event.SUPPLIER_CONTACTED), ("6 12:00", 0, Event.REPLIED)]
    assert company(tmp_path, commitments, [("6 09:00", "near", "engine")], rows).count("one") == (1, 1, 0)


@pytest.mark.parametrize(
    ("progress", "restored", "counts", "expected"),
    [
        (None, "6 14:59", "needed", (0, 0, 0)),  # repaired before the first report was due: nothing to report
        (None, "6 14:59", "all", (1, 1, 0)),
        (None, "6 15:01", "needed", (1, 0, 0)),
        ("6 15:00", "6 15:30", "needed", (1, 1, 0)),
        ("6 12:00", "6 14:00", "needed", (1, 1, 0)),  # reported, and only then repaired
        ("6 14:30", "6 14:00", "needed", (0, 0, 0)),  # a report too many
        ("6 15:01", None, "needed", (1, 0, 0)),
    ],
)
def test_who_is_repaired_needs_no_progress_report(
    tmp_path: Path, progress: str | None, restored: str | None, counts: str, expected: tuple[int, int, int]
) -> None:
    commitments = "- {id: one, measure: {from: reported, to: progress_reported}, within: 6h, target: 90%}\n"
    commitments = commitments.replace("within", f"counts: {counts}, within")
    rows = [(progress, 0, Event.PROGRESS_REPORTED)] if progress else []
    rows += [(restored, 0, Event.RESTORED)] if restored else []
    assert company(tmp_path, commitments, [BODY], rows).count("one") == expected


def test_what_a_supplier_has_taken_over_needs_no_progress_report(tmp_path: Path) -> None:
    commitments = "- {id: one, measure: {from: reported, to: progress_reported}, within: 6h, target: 90%}\n"
    rows = [("6 10:00", 0, Event.REPLIED), ("6 10:00", 0, Event.HANDED_ON)]
    assert company(tmp_path, commitments, [("6 09:00", "near", "gear")], rows).count("one") == (0, 0, 0)


def test_a_complaint_answered_at_once_needs_no_decision(tmp_path: Path) -> None:
    commitments = "".join(
        f"- {{id: {name}, measure: {{from: complained, to: {to}}}, within: 2d, target: 90%}}\n"
        for name, to in (("decided", "complaint_decided"), ("either", "[complaint_answered, escalated]"))
    )
    tickets = [BODY, ("6 09:01", "near", "body"), ("6 09:02", "near", "body")]
    rows = [
        ("8 09:00", 0, Event.COMPLAINED), ("9 09:00", 0, Event.COMPLAINT_ANSWERED),
        ("8 09:00", 1, Event.COMPLAINED), ("9 09:00", 1, Event.ESCALATED), ("10 10:00", 1, Event.COMPLAINT_DECIDED),
        ("10 12:00", 1, Event.COMPLAINT_ANSWERED),
    ]  # fmt: skip
    story = company(tmp_path, commitments, tickets, rows)
    assert story.count("decided") == (1, 0, 0)  # an hour late; the third never complained
    assert story.count("either") == (2, 2, 0)


# -- what the model asks --

TWO_CASES = """\
- id: handled
  measure: {from: reported, to: restored}
  cases: [{covers: {reported_during: works}, within: 6h, clock: works}, {within: 24h}]
  target: 90%
"""
REPEATING = SCENARIO.replace("skill: body}", "skill: body, repeat: {chance: 100%, after: 20d}}")


def test_a_repeat_gets_its_limits_when_it_is_reported(tmp_path: Path) -> None:
    commitments = (
        TWO_CASES + ARRIVE_4H + "- {id: reply, measure: {from: answered, to: replied}, within: 1h, target: 90%}\n"
    )
    story = company(tmp_path, commitments, [BODY], [], REPEATING)
    assert len(story.world.tickets) == 2
    limits = Limits(story.scenario, facts_of(story.world, story.place))
    nothing: dict[str, int] = {}
    assert [limits.due(number, 1, True, nothing) for number in range(3)] == [NEVER, NEVER, NEVER]
    limits.admit(1, at("28 12:30"))  # in the break: 24 h by any clock
    assert limits.due(0, 1, True, nothing) == at("29 12:30")
    assert limits.due(1, 1, True, nothing) == at("28 16:30")
    assert limits.due(2, 1, True, {"answered": at("28 12:40")}) == at("28 13:40")
    limits.admit(1, at("28 16:00"))  # 1 h today and 5 h tomorrow with a break from 12 to 13
    assert limits.due(0, 1, True, nothing) == at("29 14:00")
    assert limits.due(0, 0, True, nothing) == at("6 16:00")  # the first stays as it was


def test_advice_decides_the_case_of_a_repeat_too(tmp_path: Path) -> None:
    commitments = TWO_CASES.replace("{reported_during: works}", "{needs_visit: true, reported_during: works}")
    story = company(tmp_path, commitments, [BODY], [], REPEATING)
    limits = Limits(story.scenario, facts_of(story.world, story.place))
    limits.admit(1, at("28 08:00"))
    assert limits.due(0, 1, True, {}) == at("28 15:00")
    assert limits.due(0, 1, False, {}) == at("29 08:00")


def test_the_dispatchers_own_limit_stands_beside_what_was_promised(tmp_path: Path) -> None:
    story = company(tmp_path, ARRIVE_4H + TWO_CASES, [BODY, ("6 12:30", "near", "body")], [])
    facts = facts_of(story.world, story.place)
    inner = Limits(story.scenario, facts, {"onsite": 3 * H, "handled": 4 * H})
    assert [inner.due(0, ticket, True, {}) for ticket in (0, 1)] == [at("6 12:00"), at("6 15:30")]
    # 4 h of the works clock from 09:00 end at 14:00 after the break; in the second case the clock is always
    assert [inner.due(1, ticket, True, {}) for ticket in (0, 1)] == [at("6 14:00"), at("6 16:30")]
    plain = Limits(story.scenario, facts)
    assert plain.due(0, 0, True, {}) == at("6 13:00")
    loose = Limits(story.scenario, facts, {"onsite": 9 * H})
    assert loose.due(0, 0, True, {}) == at("6 13:00")


def test_the_model_counts_an_end_that_was_too_early_as_missed(tmp_path: Path) -> None:
    commitments = "- {id: one, measure: {from: reported, to: arrived}, within: 2h..4h, target: 90%}\n"
    story = company(tmp_path, commitments, [BODY], [])
    limits = Limits(story.scenario, facts_of(story.world, story.place))
    reported, closed = at("6 09:00"), at("6 20:00")
    for arrived, missed in (("6 10:59", 1), ("6 11:00", 0), ("6 13:00", 0), ("6 13:01", 1)):
        assert limits.missed(0, {"reported": reported, "arrived": at(arrived)}, closed) == missed


def test_neither_attempts_nor_means_limit_single_tickets(tmp_path: Path) -> None:
    commitments = (
        ARRIVE_4H
        + "- {id: calls, measure: {from: reported, to: answered}, of: call, within: 20s, target: 80%}\n"
        + "- {id: mean, measure: {from: reported, to: arrived}, within: 4h, statistic: mean}\n"
        + "- {id: longest, measure: {from: reported, to: arrived}, within: 4h, statistic: max}\n"
    )
    story = company(tmp_path, commitments, [BODY], [])
    assert [promise.commitment.id for promise in promises_of(story.scenario)] == ["onsite", "longest"]


def test_a_repeat_that_has_not_come_about_is_reported_during_no_calendar(tmp_path: Path) -> None:
    commitments = ARRIVE_4H.replace("within", "covers: {not: {reported_during: works}}, within")
    rows = call(0, "6 09:00", "6 09:01", "6 09:05")
    story = company(tmp_path, commitments, [BODY], rows, REPEATING)
    assert story.count("onsite") == (0, 0, 0)
    assert D and np.asarray(story.table.judged).tolist() == [True, False]
