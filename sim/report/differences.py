"""Differences as people read them: with a sign, their 95% interval, in points, money, hours or pieces."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.report import figures, words
from sim.study.measured import KM, MONEY, SHARE
from sim.study.tally import HOURS
from sim.wording import _

if TYPE_CHECKING:
    from sim.study import Estimate

POINTS = 100
SMALL_POINTS = 0.05  # below this one digit shows nothing


def difference_text(estimate: Estimate, unit: str, with_unit: bool = True) -> str:
    """'-8.0 points [-9.1, -7.0]', '+0.94 M [0.90, 0.98]', '+12.3 h [11.9, 12.8]', '+120 [100, 140]'; 'none' where
    nothing differs in any sample year.
    """
    if not figures.known(estimate) or estimate.mean is None:
        return _("unknown")
    if estimate.mean == 0 and not estimate.low and not estimate.high:
        return _("none")
    show, behind = _manner(estimate, unit)
    mean = show(estimate.mean)
    signed = mean if estimate.mean < 0 or not _is_shown(mean) else f"+{mean}"
    return f"{signed}{behind if with_unit else ''} {_interval(estimate, show)}"


def _is_shown(text: str) -> bool:
    """Whether any digit of it is not 0."""
    return any(character in "123456789" for character in text)


def _interval(estimate: Estimate, show: Callable[[float], str]) -> str:
    if estimate.low is None or estimate.high is None:
        return _("[no interval]")
    if estimate.low == estimate.high:
        return _("[all alike]")
    return f"[{show(estimate.low)}, {show(estimate.high)}]"


def _manner(estimate: Estimate, unit: str) -> tuple[Callable[[float], str], str]:
    """How a number of this unit is written, and what stands behind it."""
    size = max(abs(value) for value in (estimate.mean, estimate.low, estimate.high) if value is not None)
    if unit == SHARE:
        digits = 1 if POINTS * abs(estimate.mean or 0.0) >= SMALL_POINTS else 2
        return lambda value: _plain(POINTS * value, digits), " " + _("points")
    if unit == MONEY:
        return money_manner(estimate)
    if unit == HOURS:
        factor, name = figures.time_unit(size)
        return lambda value: _amount(value * factor), f" {name}"
    return _amount, f" {unit}" if unit == KM else ""


def money_manner(estimate: Estimate) -> tuple[Callable[[float], str], str]:
    """How an amount is written, and 'M' or 'k' behind it."""
    size = abs(estimate.mean or 0.0)
    scale, letter = figures.money_scale(size)
    digits = 0 if size >= 100 * scale else 1 if size >= 10 * scale else 2
    if scale == 1:
        return _amount, ""
    return lambda value: _plain(value / scale, digits), f" {letter}"


def _plain(value: float, digits: int) -> str:
    return _without_sign(f"{value:,.{digits}f}")


def _amount(value: float) -> str:
    return _without_sign(figures.amount(value))


def _without_sign(text: str) -> str:
    """A number that never reads '-0.0'."""
    return text if _is_shown(text) else text.removeprefix("-")


def level_text(estimate: Estimate, unit: str) -> str:
    """A figure of one plan in the same unit: '93.1% [92.0, 94.2]', '1.23 M [1.20, 1.27]'."""
    if unit == SHARE:
        return figures.share_text(estimate)
    if unit == MONEY:
        return figures.money_text(estimate)
    return figures.hours_text(estimate) if unit == HOURS else figures.amount_text(estimate)


def measure_word(name: str) -> str:
    """A measure of a commitment, or of the plan as a whole, in the reader's words."""
    shown = {
        "attained": _("attained"),
        "kept_probability": _("chance to keep a period"),
        "covered": _("covered a year"),
        "penalty": _("penalty"),
        "cost.total": _("total cost"),
        "cost.one_off": _("spent once, not in total"),
        "cost.income_charged": _("charged, not in total"),
        "cost.claims": _("claims, not in total"),
        "cost.bonus": _("bonus, not in total"),
        "km": _("kilometres driven"),
        "overtime_h": _("hours of overtime"),
    }
    return shown.get(name) or words.cost_word(name.removeprefix("cost."))


def measure_label(name: str, commitment: str) -> str:
    """'onsite-4h: attained', 'total cost'."""
    word = measure_word(name)
    return _("{commitment}: {measure}").format(commitment=commitment, measure=word) if commitment else word
