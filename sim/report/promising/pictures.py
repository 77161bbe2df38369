"""The pictures: all commitments on one line of time, then each along its limits and radii."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.report import figures
from sim.report.charts import Chart, finished, new_figure
from sim.report.charts.offers import OfferCurve, Reading, draw_fines, draw_offers, key_lines
from sim.report.charts.style import chart_style
from sim.report.charts.tightest import LimitRow, draw_tightest
from sim.report.promising import phrases
from sim.study.promising import LIMIT, RADIUS
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.study.promising import Curve, Frontier, Point, Promisable

HOUR_S, METRES = 3600, 1000
FULL = 100


def frontier_charts(frontier: Frontier) -> Iterator[Chart]:
    """One over all limits, and one for each commitment of which anything is varied."""
    with chart_style():
        rows = _limit_rows(frontier)
        if rows:
            figure = new_figure(1.5 + 0.36 * len(rows))
            draw_tightest(figure.add_subplot(), rows)
            yield finished("tightest", _("Promised, and what could be promised"), _tightest_reading(frontier), figure)
        for one in frontier.promisables:
            if any(curve.points for curve in one.curves.values()):
                yield finished(f"promise-{one.commitment.id}", _name(one), _reading(one), _figure(one))


# -- all limits ---------------------------------------------------------------------------------------------------


def _limit_rows(frontier: Frontier) -> list[LimitRow]:
    timed = ((one, one.curves[LIMIT]) for one in frontier.promisables if LIMIT in one.curves)
    return [_limit_row(one, curve) for one, curve in timed if curve.axis.unit == "s" and curve.now is not None]


def _limit_row(one: Promisable, curve: Curve) -> LimitRow:
    assert curve.axis.promised is not None
    best = curve.best
    return LimitRow(
        id=one.commitment.id,
        promised_h=curve.axis.promised / HOUR_S,
        best_h=None if best is None else best.offer.value / HOUR_S,
        is_proven=best is not None and best.is_proven,
        verdict=one.now.verdict,
        promised=phrases.asked_limit(one.commitment),
        best=_("none") if best is None else best.offer.text,
        n=one.now.attained.n,
    )


def _tightest_reading(frontier: Frontier) -> str:
    could = [one for one in frontier.promisables if _is_tighter(one)]
    text = ngettext(
        "Left of the ring is tighter than promised: {n} commitment could be promised tighter.",
        "Left of the ring is tighter than promised: {n} commitments could be promised tighter.",
        len(could),
    )
    return text.format(n=len(could))


def _is_tighter(one: Promisable) -> bool:
    curve = one.curves.get(LIMIT)
    return bool(curve and curve.best and curve.axis.promised and curve.best.offer.value < curve.axis.promised)


# -- one commitment -----------------------------------------------------------------------------------------------


def _name(one: Promisable) -> str:
    text = _("{id}: promised {asked}").format(id=one.commitment.id, asked=phrases.asked_text(one))
    return figures.typeset(text)


def _figure(one: Promisable) -> Figure:
    """Its limits beside its radii, with the fines below them where misses cost something."""
    curves = [offer_curve(one, one.curves[kind]) for kind in (LIMIT, RADIUS) if kind in one.curves]
    has_fines = one.commitment.penalty is not None
    figure = new_figure(4.9 if has_fines else 3.7)
    heights = [2.4, 1.0] if has_fines else [1.0]
    axes = figure.subplots(len(heights), len(curves), squeeze=False, height_ratios=heights, sharex="col")
    for column, curve in enumerate(curves):
        draw_offers(axes[0, column], curve, is_last=not has_fines)
        if has_fines:
            draw_fines(axes[1, column], curve)
    figure.legend(handles=key_lines(curves), loc="outside lower left", ncols=3, handlelength=1.6)
    return figure


def offer_curve(one: Promisable, curve: Curve) -> OfferCurve:
    """A curve as the chart draws it."""
    target = one.commitment.target
    scale = {"s": HOUR_S, "m": METRES}.get(curve.axis.unit, 1)
    most = max((point.covered.mean or 0.0 for point in curve.points), default=0.0)
    return OfferCurve(
        title=_title(curve),
        unit=_unit(curve),
        readings=tuple(_drawn(point, scale, most) for point in curve.points),
        texts=tuple(_tick(curve, point) for point in curve.points),
        target=None if target is None else FULL * float(target.share),
        assurance=FULL * one.commitment.assurance,
        promised=_place(curve, curve.now),
        best=_place(curve, curve.best),
        n=one.now.attained.n,
        with_volume=curve.axis.kind == RADIUS,
    )


def _tick(curve: Curve, point: Point) -> str:
    return f"{point.offer.value / METRES:g} km" if curve.axis.kind == RADIUS else point.offer.text


def _place(curve: Curve, point: Point | None) -> int | None:
    return None if point is None else curve.points.index(point)


def _title(curve: Curve) -> str:
    if curve.best is None:
        return _("none of those tried holds")
    text = phrases.where(curve, curve.best) if curve.axis.kind == RADIUS else curve.best.offer.text
    if curve.best.is_proven:
        return _("holds: {offer}").format(offer=text)
    return _("kept in every sample year: {offer}").format(offer=text)


def _unit(curve: Curve) -> str:
    if curve.axis.kind == RADIUS:
        return _("radius up to") if curve.axis.outward else _("radius from")
    return {"wd": _("limit in working days"), "%": _("limits against the promised ones, %")}.get(
        curve.axis.unit, _("limit")
    )


def _drawn(point: Point, scale: int, most: float) -> Reading:
    found = point.result
    is_share = found.unit != "h"
    return Reading(
        at=point.offer.value / scale,
        attained=found.attained.times(FULL) if is_share else None,
        chance=found.kept_probability.times(FULL),
        verdict="keep" if point.is_proven else found.verdict,
        is_seen=point.is_seen,
        fine=found.penalty,
        worst_fine=found.penalty_p95.mean,
        volume=FULL * (point.covered.mean or 0.0) / most if most else 0.0,
    )


def _reading(one: Promisable) -> str:
    """What the picture says: what holds, what does not any more, and what a tighter promise costs."""
    told = [_edge(curve) for curve in one.curves.values() if curve.points]
    curve = one.curves.get(LIMIT)
    if one.commitment.penalty is not None and curve is not None and curve.best is not None and curve.now is not None:
        text = _("The fine a year is {now} as promised and {best} at {limit}.")
        now, best = (figures.money_text(point.result.penalty) for point in (curve.now, curve.best))
        told.append(text.format(now=now, best=best, limit=curve.best.offer.text))
    return " ".join(told)


def _edge(curve: Curve) -> str:
    best, beyond = curve.best, curve.beyond
    if best is None:
        text = _("No {kind} that was tried holds, up to {offer}.")
        kind = _("radius") if curve.axis.kind == RADIUS else _("limit")
        return text.format(kind=kind, offer="-" if beyond is None else beyond.offer.text)
    told = (
        _("{offer} holds")
        if best.is_proven
        else _("{offer} was kept in every sample year, which are too few to prove it")
    )
    text = told.format(offer=best.offer.text)
    if beyond is None:
        return _("{text}, the hardest that was tried.").format(text=text)
    return _("{text}; {next} is not shown to.").format(text=text, next=beyond.offer.text)
