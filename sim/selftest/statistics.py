"""The T cases that are arithmetic: intervals, quantile ranks, warm-up, ranking constants, paired samples."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.oracle.precision import number_variance
from sim.study.estimate import clopper_pearson, quantile_ranks, wilks, wilson
from sim.study.paired import paired, welch, welch_freedom
from sim.study.ranking import kim_nelson, ocba, rinott_h
from sim.study.warm_up import mser5, welch_average

Inputs = Mapping[str, Any]


def cut_of_a_series(inputs: Inputs) -> dict[str, Any]:
    """T01. The series is made as the case says, by a Lehmer generator."""
    modulus, state, series = 2**31 - 1, inputs["seed"], list[float]()
    for number in range(inputs["n"]):
        state = 48271 * state % modulus
        series.append(10 + inputs["a"] * math.exp(-number / inputs["tau"]) + 4 * (state / modulus - 0.5))
    cut = mser5(series)
    return {"d_batches": cut.d_batches, "d_obs": cut.d_obs, "mser": cut.mser, "truncated_mean": cut.truncated_mean}


def moving_average(inputs: Inputs) -> dict[str, Any]:
    """T02."""
    return {"ma": welch_average(inputs["y"], inputs["w"]).tolist()}


def shares(inputs: Inputs) -> dict[str, Any]:
    """T03."""
    return {
        f"{k}/{n}": {"wilson": list(wilson(k, n, 0.95)), "clopper_pearson": list(clopper_pearson(k, n, 0.95))}
        for k, n in inputs["pairs"]
    }


def ranks(inputs: Inputs) -> dict[str, Any]:
    """T53."""
    low, high, coverage = quantile_ranks(inputs["n"], inputs["p"], inputs["conf"])
    return {"l": low, "u": high, "coverage": coverage}


def ranks_and_wilks(inputs: Inputs) -> dict[str, Any]:
    """T04."""
    share, confidence = inputs["p"], inputs["conf"]
    return {
        **ranks(inputs),
        "wilks_one_sided_95_95": wilks(share, confidence),
        "wilks_second_order": wilks(share, confidence, order=2),
    }


def rinott(inputs: Inputs) -> dict[str, Any]:
    """T05."""
    return {f"h(k={k},n0={n0},P={p:g})": rinott_h(k, n0, p) for k, n0, p in inputs["k_n0_P"]}


def sequential(inputs: Inputs) -> dict[str, Any]:
    """T06, T55."""
    eta, h2 = kim_nelson(inputs["k"], inputs["n0"], inputs["alpha"])
    return {"eta": eta, "h2": h2}


def budget(inputs: Inputs) -> dict[str, Any]:
    """T07."""
    return {"alloc": ocba(inputs["means"], inputs["sds"], inputs["total"]).tolist()}


def precision(inputs: Inputs) -> dict[str, Any]:
    """T08, what theory says of one M/M/c run."""
    variance, load = number_variance(inputs["lam"], inputs["mu"], inputs["c"]), inputs["lam"] / inputs["mu"]
    return {
        "sigma2": variance,
        "mean_L": load / (1 - load),
        "predicted_SE_T1e4": math.sqrt(variance / inputs["T"]),
    }


def same_uniforms(inputs: Inputs) -> dict[str, Any]:
    """T09: two exponentials by inverse distribution functions of one uniform are multiples of each other."""
    one, other = 1 / inputs["rate_A"], 1 / inputs["rate_B"]
    together, apart = (one - other) ** 2, one**2 + other**2
    return {"var_diff_crn": together, "var_diff_indep": apart, "ratio": together / apart, "corr": 1.0}


def pairs_and_welch(inputs: Inputs) -> dict[str, Any]:
    """T10, as b less a where the case takes a less b."""
    a, b = inputs["A"], inputs["B"]
    difference, apart = paired(b, a).estimate, welch(b, a)
    variances = [_variance(values) / len(values) for values in (a, b)]
    return {
        "mean_diff": difference.mean,
        "paired_halfwidth": difference.half_width,
        "welch_df": welch_freedom(variances[0], variances[1], len(a), len(b)),
        "welch_halfwidth": apart.half_width,
    }


def _variance(values: list[float]) -> float:
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)
