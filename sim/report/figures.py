"""Numbers as people read them: an estimate never stands without its interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from sim.wording import _

if TYPE_CHECKING:
    from sim.study import Estimate

MINUTES_BELOW_H = 1.5  # hours; shorter times are shown in minutes
SECONDS_BELOW_H = 1.5 / 60
MOST_DIGITS = 2  # of a percentage
HALF = 0.5
MILLION, THOUSAND = 1_000_000, 1_000


def known(estimate: Estimate | None) -> bool:
    """True if there is a mean to show."""
    return estimate is not None and estimate.mean is not None and math.isfinite(estimate.mean)


def percent(value: float, digits: int = 1) -> str:
    """A share 0-1 as '93.1%'. A share short of everything or of nothing is never rounded to it: '99.97%', '>99.99%'."""
    while 0 < value < 1 and float(f"{100 * value:.{digits}f}") in (0.0, 100.0):
        if digits == MOST_DIGITS:
            return "<0.01%" if value < HALF else ">99.99%"
        digits += 1
    return f"{100 * value:.{digits}f}%"


def plain_percent(value: float) -> str:
    """A share as it was written in the contract: '90%', '99.5%'."""
    return f"{100 * value:.6g}%"


def target_text(target: float | None, direction: str) -> str:
    """'>= 90%', '<= 3%', '< 3%'; a commitment without target shows a dash."""
    if target is None:
        return "-"
    sign = {"at_most": "<=", "below": "<"}.get(direction, ">=")
    return f"{sign} {plain_percent(target)}"


def typeset(text: str) -> str:
    """A target or bound with real signs, for charts and pages: '≥ 90%'."""
    return text.replace(">=", "≥").replace("<=", "≤")


def amount(value: float) -> str:
    """A quantity with as many digits as it deserves: '12,345', '12.3', '0.12'."""
    size = abs(value)
    digits = 0 if size >= 100 or value == 0 else 1 if size >= 10 else 2
    return f"{value:,.{digits}f}"


def hours(value: float) -> str:
    """A time given in hours as '4.2 h', '12.5 min' or '20 s'."""
    factor, unit = time_unit(value)
    return f"{_time(value * factor, unit)} {unit}"


def time_unit(value: float) -> tuple[int, str]:
    """How many of which unit an hour is, where a time of so many hours is shown."""
    if abs(value) < SECONDS_BELOW_H:
        return 3600, "s"
    return (60, "min") if abs(value) < MINUTES_BELOW_H else (1, "h")


def _time(value: float, unit: str) -> str:
    return f"{value:.0f}" if unit == "s" else f"{value:.1f}" if unit == "min" else amount(value)


def _interval(low: float | None, high: float | None, ends: Iterable[str]) -> str:
    if low is not None and high is None:
        return _("[>= {low}, no upper bound]").format(low=next(iter(ends)))
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)):
        return _("[no interval]")
    if low == high:
        return _("[all alike]")
    return "[" + ", ".join(ends) + "]"


def _ends(estimate: Estimate, show: Callable[[float], str]) -> list[str]:
    return [show(end) for end in (estimate.low, estimate.high) if end is not None]


def share_text(estimate: Estimate | None, target: float | None = None) -> str:
    """'93.1% [92.0, 94.2]'; more digits where rounding would hide on which side of the target it lies."""
    if not known(estimate):
        return _("unknown")
    assert estimate is not None and estimate.mean is not None
    digits = 1
    if target is not None and estimate.mean != target and _rounds_to(estimate.mean, target, digits):
        digits = MOST_DIGITS
    ends = [text.rstrip("%") for text in _ends(estimate, lambda x: percent(x, digits))]
    return f"{percent(estimate.mean, digits)} {_interval(estimate.low, estimate.high, ends)}"


def rough_share_text(estimate: Estimate | None) -> str:
    """'42% [41, 44]': a share that is no promise, in whole per cent."""
    if not known(estimate):
        return _("unknown")
    assert estimate is not None and estimate.mean is not None
    ends = _ends(estimate, lambda x: f"{100 * x:.0f}")
    return f"{100 * estimate.mean:.0f}% {_interval(estimate.low, estimate.high, ends)}"


def _rounds_to(value: float, target: float, digits: int) -> bool:
    return abs(round(100 * value, digits) - 100 * target) < 10.0 ** -(digits + 3)


def amount_text(estimate: Estimate | None) -> str:
    """'12,345 [12,100, 12,590]' or 'unknown'."""
    if not known(estimate):
        return _("unknown")
    assert estimate is not None and estimate.mean is not None
    return f"{amount(estimate.mean)} {_interval(estimate.low, estimate.high, _ends(estimate, amount))}"


def money_text(estimate: Estimate | None) -> str:
    """An amount short enough for a narrow column: '1.23 M [1.20, 1.27]', '12.3 k [11.9, 12.8]', '950 [910, 990]'."""
    if not known(estimate):
        return _("unknown")
    assert estimate is not None and estimate.mean is not None
    size = abs(estimate.mean)
    scale, letter = money_scale(size)
    if scale == 1:
        return amount_text(estimate)
    digits = 0 if size >= 100 * scale else 1 if size >= 10 * scale else 2
    ends = _ends(estimate, lambda x: f"{x / scale:,.{digits}f}")
    return f"{estimate.mean / scale:,.{digits}f} {letter} {_interval(estimate.low, estimate.high, ends)}"


def money_scale(size: float) -> tuple[int, str]:
    """What an amount of this size is counted in: millions, thousands, or as it is."""
    if size < 10 * THOUSAND:
        return 1, ""
    return (MILLION, "M") if size >= MILLION else (THOUSAND, "k")


def hours_text(estimate: Estimate | None) -> str:
    """A time in the unit that suits its mean, '12.5 min [11.9, 13.1]', or 'unknown'."""
    if not known(estimate):
        return _("unknown")
    assert estimate is not None and estimate.mean is not None
    factor, unit = time_unit(estimate.mean)
    ends = _ends(estimate, lambda x: _time(x * factor, unit))
    return f"{hours(estimate.mean)} {_interval(estimate.low, estimate.high, ends)}"


def chance_text(estimate: Estimate | None, verdict: str) -> str:
    """The kept-probability with the bound that decides: '98.0% [>= 91.2%]', '40.0% [<= 55.1%]', else both bounds."""
    if not known(estimate):
        return _("unknown")
    assert estimate is not None and estimate.mean is not None
    mean, low, high = percent(estimate.mean), estimate.low, estimate.high
    if verdict == "keep" and low is not None:
        return f"{mean} [>= {percent(low)}]"
    if verdict == "break" and high is not None:
        return f"{mean} [<= {percent(high)}]"
    return share_text(estimate)


def why_unknown(estimates: Iterable[Estimate | None]) -> tuple[str, ...]:
    """The distinct reasons given for what is unknown, in order of appearance."""
    reasons = (e.reason for e in estimates if e is not None and e.mean is None and e.reason)
    return tuple(dict.fromkeys(str(reason) for reason in reasons))
