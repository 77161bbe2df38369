"""Charts draw what they are given, also when there is almost nothing to draw."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.clock import NEVER
from sim.report.charts import charts_of, style
from sim.report.charts.causes import draw_causes
from sim.report.charts.milestones import TimeCurve, draw_milestones
from sim.report.charts.scorecard import draw_scorecard, margin
from sim.report.charts.sites_map import KM_PER_DEGREE, ring
from sim.report.charts.sources import places, time_curves
from sim.report.charts.style import chart_style
from sim.report.charts.utilisation import draw_utilisation
from sim.scenario.geography import great_circle_m
from sim.study import CostResult, Estimate, MilestoneTimes, Result


@pytest.fixture
def ax() -> Iterator[Axes]:
    """Axes on a figure of their own; a warning fails the test."""
    with chart_style(), warnings.catch_warnings():
        warnings.simplefilter("error")
        yield Figure(figsize=(7.6, 3), layout="constrained").add_subplot()


def texts(ax: Axes) -> list[str]:
    """All texts written on the axes."""
    return [text.get_text() for text in ax.texts]


def test_scorecard_shows_margin_word_and_n(ax: Axes, standin: ModuleType) -> None:
    assert draw_scorecard(ax, standin.commitments()) is ax
    assert {"holds", "does not hold", "not decided yet", "no case", "40"} <= set(texts(ax))


def test_margin_is_positive_on_the_good_side(standin: ModuleType) -> None:
    by_id = {c.id: margin(c) for c in standin.commitments()}
    assert by_id["complaints"] == pytest.approx((0.9, 0.7, 1.1))
    assert by_id["same-day"] == pytest.approx((-14.8, -15.9, -13.7))
    assert by_id["chassis-contact"] is None


def test_scorecard_without_a_single_target(ax: Axes, standin: ModuleType) -> None:
    draw_scorecard(ax, [standin.commitment("fine", "no-target", 0.8, None)])
    assert "fine only" in texts(ax)


def test_causes_say_when_nothing_is_late(ax: Axes, standin: ModuleType) -> None:
    calm = [c for c in standin.commitments() if c.id in ("reply-beyond-100km", "timeliness")]
    draw_causes(ax, calm)
    assert texts(ax)[:2] == ["no late tickets", "no time limit"]


def test_bars_add_up_to_all_the_late_time(ax: Axes, standin: ModuleType) -> None:
    draw_causes(ax, [c for c in standin.commitments() if c.id == "same-day"])
    assert sum(bar.get_width() for bar in ax.patches) == pytest.approx(100)  # type: ignore[attr-defined]


def curve(hours: list[float], limit: float | None = 24.0) -> TimeCurve:
    """A curve over the given hours."""
    return TimeCurve("onsite", "reported to arrived", np.array(hours), limit, "always", "80.0% [75.0, 85.0]", 2)


def test_milestone_curve_passes_through_the_share_kept(ax: Axes) -> None:
    draw_milestones(ax, curve([*(float(h) for h in range(1, 41)), *[np.inf] * 10]))
    line = ax.lines[0]
    share = np.interp(24.0, np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float))
    assert share == pytest.approx(48.0, abs=0.5)
    assert "promised 24 h" in texts(ax) and ax.get_xlim()[1] >= 24


@pytest.mark.parametrize("hours", [[], [np.inf, np.inf], [5.0], [0.0, 0.0], [24.0] * 3, [-np.inf], [-np.inf, np.inf]])
@pytest.mark.parametrize("limit", [24.0, None, 0.005])
def test_milestones_with_next_to_nothing(ax: Axes, hours: list[float], limit: float | None) -> None:
    draw_milestones(ax, curve(hours, limit))
    ax.figure.canvas.draw()  # type: ignore[attr-defined]


def test_a_ticket_without_a_deadline_is_in_time_from_the_start(ax: Axes) -> None:
    """One of five has no deadline yet and three are in time: four of five before the line."""
    draw_milestones(ax, curve([-np.inf, -5.0, -3.0, -1.0, 2.0], None))
    line = ax.lines[0]
    times, shares = np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)
    assert np.isfinite(times).all() and shares[-1] == 100.0
    assert np.interp(-1.0, times, shares) == pytest.approx(80.0)
    assert -6 < ax.get_xlim()[0] <= -4.8 and "deadline" in texts(ax)


def test_every_time_commitment_has_a_curve(result: Result, standin: ModuleType) -> None:
    curves = {one.id: one for one in time_curves(result)}
    assert list(curves) == [standin.LONG, "reply-beyond-100km", "same-day", "chassis-contact"]
    onsite, kept = curves[standin.LONG], result.milestone_times[standin.LONG]
    assert (onsite.limit_h, onsite.clock, onsite.replications) == (24.0, "always", 3)
    assert onsite.title == "reported to arrived" and onsite.kept == "93.1% [92.0, 94.2]"
    assert onsite.hours.size == kept.tickets == 2_000
    assert onsite.hours[0] == kept.seconds[0] / 3600 and np.isposinf(onsite.hours[-40:]).all()
    assert curves["same-day"].limit_h is None and curves["same-day"].hours[0] < 0
    assert curves["chassis-contact"].hours.size == 0


def test_hours_without_an_end(result: Result) -> None:
    times = MilestoneTimes(np.array([-NEVER, -7200, 1800, NEVER]), None, 4, 1)
    (drawn,) = (
        one for one in time_curves(replace(result, milestone_times={"same-day": times})) if one.id == "same-day"
    )
    assert drawn.hours.tolist() == [-np.inf, -2.0, 0.5, np.inf]


def test_utilisation_without_any_roster(ax: Axes) -> None:
    draw_utilisation(ax, [])
    assert len(ax.texts) == 1


def test_rings_are_true_circles_on_the_globe() -> None:
    lat, lon = ring(45.0, 90.0, 100_000)
    assert great_circle_m(45.0, 90.0, lat, lon) == pytest.approx(100_000, abs=1)
    assert np.ptp(lat) * KM_PER_DEGREE == pytest.approx(200, rel=1e-3)


def test_places_know_rings_and_territories(result: Result) -> None:
    found = places(result)
    assert found.rings_km == [100.0] and found.site_lat.size == 300
    assert set(found.site_outlet.tolist()) == set(range(12))


def test_everything_draws_for_a_small_result_with_no_evidence(standin: ModuleType, tmp_path: Path) -> None:
    small = standin.standin(tmp_path / "one", sites=1, outlets=1)
    nothing = [standin.commitment(c.id, "no-evidence", None) for c in small.scenario.commitments]
    unknown = Estimate(None, None, None, 0, "no case")
    bare = replace(
        small, commitments=tuple(nothing), desks=(), uses=(), by_hour=(), sample={}, milestone_times={},
        tickets_per_year=unknown,
        costs=CostResult(*[unknown] * 11, without=("pay", "travel", "parts", "penalties")),
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        charts = list(charts_of(bare))
    assert len(charts) == 5 and all(chart.png.startswith(b"\x89PNG") and chart.reading for chart in charts)


def test_a_machine_without_chinese_fonts_draws_boxes_in_silence(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(style, "CHINESE_FONTS", ())
    with chart_style():
        figure = Figure(layout="constrained")
        figure.suptitle("客车", weight="bold")
        figure.canvas.draw()
    assert capfd.readouterr() == ("", "")


def test_charts_say_nothing_on_the_screen(result: Result, capfd: pytest.CaptureFixture[str]) -> None:
    list(charts_of(result))
    assert capfd.readouterr() == ("", "")
