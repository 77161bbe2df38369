"""Stories of what is exchanged: it goes back, is repaired or scrapped, and is good again in the store it belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model import Event
from tests.stories.little import Story, part, plan_of, story, team, trajectory

LOOP = (*range(Event.SENT_BACK, Event.SCRAPPED + 1), Event.ORDERED, Event.RECEIVED)
STOCKS = (*LOOP, Event.ASKED, Event.TAKEN, Event.GIVEN_BACK, Event.SHIPPED, Event.COURIERED, Event.BOUGHT)
KNOWN, UNKNOWN = "known: 100%", "known: 0%"
BENCH = "workshop: {benches: 1, calendar: works}"
JOB = ("05 09:00", "s10", "f", None, "10min", "30min")


def pump(lead: str = "5d", courier: str = "", **more: str) -> str:
    """Comes back: a day on the way, three hours of a bench."""
    loop = {"repair": "3h", "return_transit": "1d"} | more
    return part("pump", lead, courier, "repairable", **loop)


def needing(known: str = KNOWN, quantity: int = 1) -> str:
    return f"f: {{parts: {{pump: {{chance: 100%, {known}, quantity: {quantity}}}}}}}"


def crew(stock: str = "pump: 1", more: str = "", name: str = "crew", km: float = 0, engineers: int = 1) -> str:
    return team(name, km, engineers, "always", more, outlet=f"stock: {{{stock}}}" if stock else "")


def loop(
    folder: Path, *parts: str, tickets: list | None = None, plan: str = BENCH, teams: tuple = (), **more: object
) -> Story:
    written = plan_of(*(teams or (crew(),)), more=plan)
    more = {"faults": needing()} | more
    return story(folder, tickets or [JOB], plan=written, parts=parts or (pump(),), **more)  # type: ignore[arg-type]


# -- round once -------------------------------------------------------------------------------------------------------


def test_a_pump_goes_back_when_the_ticket_is_restored_and_is_as_good_as_new(tmp_path: Path) -> None:
    """There at 09:50 on Tuesday: 2 h 10 min before the break, 50 min after it. It was on order from 09:00 on: none is
    bought."""
    assert loop(tmp_path).lines(*STOCKS) == trajectory("""
    05 09:00 0 ASKED 0 crew/pump 1
    05 09:00 0 TAKEN 1 crew/pump 1
    05 09:50 0 SENT_BACK 1 crew/pump
    06 09:50 0 RETURNED 1 crew/pump
    06 09:50 0 ON_BENCH 1 crew/pump
    06 13:50 - RECEIVED 0 crew/pump 1
    06 13:50 0 REPAIRED 1 crew/pump
    """)


def test_who_sends_it_back_at_once_sends_it_when_the_good_one_is_asked_for(tmp_path: Path) -> None:
    assert loop(tmp_path, pump(sent_back="at_request")).lines(*LOOP) == trajectory("""
    05 09:00 0 SENT_BACK 1 crew/pump
    06 09:00 0 RETURNED 1 crew/pump
    06 09:00 0 ON_BENCH 1 crew/pump
    06 12:00 - RECEIVED 0 crew/pump 1
    06 12:00 0 REPAIRED 1 crew/pump
    """)


def test_sent_back_at_the_request_of_what_is_found_missing(tmp_path: Path) -> None:
    """Diagnosed at 09:20; the crew comes again with the pump, and the defective one is on its way already."""
    found = loop(tmp_path, pump(sent_back="at_request"), faults=needing(UNKNOWN))
    assert found.lines(Event.SENT_BACK, Event.RESTORED) == trajectory("""
    05 09:20 0 SENT_BACK 1 crew/pump
    05 10:10 0 RESTORED 2 crew-1
    """)


def test_what_everybody_waits_for_is_what_comes_back(tmp_path: Path) -> None:
    """One pump for two: the second ticket has it when the first's is repaired, and the shelf has it in the end."""
    tickets = [JOB, ("05 10:00", "s10", "f", None, "10min", "30min")]
    assert loop(tmp_path, tickets=tickets).lines(Event.TAKEN, Event.PARTS_READY, *LOOP) == trajectory("""
    05 09:00 0 TAKEN 1 crew/pump 1
    05 09:00 0 PARTS_READY 0 - 1
    05 09:50 0 SENT_BACK 1 crew/pump
    06 09:50 0 RETURNED 1 crew/pump
    06 09:50 0 ON_BENCH 1 crew/pump
    06 13:50 - RECEIVED 0 crew/pump 1
    06 13:50 0 REPAIRED 1 crew/pump
    06 13:50 1 TAKEN 0 crew/pump 1
    06 13:50 1 PARTS_READY 0 - 1
    06 14:50 1 SENT_BACK 1 crew/pump      # 10 min to the outlet, 10 back, diagnosed, repaired
    07 14:50 1 RETURNED 1 crew/pump
    07 14:50 1 ON_BENCH 1 crew/pump
    08 08:50 - RECEIVED 0 crew/pump 1
    08 08:50 1 REPAIRED 1 crew/pump
    """)


def test_each_unit_of_a_ticket_goes_round_by_itself(tmp_path: Path) -> None:
    """Two pumps, one bench: of one instant the first unit first."""
    found = loop(tmp_path, teams=(crew("pump: 2"),), faults=needing(quantity=2))
    assert found.lines(*STOCKS) == trajectory("""
    05 09:00 0 ASKED 0 crew/pump 2
    05 09:00 0 TAKEN 1 crew/pump 2
    05 09:50 0 SENT_BACK 1 crew/pump
    05 09:50 0 SENT_BACK 2 crew/pump
    06 09:50 0 RETURNED 1 crew/pump
    06 09:50 0 RETURNED 2 crew/pump
    06 09:50 0 ON_BENCH 1 crew/pump
    06 13:50 - RECEIVED 0 crew/pump 1
    06 13:50 0 REPAIRED 1 crew/pump
    06 13:50 0 ON_BENCH 2 crew/pump
    06 16:50 - RECEIVED 0 crew/pump 1
    06 16:50 0 REPAIRED 2 crew/pump
    """)


def test_a_unit_that_is_exchanged_goes_round_like_a_part(tmp_path: Path) -> None:
    """Exchanged at 09:50 in place of a repair of three hours; nothing is bought."""
    whole = part("whole", "5d", kind="unit", repair="4h", return_transit="12h")
    found = loop(tmp_path, whole, faults="f: {}", product="swap: {unit: whole, work: 30min}",
                 tickets=[("05 09:00", "s10", "f", None, "10min", "3h")], teams=(crew("whole: 1"),),
                 plan=BENCH + "\nswap: first")  # fmt: skip
    assert found.lines(Event.SWAPPED, *LOOP) == trajectory("""
    05 09:50 0 SWAPPED 1 crew-1 whole
    05 09:50 0 SENT_BACK 1 crew/whole
    05 21:50 0 RETURNED 1 crew/whole
    05 21:50 0 ON_BENCH 1 crew/whole      # where it waits for 08:00
    06 12:00 - RECEIVED 0 crew/whole 1
    06 12:00 0 REPAIRED 1 crew/whole
    """)


def test_a_pump_that_is_exchanged_on_a_bench_goes_back_too(tmp_path: Path) -> None:
    """Handed in at 10:00, diagnosed 10:10, restored 10:40."""
    faults = "f: {carry_in: 100%, bring: 1h, parts: {pump: {chance: 100%, known: 100%}}}"
    depot = team(shift="always", outlet="stock: {pump: 1}, benches: 1, bench_calendar: works")
    found = loop(tmp_path, faults=faults, teams=(depot,))
    assert found.lines(Event.RESTORED, Event.SENT_BACK, Event.RETURNED) == trajectory("""
    05 10:40 0 RESTORED 0 -
    05 10:40 0 SENT_BACK 1 crew/pump
    06 10:40 0 RETURNED 1 crew/pump
    """)


def test_what_a_ticket_needs_beyond_all_there_are_is_bought(tmp_path: Path) -> None:
    """Two pumps for one ticket, and only one is ever there: its own defective ones cannot serve it. Both go back."""
    found = loop(tmp_path, faults=needing(quantity=2))
    assert found.lines(Event.TAKEN, Event.PARTS_READY, *LOOP) == trajectory("""
    05 09:00 - ORDERED 1 crew/pump 1
    05 09:00 0 TAKEN 1 crew/pump 1
    10 09:00 - RECEIVED 0 crew/pump 1
    10 09:00 0 TAKEN 0 crew/pump 1
    10 09:00 0 PARTS_READY 0 - 1
    10 09:50 0 SENT_BACK 1 crew/pump
    10 09:50 0 SENT_BACK 2 crew/pump
    11 09:50 0 RETURNED 1 crew/pump       # a Sunday
    11 09:50 0 RETURNED 2 crew/pump
    11 09:50 0 ON_BENCH 1 crew/pump
    12 11:00 - RECEIVED 0 crew/pump 1
    12 11:00 0 REPAIRED 1 crew/pump
    12 11:00 0 ON_BENCH 2 crew/pump
    12 15:00 - RECEIVED 0 crew/pump 1
    12 15:00 0 REPAIRED 2 crew/pump
    """)


# -- together ---------------------------------------------------------------------------------------------------------

LATE_JANUARY = "{start: 2026-01-26, weeks: 1, warmup: 0s, runout: 2w}"


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai"])
def test_sent_back_together_on_the_first_of_the_month(tmp_path: Path, zone: str) -> None:
    """Restored on the 27th and on the 1st at 00:00 by the local clock: both leave then; the third a month later."""
    tickets = [
        ("27 09:00", "s10", "f", None, "10min", "30min"),
        ("31 23:10", "s10", "f", None, "20min", "20min"),
        ("2026-02-02 09:00", "s10", "f", None, "10min", "30min"),
    ]
    horizon = LATE_JANUARY.replace("runout: 2w", "runout: 6w")
    found = loop(tmp_path, pump(return_every="1 month"), tickets=tickets, teams=(crew("pump: 3", engineers=3),),
                 horizon=horizon, zone=zone)  # fmt: skip
    assert found.lines(Event.SENT_BACK, Event.RETURNED) == [
        "01 00:00 0 SENT_BACK 1 crew/pump",
        "01 00:00 1 SENT_BACK 1 crew/pump",
        "02 00:00 0 RETURNED 1 crew/pump",
        "02 00:00 1 RETURNED 1 crew/pump",
        "01 00:00 2 SENT_BACK 1 crew/pump",
        "02 00:00 2 RETURNED 1 crew/pump",
    ]


def test_sent_back_every_week_counted_from_the_start(tmp_path: Path) -> None:
    """Judged time begins on Wednesday the 7th: on the 7th and on the 14th."""
    tickets = [("05 09:00", "s10", "f"), ("07 09:00", "s10", "f")]
    horizon = "{start: 2026-01-07, weeks: 1, warmup: 2d, runout: 2w}"
    found = loop(tmp_path, pump(return_every="1w"), tickets=tickets, teams=(crew("pump: 2"),), horizon=horizon)
    assert found.lines(Event.SENT_BACK) == ["07 00:00 0 SENT_BACK 1 crew/pump", "14 00:00 1 SENT_BACK 1 crew/pump"]


# -- the workshop -----------------------------------------------------------------------------------------------------

THREE = [(f"05 {time}", "s0", "f") for time in ("09:00", "09:10", "09:20")]
SHELF = (crew("pump: 3", engineers=3),)


def benches(found: Story) -> list[str]:
    return [" ".join(line.split()[i] for i in (0, 1, 2)) for line in found.lines(Event.ON_BENCH)]


def repaired(found: Story) -> list[str]:
    return [" ".join(line.split()[i] for i in (0, 1, 2)) for line in found.lines(Event.REPAIRED)]


def test_who_comes_first_is_first_on_the_only_bench(tmp_path: Path) -> None:
    """Two hours each, back on Tuesday at 09:00, 09:10 and 09:20."""
    found = loop(tmp_path, pump(repair="2h"), tickets=THREE, teams=SHELF)
    assert benches(found) == ["06 09:00 0", "06 11:00 1", "06 14:00 2"]
    assert repaired(found) == ["06 11:00 0", "06 14:00 1", "06 16:00 2"]


def test_two_benches(tmp_path: Path) -> None:
    found = loop(tmp_path, pump(repair="2h"), tickets=THREE, teams=SHELF, plan=BENCH.replace("1", "2"))
    assert benches(found) == ["06 09:00 0", "06 09:10 1", "06 11:00 2"]
    assert repaired(found) == ["06 11:00 0", "06 11:10 1", "06 14:00 2"]


def test_of_one_instant_the_first_ticket(tmp_path: Path) -> None:
    """Also where the bench is freed in that second: ticket 0's four hours end as 1 and 2 come in."""
    tickets = [("05 09:02", "s0", "f"), ("05 13:00", "s1", "f", None, "0s", "1min"), ("05 13:00", "s2", "f")]
    calendar = "shop: {days: daily, hours: '06:00-20:00'}"
    found = loop(tmp_path, pump(repair="4h"), tickets=tickets, teams=SHELF,
                 plan=BENCH.replace("calendar: works", "calendar: shop"), calendars=calendar)  # fmt: skip
    assert benches(found) == ["06 09:02 0", "06 13:02 1", "06 17:02 2"]  # both are restored at 13:02


def test_a_unit_keeps_its_bench_overnight(tmp_path: Path) -> None:
    """Back at 15:00 and 15:10; three hours: two today, one on Wednesday; then the second."""
    tickets = [("05 15:00", "s0", "f"), ("05 15:10", "s0", "f")]
    found = loop(tmp_path, tickets=tickets, teams=SHELF)
    assert benches(found) == ["06 15:00 0", "07 09:00 1"]
    assert repaired(found) == ["07 09:00 0", "07 12:00 1"]


def test_what_comes_at_the_weekend_is_repaired_on_monday(tmp_path: Path) -> None:
    """It lies on its bench from Saturday on. What ends at noon is done at noon."""
    found = loop(tmp_path, pump(repair="4h"), tickets=[("09 11:00", "s0", "f")])
    assert benches(found) == ["10 11:00 0"]
    assert repaired(found) == ["12 12:00 0"]


def test_without_a_workshop_it_is_repaired_elsewhere_at_any_hour_and_nothing_waits(tmp_path: Path) -> None:
    tickets = [("05 22:00", "s0", "f"), ("05 22:10", "s0", "f")]
    found = loop(tmp_path, tickets=tickets, teams=(crew("pump: 2"),), plan="")
    assert found.lines(*LOOP) == trajectory("""
    05 22:00 0 SENT_BACK 1 crew/pump
    05 22:10 1 SENT_BACK 1 crew/pump
    06 22:00 0 RETURNED 1 crew/pump
    06 22:00 0 ON_BENCH 1 crew/pump
    06 22:10 1 RETURNED 1 crew/pump
    06 22:10 1 ON_BENCH 1 crew/pump
    07 01:00 - RECEIVED 0 crew/pump 1
    07 01:00 0 REPAIRED 1 crew/pump
    07 01:10 - RECEIVED 0 crew/pump 1
    07 01:10 1 REPAIRED 1 crew/pump
    """)


def test_two_kinds_of_parts_share_the_benches(tmp_path: Path) -> None:
    """Pump and lamp of one ticket are back together: by the name of the part."""
    lamp = part("lamp", "5d", kind="repairable", repair="1h", return_transit="1d")
    faults = "f: {parts: {pump: {chance: 100%, known: 100%}, lamp: {chance: 100%, known: 100%}}}"
    found = loop(tmp_path, pump(), lamp, faults=faults, teams=(crew("pump: 1, lamp: 1"),), tickets=[THREE[0]])
    assert found.lines(Event.ON_BENCH) == ["06 09:00 0 ON_BENCH 1 crew/lamp", "06 10:00 0 ON_BENCH 1 crew/pump"]


# -- scrap ------------------------------------------------------------------------------------------------------------


def test_what_is_scrapped_is_bought_anew(tmp_path: Path) -> None:
    """It is seen on arrival, without a bench; the position falls then, and the supplier takes five days."""
    assert loop(tmp_path, pump(scrap="100%")).lines(*LOOP) == trajectory("""
    05 09:50 0 SENT_BACK 1 crew/pump
    06 09:50 - ORDERED 1 crew/pump 1
    06 09:50 0 RETURNED 1 crew/pump
    06 09:50 0 SCRAPPED 1 crew/pump
    11 09:50 - RECEIVED 0 crew/pump 1
    """)


def test_a_lot_is_ordered_when_enough_is_scrapped(tmp_path: Path) -> None:
    """s = 1, S = 3: the first scrapped leaves a position of 2, the second one of 1: two are ordered."""
    tickets = [("05 09:00", "s0", "f"), ("05 10:00", "s0", "f")]
    found = loop(tmp_path, pump(scrap="100%"), tickets=tickets, teams=(crew("pump: {s: 1, S: 3}"),))
    assert found.lines(Event.ORDERED, Event.RECEIVED) == trajectory("""
    06 10:00 - ORDERED 1 crew/pump 2
    11 10:00 - RECEIVED 0 crew/pump 2
    """)


# -- home -------------------------------------------------------------------------------------------------------------


def test_home_is_the_central_store_if_there_is_one(tmp_path: Path) -> None:
    """The outlet is refilled from the central store, which waits for the repaired one and buys none."""
    central = "\ncentral: {stock: {pump: 1}}\nsupply: {central_to_outlet: 6h}"
    assert loop(tmp_path, plan=BENCH + central).lines(*STOCKS) == trajectory("""
    05 09:00 - ORDERED 1 crew/pump 1
    05 09:00 - ASKED 0 central/pump 1
    05 09:00 - TAKEN 1 central/pump 1
    05 09:00 0 ASKED 0 crew/pump 1
    05 09:00 0 TAKEN 1 crew/pump 1
    05 15:00 - RECEIVED 0 crew/pump 1
    05 09:50 0 SENT_BACK 1 central/pump
    06 09:50 0 RETURNED 1 central/pump
    06 09:50 0 ON_BENCH 1 central/pump
    06 13:50 - RECEIVED 0 central/pump 1
    06 13:50 0 REPAIRED 1 central/pump
    """)


def test_a_central_store_that_keeps_none_hands_the_repaired_one_on(tmp_path: Path) -> None:
    """It is asked at 09:00, has none, and buys none: what comes home at 13:50 is sent to the outlet."""
    central = "\ncentral: {}\nsupply: {central_to_outlet: 6h}"
    found = loop(tmp_path, plan=BENCH + central)
    assert found.lines(Event.ORDERED, Event.TAKEN, Event.RECEIVED) == trajectory("""
    05 09:00 - ORDERED 1 crew/pump 1
    05 09:00 0 TAKEN 1 crew/pump 1
    06 13:50 - RECEIVED 0 central/pump 1
    06 13:50 - TAKEN 0 central/pump 1
    06 19:50 - RECEIVED 0 crew/pump 1
    """)


def test_the_central_store_buys_what_is_scrapped(tmp_path: Path) -> None:
    central = "\ncentral: {stock: {pump: 1}}\nsupply: {central_to_outlet: 6h}"
    found = loop(tmp_path, pump(scrap="100%"), plan=BENCH + central)
    assert found.lines(Event.ORDERED, Event.SCRAPPED, Event.RECEIVED) == trajectory("""
    05 09:00 - ORDERED 1 crew/pump 1
    05 15:00 - RECEIVED 0 crew/pump 1
    06 09:50 - ORDERED 1 central/pump 1
    06 09:50 0 SCRAPPED 1 central/pump
    11 09:50 - RECEIVED 0 central/pump 1
    """)


def test_what_was_in_a_van_comes_back_to_its_outlet(tmp_path: Path) -> None:
    """The van orders of the outlet, which has a pump on its way home and buys none. Two hours from outlet to van."""
    plan = BENCH + "\nsupply: {outlet_to_van: 2h}"
    found = loop(tmp_path, teams=(crew(more="van: {pump: 1}"),), faults=needing(UNKNOWN), plan=plan)
    assert found.lines(*STOCKS) == trajectory("""
    05 09:20 - ASKED 0 crew/pump 1
    05 09:20 - TAKEN 1 crew/pump 1
    05 09:20 - ORDERED 1 van-of-crew-1/pump 1
    05 09:20 0 ASKED 0 van-of-crew-1/pump 1
    05 09:20 0 TAKEN 1 van-of-crew-1/pump 1
    05 09:50 0 SENT_BACK 1 crew/pump
    05 11:20 - RECEIVED 0 van-of-crew-1/pump 1
    06 09:50 0 RETURNED 1 crew/pump
    06 09:50 0 ON_BENCH 1 crew/pump
    06 13:50 - RECEIVED 0 crew/pump 1
    06 13:50 0 REPAIRED 1 crew/pump
    """)


def test_what_a_neighbour_gave_comes_back_to_the_neighbour(tmp_path: Path) -> None:
    """Far is the neighbour that has one; it takes three hours to come, and buys none in its place."""
    far = team("far", 200, 1, "always", outlet="stock: {pump: 1}")
    plan = BENCH + "\nsupply: {lateral: {between: [crew, far], lead: 3h}}"
    found = loop(tmp_path, teams=(crew("pump: 0"), far), plan=plan)
    assert found.lines(*STOCKS) == trajectory("""
    05 09:00 0 ASKED 1 crew/pump 1
    05 09:00 0 ASKED 0 far/pump 1
    05 09:00 0 TAKEN 1 far/pump 1
    05 09:00 0 SHIPPED 0 far/pump 1
    05 12:50 0 SENT_BACK 1 far/pump       # in hand at 12:00, collected, on site 12:10
    06 12:50 0 RETURNED 1 far/pump
    06 12:50 0 ON_BENCH 1 far/pump
    06 16:00 - RECEIVED 0 far/pump 1
    06 16:00 0 REPAIRED 1 far/pump
    """)


@pytest.mark.parametrize(
    ("stock", "plan", "event"), [("pump: 0", "supply: {courier: {lead: 8h}}", "COURIERED"), ("", "", "BOUGHT")]
)
def test_what_was_couriered_or_bought_brings_none_back(tmp_path: Path, stock: str, plan: str, event: str) -> None:
    found = loop(tmp_path, teams=(crew(stock),), plan=f"{BENCH}\n{plan}")
    assert [line.split()[3] for line in found.lines(Event.COURIERED, Event.BOUGHT, *LOOP)] == [event]
    assert len(found.lines(Event.RESTORED)) == 1


def test_a_part_without_a_repair_is_bought_as_before(tmp_path: Path) -> None:
    """Whatever else is written beside it, and whatever workshop there is."""
    row = part("pump", "5d", kind="repairable", return_transit="1d", scrap="10%")
    assert loop(tmp_path, row).lines(*LOOP) == trajectory("""
    05 09:00 - ORDERED 1 crew/pump 1
    10 09:00 - RECEIVED 0 crew/pump 1
    """)


# -- no exchange ------------------------------------------------------------------------------------------------------


def test_what_is_given_back_unused_brings_none_back(tmp_path: Path) -> None:
    """The van of the one who goes has a lamp too: he takes that one, and one lamp comes home, not two."""
    lamp = part("lamp", "5d", kind="repairable", repair="1h", return_transit="1d")
    crews = crew("lamp: 1", more="van: {lamp: 1}")
    found = loop(tmp_path, lamp, faults="f: {parts: {lamp: {chance: 100%, known: 100%}}}", teams=(crews,))
    assert found.lines(Event.TAKEN, Event.GIVEN_BACK, *LOOP) == trajectory("""
    05 09:00 - TAKEN 1 crew/lamp 1            # for the van
    05 09:00 - ORDERED 1 van-of-crew-1/lamp 1
    05 09:00 0 TAKEN 1 crew/lamp 1
    05 09:00 0 TAKEN 1 van-of-crew-1/lamp 1
    05 09:00 0 GIVEN_BACK 0 crew/lamp 1
    05 09:50 0 SENT_BACK 1 crew/lamp
    06 09:00 - RECEIVED 0 van-of-crew-1/lamp 1
    06 09:50 0 RETURNED 1 crew/lamp
    06 09:50 0 ON_BENCH 1 crew/lamp
    06 10:50 - RECEIVED 0 crew/lamp 1
    06 10:50 0 REPAIRED 1 crew/lamp
    """)


def test_a_repair_that_is_declined_takes_no_part(tmp_path: Path) -> None:
    """Diagnosed at 09:20, quoted at 09:50, declined a day later: the pump lies where it lay."""
    charged = "charged: {in_warranty: 100%, quoted_after: diagnosis, quote: 30min, confirm: 1d, refused: 100%}"
    assert loop(tmp_path, extra=charged).lines(Event.DECLINED, *STOCKS) == ["06 09:50 0 DECLINED 0 -"]
