"""Stories of parts that do as well: taken for what lies on no shelf, if they lie there themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model import Event
from tests.stories.little import Story, part, plan_of, story, team, trajectory

TOLD = (Event.PARTS_ASKED, Event.SUBSTITUTED, Event.TAKEN, Event.ORDERED, Event.COURIERED, Event.BOUGHT, Event.SHIPPED,
        Event.PARTS_READY)  # fmt: skip
JOB = ("05 09:00", "s10", "f", None, "10min", "30min")
PUMP, LAMP = part("pump", "2d", substitute="lamp"), part("lamp", "2d")
KNOWN, UNKNOWN = "known: 100%", "known: 0%"


def instead(
    folder: Path, stock: str, known: str = KNOWN, quantity: int = 1, more: str = "", van: str = "", others: tuple = (),
    tickets: list | None = None, dispatch: str = "",
) -> Story:  # fmt: skip
    faults = f"f: {{parts: {{pump: {{chance: 100%, {known}, quantity: {quantity}}}}}}}"
    crew = team(shift="always", more=f"van: {{{van}}}" if van else "", outlet=f"stock: {{{stock}}}")
    plan = plan_of(crew, *others, more=more, dispatch=dispatch)
    return story(folder, tickets or [JOB], faults, plan, parts=[PUMP, LAMP])


def test_what_lies_on_no_shelf_is_made_up_for_by_what_does_as_well(tmp_path: Path) -> None:
    """The lamp is ordered again, the pump is not: nobody waits for one."""
    assert instead(tmp_path, "pump: 0, lamp: 1").lines(*TOLD) == trajectory("""
    05 09:00 - ORDERED 1 crew/lamp 1
    05 09:00 0 PARTS_ASKED 0 - 1
    05 09:00 0 SUBSTITUTED 1 pump lamp
    05 09:00 0 TAKEN 1 crew/lamp 1
    05 09:00 0 PARTS_READY 0 - 1
    """)


def test_the_part_itself_is_taken_where_it_is_there(tmp_path: Path) -> None:
    assert instead(tmp_path, "pump: 1, lamp: 1").lines(*TOLD) == trajectory("""
    05 09:00 - ORDERED 1 crew/pump 1
    05 09:00 0 PARTS_ASKED 0 - 1
    05 09:00 0 TAKEN 1 crew/pump 1
    05 09:00 0 PARTS_READY 0 - 1
    """)


def test_the_part_from_further_away_comes_before_what_does_as_well(tmp_path: Path) -> None:
    """The central store has the pump, a day away: the lamp in the outlet stays there."""
    found = instead(tmp_path, "pump: 0, lamp: 1", more="central: {stock: {pump: 1}}")
    assert found.lines(Event.SUBSTITUTED, Event.TAKEN, Event.PARTS_READY) == trajectory("""
    05 09:00 0 TAKEN 1 central/pump 1
    06 09:00 0 PARTS_READY 0 - 1
    """)


def test_a_quantity_takes_all_of_the_part_then_what_does_as_well_and_waits_for_the_rest(tmp_path: Path) -> None:
    """Four are needed: a pump, two lamps, and one pump is waited for; the lamps that come on the 7th are for nobody."""
    found = instead(tmp_path, "pump: 1, lamp: 2", quantity=4)
    assert found.lines(Event.SUBSTITUTED, Event.TAKEN, Event.PARTS_READY) == trajectory("""
    05 09:00 0 SUBSTITUTED 2 pump lamp
    05 09:00 0 TAKEN 1 crew/lamp 2
    05 09:00 0 TAKEN 1 crew/pump 1
    07 09:00 0 TAKEN 0 crew/pump 1
    07 09:00 0 PARTS_READY 0 - 1
    """)


def test_nobody_waits_for_a_substitute(tmp_path: Path) -> None:
    """The first ticket takes the lamp; the second waits for a pump, though lamps come first."""
    tickets = [JOB, ("05 10:00", "s10", "f", None, "10min", "30min")]
    found = instead(tmp_path, "pump: 0, lamp: 1", tickets=tickets)
    assert found.lines(Event.SUBSTITUTED, Event.RECEIVED, Event.TAKEN) == trajectory("""
    05 09:00 0 SUBSTITUTED 1 pump lamp
    05 09:00 0 TAKEN 1 crew/lamp 1
    07 09:00 - RECEIVED 0 crew/lamp 1
    07 10:00 - RECEIVED 0 crew/pump 1
    07 10:00 1 TAKEN 0 crew/pump 1
    """)


@pytest.mark.parametrize(("stock", "more"), [("pump: 0, lamp: 1", "supply: {courier: {lead: 8h}}"), ("lamp: 1", "")])
def test_a_substitute_at_hand_comes_before_courier_and_supplier(tmp_path: Path, stock: str, more: str) -> None:
    found = instead(tmp_path, stock, more=more)
    assert found.lines(Event.SUBSTITUTED, Event.COURIERED, Event.BOUGHT) == ["05 09:00 0 SUBSTITUTED 1 pump lamp"]
    assert found.lines(Event.PARTS_READY) == ["05 09:00 0 PARTS_READY 0 - 1"]


def test_a_substitute_is_looked_for_along_the_same_list(tmp_path: Path) -> None:
    """The neighbour has a lamp: three hours away. Without him on the list a pump is waited for."""
    far = team("far", 200, 1, "always", outlet="stock: {lamp: 1}")
    pool = "supply: {lateral: {between: [crew, far], lead: 3h}}"
    found = instead(tmp_path / "pool", "pump: 0", more=pool, others=(far,))
    assert found.lines(*TOLD) == trajectory("""
    05 09:00 - ORDERED 1 far/lamp 1
    05 09:00 0 PARTS_ASKED 0 - 1
    05 09:00 0 SUBSTITUTED 1 pump lamp
    05 09:00 0 TAKEN 1 far/lamp 1
    05 09:00 0 SHIPPED 0 far/lamp 1
    05 12:00 0 PARTS_READY 0 - 1
    """)
    alone = instead(tmp_path / "alone", "pump: 0", others=(far,))
    assert alone.lines(Event.SUBSTITUTED, Event.PARTS_READY) == ["07 09:00 0 PARTS_READY 0 - 1"]


def test_all_shelves_give_before_any_store_orders(tmp_path: Path) -> None:
    """One lamp in the outlet and two in the central store for three that are needed; only then the outlet orders."""
    found = instead(tmp_path, "pump: 0, lamp: 1", quantity=3, more="central: {stock: {pump: 0, lamp: 2}}")
    assert found.lines(Event.SUBSTITUTED, Event.TAKEN, Event.PARTS_READY)[:4] == trajectory("""
    05 09:00 0 SUBSTITUTED 3 pump lamp
    05 09:00 0 TAKEN 1 crew/lamp 1
    05 09:00 0 TAKEN 1 central/lamp 2
    06 09:00 0 PARTS_READY 0 - 1          # a day from the central store
    """)


def test_a_van_that_holds_what_does_as_well_is_enough(tmp_path: Path) -> None:
    """Found missing at 09:20: no pump in his van, but a lamp; he mends it at once."""
    found = instead(tmp_path, "pump: 0", UNKNOWN, van="lamp: 1")
    told = (Event.SUBSTITUTED, Event.TAKEN, Event.PARTS_READY, Event.RESTORED)
    assert [line for line in found.lines(*told) if " - TAKEN" not in line] == trajectory("""
    05 09:20 0 SUBSTITUTED 1 pump lamp
    05 09:20 0 TAKEN 1 van-of-crew-1/lamp 1
    05 09:20 0 PARTS_READY 1 -
    05 09:50 0 RESTORED 1 crew-1
    """)


def test_a_return_visit_brings_what_does_as_well(tmp_path: Path) -> None:
    """Found missing at 09:20: the outlet has a lamp, and he comes again with it."""
    found = instead(tmp_path, "pump: 0, lamp: 1", UNKNOWN)
    assert found.lines(Event.SUBSTITUTED, Event.LEFT, Event.RESTORED) == trajectory("""
    05 09:20 0 LEFT 1 crew-1 2
    05 09:20 0 SUBSTITUTED 1 pump lamp
    05 10:10 0 RESTORED 2 crew-1
    05 10:10 0 LEFT 2 crew-1 1
    """)
