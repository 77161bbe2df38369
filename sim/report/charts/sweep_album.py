"""The charts of a sweep: curves over one path, heat maps over two, scatters over more or over a hypercube."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.report import figures, words
from sim.report.charts.album import Chart, finished, new_figure
from sim.report.charts.heat import Cell, draw_heat
from sim.report.charts.points import Spot, Spots, draw_points, verdict_keys
from sim.report.charts.style import chart_style
from sim.report.sweep_headline import headline
from sim.report.sweep_tables import target_text
from sim.report.sweep_words import axis_label, point_text
from sim.study.measured import ATTAINED, TOTAL
from sim.study.tally import HOURS, OPEN_TIME
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.scenario.varied import Varied
    from sim.study.sweeping import Point, Stand, Sweep

ACROSS = 2  # panels
PANEL_IN = 2.25  # inches of their height
VERDICTS = ("keep", "unproven", "break", "no-evidence", "no-target")


def sweep_charts(found: Sweep) -> Iterator[Chart]:
    """All charts; what has no price has no chart of costs."""
    with chart_style():
        is_grid = found.asked is None and len(found.varied) == 2
        if len(found.varied) == 1 and found.ids:
            yield _curves(found)
        for name in found.ids:
            if is_grid:
                yield _heat(found, name)
            elif len(found.varied) > 1:
                yield _scatter(found, name)
        if any(figures.known(one.estimate) for point in found.simulated if (one := point.figure(TOTAL))):
            yield _cost_heat(found) if is_grid else _costs(found)


# -- curves and scatters --


def _spots(found: Sweep, place: int, name: str) -> tuple[Spot, ...]:
    varied = found.varied[place]
    return tuple(
        Spot(varied.number(point.values[place]), one.estimate, _bar(stand), stand.verdict)
        for point in found.simulated
        if (one := point.figure(ATTAINED, name)) and (stand := point.stand(name))
    )


def _bar(stand: Stand) -> float | None:
    return 1.0 if stand.unit == OPEN_TIME else stand.bar


def _ticks(varied: Varied) -> tuple[float, ...]:
    return () if varied.ends is not None else tuple(varied.number(value) for value in varied.values)


def _panel(found: Sweep, place: int, name: str, title: str) -> Spots:
    is_hours = any(stand.unit == HOURS for point in found.simulated if (stand := point.stand(name)))
    return Spots(
        title=title,
        spots=_spots(found, place, name),
        xlabel=axis_label(found.varied[place]),
        ylabel=_("hours") if is_hours else _("attained, %"),
        scale=1.0 if is_hours else 100.0,
        is_line=len(found.varied) == 1,
        ticks=_ticks(found.varied[place]),
        most=None if is_hours else 100.0,
    )


def _curves(found: Sweep) -> Chart:
    """A panel per commitment along the one path."""
    panels = [_panel(found, 0, name, f"{name}   {_targets(found, name)}") for name in found.ids]
    return finished(
        "curves", _("What is attained along the path"), headline(found) + ".", _panels(found, panels, found.ids)
    )


def _promised(found: Sweep, name: str) -> str:
    """'onsite-4h (≥ 90%)'."""
    target = _targets(found, name)
    return _("{id} ({target})").format(id=name, target=target) if target else name


def _targets(found: Sweep, name: str) -> str:
    texts = {target_text(stand) for point in found.simulated if (stand := point.stand(name))}
    return figures.typeset(texts.pop()) if len(texts) == 1 else ""


def _scatter(found: Sweep, name: str) -> Chart:
    """A panel per path: every point at its value there."""
    panels = [_panel(found, place, name, "") for place in range(len(found.varied))]
    title = _("{id} at every point, path by path").format(id=_promised(found, name))
    return finished(f"scatter-{name}", title, _scatter_reading(found, name), _panels(found, panels, (name,)))


def _panels(found: Sweep, panels: Sequence[Spots], named: Sequence[str] = ()) -> Figure:
    """All panels; the key is for the verdicts of the commitments that are `named`."""
    across = min(ACROSS, len(panels))
    down = -(-len(panels) // across)
    figure = new_figure(0.95 + PANEL_IN * down)
    for place, panel in enumerate(panels):
        draw_points(figure.add_subplot(down, across, place + 1), panel)
    text = _("{n} sample years at each point; bars: 95% interval").format(n=f"{found.n:,}")
    if named:
        seen = {stand.verdict for point in found.simulated for stand in point.stands if stand.id in named}
        keys = verdict_keys([(key, words.verdict_word(key)) for key in VERDICTS if key in seen], _("promised"))
        figure.legend(handles=keys, loc="outside lower left", ncols=len(keys), title=text, alignment="left",
                      title_fontsize=8)  # fmt: skip
    else:
        figure.supxlabel(text, fontsize=8, x=0.012, ha="left")
    return figure


def _costs(found: Sweep) -> Chart:
    """Costs along every path."""
    estimates = [one.estimate for point in found.simulated if (one := point.figure(TOTAL))]
    scale, letter = figures.money_scale(max(abs(one.mean or 0.0) for one in estimates))
    unit = _money_unit(letter).format(currency=found.first.scenario.currency)
    panels = [
        Spots(
            title="",
            spots=tuple(
                Spot(one.number(point.values[place]), total.estimate)
                for point in found.simulated
                if (total := point.figure(TOTAL))
            ),
            xlabel=axis_label(one),
            ylabel=unit,
            scale=1 / scale,
            is_line=len(found.varied) == 1,
            ticks=_ticks(one),
        )
        for place, one in enumerate(found.varied)
    ]
    return finished("costs", _("What a year costs"), _cost_reading(found), _panels(found, panels))


def _money_unit(letter: str) -> str:
    return {"M": _("million {currency} a year"), "k": _("thousand {currency} a year")}.get(
        letter, _("{currency} a year")
    )


# -- heat maps --


def _heat(found: Sweep, name: str) -> Chart:
    cells = [_cell(found, point, name) for point in found.points]
    title = _("{id} over both paths").format(id=_promised(found, name))
    note = _("attained, {n} sample years; the table has the intervals")
    figure = _map(found, cells, note)
    _add_verdict_key(found, figure, name)
    return finished(f"heat-{name}", title, _heat_reading(found, name), figure)


def _cell(found: Sweep, point: Point, name: str) -> Cell:
    column, row = _place(found, point)
    one, stand = point.figure(ATTAINED, name), point.stand(name)
    if one is None or stand is None or one.estimate.mean is None:
        instead = _("no case") if point.is_simulated else _("refused") if point.refused else _("not reached")
        return Cell(column, row, "", None, instead=instead)
    mean = one.estimate.mean
    text = figures.hours(mean) if stand.unit == HOURS else figures.percent(mean)
    return Cell(column, row, text, _margin(stand, mean), stand.verdict)


def _place(found: Sweep, point: Point) -> tuple[int, int]:
    """Column and row: the last path runs to the right."""
    first, last = found.varied
    return last.values.index(point.values[1]), first.values.index(point.values[0])


def _margin(stand: Stand, mean: float) -> float | None:
    bar = _bar(stand)
    if bar is None:
        return None
    return (mean - bar) * (1 if stand.direction == "at_least" or stand.unit == OPEN_TIME else -1)


def _map(found: Sweep, cells: Sequence[Cell], note: str) -> Figure:
    first, last = found.varied
    figure = new_figure(1.75 + min(0.44 * len(first.values), 6.0))
    below = f"{axis_label(last)}; " + note.format(n=f"{found.n:,}")
    texts = [value.text for value in last.values], [value.text for value in first.values]
    draw_heat(figure.add_subplot(), cells, *texts, (below, _wrapped(axis_label(first))))
    return figure


def _wrapped(text: str) -> str:
    """A long path on two lines, for the side of a low chart."""
    middle = text.find(".", len(text) // 2)
    return text if len(text) < 24 or middle < 0 else f"{text[:middle]}\n{text[middle:]}"


def _add_verdict_key(found: Sweep, figure: Figure, name: str) -> None:
    seen = {stand.verdict for point in found.simulated if (stand := point.stand(name))}
    keys = verdict_keys([(key, words.verdict_word(key)) for key in VERDICTS if key in seen], "")[:-1]
    figure.legend(handles=keys, loc="outside lower left", ncols=len(keys))


def _cost_heat(found: Sweep) -> Chart:
    totals = {point.number: one.estimate.mean for point in found.simulated if (one := point.figure(TOTAL))}
    known = [value for value in totals.values() if value is not None]
    scale, letter = figures.money_scale(max(map(abs, known)))
    dearest = max(known)
    cells = []
    for point in found.points:
        total = totals.get(point.number)
        text = "" if total is None else f"{total / scale:,.2f}"
        instead = _("refused") if point.refused else _("not reached")
        cells.append(Cell(*_place(found, point), text, None if total is None else dearest - total, instead=instead))
    unit = _money_unit(letter).format(currency=found.first.scenario.currency)
    note = unit + _(", {n} sample years; the greener the cheaper; the table has the intervals")
    return finished(
        "heat-costs", _("What a year costs over both paths"), _cost_reading(found), _map(found, cells, note)
    )


# -- what they say --


def _scatter_reading(found: Sweep, name: str) -> str:
    """How many points hold."""
    holds = sum(stand.verdict == "keep" for point in found.simulated if (stand := point.stand(name)))
    text = _("{id} holds at {n} of {all} points. The other paths move too, which is what spreads the points.")
    return text.format(id=name, n=holds, all=len(found.simulated))


def _heat_reading(found: Sweep, name: str) -> str:
    holds = sum(stand.verdict == "keep" for point in found.simulated if (stand := point.stand(name)))
    text = _("{id} holds at {n} of {all} points; green is better than promised, orange worse.")
    return text.format(id=name, n=holds, all=len(found.simulated))


def _cost_reading(found: Sweep) -> str:
    """Between what and what the costs lie."""
    known = [(one.estimate, point) for point in found.simulated if (one := point.figure(TOTAL))]
    low, high = (pick(known, key=lambda pair: pair[0].mean or 0.0) for pick in (min, max))
    text = _("From {low} at {cheap} to {high} at {dear}, in {currency}.")
    names = {"cheap": point_text(found, low[1]), "dear": point_text(found, high[1])}
    amounts = {"low": figures.money_text(low[0]), "high": figures.money_text(high[0])}
    return text.format(**amounts, **names, currency=found.first.scenario.currency)
