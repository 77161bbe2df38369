"""Stories of channels: mails that wait until their channel opens, and what callers find where nobody is."""

from __future__ import annotations

from pathlib import Path

from sim.model import Event
from tests.stories.little import instant, plan_of, story, team, trajectory

ADVICE = "f: {remote_fix: 100%, talk: 5min}"
ANSWERED = "- {id: answer, measure: {from: reported, to: answered}, within: 1h, target: 90%}\n"
MORNING = 'morning: {days: mon-fri, hours: "09:00-12:00"}'
TALKS = (Event.QUEUED, Event.STARTED, Event.ENDED, Event.GAVE_UP, Event.ABANDONED, Event.REFUSED)
MAIL = "channels: {phone: {share: 50%}, mail: {share: 50%, answer: deferred, calendar: morning}}"


def front(seats: str = "1", more: str = "") -> str:
    return plan_of(team(), desks=f"front: {{seats: {seats}, takes: [phone, mail]{more}}}")


def test_a_mail_sent_at_night_is_there_when_its_channel_opens_and_waits_for_callers(tmp_path: Path) -> None:
    """Sent on the 5th at 08:00 and on the 6th at 08:00; the channel opens at 09:00, when somebody calls too.

    The seat is there day and night and was free at 08:00; it takes the caller first, then both mails by ticket. A mail
    of 12:00 is sent in the second of closing: it is there the next morning, reported all the same when it was sent.
    """
    tickets = [
        ("05 08:00", "s0", "f"),
        ("05 08:30", "s0", "f", "3min"),
        ("05 09:00", "s0", "f", "2min"),
        ("05 11:59:59", "s0", "f", "1s"),
        ("05 12:00", "s0", "f", "4min"),
    ]
    luck = {"channel": [1, 1, 0, 1, 1]}
    found = story(tmp_path, tickets, ADVICE, front(), ANSWERED, calendars=MORNING, extra=MAIL, luck=luck)
    assert found.lines(*TALKS) == trajectory("""
    05 09:00 0 QUEUED 1 front MESSAGE
    05 09:00 1 QUEUED 1 front MESSAGE
    05 09:00 2 QUEUED 1 front CALL
    05 09:00 2 STARTED 1 front CALL
    05 09:02 2 ENDED 1 front CALL
    05 09:02 0 STARTED 1 front MESSAGE
    05 09:07 0 ENDED 1 front MESSAGE
    05 09:07 1 STARTED 1 front MESSAGE
    05 09:10 1 ENDED 1 front MESSAGE
    05 11:59:59 3 QUEUED 1 front MESSAGE
    05 11:59:59 3 STARTED 1 front MESSAGE
    05 12:00 3 ENDED 1 front MESSAGE
    06 09:00 4 QUEUED 1 front MESSAGE
    06 09:00 4 STARTED 1 front MESSAGE
    06 09:04 4 ENDED 1 front MESSAGE
    """)
    assert found.world.tickets.reported[4] == instant("05 12:00")


def test_a_mail_to_an_open_channel_waits_for_a_desk_without_seats(tmp_path: Path) -> None:
    """The channel opens at 09:00, the seats come at 10:00: in the queue at 09:00, in turn at 10:00."""
    found = story(tmp_path, [("05 07:00", "s0", "f")], ADVICE, front('{"10:00-11:00": 1}'), ANSWERED,
                  calendars=MORNING, extra=MAIL, luck={"channel": [1]})  # fmt: skip
    assert found.lines(*TALKS) == trajectory("""
    05 09:00 0 QUEUED 1 front MESSAGE
    05 10:00 0 STARTED 1 front MESSAGE
    05 10:05 0 ENDED 1 front MESSAGE
    """)


def phone(closed: str, more: str = "") -> str:
    return f"channels: {{phone: {{calendar: morning, closed: {closed}{more}}}}}"


def test_who_calls_a_closed_channel_is_refused_and_calls_again(tmp_path: Path) -> None:
    """Redials every 20 min. Ticket 0 from 08:30 on: refused at 08:30 and 08:50, through at 09:10.

    Ticket 1 calls in the second of closing and again at 12:20, 12:40 …: until the next morning at 09:00, its 64th call
    (21 h are 63 intervals). Seats are there all the time: it is the channel that is closed.
    """
    plan = plan_of(team(), desks="front: {seats: 1, takes: phone}")
    extra = phone("reject", ", redial: {chance: 100%, after: 20min}")
    found = story(tmp_path, [("05 08:30", "s0", "f"), ("05 12:00", "s0", "f")], ADVICE, plan, ANSWERED,
                  calendars=MORNING, extra=extra)  # fmt: skip
    lines = found.lines(*TALKS)
    assert lines[:5] == trajectory("""
    05 08:30 0 REFUSED 1 front CALL
    05 08:50 0 REFUSED 2 front CALL
    05 09:10 0 QUEUED 3 front CALL
    05 09:10 0 STARTED 3 front CALL
    05 09:15 0 ENDED 3 front CALL
    """)
    assert lines[5:7] == ["05 12:00 1 REFUSED 1 front CALL", "05 12:20 1 REFUSED 2 front CALL"]
    assert lines[-4:-2] == ["06 08:40 1 REFUSED 63 front CALL", "06 09:00 1 QUEUED 64 front CALL"]


def test_who_is_refused_and_never_calls_again_is_gone_at_once(tmp_path: Path) -> None:
    """Without redial. The desk is without seats while its channel is open: that is closed too."""
    plan = plan_of(team(), desks='front: {seats: {"10:00-11:00": 1}, takes: phone}')
    found = story(tmp_path, [("05 09:59:59", "s0", "f"), ("05 10:00", "s0", "f")], ADVICE, plan, ANSWERED,
                  calendars=MORNING, extra=phone("reject"))  # fmt: skip
    assert found.lines(*TALKS) == trajectory("""
    05 09:59:59 0 REFUSED 1 front CALL
    05 09:59:59 0 ABANDONED 1 front
    05 10:00 1 QUEUED 1 front CALL
    05 10:00 1 STARTED 1 front CALL
    05 10:05 1 ENDED 1 front CALL
    """)


def test_who_is_on_call_answers_at_once_and_needs_no_dispatch_desk(tmp_path: Path) -> None:
    """At 08:00 the channel is closed. He talks for 5 min as the front would (20 %), and the visit is ready.

    Ticket 1 has the luck 0.19 and is helped; ticket 2 calls at 09:00, is answered by the front. They are experts
    here: ticket 2 with 0.4 is helped by them, ticket 0 was not. Ticket 3 is dispatched for 10 min.
    """
    desks = "front: {seats: 1, takes: phone, level: experts}, duty: {role: dispatch, seats: 1, handle: 10min}"
    faults = "f: {remote_fix: {front: 20%, experts: 50%}, talk: 5min, repair: 30min}"
    tickets = [("05 08:00", "s0", "f"), ("05 08:01", "s0", "f"), ("05 09:00", "s0", "f"), ("05 10:00", "s0", "f")]
    found = story(tmp_path, tickets, faults, plan_of(team(), desks=desks), calendars=MORNING, extra=phone("on_call"),
                  luck={"u_remote": [0.4, 0.19, 0.4, 0.6]})  # fmt: skip
    assert found.lines(*TALKS, Event.REMOTE_FIXED, Event.READY) == trajectory("""
    05 08:00 0 QUEUED 1 - CALL
    05 08:00 0 STARTED 1 - CALL
    05 08:05 0 ENDED 1 - CALL
    05 08:05 0 READY 1 -
    05 08:01 1 QUEUED 1 - CALL
    05 08:01 1 STARTED 1 - CALL
    05 08:06 1 ENDED 1 - CALL
    05 08:06 1 REMOTE_FIXED 1 -
    05 09:00 2 QUEUED 1 front CALL
    05 09:00 2 STARTED 1 front CALL
    05 09:05 2 ENDED 1 front CALL
    05 09:05 2 REMOTE_FIXED 1 front
    05 10:00 3 QUEUED 1 front CALL
    05 10:00 3 STARTED 1 front CALL
    05 10:05 3 ENDED 1 front CALL
    05 10:05 3 QUEUED 1 duty DISPATCH
    05 10:05 3 STARTED 1 duty DISPATCH
    05 10:15 3 ENDED 1 duty DISPATCH
    05 10:15 3 READY 1 -
    """)


def test_a_call_to_a_closed_channel_is_a_message_to_whoever_has_a_seat(tmp_path: Path) -> None:
    """The desk has a seat at 08:00 though the channel is closed: the message is opened at once."""
    plan = plan_of(team(), desks="front: {seats: 1, takes: phone}")
    found = story(
        tmp_path, [("05 08:00", "s0", "f")], ADVICE, plan, ANSWERED, calendars=MORNING, extra=phone("message")
    )
    assert found.lines(*TALKS) == trajectory("""
    05 08:00 0 QUEUED 1 front MESSAGE
    05 08:00 0 STARTED 1 front MESSAGE
    05 08:05 0 ENDED 1 front MESSAGE
    """)


def test_each_channel_has_its_own_desk(tmp_path: Path) -> None:
    """Both desks are busy for nobody else."""
    plan = plan_of(team(), desks="front: {seats: 1, takes: phone}, online: {seats: 1, takes: mail}")
    extra = "channels: {phone: {share: 50%}, mail: {share: 50%, answer: deferred}}"
    tickets = [("05 09:00", "s0", "f"), ("05 09:01", "s0", "f"), ("05 09:02", "s0", "f"), ("05 09:03", "s0", "f")]
    found = story(tmp_path, tickets, ADVICE, plan, ANSWERED, extra=extra, luck={"channel": [0, 1, 1, 0]})
    assert found.lines(Event.STARTED) == trajectory("""
    05 09:00 0 STARTED 1 front CALL
    05 09:01 1 STARTED 1 online MESSAGE
    05 09:05 3 STARTED 1 front CALL
    05 09:06 2 STARTED 1 online MESSAGE
    """)
