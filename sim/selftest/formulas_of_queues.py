"""What the formulas say of the cases about queues, in the shape of what the case expects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sim.oracle import erlang, queues
from sim.oracle.finite import repairman
from sim.oracle.over_time import Day, Rate, through_the_day, under_way_constant, under_way_exponential
from sim.oracle.phases import Phases, Waiting, allen_cunneen, constant_work, phase_type
from sim.selftest.sine import sine

Inputs = Mapping[str, Any]


def by_time(times: Sequence[float], chances: Sequence[float]) -> dict[str, float]:
    """A distribution as the cases write it."""
    return {f"{time:g}": chance for time, chance in zip(times, chances, strict=True)}


def _blocked(inputs: Inputs) -> dict[str, Any]:
    return {f"B({seats},{load:g})": erlang.erlang_b(seats, load) for seats, load in inputs["pairs_c_a"]}


def _waits(inputs: Inputs) -> dict[str, Any]:
    figures, within = {}, inputs["t"]
    for seats, load in inputs["pairs_c_a"]:
        pair = f"({seats},{load:g})"
        figures[f"C{pair}"] = erlang.erlang_c(seats, load)
        figures[f"W{pair}"] = erlang.mean_wait(seats, load, 1.0)
        figures[f"SL{within:g}{pair}"] = erlang.service_level(seats, load, 1.0, within)
    return figures


def _half_hour(inputs: Inputs) -> dict[str, Any]:
    rate, talk, within = inputs["calls"] / inputs["interval_min"], inputs["aht_min"], inputs["asa_min"]
    seats = erlang.seats_needed(rate, talk, within, inputs["target_sl"], inputs["max_occupancy"])
    load = erlang.offered_load(rate, talk)
    return {
        "raw_positions": seats,
        "positions_after_shrinkage": erlang.seats_on_roster(seats, inputs["shrinkage"]),
        "service_level": erlang.service_level(seats, rate, talk, within),
        "occupancy": erlang.occupancy(seats, load),
        "p_wait": erlang.erlang_c(seats, load),
    }


def _by_hours(inputs: Inputs) -> dict[str, Any]:
    talk, within, rates = 1 / inputs["mu_per_h"], inputs["t_h"], inputs["lam_per_h"]
    staff = [erlang.seats_needed(rate, talk, within, inputs["target"]) for rate in rates]
    levels = [erlang.service_level(seats, rate, talk, within) for seats, rate in zip(staff, rates, strict=True)]
    return {"staff": staff, "sl_at_staff": levels}


def _impatient(inputs: Inputs) -> dict[str, Any]:
    rates = inputs["lam"], inputs["mu"], inputs["theta"], inputs["c"]
    figures = erlang.erlang_a(*rates)
    return {
        "p_wait": figures.p_wait,
        "p_abandon": figures.p_abandon,
        "mean_wait_all": figures.mean_wait,
        "util": figures.utilisation,
        "Lq": figures.queue,
        "mean_wait_served": figures.mean_wait_served,
        "mean_wait_abandoned": figures.mean_wait_abandoned,
        "sl_answered_within_t": erlang.erlang_a_service_level(*rates, inputs["t"]),
    }


def _few_lines(inputs: Inputs) -> dict[str, Any]:
    figures = queues.limited_lines(inputs["c"], inputs["K"], inputs["lam"], 1 / inputs["mu"])
    return {
        "p_block": figures.p_block,
        "mean_wait_accepted": figures.mean_wait,
        "p_wait_accepted": figures.p_wait,
        "util": figures.utilisation,
    }


def _any_work(inputs: Inputs) -> dict[str, Any]:
    rate, mean = inputs["lam"], inputs["mean"]
    return {f"W_{law}": queues.mean_wait_of_one(rate, mean, mean**2 * (1 + cv2)) for law, cv2 in inputs["cv2"].items()}


def _constant_work(inputs: Inputs) -> dict[str, Any]:
    return _of_waiting(constant_work(inputs["lam"], inputs["D"], inputs["c"]))


def _phases(inputs: Inputs) -> dict[str, Any]:
    par = inputs["par"]
    kinds = inputs["kind"] == "H2"
    work = Phases.of_kinds([par[0], 1 - par[0]], par[1:]) if kinds else Phases.in_series(2, par[0])
    rule_of_thumb = allen_cunneen(inputs["lam"], *work.moments(), inputs["c"])
    return {**_of_waiting(phase_type(inputs["lam"], work, inputs["c"])), "allen_cunneen_approx": rule_of_thumb}


def _of_waiting(figures: Waiting) -> dict[str, Any]:
    return {"mean_wait": figures.mean_wait, "p_wait": figures.p_wait}


def _urgent_first(inputs: Inputs) -> dict[str, Any]:
    servers, rates, work, times = inputs["c"], inputs["lam_by_class"], 1 / inputs["mu"], inputs["t"]
    urgent, other = queues.within_by_rank(servers, rates, work, times)
    return {
        "p_wait": erlang.erlang_c(servers, sum(rates) * work),
        "mean_wait": queues.mean_waits_by_rank(servers, rates, work),
        "cdf_wait_class1": by_time(times, urgent),
        "cdf_wait_class2": by_time(times, other),
    }


def _repairmen(inputs: Inputs) -> dict[str, Any]:
    figures = repairman(inputs["N"], inputs["fail_rate"], inputs["repair_rate"], inputs["c"], inputs["spares"])
    return {
        "availability": figures.availability,
        "mean_failed": figures.mean_failed,
        "mean_wait": figures.mean_wait,
        "throughput": figures.throughput,
        "repairer_util": figures.utilisation,
        "p_all_up": figures.p_all_up,
    }


def _sinusoid(inputs: Inputs) -> dict[str, Any]:
    return _day(sine(inputs["lam"]), [[0, inputs["c"]]], [6, 12, 15, 18, inputs["horizon"]], inputs["mu"])


def _by_steps(inputs: Inputs) -> dict[str, Any]:
    rates, horizon = inputs["lam_per_2h_block"], inputs["horizon"]
    return _day(lambda time: float(rates[int(time // 2)]), inputs["staff"], [2, 4, 6, 8, horizon], inputs["mu"])


def _day(rate: Rate, seats: Sequence[Any], hours: Sequence[float], mu: float) -> dict[str, Any]:
    day: Day = through_the_day(rate, mu, seats, hours)
    return {
        "at": {
            f"{hour:g}": {"Eq": at.waiting, "Eb": at.served, "p_queue": at.p_queue}
            for hour, at in zip(hours, day.at, strict=True)
        },
        "expected_arrivals": day.arrivals,
        "p_delay": day.p_delay,
        "mean_queue_time_within_horizon_per_arrival": day.mean_wait,
    }


def _nobody_waits(inputs: Inputs) -> dict[str, Any]:
    rate, service, times = sine(inputs["lam"]), inputs["mean_service"], inputs["t"]
    return {
        "mean_exp": by_time(times, [under_way_exponential(rate, service, time) for time in times]),
        "mean_det": by_time(times, [under_way_constant(rate, service, time) for time in times]),
    }


FORMULAS: Mapping[str, Callable[[Inputs], dict[str, Any]]] = {
    **dict.fromkeys(["Q01", "Q51"], _blocked),
    "Q02": _waits,
    "Q03": _half_hour,
    **dict.fromkeys(["Q04", "Q05"], _impatient),
    "Q06": _few_lines,
    "Q07": _any_work,
    "Q08": _constant_work,
    **dict.fromkeys(["Q09", "Q10", "Q60"], _phases),
    **dict.fromkeys(["Q11", "Q62"], _urgent_first),
    **dict.fromkeys(["Q12", "Q13"], _repairmen),
    "Q14": _sinusoid,
    "Q15": _by_steps,
    "Q16": _by_hours,
    "Q17": _nobody_waits,
}
