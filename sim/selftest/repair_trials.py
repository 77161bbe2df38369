"""Reference cases of parts that are repaired and used again: every ticket needs one, and engineers are never short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.selftest.counters import counter
from sim.selftest.loop import Echelons, repair_times
from sim.selftest.measure import Metric
from sim.selftest.observed import Observed
from sim.selftest.small import HERE, NEVER_SHORT, Small, constant, exponential, one_outlet, outlets_in_order
from sim.selftest.stays import Part
from sim.selftest.stock_trials import needed
from sim.selftest.trial import CASES, QUICK_LONG, Trial, mean_of, means, shares
from sim.world import World

CENTRAL = "central"


def repaired(repair: Mapping[str, Any]) -> dict[str, Any]:
    """A part whose defective one goes into repair at the instant of the request; it is never scrapped."""
    return {"kind": "repairable", "repair": repair, "sent_back": "at_request", "return_transit": "0s"}


def echelons(case: str) -> Echelons:
    """The outlets of a case and the ways to them."""
    inputs = CASES[case].inputs
    return Echelons(tuple(inputs["lam"]), tuple(inputs["transport"]), inputs["depot_T"])


def _two_echelons(case: str, size: tuple[int, int, int]) -> Trial:
    """P03, P04, P54. Each site has its outlet, all stand before one central store; nobody waits for a bench."""
    inputs, expected = CASES[case].inputs, CASES[case].expected["exact"]
    outlets = [f"outlet-{number}" for number in range(1, len(inputs["lam"]) + 1)]

    def count(seen: Observed) -> dict[str, Part]:
        central, shelves = seen.shelf("part", CENTRAL), [seen.shelf("part", outlet) for outlet in outlets]
        short = [shelf.backorders() for shelf in shelves]
        return {
            "depot_ebo": central.backorders(),
            "depot_wait": mean_of(central.waits_in_turn()),
            "depot_fill": central.fill_rate(),
            "total_base_ebo": (sum(area for area, _length in short), short[0][1]),
            **{f"{outlet} ebo": area for outlet, area in zip(outlets, short, strict=True)},
            **{f"{outlet} fill": shelf.fill_rate() for outlet, shelf in zip(outlets, shelves, strict=True)},
        }

    metrics = {**means(expected, "depot_ebo", "depot_wait", "total_base_ebo"), **shares(expected, "depot_fill")}
    for outlet, short, filled in zip(outlets, expected["base_ebo"], expected["base_fill"], strict=True):
        metrics |= {f"{outlet} ebo": Metric(short), f"{outlet} fill": Metric(filled, "share")}
    rates = {f"site-{number}": rate for number, rate in enumerate(inputs["lam"], 1)}
    plan = outlets_in_order({site: [outlet] for site, outlet in zip(rates, outlets, strict=True)}, NEVER_SHORT)
    for outlet, level, way in zip(outlets, inputs["S"], inputs["transport"], strict=True):
        plan["outlets"][outlet] = {**HERE, "stock": {"part": level}, "from_central": constant(way)}
    plan |= {CENTRAL: {"stock": {"part": inputs["S0"]}}, "supply": {"sourcing": ["outlet"]}}
    parts = {"part": repaired(constant(inputs["depot_T"]))}
    alike = echelons(case)

    def beside(world: World) -> list[float]:
        """A unit less and a unit more in the central store; one that keeps nothing lacks what is in repair."""
        beyond = []
        for level in (inputs["S0"] - 1, inputs["S0"] + 1) if inputs["S0"] else (1,):
            beyond += alike.beside_outlets(world, "part", level, inputs["S"])
            beyond += [alike.beside_center(world, "part", level)] if inputs["S0"] else []
        return beyond

    return Trial(case, Small(rates, needed("part"), plan, *size, parts=parts), metrics, count, beside=beside)


def _repair_shop() -> Trial:
    """P11. What is handed out comes back through a workshop of few benches."""
    inputs, expected = CASES["P11"].inputs, CASES["P11"].expected

    def count(seen: Observed) -> dict[str, Part]:
        shelf = seen.shelf("part")
        return {
            "fill_rate": shelf.fill_rate(),
            "ebo": shelf.backorders(),
            "mean_wait": mean_of(shelf.waits()),
            "on_hand": shelf.on_hand(),
        }

    metrics = {**shares(expected, "fill_rate"), **means(expected, "ebo", "mean_wait", "on_hand")}
    plan = one_outlet("unlimited", {"part": inputs["S"]}, workshop={"benches": inputs["c"], "calendar": "always"})
    parts = {"part": repaired(exponential(1 / inputs["mu"]))}
    small = Small({"site": inputs["lam"]}, needed("part"), plan, 150, 30, 20, parts=parts)

    def beside(world: World) -> list[float]:
        """A little faster, and a little slower."""
        mend, mean = repair_times(world, "part"), 1 / inputs["mu"]
        return [
            figure
            for pace in (0.95, 1.05)
            for figure in counter(world, inputs["c"], pace * mend, pace * mean, times=())
        ]

    return Trial("P11", small, metrics, count, beside=beside, quick=QUICK_LONG)


def repair_trials() -> Iterator[tuple[str, Trial]]:
    """All of them by name."""
    yield "P03", _two_echelons("P03", (1600, 20, 80))
    yield "P04", _two_echelons("P04", (220, 10, 30))
    yield "P54", _two_echelons("P54", (140, 10, 30))
    yield "P11", _repair_shop()
