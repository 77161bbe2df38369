"""Desks as the customer meets them: what is offered on each channel, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import columns, figures, words
from sim.wording import _

if TYPE_CHECKING:
    from sim.study import DeskResult, Estimate, Result

FIRST_WIDTHS = (18, 21, 20, 18)  # desk, attempts, answered, gave up: with gaps of one 80 columns
SECOND_WIDTHS = (23, 23, 19, 10)  # mean wait, wait of most, refused, n; set in by two
Cells = tuple[str, str, str, str]


def desk_block(result: Result) -> list[str]:
    """Two lines per desk and channel: what is offered and answered; how long it waits and what is refused."""
    rows = [one for one in result.desks if met(one)]
    if not rows:
        return []
    heads = (
        (_("DESK (channel)"), _("attempts a year"), _("answered"), _("gave up")),
        (_("mean wait"), _("90% wait less"), _("refused"), "n"),
    )
    lines = [*_pair(*heads), "-" * columns.WIDTH]
    for one in rows:
        lines += _pair(_offered(one), _waited(one))
    return [*lines, *columns.wrap(meaning())]


def met(one: DeskResult) -> bool:
    """Whether anybody came to a desk by a channel."""
    return figures.known(one.answered) or figures.known(one.wait_mean_h)


def meaning() -> str:
    """What the shares are taken of."""
    return _(
        "Shares are of attempts, each call again counted anew: all offered, also at hours when nobody answers. Waits"
        " are those of attempts not refused."
    )


def label(one: DeskResult) -> str:
    """'front (phone)'; a desk that takes no channel is internal, and its attempts are the tasks given to it."""
    return f"{one.id} ({words.desk_word(one.channel)})"


def _pair(first: Cells, second: Cells) -> list[str]:
    """Both lines of a row; a name that is too long for its column gets one more."""
    if columns.display_width(first[0]) > FIRST_WIDTHS[0]:
        return [first[0], *_pair(("", *first[1:]), second)]
    return [_line(first, FIRST_WIDTHS), "  " + _line(second, SECOND_WIDTHS)]


def _line(cells: Cells, widths: tuple[int, int, int, int]) -> str:
    return " ".join(columns.pad(text, width) for text, width in zip(cells, widths, strict=True)).rstrip()


def _offered(one: DeskResult) -> Cells:
    attempts = figures.money_text(one.attempts_per_year)
    return label(one), attempts, figures.share_text(one.answered), figures.share_text(one.abandoned)


def _waited(one: DeskResult) -> Cells:
    waits = figures.hours_text(one.wait_mean_h), figures.hours_text(one.wait_p90_h)
    return (*waits, refused_text(one.refused), f"{one.answered.n or one.wait_mean_h.n:,}")


def refused_text(refused: Estimate) -> str:
    """The share refused; where there is no limit and no closed door it is none."""
    return _("none") if refused.mean == 0 and not refused.high else figures.share_text(refused)


def page_rows(result: Result) -> list[tuple[str, ...]]:
    """The rows of the page: every figure with its interval."""
    return [
        (
            one.id,
            words.desk_word(one.channel),
            figures.amount_text(one.attempts_per_year),
            figures.share_text(one.answered),
            figures.share_text(one.abandoned),
            refused_text(one.refused),
            figures.hours_text(one.wait_mean_h),
            figures.hours_text(one.wait_p90_h),
            figures.amount_text(one.waiting_mean),
        )
        for one in result.desks
    ]
