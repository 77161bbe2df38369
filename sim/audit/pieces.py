"""Small questions about the rows of one ticket's parts."""

from __future__ import annotations

from collections import Counter

from sim.audit.rows import Row
from sim.model import Event

E = Event


def crew_at(rows: list[Row], at: int) -> list[int]:
    """The crew of the visit that asks for parts at this instant."""
    visits = {row.n for row in rows if row.event == E.PARTS_ASKED and row.at == at and row.n}
    return [row.actor for row in rows if row.event == E.DISPATCHED and row.n in visits]


def units_of(rows: list[Row], event: Event, n: int) -> Counter[int]:
    """By stock, of rows of one kind."""
    found: Counter[int] = Counter()
    for row in rows:
        if row.event == event and row.n == n:
            found[row.actor] += row.value
    return found


def is_done(rows: list[Row]) -> bool:
    """Whether a bench is free again."""
    return any(row.event == E.UNBENCHED for row in rows)


def is_repaired(row: Row, by_unit: bool, on_bench: bool) -> bool:
    """Whether a repair is done, for good or not; a bench is also left to be quoted."""
    on_bench &= row.event == E.UNBENCHED
    return (
        on_bench or (row.event == E.RESTORED and row.n > 0 and not by_unit) or (row.event == E.LEFT and not row.value)
    )
