"""Time that does not count: what overlaps counts once, and judge and deadlines agree about it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import NEVER, CalendarSpec, active_elapsed, build_calendar
from sim.judge.causes import Causes
from sim.judge.pauses import Stretches, Waits
from sim.judge.spans import REPAIR, Spans

STOP = 1_000
WAIT = st.tuples(st.integers(0, 2), st.integers(0, STOP - 1), st.integers(0, 2 * STOP))


def waits_of(rows: list[tuple[int, int, int]]) -> Stretches:
    """(ticket, start, length); what ends after the stop is not over."""
    ticket, start, length = (np.array(column, np.int64) for column in (zip(*rows, strict=True) if rows else [()] * 3))
    end = start + length
    return Stretches(ticket, start, np.where(end < STOP, end, NEVER))


@given(st.lists(WAIT, max_size=8), st.lists(WAIT, max_size=8))
def test_paused_time_of_both_kinds_counts_once(supplier: list, access: list) -> None:
    waits = Waits({"supplier": waits_of(supplier), "access": waits_of(access)}, 3, STOP)
    held = waits.held(("supplier", "access"))
    every = np.arange(3)
    spans = Spans(every, every * 0, every * 0 + STOP, every * 0 + REPAIR, every > 9, every * 0, every > 9)
    nobody: Any = SimpleNamespace(groups=lambda presence: (), groups_of=lambda facts: every * 0)
    causes = Causes(spans, nobody, {}, nobody)
    found = causes.seconds(every, every * 0 + 100, every * 0 + 900, pauses=held).sum(axis=1)
    pauses = waits.by_ticket()
    clock = build_calendar(CalendarSpec(), "UTC", *(np.datetime64(day).item() for day in ("1969-12-30", "1970-01-03")))
    for ticket in every.tolist():
        stretches = [one for kind in pauses.get(ticket, {}).values() for one in kind]
        assert found[ticket] == active_elapsed(clock, 100, 900, stretches)


def test_layers_hold_one_stretch_of_a_ticket_each() -> None:
    """Two tickets: one waits twice and once more in between, one has not been let in yet."""
    access = Stretches(np.array([1, 0, 1]), np.array([300, 500, 100]), np.array([400, NEVER, 200]))
    supplier = Stretches(np.array([1]), np.array([150]), np.array([200]))
    waits = Waits({"access": access, "supplier": supplier}, 3, STOP)
    first, second = waits.held(("supplier", "access")).layers
    assert [column.tolist() for column in first] == [[500, 100, NEVER], [STOP, 200, NEVER]]
    assert [column.tolist() for column in second] == [[NEVER, 300, NEVER], [NEVER, 400, NEVER]]
    assert waits.by_ticket() == {
        1: {"access": [(300, 400), (100, 200)], "supplier": [(150, 200)]}, 0: {"access": [(500, NEVER)]},
    }  # fmt: skip


def test_nobody_waited() -> None:
    waits = Waits({"supplier": waits_of([])}, 3, STOP)
    assert waits.held(("supplier",)).layers == ()
    assert waits.by_ticket() == {}
