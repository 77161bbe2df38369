"""The repair loop, the workshop and the accounts of the stores, worked out by hand."""

from __future__ import annotations

from pathlib import Path

from sim.model import Event
from tests.rooms.judge.company import PLAN, SCENARIO, Company, H, company

ANSWER = "- {id: onsite, measure: {from: reported, to: arrived}, within: 4h, target: 90%}\n"
PARTS = """\
part_id,unit_cost,kind,lead,repair,scrap,repair_cost
board,900,repairable,4d,3h,30%,50
pump,120,consumable,4d,,,
"""
NATURE = SCENARIO.replace("skill: body}", "skill: body, parts: {board: 100%, pump: 10%}}")
STORED = PLAN.replace("lon: 116.0}", "lon: 116.0, stock: {board: 2, pump: 1}}").replace(
    "shift: works", "shift: works, van: {board: 1}"
) + "workshop: {benches: 2, calendar: works, cost_per_month: 1000, one_off: 70}\n"  # fmt: skip
BOARD, PUMP = 0, 1  # positions of the parts
DEPOT_BOARD, DEPOT_PUMP, VAN_1, VAN_2 = range(4)  # stock items
TICKETS = [(f"{day} 09:00", "near", "body") for day in (6, 7, 8, 29)]

LOOP = [
    ("4 12:00", 9, Event.SENT_BACK, 1, DEPOT_BOARD, BOARD), ("5 06:00", 9, Event.RETURNED, 1, DEPOT_BOARD, BOARD),
    ("5 06:00", 9, Event.ON_BENCH, 1, DEPOT_BOARD, BOARD), ("5 09:00", 9, Event.REPAIRED, 1, DEPOT_BOARD, BOARD),
    # from the depot on the 6th: a day on the way, two hours until a bench is free, two hours of repair around noon
    ("6 10:00", 0, Event.TAKEN, 1, DEPOT_BOARD, 1), ("6 12:00", 0, Event.SENT_BACK, 1, DEPOT_BOARD, BOARD),
    ("7 09:00", 0, Event.RETURNED, 1, DEPOT_BOARD, BOARD), ("7 11:00", 0, Event.ON_BENCH, 1, DEPOT_BOARD, BOARD),
    ("7 14:00", 0, Event.REPAIRED, 1, DEPOT_BOARD, BOARD), ("7 14:00", -1, Event.RECEIVED, 0, DEPOT_BOARD, 1),
    # two from the van on the 7th, one of them not worth a repair
    ("7 10:00", 1, Event.TAKEN, 1, VAN_2, 1), ("7 10:00", 1, Event.TAKEN, 1, DEPOT_BOARD, 1),
    ("8 12:00", 1, Event.SENT_BACK, 1, DEPOT_BOARD, BOARD), ("8 12:00", 1, Event.SENT_BACK, 2, DEPOT_BOARD, BOARD),
    ("9 12:00", 1, Event.RETURNED, 1, DEPOT_BOARD, BOARD), ("9 12:00", 1, Event.SCRAPPED, 1, DEPOT_BOARD, BOARD),
    ("9 12:00", 1, Event.RETURNED, 2, DEPOT_BOARD, BOARD), ("9 16:00", 1, Event.ON_BENCH, 2, DEPOT_BOARD, BOARD),
    ("12 10:00", 1, Event.REPAIRED, 2, DEPOT_BOARD, BOARD), ("12 10:00", -1, Event.RECEIVED, 0, DEPOT_BOARD, 1),
    # still away at the end of judged time, Monday 2 February 00:00
    ("30 10:00", 3, Event.TAKEN, 1, DEPOT_BOARD, 1), ("31 12:00", 3, Event.SENT_BACK, 1, DEPOT_BOARD, BOARD),
    # a pump is used up, one is put back
    ("8 10:00", 2, Event.TAKEN, 1, DEPOT_PUMP, 1), ("8 11:00", 2, Event.GIVEN_BACK, 0, DEPOT_PUMP, 1),
    ("8 12:00", 2, Event.TAKEN, 1, DEPOT_PUMP, 1),
]  # fmt: skip


def loop(
    folder: Path, rows: list[tuple] = LOOP, nature: str = NATURE, plan: str = STORED, parts: str = PARTS
) -> Company:
    tickets = [("4 09:00", "near", "body"), *TICKETS]
    shifted = [(row[0], _ticket(row[1]), *row[2:]) for row in rows]
    return company(folder, ANSWER, tickets, shifted, nature, plan, parts)


def _ticket(number: int) -> int:
    """The 9th of the story is the first of the world, reported in the warm-up."""
    return 0 if number == 9 else number + 1 if number >= 0 else number


def test_what_comes_home_to_a_stock(tmp_path: Path) -> None:
    board, pump, van = loop(tmp_path).judgement.stocks
    assert (board.store, board.part, van.store) == ("depot", "board", "van:north")
    # of the warm-up 9 h; 26 h; 24 h; from the 8th noon to the 12th 10:00; the last day and a half
    assert board.in_repair_unit_s == (9 + 26 + 24 + 94 + 36) * H
    assert (board.sent_back, board.scrapped) == (4, 1)
    assert (pump.sent_back, van.sent_back, van.in_repair_unit_s) == (0, 0, 0)


def test_the_workshop_is_busy_in_its_hours(tmp_path: Path) -> None:
    """08-12 and 13-17: 1 h on Monday; 1 + 1 h around noon; an hour on Friday and two on Monday."""
    (bench,) = loop(tmp_path).judgement.benches
    assert (bench.id, bench.seat_seconds, bench.overtime_s) == ("workshop", 2 * 20 * 8 * H, 0)
    assert bench.seized_s == bench.working_s == (1 + 2 + 3) * H
    assert bench.seized_by_hour.sum() == bench.seized_s
    without = loop(tmp_path / "b", plan=STORED[: STORED.index("workshop:")])
    assert without.judgement.benches == ()


def test_scrap_is_bought_anew_and_repairs_have_their_own_line(tmp_path: Path) -> None:
    judgement = loop(tmp_path).judgement
    # a pump and a scrapped board; three repairs, that of the warm-up ends in judged time
    assert (judgement.costs["parts"], judgement.costs["repairs"]) == (12_000 + 90_000, 3 * 5_000)
    assert judgement.costs["upkeep"] == round(100_000 * 12 * 28 / 365)
    assert judgement.costs["one_off"] == 7_000
    assert "repair of exchanged units" not in judgement.without
    unpriced = loop(tmp_path / "b", parts=PARTS.replace("30%,50", "30%,")).judgement
    assert "repairs" in unpriced.without and "repairs" not in unpriced.costs
    two = PARTS.replace("30%,50", "30%,") + "fan,9,repairable,4d,3h,,7\n"
    partly = loop(tmp_path / "c", nature=NATURE.replace("pump: 10%", "pump: 10%, fan: 1%"), parts=two).judgement
    assert partly.costs["repairs"] == 0 and "parts.board.repair_cost" in partly.without


def test_what_nobody_repairs_is_still_named(tmp_path: Path) -> None:
    as_before = PARTS.replace("3h,30%,50", ",,")
    judgement = loop(
        tmp_path, [row for row in LOOP if row[2] < Event.SENT_BACK], plan=STORED, parts=as_before
    ).judgement
    assert "repair of exchanged units" in judgement.without
    assert (judgement.costs["parts"], judgement.costs["repairs"]) == (12_000, 0)


def test_every_store_has_its_account(tmp_path: Path) -> None:
    story = loop(tmp_path)
    depot, van = story.judgement.stores
    assert (depot.store, van.store) == ("depot", "van:north")
    assert (depot.issued, van.issued) == (3 * 90_000 + 12_000, 90_000)
    # of ticket 1 the first unit came from the van, the second from the depot
    assert (depot.defective, van.defective) == (3, 1)
    board, pump, vans = story.judgement.stocks
    assert depot.held == board.on_hand_unit_s * 90_000 + pump.on_hand_unit_s * 12_000
    assert van.held == vans.on_hand_unit_s * 90_000
    unpriced = loop(tmp_path / "b", parts=PARTS.replace("pump,120", "pump,")).judgement.stores
    assert [(one.issued, one.held) for one in unpriced] == [(None, None), (90_000, van.held)]


def test_what_comes_back_is_charged_at_the_price_of_its_repair(tmp_path: Path) -> None:
    nature = NATURE + "charged: {in_warranty: 100%, work_per_hour: 100, parts_markup: 20%}\n"
    rows = [*LOOP, *((f"{day} 09:30", ticket, Event.CONFIRMED) for ticket, day in enumerate((6, 7, 8)))]
    costs = loop(tmp_path, rows, nature).judgement.costs
    assert costs["income_charged"] == 1.2 * (3 * 5_000 + 12_000)
