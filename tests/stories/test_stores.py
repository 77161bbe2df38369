"""Stories of stores: when they order and how much, from whom, who is served first, and how long it takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from sim.model import Event
from tests.stories.little import Story, part, plan_of, story, team, trajectory

STOCKS = tuple(kind for kind in Event if kind >= Event.ASKED)
FAULTS = (
    "f: {parts: {pump: {chance: 100%, known: 100%}}}, f3: {parts: {pump: {chance: 100%, known: 100%, quantity: 3}}}"
)


def outlet(
    name: str = "crew", stock: str = "", km: float = 0, more: str = "", engineers: int | str = "unlimited"
) -> str:
    """An outlet with as many engineers as it takes."""
    return team(name, km, engineers, "always", outlet=f"stock: {{{stock}}}{', ' if more else ''}{more}")


def asked(folder: Path, tickets: Sequence[tuple[str, str, str]], *outlets: str, more: str = "", **parts: str) -> Story:
    """Tickets that ask for pumps; `parts`: rows of the table."""
    rows = list(parts.values()) or [part("pump", "2d")]
    return story(folder, tickets, FAULTS, plan_of(*outlets, more=more), parts=rows)


def stocks(found: Story) -> list[str]:
    return found.lines(*STOCKS)


def ready(found: Story) -> list[str]:
    return [" ".join(line.split()[i] for i in (0, 1, 2)) for line in found.lines(Event.PARTS_READY)]


# -- when and how much ------------------------------------------------------------------------------------------------


def test_a_base_stock_orders_for_every_demand(tmp_path: Path) -> None:
    """(S-1, S) with S = 2 and two days: the third demand waits for the first order."""
    tickets = [("05 09:00", "s0", "f"), ("05 10:00", "s0", "f"), ("05 11:00", "s0", "f")]
    found = asked(tmp_path, tickets, outlet(stock="pump: 2"))
    assert stocks(found) == trajectory("""
    05 09:00 - ORDERED 1 crew/pump 1
    05 09:00 0 ASKED 0 crew/pump 1
    05 09:00 0 TAKEN 1 crew/pump 1
    05 10:00 - ORDERED 2 crew/pump 1
    05 10:00 1 ASKED 0 crew/pump 1
    05 10:00 1 TAKEN 1 crew/pump 1
    05 11:00 - ORDERED 3 crew/pump 1      # also for what it cannot give
    05 11:00 2 ASKED 0 crew/pump 1
    07 09:00 - RECEIVED 0 crew/pump 1
    07 09:00 2 TAKEN 0 crew/pump 1
    07 10:00 - RECEIVED 0 crew/pump 1
    07 11:00 - RECEIVED 0 crew/pump 1
    """)


def test_s_and_big_s_order_when_the_position_falls_to_s(tmp_path: Path) -> None:
    """s = 1, S = 4. Position 3, 2, then 1: three are ordered; a demand for three leaves 1 again at once."""
    tickets = [(f"05 {hour:02d}:00", "s0", "f") for hour in (9, 10, 11)] + [("05 12:00", "s0", "f3")]
    found = asked(tmp_path, tickets, outlet(stock="pump: {s: 1, S: 4}"))
    assert found.lines(Event.ORDERED, Event.RECEIVED, Event.TAKEN) == trajectory("""
    05 09:00 0 TAKEN 1 crew/pump 1
    05 10:00 1 TAKEN 1 crew/pump 1
    05 11:00 - ORDERED 1 crew/pump 3
    05 11:00 2 TAKEN 1 crew/pump 1
    05 12:00 - ORDERED 2 crew/pump 3
    05 12:00 3 TAKEN 1 crew/pump 1
    07 11:00 - RECEIVED 0 crew/pump 3
    07 11:00 3 TAKEN 0 crew/pump 2
    07 12:00 - RECEIVED 0 crew/pump 3
    """)


def test_a_demand_that_overshoots_s_is_ordered_back_up_to_big_s(tmp_path: Path) -> None:
    """s = 2, S = 3: a demand for three leaves a position of 0, two below s, so that three are ordered."""
    found = asked(tmp_path, [("05 09:00", "s0", "f3")], outlet(stock="pump: {s: 2, S: 3}"))
    assert found.lines(Event.ORDERED) == ["05 09:00 - ORDERED 1 crew/pump 3"]


def test_lots_are_ordered_whole(tmp_path: Path) -> None:
    """s = 1, Q = 2, so that it begins with 3. Position 2; then -1: two lots of 2 lift it above 1."""
    tickets = [("05 09:00", "s0", "f"), ("05 10:00", "s0", "f3")]
    found = asked(tmp_path, tickets, outlet(stock="pump: {s: 1, Q: 2}"))
    assert stocks(found) == trajectory("""
    05 09:00 0 ASKED 0 crew/pump 1
    05 09:00 0 TAKEN 1 crew/pump 1
    05 10:00 - ORDERED 1 crew/pump 4
    05 10:00 1 ASKED 0 crew/pump 3
    05 10:00 1 TAKEN 1 crew/pump 2
    07 10:00 - RECEIVED 0 crew/pump 4
    07 10:00 1 TAKEN 0 crew/pump 1
    """)


def test_a_lot_is_ordered_at_s_not_below(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s0", "f"), ("05 10:00", "s0", "f")]
    found = asked(tmp_path, tickets, outlet(stock="pump: {s: 1, Q: 2}"))
    assert found.lines(Event.ORDERED) == ["05 10:00 - ORDERED 1 crew/pump 2"]


# -- who is served first ----------------------------------------------------------------------------------------------


def test_who_asks_first_is_served_first_and_of_one_instant_the_first_ticket(tmp_path: Path) -> None:
    """One unit, three tickets at 09:00 and one before; a big demand keeps the small one behind it waiting."""
    tickets = [("05 08:00", "s0", "f"), ("05 09:00", "s0", "f3"), ("05 09:00", "s1", "f"), ("05 09:00", "s2", "f")]
    found = asked(tmp_path, tickets, outlet(stock="pump: {s: 0, Q: 2}"), pump=part("pump", "1d"))
    assert stocks(found) == trajectory("""
    05 08:00 0 ASKED 0 crew/pump 1
    05 08:00 0 TAKEN 1 crew/pump 1
    05 09:00 - ORDERED 1 crew/pump 4     # position 1 - 3 = -2
    05 09:00 - ORDERED 2 crew/pump 2     # 2 - 1 = 1, 1 - 1 = 0
    05 09:00 1 ASKED 0 crew/pump 3
    05 09:00 1 TAKEN 1 crew/pump 1
    05 09:00 2 ASKED 0 crew/pump 1
    05 09:00 3 ASKED 0 crew/pump 1
    06 09:00 - RECEIVED 0 crew/pump 4
    06 09:00 - RECEIVED 0 crew/pump 2
    06 09:00 1 TAKEN 0 crew/pump 2
    06 09:00 2 TAKEN 0 crew/pump 1
    06 09:00 3 TAKEN 0 crew/pump 1
    """)


def test_what_comes_in_goes_to_who_waited_not_to_who_asks_at_that_instant(tmp_path: Path) -> None:
    tickets = [("05 08:00", "s0", "f"), ("05 09:00", "s2", "f"), ("06 08:00", "s1", "f")]
    found = asked(tmp_path, tickets, outlet(stock="pump: 1"), pump=part("pump", "1d"))
    assert found.lines(Event.TAKEN) == trajectory("""
    05 08:00 0 TAKEN 1 crew/pump 1
    06 08:00 1 TAKEN 0 crew/pump 1
    06 09:00 2 TAKEN 0 crew/pump 1
    """)


# -- from whom --------------------------------------------------------------------------------------------------------

CENTRAL = "central: {stock: {pump: 1}}\nsupply: {central_to_outlet: 6h}"


def test_outlets_order_from_the_central_store_and_it_from_the_supplier(tmp_path: Path) -> None:
    """The second order of the outlet waits in the central store for the supplier: two days, then six hours."""
    tickets = [("05 09:00", "s0", "f"), ("05 10:00", "s0", "f")]
    found = asked(tmp_path, tickets, outlet(stock="pump: 2"), more=CENTRAL)
    assert stocks(found) == trajectory("""
    05 09:00 - ORDERED 1 crew/pump 1
    05 09:00 - ASKED 0 central/pump 1
    05 09:00 - TAKEN 1 central/pump 1
    05 09:00 - ORDERED 1 central/pump 1
    05 09:00 0 ASKED 0 crew/pump 1
    05 09:00 0 TAKEN 1 crew/pump 1
    05 10:00 - ORDERED 2 crew/pump 1
    05 10:00 - ASKED 0 central/pump 1
    05 10:00 - ORDERED 2 central/pump 1
    05 10:00 1 ASKED 0 crew/pump 1
    05 10:00 1 TAKEN 1 crew/pump 1
    05 15:00 - RECEIVED 0 crew/pump 1
    07 09:00 - RECEIVED 0 central/pump 1
    07 09:00 - TAKEN 0 central/pump 1
    07 10:00 - RECEIVED 0 central/pump 1
    07 15:00 - RECEIVED 0 crew/pump 1
    """)


def test_a_ticket_takes_from_the_central_store_what_its_outlet_has_not(tmp_path: Path) -> None:
    """The outlet's only one went to ticket 0, its order is still under way: six hours from the central store."""
    tickets = [("05 09:00", "s0", "f"), ("05 10:00", "s0", "f")]
    found = asked(tmp_path, tickets, outlet(stock="pump: 1"), more=CENTRAL.replace("pump: 1", "pump: 3"))
    of_tickets = [line for line in found.lines(*STOCKS, Event.PARTS_READY) if line.split()[2] != "-"]
    assert of_tickets == trajectory("""
    05 09:00 0 ASKED 0 crew/pump 1
    05 09:00 0 TAKEN 1 crew/pump 1
    05 09:00 0 PARTS_READY 0 - 1
    05 10:00 1 ASKED 1 crew/pump 1       # asked of the outlet, served elsewhere
    05 10:00 1 ASKED 0 central/pump 1
    05 10:00 1 TAKEN 1 central/pump 1
    05 10:00 1 SHIPPED 0 central/pump 1
    05 16:00 1 PARTS_READY 0 - 1
    """)
    assert [line[:20] for line in found.lines(Event.COLLECTED)] == ["05 09:00 0 COLLECTED", "05 16:00 1 COLLECTED"]


def test_the_ticket_gets_what_the_central_store_has_before_the_outlets_own_order(tmp_path: Path) -> None:
    """Three are needed; outlet and central store have one each. The rest waits at the outlet, the first that stocks it.

    The outlet orders two (for what it gave and what it owes), the central store three.
    """
    found = asked(tmp_path, [("05 09:00", "s0", "f3")], outlet(stock="pump: 1"), more=CENTRAL)
    assert stocks(found)[:9] == trajectory("""
    05 09:00 - ORDERED 1 crew/pump 2
    05 09:00 - ASKED 0 central/pump 2
    05 09:00 - ORDERED 1 central/pump 3
    05 09:00 0 ASKED 0 crew/pump 2
    05 09:00 0 TAKEN 1 crew/pump 1
    05 09:00 0 ASKED 1 crew/pump 1
    05 09:00 0 ASKED 0 central/pump 1
    05 09:00 0 TAKEN 1 central/pump 1
    05 09:00 0 SHIPPED 0 central/pump 1
    """)
    assert ready(found) == ["07 15:00 0"]  # two days to the central store, six hours to the outlet


def test_an_outlets_own_way_from_the_central_store(tmp_path: Path) -> None:
    plan = outlet(stock="pump: 0", more="from_central: 90min")
    found = asked(tmp_path, [("05 09:00", "s0", "f")], plan, more=CENTRAL)
    assert ready(found) == ["05 10:30 0"]


def test_a_store_that_does_not_name_the_part_hands_it_through(tmp_path: Path) -> None:
    """The outlet's orders pass the central store, which orders each from the supplier: two days and six hours."""
    more = CENTRAL.replace("{pump: 1}", "{lamp: 1}")
    found = asked(
        tmp_path, [("05 09:00", "s0", "f"), ("05 10:00", "s0", "f")], outlet(stock="pump: 1"),
        more=more, pump=part("pump", "2d"), lamp=part("lamp", "2d"),
    )  # fmt: skip
    assert found.lines(Event.ORDERED, Event.RECEIVED, Event.SHIPPED) == trajectory("""
    05 09:00 - ORDERED 1 crew/pump 1
    05 09:00 - ORDERED 1 central/pump 1
    05 10:00 - ORDERED 2 crew/pump 1
    05 10:00 - ORDERED 2 central/pump 1
    07 09:00 - RECEIVED 0 central/pump 1
    07 10:00 - RECEIVED 0 central/pump 1
    07 15:00 - RECEIVED 0 crew/pump 1
    07 16:00 - RECEIVED 0 crew/pump 1
    """)
    assert ready(found) == ["05 09:00 0", "07 15:00 1"]


def test_orders_of_outlets_wait_in_the_central_store_in_their_turn(tmp_path: Path) -> None:
    """Both outlets order at 09:00: north's ticket comes first, though south stands first in the plan."""
    tickets = [("05 09:00", "s0", "f"), ("05 09:00", "s50", "f")]
    south, north = outlet("south", "pump: 1", km=50), outlet("north", "pump: 1")
    found = asked(tmp_path, tickets, south, north, more=CENTRAL)
    received = [line for line in found.lines(Event.RECEIVED) if "central" not in line]
    assert received == ["05 15:00 - RECEIVED 0 north/pump 1", "07 15:00 - RECEIVED 0 south/pump 1"]


LATERAL = "supply: {lateral: {between: [c, b, a], lead: 3h}}"


def test_other_outlets_of_the_pool_help_in_their_order_and_order_for_themselves(tmp_path: Path) -> None:
    """a is empty; of c and b, c is asked first. It takes three hours to a, where the part is fetched."""
    a, b, c = outlet("a", "pump: 0"), outlet("b", "pump: 1", km=50), outlet("c", "pump: 1", km=90)
    found = asked(tmp_path, [("05 09:00", "s0", "f"), ("05 09:00", "s0", "f")], a, b, c, more=LATERAL)
    assert found.lines(*STOCKS, Event.PARTS_READY)[:14] == trajectory("""
    05 09:00 - ORDERED 1 b/pump 1
    05 09:00 - ORDERED 1 c/pump 1
    05 09:00 0 ASKED 1 a/pump 1
    05 09:00 0 ASKED 0 c/pump 1
    05 09:00 0 TAKEN 1 c/pump 1
    05 09:00 0 SHIPPED 0 c/pump 1
    05 09:00 1 ASKED 1 a/pump 1
    05 09:00 1 ASKED 0 b/pump 1
    05 09:00 1 TAKEN 1 b/pump 1
    05 09:00 1 SHIPPED 0 b/pump 1
    05 12:00 0 PARTS_READY 0 - 1
    05 12:00 1 PARTS_READY 0 - 1
    07 09:00 - RECEIVED 0 b/pump 1
    07 09:00 - RECEIVED 0 c/pump 1
    """)
    collected = found.lines(Event.COLLECTED)
    assert [line.rsplit(" ", 2)[0] for line in collected] == ["05 12:00 0 COLLECTED", "05 12:00 1 COLLECTED"]


def test_what_others_have_on_order_does_not_help(tmp_path: Path) -> None:
    """b gave its unit away at 08:00: the demand waits at a, its own outlet."""
    tickets = [("05 08:00", "s50", "f"), ("05 09:00", "s0", "f")]
    a, b = outlet("a", "pump: 0"), outlet("b", "pump: 1", km=50)
    found = asked(tmp_path, tickets, a, b, more=LATERAL.replace("c, ", ""))
    assert [line for line in stocks(found) if " 1 " in line[8:11]] == trajectory("""
    05 09:00 1 ASKED 0 a/pump 1
    07 09:00 1 TAKEN 0 a/pump 1
    """)


def test_who_is_in_no_pool_gets_nothing_from_it(tmp_path: Path) -> None:
    a, b, d = outlet("a", "pump: 0"), outlet("b", "pump: 1", km=50), outlet("d", "pump: 1", km=90)
    found = asked(tmp_path, [("05 09:00", "s0", "f")], a, b, d, more=LATERAL.replace("c, b, a", "b, d"))
    assert ready(found) == ["07 09:00 0"]


@pytest.mark.parametrize(
    ("sourcing", "done"),
    [
        ("[outlet, lateral, central, courier]", "05 12:00"),
        ("[outlet, central, lateral, courier]", "05 15:00"),
        ("[courier, central]", "05 15:00"),          # what no store has comes by courier, wherever that stands
        ("[outlet, courier]", "05 17:00"),
        ("[outlet]", "07 15:00"),                    # waits for the outlet's own order
        ("[van]", "07 09:00"),                       # nobody is asked: bought
    ],
)  # fmt: skip
def test_sourcing_says_who_is_asked_and_in_which_order(tmp_path: Path, sourcing: str, done: str) -> None:
    supply = f"{{central_to_outlet: 6h, courier: 8h, sourcing: {sourcing}, lateral: {{between: [a, b], lead: 3h}}}}"
    a, b = outlet("a", "pump: 0"), outlet("b", "pump: 1", km=50)
    central = "central: {stock: {pump: 1}}" if done != "07 15:00" else "central: {stock: {pump: 0}}"
    found = asked(tmp_path, [("05 09:00", "s0", "f")], a, b, more=f"{central}\nsupply: {supply}")
    assert ready(found) == [f"{done} 0"]


def test_where_only_another_place_stocks_the_part_the_demand_waits_there(tmp_path: Path) -> None:
    """The outlet does not name the pump. The central store's only one is gone until Wednesday, then six hours."""
    tickets = [("05 09:00", "s0", "f"), ("05 10:00", "s0", "f")]
    found = asked(tmp_path, tickets, outlet(), more=CENTRAL)
    assert found.lines(*STOCKS, Event.PARTS_READY) == trajectory("""
    05 09:00 - ORDERED 1 central/pump 1
    05 09:00 0 ASKED 0 central/pump 1
    05 09:00 0 TAKEN 1 central/pump 1
    05 09:00 0 SHIPPED 0 central/pump 1
    05 10:00 - ORDERED 2 central/pump 1
    05 10:00 1 ASKED 0 central/pump 1
    05 15:00 0 PARTS_READY 0 - 1
    07 09:00 - RECEIVED 0 central/pump 1
    07 09:00 1 TAKEN 0 central/pump 1
    07 09:00 1 SHIPPED 0 central/pump 1
    07 10:00 - RECEIVED 0 central/pump 1
    07 15:00 1 PARTS_READY 0 - 1
    """)


def test_a_van_waits_for_its_outlet_and_gets_its_refill_in_turn(tmp_path: Path) -> None:
    """The outlet's only pump went to ticket 0: the van, emptied at 09:20, waits for the order until Wednesday.

    Ticket 2, which asks later, is served after it.
    """
    unknown = "u: {parts: {pump: {chance: 100%, known: 0%}}}"
    tickets = [("05 09:00", "s0", "f"), ("05 09:10", "s10", "u"), ("05 12:00", "s0", "f")]
    plan = plan_of(team(engineers=3, shift="always", more="van: {pump: 1}", outlet="stock: {pump: 1}"),
                   more="supply: {outlet_to_van: 2h, sourcing: [outlet, van]}")  # fmt: skip
    found = story(tmp_path, tickets, f"{FAULTS}, {unknown}", plan, parts=[part("pump", "2d")])
    assert stocks(found) == trajectory("""
    05 09:00 - ORDERED 1 crew/pump 1
    05 09:00 0 ASKED 0 crew/pump 1
    05 09:00 0 TAKEN 1 crew/pump 1
    05 09:20 - ASKED 0 crew/pump 1
    05 09:20 - ORDERED 2 crew/pump 1
    05 09:20 - ORDERED 1 van-of-crew-1/pump 1
    05 09:20 1 ASKED 0 van-of-crew-1/pump 1
    05 09:20 1 TAKEN 1 van-of-crew-1/pump 1
    05 12:00 - ORDERED 3 crew/pump 1
    05 12:00 2 ASKED 0 crew/pump 1
    07 09:00 - RECEIVED 0 crew/pump 1
    07 09:00 - TAKEN 0 crew/pump 1
    07 09:20 - RECEIVED 0 crew/pump 1
    07 09:20 2 TAKEN 0 crew/pump 1
    07 11:00 - RECEIVED 0 van-of-crew-1/pump 1
    07 12:00 - RECEIVED 0 crew/pump 1
    """)


# -- hours ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "reported", "done"),
    [
        ("issue: 20min", "05 09:00", "05 09:20"),
        ("store_hours: works", "05 12:30", "05 13:00"),                  # the lunch break
        ("store_hours: works", "05 18:00", "06 08:00"),
        ("store_hours: works, issue: 20min", "05 11:50", "05 13:10"),    # ten minutes before the break, ten after it
        ("store_hours: works, issue: 20min", "09 16:40", "09 17:00"),
        ("store_hours: works, issue: 20min", "09 16:50", "12 08:10"),    # over the weekend
    ],
)  # fmt: skip
def test_a_store_issues_in_its_hours_and_takes_its_time(tmp_path: Path, more: str, reported: str, done: str) -> None:
    """Reserved at the request, in hand when it is issued; only then the visit is ready."""
    found = asked(tmp_path, [(reported, "s0", "f")], outlet(stock="pump: 1", more=more))
    assert found.lines(Event.TAKEN) == [f"{reported} 0 TAKEN 1 crew/pump 1"]
    assert ready(found) == [f"{done} 0"]
    assert found.lines(Event.READY) == [f"{done} 0 READY 1 -"]


def test_a_central_store_ships_in_its_hours(tmp_path: Path) -> None:
    """Asked on Friday at 17:30: it issues on Monday from 08:00 on, for half an hour, then six hours on the road."""
    more = "central: {stock: {pump: 1}, store_hours: works, issue: 30min}\nsupply: {central_to_outlet: 6h}"
    found = asked(tmp_path, [("09 17:30", "s0", "f")], outlet(stock="pump: 0"), more=more)
    assert ready(found) == ["12 14:30 0"]


def test_an_order_from_the_central_store_also_waits_for_its_hours(tmp_path: Path) -> None:
    more = "central: {stock: {pump: 1}, store_hours: works, issue: 30min}\nsupply: {central_to_outlet: 6h}"
    found = asked(tmp_path, [("09 17:30", "s0", "f")], outlet(stock="pump: 1"), more=more)
    assert [line for line in found.lines(Event.RECEIVED) if "crew" in line] == ["12 14:30 - RECEIVED 0 crew/pump 1"]


# -- luck -------------------------------------------------------------------------------------------------------------


def test_lead_times_belong_to_the_order_and_orders_may_overtake(tmp_path: Path) -> None:
    """The k-th order of a store takes as long under every plan; a later one may come first."""
    random = part("pump", '"{dist: exponential, mean: 2d}"')
    tickets = [(f"{5 + hour // 24:02d} {hour % 24:02d}:00", "s0", "f") for hour in range(0, 96, 6)]
    leads = []
    for name, level in (("low", 0), ("high", 9)):
        found = asked(tmp_path / name, tickets, outlet(stock=f"pump: {level}"), pump=random)
        placed = found.log.of(Event.ORDERED).at.tolist()
        arrivals = found.log.of(Event.RECEIVED).at.tolist()
        assert len(placed) == len(arrivals) == len(tickets)
        leads.append(sorted(arrivals))
        assert [at - found.log.at[0] for at in placed] == [hour * 3600 for hour in range(0, 96, 6)]
    assert leads[0] == leads[1]
