"""Traces of what happens at the desks and beside the journey: logs written by hand, told in words."""

from __future__ import annotations

from pathlib import Path

from sim.model.events import Event, Purpose
from sim.report.trace import Trace, trace_of, trace_text
from tests.rooms.report.handmade import Told, call, company, year_with
from tests.rooms.report.traced import lines, story_of
from tests.stories.little import plan_of, team

E, P = Event, Purpose
AROUND = team(shift="always")
TWO_DESKS = "front: {seats: 1, takes: phone, trunks: 2}, partner: {seats: 1}"
ONE = [("05 09:00", "s0", "f", "5min")]
END: list[Told] = [("05 09:40", 0, E.REMOTE_FIXED, 1, "front", 0), ("05 09:40", 0, E.REPLIED, 0, "-", 0),
                   ("05 09:40", 0, E.RESTORED, 0, "-", 0), ("05 09:40", 0, E.CLOSED, 0, "-", 0)]  # fmt: skip
SOLVED = "Advice of front solves it: it works again. The customer has nothing left to ask: closed."


def told(
    folder: Path, rows: list[Told], desks: str = TWO_DESKS, extra: str = "", tickets: int = 1, ticket: int = 0
) -> list[str]:
    """The lines of a ticket to which this has happened."""
    plan = plan_of(AROUND, desks=desks)
    place = company(folder, ONE * tickets, "f: {remote_fix: {front: 10%, experts: 20%}}", plan, extra=extra)
    return lines(trace_of(year_with(place, rows), ticket))


def test_refused_because_all_lines_are_busy_then_called_again(tmp_path: Path) -> None:
    rows: list[Told] = [
        ("05 09:00", 0, E.REFUSED, 1, "front", P.CALL),
        ("05 09:10", 0, E.REFUSED, 2, "front", P.CALL),
        *call("front", "05 09:30", "05 09:30", "05 09:40", n=3),
        *END,
    ]
    assert told(tmp_path, rows) == story_of(f"""
    Mon 01-05 09:00 +0:00 The customer calls front: all 2 lines are busy.
        10 min desk: until the customer calls again
    Mon 01-05 09:10 +0:10 The customer calls front again (attempt 2): all 2 lines are busy.
        20 min desk: until the customer calls again
    Mon 01-05 09:30 +0:30 The customer calls front again (attempt 3) and is answered at once.
        10 min desk: talking with front
    Mon 01-05 09:40 +0:40 {SOLVED}
    """)


def test_refused_because_the_desk_is_closed_and_never_called_again(tmp_path: Path) -> None:
    rows: list[Told] = [
        ("05 09:00", 0, E.REFUSED, 1, "front", P.CALL),
        ("05 09:00", 0, E.ABANDONED, 1, "-", 0),
    ]
    desks = 'front: {seats: {"10:00-18:00": 1}, takes: phone}'
    assert told(tmp_path, rows, desks, "channels: {phone: {closed: reject}}") == story_of("""
    Mon 01-05 09:00 +0:00 The customer calls front: it is closed until 10:00 and takes no calls. The customer never
    | calls again: the ticket is given up.
    """)


def test_a_call_goes_over_to_another_desk_which_takes_it(tmp_path: Path) -> None:
    """Ticket 1 keeps the seat of front until 10:00, ticket 2 that of partner until 09:20."""
    rows = [
        *call("front", "05 09:00", "05 09:00", "05 10:00", ticket=1),
        *call("partner", "05 09:00", "05 09:00", "05 09:20", ticket=2),
        *call("front", "05 09:00", "05 09:20", "05 09:40")[:1],
        ("05 09:01", 0, E.OVERFLOWED, 1, "partner", P.CALL),
        *call("partner", "05 09:00", "05 09:20", "05 09:40")[1:],
        ("05 09:43", 0, E.WRAPPED, 1, "partner", P.CALL),
        *END,
    ]
    assert told(tmp_path, rows, tickets=3) == story_of(f"""
    Mon 01-05 09:00 +0:00 The customer calls front.
        1 min desk: the seat of front is busy; it is next
    Mon 01-05 09:01 +0:01 From now on partner may take it too.
        19 min desk: the seat of partner is busy; it is next; it waits for front as well
    Mon 01-05 09:20 +0:20 partner takes it for front.
        20 min desk: talking with partner
    Mon 01-05 09:40 +0:40 {SOLVED}
    Mon 01-05 09:43 +0:43 partner is done with the work after the call (3 min): the seat is free.
    """)


def test_work_after_a_call_keeps_the_seat_busy(tmp_path: Path) -> None:
    """Ticket 1 talks until 08:58 and its seat is wrapped up at 09:05: ticket 0 waits for that."""
    rows = [
        *call("front", "05 08:50", "05 08:50", "05 08:58", ticket=1),
        ("05 09:05", 1, E.WRAPPED, 1, "front", P.CALL),
        *call("front", "05 09:00", "05 09:05", "05 09:40"),
        *END,
    ]
    assert told(tmp_path, rows, tickets=2)[1] == "    5 min desk: the seat of front is busy; it is next"


def test_a_caller_leaves_his_number_and_is_called_back(tmp_path: Path) -> None:
    rows = [
        *call("front", "05 08:50", "05 08:50", "05 09:20", ticket=1),
        *call("front", "05 09:00", "05 09:20", "05 09:40"),
        ("05 09:05", 0, E.HELD, 1, "front", P.CALL),
        *END,
    ]
    assert told(tmp_path, rows, tickets=2)[:5] == story_of("""
    Mon 01-05 09:00 +0:00 The customer calls front.
        5 min desk: the seat of front is busy; it is next
    Mon 01-05 09:05 +0:05 The customer leaves his number: front will call back when it is his turn.
        15 min desk: waiting to be called back: the seat of front is busy; it is next
    Mon 01-05 09:20 +0:20 front calls back as agreed: answered.
    """)


def test_graver_tickets_go_first_at_a_desk_that_looks_at_it(tmp_path: Path) -> None:
    """Of two who wait at 09:02 the grave one came later and is served before."""
    desks = "front: {seats: 1, takes: phone, order: severity}"
    place = company(
        tmp_path, [("05 09:00", "s0", "f"), ("05 09:01", "s0", "f"), ("05 09:02", "s0", "g")],
        "f: {}, g: {severity: down}", plan_of(AROUND, desks=desks),
    )  # fmt: skip
    rows = [
        *call("front", "05 09:00", "05 09:00", "05 09:30"),
        *call("front", "05 09:01", "05 09:40", "05 09:50", ticket=1),
        *call("front", "05 09:02", "05 09:30", "05 09:40", ticket=2),
    ]
    assert lines(trace_of(year_with(place, rows), 2))[1].endswith("the seat of front is busy; it is next")


def test_no_desk_is_open_and_whoever_is_on_call_answers(tmp_path: Path) -> None:
    rows: list[Told] = [
        *call("-", "05 09:00", "05 09:00", "05 09:05"),
        ("05 09:05", 0, E.REPLIED, 0, "-", 0),
        ("05 09:05", 0, E.READY, 1, "-", 1 << 62),
        ("05 09:05", 0, E.DISPATCHED, 1, "crew-1", 0),
    ]
    desks = 'front: {seats: {"10:00-18:00": 1}, takes: phone}'
    assert told(tmp_path, rows, desks, "channels: {phone: {closed: on_call}}")[:3] == story_of("""
    Mon 01-05 09:00 +0:00 The customer calls; no desk is open, so whoever is on call answers.
        5 min desk: the talk with the customer
    Mon 01-05 09:05 +0:05 The talk ends; advice alone does not help. The customer is told what will happen. A visit can
    | go. crew-1 is sent.
    """)


CHANNELS = "channels: {phone: {share: 50%}, chat: {share: 50%, answer: deferred, calendar: late}}"


def test_a_message_lies_until_its_channel_opens(tmp_path: Path) -> None:
    """Sent at 09:00; the channel opens at 14:00."""
    rows = call("front", "05 14:00", "05 14:10", "05 14:20", purpose=P.MESSAGE)
    desks = "front: {seats: 1, takes: [phone, chat]}"
    place = company(tmp_path, ONE, "f: {}", plan_of(AROUND, desks=desks), extra=CHANNELS)
    year = year_with(place, rows, channel=[list(place.scenario.channels).index("chat")])
    assert lines(trace_of(year, 0))[:5] == story_of("""
    Mon 01-05 09:00 +0:00 The customer writes by chat, which is closed.
        5 h desk: chat opens 14:00
    Mon 01-05 14:00 +5:00 chat opens: the message lies at front.
        10 min desk: the seat of front is busy; it is next
    Mon 01-05 14:10 +5:10 front opens the message.
    """)


# -- beside the journey -----------------------------------------------------------------------------------------------

SOLVED_AT_ONCE = [*call("front", "05 09:00", "05 09:00", "05 09:40"), *END]


def test_calls_of_the_desk_do_not_cut_the_journey(tmp_path: Path) -> None:
    """The customer is told how it stands at 12:00, in the middle of the way to him."""
    rows: list[Told] = [
        *call("front", "05 09:00", "05 09:00", "05 09:05"),
        ("05 09:05", 0, E.READY, 1, "-", 1 << 62),
        *call("front", "05 12:00", "05 12:03", "05 12:08", purpose=P.PROGRESS),
        ("05 12:08", 0, E.PROGRESS_REPORTED, 0, "-", P.PROGRESS),
        ("05 13:00", 0, E.DISPATCHED, 1, "crew-1", 0),
    ]
    assert told(tmp_path, rows)[3:5] == story_of("""
        3 h 55 min engineer: free and not sent: crew-1
    Mon 01-05 12:08 +3:08 front calls the customer and says how it stands after 3 min in the queue.
    """)


def test_call_backs_and_follow_ups_and_tries_that_reach_nobody(tmp_path: Path) -> None:
    rows: list[Told] = [
        *SOLVED_AT_ONCE,
        *call("front", "05 10:00", "05 10:00", "05 10:05", purpose=P.CALL_BACK),
        ("05 10:05", 0, E.UNREACHED, 1, "front", P.CALL_BACK),
        *call("front", "06 08:00", "06 08:00", "06 08:04", n=2, purpose=P.CALL_BACK),
        ("06 08:04", 0, E.CALLED_BACK, 0, "-", P.CALL_BACK),
        *call("front", "07 09:40", "07 09:40", "07 09:45", purpose=P.FOLLOW_UP_1),
        ("07 09:45", 0, E.FOLLOWED_UP_1, 0, "-", P.FOLLOW_UP_1),
        *call("front", "09 09:40", "09 09:40", "09 09:45", purpose=P.FOLLOW_UP_2),
        ("09 09:45", 0, E.FOLLOWED_UP_2, 0, "-", P.FOLLOW_UP_2),
    ]
    assert told(tmp_path, rows)[3:] == story_of("""
    Mon 01-05 10:05 +1:05 front calls back after the repair and reaches nobody (try 1); the next try is Tue 01-06 08:00.
    Tue 01-06 08:04 +23:04 front calls the customer back after the repair.
    Wed 01-07 09:45 +48:45 front makes the first follow-up call.
    Fri 01-09 09:45 +96:45 front makes the second follow-up call.
    """)


def test_a_complaint_is_looked_into_passed_on_decided_and_told(tmp_path: Path) -> None:
    rows: list[Told] = [
        *SOLVED_AT_ONCE,
        ("06 09:40", 0, E.COMPLAINED, 0, "-", 0),
        *call("front", "06 09:40", "06 09:50", "06 10:10", purpose=P.COMPLAINT),
        ("06 10:10", 0, E.ESCALATED, 0, "-", P.COMPLAINT),
        ("06 16:10", 0, E.COMPLAINT_DECIDED, 0, "-", P.COMPLAINT),
        *call("front", "06 16:10", "06 16:10", "06 16:30", n=2, purpose=P.COMPLAINT),
        ("06 16:30", 0, E.COMPLAINT_ANSWERED, 0, "-", P.COMPLAINT),
    ]
    assert told(tmp_path, rows)[3:] == story_of("""
    Tue 01-06 09:40 +24:40 The customer complains.
    Tue 01-06 10:10 +25:10 front looks into the complaint after 10 min in the queue and cannot answer it: it is passed
    | on to be decided.
    Tue 01-06 16:10 +31:10 The complaint is decided.
    Tue 01-06 16:30 +31:30 front tells the customer what was decided: the complaint is answered.
    """)


def test_a_complaint_that_the_desk_answers_itself(tmp_path: Path) -> None:
    rows: list[Told] = [
        *SOLVED_AT_ONCE,
        ("06 09:40", 0, E.COMPLAINED, 0, "-", 0),
        *call("front", "06 09:40", "06 09:40", "06 10:10", purpose=P.COMPLAINT),
        ("06 10:10", 0, E.COMPLAINT_ANSWERED, 0, "-", P.COMPLAINT),
    ]
    assert told(tmp_path, rows)[4:] == ["Tue 01-06 10:10 +25:10 front looks into the complaint and answers it."]


def test_very_many_reports_are_told_in_one_line(tmp_path: Path) -> None:
    rows: list[Told] = [*call("front", "05 09:00", "05 09:00", "05 09:05"), ("05 09:05", 0, E.READY, 1, "-", 1 << 62)]
    for day in range(6, 19):
        for hour in (9, 15):
            time = f"{day:02d} {hour:02d}:00"
            rows += [*call("front", time, time, time, purpose=P.PROGRESS),
                     (time, 0, E.PROGRESS_REPORTED, 0, "-", P.PROGRESS)]  # fmt: skip
    found = [line for line in told(tmp_path, rows) if "how it stands" in line or "and so on" in line]
    assert len(found) == 13 and found[8].endswith("and so on: 14 more calls and the like up to Fri 01-16 15:00")


def test_calls_to_customers_without_a_ticket_keep_seats_busy(tmp_path: Path) -> None:
    """Row 1 is the first customer: the company has one ticket."""
    rows = [
        *call("front", "05 08:50", "05 08:50", "05 09:10", ticket=1, purpose=P.KEEP_IN_TOUCH),
        ("05 09:10", 1, E.CONTACTED, 0, "-", P.KEEP_IN_TOUCH),
        *call("front", "05 09:00", "05 09:10", "05 09:40"),
        *END,
    ]
    assert told(tmp_path, rows)[1] == "    10 min desk: the seat of front is busy; it is next"


BACK = "- {id: back, measure: {from: closed, to: called_back}, within: 1h, target: 90%}\n"


def late_call(folder: Path, rows: list[Told]) -> Trace:
    """A ticket that is to be called back within an hour."""
    place = company(folder, ONE, "f: {}", plan_of(AROUND, desks=TWO_DESKS), BACK)
    return trace_of(year_with(place, [*SOLVED_AT_ONCE, *rows]), 0)


def test_a_late_call_back_is_explained_by_its_tries_or_its_wait(tmp_path: Path) -> None:
    """Closed at 09:40, so due at 10:40."""
    reached: list[Told] = [
        *call("front", "06 08:00", "06 08:00", "06 08:05", n=2, purpose=P.CALL_BACK),
        ("06 08:05", 0, E.CALLED_BACK, 0, "-", P.CALL_BACK),
    ]
    missed: list[Told] = [
        *call("front", "05 09:40", "05 09:40", "05 09:45", purpose=P.CALL_BACK),
        ("05 09:45", 0, E.UNREACHED, 1, "front", P.CALL_BACK),
    ]
    found = late_call(tmp_path / "a", [*missed, *reached])
    assert found.lesson == "back was 21 h 25 min late: 1 try reached nobody."
    assert (found.promises[0].late_s, found.promises[0].main_cause) == (77_100, "desk")
    waited: list[Told] = [
        *call("front", "05 09:40", "05 11:00", "05 11:05", purpose=P.CALL_BACK),
        ("05 11:05", 0, E.CALLED_BACK, 0, "-", P.CALL_BACK),
    ]
    assert late_call(tmp_path / "b", waited).lesson == (
        "back was 25 min late: the call waited 1 h 20 min in the queue of front, behind whoever was on the line."
    )


def test_a_promise_for_every_call_counts_the_calls_of_a_ticket(tmp_path: Path) -> None:
    """Refused at 09:00, answered at once at 09:30."""
    speed = "- {id: speed, measure: {from: reported, to: answered}, of: call, within: 20s, target: 80%}\n"
    rows: list[Told] = [
        ("05 09:00", 0, E.REFUSED, 1, "front", P.CALL),
        *call("front", "05 09:30", "05 09:30", "05 09:40", n=2),
        *END,
    ]
    place = company(tmp_path, ONE, "f: {}", plan_of(AROUND, desks=TWO_DESKS), speed)
    found = trace_of(year_with(place, rows), 0)
    assert [(one.id, one.calls, one.missed) for one in found.called] == [("speed", 2, 1)]
    assert "- speed: reported to answered, each call by itself: 1 of 2 calls missed" in trace_text(found)
    assert found.lesson == (
        "speed: 1 of 2 calls were not answered in time; one more line to front at Mon 01-05 09:00 would have helped."
    )
