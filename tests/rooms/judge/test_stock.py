"""What lay in the stores, worked out by hand; the times of `told` are January 2026."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.judge.stock import StockUse, away_by_day, stock_uses
from sim.judge.weeks import WEEK_S, by_week, week_starts
from sim.model import Event
from tests.rooms.judge.company import H, at, told

ASKED, TAKEN, ORDERED, RECEIVED, GIVEN_BACK = (
    Event.ASKED, Event.TAKEN, Event.ORDERED, Event.RECEIVED, Event.GIVEN_BACK,
)  # fmt: skip
OTHER_STORE = -1
AT_ONCE, LATER, ELSEWHERE = 1, 0, 1
DEPOT, CENTRAL, VAN_1, VAN_2 = range(4)


def item(store: str, full: int, named: bool = True, is_home: bool = False) -> Any:
    return SimpleNamespace(store=store, part="pump", opening=full, named=named, is_home=is_home)


def place(*items: Any, end: str = "7 00:00") -> Any:
    """Two judged days from Monday the 5th, after a warm-up."""
    horizon = SimpleNamespace(begin=at("4 00:00"), start=at("5 00:00"), end=at(end))
    return SimpleNamespace(stock_items=items, scenario=SimpleNamespace(horizon=horizon))


def figures(use: StockUse) -> dict[str, float]:
    """Counts as they are, integrals in hours."""
    return {
        "asked": use.asked, "filled": use.filled, "orders": use.orders, "on_hand": use.on_hand_unit_s / H,
        "ready": use.ready_s / H, "backorders": use.backorder_unit_s / H, "length": use.length_s / H,
    }  # fmt: skip


STORY = [
    # in the warm-up the depot hands out one of its two and asks the central store for another
    ("4 12:00", 0, ASKED, 0, DEPOT, 1), ("4 12:00", 0, TAKEN, AT_ONCE, DEPOT, 1),
    ("4 12:00", OTHER_STORE, ORDERED, 1, DEPOT, 1),
    ("4 12:00", OTHER_STORE, ASKED, 0, CENTRAL, 1), ("4 12:00", OTHER_STORE, TAKEN, AT_ONCE, CENTRAL, 1),
    ("4 12:00", OTHER_STORE, ORDERED, 1, CENTRAL, 1),
    ("5 06:00", OTHER_STORE, RECEIVED, 0, DEPOT, 1),
    # three asked for, two there
    ("5 12:00", 1, ASKED, 0, DEPOT, 3), ("5 12:00", 1, TAKEN, AT_ONCE, DEPOT, 2),
    ("5 12:00", OTHER_STORE, ORDERED, 2, DEPOT, 3),
    ("5 12:00", OTHER_STORE, ASKED, 0, CENTRAL, 3),
    ("5 20:00", 2, ASKED, ELSEWHERE, DEPOT, 1),
    ("6 00:00", OTHER_STORE, RECEIVED, 0, DEPOT, 1), ("6 00:00", 1, TAKEN, LATER, DEPOT, 1),
    ("6 06:00", OTHER_STORE, RECEIVED, 0, DEPOT, 2),
    ("6 18:00", 3, GIVEN_BACK, 0, DEPOT, 1),
    # in the run-out
    ("8 00:00", 4, ASKED, 0, DEPOT, 1), ("8 00:00", 4, TAKEN, AT_ONCE, DEPOT, 1),
    ("8 00:00", OTHER_STORE, ORDERED, 3, DEPOT, 1),
]  # fmt: skip


def test_two_days_of_a_store() -> None:
    """On hand: 1 until 06, 2 until 12, 0 until 06, 2 until 18, 3 until 24; one unit is waited for from 12 to 24."""
    depot, central = stock_uses(place(item("depot", 2), item("central", 1)), told(STORY))
    assert (depot.store, depot.part) == ("depot", "pump")
    assert figures(depot) == {
        "asked": 4, "filled": 2, "orders": 1, "on_hand": 6 + 12 + 24 + 18, "ready": 6 + 6 + 12 + 6, "backorders": 12,
        "length": 48,
    }  # fmt: skip
    # of the central store nothing is left when judged time begins; the three of the 5th at noon are never sent
    assert figures(central) == {
        "asked": 3, "filled": 0, "orders": 0, "on_hand": 0, "ready": 0, "backorders": 3 * 36, "length": 48,
    }  # fmt: skip


def test_the_vans_of_a_team_are_one_store() -> None:
    rows = [
        ("5 12:00", 1, ASKED, 0, VAN_1, 1), ("5 12:00", 1, TAKEN, AT_ONCE, VAN_1, 1),
        ("5 12:00", OTHER_STORE, ORDERED, 1, VAN_1, 1), ("6 12:00", OTHER_STORE, RECEIVED, 0, VAN_1, 1),
    ]  # fmt: skip
    items = item("depot", 0), item("central", 0), item("van:north", 1), item("van:north", 1)
    *_stores, van = stock_uses(place(*items), told(rows))
    assert figures(van) == {
        "asked": 1, "filled": 1, "orders": 1, "on_hand": 24 + 48, "ready": 24 + 48, "backorders": 0, "length": 96,
    }  # fmt: skip


def test_a_store_that_does_not_name_the_part_has_no_row() -> None:
    rows = [
        ("5 12:00", OTHER_STORE, ASKED, 0, 1, 1), ("5 12:00", OTHER_STORE, ORDERED, 1, 1, 1),
        ("5 18:00", OTHER_STORE, RECEIVED, 0, 1, 1), ("5 18:00", OTHER_STORE, TAKEN, LATER, 1, 1),
    ]  # fmt: skip
    (depot,) = stock_uses(place(item("depot", 2), item("central", 0, named=False)), told(rows))
    assert figures(depot) == {
        "asked": 0, "filled": 0, "orders": 0, "on_hand": 96, "ready": 48, "backorders": 0, "length": 48,
    }  # fmt: skip


def test_where_repaired_ones_come_home_has_a_row_even_if_no_level_is_named() -> None:
    items = item("depot", 2), item("central", 0, named=False, is_home=True)
    _depot, central = stock_uses(place(*items), told([("5 18:00", OTHER_STORE, RECEIVED, 0, 1, 1)]))
    assert (central.store, central.on_hand_unit_s, central.length_s) == ("central", 30 * H, 48 * H)


def test_a_store_nobody_asks_and_a_plan_without_stock() -> None:
    (empty,) = stock_uses(place(item("depot", 0)), told([]))
    assert (empty.on_hand_unit_s, empty.ready_s, empty.length_s) == (0, 0, 48 * H)
    assert stock_uses(place(), told([("5 12:00", 0, Event.QUEUED, 1, 0, 0)])) == ()


def test_stock_week_by_week() -> None:
    """Two weeks and a day: 2 units until Thursday the 8th, none until Monday the 19th, then 5."""
    rows = [
        ("8 00:00", 1, ASKED, 0, DEPOT, 2), ("8 00:00", 1, TAKEN, AT_ONCE, DEPOT, 2),
        ("19 00:00", OTHER_STORE, RECEIVED, 0, DEPOT, 5),
    ]  # fmt: skip
    (depot,) = stock_uses(place(item("depot", 2), end="2026-01-20 00:00"), told(rows))
    assert (depot.on_hand_by_week / H).tolist() == [2 * 72, 0, 5 * 24]
    assert depot.on_hand_by_week.sum() == depot.on_hand_unit_s


def test_units_away_day_by_day() -> None:
    """Two go on the 8th at six in the morning, three come on the 10th at noon: one more than there was at the start."""
    rows = [
        ("8 06:00", 1, ASKED, 0, DEPOT, 2), ("8 06:00", 1, TAKEN, AT_ONCE, DEPOT, 2),
        ("10 12:00", OTHER_STORE, RECEIVED, 0, DEPOT, 3),
    ]  # fmt: skip
    found = away_by_day(told(rows), at("7 00:00"), at("11 12:00")) / H
    assert found.tolist() == [0, 2 * 18, 2 * 24, 2 * 12 - 12, -12]


def test_no_unit_is_lost() -> None:
    """What is on hand at the end is what there was, plus what came, less what went."""
    (depot,) = stock_uses(place(item("depot", 2), end="8 00:00"), told([row for row in STORY if row[4] == DEPOT]))
    assert depot.on_hand_unit_s - (6 + 12 + 24 + 18) * H == 24 * H * (2 + (1 + 1 + 2) + 1 - (1 + 2 + 1))


CHANGE = st.tuples(st.integers(-WEEK_S, 4 * WEEK_S), st.integers(0, 2), st.integers(-5, 5))


@given(st.lists(CHANGE, max_size=20), st.integers(1, 3 * WEEK_S))
def test_weekly_integrals_are_those_of_the_step_function(changes: list[tuple[int, int, int]], end: int) -> None:
    instants, of, change = (np.array(column, np.int64) for column in zip(*changes, strict=True)) if changes else (
        np.zeros(0, np.int64),
    ) * 3  # fmt: skip
    found = by_week(instants, change, 0, end, of, totals=3)
    starts = week_starts(0, end).tolist()
    for total in range(3):
        for week, (start, stop) in enumerate(zip(starts, [*starts[1:], end], strict=True)):
            area = sum(c * max(0, stop - max(start, t)) for t, o, c in changes if o == total)
            assert found[total, week] == area
