"""Which small scenario stands for which reference case, and what is counted in it. One entry a case."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.model import simulate
from sim.world import sample_world
from tests.cases.estimate import Estimate, Metric, estimates
from tests.cases.luck import luck
from tests.cases.observed import Observed, Part
from tests.cases.small import UNIT_S, Small, exponential, one_outlet, outlets_in_order

CASES: dict[str, dict[str, Any]] = {
    case["id"]: case
    for case in json.loads((Path(__file__).parent / "reference_cases.json").read_text(encoding="utf-8"))
}
SEED = 1
FRESH_SEED = 2


@dataclass(frozen=True)
class Trial:
    """A case as scenario and plan, its expected values, how to count, and how many replications it takes."""

    case: str
    small: Small
    metrics: Mapping[str, Metric]
    count: Callable[[Observed], dict[str, Part]]
    replications: int

    def run(self, folder: Path, seed: int = SEED, times: int = 1) -> dict[str, Estimate]:
        """Simulate as `pledge run` does, `times` as many replications as the trial asks for."""
        scenario, plan = self.small.load(folder)
        assert not plan.warnings
        runs, brought = [], []
        for replication in range(times * self.replications):
            world = sample_world(scenario, seed, replication)
            runs.append(self.count(Observed.of(world, plan, simulate(world, plan))))
            brought.append(luck(world))
        return estimates(self.metrics, runs, brought)


def _in_units(part: Part) -> Part:
    """Seconds into time units."""
    return part[0] / UNIT_S, part[1]


def _shares(expected: Mapping[str, float], *names: str) -> dict[str, Metric]:
    return {name: Metric(expected[name], "share") for name in names}


def _means(expected: Mapping[str, float], *names: str) -> dict[str, Metric]:
    return {name: Metric(expected[name]) for name in names}


def _desk_alone(seats: int) -> dict[str, Any]:
    """Every call is fixed by advice; engineers are there because a plan has some."""
    return one_outlet("unlimited", desks={"front": {"seats": seats, "takes": ["phone"]}})


def _erlang_c(seats: int, load: float, small: tuple[int, int, int], replications: int, quick: bool = False) -> Trial:
    """Q02. Calls at `load` per time unit, mean talk 1. `quick`: for the mean wait only."""
    inputs, all_expected = CASES["Q02"]["inputs"], CASES["Q02"]["expected"]
    assert [seats, load] in inputs["pairs_c_a"]
    within = inputs["t"] * UNIT_S
    expected = {name: all_expected[f"{name}({seats},{load:g})"] for name in ("C", "W", f"SL{inputs['t']}")}

    def count(seen: Observed) -> dict[str, Part]:
        calls = seen.calls
        return {
            "C": calls.share(calls.waits),
            "W": _in_units(calls.mean_wait()),
            "SL0.1": calls.share(calls.served_within(within)),
        }

    fault = {"remote_fix": "100%", "talk": exponential(1)}
    metrics = {**_shares(expected, "C", "SL0.1"), "W": Metric(expected["W"], quick=quick)}
    return Trial("Q02", Small({"desk": load}, fault, _desk_alone(seats), *small), metrics, count, replications)


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
            "mean_wait_all": _in_units(calls.mean_wait()),
            "util": calls.busy(seats),
            "Lq": calls.waiting(),
            "mean_wait_served": _in_units(calls.mean_wait(~abandoned)),
            "mean_wait_abandoned": _in_units(calls.mean_wait(abandoned)),
            "sl_answered_within_t": calls.share(calls.served_within(inputs["t"] * UNIT_S)),
        }

    metrics = {
        **_shares(expected, "p_wait", "p_abandon", "util", "sl_answered_within_t"),
        **_means(expected, "mean_wait_all", "Lq", "mean_wait_served", "mean_wait_abandoned"),
    }
    fault = {"remote_fix": "100%", "talk": exponential(1 / inputs["mu"])}
    phone = {"patience": exponential(1 / inputs["theta"])}
    small = Small({"desk": inputs["lam"]}, fault, _desk_alone(seats), 3900, 50, 100, phone)
    return Trial("Q04", small, metrics, count, 100)


def _hotline_and_engineers() -> Trial:
    """J04. Impatient callers; who is not fixed by advice needs an engineer."""
    inputs, expected = CASES["J04"]["inputs"], CASES["J04"]["expected"]

    def count(seen: Observed) -> dict[str, Part]:
        calls, visits = seen.calls, seen.visits
        started, judged_s = visits.per_second()
        return {
            "p_abandon": calls.share(calls.gave_up < calls.taken),
            "mean_wait_hotline_all": _in_units(calls.mean_wait()),
            "escalation_rate": (started, judged_s / UNIT_S),
            "mean_wait_engineer": _in_units(visits.mean_wait()),
            "engineer_util": visits.busy(inputs["c2"]),
        }

    metrics = {
        **_shares(expected, "p_abandon", "engineer_util"),
        **_means(expected, "mean_wait_hotline_all", "escalation_rate"),
        "mean_wait_engineer": Metric(expected["mean_wait_engineer"], quick=True),
    }
    fault = {
        "remote_fix": 1 - inputs["p"],
        "talk": exponential(1 / inputs["mu1"]),
        "repair": exponential(1 / inputs["mu2"]),
    }
    plan = one_outlet(inputs["c2"], desks={"front": {"seats": inputs["c1"], "takes": ["phone"]}})
    phone = {"patience": exponential(1 / inputs["theta"])}
    small = Small({"hotline": inputs["lam"]}, fault, plan, 600, 50, 80, phone)
    return Trial("J04", small, metrics, count, 100)


def _tandem() -> Trial:
    """J05. Everybody needs the desk, then an engineer; first ready first served keeps the sojourns independent."""
    inputs, expected = CASES["J05"]["inputs"], CASES["J05"]["expected"]
    cdf = expected["cdf_total"]

    def count(seen: Observed) -> dict[str, Part]:
        total = seen.lasts("reported", "closed")
        return {
            "mean_wait_1": _in_units(seen.calls.mean_wait()),
            "mean_wait_2": _in_units(seen.visits.mean_wait()),
            **{f"total<={t}": (float((total <= t * UNIT_S).sum()), float(len(total))) for t in inputs["t"]},
        }

    metrics = {"mean_wait_2": Metric(expected["mean_wait_2"], quick=True), **_means(expected, "mean_wait_1")}
    metrics.update({f"total<={t}": Metric(value, "share") for t, value in cdf.items()})
    fault = {"talk": exponential(1 / inputs["mu1"]), "repair": exponential(1 / inputs["mu2"])}
    plan = one_outlet(inputs["c2"], desks={"front": {"seats": inputs["c1"], "takes": ["phone"]}})
    return Trial("J05", Small({"line": inputs["lam"]}, fault, plan, 2000, 250, 150), metrics, count, 100)


def _second_tries() -> Trial:
    """J07. A visit that does not repair joins the tail of the queue at once, with new work."""
    inputs, expected = CASES["J07"]["inputs"], CASES["J07"]["expected"]

    def count(seen: Observed) -> dict[str, Part]:
        visits, total = seen.visits, seen.lasts("reported", "closed")
        judged = seen.table.judged
        return {
            "mean_wait_per_visit": _in_units(visits.mean_wait()),
            "mean_total_resolution": _in_units((float(total.sum()), float(len(total)))),
            "util": visits.busy(inputs["c"]),
            "visits_per_ticket": (float(seen.table.visits[judged].sum()), float(judged.sum())),
            "p_wait_visit": visits.share(visits.waits),
        }

    metrics = {
        "mean_wait_per_visit": Metric(expected["mean_wait_per_visit"], quick=True),
        **_means(expected, "mean_total_resolution", "visits_per_ticket"),
        **_shares(expected, "util", "p_wait_visit"),
    }
    fault = {"first_fix": inputs["ftf"], "repair": exponential(1 / inputs["mu"])}
    small = Small({"field": inputs["lam"]}, fault, one_outlet(inputs["c"]), 1000, 50, 100)
    return Trial("J07", small, metrics, count, 100)


def _hypercube() -> Trial:
    """G01. Three units of one engineer each; every atom is a site with its own order of outlets."""
    inputs, expected = CASES["G01"]["inputs"], CASES["G01"]["expected"]
    units = ("unit-1", "unit-2", "unit-3")
    atoms = [f"atom-{number}" for number in range(1, len(inputs["lam"]) + 1)]
    orders = {atom: [units[n - 1] for n in order] for atom, order in zip(atoms, inputs["prefs_1based"], strict=True)}
    first = [order[0] - 1 for order in inputs["prefs_1based"]]

    def count(seen: Observed) -> dict[str, Part]:
        visits = seen.visits
        atom = seen.table.facts["site"][visits.ticket]
        away = sum((atom == site) & (visits.actor != own) for site, own in enumerate(first))
        return {
            **{unit: visits.busy(1, actor) for actor, unit in enumerate(units)},
            "p_delay": visits.share(visits.waits),
            "frac_interresponse": visits.share(away > 0),
            "f_unit1_atom1": visits.share((visits.actor == 0) & (atom == 0)),
        }

    metrics = _shares(expected, "p_delay", "frac_interresponse", "f_unit1_atom1")
    metrics.update({unit: Metric(value, "share") for unit, value in zip(units, expected["workload"], strict=True)})
    rates = dict(zip(atoms, inputs["lam"], strict=True))
    small = Small(rates, {"repair": exponential(1 / inputs["mu"])}, outlets_in_order(orders), 700, 50, 50)
    return Trial("G01", small, metrics, count, 100)


def _all() -> Iterator[tuple[str, Trial]]:
    yield "Q02-3-seats", _erlang_c(3, 1.5, (2600, 50, 50), 110)
    yield "Q02-5-seats", _erlang_c(5, 4, (2000, 100, 50), 125)
    yield "Q02-10-seats", _erlang_c(10, 9, (350, 150, 50), 120, quick=True)
    yield "Q04", _erlang_a()
    yield "J04", _hotline_and_engineers()
    yield "J05", _tandem()
    yield "J07", _second_tries()
    yield "G01", _hypercube()


TRIALS = dict(_all())
