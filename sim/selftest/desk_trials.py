"""Reference cases of a desk alone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from sim.selftest.counters import counter, lone_server
from sim.selftest.luck import mean_square
from sim.selftest.measure import Metric
from sim.selftest.observed import Observed
from sim.selftest.small import UNIT_S, Small, constant, exponential, lasting, one_outlet
from sim.selftest.stays import Part
from sim.selftest.trial import CASES, QUICK_LONG, Count, Trial, in_units, means, shares
from sim.world import World

MANY = 30
"""Seats from which waits are rare."""


def desk_alone(seats: int | dict[str, int], **more: Any) -> dict[str, Any]:
    """Every call is fixed by advice; engineers are there because a plan has some."""
    return one_outlet("unlimited", desks={"front": {"seats": seats, "takes": ["phone"], **more}})


def _erlang_c(seats: int, load: float, size: tuple[int, int, int], shorter: float = 0.9) -> Trial:
    """Q02. Calls at `load` per time unit, mean talk 1."""
    inputs, expected = CASES["Q02"].inputs, CASES["Q02"].expected
    waits, wait, level = (f"{name}({seats},{load:g})" for name in ("C", "W", f"SL{inputs['t']:g}"))

    def count(seen: Observed) -> dict[str, Part]:
        calls = seen.calls
        return {
            waits: calls.share(calls.waits),
            wait: in_units(calls.mean_wait()),
            level: calls.share(calls.served_within(inputs["t"] * UNIT_S)),
        }

    metrics = {**shares(expected, waits, level), **means(expected, wait)}
    return _exponential("Q02", seats, load, size, metrics, count, shorter)


def _exponential(
    case: str,
    seats: int,
    load: float,
    size: tuple[int, int, int],
    metrics: Mapping[str, Metric],
    count: Count,
    shorter: float = 0.9,
) -> Trial:
    """M/M/c with talks of mean 1. What luck brought is seen where talks are a little shorter."""

    def beside(world: World) -> list[float]:
        return counter(world, seats, world.tickets.talk * shorter, shorter)

    fault = {"remote_fix": "100%", "talk": exponential(1)}
    small = Small({"desk": load}, fault, desk_alone(seats), *size)
    return Trial(case, small, metrics, count, beside=beside)


def _staffing_of_a_half_hour() -> Trial:
    """Q03. The desk that the formula asks for; a time unit is a talk."""
    inputs, expected = CASES["Q03"].inputs, CASES["Q03"].expected
    seats, load = expected["raw_positions"], inputs["calls"] * inputs["aht_min"] / inputs["interval_min"]

    def count(seen: Observed) -> dict[str, Part]:
        calls = seen.calls
        return {
            "service_level": calls.share(calls.served_within(inputs["asa_min"] / inputs["aht_min"] * UNIT_S)),
            "occupancy": calls.busy(seats),
            "p_wait": calls.share(calls.waits),
        }

    metrics = shares(expected, "service_level", "occupancy", "p_wait")
    return _exponential("Q03", seats, load, (120, 20, 15), metrics, count)


def _staffing_by_hours() -> Iterator[tuple[str, Trial]]:
    """Q16. The desk that the formula asks for in each hour, as if the hour went on for ever; a time unit is a talk."""
    inputs, expected = CASES["Q16"].inputs, CASES["Q16"].expected
    for hour, (rate, seats, level) in enumerate(
        zip(inputs["lam_per_h"], expected["staff"], expected["sl_at_staff"], strict=True)
    ):
        yield f"Q16-{seats}-seats", _one_hour(hour, seats, rate / inputs["mu_per_h"], level)


def _one_hour(hour: int, seats: int, load: float, level: float) -> Trial:
    inputs, name = CASES["Q16"].inputs, f"sl_at_staff[{hour}]"

    def count(seen: Observed) -> dict[str, Part]:
        within = inputs["t_h"] * inputs["mu_per_h"] * UNIT_S
        return {name: seen.calls.share(seen.calls.served_within(within))}

    return _exponential("Q16", seats, load, (150, 30, 15), {name: Metric(level, "share")}, count)


def _erlang_a(case: str, size: tuple[int, int, int], shorter: float, slack: int = 1) -> Trial:
    """Q04, Q05. The service level counts served calls that waited no longer than t, over all offered."""
    inputs, expected = CASES[case].inputs, CASES[case].expected
    seats = inputs["c"]

    def count(seen: Observed) -> dict[str, Part]:
        calls = seen.calls
        abandoned = calls.gave_up < calls.taken
        return {
            "p_wait": calls.share(calls.waits),
            "p_abandon": calls.share(abandoned),
            "mean_wait_all": in_units(calls.mean_wait()),
            "util": calls.busy(seats),
            "Lq": calls.waiting(),
            "mean_wait_served": in_units(calls.mean_wait(~abandoned)),
            "mean_wait_abandoned": in_units(calls.mean_wait(abandoned)),
            "sl_answered_within_t": calls.share(calls.served_within(inputs["t"] * UNIT_S)),
        }

    metrics = {
        **shares(expected, "p_wait", "p_abandon", "util", "sl_answered_within_t", slack=slack),
        **means(expected, "mean_wait_all", "Lq", "mean_wait_served", "mean_wait_abandoned", slack=slack),
    }
    fault = {"remote_fix": "100%", "talk": exponential(1 / inputs["mu"])}
    phone = {"patience": exponential(1 / inputs["theta"])}
    small = Small({f"desk-of-{seats}": inputs["lam"]}, fault, desk_alone(seats), *size, phone)

    def beside(world: World) -> list[float]:
        mean = shorter / inputs["mu"]
        return counter(world, seats, world.tickets.talk * shorter, mean, times=[n * mean / seats for n in (1, 4, 16)])

    return Trial(case, small, metrics, count, beside=beside)


def _any_talk(case: str, talk: dict[str, Any], names: tuple[str, ...], size: tuple[int, int, int]) -> Trial:
    """Q07 to Q10, Q60. Talks of mean 1 and any law; `names`: of the expected mean wait and, if given, share that waits.

    What luck brought is seen at one seat that talks as fast as all of them, and a little faster.
    """
    inputs, expected = CASES[case].inputs, CASES[case].expected
    seats = inputs.get("c", 1)

    def count(seen: Observed) -> dict[str, Part]:
        calls = seen.calls
        return dict(zip(names, (in_units(calls.mean_wait()), calls.share(calls.waits)), strict=False))

    site = f"desk-{case}-{names[0]}".lower().replace("_", "-")
    small = Small({site: inputs["lam"]}, {"remote_fix": "100%", "talk": talk}, desk_alone(seats), *size)
    metrics = {**means(expected, *names[:1]), **shares(expected, *names[1:])}

    def beside(world: World) -> list[float]:
        second = mean_square(world.scenario.faults[0].fault.talk)
        beyond = []
        for shorter in (0.9, 0.97):
            faster = shorter / seats
            beyond += lone_server(world, world.tickets.talk * faster, faster, second * faster**2)
        return beyond

    return Trial(case, small, metrics, count, beside=beside, quick=QUICK_LONG)


def _two_kinds(share: float, rate: float, other_rate: float) -> dict[str, Any]:
    """A hyperexponential duration."""
    kinds = ((share, rate), (1 - share, other_rate))
    return {"dist": "mixture", "of": [{"share": part, "dist": exponential(1 / its_rate)} for part, its_rate in kinds]}


ALWAYS_1 = constant(1)
TWO_PHASES = {"dist": "gamma", "mean": lasting(1), "cv": math.sqrt(0.5)}


def desk_trials() -> Iterator[tuple[str, Trial]]:
    """All of them by name."""
    yield "Q02-3-seats", _erlang_c(3, 1.5, (400, 50, 20))
    yield "Q02-5-seats", _erlang_c(5, 4, (600, 60, 30))
    yield "Q02-10-seats", _erlang_c(10, 9, (450, 150, 30), shorter=0.98)
    yield "Q03", _staffing_of_a_half_hour()
    yield from _staffing_by_hours()
    yield "Q04", _erlang_a("Q04", (3500, 50, 30), shorter=1.0)
    yield "Q05", _erlang_a("Q05", (22, 20, 15), shorter=0.85, slack=3)
    yield "Q07-lognormal", _any_talk("Q07", {"mean": lasting(1), "cv": 1.5}, ("W_lognormal",), (500, 100, 100))
    yield "Q07-constant", _any_talk("Q07", ALWAYS_1, ("W_det",), (400, 40, 40))
    yield "Q07-two-phases", _any_talk("Q07", TWO_PHASES, ("W_erlang2",), (400, 60, 60))
    yield "Q08", _any_talk("Q08", ALWAYS_1, ("mean_wait", "p_wait"), (300, 30, 30))
    h2 = _two_kinds(*CASES["Q09"].inputs["par"])
    yield "Q09", _any_talk("Q09", h2, ("mean_wait", "p_wait"), (400, 60, 60))
    yield "Q10", _any_talk("Q10", TWO_PHASES, ("mean_wait", "p_wait"), (300, 40, 40))
    yield "Q60", _any_talk("Q60", TWO_PHASES, ("mean_wait", "p_wait"), (400, 60, 60))
