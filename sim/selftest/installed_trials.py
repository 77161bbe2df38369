"""Reference cases of installed machines that fail as they run: one that is down cannot fail again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from sim.model import Event
from sim.oracle import held_for_parts, repairman
from sim.selftest.hall import Hall, Seen
from sim.selftest.joint_trials import held_figures
from sim.selftest.loop import repair_times
from sim.selftest.observed import Observed
from sim.selftest.repair_trials import repaired
from sim.selftest.small import Small, exponential, one_outlet
from sim.selftest.stays import Part
from sim.selftest.stock_trials import needed
from sim.selftest.trial import CASES, Trial, in_units, means, per_time_unit, shares
from sim.world import World

SITE = "hall"
PACES = (0.99, 1.01)
"""Repairs a little faster, and a little slower."""

MACHINES = ("mean_failed", "mean_wait", "throughput")
SHARES = ("availability", "repairer_util", "p_all_up")


def _repairmen() -> Trial:
    """Q12. Few engineers beside the machines."""
    inputs, expected = CASES["Q12"].inputs, CASES["Q12"].expected

    def count(seen: Observed) -> dict[str, Part]:
        return {
            "availability": seen.availability(),
            "mean_failed": seen.open_tickets(),
            "mean_wait": in_units(seen.visits.mean_wait()),
            "throughput": per_time_unit(seen.closed_per_second()),
            "repairer_util": seen.visits.busy(inputs["c"]),
            "p_all_up": seen.all_up(),
        }

    fault = {"repair": exponential(1 / inputs["repair_rate"])}
    small = Small({SITE: inputs["fail_rate"]}, fault, one_outlet(inputs["c"]), 200, 15, 15, installed=inputs["N"])

    metrics = {**means(expected, *MACHINES), **shares(expected, *SHARES)}
    return Trial("Q12", small, metrics, count, 200, partial(_beside_repairmen, "Q12"))


def _spare_machines() -> Trial:
    """Q13. A machine that fails is exchanged at once while a spare is there; the workshop mends those taken out."""
    inputs, expected = CASES["Q13"].inputs, CASES["Q13"].expected

    def count(seen: Observed) -> dict[str, Part]:
        mended = seen.stays(Event.RETURNED, Event.ON_BENCH, Event.REPAIRED)
        return {
            "availability": seen.availability(),
            "mean_failed": mended.under_way(),
            "mean_wait": in_units(mended.mean_wait()),
            "throughput": per_time_unit(mended.per_second()),
            "repairer_util": mended.busy(inputs["c"]),
            "p_all_up": seen.all_up(),
        }

    plan = one_outlet(
        "unlimited", {"machine": inputs["spares"]}, workshop={"benches": inputs["c"], "calendar": "always"}
    )
    parts = {"machine": {**repaired(exponential(1 / inputs["repair_rate"])), "kind": "unit"}}
    rates = {SITE: inputs["fail_rate"]}
    small = Small(rates, needed("machine"), plan, 240, 40, 40, parts=parts, installed=inputs["N"])
    metrics = {**means(expected, *MACHINES), **shares(expected, *SHARES)}
    return Trial("Q13", small, metrics, count, beside=partial(_beside_repairmen, "Q13"))


def _held_for_a_part() -> Trial:
    """J06. The engineer stays with the machine and waits for the part, while the others run on."""
    inputs, expected = CASES["J06"].inputs, CASES["J06"].expected
    engineers = inputs["c"]

    def count(seen: Observed) -> dict[str, Part]:
        return {**held_figures(seen, engineers), "availability": seen.availability()}

    metrics = {
        **means(expected, "throughput", "mean_wait_engineer", "mean_wait_part", "mean_wait_total"),
        **means(expected, "mean_tickets_in_system"),
        **shares(expected, "engineer_seized_frac", "engineer_repairing_frac", "part_fill_rate", "p_no_wait"),
        **shares(expected, "availability"),
    }
    fault = {"repair": exponential(1 / inputs["mu_repair"]), "parts": {"part": {"known": "0%"}}}
    plan = one_outlet(engineers, {"part": inputs["S"]}, dispatch={"rule": "ready", "missing_part": "wait"})
    parts = {"part": {"lead": exponential(1 / inputs["nu_order"])}}
    rates = {SITE: inputs["fail_rate_per_machine"]}
    small = Small(rates, fault, plan, 250, 30, 30, parts=parts, installed=inputs["N"])

    return Trial("J06", small, metrics, count, beside=_beside_those_held)


# -- what luck brought --------------------------------------------------------------------------------------------


def machines(case: str, world: World, pace: float = 1.0) -> Seen:
    """What befalls the machines of a case if every repair takes so many times as long."""
    inputs = CASES[case].inputs
    work = repair_times(world, "machine") if case == "Q13" else world.tickets.repair
    hall = Hall(world, inputs["c"], (pace * work).astype(np.int64))
    if case == "Q13":
        hall.with_spares(inputs["spares"])
    if case == "J06":
        lead = world.scenario.parts["part"].lead
        assert lead is not None
        hall.with_parts(inputs["S"], world.order_times(lead, "depot", "part", 1, len(work)))
    return Seen.of(hall.run(), world.scenario.horizon)


def _beside_repairmen(case: str, world: World) -> list[float]:
    inputs, beyond = CASES[case].inputs, []
    number, fail_rate, repair_rate = inputs["N"], inputs["fail_rate"], inputs["repair_rate"]
    for pace in PACES:
        exact = repairman(number, fail_rate, repair_rate / pace, inputs["c"], inputs["spares"])
        seen = machines(case, world, pace)
        beyond += [
            seen.count(True, exact.throughput),
            seen.number(seen.came, seen.mended, exact.mean_failed),
            seen.waits(seen.came, seen.taken, exact.mean_wait * exact.throughput),
            seen.all_up(exact.p_all_up),
        ]
        if inputs["spares"]:
            beyond.append(seen.number(seen.came, seen.up, number * (1 - exact.availability)))
    return beyond


def _beside_those_held(world: World) -> list[float]:
    inputs, beyond = CASES["J06"].inputs, []
    number, fail_rate, repair_rate = inputs["N"], inputs["fail_rate_per_machine"], inputs["mu_repair"]
    for pace in PACES:
        exact = held_for_parts(number, fail_rate, repair_rate / pace, inputs["c"], inputs["S"], inputs["nu_order"])
        seen = machines("J06", world, pace)
        beyond += [
            seen.count(True, exact.throughput),
            seen.count(seen.supplied == seen.came, exact.throughput * exact.p_no_wait),
            seen.count(seen.supplied == seen.taken, exact.throughput * exact.part_fill_rate),
            seen.waits(seen.came, seen.taken, exact.mean_wait_engineer * exact.throughput),
            seen.waits(seen.taken, seen.supplied, exact.mean_wait_part * exact.throughput),
            seen.number(seen.supplied, seen.mended, exact.repairing * inputs["c"]),
        ]
    return beyond


def installed_trials() -> Iterator[tuple[str, Trial]]:
    """All of them by name."""
    yield "Q12", _repairmen()
    yield "Q13", _spare_machines()
    yield "J06", _held_for_a_part()
