"""Channels, busy lines, overflow and work after a call, as the desks' figures and as promises; worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.judge import judge, ticket_rows
from sim.model import Event, Purpose
from tests.rooms.judge.company import PLAN, SCENARIO, Company, H, call, company

MIN = 60
TWO_WAYS = SCENARIO + "channels: {phone: {share: 60%}, mail: {share: 40%, answer: deferred}}\n"
BOTH = PLAN.replace("takes: [phone]", "takes: [phone, mail]")
ANSWER = "- {id: one, measure: {from: reported, to: answered}, within: 10min, target: 90%}\n"
CALLS = "- {id: one, measure: {from: reported, to: answered}, of: call, within: 1min, target: 80%}\n"


def by(story: Company, channels: list[int]) -> Company:
    """The same story with tickets that came by these channels."""
    tickets = replace(story.world.tickets, channel=np.array(channels))
    return Company(story.scenario, story.plan, replace(story.world, tickets=tickets), story.log)


def task(ticket: int, desk: int, why: Purpose, queued: str, started: str, ended: str, n: int = 1) -> list[tuple]:
    return [
        (queued, ticket, Event.QUEUED, n, desk, why),
        (started, ticket, Event.STARTED, n, desk, why),
        (ended, ticket, Event.ENDED, n, desk, why),
    ]


def refused(ticket: int, when: str, n: int = 1) -> tuple:
    return when, ticket, Event.REFUSED, n, 0, Purpose.CALL


def test_a_row_for_each_channel_of_a_desk(tmp_path: Path) -> None:
    tickets = [(f"6 09:0{minute}", "near", "body") for minute in range(4)]
    rows = [
        *call(0, "6 09:00", "6 09:02", "6 09:10"),
        *task(1, 0, Purpose.MESSAGE, "6 09:01", "6 09:31", "6 09:40"),
        *task(2, 0, Purpose.MESSAGE, "6 09:02", "6 10:02", "6 10:10"),
        refused(3, "6 09:03"), *call(3, "6 09:13", "6 09:17", "6 09:20", attempt=2),
        *task(0, 0, Purpose.CONTACT, "6 09:10", "6 09:20", "6 09:25"),
    ]  # fmt: skip
    story = by(company(tmp_path, ANSWER, tickets, rows, TWO_WAYS, BOTH), [0, 1, 1, 0])
    phone, mail, duty = story.judgement.desks
    assert [(flow.id, flow.channel) for flow in (phone, mail, duty)] == [
        ("front", "phone"), ("front", "mail"), ("duty", None),
    ]  # fmt: skip
    assert (phone.attempts, phone.answered, phone.abandoned, phone.refused) == (3, 2, 0, 1)
    assert (phone.waits.tolist(), phone.wait_s) == ([2 * MIN, 4 * MIN], 6 * MIN)
    assert (mail.attempts, mail.answered, mail.refused, mail.wait_s) == (2, 2, 0, 90 * MIN)
    # the letter of the first ticket waits in the queue of its channel, too
    assert phone.waiting_mean == (6 + 10) * MIN / (28 * 86_400)
    assert mail.waiting_mean == 90 * MIN / (28 * 86_400)
    front, _duty = story.judgement.seats
    assert front.seized_s == (8 + 9 + 8 + 3 + 5) * MIN
    assert front.calls == 4
    columns = ticket_rows(story.world, story.plan, story.log)
    assert columns["channel"].tolist() == ["phone", "mail", "mail", "phone"]
    assert (columns["refused"].tolist(), columns["attempts"].tolist()) == ([0, 0, 0, 1], [1, 1, 1, 2])
    assert story.judgement.counts["refused"] == 1


def test_who_is_refused_for_good_never_reached_anybody(tmp_path: Path) -> None:
    rows = [("6 09:00", 0, Event.REFUSED, 1, 0, Purpose.CALL), ("6 09:00", 0, Event.ABANDONED, 1)]
    story = company(tmp_path, ANSWER, [("6 09:00", "near", "body")], rows)
    assert story.count("one") == (1, 0, 0)
    assert (story.table.desk.tolist(), story.table.attempts.tolist()) == ([0], [1])
    flow = story.judgement.desks[0]
    assert (flow.attempts, flow.refused, flow.waits.tolist(), flow.wait_s) == (1, 1, [], 0)


def test_the_time_until_a_refused_caller_tries_again_is_the_desks(tmp_path: Path) -> None:
    rows = [refused(0, "6 09:00"), *call(0, "6 09:10", "6 09:12", "6 09:20", attempt=2)]
    story = company(tmp_path, ANSWER, [("6 09:00", "near", "body")], rows)
    count = story.commitment("one")
    assert (count.late_s, count.late_by_cause_s["desk"]) == (2 * MIN, 2 * MIN)


def test_a_message_waits_from_when_it_was_sent(tmp_path: Path) -> None:
    """Sent on Tuesday evening, in the queue from Wednesday 08:00, opened at 08:30: 14 h after it was sent."""
    rows = task(0, 0, Purpose.MESSAGE, "7 08:00", "7 08:30", "7 08:40")
    story = by(company(tmp_path, ANSWER, [("6 18:30", "near", "body")], rows, TWO_WAYS, BOTH), [1])
    assert story.commitment("one").late_s == 14 * H - 10 * MIN
    columns = ticket_rows(story.world, story.plan, story.log)
    assert columns["desk_s"][0] == 14 * H + 10 * MIN


def test_the_seat_is_taken_until_the_work_after_the_call_is_done(tmp_path: Path) -> None:
    rows = [
        *call(0, "6 09:00", "6 09:00", "6 09:10"), ("6 09:13", 0, Event.WRAPPED, 1, 0, 0),
        *call(1, "6 09:01", "6 09:13", "6 09:15"), ("6 09:16", 1, Event.WRAPPED, 1, 0, 0),
    ]  # fmt: skip
    story = company(tmp_path, ANSWER, [("6 09:00", "near", "body"), ("6 09:01", "near", "body")], rows)
    front = story.judgement.seats[0]
    assert (front.seized_s, front.working_s) == (16 * MIN, 16 * MIN)
    assert story.judgement.desks[0].waits.tolist() == [0, 12 * MIN]


PARTNER = PLAN.replace("  duty:", "  partner: {seats: 1, employer: contracted, pay_per_call: 6}\n  duty:").replace(
    "takes: [phone]", "takes: [phone], overflow: {to: partner, after: 1min}, pay_per_seat_month: 7000"
)


def overflowing() -> list[tuple]:
    """Two calls wait for the partner too: he takes the first, the front desk the second."""
    return [
        ("6 09:00", 0, Event.QUEUED, 1, 0, 0), ("6 09:01", 0, Event.OVERFLOWED, 1, 1, 0),
        ("6 09:03", 0, Event.STARTED, 1, 1, 0), ("6 09:08", 0, Event.ENDED, 1, 1, 0),
        ("6 09:02", 1, Event.QUEUED, 1, 0, 0), ("6 09:03", 1, Event.OVERFLOWED, 1, 1, 0),
        ("6 09:07", 1, Event.STARTED, 1, 0, 0), ("6 09:09", 1, Event.ENDED, 1, 0, 0),
    ]  # fmt: skip


def test_a_call_that_overflows_stays_a_call_to_the_first_desk(tmp_path: Path) -> None:
    tickets = [("6 09:00", "near", "body"), ("6 09:02", "near", "body")]
    story = company(tmp_path, ANSWER, tickets, overflowing(), plan=PARTNER)
    front, partner, _duty = story.judgement.desks
    assert (front.attempts, front.answered, front.wait_s) == (2, 2, 8 * MIN)
    assert (partner.id, partner.channel, partner.attempts, partner.answered) == ("partner", None, 2, 1)
    assert partner.waits.tolist() == [2 * MIN, 4 * MIN]
    seats = story.judgement.seats
    assert [(seat.seized_s, seat.calls) for seat in seats] == [(2 * MIN, 1), (5 * MIN, 1), (0, 0)]
    assert story.table.desk.tolist() == [1, 0]


def test_a_contracted_desk_is_paid_by_the_call(tmp_path: Path) -> None:
    tickets = [("6 09:00", "near", "body"), ("6 09:02", "near", "body")]
    story = company(tmp_path, ANSWER, tickets, overflowing(), plan=PARTNER)
    # 2 seats x 7000 for 28 days of a month of 365 / 12, and one call at 6
    assert story.judgement.costs["pay"] == round(1_400_000 * 12 * 28 / 365) + 600
    assert "pay" not in story.judgement.fixed_costs
    assert "desks.partner.pay_per_call" not in story.judgement.without


def test_who_has_no_price_by_the_call_is_named(tmp_path: Path) -> None:
    plan = PARTNER.replace(", pay_per_call: 6", "")
    judgement = company(tmp_path, ANSWER, [("6 09:00", "near", "body")], [], plan=plan).judgement
    assert "desks.partner.pay_per_call" in judgement.without
    assert "pay" in judgement.fixed_costs


def test_training_is_paid_once(tmp_path: Path) -> None:
    plan = PLAN.replace("takes: [phone]", "takes: [phone], one_off: 100, training: {remote_fix: x1.2, one_off: 40000}")
    assert (
        company(tmp_path, ANSWER, [("6 09:00", "near", "body")], [], plan=plan).judgement.costs["one_off"] == 4_010_000
    )


def test_a_call_that_finds_nobody_and_reaches_who_is_on_call_is_answered(tmp_path: Path) -> None:
    commitments = "- {id: one, measure: {share_of: answered}, target: 90%}\n" + ANSWER.replace("one", "two")
    rows = task(0, -1, Purpose.CALL, "6 21:00", "6 21:00", "6 21:05")
    story = company(tmp_path, commitments, [("6 21:00", "near", "body")], rows)
    assert (story.count("one"), story.count("two")) == ((1, 1, 0), (1, 1, 0))
    flow = story.judgement.desks[0]
    assert (flow.attempts, flow.answered, flow.wait_s) == (1, 1, 0)
    assert story.judgement.seats[0].seized_s == 0


# -- every attempt by itself --

THREE_TRIES = [
    ("6 09:00", 0, Event.QUEUED, 1, 0, 0), ("6 09:03", 0, Event.GAVE_UP, 1, 0, 0),  # 2 min over the limit
    refused(0, "6 09:10", 2),
    *call(0, "6 09:20", "6 09:21", "6 09:25", attempt=3),
    *call(1, "6 09:30", "6 09:32", "6 09:35"),  # a minute too late
]  # fmt: skip


def test_every_attempt_is_a_case(tmp_path: Path) -> None:
    tickets = [("6 09:00", "near", "body"), ("6 09:30", "near", "body")]
    story = company(tmp_path, CALLS, tickets, THREE_TRIES)
    assert story.count("one") == (4, 1, 0)
    count = story.commitment("one")
    assert (count.late_s, count.late_by_cause_s["desk"]) == (3 * MIN, 3 * MIN)


def test_an_attempt_belongs_to_the_period_in_which_it_begins(tmp_path: Path) -> None:
    """A call of January that is tried again in February; the horizon ends on the 2nd."""
    commitments = CALLS.replace("target", "review: month, target")
    rows = [
        ("31 23:58", 0, Event.QUEUED, 1, 0, 0), ("2026-02-01 00:00", 0, Event.GAVE_UP, 1, 0, 0),
        *call(0, "2026-02-01 00:10", "2026-02-01 00:10", "2026-02-01 00:15", attempt=2),
        *call(1, "2026-02-02 00:00", "2026-02-02 00:00", "2026-02-02 00:05"),
    ]  # fmt: skip
    scenario = SCENARIO.replace("start: 2026-01-05, weeks: 4", "start: 2026-01-01, days: 32")
    tickets = [("31 23:58", "near", "body"), ("2026-02-02 00:00:00", "near", "body")]
    count = company(tmp_path, commitments, tickets, rows, scenario).commitment("one")
    assert (count.labels, count.judged) == (("2026-01", "2026-02"), (True, False))
    assert (count.covered.tolist(), count.kept.tolist()) == ([1, 1], [0, 1])


def test_a_filter_asks_when_the_attempt_began(tmp_path: Path) -> None:
    commitments = CALLS.replace("target", "covers: {reported_during: works}, target")
    rows = [
        ("6 07:59", 0, Event.QUEUED, 1, 0, 0), ("6 08:05", 0, Event.GAVE_UP, 1, 0, 0),
        *call(0, "6 08:10", "6 08:10", "6 08:15", attempt=2),
    ]  # fmt: skip
    assert company(tmp_path, commitments, [("6 07:59", "near", "body")], rows).count("one") == (1, 1, 0)


@pytest.mark.parametrize(("to", "kept"), [("answered", 1), ("responded", 0)])
def test_a_message_is_answered_when_opened_and_responded_to_when_done(tmp_path: Path, to: str, kept: int) -> None:
    rows = task(0, 0, Purpose.MESSAGE, "6 09:00", "6 09:01", "6 09:05")
    story = company(tmp_path, CALLS.replace("answered", to), [("6 09:00", "near", "body")], rows)
    assert story.count("one") == (1, kept, 0)


def test_times_of_attempts(tmp_path: Path) -> None:
    tickets = [("6 09:00", "near", "body"), ("6 09:30", "near", "body")]
    story = company(tmp_path, CALLS, tickets, THREE_TRIES)
    times = judge(story.world, story.plan, story.log, with_times=True).commitments[0].times
    assert times is not None and times.limit_s == MIN
    assert sorted(times.seconds.tolist())[:2] == [MIN, 2 * MIN]
    assert len(times.seconds) == 4


# -- calls of the desk --


def test_the_desks_own_calls_do_not_change_what_a_ticket_waits_for(tmp_path: Path) -> None:
    """A progress call overlaps the drive; a follow-up and a customer's call come after the end."""
    tickets = [("6 09:00", "near", "body")]
    journey = [
        *call(0, "6 09:00", "6 09:00", "6 09:10"), ("6 09:10", 0, Event.READY, 1, -1, 1 << 62),
        ("6 09:10", 0, Event.DISPATCHED, 1), ("6 09:10", 0, Event.DEPARTED, 1, 0, 9),
        ("6 11:00", 0, Event.ARRIVED, 1), ("6 12:00", 0, Event.RESTORED, 1), ("6 12:00", 0, Event.LEFT, 1, 0, 1),
        ("6 12:00", 0, Event.CLOSED),
    ]  # fmt: skip
    calls = [
        *task(0, 0, Purpose.PROGRESS, "6 09:30", "6 10:00", "6 10:05"),
        ("6 10:05", 0, Event.PROGRESS_REPORTED, 0, -1, 5),
        *task(0, 0, Purpose.FOLLOW_UP_1, "8 12:00", "8 12:30", "8 12:35"),
        ("8 12:35", 0, Event.FOLLOWED_UP_1, 0, -1, 7),
        *task(2, 0, Purpose.KEEP_IN_TOUCH, "9 12:00", "9 12:10", "9 12:15"),
        ("9 12:15", 2, Event.CONTACTED, 0, -1, 10),
    ]  # fmt: skip
    plain = company(tmp_path, ANSWER, tickets, journey)
    story = company(tmp_path, ANSWER, tickets, [*journey, *calls])
    before, after = (ticket_rows(one.world, one.plan, one.log) for one in (plain, story))
    for cause in ("desk", "travel", "repair", "customer"):
        assert before[f"{cause}_s"].tolist() == after[f"{cause}_s"].tolist()
    assert len(after["ticket"]) == 1
    assert story.judgement.seats[0].seized_s == (10 + 5 + 5 + 5) * MIN
    assert story.judgement.desks[0].attempts == 1
    assert story.table.milestones["progress_reported"].tolist() == [plain.log.at[0] + 65 * MIN]


def test_a_call_back_that_is_late_is_the_desks_doing(tmp_path: Path) -> None:
    commitments = "- {id: one, measure: {from: closed, to: called_back}, within: 1d, target: 90%}\n"
    rows = [("6 12:00", 0, Event.CLOSED), ("7 13:00", 0, Event.CALLED_BACK)]
    count = company(tmp_path, commitments, [("6 09:00", "near", "body")], rows).commitment("one")
    assert (count.late_s, count.late_by_cause_s["desk"]) == (H, H)


def test_what_a_desk_does_of_itself_is_nobody_waiting_on_its_channel(tmp_path: Path) -> None:
    rows = [*call(0, "6 09:00", "6 09:01", "6 09:05"), *task(0, 0, Purpose.CALL_BACK, "7 09:00", "7 12:00", "7 12:05")]
    story = company(tmp_path, ANSWER, [("6 09:00", "near", "body")], rows)
    assert story.judgement.desks[0].waiting_mean == MIN / (28 * 86_400)
    assert story.judgement.seats[0].seized_s == 9 * MIN
