"""Reference cases of engineers in several places."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.selftest.counters import counter, lone_server
from sim.selftest.measure import Metric
from sim.selftest.observed import Observed
from sim.selftest.small import NEVER_SHORT, UNIT_S, Small, exponential, one_outlet, outlets_in_order
from sim.selftest.stays import Part
from sim.selftest.trial import CASES, QUICK_LONG, Trial, distribution, in_units, mean_of, means, shares, shares_within
from sim.world import World


def _hypercube() -> Trial:
    """G01. Three units of one engineer each; every atom is a site with its own order of outlets."""
    inputs, expected = CASES["G01"].inputs, CASES["G01"].expected
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

    metrics = shares(expected, "p_delay", "frac_interresponse", "f_unit1_atom1")
    metrics.update({unit: Metric(value, "share") for unit, value in zip(units, expected["workload"], strict=True)})
    rates = dict(zip(atoms, inputs["lam"], strict=True))
    small = Small(rates, {"repair": exponential(1 / inputs["mu"])}, outlets_in_order(orders), 700, 50, 50)
    return Trial("G01", small, metrics, count, 100)


def _loss_to_others() -> Trial:
    """G02. Two units of one engineer each; when both are busy a contracted team, last in the list, takes the call."""
    inputs, expected = CASES["G02"].inputs, CASES["G02"].expected
    units = [f"unit-{number}" for number in range(1, len(inputs["lam"]) + 1)]
    rates = {f"atom-{number}": rate for number, rate in enumerate(inputs["lam"], 1)}
    order = [[units[n] for n in preferences] for preferences in inputs["prefs_0based"]]
    first = np.array([preferences[0] for preferences in inputs["prefs_0based"]])

    def count(seen: Observed) -> dict[str, Part]:
        visits = seen.visits
        own = visits.actor < len(units)
        away = own & (visits.actor != first[seen.table.facts["site"][visits.ticket]])
        helped, _all = visits.share(away)
        return {
            **{unit: visits.busy(1, actor) for actor, unit in enumerate(units)},
            "p_loss": visits.share(~own),
            "frac_inter": (helped, visits.share(own)[0]),
        }

    metrics = shares(expected, "p_loss", "frac_inter")
    metrics.update({unit: Metric(value, "share") for unit, value in zip(units, expected["workload"], strict=True)})
    plan = outlets_in_order({atom: [*names, "others"] for atom, names in zip(rates, order, strict=True)})
    plan["teams"]["others"] = {**NEVER_SHORT, "employer": "contracted"}
    small = Small(rates, {"repair": exponential(1 / inputs["mu"])}, plan, 420, 20, 20)
    return Trial("G02", small, metrics, count)


def _two_regions() -> Trial:
    """J03. One engineer in each of two regions, who helps out in the other, slower; urgent visits go first."""
    inputs, expected = CASES["J03"].inputs, CASES["J03"].expected
    regions = ("north", "south")
    slowness = inputs["mu_home"] / inputs["mu_cross"]
    rates = {
        f"{region}-{severity}": inputs[key][index]
        for severity, key in (("high", "lamH"), ("low", "lamL"))
        for index, region in enumerate(regions)
    }
    home = np.array([regions.index(site.partition("-")[0]) for site in rates])
    is_high = np.array([site.endswith("high") for site in rates])

    def count(seen: Observed) -> dict[str, Part]:
        visits = seen.visits
        site = seen.table.facts["site"][visits.ticket]
        waits, judged = visits.until - visits.joined, visits.judged
        high = is_high[site]
        return {
            "util_e1": visits.busy(1, 0),
            "util_e2": visits.busy(1, 1),
            "p_wait": visits.share(visits.waits),
            "mean_wait_H": in_units(visits.mean_wait(high)),
            "mean_wait_L": in_units(visits.mean_wait(~high)),
            "frac_cross_dispatch": visits.share(visits.actor != home[site]),
            **shares_within("wait_H", waits[judged & high], expected["cdf_wait_H"]),
            **shares_within("wait_L", waits[judged & ~high], expected["cdf_wait_L"]),
        }

    metrics = {
        **shares(expected, "util_e1", "util_e2", "p_wait", "frac_cross_dispatch"),
        **means(expected, "mean_wait_H", "mean_wait_L"),
        **distribution("wait_H", expected["cdf_wait_H"]),
        **distribution("wait_L", expected["cdf_wait_L"]),
    }
    own = {site: {"severity": site.partition("-")[2], "skill": site.partition("-")[0]} for site in rates}
    order = {site: regions if site.startswith(regions[0]) else regions[::-1] for site in rates}
    plan = outlets_in_order(order)
    for region in regions:
        plan["teams"][region]["skills"] = {other: 1.0 if other == region else slowness for other in regions}
    plan["dispatch"] = {"rule": "severity"}
    fault = {"repair": exponential(1 / inputs["mu_home"])}
    small = Small(rates, fault, plan, 950, 60, 60, own=own, severities=("high", "low"))

    def beside(world: World) -> list[float]:
        """As if nobody were slower away."""
        return counter(world, len(regions), world.tickets.repair, 1 / inputs["mu_home"])

    return Trial("J03", small, metrics, count, beside=beside, quick=QUICK_LONG)


def _back_to_base() -> Trial:
    """G04. One engineer in the middle of a square drives out to each job and back.

    Each quarter of the square has 4 x 4 sites at the Gauss-Legendre nodes, with demand as the weights: the mean square
    of the distance is exact, its mean 0.01 % too small.
    """
    inputs, expected = CASES["G04"].inputs, CASES["G04"].expected
    side = inputs["side_km"]

    def count(seen: Observed) -> dict[str, Part]:
        visits, trips = seen.visits, seen.trips()
        return {
            "mean_travel_out": mean_of(seen.lasts("departed", "arrived")),
            "mean_service": in_units(trips.mean_time()),
            "util": trips.busy(1),
            "mean_wait_dispatch": in_units(visits.mean_wait()),
            "mean_response_on_site": mean_of(seen.lasts("reported", "arrived")),
            "mean_resolution": mean_of(seen.lasts("reported", "closed")),
        }

    metrics = {
        **means(expected, "mean_travel_out", "mean_service", "mean_wait_dispatch"),
        **means(expected, "mean_response_on_site", "mean_resolution"),
        **shares(expected, "util"),
    }
    weights = {f"{a}-{b}": (x, y, u * v) for a, (x, u) in enumerate(_halves(4)) for b, (y, v) in enumerate(_halves(4))}
    rates = {site: inputs["lam_per_h"] * weight for site, (_x, _y, weight) in weights.items()}
    places = {site: {"x_km": x * side, "y_km": y * side} for site, (x, y, _weight) in weights.items()}
    plan = one_outlet(1, dispatch={"rule": "ready", "after_job": "return"})
    plan["outlets"]["depot"] = {"x_km": inputs["base_x_frac"] * side, "y_km": inputs["base_y_frac"] * side}
    speed = inputs["speed_kmh"] * 3600 / UNIT_S  # a time unit stands for an hour
    travel = {"distance": "plane", "detour": 1, "speeds": [{"kmh": speed}]}
    fault = {"repair": exponential(inputs["repair_mean_h"])}
    small = Small(rates, fault, plan, 400, 60, 60, places=places, travel=travel)
    there_and_back = 2 * expected["mean_travel_out"]

    def beside(world: World) -> list[float]:
        """As if every site were as far as the mean one."""
        repair, mean = world.tickets.repair, inputs["repair_mean_h"]
        second = 2 * mean**2 + 2 * mean * there_and_back + there_and_back**2
        return lone_server(world, repair + there_and_back * UNIT_S, mean + there_and_back, second)

    return Trial("G04", small, metrics, count, beside=beside)


def _halves(order: int) -> list[tuple[float, float]]:
    """Nodes and weights on 0..1 that are exact to a high degree on either half."""
    nodes, weights = np.polynomial.legendre.leggauss(order)
    half = [((node + 1) / 4, weight / 4) for node, weight in zip(nodes.tolist(), weights.tolist(), strict=True)]
    return [*half, *((node + 0.5, weight) for node, weight in half)]


def spatial_trials() -> Iterator[tuple[str, Trial]]:
    """All of them by name."""
    yield "J03", _two_regions()
    yield "G01", _hypercube()
    yield "G02", _loss_to_others()
    yield "G04", _back_to_base()
