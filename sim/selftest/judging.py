"""Formulas, calendars and hand traces against what a case expects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sim.oracle.cases import Case
from sim.selftest.calendars import calendar_answer
from sim.selftest.formulas import FORMULAS
from sim.selftest.hand_trace import hand_trace
from sim.selftest.value import COMPARISON, EXACT, FORMULA, Answer, Value, checked

RELATIVE = 1e-6
"""Of a formula, unless the case says otherwise."""

PRINTED = 1e-9
"""Of a figure that is exact but for its ten printed digits."""

COARSE = {("G03", "nearest_of_5"): 5e-6, ("G53", "nearest_of_3"): 5e-6}
"""Expected values that were integrated to fewer digits than they are printed with.

Refining the quadrature of `distances.mean_distance_to_nearest` moves it by less than 1e-9, and with one point in place
of several it gives the closed form to ten digits; these two values lie 1.7e-6 and 2.5e-6 off.
"""

NEVER = "never"
NOT_JUDGED = ("published",)


def values_of(case: Case) -> list[Value]:
    """Every value that can be told without simulating, and those printed for comparison."""
    found = dict(leaves(_answer(case)))
    expected = dict(leaves(case.expected))
    unknown = set(found) - set(expected)
    if unknown:
        raise ValueError(f"{case.id} expects no {', '.join(sorted(unknown))}")
    values = [_checked(case, path, expected[path], found[path]) for path in expected if path in found]
    return [*values, *_compared(expected, found)]


def _answer(case: Case) -> dict[str, Any]:
    if case.family == "calendar":
        return calendar_answer(case.inputs)
    if case.family == "trace":
        return hand_trace(case.inputs)
    return FORMULAS[case.id](case.inputs)


def _checked(case: Case, path: str, expected: Answer, found: Answer) -> Value:
    how = EXACT if case.family in ("calendar", "trace") else FORMULA
    return checked(path, expected, found, COARSE.get((case.id, path), tolerance(case)), how)


def _compared(expected: Mapping[str, Answer], found: Mapping[str, Answer]) -> Iterator[Value]:
    """Printed figures of other authors, beside the exact ones."""
    for path, value in expected.items():
        kind, _, name = path.partition(".")
        if kind in NOT_JUDGED:
            yield Value(path, value, found.get(name, NEVER), None, COMPARISON, True, "not judged")


def tolerance(case: Case) -> float:
    """The largest relative difference that the case allows a formula."""
    own = re.match(r"1e-\d+", case.tolerance_basis)
    if own:
        return float(own[0])
    return PRINTED if case.tolerance_basis == "exact" else RELATIVE


def leaves(values: Any, path: str = "") -> Iterator[tuple[str, Answer]]:
    """Every single value with its path, such as `cdf_wait.2` or `own[0]`; what does not happen is 'never'."""
    if isinstance(values, Mapping):
        for name, value in values.items():
            yield from leaves(value, f"{path}.{name}" if path else str(name))
    elif isinstance(values, list):
        for number, value in enumerate(values):
            yield from leaves(value, f"{path}[{number}]")
    else:
        yield path, NEVER if values is None else values
