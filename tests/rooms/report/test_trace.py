"""Traces of little companies, worked out by hand: every step, every wait, and what would have saved the ticket."""

from __future__ import annotations

from pathlib import Path

from tests.rooms.report.traced import lines, story_of, traced
from tests.stories.little import plan_of, story, team

AROUND = team(shift="always")
WITHIN_1H = "- {id: soon, measure: {from: reported, to: arrived}, within: 1h, target: 90%}\n"


def test_a_wait_for_a_busy_engineer_says_where_he_is_and_what_ends_it(tmp_path: Path) -> None:
    """crew-1 drives 10 min to s10, looks for 15 min, repairs for 45 and lets sign for 5: free at 10:15, at s10."""
    tickets = [("05 09:00", "s10", "f", None, "15min", "45min"), ("05 09:30", "s15", "f", None, "5min", "10min")]
    found = traced(story(tmp_path, tickets, "f: {sign_off: 5min}", plan_of(AROUND)), ticket=1)
    assert lines(found) == story_of("""
    Mon 01-05 09:30 +0:00 The customer calls; the plan has no desks, so somebody answers at once. The customer is told
    | what will happen. A visit can go.
        45 min engineer: 1 of 1 able engineer busy: crew-1 is on s10.press.f.recorded.1, free 10:15
    Mon 01-05 10:15 +0:45 crew-1 is sent, just free from s10.press.f.recorded.1. crew-1 leaves site s10.
        5 min travel: crew-1 drives 5.0 km from site s10, expected 5 min, took 5 min
    Mon 01-05 10:20 +0:50 crew-1 is on site.
        5 min repair: crew-1 looks for the fault
    Mon 01-05 10:25 +0:55 The fault is found.
        10 min repair: crew-1 repairs
    Mon 01-05 10:35 +1:05 It works again.
        5 min -: the customer tests it and signs
    Mon 01-05 10:40 +1:10 The customer signs: closed.
    """)
    assert {cause: s for cause, s in found.seconds.items() if s} == {"engineer": 2700, "travel": 300, "repair": 900}


def test_visits_that_go_first_are_counted(tmp_path: Path) -> None:
    """crew-1 is at s0 until 12:00; ticket 1 (09:10) goes before ticket 2 (09:20)."""
    tickets = [("05 09:00", "s0", "f", None, None, "3h"), ("05 09:10", "s0", "f"), ("05 09:20", "s0", "f")]
    found = lines(traced(story(tmp_path, tickets, "f: {repair: 1h}", plan_of(AROUND)), ticket=2))
    busy = "1 of 1 able engineer busy: crew-1 is on s0.press.f.recorded.1, free 12:00"
    assert found[1] == f"    3 h 40 min engineer: {busy}; 1 other visit goes first"


def test_a_queue_at_a_desk_tells_seats_and_who_is_before(tmp_path: Path) -> None:
    """One seat, talks of 10, 20 and 5 min: the third caller of 09:02 is answered at 09:30."""
    tickets = [
        ("05 09:00", "s0", "f", "10min", None, "1h"),
        ("05 09:01", "s0", "f", "20min", None, "1h"),
        ("05 09:02", "s0", "f", "5min", None, "1h"),
    ]
    plan = plan_of(AROUND, desks="front: {seats: 1, takes: phone}")
    found = lines(traced(story(tmp_path, tickets, "f: {}", plan), ticket=2))
    assert found[:5] == story_of("""
    Mon 01-05 09:02 +0:00 The customer calls front.
        28 min desk: the seat of front is busy; 1 is before it
    Mon 01-05 09:30 +0:28 front answers.
        5 min desk: talking with front
    Mon 01-05 09:35 +0:33 The talk ends. The customer is told what will happen. A visit can go.
    """)


def test_a_message_waits_until_somebody_is_at_the_desk(tmp_path: Path) -> None:
    plan = plan_of(AROUND, desks='front: {seats: {"08:00-16:00": 2}, takes: phone}')
    found = lines(traced(story(tmp_path, [("05 20:00", "s0", "f", "5min")], "f: {}", plan)))
    assert found[:3] == story_of("""
    Mon 01-05 20:00 +0:00 front is closed: the customer leaves a message.
        12 h desk: nobody is at front until Tue 01-06 08:00; it is next
    Tue 01-06 08:00 +12:00 front opens the message.
    """)


def test_hanging_up_and_calling_again(tmp_path: Path) -> None:
    """Patience of 2 min, again after 10 min, while one talk lasts until 09:30."""
    tickets = [("05 09:00", "s0", "f", "30min"), ("05 09:01", "s0", "f", "1min", None, None, "2min")]
    extra = "channels: {phone: {patience: 40min, redial: {chance: 100%, after: 10min}}}"
    plan = plan_of(AROUND, desks="front: {seats: 1, takes: phone}")
    found = lines(traced(story(tmp_path, tickets, "f: {}", plan, extra=extra), ticket=1))
    assert found[:7] == story_of("""
    Mon 01-05 09:01 +0:00 The customer calls front.
        2 min desk: the seat of front is busy; it is next
    Mon 01-05 09:03 +0:02 The customer hangs up.
        10 min desk: until the customer calls again
    Mon 01-05 09:13 +0:12 The customer calls front again (attempt 2).
        17 min desk: the seat of front is busy; it is next
    Mon 01-05 09:30 +0:29 front answers.
    """)


def test_experts_and_the_dispatch_desk_are_told(tmp_path: Path) -> None:
    desks = ("front: {seats: 1, takes: phone, escalate_to: experts}, experts: {seats: 1}, "
             "duty: {role: dispatch, seats: 1, handle: 4min}")  # fmt: skip
    faults = "f: {remote_fix: {front: 10%, experts: 20%}, talk: 6min}"
    plan = plan_of(AROUND, desks=desks)
    helped = story(tmp_path, [("05 09:00", "s0", "f")], faults, plan, luck={"u_remote": [0.15]})
    assert lines(traced(helped)) == story_of("""
    Mon 01-05 09:00 +0:00 The customer calls front and is answered at once.
        6 min desk: talking with front
    Mon 01-05 09:06 +0:06 The talk ends; advice alone does not help. It is passed on to experts.
        6 min desk: talking with experts
    Mon 01-05 09:12 +0:12 Advice of experts solves it: it works again. The customer has nothing left to ask: closed.
    """)
    sent = story(tmp_path / "sent", [("05 09:00", "s0", "f")], faults, plan, luck={"u_remote": [0.9]})
    assert lines(traced(sent))[4:7] == story_of("""
    Mon 01-05 09:12 +0:12 The talk ends; advice alone does not help. It goes to dispatch desk duty.
        4 min dispatch: duty plans the visit
    Mon 01-05 09:16 +0:16 The customer is told what will happen. A visit can go. crew-1 is sent. crew-1 is on site. It
    | works again. The customer signs: closed.
    """)


def test_a_supplier_is_waited_for(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s0", "f", "5min")]
    extra = "suppliers: {maker: {reply: 6h, supply: 1d}}"
    plan = plan_of(AROUND, desks="front: {seats: 1, takes: phone}")
    found = lines(traced(story(tmp_path, tickets, "f: {supplier: maker}", plan, extra=extra)))
    assert found[2:7] == story_of("""
    Mon 01-05 09:05 +0:05 The talk ends. front has to write to supplier maker. The letter to supplier maker is out.
        6 h supplier: waiting for the answer of supplier maker
    Mon 01-05 15:05 +6:05 Supplier maker has answered; the customer is told.
        1 d supplier: waiting for the part of supplier maker
    Tue 01-06 15:05 +30:05 The part of supplier maker is in hand. A visit can go. crew-1 is sent. crew-1 is on site. It
    | works again. The customer signs: closed.
    """)


NIGHT = [("05 16:00", "s30", "f", None, None, "5h")]


def test_the_end_of_a_duty_stops_the_work_until_the_next(tmp_path: Path) -> None:
    """On site 16:30; 17:00 ends the shift, so four and a half hours are left for Tuesday from 08:30 on."""
    found = lines(traced(story(tmp_path, NIGHT, "f: {}", plan_of(team(), dispatch="end_of_shift: next_day"))))
    assert found[3:] == story_of("""
        30 min repair: crew-1 repairs
    Mon 01-05 17:00 +1:00 Work stops; crew-1 drives home.
        15 h off_shift: the duty of crew-1 is over; the next one begins Tue 01-06 08:00
    Tue 01-06 08:00 +16:00 crew-1 leaves outlet crew.
        30 min travel: crew-1 drives 30.0 km from outlet crew, expected 30 min, took 30 min
    Tue 01-06 08:30 +16:30 crew-1 is on site.
        5 h 30 min repair: crew-1 repairs, 1 h of it a break of the shift
    Tue 01-06 14:00 +22:00 It works again. The customer signs: closed.
    """)


def test_overtime_is_told(tmp_path: Path) -> None:
    """Half an hour in the shift and the two hours allowed after it."""
    found = lines(traced(story(tmp_path, NIGHT, "f: {}", plan_of(team()))))
    assert found[3:6] == story_of("""
        2 h 30 min repair: crew-1 repairs, 2 h of it outside the shift
    Mon 01-05 19:00 +3:00 Work stops; crew-1 drives home.
        13 h off_shift: the duty of crew-1 is over and so is the overtime allowed (2 h); the next one begins Tue
    | 01-06 08:00
    """)


def test_nobody_on_duty_then_busy_then_nobody_again(tmp_path: Path) -> None:
    """Friday 18:00; on Monday ticket 0 keeps crew-1 from 08:00 to 17:00 and two hours more."""
    tickets = [("09 17:30", "s0", "f", None, None, "10h"), ("09 18:00", "s0", "f", None, None, "1h")]
    found = lines(traced(story(tmp_path, tickets, "f: {}", plan_of(team())), ticket=1))
    assert found[1:6] == story_of("""
        2 d 14 h off_shift: team crew is off duty; the next duty begins Mon 01-12 08:00
        9 h engineer: 1 of 1 able engineer busy: crew-1 is on s0.press.f.recorded.1, free 19:00
        15 h off_shift: nobody able is on duty until Tue 01-13 08:00
    Tue 01-13 08:00 +86:00 crew-1 is sent, whose duty begins now. crew-1 is on site.
        1 h repair: crew-1 repairs
    """)


def test_who_is_free_but_could_not_be_there_in_time(tmp_path: Path) -> None:
    """Half an hour of duty and half an hour of overtime are left at 16:30, and s90 is an hour and a half away."""
    plan = plan_of(team(more="overtime: 30min"))
    found = lines(traced(story(tmp_path, [("05 16:30", "s90", "f")], "f: {}", plan)))
    late = "free, but could not be there by 17:30, the end of duty and overtime: crew-1"
    assert found[1] == f"    30 min engineer: {late}"


def test_the_second_outlet_is_asked_only_when_it_gets_late(tmp_path: Path) -> None:
    """Due on site at 11:05, 20 min away from outlet a: b-1 may go from 10:45 on."""
    tickets = [("05 09:00", "s20", "f", None, None, "3h"), ("05 09:05", "s20", "f", None, None, "1h")]
    within = "- {id: arrive, measure: {from: reported, to: arrived}, within: 2h, target: 90%}\n"
    outlets = (team("a", 0, shift="always"), team("b", 30, shift="always"))
    served = "territories: {west: {sites: [s20], outlets: [a, b]}}"
    plan = plan_of(*outlets, more=served, dispatch="backup: when_late")
    found = lines(traced(story(tmp_path, tickets, "f: {}", plan, within), ticket=1))
    assert found[:2] == story_of("""
    Mon 01-05 09:05 +0:00 The customer calls; the plan has no desks, so somebody answers at once. The customer is told
    | what will happen. A visit can go. To keep what is promised it must leave by 10:45.
        1 h 40 min engineer: 1 of 2 able engineers busy: a-1 drives to s20.press.f.recorded.1, free 12:20; free,
    | but of an outlet that is asked only when it gets late: b-1
    """)


def test_who_is_on_call_comes_for_what_cannot_wait(tmp_path: Path) -> None:
    """Reported at 20:00, on site within 4 h, 30 min away: he gets ready for 30 min."""
    within = "- {id: arrive, measure: {from: reported, to: arrived}, within: 4h, target: 90%}\n"
    tickets = [("05 20:00", "s30", "f", None, None, "1h")]
    plan = plan_of(team(more="on_call: {engineers: 1, mobilise: 30min}"))
    found = lines(traced(story(tmp_path, tickets, "f: {}", plan, within)))
    assert found[1:5] == story_of("""
        30 min engineer: crew-1 is called from home and gets ready
    Mon 01-05 20:30 +0:30 crew-1 leaves outlet crew.
        30 min travel: crew-1 drives 30.0 km from outlet crew, expected 30 min, took 30 min
    Mon 01-05 21:00 +1:00 crew-1 is on site.
    """)


def test_nobody_on_call_is_called_for_what_can_wait(tmp_path: Path) -> None:
    tickets = [("05 20:00", "s30", "f", None, None, "1h")]
    plan = plan_of(team(more="on_call: {engineers: 1, mobilise: 30min}"))
    found = lines(traced(story(tmp_path, tickets, "f: {}", plan)))
    wait = "team crew is off duty; the next duty begins Tue 01-06 08:00; leaving by Tue 01-06 19:30 is early enough"
    assert found[1] == f"    12 h off_shift: {wait}, so nobody on call is called"


def test_a_second_try_begins_where_the_first_one_failed(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s10", "f", None, None, "1h")]
    found = lines(traced(story(tmp_path, tickets, "f: {first_fix: 99.99%, repair: 25min}", plan_of(AROUND),
                               luck={"u_first_fix": [0.99995]})))  # fmt: skip
    assert found[-3:] == story_of("""
    Mon 01-05 10:10 +1:10 The repair does not hold; crew-1 leaves, a second try is needed. Visit 2 can go. crew-1 is
    | sent. crew-1 is on site.
        25 min repair: crew-1 repairs
    Mon 01-05 10:35 +1:35 It works again. The customer signs: closed.
    """)


def test_a_very_long_wait_is_cut_in_the_middle(tmp_path: Path) -> None:
    """crew-1 has work for ever: ten days of two lines each, and the sum of what lies between."""
    tickets = [("05 08:00", "s0", "f", None, None, "200h"), ("05 08:30", "s0", "f")]
    found = traced(story(tmp_path, tickets, "f: {}", plan_of(team())), ticket=1)
    waits = [step for step in found.steps if step.until is not None]
    assert len(waits) == 14 and found.is_open
    assert waits[12].text.startswith("and so on, day after day: engineers ")
    assert sum(step.until - step.at for step in waits if step.until) == found.year.stop - found.reported


# -- promises and the lesson ------------------------------------------------------------------------------------------


def test_a_promise_is_told_with_its_deadline_and_by_how_much(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s10", "f", None, None, "2h"), ("05 09:30", "s10", "f", None, None, "1h")]
    two = WITHIN_1H + "- {id: later, measure: {from: reported, to: restored}, within: 5h, target: 90%}\n"
    found = traced(story(tmp_path, tickets, "f: {}", plan_of(AROUND), two), ticket=1)
    soon, later = found.promises
    assert (soon.id, soon.fate, soon.late_s) == ("soon", "missed", 40 * 60)  # due 10:30, there at 11:10
    assert (later.id, later.fate, later.spare_s) == ("later", "kept", 2 * 3600 + 20 * 60)  # due 14:30, done at 12:10
    assert soon.main_cause == "engineer" and sum(soon.late_by_cause_s.values()) == 40 * 60


def test_the_lesson_names_the_largest_cause_and_what_would_have_saved_it(tmp_path: Path) -> None:
    """An hour allowed from 09:30, crew-1 comes at 11:10."""
    tickets = [("05 09:00", "s10", "f", None, None, "2h"), ("05 09:30", "s10", "f", None, None, "1h")]
    found = traced(story(tmp_path, tickets, "f: {}", plan_of(AROUND), WITHIN_1H), ticket=1)
    assert found.lesson == (
        "'engineers' took 1 h 40 min of 1 h 40 min, more than soon was late (40 min): one more able engineer free at "
        "Mon 01-05 09:30 could have saved it."
    )


def test_a_ticket_that_kept_everything_says_where_most_of_its_time_went(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s10", "f", None, None, "1h"), ("05 09:30", "s10", "f", None, None, "1h")]
    found = traced(story(tmp_path, tickets, "f: {}", plan_of(AROUND), WITHIN_1H), ticket=1)
    told = "No time limit was missed; the largest part of its time, 1 h, is 'repair': diagnosis and repair on site."
    assert found.lesson == told


def test_what_one_cause_alone_would_not_have_saved(tmp_path: Path) -> None:
    """An hour allowed; 95 min for somebody busy and 100 min of road: 2 h 15 min late."""
    tickets = [("05 09:00", "s0", "f", None, None, "125min"), ("05 09:30", "s100", "f", None, None, "1h")]
    found = traced(story(tmp_path, tickets, "f: {}", plan_of(AROUND), WITHIN_1H), ticket=1)
    assert found.lesson == (
        "'travel' took most, 1 h 40 min of 3 h 15 min, less than soon was late (2 h 15 min): an engineer nearer to "
        "site s100 would have helped, with what followed from it."
    )
