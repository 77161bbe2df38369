"""Reference cases of a day on which calls and seats come and go, thousands of days each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.oracle.over_time import Sine
from sim.scenario import Horizon, Scenario
from sim.selftest.desk_trials import desk_alone
from sim.selftest.luck import mean_square
from sim.selftest.measure import Metric
from sim.selftest.observed import Observed
from sim.selftest.sine import sine
from sim.selftest.small import UNIT_S, Small, constant, exponential, one_outlet
from sim.selftest.stays import Part, Stays
from sim.selftest.trial import CASES, Trial, means, shares
from sim.world import World

HOUR_S = 3600
HOUR = HOUR_S / UNIT_S
SLACK = 8
"""Values at an instant of the day may have a standard error of 8 %: 1 % of a short queue would take very many days."""

Integers = NDArray[np.int64]


def _in_steps(rate: Sine) -> list[float]:
    """Its means over steps of six minutes, one period of it."""
    steps = round(10 * rate.period)
    return [10 * (rate.until((step + 1) / 10) - rate.until(step / 10)) for step in range(steps)]


def _sinusoid() -> Trial:
    """Q14. Ten seats; a day without calls between two days, so that each begins empty."""
    inputs = CASES["Q14"].inputs
    each = _in_steps(sine(inputs["lam"]))
    return _through_the_day("Q14", "6min", [*each, *(0.0 for _ in each)], 48, inputs["c"])


def _by_steps() -> Trial:
    """Q15. Rate and seats change every two hours; the rest of the day is for finishing what is left."""
    inputs = CASES["Q15"].inputs
    ends = [hour for hour, _seats in inputs["staff"][1:]] + [24]
    seats = {f"{hour:02d}:00-{end:02d}:00": seats for (hour, seats), end in zip(inputs["staff"], ends, strict=True)}
    rates = inputs["lam_per_2h_block"]
    return _through_the_day("Q15", "2h", [*rates, *[0.0] * (12 - len(rates))], 24, seats)


def _through_the_day(case: str, step: str, rates: Sequence[float], cycle: int, seats: Any, days: int = 40) -> Trial:
    """`rates` per hour by steps; they make up `cycle` hours, after which another day begins, `days` of them."""
    inputs, expected = CASES[case].inputs, CASES[case].expected
    horizon, arrivals = inputs["horizon"], round(expected["expected_arrivals"])

    def count(seen: Observed) -> dict[str, Part]:
        calls = seen.calls
        begins = _begins(calls.horizon, cycle)
        waited = np.minimum(calls.until, _day_of(calls, begins) + horizon * HOUR_S) - calls.joined
        figures = {
            "p_delay": calls.share(calls.waits),
            "mean_queue_time": (float(waited[calls.judged].sum()) / HOUR_S, float(len(begins) * arrivals)),
        }
        for hour in expected["at"]:
            figures |= _just_before(calls, begins + int(hour) * HOUR_S, hour)
        return figures

    def beside(world: World) -> list[float]:
        return _rushes(world, _begins(world.scenario.horizon, cycle), [int(hour) for hour in expected["at"]])

    fault = {"remote_fix": "100%", "talk": exponential(HOUR / inputs["mu"])}
    profile = {"step": step, "values": list(rates)}
    judged = round(days * cycle * HOUR)
    small = Small({f"desk-{case.lower()}": 1 / HOUR}, fault, desk_alone(seats), judged, 0, 1, profile=profile)
    return Trial(case, small, _metrics(expected), count, beside=beside, quick=0.5 if case == "Q14" else 0.25)


def _begins(horizon: Horizon, cycle: int) -> Integers:
    """Instants at which the days begin that are judged whole, each `cycle` hours after the one before."""
    last = horizon.end - cycle * HOUR_S
    return np.arange(horizon.start, last + 1, cycle * HOUR_S)


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

    waiting = _so_far(calls.joined, instants) - _so_far(calls.until, instants)
    served = _so_far(calls.taken, instants) - _so_far(calls.left, instants)
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


LAWS: Mapping[str, Callable[[float], dict[str, str]]] = {"exp": exponential, "det": constant}


def _nobody_waits(law: str) -> Trial:
    """Q17. As many engineers as it takes, the day gone on for ever; the number at work is Poisson: variance = mean."""
    inputs, expected = CASES["Q17"].inputs, CASES["Q17"].expected[f"mean_{law}"]
    rate = sine(inputs["lam"])

    def count(seen: Observed) -> dict[str, Part]:
        visits, figures = seen.visits, dict[str, Part]()
        begins, days = _begins(visits.horizon, 24), len(_begins(visits.horizon, 24))
        for hour, mean in expected.items():
            at = begins + int(hour) * HOUR_S
            number = _so_far(visits.taken, at) - _so_far(visits.left, at)
            figures[f"mean_{law}.{hour}"] = float(number.sum()), float(days)
            figures[f"variance_{law}.{hour}"] = float(((number - mean) ** 2).sum()), float(days)
        return figures

    metrics = {f"{name}_{law}.{hour}": Metric(mean, slack=_slack(name))
               for hour, mean in expected.items() for name in ("mean", "variance")}  # fmt: skip
    fault = {"repair": LAWS[law](inputs["mean_service"] * HOUR)}
    profile = {"step": "6min", "values": _in_steps(rate)}
    days, before, after = 20, 36, 12
    small = Small({f"field-{law}": 1 / HOUR}, fault, one_outlet("unlimited"), round(days * 24 * HOUR),
                  round(before * HOUR), round(after * HOUR), profile=profile)  # fmt: skip
    return Trial("Q17", small, metrics, count)


def _slack(name: str) -> int:
    return SLACK if name == "variance" else 1


def _so_far(events: Integers, instants: Integers) -> Integers:
    """How many of these happened before each instant."""
    return np.searchsorted(np.sort(events), instants, side="left")


def daily_trials() -> Iterator[tuple[str, Trial]]:
    """All of them by name."""
    yield "Q14", _sinusoid()
    yield "Q15", _by_steps()
    for law in LAWS:
        yield f"Q17-{law}", _nobody_waits(law)
