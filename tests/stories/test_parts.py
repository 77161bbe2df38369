"""Stories of parts: known on the phone or found missing on site, fetched, waited for, couriered, bought, given back."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model import Event
from tests.stories.little import Story, part, plan_of, story, team, trajectory

LIFE = tuple(kind for kind in Event if kind > Event.REPLIED)  # a ticket's life after the call, and all stocks
KNOWN, UNKNOWN = "{chance: 100%, known: 100%}", "{chance: 100%, known: 0%}"
PUMP = part("pump", "2d")
JOB = ("05 09:00", "s10", "f", None, "10min", "30min")


def needing(known: str = KNOWN, name: str = "pump") -> str:
    return f"f: {{parts: {{{name}: {known}}}}}, g: {{}}"


def crew(more: str = "", stock: str = "", engineers: int = 1) -> str:
    return team(engineers=engineers, shift="always", more=more, outlet=f"stock: {{{stock}}}" if stock else "")


def told(found: Story) -> list[str]:
    return found.lines(*LIFE)


def test_a_known_part_is_taken_before_the_visit_and_collected_on_the_way(tmp_path: Path) -> None:
    """The engineer stands at s20 when he is sent: back past the site to the outlet, then to the site."""
    tickets = [("05 09:00", "s20", "g", None, None, "10min"), ("05 10:00", "s10", "f", None, "10min", "30min")]
    found = story(tmp_path, tickets, needing(), plan_of(crew(stock="pump: 1")), parts=[PUMP])
    assert told(found)[8:] == trajectory("""
    05 10:00 - ORDERED 1 crew/pump 1     # at the instant of the request
    05 10:00 1 PARTS_ASKED 0 - 1
    05 10:00 1 ASKED 0 crew/pump 1
    05 10:00 1 TAKEN 1 crew/pump 1
    05 10:00 1 PARTS_READY 0 - 1
    05 10:00 1 READY 1 -
    05 10:00 1 DISPATCHED 1 crew-1
    05 10:00 1 DEPARTED 1 crew-1 20000m
    05 10:20 1 COLLECTED 1 crew-1
    05 10:20 1 DEPARTED 1 crew-1 10000m
    05 10:30 1 ARRIVED 1 crew-1
    05 10:40 1 DIAGNOSED 1 crew-1
    05 11:10 1 RESTORED 1 crew-1
    05 11:10 1 LEFT 1 crew-1 1
    05 11:10 1 CLOSED 0 -
    07 10:00 - RECEIVED 0 crew/pump 1
    """)


def test_who_stands_at_the_outlet_collects_at_once_and_nearest_counts_the_way_round(tmp_path: Path) -> None:
    """b-1 is 5 km from the site, but 25 km by way of the outlet; a-1 needs 20 km."""
    plan = plan_of(
        team("a", 0, shift="always", outlet="stock: {pump: 1}"), team("b", 25, shift="always"),
        more="territories: {all: {sites: [s20], outlets: [a, b]}}", dispatch="assign: nearest",
    )  # fmt: skip
    found = story(tmp_path, [("05 09:00", "s20", "f"), ("05 09:00", "s20", "g")], needing(), plan, parts=[PUMP])
    moves = (Event.DISPATCHED, Event.COLLECTED, Event.DEPARTED, Event.ARRIVED)
    assert found.lines(*moves) == trajectory("""
    05 09:00 0 DISPATCHED 1 a-1
    05 09:00 0 COLLECTED 1 a-1
    05 09:00 0 DEPARTED 1 a-1 20000m
    05 09:20 0 ARRIVED 1 a-1
    05 09:00 1 DISPATCHED 1 b-1
    05 09:00 1 DEPARTED 1 b-1 5000m
    05 09:05 1 ARRIVED 1 b-1
    """)


@pytest.mark.parametrize(("stock", "row"), [("pump: 0", "ASKED 0 crew/pump 1"), ("", "BOUGHT 0 pump 1")])
def test_a_known_part_that_is_nowhere_is_ordered_or_bought_and_the_visit_waits(
    tmp_path: Path, stock: str, row: str
) -> None:
    """A level of 0 names the part: it is ordered for the demand. Where nobody names it, it is bought to the outlet."""
    found = story(tmp_path, [JOB], needing(), plan_of(crew(stock=stock)), parts=[PUMP])
    ordered = "05 09:00 - ORDERED 1 crew/pump 1"
    received = "07 09:00 - RECEIVED 0 crew/pump 1 \n 07 09:00 0 TAKEN 0 crew/pump 1"
    assert told(found)[:-7] == trajectory(f"""
    {ordered if stock else ""}
    05 09:00 0 PARTS_ASKED 0 - 1
    05 09:00 0 {row}
    {received if stock else ""}
    07 09:00 0 PARTS_READY 0 - 1
    07 09:00 0 READY 1 -
    07 09:00 0 DISPATCHED 1 crew-1
    """)
    assert told(found)[-7:] == trajectory("""
    07 09:00 0 COLLECTED 1 crew-1
    07 09:00 0 DEPARTED 1 crew-1 10000m
    07 09:10 0 ARRIVED 1 crew-1
    07 09:20 0 DIAGNOSED 1 crew-1
    07 09:50 0 RESTORED 1 crew-1
    07 09:50 0 LEFT 1 crew-1 1
    07 09:50 0 CLOSED 0 -
    """)


@pytest.mark.parametrize(("own", "done"), [("", "05 17:00"), ("3h", "05 12:00")])
def test_a_courier_brings_it_to_the_site(tmp_path: Path, own: str, done: str) -> None:
    """Nothing in the outlet: 8 h by courier, or what the part's own courier takes; nobody orders, nobody fetches."""
    plan = plan_of(crew(stock="pump: 0"), more="supply: {courier: {lead: 8h}}")
    found = story(tmp_path, [JOB], needing(), plan, parts=[part("pump", "2d", own)])
    assert told(found)[:7] == trajectory(f"""
    05 09:00 0 PARTS_ASKED 0 - 1
    05 09:00 0 ASKED 1 crew/pump 1      # asked of the outlet, served elsewhere
    05 09:00 0 COURIERED 0 pump 1
    {done} 0 PARTS_READY 0 -
    {done} 0 READY 1 -
    {done} 0 DISPATCHED 1 crew-1
    {done} 0 DEPARTED 1 crew-1 10000m
    """)
    assert not {Event.COLLECTED, Event.ORDERED} & set(found.log.event.tolist())


def test_an_unknown_part_is_taken_from_the_van_after_the_diagnosis(tmp_path: Path) -> None:
    """The van orders from its outlet, the outlet from the supplier: a day and two days."""
    found = story(tmp_path, [JOB], needing(UNKNOWN), plan_of(crew("van: {pump: 1}", "pump: 1")), parts=[PUMP])
    assert told(found) == trajectory("""
    05 09:00 0 READY 1 -
    05 09:00 0 DISPATCHED 1 crew-1
    05 09:00 0 DEPARTED 1 crew-1 10000m
    05 09:10 0 ARRIVED 1 crew-1
    05 09:20 - ASKED 0 crew/pump 1
    05 09:20 - TAKEN 1 crew/pump 1
    05 09:20 - ORDERED 1 crew/pump 1
    05 09:20 - ORDERED 1 van-of-crew-1/pump 1
    05 09:20 0 DIAGNOSED 1 crew-1
    05 09:20 0 PARTS_ASKED 1 - 1
    05 09:20 0 ASKED 0 van-of-crew-1/pump 1
    05 09:20 0 TAKEN 1 van-of-crew-1/pump 1
    05 09:20 0 PARTS_READY 1 -
    05 09:50 0 RESTORED 1 crew-1
    05 09:50 0 LEFT 1 crew-1 1
    05 09:50 0 CLOSED 0 -
    06 09:20 - RECEIVED 0 van-of-crew-1/pump 1
    07 09:20 - RECEIVED 0 crew/pump 1
    """)


def test_who_waits_fetches_an_unknown_part_that_lies_in_the_outlet(tmp_path: Path) -> None:
    plan = plan_of(crew(stock="pump: 1"), dispatch="missing_part: wait")
    found = story(tmp_path, [JOB], needing(UNKNOWN), plan, parts=[PUMP])
    assert told(found)[4:] == trajectory("""
    05 09:20 - ORDERED 1 crew/pump 1
    05 09:20 0 DIAGNOSED 1 crew-1
    05 09:20 0 PARTS_ASKED 1 - 1
    05 09:20 0 ASKED 0 crew/pump 1
    05 09:20 0 TAKEN 1 crew/pump 1
    05 09:20 0 PARTS_READY 1 - 1
    05 09:20 0 DEPARTED 1 crew-1 10000m
    05 09:30 0 COLLECTED 1 crew-1
    05 09:30 0 DEPARTED 1 crew-1 10000m
    05 09:40 0 ARRIVED 1 crew-1
    05 10:10 0 RESTORED 1 crew-1
    05 10:10 0 LEFT 1 crew-1 1
    05 10:10 0 CLOSED 0 -
    07 09:20 - RECEIVED 0 crew/pump 1
    """)


def test_a_return_visit_follows_also_where_the_part_lies_in_the_outlet(tmp_path: Path) -> None:
    """The visit ends; who comes again, here the same, is for the dispatcher to say. It is not diagnosed again."""
    plan = plan_of(crew(stock="pump: 1"), dispatch="missing_part: return")
    found = story(tmp_path, [JOB], needing(UNKNOWN), plan, parts=[PUMP])
    assert told(found)[4:] == trajectory("""
    05 09:20 - ORDERED 1 crew/pump 1
    05 09:20 0 DIAGNOSED 1 crew-1
    05 09:20 0 PARTS_ASKED 1 - 1
    05 09:20 0 LEFT 1 crew-1 2
    05 09:20 0 ASKED 0 crew/pump 1
    05 09:20 0 TAKEN 1 crew/pump 1
    05 09:20 0 PARTS_READY 1 - 1
    05 09:20 0 READY 2 -
    05 09:20 0 DISPATCHED 2 crew-1
    05 09:20 0 DEPARTED 2 crew-1 10000m
    05 09:30 0 COLLECTED 2 crew-1
    05 09:30 0 DEPARTED 2 crew-1 10000m
    05 09:40 0 ARRIVED 2 crew-1
    05 10:10 0 RESTORED 2 crew-1
    05 10:10 0 LEFT 2 crew-1 1
    05 10:10 0 CLOSED 0 -
    07 09:20 - RECEIVED 0 crew/pump 1
    """)


def test_who_waits_for_a_missing_part_is_held_on_site_until_it_is_there(tmp_path: Path) -> None:
    """Twelve hours; nothing else is given to him. Then he fetches it."""
    plan = plan_of(crew(stock="pump: 0"), dispatch="missing_part: wait")
    tickets = [JOB, ("05 10:00", "s10", "g", None, None, "0s")]
    found = story(tmp_path, tickets, needing(UNKNOWN), plan, parts=[part("pump", "12h")])
    of_first = [line for line in told(found) if line.split()[2] != "1"]
    assert of_first[4:] == trajectory("""
    05 09:20 - ORDERED 1 crew/pump 1
    05 09:20 0 DIAGNOSED 1 crew-1
    05 09:20 0 PARTS_ASKED 1 - 1
    05 09:20 0 ASKED 0 crew/pump 1
    05 21:20 - RECEIVED 0 crew/pump 1
    05 21:20 0 TAKEN 0 crew/pump 1
    05 21:20 0 PARTS_READY 1 - 1
    05 21:20 0 DEPARTED 1 crew-1 10000m
    05 21:30 0 COLLECTED 1 crew-1
    05 21:30 0 DEPARTED 1 crew-1 10000m
    05 21:40 0 ARRIVED 1 crew-1
    05 22:10 0 RESTORED 1 crew-1
    05 22:10 0 LEFT 1 crew-1 1
    05 22:10 0 CLOSED 0 -
    """)
    assert found.lines(Event.DISPATCHED)[1] == "05 22:10 1 DISPATCHED 1 crew-1"


def test_a_return_visit_is_for_anyone_and_needs_no_new_diagnosis(tmp_path: Path) -> None:
    """crew-1 leaves at 09:20; at 21:20 he is at another site, and crew-2 goes with the part."""
    plan = plan_of(crew(stock="pump: 0", engineers=2))
    tickets = [JOB, ("05 21:00", "s30", "g", None, None, "3h")]
    found = story(tmp_path, tickets, needing(UNKNOWN), plan, parts=[part("pump", "12h")])
    of_first = [line for line in told(found) if line.split()[2] != "1"]
    assert of_first[4:] == trajectory("""
    05 09:20 - ORDERED 1 crew/pump 1
    05 09:20 0 DIAGNOSED 1 crew-1
    05 09:20 0 PARTS_ASKED 1 - 1
    05 09:20 0 LEFT 1 crew-1 2
    05 09:20 0 ASKED 0 crew/pump 1
    05 21:20 - RECEIVED 0 crew/pump 1
    05 21:20 0 TAKEN 0 crew/pump 1
    05 21:20 0 PARTS_READY 1 - 1
    05 21:20 0 READY 2 -
    05 21:20 0 DISPATCHED 2 crew-2
    05 21:20 0 COLLECTED 2 crew-2
    05 21:20 0 DEPARTED 2 crew-2 10000m
    05 21:30 0 ARRIVED 2 crew-2
    05 22:00 0 RESTORED 2 crew-2
    05 22:00 0 LEFT 2 crew-2 1
    05 22:00 0 CLOSED 0 -
    """)


def test_of_several_parts_the_visit_waits_for_the_last(tmp_path: Path) -> None:
    """Pump and belt are known, the lamp is not: it is in the van. The belt takes an hour, the pump is there."""
    faults = f"f: {{parts: {{pump: {KNOWN}, lamp: {UNKNOWN}, belt: {KNOWN}}}}}"
    parts = [PUMP, part("lamp", "2d"), part("belt", "1h")]
    plan = plan_of(crew("van: {lamp: 2}", "pump: 1, belt: 0, lamp: 5"))
    found = story(tmp_path, [JOB], faults, plan, parts=parts)
    kinds = (Event.PARTS_ASKED, Event.ASKED, Event.TAKEN, Event.PARTS_READY, Event.READY, Event.DIAGNOSED)
    assert [line for line in found.lines(*kinds) if line.split()[2] == "0"] == trajectory("""
    05 09:00 0 PARTS_ASKED 0 - 2
    05 09:00 0 ASKED 0 crew/belt 1       # parts of a fault by id
    05 09:00 0 ASKED 0 crew/pump 1
    05 09:00 0 TAKEN 1 crew/pump 1
    05 10:00 0 TAKEN 0 crew/belt 1
    05 10:00 0 PARTS_READY 0 - 1
    05 10:00 0 READY 1 -
    05 10:20 0 DIAGNOSED 1 crew-1
    05 10:20 0 PARTS_ASKED 1 - 1
    05 10:20 0 ASKED 0 van-of-crew-1/lamp 1
    05 10:20 0 TAKEN 1 van-of-crew-1/lamp 1
    05 10:20 0 PARTS_READY 1 -
    """)


def test_a_quantity_takes_what_there_is_and_waits_for_the_rest(tmp_path: Path) -> None:
    """Three of which two are there: the second ticket, reported later, gets the next two of the order only after it."""
    faults = "f: {parts: {pump: {chance: 100%, known: 100%, quantity: 3}}}, g: {parts: {pump: {known: 100%}}}"
    faults = faults.replace("{known", "{chance: 100%, known")
    plan = plan_of(crew(stock="pump: {s: 1, S: 2}", engineers=2))
    tickets = [JOB, ("05 09:30", "s20", "g", None, None, "0s")]
    found = story(tmp_path, tickets, faults, plan, parts=[part("pump", "6h")])
    kinds = (Event.ASKED, Event.TAKEN, Event.ORDERED, Event.RECEIVED, Event.PARTS_READY)
    assert found.lines(*kinds) == trajectory("""
    05 09:00 - ORDERED 1 crew/pump 3     # position 2 - 3 = -1, up to 2
    05 09:00 0 ASKED 0 crew/pump 3
    05 09:00 0 TAKEN 1 crew/pump 2
    05 09:30 - ORDERED 2 crew/pump 1     # position 2 - 1 = 1
    05 09:30 1 ASKED 0 crew/pump 1
    05 15:00 - RECEIVED 0 crew/pump 3
    05 15:00 0 TAKEN 0 crew/pump 1
    05 15:00 0 PARTS_READY 0 - 1
    05 15:00 1 TAKEN 0 crew/pump 1
    05 15:00 1 PARTS_READY 0 - 1
    05 15:30 - RECEIVED 0 crew/pump 1
    """)


def test_the_rest_of_a_quantity_comes_by_courier(tmp_path: Path) -> None:
    faults = "f: {parts: {pump: {chance: 100%, known: 100%, quantity: 3}}}"
    plan = plan_of(crew(stock="pump: 2"), more="supply: {courier: 90min}")
    found = story(tmp_path, [JOB], faults, plan, parts=[PUMP])
    assert told(found)[:9] == trajectory("""
    05 09:00 - ORDERED 1 crew/pump 2
    05 09:00 0 PARTS_ASKED 0 - 1
    05 09:00 0 ASKED 0 crew/pump 2
    05 09:00 0 TAKEN 1 crew/pump 2
    05 09:00 0 ASKED 1 crew/pump 1
    05 09:00 0 COURIERED 0 pump 1
    05 10:30 0 PARTS_READY 0 - 1         # two of them lie in the outlet
    05 10:30 0 READY 1 -
    05 10:30 0 DISPATCHED 1 crew-1
    """)


def test_who_has_the_reserved_part_in_his_van_takes_that_one(tmp_path: Path) -> None:
    """He saves the way to the outlet, and the reserved one goes to ticket 2, which waits for it."""
    tickets = [
        ("05 09:00", "s20", "g", None, None, "2h"),
        ("05 09:30", "s25", "f", None, "10min", "30min"),
        ("05 10:00", "s30", "f", None, "10min", "30min"),
    ]
    plan = plan_of(crew("van: {pump: 1}", "pump: 1"))
    found = story(tmp_path, tickets, needing(), plan, parts=[part("pump", "4d")])
    rows = [line for line in told(found) if line.split()[2] != "0"]
    assert rows[:24] == trajectory("""
    05 09:30 - ORDERED 1 crew/pump 1
    05 09:30 1 PARTS_ASKED 0 - 1
    05 09:30 1 ASKED 0 crew/pump 1
    05 09:30 1 TAKEN 1 crew/pump 1
    05 09:30 1 PARTS_READY 0 - 1
    05 09:30 1 READY 1 -
    05 10:00 - ORDERED 2 crew/pump 1
    05 10:00 2 PARTS_ASKED 0 - 1
    05 10:00 2 ASKED 0 crew/pump 1
    05 11:20 - ASKED 0 crew/pump 1           # for the van; with what was given back the position stays at 1
    05 11:20 - ORDERED 1 van-of-crew-1/pump 1
    05 11:20 1 DISPATCHED 1 crew-1
    05 11:20 1 ASKED 0 van-of-crew-1/pump 1
    05 11:20 1 TAKEN 1 van-of-crew-1/pump 1
    05 11:20 1 GIVEN_BACK 0 crew/pump 1
    05 11:20 1 DEPARTED 1 crew-1 5000m
    05 11:20 2 TAKEN 0 crew/pump 1
    05 11:20 2 PARTS_READY 0 - 1
    05 11:20 2 READY 1 -
    05 11:25 1 ARRIVED 1 crew-1
    05 11:35 1 DIAGNOSED 1 crew-1
    05 12:05 1 RESTORED 1 crew-1
    05 12:05 1 LEFT 1 crew-1 1
    05 12:05 1 CLOSED 0 -
    """)


@pytest.mark.parametrize("sourcing", ["[outlet, van]", "[outlet]"])
def test_where_the_outlet_comes_before_the_van_the_reserved_part_is_fetched(tmp_path: Path, sourcing: str) -> None:
    plan = plan_of(crew("van: {pump: 1}", "pump: 1"), more=f"supply: {{sourcing: {sourcing}}}")
    found = story(tmp_path, [JOB], needing(), plan, parts=[PUMP])
    assert found.lines(Event.TAKEN, Event.COLLECTED, Event.GIVEN_BACK) == trajectory("""
    05 09:00 0 TAKEN 1 crew/pump 1
    05 09:00 0 COLLECTED 1 crew-1
    """)


def test_a_known_part_that_only_vans_hold_is_looked_for_on_site(tmp_path: Path) -> None:
    """Nobody knows whose van will come: the visit is ready at once. The outlet only hands the part through."""
    found = story(tmp_path, [JOB], needing(), plan_of(crew("van: {pump: 1}")), parts=[PUMP])
    assert told(found)[:14] == trajectory("""
    05 09:00 0 READY 1 -
    05 09:00 0 DISPATCHED 1 crew-1
    05 09:00 0 DEPARTED 1 crew-1 10000m
    05 09:10 0 ARRIVED 1 crew-1
    05 09:20 - ASKED 0 crew/pump 1
    05 09:20 - ORDERED 1 crew/pump 1
    05 09:20 - ORDERED 1 van-of-crew-1/pump 1
    05 09:20 0 DIAGNOSED 1 crew-1
    05 09:20 0 PARTS_ASKED 1 - 1
    05 09:20 0 ASKED 0 van-of-crew-1/pump 1
    05 09:20 0 TAKEN 1 van-of-crew-1/pump 1
    05 09:20 0 PARTS_READY 1 -
    05 09:50 0 RESTORED 1 crew-1
    05 09:50 0 LEFT 1 crew-1 1
    """)
    # two days from the supplier to the outlet, one more to the van
    assert told(found)[15:] == trajectory("""
    07 09:20 - RECEIVED 0 crew/pump 1
    07 09:20 - TAKEN 0 crew/pump 1
    08 09:20 - RECEIVED 0 van-of-crew-1/pump 1
    """)


def test_a_van_that_has_too_few_gives_what_it_has(tmp_path: Path) -> None:
    """Three are needed, the van has one, the outlet two: he fetches those."""
    faults = "f: {parts: {pump: {chance: 100%, known: 0%, quantity: 3}}}"
    found = story(
        tmp_path, [JOB], faults, plan_of(crew("van: {pump: 1}", "pump: 2"), dispatch="missing_part: wait"), parts=[PUMP]
    )
    rows = [line for line in told(found) if line.split()[2] == "0"]
    assert rows[4:-3] == trajectory("""
    05 09:20 0 DIAGNOSED 1 crew-1
    05 09:20 0 PARTS_ASKED 1 - 1
    05 09:20 0 ASKED 0 van-of-crew-1/pump 1
    05 09:20 0 TAKEN 1 van-of-crew-1/pump 1
    05 09:20 0 ASKED 1 van-of-crew-1/pump 2
    05 09:20 0 ASKED 0 crew/pump 2
    05 09:20 0 TAKEN 1 crew/pump 2
    05 09:20 0 PARTS_READY 1 - 1
    05 09:20 0 DEPARTED 1 crew-1 10000m
    05 09:30 0 COLLECTED 1 crew-1
    05 09:30 0 DEPARTED 1 crew-1 10000m
    05 09:40 0 ARRIVED 1 crew-1
    """)


def test_a_second_try_needs_no_new_parts(tmp_path: Path) -> None:
    faults = "f: {first_fix: 99.99%, repair: 25min, parts: {pump: {chance: 100%, known: 100%}}}"
    luck = {"u_first_fix": [0.99995]}
    found = story(tmp_path, [JOB], faults, plan_of(crew(stock="pump: 3")), parts=[PUMP], luck=luck)
    assert found.lines(Event.READY, Event.COLLECTED, Event.TAKEN, Event.LEFT) == trajectory("""
    05 09:00 0 TAKEN 1 crew/pump 1
    05 09:00 0 READY 1 -
    05 09:00 0 COLLECTED 1 crew-1
    05 09:50 0 LEFT 1 crew-1 0
    05 09:50 0 READY 2 -
    05 10:15 0 LEFT 2 crew-1 1
    """)


def test_parts_are_asked_for_after_the_dispatch_desk_has_decided(tmp_path: Path) -> None:
    plan = plan_of(crew(stock="pump: 1"), desks="duty: {role: dispatch, seats: 1, handle: 20min}")
    found = story(tmp_path, [JOB], needing(), plan, parts=[PUMP])
    assert found.lines(Event.REPLIED, Event.PARTS_ASKED, Event.READY) == trajectory("""
    05 09:20 0 REPLIED 0 -
    05 09:20 0 PARTS_ASKED 0 - 1
    05 09:20 0 READY 1 -
    """)
