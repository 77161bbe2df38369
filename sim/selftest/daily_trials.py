"""Reference cases of a day on which calls and seats come and go, thousands of days each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.scenario import Scenario
from sim.world import World
from sim.selftest.desk_trials import desk_alone
from sim.selftest.measure import Metric
from sim.selftest.luck import mean_square
from sim.selftest.observed import Observed
from sim.selftest.small import UNIT_S, Small, exponential
from sim.selftest.stays import Part, Stays
from sim.selftest.trial import CASES, Trial, means, shares

HOUR_S = 3600
HOUR = HOUR_S / UNIT_S
SLACK = 8
"""Values at an instant of the day may have a standard error of 8 %: 1 % of a short queue would take very many days."""

Integers = NDArray[np.int64]


def _sinusoid() -> Trial:
    """Q14. Ten seats; a day without calls between two days, so that each begins empty. Steps are of six minutes."""
    inputs = CASES["Q14"]["inputs"]
    turn = 2 * math.pi / inputs["period"]

    def until(hour: float) -> float:
        """Calls expected until then."""
        return float(inputs["mean"] * hour - inputs["swing"] / turn * math.cos(turn * hour - math.pi / 2))

    each = [10 * (until((step + 1) / 10) - until(step / 10)) for step in range(10 * inputs["horizon"])]
    return _through_the_day("Q14", "6min", [*each, *(0.0 for _ in each)], 48, inputs["c"])


def _by_steps() -> Trial:
    """Q15. Rate and seats change every two hours; the rest of the day is for finishing what is left."""
    inputs = CASES["Q15"]["inputs"]
    ends = [hour for hour, _seats in inputs["staff"][1:]] + [24]
    seats = {f"{hour:02d}:00-{end:02d}:00": seats for (hour, seats), end in zip(inputs["staff"], ends, strict=True)}
    rates = inputs["lam_per_2h_block"]
    return _through_the_day("Q15", "2h", [*rates, *[0.0] * (12 - len(rates))], 24, seats)


def _through_the_day(case: str, step: str, rates: Sequence[float], cycle: int, seats: Any, days: int = 40) -> Trial:
    """`rates` per hour by steps; they make up `cycle` hours, after which another day begins, `days` of them."""
    inputs, expected = CASES[case]["inputs"], CASES[case]["expected"]
    horizon, arrivals = inputs["horizon"], inputs["arrivals"]
    starts = np.arange(days) * cycle * HOUR_S

    def count(seen: Observed) -> dict[str, Part]:
        calls = seen.calls
        begins = calls.horizon.start + starts
        waited = np.minimum(calls.until, _day_of(calls, begins) + horizon * HOUR_S) - calls.joined
        figures = {
            "p_delay": calls.share(calls.waits),
            "mean_queue_time": (float(waited[calls.judged].sum()) / HOUR_S, float(days * arrivals)),
        }
        for hour in expected["at"]:
            figures |= _just_before(calls, begins + int(hour) * HOUR_S, hour)
        return figures

    def beside(world: World) -> list[float]:
        return _rushes(world, world.scenario.horizon.start + starts, [int(hour) for hour in expected["at"]])

    fault = {"remote_fix": "100%", "talk": exponential(HOUR / inputs["mu"])}
    profile = {"step": step, "values": list(rates)}
    judged = round(days * cycle * HOUR)
    small = Small({f"desk-{case.lower()}": 1 / HOUR}, fault, desk_alone(seats), judged, 0, 1, profile=profile)
    return Trial(case, small, _metrics(expected), count, beside=beside)


def _metrics(expected: Mapping[str, Any]) -> dict[str, Metric]:
    metrics = shares(expected, "p_delay", slack=SLACK)
    metrics["mean_queue_time"] = Metric(expected["mean_queue_time_within_horizon_per_arrival"], slack=SLACK)
    for hour, values in expected["at"].items():
        found = {**means(values, "Eq", "Eb", slack=SLACK), **shares(values, "p_queue", slack=SLACK)}
        metrics |= {f"{name}({hour})": metric for name, metric in found.items()}
    return metrics


def _day_of(calls: Stays, begins: Integers) -> Integers:
    """Instant at which the day of each call began."""
    return begins[np.searchsorted(begins, calls.joined, side="right") - 1]


def _just_before(calls: Stays, instants: Integers, hour: str) -> dict[str, Part]:
    """Who waits and who is served just before these instants."""

    def happened(events: Integers) -> Integers:
        return np.searchsorted(np.sort(events), instants, side="left")

    waiting = happened(calls.joined) - happened(calls.until)
    served = happened(calls.taken) - happened(calls.left)
    days = float(len(instants))
    return {
        f"Eq({hour})": (float(waiting.sum()), days),
        f"Eb({hour})": (float(served.sum()), days),
        f"p_queue({hour})": (float((waiting > 0).sum()), days),
    }


def _rushes(world: World, begins: Integers, hours: Sequence[int]) -> list[float]:
    """Work that comes between two of these hours, over all days beyond the expected, and how unevenly by days."""
    talk, tickets = world.scenario.faults[0].fault.talk, world.tickets
    mean, second = talk.average / UNIT_S, mean_square(talk)
    so_far = np.concatenate([[0.0], np.cumsum(tickets.talk / UNIT_S)])
    beyond = []
    for start, end in zip([0, *hours], hours, strict=False):
        first, last = (np.searchsorted(tickets.reported, begins + hour * HOUR_S) for hour in (start, end))
        calls = _expected_calls(world.scenario, end) - _expected_calls(world.scenario, start)
        off = so_far[last] - so_far[first] - calls * mean
        beyond += [(last - first - calls).sum(), off.sum(), (off**2).sum() - len(begins) * calls * second]
    return [float(figure) for figure in beyond]


def _expected_calls(scenario: Scenario, hour: float) -> float:
    """Of a day, until this hour."""
    profile, rate = scenario.profile, scenario.faults[0].fault.rate_per_second
    assert profile.values and profile.step
    so_far = np.concatenate([[0.0], np.cumsum(profile.values)]) * rate * profile.step
    return float(np.interp(hour * HOUR_S, np.arange(len(so_far)) * profile.step, so_far))


def daily_trials() -> Iterator[tuple[str, Trial]]:
    """All of them by name."""
    yield "Q14", _sinusoid()
    yield "Q15", _by_steps()
