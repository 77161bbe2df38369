"""Clauses of a tender: one page with the answer to each and what it rests on, and what each may cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report import bid_words, figures, promises
from sim.report.charts import style
from sim.report.charts.album import Chart, finished, new_figure
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.study import Estimate
    from sim.study.bidding import Bid, Clause

ANSWER_WIDTHS_PT = (48, 104, 24, 76)  # target, attained, n, answer
FINE_WIDTHS_PT = (92, 142, 20)  # mean, bad year, n
MEAN, BAD = style.PLACE_COLOURS[0], style.PLACE_COLOURS[5]


def charts_of(bid: Bid) -> Iterator[Chart]:
    """The page of answers, and the fines where any are agreed."""
    with style.chart_style():
        yield finished("clauses", _("Can we sign, clause by clause"), _answers_reading(bid), _answers(bid))
    fined = [one for one in bid.clauses if bid_words.charged(one.commitment)]
    if fined:
        with style.chart_style():
            reading = _fines_reading(bid, fined)
            yield finished("fines", _("What the clauses may cost a year"), reading, _fines(bid, fined))


# -- answers ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AnswerRow:
    """A clause: its chance to keep a review period, what is asked for (shares), and its texts; `verdict` is the key."""

    id: str
    chance: Estimate
    assurance: float
    target: str
    attained: str
    n: int
    verdict: str


def answer_rows(bid: Bid) -> list[AnswerRow]:
    """One per clause, in the order of the tender."""
    return [
        AnswerRow(
            id=one.commitment.id,
            chance=one.result.kept_probability,
            assurance=one.commitment.assurance,
            target=figures.typeset(promises.target_text(bid, one.result)),
            attained=promises.attained_text(one.result),
            n=one.result.attained.n,
            verdict=one.result.verdict,
        )
        for one in bid.clauses
    ]


def _answers(bid: Bid) -> Figure:
    figure = new_figure(1.5 + 0.36 * len(bid.clauses))
    draw_answers(figure.add_subplot(), answer_rows(bid))
    return figure


def draw_answers(ax: Axes, rows: Sequence[AnswerRow]) -> Axes:
    """A row per clause: the chance to keep a review period with its bounds against what is asked for."""
    sheet = style.sheet([one.id for one in rows], ANSWER_WIDTHS_PT)
    for row, one in enumerate(rows):
        _draw_chance(ax, row, one)
        _write_answer(ax, row, one, sheet)
    _draw_ground(ax, len(rows), sheet)
    ax.set_yticks(range(len(rows)), [one.id for one in rows])
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(_("chance to keep a review period, %; bars: bounds; line: asked for"), loc="left")
    return ax


def _draw_chance(ax: Axes, row: int, one: AnswerRow) -> None:
    colour = style.VERDICT_COLOUR.get(one.verdict, style.FAINT)
    asked = 100 * one.assurance
    ax.fill_betweenx([row - 0.4, row + 0.4], 0, asked, color="#f6f1ee", linewidth=0, zorder=0)
    ax.vlines(asked, row - 0.4, row + 0.4, color=style.INK, linewidth=1.2, zorder=2)
    mean, low, high = one.chance.mean, one.chance.low, one.chance.high
    if mean is None:
        ax.text(1, row, f" {bid_words.sign_word(one.verdict)}", va="center", color=colour, fontsize=7.5)
        return
    if low is not None and high is not None:
        spread = [[100 * (mean - low)], [100 * (high - mean)]]
        ax.errorbar(100 * mean, row, xerr=spread, color=colour, capsize=3.5, linewidth=1.8, zorder=3)
    mark = style.VERDICT_MARK.get(one.verdict, "o")
    ax.plot([100 * mean], [row], mark, color=colour, markersize=7, markeredgecolor="white", zorder=4, clip_on=False)


def _write_answer(ax: Axes, row: int, one: AnswerRow, sheet: style.Sheet) -> None:
    cells = (one.target, one.attained, f"{one.n:,}", bid_words.sign_word(one.verdict))
    colour = style.VERDICT_COLOUR.get(one.verdict, style.FAINT)
    for column, (x, text) in enumerate(zip(sheet.columns, cells, strict=True)):
        last = column == len(cells) - 1
        weight, ink = ("bold", colour) if last else ("normal", style.INK)
        ax.text(x, row, text, transform=ax.get_yaxis_transform(), va="center", weight=weight, color=ink, fontsize=7.5)


def _draw_ground(ax: Axes, rows: int, sheet: style.Sheet) -> None:
    ticks = (0, 25, 50, 75, 100)
    ax.set_xlim(-2, -2 + 104 / sheet.drawn)
    ax.set_xticks(ticks, [str(tick) for tick in ticks])
    ax.spines["bottom"].set_bounds(0, 100)
    ax.set_ylim(rows - 0.4, -1.0)
    _write_heads(ax, (_("target"), _("attained [95%]"), _("n"), _("can we sign?")), sheet)


def _write_heads(ax: Axes, heads: Sequence[str], sheet: style.Sheet) -> None:
    for x, text in zip(sheet.columns, heads, strict=True):
        ax.text(x, -0.8, text, transform=ax.get_yaxis_transform(), va="center", color=style.FAINT, fontsize=7.5)


def _answers_reading(bid: Bid) -> str:
    broken = sum(one.breaks for one in bid.clauses)
    text = ngettext(
        "{n} of {all} clauses lies wholly left of its line, the chance asked for: it cannot be signed.",
        "{n} of {all} clauses lie wholly left of their lines, the chance asked for: they cannot be signed.",
        broken,
    )
    told = text.format(n=broken, all=len(bid.clauses))
    return told + " " + _("A bar on both sides of its line is not decided.")


# -- fines --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FineRow:
    """A clause: fines of a mean and of a bad year, currency units."""

    id: str
    mean: Estimate
    bad: Estimate


def _fines(bid: Bid, fined: Sequence[Clause]) -> Figure:
    figure = new_figure(1.8 + 0.42 * len(fined))
    rows = [FineRow(one.commitment.id, one.result.penalty, one.result.penalty_p95) for one in fined]
    draw_fines(figure.add_subplot(), rows, bid.scenario.currency)
    figure.legend(*_key(), loc="lower right", ncols=2, borderaxespad=0.2, handlelength=1.2)
    return figure


def _key() -> tuple[list[Artist], list[str]]:
    from matplotlib.patches import Patch

    return [Patch(color=MEAN), Patch(color=BAD)], [_("mean"), _("in 19 of 20 years at most")]


def draw_fines(ax: Axes, rows: Sequence[FineRow], currency: str) -> Axes:
    """Bars of the mean, and below them of the bad year, with their intervals."""
    sheet = style.sheet([one.id for one in rows], FINE_WIDTHS_PT)
    ends = [end for one in rows for e in (one.mean, one.bad) for end in (e.mean, e.high) if end is not None]
    scale, unit = figures.money_scale(max(ends, default=0.0))
    for row, one in enumerate(rows):
        _draw_fine(ax, row, one, scale)
        cells = (figures.money_text(one.mean), figures.typeset(figures.money_text(one.bad)), f"{one.mean.n:,}")
        for x, text in zip(sheet.columns, cells, strict=True):
            ax.text(x, row, text, transform=ax.get_yaxis_transform(), va="center", fontsize=7)
    ticks = style.round_ticks(max(ends, default=0.0) / scale)
    ax.set_xlim(0, ticks[-1] / sheet.drawn)
    ax.set_xticks(ticks, [f"{tick:,g}" for tick in ticks])
    ax.spines["bottom"].set_bounds(0, ticks[-1])
    ax.vlines(ticks, -0.5, len(rows) - 0.5, color=style.GRID, linewidth=0.6, zorder=0)
    ax.set_ylim(len(rows) - 0.4, -1.0)
    ax.set_yticks(range(len(rows)), [one.id for one in rows])
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(_below(unit, currency), loc="left")
    _write_heads(ax, (_("mean [95%]"), _("19 of 20 at most [95%]"), _("n")), sheet)
    return ax


def _draw_fine(ax: Axes, row: int, one: FineRow, scale: float) -> None:
    for place, e, colour in ((row - 0.2, one.mean, MEAN), (row + 0.2, one.bad, BAD)):
        if e.mean is None:
            continue
        ax.barh(place, e.mean / scale, height=0.36, color=colour, zorder=2)
        low = e.mean if e.low is None else e.low
        high = e.mean if e.high is None else e.high
        if high > low:
            spread = [[(e.mean - low) / scale], [(high - e.mean) / scale]]
            ax.errorbar(e.mean / scale, place, xerr=spread, color=style.INK, capsize=2, linewidth=0.9, zorder=3)


def _below(unit: str, currency: str) -> str:
    text = {
        "M": _("fines, million {currency} a year"),
        "k": _("fines, thousand {currency} a year"),
    }.get(unit, _("fines, {currency} a year"))
    return text.format(currency=currency)


def _fines_reading(bid: Bid, fined: Sequence[Clause]) -> str:
    worst = max(fined, key=lambda one: one.result.penalty.mean or 0.0)
    if not worst.result.penalty.mean:
        return _("No fine fell due in the sample years.")
    text = _("{name} costs most: {mean} {currency} a year on average, and at most {bad} in 19 of 20 years.")
    return text.format(
        name=worst.commitment.id,
        mean=figures.money_text(worst.result.penalty),
        currency=bid.scenario.currency,
        bad=figures.money_text(worst.result.penalty_p95),
    )
