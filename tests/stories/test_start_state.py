"""Stories of what is there when the simulation begins: open tickets, what lies in the stores, what is on order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from sim.model import Event
from tests.stories.little import Story, at_start, part, plan_of, story, team, trajectory

FAULTS = "f: {repair: 1h}, g: {repair: 1h, parts: {pump: {chance: 100%, known: 100%}}}, d: {severity: down, repair: 1h}"
NEW = ("05 09:00", "s10", "g", None, "0s", "30min")


def begun(
    folder: Path, start: Sequence[str], tickets: list | None = None, stock: str = "", desks: str = "", more: str = "",
    crew: str = "", dispatch: str = "", faults: str = FAULTS, **others: object,
) -> Story:  # fmt: skip
    plan = plan_of(
        team(more=crew, outlet=f"stock: {{{stock}}}" if stock else ""), desks=desks, more=more, dispatch=dispatch
    )
    late = [("20 09:00", "s20", "f")]  # some ticket has to come
    parts = [part("pump", "2d"), part("lamp", "2d")]
    return story(folder, tickets or late, faults, plan, start=start, parts=parts, sites=["s10", "s20"], **others)  # type: ignore[arg-type]


def waits(site: str, fault: str, reported: str, stage: str) -> str:
    return at_start("ticket", site_id=site, fault=fault, reported=f"2026-01-{reported}", stage=stage)


def early(found: Story, *kinds: Event, until: str = "10") -> list[str]:
    """Of the first days, without the number of the ticket: fault and report tell which it is."""
    tickets = found.world.tickets
    log = found.log.of(*kinds)
    lines = []
    for line, ticket in zip(found.lines(*kinds), log.ticket.tolist(), strict=True):
        words = line.split()
        name = found.scenario.faults[tickets.fault[ticket]].id if ticket >= 0 else "-"
        lines.append(" ".join([*words[:2], name, *words[3:]]))
    return [line for line in lines if line[:2] < until]


# -- tickets ----------------------------------------------------------------------------------------------------------

TOLD = (Event.OPENED, Event.QUEUED, Event.STARTED, Event.ENDED, Event.REPLIED, Event.READY, Event.DISPATCHED,
        Event.ARRIVED, Event.CLOSED)  # fmt: skip


def test_a_ticket_that_waited_for_a_visit_is_visited_first_thing(tmp_path: Path) -> None:
    """It has been talked about; nobody is asked again."""
    found = begun(tmp_path, [waits("s10", "f", "03 12:00", "visit")], desks="front: {seats: 1, takes: phone}")
    assert early(found, *TOLD) == [
        "05 00:00 f OPENED 0 - 1",
        "05 00:00 f REPLIED 0 -",
        "05 00:00 f READY 1 -",
        "05 08:00 f DISPATCHED 1 crew-1",
        "05 08:10 f ARRIVED 1 crew-1",
        "05 09:10 f CLOSED 0 -",
    ]


def test_a_ticket_that_waited_for_the_desk_calls_at_the_beginning(tmp_path: Path) -> None:
    """The desk opens at 07:00: the call is a message until then."""
    desks = 'front: {seats: {"07:00-19:00": 1}, takes: phone}'
    found = begun(tmp_path, [waits("s10", "f", "03 12:00", "desk")], desks=desks, faults="f: {talk: 6min, repair: 1h}")
    assert early(found, *TOLD) == [
        "05 00:00 f OPENED 0 - 0",
        "05 00:00 f QUEUED 1 front MESSAGE",
        "05 07:00 f STARTED 1 front MESSAGE",
        "05 07:06 f ENDED 1 front MESSAGE",
        "05 07:06 f REPLIED 0 -",
        "05 07:06 f READY 1 -",
        "05 08:00 f DISPATCHED 1 crew-1",
        "05 08:10 f ARRIVED 1 crew-1",
        "05 09:10 f CLOSED 0 -",
    ]


def test_a_dispatch_desk_goes_on_with_what_waits_for_a_visit(tmp_path: Path) -> None:
    desks = 'front: {seats: 1, takes: phone}, duty: {role: dispatch, seats: {"06:00-18:00": 1}, handle: 4min}'
    found = begun(tmp_path, [waits("s10", "f", "03 12:00", "visit")], desks=desks)
    assert early(found, Event.QUEUED, Event.ENDED, Event.READY) == [
        "05 00:00 f QUEUED 1 duty DISPATCH",
        "05 06:04 f ENDED 1 duty DISPATCH",
        "05 06:04 f READY 1 -",
    ]


def test_who_waited_longer_comes_first_also_from_before_the_start(tmp_path: Path) -> None:
    """d is reported after the start, g on Saturday, f on Sunday."""
    start = [waits("s10", "f", "04 12:00", "visit"), waits("s20", "g", "03 12:00", "visit")]
    found = begun(tmp_path, start, [("05 07:00", "s10", "d")], stock="pump: 1")
    assert [line.split()[2] for line in early(found, Event.DISPATCHED)] == ["g", "f", "d"]


def test_severity_asks_for_no_date(tmp_path: Path) -> None:
    start = [waits("s10", "f", "04 12:00", "visit")]
    found = begun(tmp_path, start, [("05 07:00", "s10", "d")], dispatch="rule: severity")
    assert [line.split()[2] for line in early(found, Event.DISPATCHED)] == ["d", "f"]


def test_its_deadline_counts_from_its_report(tmp_path: Path) -> None:
    """Reported on Sunday at 12:00: with 24 h to arrive and ten minutes' drive it must leave on Monday at 11:50."""
    found = begun(tmp_path, [waits("s10", "f", "04 12:00", "visit")], dispatch="rule: due_date")
    assert early(found, Event.READY)[0] == "05 00:00 f READY 1 - leave 05 11:50"


def test_what_it_needs_is_asked_for_at_the_beginning(tmp_path: Path) -> None:
    """The pump that lies there is taken for it, and one is ordered."""
    found = begun(tmp_path, [waits("s10", "g", "03 12:00", "visit")], stock="pump: 1")
    assert early(found, Event.TAKEN, Event.ORDERED, Event.PARTS_READY) == [
        "05 00:00 - ORDERED 1 crew/pump 1",
        "05 00:00 g TAKEN 1 crew/pump 1",
        "05 00:00 g PARTS_READY 0 - 1",
    ]


# -- stores -----------------------------------------------------------------------------------------------------------

STOCKS = (Event.ORDERED, Event.RECEIVED, Event.TAKEN)


def on_hand(store: str, units: int, name: str = "pump") -> str:
    return at_start("stock", store=store, part_id=name, units=str(units))


def on_order(store: str, units: int, due: str, name: str = "pump") -> str:
    return at_start("order", store=store, part_id=name, units=str(units), due=due)


def test_what_lies_there_and_what_is_under_way_in_place_of_a_full_shelf(tmp_path: Path) -> None:
    """Level 2: one lies there, one comes on the 6th at 12:00: the second ticket has that one, not what is ordered."""
    tickets = [NEW, ("05 10:00", *NEW[1:])]
    found = begun(tmp_path, [on_hand("crew", 1), on_order("crew", 1, "06 12:00")], tickets, stock="pump: 2")
    assert found.lines(*STOCKS) == trajectory("""
    05 09:00 - ORDERED 1 crew/pump 1
    05 09:00 0 TAKEN 1 crew/pump 1
    05 10:00 - ORDERED 2 crew/pump 1
    06 12:00 - RECEIVED 0 crew/pump 1
    06 12:00 1 TAKEN 0 crew/pump 1
    07 09:00 - RECEIVED 0 crew/pump 1
    07 10:00 - RECEIVED 0 crew/pump 1
    """)


def test_what_is_not_named_begins_full(tmp_path: Path) -> None:
    """Of the lamp nothing is said, and of the pump that none is there: the ticket waits for what is ordered."""
    found = begun(tmp_path, [on_hand("crew", 0), on_order("crew", 1, "09 12:00")], [NEW], stock="pump: 1, lamp: 1")
    assert found.lines(*STOCKS) == trajectory("""
    05 09:00 - ORDERED 1 crew/pump 1
    07 09:00 - RECEIVED 0 crew/pump 1     # overtakes what was ordered before
    07 09:00 0 TAKEN 0 crew/pump 1
    09 12:00 - RECEIVED 0 crew/pump 1
    """)


def test_what_lies_below_its_level_is_ordered_at_the_beginning(tmp_path: Path) -> None:
    """Two of three, and one of them under way: one is missing. Of s = 1, S = 4 two are enough."""
    start = [on_hand("crew", 1), on_order("crew", 1, "09 12:00"), on_hand("crew", 2, "lamp")]
    found = begun(tmp_path, start, stock="pump: 3, lamp: {s: 1, S: 4}")
    assert found.lines(*STOCKS) == trajectory("""
    05 00:00 - ORDERED 1 crew/pump 1
    07 00:00 - RECEIVED 0 crew/pump 1
    09 12:00 - RECEIVED 0 crew/pump 1
    """)


def test_what_is_under_way_is_what_is_missing_where_nothing_else_is_said(tmp_path: Path) -> None:
    """Two of three lie there: the third ticket waits for the pump of the 6th."""
    tickets = [(f"05 {hour}:00", *NEW[1:]) for hour in ("09", "10", "11")]
    found = begun(tmp_path, [on_order("crew", 1, "06 12:00")], tickets, stock="pump: 3")
    assert [line[:8] for line in found.lines(Event.PARTS_READY)] == ["05 09:00", "05 10:00", "06 12:00"]


def test_more_than_the_level_is_used_up_first(tmp_path: Path) -> None:
    """Three in place of one: nothing is ordered until the position falls below one."""
    tickets = [(f"05 {hour}:00", *NEW[1:]) for hour in ("09", "10", "11")]
    found = begun(tmp_path, [on_hand("crew", 3)], tickets, stock="pump: 1")
    assert found.lines(Event.ORDERED) == ["05 11:00 - ORDERED 1 crew/pump 1"]


def test_a_van_and_the_central_store(tmp_path: Path) -> None:
    """The van of crew-1 holds two lamps, the central store one pump for the outlet, which has none."""
    start = [
        on_hand("van:crew-1", 2, "lamp"),
        on_hand("crew", 0),
        on_hand("central", 1),
        on_order("crew", 1, "06 12:00"),
    ]
    faults = FAULTS.replace("pump: {chance: 100%, known: 100%}", "lamp: {chance: 100%, known: 0%}")
    tickets = [("05 09:00", "s10", "g", None, "0s", "30min"), ("05 10:00", "s10", "g", None, "0s", "30min")]
    found = begun(tmp_path, start, tickets, "pump: 1, lamp: 0", faults=faults, crew="van: {lamp: 1}",
                  more="central: {stock: {pump: 2, lamp: 3}}")  # fmt: skip
    assert [line for line in found.lines(Event.TAKEN) if " - " not in line[:11]] == [
        "05 09:10 0 TAKEN 1 van-of-crew-1/lamp 1",
        "05 10:00 1 TAKEN 1 van-of-crew-1/lamp 1",
    ]
    assert "06 12:00 - RECEIVED 0 crew/pump 1" in found.lines(Event.RECEIVED)


@pytest.mark.parametrize(("units", "first"), [(0, "07 09:00"), (1, "05 09:00")])
def test_a_demand_finds_what_is_there(tmp_path: Path, units: int, first: str) -> None:
    start = [on_hand("crew", units), *([] if units else [on_order("crew", 1, "07 09:00")])]
    found = begun(tmp_path, start, [NEW], stock="pump: 1")
    assert found.lines(Event.PARTS_READY) == [f"{first} 0 PARTS_READY 0 - 1"]
