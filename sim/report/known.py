"""Known forms: where the scenario is a textbook case, the exact figure beside the simulated one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.report import columns, figures
from sim.report.spreadsheet import number_cell
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study import Result
    from sim.study.known import Known


def known_block(result: Result) -> list[str]:
    """The section of the terminal; nothing where nothing is known."""
    if not result.known:
        return []
    head = _("KNOWN FORMS (n {n}): what a formula gives where this is a textbook case").format(n=result.replications)
    lines = [line for one in result.known for line in columns.bullet(known_text(one))]
    return [head, *lines, *columns.wrap(agreement(result))]


def known_text(one: Known) -> str:
    """'desk front: mean wait 12.1 s [11.8, 12.4] simulated, exact 12.05 s (Erlang C)'."""
    text = _("{what}: {figure} {simulated} simulated, exact {exact} ({formula})")
    told = text.format(
        what=one.what, figure=one.figure, simulated=_simulated(one), exact=exact_text(one), formula=one.formula
    )
    return told + (" " + _("OUTSIDE the 99.9% interval") if one.agrees is False else "")


def _simulated(one: Known) -> str:
    """With a digit more than elsewhere, to be held against the exact value."""
    e = one.simulated
    if e.mean is None:
        return _("unknown")
    ends = _("[no interval]") if e.low is None or e.high is None else f"[{_bare(one, e.low)}, {_bare(one, e.high)}]"
    return f"{_bare(one, e.mean)}{_unit(one)} {ends}"


def exact_text(one: Known) -> str:
    """The exact value in the unit of the simulated one, and what whole seconds may take or add."""
    grain, text = _bare(one, one.grain), f"{_bare(one, one.exact)}{_unit(one)}"
    return text if not float(grain) else _("{exact} (in whole seconds +-{grain})").format(exact=text, grain=grain)


def _bare(one: Known, value: float) -> str:
    factor, _unit = _scale(one)
    digits = 3 if one.unit == "units" else 2
    return f"{factor * value:,.{digits}f}"


def _unit(one: Known) -> str:
    unit = _scale(one)[1]
    return unit if unit == "%" else f" {unit}".rstrip()


def _scale(one: Known) -> tuple[int, str]:
    if one.unit == "h":
        return figures.time_unit(one.exact)
    return (100, "%") if one.unit == "share" else (1, "")


def agreement(result: Result) -> str:
    """Whether simulation and formulas agree, plainly."""
    apart = sum(one.agrees is False for one in result.known)
    if not apart:
        return _("All lie within the 99.9% interval of what was simulated, as far as that has one.")
    text = ngettext(
        "{n} lies outside its 99.9% interval, which luck does once in a thousand: find the cause before relying on it.",
        "{n} lie outside their 99.9% intervals, which luck does once in a thousand: find the cause before relying on"
        " them.",
        apart,
    )
    return text.format(n=apart)


def page_rows(result: Result) -> list[tuple[str, ...]]:
    """A figure a row: simulated, exact, by which formula, and what makes it exact here."""
    return [
        (
            one.what,
            one.figure,
            _simulated(one),
            exact_text(one),
            _("{formula}: {source}").format(formula=one.formula, source=one.source),
            one.conditions,
            _("outside the 99.9% interval") if one.agrees is False else _("yes") if one.agrees else "-",
        )
        for one in result.known
    ]


def summary_rows(result: Result) -> Iterator[tuple[str, ...]]:
    """The exact values; the simulated ones have rows of their own."""
    for one in result.known:
        yield "known", one.what, one.figure, one.unit, number_cell(one.exact), "", "", "", one.formula
