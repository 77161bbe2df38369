"""What the formulas say of the cases about parts, in the shape of what the case expects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.oracle.echelons import TwoEchelons, metric, two_echelons, vari_metric
from sim.oracle.pooling import pooling
from sim.oracle.stock import ShelfFigures, base_stock, emergency, lots, repair_shop, up_to, wait_within

Inputs = Mapping[str, Any]


def _base_stocks(inputs: Inputs) -> dict[str, Any]:
    return {
        f"m={pipeline:g},S={level}": _shelf(base_stock(pipeline, level))
        for pipeline, level in inputs["pairs_pipeline_S"]
    }


def _shelf(figures: ShelfFigures) -> dict[str, Any]:
    return {"fill_rate": figures.fill_rate, "ebo": figures.backorders, "on_hand": figures.on_hand}


def _waits(inputs: Inputs) -> dict[str, Any]:
    rate, lead, level = inputs["lam"], inputs["L"], inputs["S"]
    return {
        "cdf_wait": {f"{time:g}": wait_within(rate, lead, level, time) for time in inputs["t"]},
        "mean_wait": base_stock(rate * lead, level).backorders / rate,
    }


def _two_echelons(inputs: Inputs) -> dict[str, Any]:
    given = inputs["lam"], inputs["transport"], inputs["depot_T"], inputs["S0"], inputs["S"]
    formulas = {"exact": two_echelons, "metric": metric, "vari": vari_metric}
    return {name: _echelons(formula(*given)) for name, formula in formulas.items()}


def _echelons(figures: TwoEchelons) -> dict[str, Any]:
    return {
        "depot_ebo": figures.central_backorders,
        "depot_wait": figures.central_wait,
        "depot_fill": figures.central_fill,
        "base_ebo": list(figures.backorders),
        "base_fill": list(figures.fill_rates),
        "total_base_ebo": figures.total_backorders,
    }


def _lots(inputs: Inputs) -> dict[str, Any]:
    figures = lots(inputs["lam"], inputs["L"], inputs["r"], inputs["Q"])
    return {
        "on_hand": figures.on_hand,
        "backorders": figures.backorders,
        "fill_rate": figures.fill_rate,
        "mean_wait": figures.backorders / inputs["lam"],
        "order_rate": inputs["lam"] / inputs["Q"],
    }


def _up_to(inputs: Inputs) -> dict[str, Any]:
    sizes = {int(units): share for units, share in inputs["size_pmf"].items()}
    figures = up_to(inputs["lam"], sizes, inputs["L"], inputs["s"], inputs["S"])
    return {
        "on_hand": figures.on_hand,
        "backorders": figures.backorders,
        "ready_rate": figures.ready_rate,
        "fill_volume": figures.fill_rate_units,
        "fill_orders_complete": figures.fill_rate_complete,
        "order_rate": figures.order_rate,
    }


def _emergency(inputs: Inputs) -> dict[str, Any]:
    figures = emergency(inputs["lam"] * inputs["T"], inputs["S"])
    return {
        "p_emergency": 1 - figures.fill_rate,
        "mean_on_order": inputs["S"] - figures.on_hand,
        "mean_on_hand": figures.on_hand,
    }


def _pool(inputs: Inputs) -> dict[str, Any]:
    figures = pooling(inputs["lam"], inputs["S"], inputs["T"])
    return {
        "own": list(figures.own),
        "emergency": figures.emergency,
        "lateral": list(figures.lateral),
        "on_hand": list(figures.on_hand),
    }


def _repair_shop(inputs: Inputs) -> dict[str, Any]:
    figures = repair_shop(inputs["lam"], inputs["mu"], inputs["c"], inputs["S"])
    return {**_shelf(figures), "mean_wait": figures.backorders / inputs["lam"]}


FORMULAS: Mapping[str, Callable[[Inputs], dict[str, Any]]] = {
    "P01": _base_stocks,
    "P02": _waits,
    **dict.fromkeys(["P03", "P04", "P54"], _two_echelons),
    **dict.fromkeys(["P05", "P06", "P56"], _lots),
    "P07": _up_to,
    "P08": _emergency,
    **dict.fromkeys(["P09", "P10", "P60"], _pool),
    "P11": _repair_shop,
}
