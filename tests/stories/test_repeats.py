"""Stories of what comes back: the same fault again, counted from the repair, with a life and luck of its own."""

from __future__ import annotations

from pathlib import Path

from sim.model import Event
from tests.stories.little import plan_of, story, team, trajectory


def test_what_comes_back_is_a_new_ticket_at_the_restoration_and_the_delay(tmp_path: Path) -> None:
    """Restored on the 5th at 09:20, signed at 09:30. Ten days on, at 09:20, the same fault is reported and repaired
    again, and once more ten days after that; the third would come after the end, on the 26th."""
    faults = "f: {repeat: {chance: 100%, after: 10d}, sign_off: 10min, repair: 15min}"
    found = story(tmp_path, [("05 09:00", "s0", "f", "5min")], faults, plan_of(team(shift="always")))
    assert [line for line in found.lines() if line[:2] == "15"] == trajectory("""
    15 09:20 1 REPEATED 0 - 0
    15 09:20 1 QUEUED 1 - CALL
    15 09:20 1 STARTED 1 - CALL
    15 09:20 1 ENDED 1 - CALL
    15 09:20 1 REPLIED 0 -
    15 09:20 1 READY 1 -
    15 09:20 1 DISPATCHED 1 crew-1
    15 09:20 1 DEPARTED 1 crew-1 0m
    15 09:20 1 ARRIVED 1 crew-1
    15 09:20 1 DIAGNOSED 1 crew-1
    15 09:35 1 RESTORED 1 crew-1
    15 09:45 1 LEFT 1 crew-1 1
    15 09:45 1 CLOSED 0 -
    """)
    assert found.lines(Event.REPEATED) == ["15 09:20 1 REPEATED 0 - 0", "25 09:35 2 REPEATED 0 - 1"]
    ids = [found.world.ticket_id(index) for index in range(3)]
    assert ids[1:] == [f"{ids[0]}.r1", f"{ids[0]}.r2"]


def test_a_fix_by_phone_may_come_back_and_a_visit_then_be_needed(tmp_path: Path) -> None:
    """Helped at 09:05 on the phone; two days on the same advice does not help: the repeat has luck of its own."""
    faults = "f: {repeat: {chance: 100%, after: 2d}, talk: 5min, remote_fix: 50%, repair: 15min}"
    found = story(
        tmp_path, [("05 09:00", "s0", "f")], faults, plan_of(team(shift="always")), luck={"u_remote": [0.4, 0.6]}
    )
    kinds = Event.REPEATED, Event.REMOTE_FIXED, Event.RESTORED
    assert found.lines(*kinds)[:4] == trajectory("""
    05 09:05 0 REMOTE_FIXED 1 -
    05 09:05 0 RESTORED 0 -
    07 09:05 1 REPEATED 0 - 0
    07 09:25 1 RESTORED 1 crew-1
    """)


def test_a_fault_that_is_never_repaired_does_not_come_back(tmp_path: Path) -> None:
    """The repair lasts until after the end: 3 weeks. And who gives up was not repaired: ticket 1."""
    plan = plan_of(team(shift="always"), desks="front: {seats: 1, takes: phone}")
    tickets = [("05 09:00", "s0", "f", "1h", None, "600h"), ("05 09:10", "s0", "f", "1h", None, None, "1min")]
    found = story(tmp_path, tickets, "f: {repeat: {chance: 100%, after: 1h}}", plan)
    assert len(found.world.tickets) > found.world.originals == 2
    assert found.lines(Event.REPEATED, Event.ABANDONED) == ["05 09:11 1 ABANDONED 1 front"]


def test_a_second_try_is_no_repeat(tmp_path: Path) -> None:
    """The repair does not hold at 10:00, but at 11:00: the delay counts from then."""
    faults = "f: {repeat: {chance: 100%, after: 1d}, first_fix: 50%, repair: 1h}"
    found = story(tmp_path, [("05 09:00", "s0", "f", "0s", None, "1h")], faults, plan_of(team(shift="always")),
                  luck={"u_first_fix": [0.6]})  # fmt: skip
    restored = found.lines(Event.RESTORED)[0].split()
    repeated = found.lines(Event.REPEATED)[0].split()
    assert len(found.lines(Event.READY)) > 1
    assert restored[4] != "1"
    assert (int(restored[0]) + 1, restored[1]) == (int(repeated[0]), repeated[1])


def test_what_comes_back_takes_its_place_by_its_own_report(tmp_path: Path) -> None:
    """The repeat of 09:20 on the 6th is one of two visits that wait until crew-1 is free at 10:10: the other was
    reported first, at 09:15."""
    faults = "f: {repeat: {chance: 100%, after: 1d}}, g: {}"
    tickets = [("05 09:00", "s0", "f", "5min", None, "15min"), ("06 09:10", "s0", "g", "0s", None, "1h"),
               ("06 09:15", "s0", "g", "0s", None, "10min")]  # fmt: skip
    found = story(tmp_path, tickets, faults, plan_of(team(shift="always")))
    assert found.lines(Event.DISPATCHED)[1:4] == trajectory("""
    06 09:10 1 DISPATCHED 1 crew-1
    06 10:10 2 DISPATCHED 1 crew-1
    06 10:20 3 DISPATCHED 1 crew-1
    """)


def test_a_repeat_by_mail_waits_for_its_channel(tmp_path: Path) -> None:
    """Restored at 16:30, back a day later at 16:30: the channel opens at 09:00 the morning after."""
    extra = "channels: {mail: {answer: deferred, calendar: morning}}"
    calendars = 'morning: {days: mon-fri, hours: "09:00-12:00"}'
    faults = "f: {repeat: {chance: 100%, after: 1d}}"
    tickets = [("05 09:00", "s0", "f", "0s", None, "450min")]
    found = story(tmp_path, tickets, faults, plan_of(team(shift="always")), extra=extra, calendars=calendars)
    assert found.lines(Event.REPEATED, Event.QUEUED)[:3] == trajectory("""
    05 09:00 0 QUEUED 1 - MESSAGE
    06 16:30 1 REPEATED 0 - 0
    07 09:00 1 QUEUED 1 - MESSAGE
    """)
