"""From a result to the panels of the tornado: the commitments that assumed inputs move, and what moves them most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.assumptions import HOURS, find_end, find_moved, tried
from sim.report.charts.tornado import Swing, Swings
from sim.report.columns import display_width
from sim.report.words import verdict_word
from sim.wording import _

if TYPE_CHECKING:
    from sim.study import Estimate, Result
    from sim.study.assumptions import End, Moved, Tried

MOST_PANELS, MOST_ROWS, LABEL_CELLS = 6, 8, 44
PLAIN_WORDS = ("products", "faults", "commitments")  # of a path; a reader knows where he is without them


def panels(result: Result) -> list[Swings]:
    """A panel per commitment that moves beyond its interval or flips; of many those that move farthest."""
    moving = [(one.id, one.verdict, one.unit) for one in result.commitments if _moves(result, one.id)]
    found = [_panel(result, *one) for one in moving]
    return sorted(found, key=lambda swings: -_widest(swings))[:MOST_PANELS]


def _moves(result: Result, name: str) -> bool:
    return any(is_moving(moved) for one in tried(result) for moved in _both(one, name))


def is_moving(moved: Moved) -> bool:
    """Whether the difference is no matter of luck, or the verdict is another one."""
    estimate = moved.difference.estimate
    apart = estimate.low is not None and estimate.high is not None and (estimate.low > 0 or estimate.high < 0)
    return moved.flips or apart


def _both(one: Tried, name: str) -> list[Moved]:
    found = [find_moved(end, name) for end in one.ends]
    return [moved for moved in found if moved is not None]


def _panel(result: Result, name: str, verdict: str, unit: str) -> Swings:
    inputs = [one for one in tried(result) if any(is_moving(moved) for moved in _both(one, name))]
    inputs.sort(key=lambda one: max(moved.weight for moved in _both(one, name)), reverse=True)
    scale, text = (1.0, _("hours")) if unit == HOURS else (100.0, _("percentage points"))
    title = _("{id}: {verdict} at the assumed values").format(id=name, verdict=verdict_word(verdict))
    return Swings(title, text, scale, tuple(_swing(one, name) for one in inputs[:MOST_ROWS]))


def _swing(one: Tried, name: str) -> Swing:
    low, high = find_end(one, "low"), find_end(one, "high")
    label = f"{short_path(one.path)} = {one.value}"
    return Swing(label, _estimate(low, name), _estimate(high, name), _text(low, name), _text(high, name))


def _estimate(end: End | None, name: str) -> Estimate | None:
    moved = find_moved(end, name)
    return moved.difference.estimate if moved is not None else None


def _text(end: End | None, name: str) -> str:
    """The value there, and the verdict if it is another one."""
    moved = find_moved(end, name)
    if end is None or moved is None:
        return ""
    return f"{end.value}: {verdict_word(moved.verdict)}" if moved.flips else end.value


def short_path(path: str) -> str:
    """A path without the words that say nothing new, its beginning cut off where it is still too long."""
    text = ".".join(step for step in path.split(".") if step not in PLAIN_WORDS)
    while display_width(text) > LABEL_CELLS:
        text = "…" + text.lstrip("…")[1:]
    return text


def _widest(swings: Swings) -> float:
    means = [e.mean or 0.0 for row in swings.rows for e in (row.low, row.high) if e is not None]
    return max(map(abs, means), default=0.0)
