"""Whether the figures rest on a year that had settled, in words: the warm-up, and a backlog that grows all year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import columns, figures
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study import Result


def growth_text(result: Result) -> str:
    """What comes before everything else if the backlog grows all the time; empty where it does not."""
    trend = result.trend
    if not trend.grows:
        return ""
    text = _(
        "The backlog grows all year: {growth} open tickets more at the end than at the beginning, where it was {begin}"
        " (n {n}). The figures below depend on the length of the horizon."
    )
    growth, begin = figures.amount_text(trend.growth), figures.amount_text(trend.begin)
    return text.format(growth=growth, begin=begin, n=trend.growth.n)


def growth_lines(result: Result) -> list[str]:
    """The same, in lines of a terminal."""
    text = growth_text(result)
    return [*columns.wrap(text), ""] if text else []


def warning_text(result: Result) -> str:
    """The warm-up that is too short; empty where it is long enough, or where a backlog that grows is told already."""
    found = result.warm_up
    if found.verdict == "too short" and found.weeks is not None:
        return _too_short(result)
    if found.verdict == "never settles" and not result.trend.grows:
        text = _(
            "After a warm-up of {weeks} weeks {what} still rise, and half a year does not do (MSER-5): the figures"
            " depend on how long is simulated."
        )
        return text.format(weeks=f"{found.stated_weeks:.3g}", what=_of(result, "never settles"))
    return ""


def _too_short(result: Result) -> str:
    found = result.warm_up
    text = ngettext(
        "The warm-up of {stated} weeks is too short for {what}: {n} week would do (MSER-5). Judged time begins with"
        " less than there is later, and its mean is {bias} off.",
        "The warm-up of {stated} weeks is too short for {what}: {n} weeks would do (MSER-5). Judged time begins with"
        " less than there is later, and its mean is {bias} off.",
        found.weeks or 0,
    )
    worst = max((one for one in found.series if one.verdict == "too short"), key=lambda one: one.cut_days)
    return text.format(
        stated=f"{found.stated_weeks:.3g}",
        what=_of(result, "too short"),
        n=found.weeks,
        bias=figures.rough_share_text(worst.bias),
    )


def _of(result: Result, verdict: str) -> str:
    return _(" and ").join(one.name for one in result.warm_up.series if one.verdict == verdict) or _("levels")


def page_text(result: Result) -> str:
    """One sentence for the page whatever was found."""
    found = result.warm_up
    said = warning_text(result) or growth_text(result)
    if said or found.verdict not in ("ok", "given"):
        return said
    if found.verdict == "given":
        return _("The simulation starts from the state given in start.csv.")
    text = _(
        "The warm-up of {weeks} weeks is long enough: MSER-5 leaves nothing out of judged time that would shift its"
        " mean. Open tickets: {begin} in its first weeks, {end} in its last, n {n}."
    )
    begin, end = figures.amount_text(result.trend.begin), figures.amount_text(result.trend.end)
    return text.format(weeks=f"{found.stated_weeks:.3g}", begin=begin, end=end, n=result.trend.level.n)
