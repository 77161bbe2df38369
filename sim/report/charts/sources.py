"""From a result to the rows the charts draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.clock import NEVER
from sim.model import deployment
from sim.report import desks, figures, promises, words
from sim.report.charts.channels import ChannelRow
from sim.report.charts.milestones import TimeCurve
from sim.report.charts.scorecard import ScoreRow
from sim.report.charts.sites_map import Places
from sim.wording import _

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.scenario import Commitment, Cover, Scenario
    from sim.study import CommitmentResult, HourUse, MilestoneTimes, Result

HOUR_S, MINUTE_S = 3600, 60


def score_rows(result: Result) -> list[ScoreRow]:
    """The commitments in the order of the file."""
    return [
        ScoreRow(
            id=one.id,
            margin=promises.margin(one),
            instead=promises.against_limit(result, one),
            target=figures.typeset(promises.target_text(result, one)),
            attained=promises.attained_text(one),
            n=one.attained.n,
            verdict=one.verdict,
        )
        for one in result.commitments
    ]


def time_curves(result: Result) -> list[TimeCurve]:
    """One curve per commitment with a time limit, from the cases whose times the result keeps."""
    timed = ((promises.find(result, one.id), one) for one in result.commitments)
    return [
        _time_curve(promise, one, result.milestone_times.get(one.id))
        for promise, one in timed
        if promise is not None and promise.measure.to
    ]


def _time_curve(promise: Commitment, found: CommitmentResult, times: MilestoneTimes | None) -> TimeCurve:
    limit_s = times.limit_s if times else None
    unit, unit_s = _unit(limit_s)
    return TimeCurve(
        id=promise.id,
        title=words.measure_words(promise.measure),
        times=_times(times.seconds, unit_s) if times else np.empty(0),
        limit=None if limit_s is None else limit_s / unit_s,
        clock=promise.clock,
        attained=_attained(promise, found),
        of=promise.of,
        earliest=None if promise.earliest is None else promise.earliest / unit_s,
        statistic=found.unit == promises.HOURS,
        unit=unit,
        replications=times.replications if times else 0,
    )


def _attained(promise: Commitment, found: CommitmentResult) -> str:
    """'kept 93.1% [92.0, 94.2]', or the figure of a mean or percentile."""
    text = promises.attained_text(found)
    if found.unit == promises.HOURS:
        return f"{promises.statistic_word(promise.statistic)} {text}"
    return _("kept {share}").format(share=text)


def _unit(limit_s: int | None) -> tuple[str, int]:
    """What a curve is drawn in, and its seconds: the hotline counts seconds, the field hours."""
    if limit_s is None or limit_s >= 3 * HOUR_S:
        return "h", HOUR_S
    return ("s", 1) if limit_s < 3 * MINUTE_S else ("min", MINUTE_S)


def _times(seconds: NDArray[np.int64], unit_s: int) -> NDArray[np.float64]:
    """Times in a unit, without an end where nothing happened."""
    return np.where(seconds >= NEVER, np.inf, np.where(seconds <= -NEVER, -np.inf, seconds / unit_s))


def channel_rows(result: Result) -> list[ChannelRow]:
    """Every channel at the desk that takes it, if anybody came by it."""
    return [
        ChannelRow(
            label=f"{one.id}: {one.channel}",
            attempts=one.attempts_per_year,
            answered=one.answered,
            gave_up=one.abandoned,
            refused=one.refused,
            wait_mean=one.wait_mean_h,
            wait_p90=one.wait_p90_h,
        )
        for one in result.desks
        if one.channel is not None and desks.met(one)
    ]


def use_rows(result: Result) -> list[HourUse]:
    """Desks, teams and benches that have a roster or were busy."""
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
