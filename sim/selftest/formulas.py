"""What the formulas say of each case, in the shape of what the case expects: one function a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.oracle import distances
from sim.oracle.held import HeldForParts, held_for_parts, held_in_a_stream, held_in_a_stream_within
from sim.oracle.hypercube import Hypercube, hypercube
from sim.oracle.networks import Hotline, Station, several_visits, through_within
from sim.oracle.part_first import Line
from sim.oracle.regions import TwoRegions
from sim.selftest import formulas_of_parts, formulas_of_queues, statistics
from sim.selftest.formulas_of_queues import by_time

Inputs = Mapping[str, Any]
Formula = Callable[[Inputs], dict[str, Any]]


def _held(figures: HeldForParts) -> dict[str, Any]:
    return {
        "throughput": figures.throughput,
        "mean_wait_engineer": figures.mean_wait_engineer,
        "mean_wait_part": figures.mean_wait_part,
        "mean_wait_total": figures.mean_wait_engineer + figures.mean_wait_part,
        "engineer_seized_frac": figures.seized,
        "engineer_repairing_frac": figures.repairing,
        "part_fill_rate": figures.part_fill_rate,
        "p_no_wait": figures.p_no_wait,
        "mean_tickets_in_system": figures.mean_failed,
    }


def _held_in_a_stream(inputs: Inputs) -> dict[str, Any]:
    rates = inputs["lam"], inputs["mu_repair"], inputs["c"], inputs["S"], inputs["nu_order"]
    within = held_in_a_stream_within(*rates, inputs["t"])
    return {**_held(held_in_a_stream(*rates)), "cdf_wait_total": by_time(inputs["t"], within)}


def _held_machines(inputs: Inputs) -> dict[str, Any]:
    machines, rate = inputs["N"], inputs["fail_rate_per_machine"]
    figures = held_for_parts(machines, rate, inputs["mu_repair"], inputs["c"], inputs["S"], inputs["nu_order"])
    return {**_held(figures), "availability": figures.availability}


def _part_first(inputs: Inputs) -> dict[str, Any]:
    line = Line(inputs["lam"], inputs["mu_repair"], inputs["c"], inputs["S"], inputs["nu_order"])
    figures = line.figures()
    return {
        "mean_wait_part": figures.mean_wait_part,
        "mean_wait_engineer": figures.mean_wait_engineer,
        "mean_wait_total": figures.mean_wait_part + figures.mean_wait_engineer,
        "part_fill_rate": figures.part_fill_rate,
        "engineer_util": figures.utilisation,
        "p_no_wait": figures.p_no_wait,
        "cdf_wait_total": by_time(inputs["t"], line.within(inputs["t"])),
    }


def _two_regions(inputs: Inputs) -> dict[str, Any]:
    pair = TwoRegions(tuple(inputs["lamH"]), tuple(inputs["lamL"]), inputs["mu_home"], inputs["mu_cross"])
    figures, times = pair.figures(), inputs["t"]
    return {
        "util_e1": figures.busy[0],
        "util_e2": figures.busy[1],
        "p_wait": figures.p_wait,
        "mean_wait_H": figures.mean_wait_urgent,
        "mean_wait_L": figures.mean_wait_other,
        "frac_cross_dispatch": figures.away,
        "cdf_wait_H": by_time(times, pair.urgent_within(times)),
        "cdf_wait_L": by_time(times, pair.other_within(times)),
    }


def _behind_hotline(inputs: Inputs) -> dict[str, Any]:
    at_desk, after = (inputs["lam"], inputs["mu1"], inputs["theta"], inputs["c1"]), (inputs["mu2"], inputs["c2"])
    figures = Hotline(*at_desk, inputs["p"], *after).figures()
    return {
        "p_abandon": figures.p_abandon,
        "mean_wait_hotline_all": figures.mean_wait_hotline,
        "escalation_rate": figures.visit_rate,
        "mean_wait_engineer": figures.mean_wait_engineer,
        "engineer_util": figures.utilisation,
        "naive_poisson_mean_wait_engineer": Station(after[1], figures.visit_rate, after[0]).mean_wait,
    }


def _tandem(inputs: Inputs) -> dict[str, Any]:
    first = Station(inputs["c1"], inputs["lam"], inputs["mu1"])
    second = Station(inputs["c2"], inputs["lam"] * inputs["p"], inputs["mu2"])
    return {
        "cdf_total": by_time(inputs["t"], through_within([first, second], inputs["t"])),
        "mean_wait_1": first.mean_wait,
        "mean_wait_2": second.mean_wait,
    }


def _second_tries(inputs: Inputs) -> dict[str, Any]:
    figures = several_visits(inputs["lam"], inputs["mu"], inputs["c"], inputs["ftf"])
    return {
        "mean_wait_per_visit": figures.mean_wait,
        "mean_total_resolution": figures.mean_total,
        "util": figures.utilisation,
        "visits_per_ticket": figures.visits,
        "p_wait_visit": figures.p_wait,
    }


def _three_units(inputs: Inputs) -> dict[str, Any]:
    orders = [[unit - 1 for unit in order] for order in inputs["prefs_1based"]]
    figures: Hypercube = hypercube(inputs["lam"], orders, inputs["mu"], waits=True)
    return {
        "workload": list(figures.busy),
        "p_delay": figures.all_busy,
        "frac_interresponse": figures.helped,
        "f_unit1_atom1": figures.sent[0][0],
    }


def _two_units(inputs: Inputs) -> dict[str, Any]:
    figures = hypercube(inputs["lam"], inputs["prefs_0based"], inputs["mu"], waits=False)
    return {"workload": list(figures.busy), "p_loss": figures.all_busy, "frac_inter": figures.helped}


def _in_a_square(_inputs: Inputs) -> dict[str, Any]:
    return {
        "two_random_points": distances.TWO_POINTS,
        "from_centre": distances.mean_distance(0.5, 0.5),
        "from_corner": distances.mean_distance(0.0, 0.0),
        "two_random_L1": distances.TWO_POINTS_BY_STREETS,
        "nearest_of_5": distances.mean_distance_to_nearest(5),
    }


def _in_a_square_again(_inputs: Inputs) -> dict[str, Any]:
    return {
        "from_0_3_0_8": distances.mean_distance(0.3, 0.8),
        "second_moment_0_3_0_8": distances.mean_square_distance(0.3, 0.8),
        "nearest_of_3": distances.mean_distance_to_nearest(3),
        "nearest_of_10": distances.mean_distance_to_nearest(10),
        "torus_nearest_of_10": distances.mean_distance_to_nearest_on_torus(10),
    }


def _back_to_base(inputs: Inputs) -> dict[str, Any]:
    base, hours = (inputs["base_x_frac"], inputs["base_y_frac"]), inputs["side_km"] / inputs["speed_kmh"]
    ways = hours * distances.mean_distance(*base), hours**2 * distances.mean_square_distance(*base)
    repair = inputs["repair_mean_h"]
    figures = distances.out_and_back(inputs["lam_per_h"], *ways, repair, inputs["repair_second_moment"])
    return {
        "mean_travel_out": figures.travel,
        "mean_service": figures.service,
        "util": figures.utilisation,
        "mean_wait_dispatch": figures.mean_wait,
        "mean_response_on_site": figures.mean_response,
        "mean_resolution": figures.mean_response + repair,
    }


FORMULAS: Mapping[str, Formula] = {
    **formulas_of_queues.FORMULAS,
    **formulas_of_parts.FORMULAS,
    "J01": _held_in_a_stream,
    **dict.fromkeys(["J02", "J54"], _part_first),
    "J03": _two_regions,
    "J04": _behind_hotline,
    "J05": _tandem,
    "J06": _held_machines,
    "J07": _second_tries,
    "G01": _three_units,
    "G02": _two_units,
    "G03": _in_a_square,
    "G53": _in_a_square_again,
    "G04": _back_to_base,
    "T01": statistics.cut_of_a_series,
    "T02": statistics.moving_average,
    "T03": statistics.shares,
    "T04": statistics.ranks_and_wilks,
    "T53": statistics.ranks,
    "T05": statistics.rinott,
    **dict.fromkeys(["T06", "T55"], statistics.sequential),
    "T07": statistics.budget,
    "T08": statistics.precision,
    "T09": statistics.same_uniforms,
    "T10": statistics.pairs_and_welch,
}
