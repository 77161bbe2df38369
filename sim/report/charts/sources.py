"""From a result to the rows the charts draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.clock import NEVER
from sim.judge.kept import TimedOutcome, judge_promise
from sim.judge.spans import supplier_waits
from sim.judge.tickets import MILESTONES, TicketTable
from sim.model import deployment
from sim.model.promises import Promise, promises_of
from sim.report import figures, words
from sim.report.charts.milestones import TimeCurve
from sim.report.charts.sites_map import Places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.scenario import Cover, Scenario
    from sim.study import HourUse, Result

HOUR_S = 3600


def time_curves(result: Result) -> list[TimeCurve]:
    """One curve per commitment with a time limit, from the judged ticket rows kept."""
    table = _table(result)
    drawn = int(np.unique(result.sample["replication"]).size) if result.sample else 0
    promises = {promise.commitment.id: promise for promise in promises_of(result.scenario)}
    return [
        TimeCurve(
            id=commitment.id,
            title=words.measure_words(promises[commitment.id].commitment.measure),
            hours=_hours(promises[commitment.id], table),
            limit_h=_one_limit_h(promises[commitment.id]),
            clock=promises[commitment.id].commitment.clock,
            kept=figures.share_text(commitment.attained, commitment.target),
            replications=drawn,
        )
        for commitment in result.commitments
        if commitment.id in promises
    ]


def _table(result: Result) -> TicketTable | None:
    """The judged rows of the sample as the judge's table; None where no rows were kept."""
    if not result.sample:
        return None
    judged = np.asarray(result.sample["judged"], np.bool_)
    rows = {name: np.asarray(column)[judged] for name, column in result.sample.items()}
    size = int(judged.sum())
    none = np.zeros(size, np.int64)
    milestones = {name: rows[name] for name in MILESTONES}
    return TicketTable(
        facts=_facts(result, rows, milestones),
        milestones=milestones,
        dispatched_last=milestones["dispatched"],
        judged=np.ones(size, np.bool_),
        desk=none,
        engineer=none,
        attempts=none,
        visits=none,
        returns=none,
        distance_m=none,
        satisfied=none,
        stop=result.scenario.horizon.stop,
    )


def _facts(result: Result, rows: Mapping[str, Any], milestones: Mapping[str, NDArray[np.int64]]) -> dict[str, Any]:
    """What coverage asks of a ticket. A component counts as the supplier's once the supplier was written to."""
    scenario = result.scenario
    sites = {site.id: index for index, site in enumerate(scenario.sites)}
    faults = {(kind.product, kind.id): index for index, kind in enumerate(scenario.faults)}
    site = np.array([sites[name] for name in rows["site_id"].tolist()], np.int64)
    kinds = zip(rows["product"].tolist(), rows["fault"].tolist(), strict=True)
    asked = milestones["supplier_contacted"] < NEVER
    spared = (milestones["remote_fixed"] < NEVER) | (milestones["abandoned"] < NEVER)
    return {
        "site": site,
        "fault": np.array([faults[kind] for kind in kinds], np.int64),
        "reported": milestones["reported"],
        "radius_m": deployment(scenario, result.plan).radius_m[site],
        "needs_supplier": asked,
        "supplier_visits": asked & (milestones["handed_on"] < NEVER),
        "needs_visit": ~spared & (milestones["handed_on"] == NEVER),
    }


def _one_limit_h(promise: Promise) -> float | None:
    """The promised limit in hours if it is one stretch of time for all tickets."""
    commitment = promise.commitment
    if commitment.within is None or commitment.cases or commitment.by is not None or promise.paused_by_supplier:
        return None
    return commitment.within / HOUR_S


def _hours(promise: Promise, table: TicketTable | None) -> NDArray[np.float64]:
    """Sorted hours on the clock from start to milestone, or past the deadline where limits differ; inf: not reached."""
    if table is None:
        return np.empty(0)
    outcome = judge_promise(promise, table, supplier_waits(table).as_pauses())
    covered = np.flatnonzero(outcome.covered)
    reached = np.minimum.reduce([table.milestones[end] for end in promise.ends])[covered]
    hours = _elapsed_h(promise, outcome, covered, np.minimum(reached, table.stop))
    return np.sort(np.where(reached < NEVER, hours, np.inf))


def _elapsed_h(
    promise: Promise, outcome: TimedOutcome, rows: NDArray[np.int64], upto: NDArray[np.int64]
) -> NDArray[np.float64]:
    if _one_limit_h(promise) is None:
        return (upto - outcome.due[rows]) / HOUR_S
    return promise.cases[0].clock.elapsed_each(outcome.start[rows], upto) / HOUR_S


def use_rows(result: Result) -> list[HourUse]:
    """Desks, then teams, that have a roster or were busy."""
    return [row for row in result.by_hour if (row.rostered > 0).any() or (row.seized > 0).any()]


def use_notes(result: Result, rows: Sequence[HourUse]) -> list[str]:
    """The busy share of each row over the whole week, with its interval."""
    found = {(r.kind, r.id): r.seized for r in result.uses}
    return [figures.share_text(found.get((row.kind, row.id))) for row in rows]


def places(result: Result) -> Places:
    """Sites and outlets on the map, with the radii the commitments speak of."""
    scenario, site_of = result.scenario, deployment(result.scenario, result.plan)
    outlets = list(result.plan.outlets.values())
    return Places(
        site_lat=np.array([site.lat for site in scenario.sites]),
        site_lon=np.array([site.lon for site in scenario.sites]),
        site_outlet=np.array([served[0] for served in site_of.territory], np.int64),
        site_radius_m=np.asarray(site_of.radius_m),
        outlet_ids=list(result.plan.outlets),
        outlet_lat=np.array([outlet.lat for outlet in outlets]),
        outlet_lon=np.array([outlet.lon for outlet in outlets]),
        rings_km=_rings_km(scenario),
    )


def _rings_km(scenario: Scenario) -> list[float]:
    covers = [one for c in scenario.commitments for one in (c.covers, *(case.covers for case in c.cases or ()))]
    return sorted({metres / 1000 for cover in covers for metres in _radii(cover)})


def _radii(cover: Cover | None) -> Iterator[int]:
    if cover is None:
        return
    yield from (metres for metres in (cover.radius_at_most, cover.radius_above) if metres is not None)
    for inner in (*(cover.any or ()), cover.not_):
        yield from _radii(inner)
