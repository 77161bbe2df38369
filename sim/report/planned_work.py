"""Planned work as people read it: visits, how many of them in their window, hours; and what it spared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import columns, figures
from sim.wording import _

if TYPE_CHECKING:
    from sim.study import Result

COUNTED = ("quoted", "declined", "prevented", "relieved")


def planned_block(result: Result) -> list[str]:
    """A line per round of planned visits."""
    if not result.planned_work:
        return []
    head = (
        _("PLANNED WORK (n {n})").format(n=result.replications),
        _("visits a year"),
        _("done in window"),
        _("hours a year"),
    )
    return columns.table(head, page_rows(result))


def page_rows(result: Result) -> list[tuple[str, ...]]:
    """Every figure with its interval."""
    return [
        (
            one.id,
            figures.amount_text(one.visits_per_year),
            figures.share_text(one.in_window),
            figures.amount_text(one.hours_per_year),
        )
        for one in result.planned_work
    ]


def count_block(result: Result) -> list[str]:
    """What became of tickets where the customer pays, planned work spares faults, or crews relieve each other."""
    rows = count_rows(result)
    head = (_("OF THE TICKETS (n {n})").format(n=result.replications), _("a year"))
    return columns.table(head, rows) if rows else []


def count_rows(result: Result) -> list[tuple[str, str]]:
    """Only what happens in this scenario."""
    found = ((kind, result.counts.get(kind)) for kind in COUNTED)
    return [(count_word(kind), figures.amount_text(one)) for kind, one in found if one is not None and one.mean]


def count_word(kind: str) -> str:
    """What became of so many tickets."""
    return {
        "quoted": _("quoted: the customer has to pay"),
        "declined": _("declined the quote"),
        "prevented": _("prevented by planned work, beside the tickets above"),
        "relieved": _("visits that a relief went on with"),
    }.get(kind, kind)
