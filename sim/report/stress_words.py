"""The words of `pledge stress`: marks, fates, flips and inputs as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import figures
from sim.wording import _

if TYPE_CHECKING:
    from sim.study.stressing import BreakEven, Flip, Influence
    from sim.study.stressing.survival import Fate

MARKS = {"survives": "+", "falls": "x", "open": "?", "down": ".", "gone": "0", "nothing": "-"}


def fate_word(fate: Fate) -> str:
    """One or two words for what becomes of a commitment."""
    return {
        "survives": _("survives"),
        "falls": _("falls"),
        "open": _("not decided"),
        "down": _("did not stand"),
        "gone": _("no case left"),
        "nothing": _("nothing to keep"),
    }[fate]


def number_text(number: float | None, unit: str) -> str:
    """A number of an input with its unit: '48.2 km/h', '37%', 'x1.4'; a dash where there is none."""
    if number is None:
        return "-"
    text = f"{number:.3g}" if abs(number) < 1_000 else figures.amount(number)
    if unit == "x":
        return f"x{text}"
    return f"{text}{unit}" if unit in ("%", "") or unit.startswith("/") else f"{text} {unit}"


def interval_text(flip: Flip, unit: str) -> str:
    """'[1.2, 1.4]'; open sides say so."""
    low, high = flip.estimate.low, flip.estimate.high
    if low is None and high is None:
        return _("[no interval]")
    ends = (_("open") if end is None else number_text(end, "") for end in (low, high))
    return "[" + ", ".join(ends) + "]"


def flip_text(found: BreakEven, flip: Flip) -> str:
    """'no longer attained from 1.31 h [1.2, 1.4] on' as the reader of a table needs it."""
    at = f"{number_text(flip.estimate.mean, found.unit)} {interval_text(flip, found.unit)}"
    is_up = flip.side == "high"
    if flip.is_lost:
        return (_("missed above {at}") if is_up else _("missed below {at}")).format(at=at)
    return (_("met above {at}") if is_up else _("met below {at}")).format(at=at)


def verdict_flip_text(flip: Flip) -> str:
    """Between which values the verdict changes, where it is decided."""
    if flip.verdict_kept is None or flip.verdict_lost is None:
        return ""
    text = _("the verdict is another one between {kept} and {lost}")
    return text.format(kept=flip.verdict_kept, lost=flip.verdict_lost)


def taken_text(influence: Influence) -> str:
    """How much of the way to the target an input takes at its worse end: '85%', 'beyond it'."""
    taken = max((end.taken for end in influence.ends), default=0.0)
    if taken <= 0:
        return _("none of it")
    return _("beyond it") if taken > 1 else f"{100 * taken:.0f}%"
