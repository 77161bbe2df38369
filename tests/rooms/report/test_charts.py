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
from sim.report import promises
from sim.report.charts import charts_of, readings, style
from sim.report.charts.causes import draw_causes
from sim.report.charts.costs import draw_costs
from sim.report.charts.fill_rate import draw_fill_rate
from sim.report.charts.milestones import TimeCurve, draw_milestones
from sim.report.charts.overtime import draw_overtime
from sim.report.charts.scorecard import ScoreRow, draw_scorecard
from sim.report.charts.sites_map import KM_PER_DEGREE, ring
from sim.report.charts.sources import places, score_rows, time_curves
from sim.report.charts.stores import backlog_curve, cost_bars, fill_rows, overtime_rows, stock_curves
from sim.report.charts.style import chart_style
from sim.report.charts.utilisation import draw_utilisation
from sim.report.charts.weeks import draw_weeks
from sim.scenario.geography import great_circle_m
from sim.study import CostResult, Estimate, MilestoneTimes, Result
from sim.study.result import no_weeks


@pytest.fixture
def ax() -> Iterator[Axes]:
    """Axes on a figure of their own; a warning fails the test."""
    with chart_style(), warnings.catch_warnings():
        warnings.simplefilter("error")
        yield Figure(figsize=(7.6, 3), layout="constrained").add_subplot()


def texts(ax: Axes) -> list[str]:
    """All texts written on the axes."""
    return [text.get_text() for text in ax.texts]


def test_scorecard_shows_margin_word_and_n(ax: Axes, result: Result) -> None:
    assert draw_scorecard(ax, score_rows(result)) is ax
    assert {"holds", "does not hold", "not decided yet", "no case", "40"} <= set(texts(ax))


def test_margin_is_positive_on_the_good_side(standin: ModuleType) -> None:
    by_id = {c.id: promises.margin(c) for c in standin.commitments()}
    assert by_id["complaints"] == pytest.approx((0.9, 0.7, 1.1))
    assert by_id["same-day"] == pytest.approx((-14.8, -15.9, -13.7))
    assert by_id["chassis-contact"] is None


def test_scorecard_without_a_single_target(ax: Axes) -> None:
    draw_scorecard(ax, [ScoreRow("fine", None, "", "-", "80.0% [79.0, 81.0]", 40, "no-target")])
    assert "fine only" in texts(ax)


def test_causes_say_when_nothing_is_late(ax: Axes, standin: ModuleType) -> None:
    calm = [c for c in standin.commitments() if c.id in ("reply-beyond-100km", "timeliness")]
    draw_causes(ax, calm)
    assert texts(ax)[:2] == ["missed, without late hours", "no time limit"]
    kept = replace(calm[0], attained=Estimate(1.0, 1.0, 1.0, 40))
    draw_causes(ax, [kept])
    assert texts(ax)[-2] == "no late tickets"


def test_bars_add_up_to_all_the_late_time(ax: Axes, standin: ModuleType) -> None:
    draw_causes(ax, [c for c in standin.commitments() if c.id == "same-day"])
    assert sum(bar.get_width() for bar in ax.patches) == pytest.approx(100)  # type: ignore[attr-defined]


def curve(hours: list[float], limit: float | None = 24.0) -> TimeCurve:
    """A curve over the given hours."""
    return TimeCurve("onsite", "reported to arrived", np.array(hours), limit, "always", "kept 80.0% [75.0, 85.0]", 2)


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
    assert (onsite.limit, onsite.clock, onsite.replications) == (24.0, "always", 3)
    assert onsite.title == "reported to arrived" and onsite.attained == "kept 93.1% [92.0, 94.2]"
    assert onsite.times.size == kept.tickets == 2_000
    assert onsite.times[0] == kept.seconds[0] / 3600 and np.isposinf(onsite.times[-40:]).all()
    assert curves["same-day"].limit is None and curves["same-day"].times[0] < 0
    assert curves["chassis-contact"].times.size == 0


def test_hours_without_an_end(result: Result) -> None:
    times = MilestoneTimes(np.array([-NEVER, -7200, 1800, NEVER]), None, 4, 1)
    (drawn,) = (
        one for one in time_curves(replace(result, milestone_times={"same-day": times})) if one.id == "same-day"
    )
    assert drawn.times.tolist() == [-np.inf, -2.0, 0.5, np.inf]


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
        tickets_per_year=unknown, stocks=(), stock_over_time=(), backlog=no_weeks(),
        costs=CostResult(*[unknown] * 11, without=("pay", "travel", "parts", "penalties")),
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        charts = list(charts_of(bare))
    assert [chart.stem for chart in charts] == ["scorecard", "milestones", "late-minutes", "utilisation", "map"]
    assert all(chart.png.startswith(b"\x89PNG") and chart.reading for chart in charts)


# -- parts, open tickets, costs, overtime -----------------------------------------------------------------------------


def test_fill_rates_come_worst_first_and_of_many_only_the_worst(result: Result, standin: ModuleType, ax: Axes) -> None:
    rows = fill_rows(result)
    assert rows[0].label == "beijing: door-pump" and rows[-1].label == "central: uv-lamp"
    draw_fill_rate(ax, rows)
    assert {"70.0% [69.0, 71.0]", "75.0% [74.2, 75.8]", "40.0 [38.0, 42.0]", "40", "nobody asked"} <= set(texts(ax))
    many = replace(result, stocks=standin.stocks(f"o{i:02d}" for i in range(20)))
    assert len(fill_rows(many)) == 30
    assert readings.fill_rate(many).endswith("The worst 30 of 41 are shown; the table below has all.")


def test_dots_lie_at_the_fill_rate_with_their_interval(result: Result, ax: Axes) -> None:
    draw_fill_rate(ax, fill_rows(result)[:1])
    drawn = [(list(line.get_xdata()), line.get_marker()) for line in ax.lines]
    assert ([75.0], "|") in drawn and ([70.0], "o") in drawn  # ready rate, fill rate
    places = sorted(float(x) for line in ax.lines for x in line.get_xdata())
    assert places == pytest.approx([69.0, 70.0, 70.0, 71.0, 75.0])  # two caps, the dot and its bar, the stroke


def test_the_stocks_ready_least_are_drawn_week_by_week(result: Result, ax: Axes) -> None:
    curves = stock_curves(result)
    assert len(curves) == 9
    assert curves[0].title == "beijing\ndoor-pump\nready 75.0% [74.2, 75.8]"
    draw_weeks(ax, curves[0])
    (line,) = ax.lines
    assert line.get_xdata()[0] == 0.5 and line.get_ydata()[0] == 2.0 and ax.get_ylim()[0] == 0
    assert [text for _at, text in curves[0].ticks] == ["2026-01", "04", "07", "10"]


def test_weeks_of_a_short_horizon_are_named_by_their_first_day(result: Result) -> None:
    series = result.backlog
    short = replace(series, **{name: getattr(series, name)[:3] for name in ("starts", "mean", "low", "high")})
    curve = backlog_curve(replace(result, backlog=short))
    assert curve is not None and curve.ticks == [(0.0, "01-05"), (1.0, "01-12"), (2.0, "01-19")]


def test_open_tickets_that_never_are_any_can_be_drawn(result: Result, ax: Axes) -> None:
    series = result.backlog
    zero, none = np.zeros(52), np.full(52, np.nan)
    curve = backlog_curve(replace(result, backlog=replace(series, mean=zero, low=none, high=none)))
    assert curve is not None
    draw_weeks(ax, curve)
    assert ax.get_ylim() == (0, 1)


def test_costs_are_bars_and_what_is_spent_once_stands_apart(result: Result, ax: Axes) -> None:
    bars = cost_bars(result)
    assert [bar.label for bar in bars][-2:] == ["penalties", "spent once"] and bars[-1].share is None
    assert sum(bar.share.mean or 0.0 for bar in bars if bar.share) == pytest.approx(1.0)
    draw_costs(ax, bars, "CNY", ["without courier freight"])
    assert next(bar.get_width() for bar in ax.patches) == pytest.approx(3.888)  # type: ignore[attr-defined]
    assert ax.get_xlabel().splitlines() == [
        "million CNY a year, mean of 40 replications; whiskers: 95% interval", "without courier freight",
    ]  # fmt: skip


def test_overtime_is_shown_for_teams_that_work_any(result: Result, ax: Axes) -> None:
    rows = overtime_rows(result)
    assert [row.id for row in rows][:2] == ["changsha", "jinan"] and len(rows) == 12
    assert rows[0].per_engineer_month == rows[0].hours.times(1 / 3 / 12)
    assert rows[0].per_engineer_month.mean == pytest.approx(790 / 3 / 12)
    draw_overtime(ax, rows)
    assert {"790 [781, 799]", "21.9 [21.7, 22.2]"} <= set(texts(ax))
    idle = tuple(replace(use, overtime_h=Estimate(0.0, 0.0, 0.0, 40)) for use in result.uses)
    assert overtime_rows(replace(result, uses=idle)) == []


def test_every_chart_has_a_reading_in_one_line(result: Result) -> None:
    found = {chart.stem: chart.reading for chart in charts_of(result)}
    assert list(found) == [
        "scorecard", "milestones", "late-minutes", "channels", "backlog", "utilisation", "overtime",
        "fill-rate", "stock", "costs", "map",
    ]  # fmt: skip
    assert found["costs"] == "4.32 M [4.31, 4.33] CNY a year in all, n 40; the largest part is pay with 90% [90, 90]."
    assert found["overtime"] == (
        "changsha works most overtime, 790 [781, 799] h a year: 21.9 [21.7, 22.2] h per engineer and month."
    )


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
