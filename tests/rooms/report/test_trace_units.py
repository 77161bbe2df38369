"""Traces of tickets whose plan exchanges the whole unit first: what is told where none is there."""

from __future__ import annotations

from pathlib import Path

from tests.rooms.report.traced import lines, traced
from tests.stories.little import part, plan_of, story, team

SWAP = "swap: {unit: whole, work: 45min}"
NINE, TEN = (("05 09:00", "s10", "f", None, "10min", "30min"), ("05 10:00", "s10", "f", None, "10min", "30min"))


def test_a_unit_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The only unit went to ticket 0 and is bought anew: the second ticket is repaired."""
    plan = plan_of(team(shift="always", outlet="stock: {whole: 1}", engineers=2), more="swap: first")
    units = [part("whole", "7d", kind="unit")]
    told = story(tmp_path, [NINE, TEN], "f: {}", plan, parts=units, product=SWAP)
    assert "No whole lies in outlet crew to exchange it. A visit can go." in lines(traced(told, 1))[0]
    assert "No whole" not in lines(traced(told, 0))[0]


def test_where_units_come_back_it_is_told_how_many_are_away(tmp_path: Path) -> None:
    """Exchanged at 10:05 on Monday, back on Wednesday."""
    plan = plan_of(team(shift="always", outlet="stock: {whole: 1}", engineers=2), more="swap: first")
    units = [part("whole", "7d", kind="unit", repair="4h", return_transit="2d")]
    late = ("05 11:00", *TEN[1:])
    told = story(tmp_path, [NINE, late], "f: {}", plan, parts=units, product=SWAP)
    assert (
        "No whole lies in outlet crew to exchange it; 1 of this part is away for repair: 1 on the way back. A "
        "visit can go."
    ) in lines(traced(told, 1))[0]


def test_the_second_outlet_is_asked_only_when_it_gets_late(tmp_path: Path) -> None:
    """One of each is on call; the first is busy until 23:00, the second is called at 21:00 to be there by 22:00."""
    on_call = "on_call: {engineers: 1, mobilise: 0s}"
    areas = "territories: {all: {sites: [s10, s30], outlets: [crew, b]}}"
    plan = plan_of(team(more=on_call), team("b", 90, more=on_call), dispatch="backup: when_late", more=areas)
    tickets = [("05 18:00", "s10", "f", None, None, "5h"), ("05 19:00", "s30", "f", None, None, "1h")]
    within = "- {id: soon, measure: {from: reported, to: arrived}, within: 3h, target: 90%}\n"
    told = lines(traced(story(tmp_path, tickets, "f: {}", plan, commitments=within), 1))
    assert told[1].endswith("on call, but of an outlet that is asked only when it gets late: b-1")
