"""Parts in stores as people read them: names, and which of them come out worst."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.report import figures
from sim.report.columns import display_width

if TYPE_CHECKING:
    from sim.study import Result, StockResult


def part_label(result: Result, part: str) -> str:
    """'door-pump 车门泵': the id, and the name where it says more."""
    found = result.scenario.parts.get(part)
    return f"{part} {found.name}" if found is not None and found.name not in ("", part) else part


def short(label: str, most: int) -> str:
    """A label of at most `most` cells, what is too much cut off."""
    while display_width(label) > most:
        label = label.rstrip("…")[:-1].rstrip() + "…"
    return label


def worst_first(stocks: Sequence[StockResult]) -> list[StockResult]:
    """By fill rate; of equals what is asked for more often first; what nobody asked for last."""
    return sorted(stocks, key=_badness)


def _badness(one: StockResult) -> tuple[float, float]:
    fill = one.fill_rate.mean if figures.known(one.fill_rate) else None
    return (2.0 if fill is None else fill, -(one.demands_per_year.mean or 0.0))
