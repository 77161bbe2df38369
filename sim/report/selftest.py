"""What `pledge selftest` prints: a line a value, then how far off the simulated values lie."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.selftest import Outcome
    from sim.selftest.outcome import CaseOutcome, Spread
    from sim.selftest.value import Answer, Value

WIDTHS = (4, 27, 11, 11, 8, 6)
GAP = 1
VERDICT = 7
FIRST_TIME = "*"


def selftest_text(outcome: Outcome) -> str:
    """The table at 80 columns and the summary."""
    lines = [_head(outcome), "", _row(*_columns()), *_table(outcome), "", *_summary(outcome)]
    return "\n".join(lines)


def markdown_table(outcome: Outcome) -> str:
    """The same table for a page."""
    rows = [_columns(), tuple("---" for _column in _columns())]
    rows += [_cells(case, value, False) for case in outcome.cases for value in case.values]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _head(outcome: Outcome) -> str:
    failing = sum(not case.ok for case in outcome.cases)
    passed = len(outcome.cases) - failing
    text = ngettext("{passed} of {n} case passes", "{passed} of {n} cases pass", len(outcome.cases))
    return text.format(passed=passed, n=len(outcome.cases)) + ("" if outcome.ok else _("; {n} fail").format(n=failing))


def _columns() -> tuple[str, ...]:
    return _("case"), _("what"), _("exact"), _("estimate"), _("se"), "z", _("verdict")


def _table(outcome: Outcome) -> Iterator[str]:
    for case in outcome.cases:
        for value in case.repeated:
            yield _row(*_cells(case, value, True))
        for value in case.values:
            yield _row(*_cells(case, value, False))
        if case.left_out:
            yield _row(case.id, f"({case.left_out})")


def _row(*cells: str) -> str:
    case, what, *numbers = cells
    if not numbers:
        return f"{case:<{WIDTHS[0]}} {what}"
    padded = [number.rjust(width) for number, width in zip(numbers[:-1], WIDTHS[2:], strict=True)]
    return " ".join([case.ljust(WIDTHS[0]), _cut(what).ljust(WIDTHS[1]), *padded, numbers[-1]]).rstrip()


def _cut(what: str) -> str:
    """A name that fits, its end kept: that is where names differ."""
    longest = WIDTHS[1]
    return what if len(what) <= longest else ".." + what[2 - longest :]


def _cells(case: CaseOutcome, value: Value, first: bool) -> tuple[str, ...]:
    verdict = _verdict(value) + (FIRST_TIME if first else "")
    z = "" if value.z is None else f"{value.z:+.2f}"
    error = "" if value.se is None else f"{value.se:.2g}"
    return case.id, value.metric, _number(value.exact), _number(value.estimate), error, z, verdict


def _verdict(value: Value) -> str:
    """`formula` and `exact` where no luck is involved, `ok` for a simulated value, `beside` for one not judged."""
    if not value.ok:
        return _("FAILS")
    return {"simulation": _("ok"), "formula": _("formula"), "exact": _("exact")}.get(value.how, _("beside"))


def _number(answer: Answer) -> str:
    """Seven digits; of an instant day, hour and minute."""
    if isinstance(answer, str):
        return answer[5:16].replace("T", " ") if "T" in answer else answer[: WIDTHS[2]]
    return f"{answer:.7g}"


def _summary(outcome: Outcome) -> Iterator[str]:
    if outcome.quick:
        yield _("A quick run: standard errors of up to 5 % (1.5 points of a share), fewer days")
        yield _("where rates change over the day, and the longest simulations left out. The full")
        yield _("run asks for 1 % (0.3 points; 3 % from 30 seats on; 8 % at an instant of the")
        yield _("day).")
    yield from _repeats(outcome)
    yield from _of_distances(outcome)
    spent = timedelta(seconds=round(outcome.seconds))
    yield _("Seed {seed}, {time}.").format(seed=outcome.seed, time=spent)


def _repeats(outcome: Outcome) -> Iterator[str]:
    again = [case.id for case in outcome.cases if case.repeated]
    if again:
        text = _("Repeated with fresh luck and four times the sample, which counts (first: *):\n{cases}.")
        yield text.format(cases=", ".join(again))
    failing = [case.id for case in outcome.cases if not case.ok]
    if failing:
        yield _("Failing: {cases}.").format(cases=", ".join(failing))


def _of_distances(outcome: Outcome) -> Iterator[str]:
    if outcome.spread.n < 2:
        return
    yield _("z: distance from the exact value in standard errors. All simulated values:")
    yield "  " + _spread(outcome.spread) + ". " + _("Those of one simulation hang together.")
    if outcome.spread_of_first.n > 1:
        yield _("The first value of each simulation, which are independent:")
        first = outcome.spread_of_first
        within = _("where independent ones have mean 0 +- {mean:.2f} and sd 1 +- {sd:.2f}, 95 times in 100")
        yield "  " + _spread(first) + ","
        yield "  " + within.format(mean=first.mean_within, sd=first.sd_within) + "."
    if outcome.too_near:
        yield _("WARNING: every z is below 0.2, so the standard errors must be wrong.")


def _spread(spread: Spread) -> str:
    text = _("mean {mean:+.2f}, sd {sd:.2f}, n = {n}")
    return text.format(mean=spread.mean or 0.0, sd=spread.sd or 0.0, n=spread.n)
