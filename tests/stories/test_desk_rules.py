"""Stories of desks: lines, work after a call, another desk, being called back, severity, training."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model import Event
from tests.stories.little import Story, plan_of, story, team, trajectory

ADVICE = "f: {remote_fix: 100%, talk: 5min}, d: {remote_fix: 100%, talk: 5min, severity: down}"
ANSWERED = "- {id: answer, measure: {from: reported, to: answered}, within: 1h, target: 90%}\n"
REDIAL = "channels: {phone: {redial: {chance: 100%, after: 10min}}}"
TALKS = (Event.QUEUED, Event.STARTED, Event.ENDED, Event.WRAPPED, Event.GAVE_UP, Event.ABANDONED, Event.REFUSED,
         Event.HELD, Event.OVERFLOWED)  # fmt: skip


def calls(folder: Path, desks: str, tickets: list, extra: str = "", faults: str = ADVICE, **more: object) -> Story:
    return story(folder, tickets, faults, plan_of(team(), desks=desks), ANSWERED, extra=extra, **more)  # type: ignore[arg-type]


def call(time: str, talk: str = "5min", patience: str | None = None, fault: str = "f") -> tuple:
    return f"05 {time}", "s0", fault, talk, None, None, patience


# -- lines ------------------------------------------------------------------------------------------------------------


def test_who_finds_no_line_free_is_refused_and_calls_again(tmp_path: Path) -> None:
    """Two lines: one talks, one waits, the third is refused. His second call meets one line free."""
    tickets = [call("09:00", "12min"), call("09:01", "1min"), call("09:02", "1min")]
    found = calls(tmp_path, "front: {seats: 1, takes: phone, trunks: 2}", tickets, REDIAL)
    assert found.lines(*TALKS) == trajectory("""
    05 09:00 0 QUEUED 1 front CALL
    05 09:00 0 STARTED 1 front CALL
    05 09:01 1 QUEUED 1 front CALL
    05 09:02 2 REFUSED 1 front CALL
    05 09:12 0 ENDED 1 front CALL
    05 09:12 1 STARTED 1 front CALL
    05 09:12 2 QUEUED 2 front CALL
    05 09:13 1 ENDED 1 front CALL
    05 09:13 2 STARTED 2 front CALL
    05 09:14 2 ENDED 2 front CALL
    """)


def test_a_line_freed_in_the_second_of_a_call_goes_to_it(tmp_path: Path) -> None:
    """One line; of two who call in the second in which it is freed the first ticket gets it, the other is refused."""
    tickets = [call("09:00"), call("09:05", "1min"), call("09:05", "1min")]
    found = calls(tmp_path, "front: {seats: 1, takes: phone, trunks: 1}", tickets)
    assert found.lines(*TALKS) == trajectory("""
    05 09:00 0 QUEUED 1 front CALL
    05 09:00 0 STARTED 1 front CALL
    05 09:05 0 ENDED 1 front CALL
    05 09:05 1 QUEUED 1 front CALL
    05 09:05 1 STARTED 1 front CALL
    05 09:05 2 REFUSED 1 front CALL
    05 09:05 2 ABANDONED 1 front
    05 09:06 1 ENDED 1 front CALL
    """)


def test_who_hangs_up_frees_his_line_in_that_second(tmp_path: Path) -> None:
    """Ticket 1 loses patience at 09:03, the second in which ticket 2 calls; a second before, he is refused."""
    desks = "front: {seats: 1, takes: phone, trunks: 2}"
    tickets = [call("09:00"), call("09:01", "1min", "2min"), call("09:02:59"), call("09:03", "1min")]
    found = calls(tmp_path, desks, tickets)
    assert [line for line in found.lines(*TALKS) if line.split()[2] in "123"] == trajectory("""
    05 09:01 1 QUEUED 1 front CALL
    05 09:02:59 2 REFUSED 1 front CALL
    05 09:02:59 2 ABANDONED 1 front
    05 09:03 1 GAVE_UP 1 front CALL
    05 09:03 1 ABANDONED 1 front
    05 09:03 3 QUEUED 1 front CALL
    05 09:05 3 STARTED 1 front CALL
    05 09:06 3 ENDED 1 front CALL
    """)


# -- work after a call ------------------------------------------------------------------------------------------------


def test_the_seat_writes_up_the_call_and_the_ticket_goes_on(tmp_path: Path) -> None:
    """5 min of talk, 3 min of writing: the next call begins at 09:08. The engineer leaves at 09:05; the line is free
    from 09:05 on, so ticket 2, who calls at 09:05, waits on the second line."""
    tickets = [("05 09:00", "s0", "g"), ("05 09:01", "s0", "g"), ("05 09:05", "s0", "g")]
    desks = "front: {seats: 1, takes: phone, after_call: 3min, trunks: 2}"
    found = story(tmp_path, tickets, "g: {talk: 5min}", plan_of(team(engineers=3), desks=desks))
    assert found.lines(*TALKS, Event.DISPATCHED) == trajectory("""
    05 09:00 0 QUEUED 1 front CALL
    05 09:00 0 STARTED 1 front CALL
    05 09:05 0 ENDED 1 front CALL
    05 09:05 0 DISPATCHED 1 crew-1
    05 09:08 0 WRAPPED 1 front CALL
    05 09:01 1 QUEUED 1 front CALL
    05 09:08 1 STARTED 1 front CALL
    05 09:13 1 ENDED 1 front CALL
    05 09:13 1 DISPATCHED 1 crew-1
    05 09:16 1 WRAPPED 1 front CALL
    05 09:05 2 QUEUED 1 front CALL
    05 09:16 2 STARTED 1 front CALL
    05 09:21 2 ENDED 1 front CALL
    05 09:21 2 DISPATCHED 1 crew-1
    05 09:24 2 WRAPPED 1 front CALL
    """)


def test_a_seat_done_with_writing_when_patience_ends_takes_the_caller(tmp_path: Path) -> None:
    """Free at 09:08, the second in which ticket 1 would hang up."""
    tickets = [call("09:00"), call("09:04", "1min", "4min")]
    found = calls(tmp_path, "front: {seats: 1, takes: phone, after_call: 3min}", tickets)
    assert found.lines(Event.STARTED, Event.GAVE_UP) == trajectory("""
    05 09:00 0 STARTED 1 front CALL
    05 09:08 1 STARTED 1 front CALL
    """)


# -- another desk -----------------------------------------------------------------------------------------------------

TWO = "front: {seats: 1, takes: phone, overflow: {to: partner, after: 60s}}, partner: {seats: 1, level: experts}"


def test_who_waits_long_is_taken_by_the_other_desk(tmp_path: Path) -> None:
    """Ticket 1 waits from 09:01, for both from 09:02; the partner is free and takes him. Ticket 2 then waits for both
    from 09:04 on, and the front is free first, at 09:05."""
    tickets = [call("09:00"), call("09:01", "10min"), call("09:03", "1min")]
    found = calls(tmp_path, TWO, tickets)
    assert found.lines(*TALKS, Event.REMOTE_FIXED) == trajectory("""
    05 09:00 0 QUEUED 1 front CALL
    05 09:00 0 STARTED 1 front CALL
    05 09:05 0 ENDED 1 front CALL
    05 09:05 0 REMOTE_FIXED 1 front
    05 09:01 1 QUEUED 1 front CALL
    05 09:02 1 OVERFLOWED 1 partner CALL
    05 09:02 1 STARTED 1 partner CALL
    05 09:12 1 ENDED 1 partner CALL
    05 09:12 1 REMOTE_FIXED 1 partner
    05 09:03 2 QUEUED 1 front CALL
    05 09:04 2 OVERFLOWED 1 partner CALL
    05 09:05 2 STARTED 1 front CALL
    05 09:06 2 ENDED 1 front CALL
    05 09:06 2 REMOTE_FIXED 1 front
    """)


def test_a_seat_freed_in_the_second_of_the_overflow_takes_him(tmp_path: Path) -> None:
    """He would wait for the partner too at 09:05, when the front is free."""
    found = calls(tmp_path, TWO, [call("09:00"), call("09:04")])
    assert found.lines(*TALKS)[2:] == trajectory("""
    05 09:04 1 QUEUED 1 front CALL
    05 09:05 0 ENDED 1 front CALL
    05 09:05 1 STARTED 1 front CALL
    05 09:10 1 ENDED 1 front CALL
    """)


def test_the_other_desk_has_hours_of_its_own_and_an_overflow_at_once(tmp_path: Path) -> None:
    """After 0 s; the partner has seats from 09:10 on and takes who waits longest. The front is busy until 09:20."""
    desks = 'front: {seats: 1, takes: phone, overflow: partner}, partner: {seats: {"09:10-10:00": 1}}'
    tickets = [call("09:00", "20min"), call("09:01", "1min"), call("09:02", "1min", "8min"), call("09:30", "1min")]
    found = calls(tmp_path, desks, tickets)
    assert [line for line in found.lines(*TALKS) if line.split()[2] != "0"] == trajectory("""
    05 09:01 1 QUEUED 1 front CALL
    05 09:01 1 OVERFLOWED 1 partner CALL
    05 09:10 1 STARTED 1 partner CALL
    05 09:11 1 ENDED 1 partner CALL
    05 09:02 2 QUEUED 1 front CALL
    05 09:02 2 OVERFLOWED 1 partner CALL
    05 09:10 2 GAVE_UP 1 front CALL
    05 09:10 2 ABANDONED 1 front
    05 09:30 3 QUEUED 1 front CALL
    05 09:30 3 STARTED 1 front CALL
    05 09:31 3 ENDED 1 front CALL
    """)


def test_each_desk_takes_callers_in_its_own_order(tmp_path: Path) -> None:
    """Tickets 2 (general) and 3 (down) wait for both desks when the partner is free at 09:10: by severity he takes 3.

    The front goes by arrival: at 09:20 it takes 2, and not 4, which is more severe and waits for both too.
    """
    desks = "front: {seats: 1, takes: phone, overflow: partner}, partner: {seats: 1, order: severity}"
    tickets = [
        call("09:00", "20min"),
        call("09:01", "9min"),
        call("09:02", "1min"),
        call("09:03", "30min", None, "d"),
        call("09:04", "1min", None, "d"),
    ]
    found = calls(tmp_path, desks, tickets)
    assert found.lines(Event.STARTED) == trajectory("""
    05 09:00 0 STARTED 1 front CALL
    05 09:01 1 STARTED 1 partner CALL
    05 09:10 3 STARTED 1 partner CALL
    05 09:20 2 STARTED 1 front CALL
    05 09:21 4 STARTED 1 front CALL
    """)


# -- being called back ------------------------------------------------------------------------------------------------

HOLD = "front: {seats: 1, takes: phone, trunks: 2, virtual_hold: {after: 60s, accepted: 100%}}"


def test_who_is_held_keeps_his_place_and_loses_neither_patience_nor_turn(tmp_path: Path) -> None:
    """Ticket 1 would hang up at 09:03 but is held from 09:02 on, which frees the second line for ticket 2 at 09:02:30.

    At 09:05 ticket 1 is called: he has waited longer. Ticket 2 is held at 09:03:30.
    """
    tickets = [call("09:00"), call("09:01", "1min", "2min"), call("09:02:30", "1min")]
    assert calls(tmp_path, HOLD, tickets).lines(*TALKS) == trajectory("""
    05 09:00 0 QUEUED 1 front CALL
    05 09:00 0 STARTED 1 front CALL
    05 09:01 1 QUEUED 1 front CALL
    05 09:02 1 HELD 1 front CALL
    05 09:02:30 2 QUEUED 1 front CALL
    05 09:03:30 2 HELD 1 front CALL
    05 09:05 0 ENDED 1 front CALL
    05 09:05 1 STARTED 1 front CALL
    05 09:06 1 ENDED 1 front CALL
    05 09:06 2 STARTED 1 front CALL
    05 09:07 2 ENDED 1 front CALL
    """)


def test_a_seat_freed_in_the_second_of_the_offer_takes_him(tmp_path: Path) -> None:
    found = calls(tmp_path, HOLD, [call("09:00"), call("09:04", "1min")])
    assert found.lines(Event.HELD, Event.STARTED)[1:] == ["05 09:05 1 STARTED 1 front CALL"]


@pytest.mark.parametrize(("patience", "end"), [("59s", "GAVE_UP"), ("61s", "HELD")])
def test_only_who_still_waits_can_be_held(tmp_path: Path, patience: str, end: str) -> None:
    found = calls(tmp_path, HOLD, [call("09:00"), call("09:01", "1min", patience)])
    assert [line.split()[3] for line in found.lines(Event.HELD, Event.GAVE_UP)] == [end]


# -- severity ---------------------------------------------------------------------------------------------------------


def test_the_more_severe_is_taken_first_but_nobody_is_interrupted(tmp_path: Path) -> None:
    """Waiting at 09:05: tickets 1 (general, since 09:01), 2 and 3 (down, since 09:02 and 09:03)."""
    tickets = [call("09:00"), call("09:01"), call("09:02", fault="d"), call("09:03", fault="d")]
    found = calls(tmp_path, "front: {seats: 1, takes: phone, order: severity}", tickets)
    assert found.lines(Event.STARTED) == trajectory("""
    05 09:00 0 STARTED 1 front CALL
    05 09:05 2 STARTED 1 front CALL
    05 09:10 3 STARTED 1 front CALL
    05 09:15 1 STARTED 1 front CALL
    """)


def test_a_severe_message_waits_for_a_call_that_is_not_severe(tmp_path: Path) -> None:
    """Live before deferred, and only then by severity: at 09:00 the caller, then the severe message of the night."""
    tickets = [call("08:00"), call("08:30", fault="d"), call("09:00")]
    found = calls(tmp_path, 'front: {seats: {"09:00-10:00": 1}, takes: phone, order: severity}', tickets)
    assert found.lines(Event.STARTED) == trajectory("""
    05 09:00 2 STARTED 1 front CALL
    05 09:05 1 STARTED 1 front MESSAGE
    05 09:10 0 STARTED 1 front MESSAGE
    """)


# -- training ---------------------------------------------------------------------------------------------------------

LEVELS = "f: {remote_fix: {front: 20%, experts: 50%}, talk: 5min, repair: 10min}"


def test_training_fixes_more_and_talks_shorter(tmp_path: Path) -> None:
    """20 % x 1.5 = 30 %; 5 min x 0.5 = 150 s."""
    desks = "front: {seats: 1, takes: phone, training: {remote_fix: x1.5, talk: x0.5}}"
    tickets = [("05 09:00", "s0", "f"), ("05 10:00", "s0", "f")]
    found = story(tmp_path, tickets, LEVELS, plan_of(team(), desks=desks), luck={"u_remote": [0.29, 0.31]})
    assert found.lines(Event.REMOTE_FIXED, Event.READY) == trajectory("""
    05 09:02:30 0 REMOTE_FIXED 1 front
    05 10:02:30 1 READY 1 -
    """)


def test_what_the_front_learns_helps_the_experts_too_and_all_is_the_most(tmp_path: Path) -> None:
    """Front 20 % x 1.5 = 30 %; in all 50 % x 1.5 x 1.2 = 90 %. Experts talk 5 min x 2 = 10 min."""
    desks = (
        "front: {seats: 1, takes: phone, escalate_to: experts, training: {remote_fix: x1.5}}, "
        "experts: {seats: 1, training: {remote_fix: x1.2, talk: x2}}"
    )
    tickets = [("05 09:00", "s0", "f"), ("05 10:00", "s0", "f"), ("05 11:00", "s0", "f")]
    found = story(tmp_path, tickets, LEVELS, plan_of(team(), desks=desks), luck={"u_remote": [0.29, 0.89, 0.91]})
    assert found.lines(Event.REMOTE_FIXED, Event.READY) == trajectory("""
    05 09:05 0 REMOTE_FIXED 1 front
    05 10:15 1 REMOTE_FIXED 1 experts
    05 11:15 2 READY 1 -
    """)


def test_training_to_more_than_all_fixes_all(tmp_path: Path) -> None:
    """20 % x 6 is 100 %, so nobody is passed on to the experts, whatever his luck."""
    desks = "front: {seats: 1, takes: phone, escalate_to: experts, training: x6}, experts: {seats: 1}"
    desks = desks.replace("training: x6", "training: {remote_fix: x6}")
    found = story(tmp_path, [("05 09:00", "s0", "f")], LEVELS, plan_of(team(), desks=desks), luck={"u_remote": [0.999]})
    assert found.lines(Event.REMOTE_FIXED, Event.READY) == ["05 09:05 0 REMOTE_FIXED 1 front"]


# -- more than one of them --------------------------------------------------------------------------------------------


def test_who_is_held_waits_for_the_other_desk_too(tmp_path: Path) -> None:
    """Held from 09:02 on, he waits for the partner too from 09:03 on, who has a seat from 09:04 on and calls him."""
    desks = (
        "front: {seats: 1, takes: phone, virtual_hold: {after: 60s}, overflow: {to: partner, after: 2min}}, "
        'partner: {seats: {"09:04-10:00": 1}}'
    )
    found = calls(tmp_path, desks, [call("09:00", "20min"), call("09:01", "1min", "90s")])
    assert [line for line in found.lines(*TALKS) if line.split()[2] == "1"] == trajectory("""
    05 09:01 1 QUEUED 1 front CALL
    05 09:02 1 HELD 1 front CALL
    05 09:03 1 OVERFLOWED 1 partner CALL
    05 09:04 1 STARTED 1 partner CALL
    05 09:05 1 ENDED 1 partner CALL
    """)


def test_two_seats_free_in_one_second_are_one_for_each(tmp_path: Path) -> None:
    """Front and partner are free at 09:05; of the two who wait for both, each is taken by one."""
    desks = "front: {seats: 1, takes: phone, overflow: partner}, partner: {seats: 1}"
    tickets = [call("09:00"), call("09:00"), call("09:01"), call("09:02")]
    found = calls(tmp_path, desks, tickets)
    assert found.lines(Event.STARTED) == trajectory("""
    05 09:00 0 STARTED 1 front CALL
    05 09:00 1 STARTED 1 partner CALL
    05 09:05 2 STARTED 1 front CALL
    05 09:05 3 STARTED 1 partner CALL
    """)


def test_training_of_the_other_desk_counts_for_whom_it_takes(tmp_path: Path) -> None:
    """The partner talks 5 min x 2 and fixes 20 % x 2; he passes the rest on to the front's experts (50 % x 2 = all)."""
    desks = (
        "front: {seats: 1, takes: phone, overflow: partner, escalate_to: experts}, experts: {seats: 1}, "
        "partner: {seats: 1, training: {remote_fix: x2, talk: x2}}"
    )
    tickets = [("05 09:00", "s0", "f", "1h"), ("05 09:01", "s0", "f"), ("05 09:30", "s0", "f")]
    found = story(tmp_path, tickets, LEVELS, plan_of(team(), desks=desks), luck={"u_remote": [0.1, 0.39, 0.99]})
    assert found.lines(Event.REMOTE_FIXED) == trajectory("""
    05 09:11 1 REMOTE_FIXED 1 partner
    05 09:45 2 REMOTE_FIXED 1 experts
    05 10:00 0 REMOTE_FIXED 1 front
    """)
