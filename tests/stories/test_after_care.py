"""Stories of what the desks do unasked: progress, call-backs, follow-ups, complaints, keeping in touch, strikes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model import Event
from tests.stories.little import ARRIVE, Story, plan_of, story, team, trajectory

CALLS = (Event.QUEUED, Event.STARTED, Event.ENDED, Event.UNREACHED, Event.COMPLAINED,
         *range(Event.PROGRESS_REPORTED, Event.CONTACTED + 1))  # fmt: skip
FRONT = "front: {seats: 1, takes: phone}"
HANDLE = "handle: 4min"


def told(
    folder: Path, calls: str, tickets: list, desks: str = FRONT, fault: str = "talk: 5min", **more: object
) -> Story:
    plan = plan_of(team(shift="always", engineers=4), desks=desks, more=f"calls: {{{calls}}}")
    return story(folder, tickets, f"f: {{{fault}}}", plan, **more)  # type: ignore[arg-type]


def beside(found: Story, ticket: int = 0) -> list[str]:
    """What the desks do for a ticket, but for its own call."""
    lines = found.lines(*CALLS)
    return [line for line in lines if line.split()[2] == str(ticket) and line.split()[-1] not in ("CALL", "MESSAGE")]


# -- progress ---------------------------------------------------------------------------------------------------------


def test_progress_is_reported_from_the_first_talk_on_until_it_works(tmp_path: Path) -> None:
    """Every hour from 09:00 on: after the talk (09:05), at 10:00 and 11:00; at 11:30 it works again."""
    tickets = [("05 09:00", "s0", "f", "5min", None, "145min")]
    assert beside(told(tmp_path, f"progress: {{every: 1h, {HANDLE}}}", tickets)) == trajectory("""
    05 09:05 0 QUEUED 1 front PROGRESS
    05 09:05 0 STARTED 1 front PROGRESS
    05 09:09 0 ENDED 1 front PROGRESS
    05 09:09 0 PROGRESS_REPORTED 0 -
    05 10:00 0 QUEUED 2 front PROGRESS
    05 10:00 0 STARTED 2 front PROGRESS
    05 10:04 0 ENDED 2 front PROGRESS
    05 10:04 0 PROGRESS_REPORTED 0 -
    05 11:00 0 QUEUED 3 front PROGRESS
    05 11:00 0 STARTED 3 front PROGRESS
    05 11:04 0 ENDED 3 front PROGRESS
    05 11:04 0 PROGRESS_REPORTED 0 -
    """)


@pytest.mark.parametrize(("repair", "reports"), [("55min", 1), ("3301s", 2)])
def test_a_report_that_is_due_in_the_second_of_the_restoration_is_not_made(
    tmp_path: Path, repair: str, reports: int
) -> None:
    """Work begins at 09:05: 55 min are over at 10:00, one second more is not."""
    found = told(tmp_path, f"progress: {{every: 1h, {HANDLE}}}", [("05 09:00", "s0", "f", "5min", None, repair)])
    assert len(found.lines(Event.PROGRESS_REPORTED)) == reports


def test_a_late_report_takes_the_place_of_those_it_missed(tmp_path: Path) -> None:
    """Called at 09:00; a call of 09:05 keeps the seat until 11:30. The report of 09:05 is made then, until 11:34;
    the next is that of 12:00. It works at 12:30."""
    tickets = [("05 09:00", "s0", "f", "5min", None, "205min"), ("05 09:05", "s10", "f", "145min")]
    found = told(tmp_path, f"progress: {{every: 1h, {HANDLE}}}", tickets)
    assert found.lines(Event.PROGRESS_REPORTED)[0] == "05 11:34 0 PROGRESS_REPORTED 0 -"
    assert [line for line in beside(found) if "QUEUED" in line] == trajectory("""
    05 09:05 0 QUEUED 1 front PROGRESS
    05 12:00 0 QUEUED 2 front PROGRESS
    """)


def test_nobody_is_told_how_it_stands_while_he_talks_to_the_experts_or_once_the_phone_has_helped(
    tmp_path: Path,
) -> None:
    """The first report waits for the end of the second talk, at 09:10; who is helped there hears none."""
    desks = "front: {seats: 1, takes: phone, escalate_to: experts}, experts: {seats: 1}"
    fault = "talk: 5min, remote_fix: {front: 0%, experts: 50%}, repair: 10min"
    tickets = [("05 09:00", "s0", "f"), ("05 10:00", "s0", "f")]
    found = told(tmp_path, f"progress: {{every: 6h, {HANDLE}}}", tickets, desks, fault, luck={"u_remote": [0.6, 0.4]})
    assert found.lines(Event.PROGRESS_REPORTED) == ["05 09:14 0 PROGRESS_REPORTED 0 -"]


# -- after the signature ----------------------------------------------------------------------------------------------


def test_calls_back_at_once_and_follows_up_in_their_windows(tmp_path: Path) -> None:
    """Closed on Monday at 09:35. Called back at once; followed up 2 days on, and a day after that call's end."""
    calls = f"call_back: {{due: 3d, {HANDLE}}}, follow_up_1: {{due: 2d..7d, {HANDLE}}}"
    calls += f", follow_up_2: {{due: 1d..2d, {HANDLE}}}"
    assert beside(told(tmp_path, calls, [("05 09:00", "s0", "f", "5min", None, "30min")])) == trajectory("""
    05 09:35 0 QUEUED 1 front CALL_BACK
    05 09:35 0 STARTED 1 front CALL_BACK
    05 09:39 0 ENDED 1 front CALL_BACK
    05 09:39 0 CALLED_BACK 0 -
    07 09:35 0 QUEUED 1 front FOLLOW_UP_1
    07 09:35 0 STARTED 1 front FOLLOW_UP_1
    07 09:39 0 ENDED 1 front FOLLOW_UP_1
    07 09:39 0 FOLLOWED_UP_1 0 -
    08 09:39 0 QUEUED 1 front FOLLOW_UP_2
    08 09:39 0 STARTED 1 front FOLLOW_UP_2
    08 09:43 0 ENDED 1 front FOLLOW_UP_2
    08 09:43 0 FOLLOWED_UP_2 0 -
    """)


def test_calls_to_customers_wait_behind_callers_and_are_not_interrupted(tmp_path: Path) -> None:
    """Both are closed at 09:35 and 09:36; the first call back is made when the caller of 09:35 is done, at 09:40:
    the caller of 09:42 waits for its end, at 09:44, and goes before the second."""
    tickets = [
        ("05 09:00", "s0", "f", "5min", None, "30min"),
        ("05 09:05", "s0", "f", "1min", None, "30min"),
        ("05 09:35", "s0", "f", "5min", None, "5h"),
        ("05 09:42", "s0", "f", "5min", None, "5h"),
    ]
    found = told(tmp_path, f"call_back: {{due: 3d, {HANDLE}}}", tickets)
    assert found.lines(Event.STARTED)[2:6] == trajectory("""
    05 09:35 2 STARTED 1 front CALL
    05 09:40 0 STARTED 1 front CALL_BACK
    05 09:44 3 STARTED 1 front CALL
    05 09:49 1 STARTED 1 front CALL_BACK
    """)


def test_who_is_not_reached_is_called_again_on_the_next_day_the_desk_works(tmp_path: Path) -> None:
    """Friday 16:00: nobody answers. The desk works Monday to Friday from 08:00 on: Monday 08:00, and so on until
    somebody does. Who that is hangs on luck; that all others are called again at that instant does not."""
    desks = "front: {seats: 1, takes: phone, calendar: works}"
    tickets = [(f"09 15:{minute}", "s0", "f", "1min", None, "0s") for minute in (10, 20, 30, 40)]
    found = told(tmp_path, f"call_back: {{due: 3d, {HANDLE}, reached: 50%}}", tickets, desks)
    failed = [line.split() for line in found.lines(Event.UNREACHED) if line.startswith("09")]
    assert failed, "somebody is not reached on Friday"
    for _day, _time, ticket, _kind, _n, _desk, _purpose in failed:
        assert f"12 08:00 {ticket} QUEUED 2 front CALL_BACK" in beside(found, int(ticket))
    assert found.lines(Event.CALLED_BACK)


def test_a_named_desk_makes_the_calls_in_its_own_hours(tmp_path: Path) -> None:
    """Fixed at 10:05; the desk of the evening has seats from 18:00 on."""
    desks = FRONT + ', evening: {seats: {"18:00-20:00": 1}}'
    found = told(tmp_path, f"call_back: {{due: 3d, desk: evening, {HANDLE}}}", [("05 10:00", "s0", "f")], desks,
                 "talk: 5min, remote_fix: 100%")  # fmt: skip
    assert beside(found) == trajectory("""
    05 10:05 0 QUEUED 1 evening CALL_BACK
    05 18:00 0 STARTED 1 evening CALL_BACK
    05 18:04 0 ENDED 1 evening CALL_BACK
    05 18:04 0 CALLED_BACK 0 -
    """)


# -- complaints -------------------------------------------------------------------------------------------------------

ANGRY = "complaints: {all_kept: 50%, one_missed: 50%, more_missed: 50%, after: 1d, decision: 6h}"


def test_a_complaint_is_answered_at_once_or_escalated_decided_and_told(tmp_path: Path) -> None:
    """Closed on Monday at 09:35, complained on Tuesday at 09:35; nothing is answered at once."""
    tickets = [("05 09:00", "s0", "f", "5min", None, "30min")]
    found = told(tmp_path, "complaint: {due: 1d, answered: 0%, handle: 20min}", tickets,
                 extra=ANGRY, luck={"u_complained": [0.4]})  # fmt: skip
    assert beside(found) == trajectory("""
    06 09:35 0 COMPLAINED 0 -
    06 09:35 0 QUEUED 1 front COMPLAINT
    06 09:35 0 STARTED 1 front COMPLAINT
    06 09:55 0 ENDED 1 front COMPLAINT
    06 09:55 0 ESCALATED 0 -
    06 15:55 0 COMPLAINT_DECIDED 0 -
    06 15:55 0 QUEUED 2 front COMPLAINT
    06 15:55 0 STARTED 2 front COMPLAINT
    06 16:15 0 ENDED 2 front COMPLAINT
    06 16:15 0 COMPLAINT_ANSWERED 0 -
    """)


@pytest.mark.parametrize(("luck", "complains"), [(0.49, 1), (0.5, 0)])
def test_all_are_answered_who_complain(tmp_path: Path, luck: float, complains: int) -> None:
    found = told(tmp_path, "complaint: {due: 1d, handle: 20min}", [("05 09:00", "s0", "f", "5min", None, "30min")],
                 extra=ANGRY, luck={"u_complained": [luck]})  # fmt: skip
    assert found.lines(Event.COMPLAINED, Event.COMPLAINT_ANSWERED, Event.ESCALATED) == trajectory("""
    06 09:35 0 COMPLAINED 0 -
    06 09:55 0 COMPLAINT_ANSWERED 0 -
    """ if complains else "")  # fmt: skip


def test_a_complaint_nobody_looks_into_stays_one(tmp_path: Path) -> None:
    """An entry left out never happens."""
    found = told(tmp_path, "call_back: 1d", [("05 09:00", "s0", "f", "5min", None, "30min")], extra=ANGRY,
                 luck={"u_complained": [0.1]})  # fmt: skip
    assert found.lines(Event.COMPLAINED) == ["06 09:35 0 COMPLAINED 0 -"]
    assert found.lines(Event.COMPLAINT_ANSWERED, Event.ESCALATED) == []


# -- keeping in touch -------------------------------------------------------------------------------------------------


def test_a_customer_is_called_a_quarter_before_the_time_is_up(tmp_path: Path) -> None:
    """Every 4 days, so 3 days after his last contact: the engineer arrives on Monday at 01:00; Thursday 01:00, ended
    01:04; Sunday 01:04; and so on. The customer is the second case: one ticket, then him."""
    tickets = [("05 01:00", "s0", "f", "0s", None, "0s")]
    found = told(tmp_path, f"contact: {{every: 4d, {HANDLE}}}", tickets)
    assert found.lines(Event.CONTACTED)[:3] == trajectory("""
    08 01:04 1 CONTACTED 0 -
    11 01:08 1 CONTACTED 0 -
    14 01:12 1 CONTACTED 0 -
    """)


def test_a_month_is_as_long_as_the_calendar_has_it(tmp_path: Path) -> None:
    """The engineer arrives on Wednesday the 7th at 01:00: up on 7 February at 01:00, 31 days on; 25 days before that is
    the 13th, also at 01:00. Reached at 01:04: up on 13 February at 01:04, called on the 19th."""
    tickets = [("07 01:00", "s0", "f", "0s", None, "0s")]
    found = told(tmp_path, f"contact: {{every: 1 month, window: 25d, {HANDLE}}}", tickets)
    assert found.lines(Event.CONTACTED)[-3:-1] == ["13 01:04 1 CONTACTED 0 -", "19 01:08 1 CONTACTED 0 -"]


def test_who_was_in_contact_meanwhile_is_not_called(tmp_path: Path) -> None:
    """Due on Thursday at 01:00, a day before the four are over; on Wednesday at 12:00 he calls, and is visited at
    12:05: the next is due three days after that."""
    tickets = [("05 01:00", "s0", "f", "0s", None, "0s"), ("07 12:00", "s0", "f", "5min", None, "0s")]
    found = told(tmp_path, f"contact: {{every: 4d, window: 1d, {HANDLE}}}", tickets)
    assert found.lines(Event.CONTACTED)[:1] == ["10 12:09 2 CONTACTED 0 -"]


def test_who_is_on_the_line_when_his_call_falls_due_is_in_contact(tmp_path: Path) -> None:
    """Due on Thursday at 01:00; since 00:58 he talks to the desk, until 01:03, when an engineer is there at once.

    The next call is due three days after that.
    """
    tickets = [("05 01:00", "s0", "f", "0s", None, "0s"), ("08 00:58", "s0", "f", "5min", None, "0s")]
    found = told(tmp_path, f"contact: {{every: 4d, {HANDLE}}}", tickets, "front: {seats: 2, takes: phone}")
    assert found.lines(Event.CONTACTED)[:1] == ["11 01:07 2 CONTACTED 0 -"]


# -- three strikes ----------------------------------------------------------------------------------------------------


def test_a_second_repeat_is_gone_through_with_the_customer_and_counting_begins_anew(tmp_path: Path) -> None:
    """Everything comes back a day after the repair, for ever; two repeats are two strikes: r2, r4, …

    Each call lasts 1 min and the repair 9 min: reported at 09:00, restored at 09:10, back the next day at 09:10.
    """
    faults = "talk: 1min, repeat: {chance: 100%, after: 1d}, repair: 9min"
    found = told(
        tmp_path, f"three_strikes: {{repeats: 2, within: 3d, {HANDLE}}}", [("05 09:00", "s0", "f")], fault=faults
    )
    assert found.lines(Event.REPEATED)[:4] == trajectory("""
    06 09:10 1 REPEATED 0 - 0
    07 09:20 2 REPEATED 0 - 1
    08 09:30 3 REPEATED 0 - 2
    09 09:40 4 REPEATED 0 - 3
    """)
    queued = [line for line in found.lines(Event.QUEUED) if "STRIKES" in line]
    assert queued[:2] == ["07 09:20 2 QUEUED 1 front STRIKES", "09 09:40 4 QUEUED 1 front STRIKES"]
    # at 09:20 the customer is on the line himself for a minute: he goes before
    assert found.lines(Event.ESCALATED)[:2] == ["07 09:25 2 ESCALATED 0 -", "09 09:45 4 ESCALATED 0 -"]


def test_repeats_too_far_apart_are_no_strikes(tmp_path: Path) -> None:
    """A day and 10 min apart: not within a day."""
    faults = "talk: 1min, repeat: {chance: 100%, after: 1d}, repair: 9min"
    found = told(
        tmp_path, f"three_strikes: {{repeats: 2, within: 1d, {HANDLE}}}", [("05 09:00", "s0", "f")], fault=faults
    )
    assert found.lines(Event.ESCALATED) == []


def test_commitments_do_not_change_what_is_called(tmp_path: Path) -> None:
    """Nothing in `calls`: no task of a desk but the calls of customers."""
    plan = plan_of(team(shift="always"), desks=FRONT)
    found = story(
        tmp_path, [("05 09:00", "s0", "f", "5min")], "f: {}", plan, ARRIVE, extra=ANGRY, luck={"u_complained": [0.9]}
    )
    assert {line.split()[-1] for line in found.lines(Event.QUEUED)} == {"CALL"}
