"""Reference cases of desk, engineers and parts together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from sim.model import Event
from sim.selftest.counters import counter, work_of_all_tries
from sim.selftest.measure import Metric
from sim.selftest.observed import Observed
from sim.selftest.pipeline import on_order
from sim.selftest.small import UNIT_S, Small, exponential, one_outlet
from sim.selftest.stays import Part
from sim.selftest.trial import (
    CASES,
    QUICK_LONG,
    QUICK_SHARE,
    Count,
    Trial,
    distribution,
    in_units,
    mean_of,
    means,
    per_time_unit,
    share_of,
    shares,
    shares_within,
)
from sim.world import World


def _hotline_and_engineers() -> Trial:
    """J04. Impatient callers; who is not fixed by advice needs an engineer."""
    inputs, expected = CASES["J04"].inputs, CASES["J04"].expected

    def count(seen: Observed) -> dict[str, Part]:
        calls, visits = seen.calls, seen.visits
        started, judged_s = visits.per_second()
        return {
            "p_abandon": calls.share(calls.gave_up < calls.taken),
            "mean_wait_hotline_all": in_units(calls.mean_wait()),
            "escalation_rate": (started, judged_s / UNIT_S),
            "mean_wait_engineer": in_units(visits.mean_wait()),
            "engineer_util": visits.busy(inputs["c2"]),
        }

    metrics = {
        **shares(expected, "p_abandon", "engineer_util"),
        **means(expected, "mean_wait_hotline_all", "escalation_rate"),
        "mean_wait_engineer": Metric(expected["mean_wait_engineer"]),
    }
    fault = {
        "remote_fix": 1 - inputs["p"],
        "talk": exponential(1 / inputs["mu1"]),
        "repair": exponential(1 / inputs["mu2"]),
    }
    plan = one_outlet(inputs["c2"], desks={"front": {"seats": inputs["c1"], "takes": ["phone"]}})
    phone = {"patience": exponential(1 / inputs["theta"])}
    small = Small({"hotline": inputs["lam"]}, fault, plan, 1500, 50, 50, phone)

    def beside(world: World) -> list[float]:
        """Engineers for those who need one but for the most impatient, as many as will give up."""
        stay = 1 - expected["p_abandon"]
        patient = world.tickets.patience > -math.log(stay) / inputs["theta"] * UNIT_S
        chosen = patient & (world.tickets.u_remote >= 1 - inputs["p"])
        return counter(world, inputs["c2"], world.tickets.repair, 1 / inputs["mu2"], chosen, inputs["p"] * stay)

    return Trial("J04", small, metrics, count, 400, beside, quick=0.17)


def _tandem() -> Trial:
    """J05. Everybody needs the desk, then an engineer; first ready first served keeps the sojourns independent."""
    inputs, expected = CASES["J05"].inputs, CASES["J05"].expected

    def count(seen: Observed) -> dict[str, Part]:
        total = seen.lasts("reported", "closed")
        return {
            "mean_wait_1": in_units(seen.calls.mean_wait()),
            "mean_wait_2": in_units(seen.visits.mean_wait()),
            **shares_within("total", total, expected["cdf_total"]),
        }

    metrics = {**means(expected, "mean_wait_1", "mean_wait_2"), **distribution("total", expected["cdf_total"])}
    fault = {"talk": exponential(1 / inputs["mu1"]), "repair": exponential(1 / inputs["mu2"])}
    plan = one_outlet(inputs["c2"], desks={"front": {"seats": inputs["c1"], "takes": ["phone"]}})

    def beside(world: World) -> list[float]:
        talk, repair = world.tickets.talk, world.tickets.repair
        at_desk = counter(world, inputs["c1"], 0.9 * talk, 0.9 / inputs["mu1"])
        return [*at_desk, *counter(world, inputs["c2"], repair, 1 / inputs["mu2"])]

    small = Small({"line": inputs["lam"]}, fault, plan, 800, 100, 80)
    return Trial("J05", small, metrics, count, beside=beside, quick=QUICK_LONG)


def _second_tries() -> Trial:
    """J07. A visit that does not repair joins the tail of the queue at once, with new work."""
    inputs, expected = CASES["J07"].inputs, CASES["J07"].expected

    def count(seen: Observed) -> dict[str, Part]:
        visits, total = seen.visits, seen.lasts("reported", "closed")
        judged = seen.table.judged
        return {
            "mean_wait_per_visit": in_units(visits.mean_wait()),
            "mean_total_resolution": mean_of(total),
            "util": visits.busy(inputs["c"]),
            "visits_per_ticket": (float(seen.table.visits[judged].sum()), float(judged.sum())),
            "p_wait_visit": visits.share(visits.waits),
        }

    metrics = {
        **means(expected, "mean_wait_per_visit", "mean_total_resolution", "visits_per_ticket"),
        **shares(expected, "util", "p_wait_visit"),
    }
    fault = {"first_fix": inputs["ftf"], "repair": exponential(1 / inputs["mu"])}
    small = Small({"field": inputs["lam"]}, fault, one_outlet(inputs["c"]), 400, 50, 60)

    def beside(world: World) -> list[float]:
        return counter(world, inputs["c"], work_of_all_tries(world), 1 / inputs["mu"] / inputs["ftf"])

    return Trial("J07", small, metrics, count, beside=beside)


def held_figures(seen: Observed, engineers: int) -> dict[str, Part]:
    """Of engineers who stay on site and wait for the part they found missing."""
    for_part = seen.stays(Event.PARTS_ASKED, Event.PARTS_READY, Event.RESTORED)
    total = seen.lasts("reported", "parts_ready")
    return {
        "throughput": per_time_unit(seen.closed_per_second()),
        "mean_wait_engineer": in_units(seen.visits.mean_wait()),
        "mean_wait_part": in_units(for_part.mean_wait()),
        "mean_wait_total": mean_of(total),
        "engineer_seized_frac": seen.visits.busy(engineers),
        "engineer_repairing_frac": for_part.busy(engineers),
        "part_fill_rate": seen.shelf("part").fill_rate(),
        "p_no_wait": share_of(total == 0),
        "mean_tickets_in_system": seen.open_tickets(),
    }


def _held_for_a_part() -> Trial:
    """J01. The part is found missing on site; the engineer stays and waits for it."""
    inputs, expected = CASES["J01"].inputs, CASES["J01"].expected
    engineers = inputs["c"]

    def count(seen: Observed) -> dict[str, Part]:
        total = seen.lasts("reported", "parts_ready")
        return {**held_figures(seen, engineers), **shares_within("wait_total", total, expected["cdf_wait_total"])}

    metrics = {
        **means(expected, "throughput", "mean_wait_engineer", "mean_wait_part", "mean_wait_total"),
        **means(expected, "mean_tickets_in_system"),
        **shares(expected, "engineer_seized_frac", "engineer_repairing_frac", "part_fill_rate", "p_no_wait"),
        **distribution("wait_total", expected["cdf_wait_total"]),
    }
    plan = _with_a_part(inputs, rule="ready", missing_part="wait")
    held = expected["engineer_seized_frac"] / expected["engineer_repairing_frac"]
    return _one_part("J01", metrics, count, "0%", plan, (2500, 40, 40), held)


def _part_first(case: str) -> Trial:
    """J02, J54. The part is known; when it is there an engineer is asked for, first come first served."""
    inputs, expected = CASES[case].inputs, CASES[case].expected

    def count(seen: Observed) -> dict[str, Part]:
        for_part = seen.stays(Event.PARTS_ASKED, Event.PARTS_READY, Event.PARTS_READY)
        total = seen.lasts("reported", "dispatched")
        return {
            "mean_wait_part": in_units(for_part.mean_wait()),
            "mean_wait_engineer": in_units(seen.visits.mean_wait()),
            "mean_wait_total": mean_of(total),
            "part_fill_rate": seen.shelf("part").fill_rate(),
            "engineer_util": seen.visits.busy(inputs["c"]),
            "p_no_wait": share_of(total == 0),
            **shares_within("wait_total", total, expected["cdf_wait_total"]),
        }

    metrics = {
        **means(expected, "mean_wait_part", "mean_wait_engineer", "mean_wait_total"),
        **shares(expected, "part_fill_rate", "engineer_util", "p_no_wait"),
        **distribution("wait_total", expected["cdf_wait_total"]),
    }
    plan = _with_a_part(inputs, rule="ready")
    return _one_part(case, metrics, count, "100%", plan, (500, 60, 50))


def _with_a_part(inputs: Mapping[str, Any], **dispatch: str) -> dict[str, Any]:
    return one_outlet(inputs["c"], {"part": inputs["S"]}, dispatch=dispatch)


def _one_part(
    case: str,
    metrics: Mapping[str, Metric],
    count: Count,
    known: str,
    plan: Mapping[str, Any],
    size: tuple[int, int, int],
    held: float = 1.0,
) -> Trial:
    """Every repair needs one part; an order takes an exponential time. `held`: visits last that much longer."""
    inputs = CASES[case].inputs

    def beside(world: World) -> list[float]:
        at_counter = counter(world, inputs["c"], held * world.tickets.repair, held / inputs["mu_repair"])
        return [*at_counter, *on_order(world, "part")]

    fault = {"repair": exponential(1 / inputs["mu_repair"]), "parts": {"part": {"known": known}}}
    parts = {"part": {"lead": exponential(1 / inputs["nu_order"])}}
    small = Small({"site": inputs["lam"]}, fault, plan, *size, parts=parts)
    return Trial(case, small, metrics, count, beside=beside, quick=QUICK_SHARE if case == "J01" else QUICK_LONG)


def joint_trials() -> Iterator[tuple[str, Trial]]:
    """All of them by name."""
    yield "J01", _held_for_a_part()
    yield "J02", _part_first("J02")
    yield "J54", _part_first("J54")
    yield "J04", _hotline_and_engineers()
    yield "J05", _tandem()
    yield "J07", _second_tries()
