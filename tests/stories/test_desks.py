"""Stories of the telephone: seats, queues, patience, redials, messages, experts."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.model import Event
from tests.stories.little import HORIZON, instant, plan_of, story, team, trajectory

ADVICE = "f: {remote_fix: 100%, talk: 5min}"
ANSWERED = "- {id: answer, measure: {from: reported, to: answered}, within: 1h, target: 90%}\n"
PATIENT = "channels: {phone: {patience: 4min, redial: {chance: 100%, after: 10min}}}"
HURRIED = "channels: {phone: {patience: 4min}}"


def phone(seats: str = "1") -> str:
    return plan_of(team(), desks=f"front: {{seats: {seats}, takes: phone}}")


def fixed(time: str, ticket: int, attempt: int = 1, purpose: str = "CALL") -> str:
    """What is written when the front desk's talk ends and it has helped."""
    return f"""
    {time} {ticket} ENDED {attempt} front {purpose}
    {time} {ticket} REMOTE_FIXED 1 front
    {time} {ticket} REPLIED 0 -
    {time} {ticket} RESTORED 0 -
    {time} {ticket} CLOSED 0 -
    """


def test_D01_two_agents_first_come_first_served_with_patience(tmp_path: Path) -> None:
    """The hand trace D01; one unit of time is 100 s, so that its halves are whole seconds."""
    arrive = [0, 1, 2, 3, 4, 6, 7, 9]
    service = [10, 4, 5, 3, 2, 6, 1, 2]
    patience = [None, None, 2, 10, 1.5, 5, 2.5, 4]
    start = [0, 1, None, 5, None, 8, None, 10]
    give_up = [None, None, 4, None, 5.5, None, 9.5, None]

    def clock(unit: float) -> str:
        minutes, seconds = divmod(round(unit * 100), 60)
        return f"05 00:{minutes:02d}:{seconds:02d}"

    tickets = [
        (clock(at), "s0", "f", f"{work * 100}s", None, None, wait and f"{round(wait * 100)}s")
        for at, work, wait in zip(arrive, service, patience, strict=True)
    ]
    found = story(tmp_path, tickets, ADVICE, phone("2"), ANSWERED)
    rows = []
    for ticket, at in enumerate(arrive):
        rows.append((at, ticket, Event.QUEUED, 1, 0))
        begun, gone = start[ticket], give_up[ticket]
        if begun is None:
            rows += [(gone, ticket, Event.GAVE_UP, 1, 0), (gone, ticket, Event.ABANDONED, 1, 0)]
        else:
            end = begun + service[ticket]
            rows += [(begun, ticket, Event.STARTED, 1, 0), (end, ticket, Event.ENDED, 1, 0)]
            rows += [(end, ticket, Event.REMOTE_FIXED, 1, 0), (end, ticket, Event.REPLIED, 0, -1)]
            rows += [(end, ticket, Event.RESTORED, 0, -1), (end, ticket, Event.CLOSED, 0, -1)]
    zero, log = instant("05 00:00"), found.log
    told = [(zero + round(unit * 100), *rest) for unit, *rest in rows]
    told.sort(key=lambda row: row[:2])
    assert list(zip(*(c.tolist() for c in (log.at, log.ticket, log.event, log.n, log.actor)), strict=True)) == told
    waits = np.array([1400, 1400])  # served 0+0+2+2+1 = 5 units; the others 2+1.5+2.5 = 6: 11 in 14 units of time
    started, queued, gone = (log.of(kind).at.sum() for kind in (Event.STARTED, Event.QUEUED, Event.GAVE_UP))
    assert started + gone - queued == 1100
    assert (started + gone - queued) / waits[0] == 0.7857142857142857
    assert (log.of(Event.ENDED).at.sum() - started) / waits.sum() == 25 / 28


def test_a_seat_freed_when_patience_ends_goes_to_the_caller(tmp_path: Path) -> None:
    tickets = [
        ("05 09:00", "s0", "f", "5min"),
        ("05 09:02", "s0", "f", "2min", None, None, "3min"),  # would hang up at 09:05
        ("05 09:03", "s0", "f", "2min", None, None, "239s"),  # 09:06:59; the seat is free at 09:07
    ]
    told = f"""
    05 09:00 0 QUEUED 1 front CALL
    05 09:00 0 STARTED 1 front CALL
    05 09:02 1 QUEUED 1 front CALL
    05 09:03 2 QUEUED 1 front CALL
    {fixed("05 09:05", 0)}
    05 09:05 1 STARTED 1 front CALL
    05 09:06:59 2 GAVE_UP 1 front CALL
    05 09:06:59 2 ABANDONED 1 front
    {fixed("05 09:07", 1)}
    """
    assert story(tmp_path, tickets, ADVICE, phone(), ANSWERED).lines() == trajectory(told)


def test_two_calls_in_one_second_are_taken_by_ticket(tmp_path: Path) -> None:
    """The ticket of site s1 comes before that of s2, however the file stands."""
    tickets = [("05 09:00", "s2", "f", "3min"), ("05 09:00", "s1", "f", "1min")]
    found = story(tmp_path, tickets, ADVICE, phone(), ANSWERED)
    told = f"""
    05 09:00 0 QUEUED 1 front CALL
    05 09:00 0 STARTED 1 front CALL
    05 09:00 1 QUEUED 1 front CALL
    {fixed("05 09:01", 0)}
    05 09:01 1 STARTED 1 front CALL
    {fixed("05 09:04", 1)}
    """
    assert found.lines() == trajectory(told)
    assert [found.scenario.sites[i].id for i in found.world.tickets.site] == ["s1", "s2"]


def test_a_seat_that_ends_finishes_its_call_and_a_closed_desk_finds_a_message(tmp_path: Path) -> None:
    tickets = [
        ("05 09:58", "s0", "f", "5min"),
        ("05 09:59", "s0", "f", "1min", None, None, "10min"),  # nobody left to take it
        ("05 10:00", "s0", "f", "2min"),                       # the desk has closed: a message
        ("06 08:59:59", "s0", "f", "3min"),                    # another one
        ("06 09:00", "s0", "f", "4min"),                       # on the line: before the messages
    ]  # fmt: skip
    told = f"""
    05 09:58 0 QUEUED 1 front CALL
    05 09:58 0 STARTED 1 front CALL
    05 09:59 1 QUEUED 1 front CALL
    05 10:00 2 QUEUED 1 front MESSAGE
    {fixed("05 10:03", 0)}
    05 10:09 1 GAVE_UP 1 front CALL
    05 10:09 1 ABANDONED 1 front
    06 08:59:59 3 QUEUED 1 front MESSAGE
    06 09:00 4 QUEUED 1 front CALL
    06 09:00 4 STARTED 1 front CALL
    {fixed("06 09:04", 4)}
    06 09:04 2 STARTED 1 front MESSAGE
    {fixed("06 09:06", 2, purpose="MESSAGE")}
    06 09:06 3 STARTED 1 front MESSAGE
    {fixed("06 09:09", 3, purpose="MESSAGE")}
    """
    found = story(tmp_path, tickets, ADVICE, phone('{"09:00-10:00": 1}'), ANSWERED)
    assert found.lines() == trajectory(told)


def test_fewer_seats_let_calls_finish_and_take_no_new_ones(tmp_path: Path) -> None:
    tickets = [
        ("05 09:50", "s0", "f", "15min"),
        ("05 09:55", "s0", "f", "15min"),
        ("05 09:56", "s0", "f", "1min"),
    ]
    told = f"""
    05 09:50 0 QUEUED 1 front CALL
    05 09:50 0 STARTED 1 front CALL
    05 09:55 1 QUEUED 1 front CALL
    05 09:55 1 STARTED 1 front CALL
    05 09:56 2 QUEUED 1 front CALL
    {fixed("05 10:05", 0)}
    {fixed("05 10:10", 1)}
    05 10:10 2 STARTED 1 front CALL
    {fixed("05 10:11", 2)}
    """
    seats = '{"09:00-10:00": 2, "10:00-11:00": 1}'
    assert story(tmp_path, tickets, ADVICE, phone(seats), ANSWERED).lines() == trajectory(told)


def test_more_seats_take_those_who_wait(tmp_path: Path) -> None:
    tickets = [("05 09:50", "s0", "f", "15min"), ("05 09:55", "s0", "f", "1min"), ("05 09:56", "s0", "f", "1min")]
    told = f"""
    05 09:50 0 QUEUED 1 front CALL
    05 09:50 0 STARTED 1 front CALL
    05 09:55 1 QUEUED 1 front CALL
    05 09:56 2 QUEUED 1 front CALL
    05 10:00 1 STARTED 1 front CALL
    {fixed("05 10:01", 1)}
    05 10:01 2 STARTED 1 front CALL
    {fixed("05 10:02", 2)}
    {fixed("05 10:05", 0)}
    """
    seats = '{"09:00-10:00": 1, "10:00-11:00": 2}'
    assert story(tmp_path, tickets, ADVICE, phone(seats), ANSWERED).lines() == trajectory(told)


def test_who_calls_again_keeps_the_first_report_and_his_place_in_the_order_of_arrival(tmp_path: Path) -> None:
    """Ticket 1 gets through at its third call, after ticket 2; the engineer still goes to ticket 1 first."""
    tickets = [
        ("05 09:00", "s0", "g", "20min", None, "1h"),
        ("05 09:01", "s0", "g", "5min", None, "1h", "2min"),
        ("05 09:20", "s0", "g", "5min", None, "1h"),
    ]
    told = """
    05 09:00 0 QUEUED 1 front CALL
    05 09:00 0 STARTED 1 front CALL
    05 09:01 1 QUEUED 1 front CALL
    05 09:03 1 GAVE_UP 1 front CALL
    05 09:13 1 QUEUED 2 front CALL
    05 09:17 1 GAVE_UP 2 front CALL
    05 09:20 0 ENDED 1 front CALL
    05 09:20 0 REPLIED 0 -
    05 09:20 0 READY 1 -
    05 09:20 0 DISPATCHED 1 crew-1
    05 09:20 0 DEPARTED 1 crew-1 0m
    05 09:20 0 ARRIVED 1 crew-1
    05 09:20 0 DIAGNOSED 1 crew-1
    05 09:20 2 QUEUED 1 front CALL
    05 09:20 2 STARTED 1 front CALL
    05 09:25 2 ENDED 1 front CALL
    05 09:25 2 REPLIED 0 -
    05 09:25 2 READY 1 -
    05 09:27 1 QUEUED 3 front CALL
    05 09:27 1 STARTED 3 front CALL
    05 09:32 1 ENDED 3 front CALL
    05 09:32 1 REPLIED 0 -
    05 09:32 1 READY 1 -
    05 10:20 0 RESTORED 1 crew-1
    05 10:20 0 LEFT 1 crew-1 1
    05 10:20 0 CLOSED 0 -
    05 10:20 1 DISPATCHED 1 crew-1
    05 10:20 1 DEPARTED 1 crew-1 0m
    05 10:20 1 ARRIVED 1 crew-1
    05 10:20 1 DIAGNOSED 1 crew-1
    05 11:20 1 RESTORED 1 crew-1
    05 11:20 1 LEFT 1 crew-1 1
    05 11:20 1 CLOSED 0 -
    05 11:20 2 DISPATCHED 1 crew-1
    05 11:20 2 DEPARTED 1 crew-1 0m
    05 11:20 2 ARRIVED 1 crew-1
    05 11:20 2 DIAGNOSED 1 crew-1
    05 12:20 2 RESTORED 1 crew-1
    05 12:20 2 LEFT 1 crew-1 1
    05 12:20 2 CLOSED 0 -
    """
    plan = plan_of(team(shift="always"), desks="front: {seats: 1, takes: phone}")
    assert story(tmp_path, tickets, "g: {}", plan, extra=PATIENT).lines() == trajectory(told)


def test_a_caller_who_never_comes_back_is_gone_for_good(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s0", "f", "1h"), ("05 09:10", "s0", "f")]
    found = story(tmp_path, tickets, ADVICE, phone(), ANSWERED, extra=HURRIED)
    told = """
    05 09:10 1 QUEUED 1 front CALL
    05 09:14 1 GAVE_UP 1 front CALL
    05 09:14 1 ABANDONED 1 front
    """
    assert [line for line in found.lines() if line.split()[2] == "1"] == trajectory(told)


def test_a_second_call_may_find_the_desk_closed(tmp_path: Path) -> None:
    """Hangs up at 09:59, calls again at 10:09, an hour's wait of the desk away: a message for the next morning."""
    tickets = [("05 09:50", "s0", "f", "30min"), ("05 09:55", "s0", "f", "5min")]
    found = story(tmp_path, tickets, ADVICE, phone('{"09:00-10:00": 1}'), ANSWERED, extra=PATIENT)
    told = f"""
    05 09:55 1 QUEUED 1 front CALL
    05 09:59 1 GAVE_UP 1 front CALL
    05 10:09 1 QUEUED 2 front MESSAGE
    06 09:00 1 STARTED 2 front MESSAGE
    {fixed("06 09:05", 1, 2, "MESSAGE")}
    """
    assert [line for line in found.lines() if line.split()[2] == "1"] == trajectory(told)


EXPERTS = plan_of(
    team(), desks="front: {seats: 1, takes: phone, escalate_to: experts}, experts: {seats: 1, calendar: works}"
)


def test_experts_talk_after_the_front_if_they_are_there(tmp_path: Path) -> None:
    """Ticket 0 in the morning; ticket 1 in their lunch break goes straight to the engineer."""
    tickets = [("05 09:00", "s0", "f"), ("05 11:55", "s0", "f", "5min", "10min", "20min")]
    told = """
    05 09:00 0 QUEUED 1 front CALL
    05 09:00 0 STARTED 1 front CALL
    05 09:05 0 ENDED 1 front CALL
    05 09:05 0 QUEUED 1 experts ESCALATION
    05 09:05 0 STARTED 1 experts ESCALATION
    05 09:10 0 ENDED 1 experts ESCALATION
    05 09:10 0 REMOTE_FIXED 1 experts
    05 09:10 0 REPLIED 0 -
    05 09:10 0 RESTORED 0 -
    05 09:10 0 CLOSED 0 -
    05 11:55 1 QUEUED 1 front CALL
    05 11:55 1 STARTED 1 front CALL
    05 12:00 1 ENDED 1 front CALL
    05 12:00 1 REPLIED 0 -
    05 12:00 1 READY 1 -
    05 12:00 1 DISPATCHED 1 crew-1          # his lunch too, but work on site is all that waits for its end
    05 12:00 1 DEPARTED 1 crew-1 0m
    05 12:00 1 ARRIVED 1 crew-1
    05 13:10 1 DIAGNOSED 1 crew-1
    05 13:30 1 RESTORED 1 crew-1
    05 13:30 1 LEFT 1 crew-1 1
    05 13:30 1 CLOSED 0 -
    05 17:00 - HOMEWARD 0 crew-1 0m
    """
    faults = "f: {remote_fix: {front: 0%, experts: 100%}, talk: 5min}"
    assert story(tmp_path, tickets, faults, EXPERTS).lines() == trajectory(told)


def test_what_experts_cannot_fix_needs_a_visit(tmp_path: Path) -> None:
    """One latent uniform: below 20 % the front fixes, below 50 % the experts, else nobody on the phone."""
    tickets = [(f"05 {hour}:00", "s0", "f") for hour in ("09", "10", "11")]
    faults = "f: {remote_fix: {front: 20%, experts: 50%}, talk: 5min, repair: 10min}"
    found = story(tmp_path, tickets, faults, EXPERTS, luck={"u_remote": [0.19, 0.49, 0.5]})
    told = """
    05 09:05 0 REMOTE_FIXED 1 front
    05 10:05 1 QUEUED 1 experts ESCALATION
    05 10:10 1 REMOTE_FIXED 1 experts
    05 11:05 2 QUEUED 1 experts ESCALATION
    05 11:10 2 READY 1 -
    """
    kept = [line for line in found.lines(Event.QUEUED, Event.REMOTE_FIXED, Event.READY) if "CALL" not in line]
    assert kept == trajectory(told)


def test_a_desk_of_experts_fixes_what_experts_fix(tmp_path: Path) -> None:
    """Front and experts are levels, not names: here those who take the calls are experts themselves."""
    tickets = [("05 09:00", "s0", "f"), ("05 10:00", "s0", "f")]
    plan = plan_of(team(), desks="front: {seats: 1, takes: phone, level: experts}")
    faults = "f: {remote_fix: {front: 20%, experts: 50%}, talk: 5min, repair: 10min}"
    found = story(tmp_path, tickets, faults, plan, luck={"u_remote": [0.49, 0.5]})
    assert found.lines(Event.REMOTE_FIXED) == ["05 09:05 0 REMOTE_FIXED 1 front"]
    assert found.lines(Event.READY) == ["05 10:05 1 READY 1 -"]


def test_the_dispatch_desk_takes_its_time(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s0", "g"), ("05 09:01", "s0", "g")]
    desks = "front: {seats: 2, takes: phone}, duty: {role: dispatch, seats: 1, handle: 10min}"
    found = story(tmp_path, tickets, "g: {talk: 5min}", plan_of(team(engineers=2), desks=desks))
    told = """
    05 09:00 0 QUEUED 1 front CALL
    05 09:00 0 STARTED 1 front CALL
    05 09:01 1 QUEUED 1 front CALL
    05 09:01 1 STARTED 1 front CALL
    05 09:05 0 ENDED 1 front CALL
    05 09:05 0 QUEUED 1 duty DISPATCH
    05 09:05 0 STARTED 1 duty DISPATCH
    05 09:06 1 ENDED 1 front CALL
    05 09:06 1 QUEUED 1 duty DISPATCH
    05 09:15 0 ENDED 1 duty DISPATCH
    05 09:15 0 REPLIED 0 -
    05 09:15 0 READY 1 -
    05 09:15 0 DISPATCHED 1 crew-1
    05 09:15 0 DEPARTED 1 crew-1 0m
    05 09:15 0 ARRIVED 1 crew-1
    05 09:15 0 DIAGNOSED 1 crew-1
    05 09:15 0 RESTORED 1 crew-1
    05 09:15 0 LEFT 1 crew-1 1
    05 09:15 0 CLOSED 0 -
    05 09:15 1 STARTED 1 duty DISPATCH
    05 09:25 1 ENDED 1 duty DISPATCH
    05 09:25 1 REPLIED 0 -
    05 09:25 1 READY 1 -
    05 09:25 1 DISPATCHED 1 crew-1
    05 09:25 1 DEPARTED 1 crew-1 0m
    05 09:25 1 ARRIVED 1 crew-1
    05 09:25 1 DIAGNOSED 1 crew-1
    05 09:25 1 RESTORED 1 crew-1
    05 09:25 1 LEFT 1 crew-1 1
    05 09:25 1 CLOSED 0 -
    05 17:00 - HOMEWARD 0 crew-1 0m
    """
    assert found.lines() == trajectory(told)


def test_tickets_of_warm_up_and_run_out_are_in_the_log_and_nothing_after_it(tmp_path: Path) -> None:
    """Judged is the week from the 12th; simulated are the weeks from the 5th to the 26th."""
    tickets = [(f"{day} 09:00", "s0", "f") for day in ("05", "13", "20")] + [("25 23:58", "s0", "f")]
    horizon = HORIZON.replace("2026-01-05", "2026-01-12").replace("warmup: 0s", "warmup: 1w").replace("2w", "1w")
    found = story(tmp_path, tickets, ADVICE, phone(), ANSWERED, horizon=horizon)
    assert found.lines(Event.CLOSED) == [f"{day} 09:05 {n} CLOSED 0 -" for n, day in enumerate(("05", "13", "20"))]
    assert found.lines()[-2:] == ["25 23:58 3 QUEUED 1 front CALL", "25 23:58 3 STARTED 1 front CALL"]
