"""Reference cases of a desk alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.world import World
from tests.cases.counters import counter
from tests.cases.observed import Observed
from tests.cases.small import UNIT_S, Small, exponential, one_outlet
from tests.cases.stays import Part
from tests.cases.trial import CASES, Trial, in_units, means, shares


def _desk_alone(seats: int) -> dict[str, Any]:
    """Every call is fixed by advice; engineers are there because a plan has some."""
    return one_outlet("unlimited", desks={"front": {"seats": seats, "takes": ["phone"]}})


def _erlang_c(seats: int, load: float, size: tuple[int, int, int], shorter: float = 0.9) -> Trial:
    """Q02. Calls at `load` per time unit, mean talk 1. What luck brought is seen where talks are a little shorter."""
    inputs, all_expected = CASES["Q02"]["inputs"], CASES["Q02"]["expected"]
    assert [seats, load] in inputs["pairs_c_a"]
    within = inputs["t"] * UNIT_S
    expected = {name: all_expected[f"{name}({seats},{load:g})"] for name in ("C", "W", f"SL{inputs['t']}")}

    def count(seen: Observed) -> dict[str, Part]:
        calls = seen.calls
        return {
            "C": calls.share(calls.waits),
            "W": in_units(calls.mean_wait()),
            "SL0.1": calls.share(calls.served_within(within)),
        }

    fault = {"remote_fix": "100%", "talk": exponential(1)}
    small = Small({"desk": load}, fault, _desk_alone(seats), *size)
    metrics = {**shares(expected, "C", "SL0.1"), **means(expected, "W")}

    def beside(world: World) -> list[float]:
        return counter(world, seats, world.tickets.talk * shorter, shorter)

    return Trial("Q02", small, metrics, count, beside=beside)


def _erlang_a() -> Trial:
    """Q04. The service level counts served calls that waited no longer than t, over all offered."""
    inputs, expected = CASES["Q04"]["inputs"], CASES["Q04"]["expected"]
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
        **shares(expected, "p_wait", "p_abandon", "util", "sl_answered_within_t"),
        **means(expected, "mean_wait_all", "Lq", "mean_wait_served", "mean_wait_abandoned"),
    }
    fault = {"remote_fix": "100%", "talk": exponential(1 / inputs["mu"])}
    phone = {"patience": exponential(1 / inputs["theta"])}
    small = Small({"desk": inputs["lam"]}, fault, _desk_alone(seats), 2700, 50, 30, phone)

    def beside(world: World) -> list[float]:
        return counter(world, seats, world.tickets.talk, 1 / inputs["mu"])

    return Trial("Q04", small, metrics, count, beside=beside)


def desk_trials() -> Iterator[tuple[str, Trial]]:
    """All of them by name."""
    yield "Q02-3-seats", _erlang_c(3, 1.5, (400, 50, 20))
    yield "Q02-5-seats", _erlang_c(5, 4, (600, 60, 30))
    yield "Q02-10-seats", _erlang_c(10, 9, (250, 150, 30), shorter=0.98)
    yield "Q04", _erlang_a()
