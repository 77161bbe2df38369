"""Reference cases of a desk with few lines, and of one that takes urgent calls first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.selftest.counters import busy_signals, counter
from sim.selftest.desk_trials import ALWAYS_1, MANY, desk_alone
from sim.selftest.measure import Metric
from sim.selftest.observed import Observed
from sim.selftest.small import Small, exponential, lasting
from sim.selftest.stays import Part
from sim.selftest.trial import (
    CASES,
    QUICK_LONG,
    Trial,
    distribution,
    in_units,
    means,
    shares,
    shares_within,
)
from sim.world import World

MANY_SEATS = 3
"""From 30 seats on the standard error may be 3 %."""

RANKS = ("urgent", "other")


def _no_waiting(case: str, seats: int, load: float, talk: dict[str, Any], size: tuple[int, int, int]) -> Trial:
    """Q01, Q51. As many lines as seats: who finds all busy is lost. Only the mean of the talk matters, which is 1."""
    name = f"B({seats},{load:g})"
    metrics = shares(CASES[case].expected, name, slack=MANY_SEATS if seats >= MANY else 1)
    fault = {"remote_fix": "100%", "talk": talk}
    small = Small({f"desk-of-{seats}": load}, fault, desk_alone(seats, trunks=seats), *size)

    def beside(world: World) -> list[float]:
        """As if talks were a little shorter."""
        return busy_signals(world, seats, 0.9 * world.tickets.talk, 0.9)

    return Trial(case, small, metrics, lambda seen: {name: seen.refused()}, beside=beside)


def _few_lines() -> Trial:
    """Q06. Waits are those of the calls that found a line."""
    inputs, expected = CASES["Q06"].inputs, CASES["Q06"].expected
    seats, lines = inputs["c"], inputs["K"]

    def count(seen: Observed) -> dict[str, Part]:
        calls = seen.calls
        return {
            "p_block": seen.refused(),
            "mean_wait_accepted": in_units(calls.mean_wait()),
            "p_wait_accepted": calls.share(calls.waits),
            "util": calls.busy(seats),
        }

    metrics = {**shares(expected, "p_block", "p_wait_accepted", "util"), **means(expected, "mean_wait_accepted")}
    fault = {"remote_fix": "100%", "talk": exponential(1 / inputs["mu"])}
    small = Small({"desk-of-few-lines": inputs["lam"]}, fault, desk_alone(seats, trunks=lines), 160, 20, 20)

    def beside(world: World) -> list[float]:
        """As if nobody could wait: with as many seats as lines, and as there are."""
        talk = world.tickets.talk
        return [figure for servers in (lines, seats) for figure in busy_signals(world, servers, talk, 1 / inputs["mu"])]

    return Trial("Q06", small, metrics, count, beside=beside)


def _urgent_first(case: str, size: tuple[int, int, int]) -> Trial:
    """Q11, Q62. Two kinds of calls; nobody is interrupted."""
    inputs, expected = CASES[case].inputs, CASES[case].expected
    seats = inputs["c"]

    def count(seen: Observed) -> dict[str, Part]:
        calls = seen.calls
        rank = seen.table.facts["site"][calls.ticket]
        figures = {"p_wait": calls.share(calls.waits)}
        for place, name in enumerate(RANKS):
            mine = rank == place
            waits = (calls.until - calls.joined)[calls.judged & mine]
            figures[f"mean_wait_{name}"] = in_units(calls.mean_wait(mine))
            figures |= shares_within(name, waits, expected[f"cdf_wait_class{place + 1}"])
        return figures

    fault = {"remote_fix": "100%", "talk": exponential(1 / inputs["mu"])}
    rates = {f"{name}-at-{seats}": rate for name, rate in zip(RANKS, inputs["lam_by_class"], strict=True)}
    own = {site: {"severity": name} for site, name in zip(rates, RANKS, strict=True)}
    small = Small(rates, fault, desk_alone(seats, order="severity"), *size, own=own, severities=RANKS)

    def beside(world: World) -> list[float]:
        """As if talks were a little shorter."""
        return counter(world, seats, 0.97 * world.tickets.talk, 0.97 / inputs["mu"], times=inputs["t"])

    return Trial(case, small, _by_rank(expected), count, beside=beside, quick=QUICK_LONG)


def _by_rank(expected: Mapping[str, Any]) -> dict[str, Metric]:
    metrics = shares(expected, "p_wait")
    for place, name in enumerate(RANKS):
        metrics[f"mean_wait_{name}"] = Metric(expected["mean_wait"][place])
        metrics |= distribution(name, expected[f"cdf_wait_class{place + 1}"])
    return metrics


def line_trials() -> Iterator[tuple[str, Trial]]:
    """All of them by name."""
    exponential_1 = exponential(1)
    uneven, very_uneven = ({"mean": lasting(1), "cv": cv} for cv in (0.8, 1.5))
    yield "Q01-5-seats", _no_waiting("Q01", 5, 3, exponential_1, (150, 15, 20))
    yield "Q01-10-seats", _no_waiting("Q01", 10, 5, ALWAYS_1, (80, 10, 5))
    yield "Q01-20-seats", _no_waiting("Q01", 20, 15, uneven, (50, 10, 20))
    yield "Q01-50-seats", _no_waiting("Q01", 50, 45, exponential_1, (12, 12, 18))
    yield "Q01-100-seats", _no_waiting("Q01", 100, 95, uneven, (8, 12, 15))
    yield "Q51-1-seat", _no_waiting("Q51", 1, 0.3, very_uneven, (800, 30, 80))
    yield "Q51-7-seats", _no_waiting("Q51", 7, 4.2, exponential_1, (120, 15, 20))
    yield "Q51-30-seats", _no_waiting("Q51", 30, 27.5, ALWAYS_1, (20, 10, 5))
    yield "Q51-200-seats", _no_waiting("Q51", 200, 190, ALWAYS_1, (8, 8, 2))
    yield "Q06", _few_lines()
    yield "Q11", _urgent_first("Q11", (1100, 120, 150))
    yield "Q62", _urgent_first("Q62", (2600, 400, 400))
