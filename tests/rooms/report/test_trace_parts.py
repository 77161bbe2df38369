"""Traces of parts, units, crews and working rules: little companies worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.rooms.report.traced import lines, story_of, traced
from tests.stories.little import at_km, part, plan_of, story, team

PARTS = [part("pump", "1d"), part("lamp", "2d"), part("whole", "7d", kind="unit")]
SWAP = "swap: {unit: whole, work: 45min}"
AROUND = team(shift="always")
KNOWN = "f: {parts: {pump: {chance: 100%, known: 100%}}}"
FOUND_ON_SITE = "f: {parts: {pump: {chance: 100%, known: 0%}}}"
NINE = ("05 09:00", "s10", "f", None, "10min", "30min")
TEN = ("05 10:00", "s10", "f", None, "10min", "30min")


def told(folder: Path, tickets: list[Any], faults: str, plan: str, ticket: int = 0, **more: Any) -> list[str]:
    """The lines of one ticket's trace in a company with the parts above."""
    return lines(traced(story(folder, tickets, faults, plan, parts=PARTS, **more), ticket))


def around(outlet: str = "", more: str = "", engineers: int = 1) -> str:
    """A team that is always on duty, with more keys of its outlet and of itself."""
    return team(shift="always", engineers=engineers, more=more, outlet=outlet)


def test_a_backorder_says_who_was_before_what_is_on_order_and_when_it_comes(tmp_path: Path) -> None:
    """One pump; the one ordered at 09:00 comes on Tuesday at 09:00 for ticket 1, which finds crew-1 at s10."""
    plan = plan_of(around("stock: {pump: 1}"))
    assert told(tmp_path, [NINE, TEN], KNOWN, plan, 1) == story_of("""
    Mon 01-05 10:00 +0:00 The customer calls; the plan has no desks, so somebody answers at once. The customer is told
    | what will happen. 1 x pump missing in outlet crew.
        23 h part: 1 x pump missing in outlet crew; 2 on order, the last since 10:00; it comes Tue 01-06 09:00
    Tue 01-06 09:00 +23:00 1 x pump taken from outlet crew. Everything asked for is in hand at outlet crew. A visit can
    | go. crew-1 is sent. crew-1 leaves site s10 to fetch parts at outlet crew.
        10 min travel: crew-1 drives 10.0 km from site s10, expected 10 min, took 10 min
    Tue 01-06 09:10 +23:10 crew-1 is at outlet crew for the parts. crew-1 leaves outlet crew.
        10 min travel: crew-1 drives 10.0 km from outlet crew, expected 10 min, took 10 min
    Tue 01-06 09:20 +23:20 crew-1 is on site.
        10 min repair: crew-1 looks for the fault
    Tue 01-06 09:30 +23:30 The fault is found.
        30 min repair: crew-1 repairs
    Tue 01-06 10:00 +24:00 It works again. The customer signs: closed.
    """)


def test_units_that_come_one_by_one_are_told_one_by_one(tmp_path: Path) -> None:
    """Three pumps for four tickets of two each: ticket 1 takes one, ticket 2 waits for two, ticket 3 behind three."""
    tickets = [NINE, *((f"05 09:0{minute}", *NINE[1:]) for minute in (1, 2, 3))]
    faults = "f: {parts: {pump: {chance: 100%, known: 100%, quantity: 2}}}"
    plan = plan_of(around("stock: {pump: 3}", engineers=4))
    found = told(tmp_path, tickets, faults, plan, 3)
    assert found[1:4] == story_of("""
        23 h 58 min part: 2 x pump missing in outlet crew; 3 units asked for before; 8 on order, the last since 09:03;
    | it comes Tue 01-06 09:01
    Tue 01-06 09:01 +23:58 1 x pump taken from outlet crew.
        1 min part: 1 x pump missing in outlet crew; it comes 09:02
    """)
    late = traced(story(tmp_path, tickets, faults, plan, parts=PARTS), 3)
    assert late.lesson.endswith("(9 min): 5 x pump more in outlet crew at Mon 01-05 09:03 could have saved it.")


def test_a_part_missing_on_site_brings_a_return_visit(tmp_path: Path) -> None:
    plan = plan_of(around("stock: {pump: 0}"), dispatch="missing_part: return")
    assert told(tmp_path, [NINE], FOUND_ON_SITE, plan)[3:] == story_of("""
        10 min repair: crew-1 looks for the fault
    Mon 01-05 09:20 +0:20 The fault is found. crew-1 leaves without the part; a return visit follows when it is there.
    | 1 x pump missing in outlet crew.
        1 d part: 1 x pump missing in outlet crew; 1 on order, the last since 09:20; it comes Tue 01-06 09:20
    Tue 01-06 09:20 +24:20 1 x pump taken from outlet crew. Everything asked for is in hand at outlet crew. Visit 2 can
    | go. crew-1 is sent. crew-1 leaves site s10 to fetch parts at outlet crew.
        10 min travel: crew-1 drives 10.0 km from site s10, expected 10 min, took 10 min
    Tue 01-06 09:30 +24:30 crew-1 is at outlet crew for the parts. crew-1 leaves outlet crew.
        10 min travel: crew-1 drives 10.0 km from outlet crew, expected 10 min, took 10 min
    Tue 01-06 09:40 +24:40 crew-1 is on site.
        30 min repair: crew-1 repairs
    Tue 01-06 10:10 +25:10 It works again. The customer signs: closed.
    """)


def test_the_van_is_looked_into_first_and_then_the_courier_comes(tmp_path: Path) -> None:
    """The one pump of the van goes to ticket 0; the lamp is in no van at all."""
    faults = "f: {parts: {pump: {chance: 100%}, lamp: {chance: 100%}}}"
    plan = plan_of(around(more="van: {pump: 1}"), dispatch="missing_part: wait", more="supply: {courier: {lead: 3h}}")
    first = told(tmp_path, [NINE, TEN], faults, plan, 0)
    assert first[4] == (
        "Mon 01-05 09:20 +0:20 The fault is found. 1 x pump taken from the van of crew-1. 1 x lamp ordered by courier."
    )
    second = told(tmp_path, [NINE, TEN], faults, plan, 1)
    assert second[4:7] == story_of("""
    Mon 01-05 13:00 +3:00 The fault is found. 1 x pump missing in the van of crew-1. 1 x lamp ordered by courier. 1 x
    | pump ordered by courier.
        3 h part: 1 x lamp on the way by courier, ordered 13:00; 1 x pump on the way by courier, ordered 13:00
    Mon 01-05 16:00 +6:00 Everything asked for is in hand.
    """)


def test_what_no_store_keeps_is_bought(tmp_path: Path) -> None:
    found = told(tmp_path, [NINE], "f: {parts: {lamp: {known: 100%}}}", plan_of(AROUND))
    assert found[0].endswith("1 x lamp ordered from the supplier: no store keeps it.")
    assert found[1] == "    2 d part: 1 x lamp on order from the supplier since 09:00: no store keeps it"


def test_another_outlet_sends_its_part(tmp_path: Path) -> None:
    supply = "supply: {lateral: {between: [crew, other], lead: 2h}}"
    other = team("other", 50, shift="always", outlet="stock: {pump: 1}")
    found = told(tmp_path, [NINE], KNOWN, plan_of(around("stock: {pump: 0}"), other, more=supply))
    assert found[0].endswith("1 x pump missing in outlet crew. 1 x pump sent off by outlet other.")
    assert found[1] == "    2 h part: 1 x pump on the way from outlet other since 09:00"


def test_the_central_store_that_has_none_either_is_named(tmp_path: Path) -> None:
    """Its pump went to ticket 0 at 09:00; the next one comes a day later and is five hours on the way."""
    central = f"central: {at_km(0, 'stock: {pump: 1}')}\nsupply: {{central_to_outlet: 5h}}"
    plan = plan_of(around("stock: {pump: 0}"), more=central)
    found = told(tmp_path, [NINE, TEN], KNOWN, plan, 1)
    assert found[1] == (
        "    1 d 4 h part: 1 x pump missing in outlet crew; 1 on order, the last since 10:00; the central store has "
        "none either; it comes Tue 01-06 14:00"
    )


def test_a_closed_store_hands_over_when_it_opens(tmp_path: Path) -> None:
    """Open from 14:00, half an hour to issue."""
    plan = plan_of(around("stock: {pump: 1}, issue: 30min, store_hours: late"))
    found = told(tmp_path, [NINE], KNOWN, plan)
    assert found[1] == "    5 h 30 min part: outlet crew hands 1 x pump over at 14:30"


def test_what_the_van_holds_goes_back_on_the_shelf(tmp_path: Path) -> None:
    plan = plan_of(around("stock: {pump: 1}", "van: {pump: 1}"))
    found = told(tmp_path, [NINE], KNOWN, plan)
    assert "1 x pump taken from the van of crew-1. Back on the shelf of outlet crew: 1 x pump." in found[0]
    assert found[1].startswith("    10 min travel: ")  # straight to the site


def test_a_unit_is_exchanged_first(tmp_path: Path) -> None:
    plan = plan_of(around("stock: {whole: 1}"), more="swap: first")
    found = told(tmp_path, [NINE], "f: {}", plan, product=SWAP)
    assert "1 x whole taken from outlet crew. A visit can go." in found[0]
    assert found[-2:] == story_of("""
        45 min repair: crew-1 exchanges the unit
    Mon 01-05 10:05 +1:05 The unit is exchanged: it works again. The customer signs: closed.
    """)


def test_a_unit_is_exchanged_where_the_repair_takes_too_long(tmp_path: Path) -> None:
    """On site at 09:10 and not done by 10:10: the unit is fetched 10 km away."""
    plan = plan_of(around("stock: {whole: 1}"), more="swap: {when_not_restored_within: 1h}")
    found = told(tmp_path, [("05 09:00", "s10", "f", None, "10min", "5h")], "f: {}", plan, product=SWAP)
    assert found[5:] == story_of("""
        50 min repair: crew-1 repairs
    Mon 01-05 10:10 +1:10 1 x whole taken from outlet crew. crew-1 leaves site s10 to fetch parts at outlet crew.
        10 min travel: crew-1 drives 10.0 km from site s10, expected 10 min, took 10 min
    Mon 01-05 10:20 +1:20 crew-1 is at outlet crew for the parts. crew-1 leaves outlet crew.
        10 min travel: crew-1 drives 10.0 km from outlet crew, expected 10 min, took 10 min
    Mon 01-05 10:30 +1:30 crew-1 is on site.
        45 min repair: crew-1 exchanges the unit
    Mon 01-05 11:15 +2:15 The unit is exchanged: it works again. The customer signs: closed.
    """)


# -- people -----------------------------------------------------------------------------------------------------------


def test_a_crew_waits_for_its_second_engineer(tmp_path: Path) -> None:
    """crew-1 is busy until 12:20 and then stands at s10; crew-2 drives the 20 km from the outlet."""
    tickets = [("05 09:00", "s10", "g", None, "10min", "3h"), ("05 09:30", "s20", "f", None, "10min", "30min")]
    found = told(tmp_path, tickets, "f: {crew: 2}, g: {}", plan_of(team(engineers=2, shift="always")), 1)
    assert found[1:7] == story_of("""
        2 h 50 min engineer: the work takes 2 engineers; 1 of 2 able engineers busy: crew-1 is on
    | s10.press.g.recorded.1, free 12:20; free, but not enough for the crew: crew-2
    Mon 01-05 12:20 +2:50 crew-1 (just free from s10.press.g.recorded.1), crew-2 are sent; crew-1 leads. crew-1 leaves
    | site s10. crew-2 leaves outlet crew.
        10 min travel: crew-1 drives 10.0 km from site s10, expected 10 min, took 10 min; crew-2 drives 20.0 km from
    | outlet crew, expected 20 min, took 20 min
    Mon 01-05 12:30 +3:00 crew-1 is on site, not all of the crew.
        10 min engineer: work needs the whole crew: waiting for crew-2 (arrives 12:40)
    Mon 01-05 12:40 +3:10 crew-2 is on site.
    """)
    assert found[7] == "    10 min repair: the crew looks for the fault"


def test_work_is_handed_over_at_the_end_of_the_duty(tmp_path: Path) -> None:
    """Half an hour of three is done at 17:00; b-1 has the late shift and is 60 km away."""
    plan = plan_of(team(), team("b", 90, shift="late"), dispatch="end_of_shift: handover")
    found = told(tmp_path, [("05 16:00", "s30", "f", None, None, "3h")], "f: {}", plan)
    assert found[3:8] == story_of("""
        30 min repair: crew-1 repairs
    Mon 01-05 17:00 +1:00 The duty of crew-1 is over; somebody else finishes the work. Visit 2 can go. b-1 is sent. b-1
    | leaves outlet b.
        1 h travel: b-1 drives 60.0 km from outlet b, expected 1 h, took 1 h
    Mon 01-05 18:00 +2:00 b-1 is on site.
        2 h 30 min repair: b-1 repairs
    """)


def test_a_night_near_the_site_saves_the_way(tmp_path: Path) -> None:
    plan = plan_of(team(), dispatch="end_of_shift: next_day, overnight: true")
    found = told(tmp_path, [("05 16:00", "s30", "f", None, None, "3h")], "f: {}", plan)
    assert found[4:7] == story_of("""
    Mon 01-05 17:00 +1:00 Work stops; crew-1 stays near the site.
        15 h off_shift: the duty of crew-1 is over; the next one begins Tue 01-06 08:00
    Tue 01-06 08:00 +16:00 crew-1 is on site.
    """)


def test_a_closed_site_lets_nobody_in(tmp_path: Path) -> None:
    tickets = [("05 06:00", "s30", "f", None, "10min", "30min")]
    found = told(tmp_path, tickets, "f: {}", plan_of(AROUND), access={"s30": "works"})
    assert found[2:6] == story_of("""
    Mon 01-05 06:30 +0:30 crew-1 is on site. The site is closed.
        1 h 30 min customer: s30 lets nobody in before 08:00 (calendar works)
    Mon 01-05 08:00 +2:00 The site opens.
        10 min repair: crew-1 looks for the fault
    """)


def waits_of(lines_told: list[str]) -> list[str]:
    """The waits for an engineer."""
    return [line.strip() for line in lines_told if " engineer: " in line or " off_shift: " in line]


def test_engineers_kept_for_graver_tickets(tmp_path: Path) -> None:
    """Two are on duty and one is kept free: the second mild ticket waits until 10:30."""
    tickets = [("05 09:00", "s30", "f", None, None, "1h"), ("05 09:30", "s30", "f", None, None, "1h")]
    plan = plan_of(team(engineers=2, shift="always"), dispatch="reserve: {down: 1}")
    found = told(tmp_path, tickets, "f: {}, d: {severity: down}", plan, 1)
    busy = "1 of 2 able engineers busy: crew-1 is on s30.press.f.recorded.1, free 10:30"
    assert waits_of(found) == [f"1 h engineer: {busy}; free, but kept for graver tickets: crew-2"]


def test_who_is_away_today_is_named(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s30", "f", None, None, "1h"), ("05 09:30", "s30", "f", None, None, "1h")]
    leave = "leave: {from: 2026-01-05, to: 2026-01-05}"
    found = told(tmp_path, tickets, "f: {}", plan_of(team(engineers=2, shift="always", more=leave)), 1)
    assert waits_of(found)[0].endswith("; away today: crew-2")


def test_a_contracted_team_that_has_done_its_visits(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s30", "f", None, None, "1h"), ("05 19:30", "s30", "f", None, None, "1h")]
    plan = plan_of(team(shift="always", more="employer: contracted, at_most: 1/month"))
    horizon = "{start: 2026-01-05, weeks: 1, warmup: 0s, runout: 5w}"
    found = told(tmp_path, tickets, "f: {}", plan, 1, horizon=horizon)
    assert waits_of(found) == [
        "26 d 4 h 30 min engineer: all visits of the month done, again from Sun 02-01 00:00: crew-1"
    ]


def test_rest_after_a_night_is_told_and_so_is_its_end(tmp_path: Path) -> None:
    """Called at 23:00, done at 05:00: he rests for eleven hours."""
    within = "- {id: arrive, measure: {from: reported, to: arrived}, within: 4h, target: 90%}\n"
    tickets = [("05 23:00", "s30", "f", None, None, "5h"), ("06 08:30", "s30", "f", None, None, "1h")]
    plan = plan_of(team(more="on_call: {engineers: 1, mobilise: 30min}"))
    found = told(tmp_path, tickets, "f: {}", plan, 1, commitments=within)
    assert found[1:3] == story_of("""
        7 h 30 min engineer: resting after work at night until 16:00: crew-1
    Tue 01-06 16:00 +7:30 crew-1 is sent, who has rested. crew-1 leaves outlet crew.
    """)


def test_whoever_drives_back_first_is_busy_until_he_is_there(tmp_path: Path) -> None:
    """Done at 10:30 and at the outlet at 11:00."""
    tickets = [("05 09:00", "s30", "f", None, None, "1h"), ("05 10:40", "s30", "f", None, None, "1h")]
    found = told(tmp_path, tickets, "f: {}", plan_of(AROUND, dispatch="after_job: return"), 1)
    assert found[1:3] == story_of("""
        20 min engineer: 1 of 1 able engineer busy: crew-1 drives back from s30.press.f.recorded.1, free 11:00
    Mon 01-05 11:00 +0:20 crew-1 is sent, just free from s30.press.f.recorded.1. crew-1 leaves outlet crew.
    """)


def test_of_two_on_call_one_is_away(tmp_path: Path) -> None:
    """crew-2 is on leave on the fifth; at midnight he can be called."""
    rota = "on_call: {engineers: 2, wake: always, mobilise: 0s}, leave: {from: 2026-01-05, to: 2026-01-05}"
    tickets = [("05 20:00", "s30", "f", None, None, "1h")]
    found = told(tmp_path, tickets, "f: {crew: 2}", plan_of(team(engineers=2, more=rota)))
    assert found[1:3] == story_of("""
        4 h engineer: the work takes 2 engineers; on call, but not enough for the crew: crew-1; on call this week, but
    | away today: crew-2
    Tue 01-06 00:00 +4:00 crew-1 (who is on call), crew-2 (who is on call) are sent; crew-1 leads. crew-1 leaves outlet
    | crew. crew-2 leaves outlet crew.
    """)


def test_one_on_call_is_too_few_for_a_crew(tmp_path: Path) -> None:
    rota = "on_call: {engineers: 1, wake: always}"
    tickets = [("05 20:00", "s30", "f", None, None, "1h")]
    found = told(tmp_path, tickets, "f: {crew: 2}", plan_of(team(engineers=2, more=rota)))
    assert found[1].strip() == (
        "12 h off_shift: team crew is off duty; the next duty begins Tue 01-06 08:00; those on call are too few "
        "for a crew of 2"
    )
