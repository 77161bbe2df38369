"""Reference cases of parts in stores: every ticket needs them, and engineers are never short."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from sim.selftest.measure import Metric
from sim.selftest.observed import Observed
from sim.selftest.pipeline import on_order, other_lots
from sim.selftest.small import HERE, NEVER_SHORT, Small, constant, exponential, lasting, one_outlet, outlets_in_order
from sim.selftest.stays import Part
from sim.selftest.trial import (
    CASES,
    Trial,
    distribution,
    mean_of,
    means,
    per_time_unit,
    share_of,
    shares,
    shares_within,
    summed,
)
from sim.world import World

Lead = Callable[[float], dict[str, str]]


def lognormal(mean: float) -> dict[str, Any]:
    """A lognormal duration in time units."""
    return {"dist": "lognormal", "mean": lasting(mean), "cv": 1.0}


def needed(*parts: str, quantity: Any = 1) -> dict[str, Any]:
    """Work without time that needs these parts; all are known on the phone."""
    return {"repair": "0s", "parts": {part: {"known": "100%", "quantity": quantity} for part in parts}}


def _on_order(*parts: str) -> Callable[[World], list[float]]:
    return lambda world: [figure for part in parts for figure in on_order(world, part)]


def _base_stock() -> Trial:
    """P01. One demand for all parts at once; their lead times make the pipelines."""
    inputs, expected = CASES["P01"].inputs, CASES["P01"].expected
    leads: Mapping[str, Lead] = {"exponential": exponential, "constant": constant, "lognormal": lognormal}
    laws = ["constant exponential lognormal", "lognormal", "exponential", "constant"]
    parts = {
        f"{law}-{level}": (f"m={pipeline:g},S={level}", leads[law](pipeline), level)
        for (pipeline, level), of_pair in zip(inputs["pairs_pipeline_S"], laws, strict=True)
        for law in of_pair.split()
    }

    def count(seen: Observed) -> dict[str, Part]:
        figures = {}
        for part in parts:
            shelf = seen.shelf(part)
            figures[f"{part} fill_rate"] = shelf.fill_rate()
            figures[f"{part} ebo"] = shelf.backorders()
            figures[f"{part} on_hand"] = shelf.on_hand()
        return figures

    metrics = {
        f"{part} {name}": Metric(expected[pair][name], "share" if name == "fill_rate" else "mean")
        for part, (pair, _lead, _level) in parts.items()
        for name in ("fill_rate", "ebo", "on_hand")
    }
    small = Small(
        {"site": 1.0},
        needed(*parts),
        one_outlet("unlimited", {part: level for part, (_pair, _lead, level) in parts.items()}),
        *(350, 60, 20),
        parts={part: {"lead": lead} for part, (_pair, lead, _level) in parts.items()},
    )
    return Trial("P01", small, metrics, count, beside=_on_order(*parts))


def _waits_for_parts() -> Trial:
    """P02. How long a demand waits under a constant lead time."""
    inputs, expected = CASES["P02"].inputs, CASES["P02"].expected

    def count(seen: Observed) -> dict[str, Part]:
        waits = seen.shelf("part").waits()
        return {"mean_wait": mean_of(waits), **shares_within("wait", waits, expected["cdf_wait"])}

    metrics = {**means(expected, "mean_wait"), **distribution("wait", expected["cdf_wait"])}
    plan = one_outlet("unlimited", {"part": inputs["S"]})
    parts = {"part": {"lead": constant(inputs["L"])}}
    small = Small({"site": inputs["lam"]}, needed("part"), plan, 400, 40, 15, parts=parts)
    return Trial("P02", small, metrics, count, beside=_on_order("part"))


def _lots(case: str, size: tuple[int, int, int], quick: float) -> Trial:
    """P05, P06, P56. A lot is ordered when the position falls to r."""
    inputs, expected = CASES[case].inputs, CASES[case].expected

    def count(seen: Observed) -> dict[str, Part]:
        shelf = seen.shelf("part")
        return {
            "on_hand": shelf.on_hand(),
            "backorders": shelf.backorders(),
            "fill_rate": shelf.fill_rate(),
            "mean_wait": mean_of(shelf.waits()),
            "order_rate": per_time_unit(shelf.orders()),
        }

    metrics = {
        **means(expected, "on_hand", "backorders", "mean_wait", "order_rate"),
        **shares(expected, "fill_rate"),
    }
    plan = one_outlet("unlimited", {"part": {"s": inputs["r"], "Q": inputs["Q"]}})
    parts = {"part": {"lead": constant(inputs["L"])}}
    small = Small({"site": inputs["lam"]}, needed("part"), plan, *size, parts=parts)

    near = max(1, inputs["Q"] // 8)

    def beside(world: World) -> list[float]:
        nearby = inputs["r"] - near, inputs["r"] + near
        return [*on_order(world, "part"), *other_lots(world, "part", nearby, inputs["Q"])]

    return Trial(case, small, metrics, count, beside=beside, quick=quick)


def _up_to() -> Trial:
    """P07. Demands of several units; what is there is handed out, the rest waits."""
    inputs, expected = CASES["P07"].inputs, CASES["P07"].expected

    def count(seen: Observed) -> dict[str, Part]:
        shelf = seen.shelf("part")
        return {
            "on_hand": shelf.on_hand(),
            "backorders": shelf.backorders(),
            "ready_rate": shelf.ready(),
            "fill_volume": shelf.fill_rate(),
            "fill_orders_complete": shelf.filled_whole(),
            "order_rate": per_time_unit(shelf.orders()),
        }

    metrics = {
        **means(expected, "on_hand", "backorders", "order_rate"),
        **shares(expected, "ready_rate", "fill_volume", "fill_orders_complete"),
    }
    sizes = {int(units): share for units, share in inputs["size_pmf"].items()}
    plan = one_outlet("unlimited", {"part": {"s": inputs["s"], "S": inputs["S"]}})
    parts = {"part": {"lead": constant(inputs["L"])}}
    small = Small({"site": inputs["lam"]}, needed("part", quantity=sizes), plan, 400, 30, 10, parts=parts)
    return Trial("P07", small, metrics, count, beside=_on_order("part"))


def _emergency() -> Trial:
    """P08. What the shelf does not have comes by courier at once and is not ordered; two laws of the lead time."""
    inputs, expected = CASES["P08"].inputs, CASES["P08"].expected
    leads: Mapping[str, Lead] = {"exponential": exponential, "constant": constant}
    level = inputs["S"]

    def count(seen: Observed) -> dict[str, Part]:
        figures = {}
        for law in leads:
            shelf = seen.shelf(law)
            filled, asked = shelf.fill_rate()
            figures[f"{law} p_emergency"] = asked - filled, asked
            figures[f"{law} mean_on_order"] = shelf.on_order()
            figures[f"{law} mean_on_hand"] = shelf.on_hand()
        return figures

    metrics = {
        f"{law} {name}": Metric(expected[name], "share" if name == "p_emergency" else "mean")
        for law in leads
        for name in ("p_emergency", "mean_on_order", "mean_on_hand")
    }
    parts = {law: {"lead": lead(inputs["T"]), "courier_lead": "0s"} for law, lead in leads.items()}
    plan = one_outlet("unlimited", dict.fromkeys(parts, level))
    small = Small({"site": inputs["lam"]}, needed(*parts), plan, 150, 40, 10, parts=parts)
    return Trial("P08", small, metrics, count, beside=_on_order(*parts))


def _pool(case: str, size: tuple[int, int, int]) -> Trial:
    """P09, P10, P60. Each site has its outlet; the others help at once, in the order of the list; else a courier does.

    Two parts are needed at a time, each with a pool of its own, so that a ticket tells almost as much as two.
    """
    inputs, expected = CASES[case].inputs, CASES[case].expected
    outlets = [f"outlet-{number}" for number in range(1, len(inputs["lam"]) + 1)]
    parts = [f"part-{number}" for number in (1, 2)]

    def count(seen: Observed) -> dict[str, Part]:
        return summed(_of_pool(seen, part, outlets) for part in parts)

    metrics = shares(expected, "emergency")
    for index, outlet in enumerate(outlets):
        for name, kind in (("own", "share"), ("lateral", "share"), ("on_hand", "mean")):
            metrics[f"{outlet} {name}"] = Metric(expected[name][index], kind)
    rates = {f"site-{number}": rate for number, rate in enumerate(inputs["lam"], 1)}
    plan = outlets_in_order({site: [outlet] for site, outlet in zip(rates, outlets, strict=True)}, NEVER_SHORT)
    for outlet, level in zip(outlets, inputs["S"], strict=True):
        plan["outlets"][outlet] = {**HERE, "stock": dict.fromkeys(parts, level)}
    plan["supply"] = {"lateral": {"between": outlets, "lead": "0s"}, "courier": "0s"}
    table = {part: {"lead": exponential(inputs["T"])} for part in parts}
    small = Small(rates, needed(*parts), plan, *size, parts=table)
    return Trial(case, small, metrics, count)


def _of_pool(seen: Observed, part: str, outlets: Sequence[str]) -> dict[str, Part]:
    shelves = [seen.shelf(part, outlet) for outlet in outlets]
    judged, site = seen.table.judged, seen.table.facts["site"]
    taken = np.array([shelf.taken_at_once() for shelf in shelves])
    figures = {"emergency": share_of(seen.couriered(part)[judged])}
    for index, outlet in enumerate(outlets):
        mine, others = judged & (site == index), [at for at in range(len(outlets)) if at != index]
        figures[f"{outlet} own"] = share_of(taken[index][mine])
        figures[f"{outlet} lateral"] = share_of(taken[others][:, mine].sum(axis=0) > 0)
        figures[f"{outlet} on_hand"] = shelves[index].on_hand()
    return figures


def stock_trials() -> Iterator[tuple[str, Trial]]:
    """All of them by name."""
    yield "P01", _base_stock()
    yield "P02", _waits_for_parts()
    yield "P05", _lots("P05", (10, 3, 1), 0.5)
    yield "P06", _lots("P06", (140, 50, 15), 0.3)
    yield "P56", _lots("P56", (5000, 200, 150), 0.1)
    yield "P07", _up_to()
    yield "P08", _emergency()
    yield "P09", _pool("P09", (750, 15, 5))
    yield "P10", _pool("P10", (600, 20, 5))
    yield "P60", _pool("P60", (450, 15, 5))
