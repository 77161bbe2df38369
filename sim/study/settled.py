"""Has the simulation forgotten its start by the time judging begins, and does the backlog stay where it is?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from sim.study.estimate import Estimate, mean_of, unknown
from sim.study.warm_up import BATCH, mser5, welch_average
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Horizon
    from sim.study.replicate import Replication

Days = NDArray[np.float64]  # one row per replication, one column per day from the start of the warm-up

Verdict = Literal["ok", "too short", "never settles", "given", "unknown"]

DAY_S, WEEK = 86_400, 7
SEASON = 14  # days to either side over which arrivals are averaged before a level is measured against them
WELCH = 14  # days to either side in Welch's moving average
WINDOW, LEAST_WEEKS = 28, 3  # days compared at both ends of judged time; judged weeks below which nothing is compared
YEAR, ALIKE = 365, 10  # a horizon within so many days of whole years ends in the season in which it began
LEAST_BIAS = 0.05  # of the mean over judged time: a start that shifts it by less does no harm
LEAST_RISE = 0.10  # of the level at the beginning, below which the end is as the beginning
LEAST_GROWTH = 0.25  # of the level at the beginning, above what more tickets explain
EACH_HALF = 0.2  # of the growth, so that it is one of all the year


@dataclass(frozen=True)
class Series:
    """One level from the start of the warm-up, over replications.

    cut_days: what MSER-5 would leave out; welch_days: when Welch's moving average first comes within 5 % of what
    follows the cut (None: never); bias: by which part of itself the mean over judged time differs from that after the
    cut.
    """

    name: str
    verdict: Verdict
    cut_days: int
    welch_days: int | None
    bias: Estimate


@dataclass(frozen=True)
class WarmUp:
    """Whether the stated warm-up is long enough. weeks: what would do where it is not; None: no length that was tried.

    verdict "given": the simulation starts from a state that was given; "unknown": judged time is too short to tell.
    """

    verdict: Verdict
    stated_weeks: float
    weeks: int | None
    series: tuple[Series, ...] = ()


@dataclass(frozen=True)
class Backlog:
    """Open tickets: mean over judged time, over its first and last weeks, and how many more at the end, pair by pair.

    excess: more at the end than the number of tickets that come explains; grows: it does so all the time.
    """

    level: Estimate
    begin: Estimate
    end: Estimate
    growth: Estimate
    excess: Estimate
    grows: bool


def no_warm_up() -> WarmUp:
    """Nothing is known."""
    return WarmUp("unknown", 0.0, None)


def no_backlog() -> Backlog:
    """Nothing is known."""
    none = unknown(_("judged time is too short to tell"))
    return Backlog(none, none, none, none, none, False)


@dataclass(frozen=True)
class Levels:
    """Days of all replications. `start`: the first judged day; `is_given`: the state at the start was given."""

    opened: Days
    came: Days
    away: Days
    start: int
    is_given: bool = False
    expected: Days = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "expected", season(self.came))

    @property
    def days(self) -> int:
        """Of judged time."""
        return int(self.opened.shape[1]) - self.start

    @property
    def window(self) -> int:
        """Days compared at either end: whole weeks, at most a sixth of judged time."""
        return max(WEEK, min(WINDOW, self.days // 6 // WEEK * WEEK))

    @property
    def same_season(self) -> bool:
        """Whether judged time ends in the season in which it began."""
        years = round(self.days / YEAR)
        return years > 0 and abs(self.days - years * YEAR) <= ALIKE

    @property
    def is_enough(self) -> bool:
        """Whether there is enough to compare."""
        return self.days >= LEAST_WEEKS * WEEK and bool(self.came.any())


def season(came: Days) -> Days:
    """Tickets a day as a planner would expect them on each day, relative to their mean; one row.

    The mean over replications and over four weeks around the day, at least a twentieth of the mean.
    """
    daily = came.mean(axis=0)
    total = np.concatenate(([0.0], np.cumsum(daily)))
    at = np.arange(daily.size)
    left, right = np.maximum(at - SEASON, 0), np.minimum(at + SEASON + 1, daily.size)
    smooth = (total[right] - total[left]) / (right - left)
    mean = float(daily.mean()) or 1.0
    factors: Days = np.maximum(smooth / mean, 0.05)
    return factors


def levels_of(done: Sequence[Replication], horizon: Horizon, is_given: bool) -> Levels | None:
    """From what the judge recorded by day; whole days only. None where it recorded nothing."""
    found = [each.judgement.settling for each in done]
    kept = [one for one in found if one is not None]
    if len(kept) < len(found) or horizon.end - horizon.begin < DAY_S:
        return None
    days = (horizon.end - horizon.begin) // DAY_S
    opened, came, away = (
        np.array([getattr(one, name)[:days] for one in kept], np.float64) for name in ("open_s", "came", "away_unit_s")
    )
    return Levels(opened / DAY_S, came, away / DAY_S, (horizon.start - horizon.begin) // DAY_S, is_given)


# -- the warm-up --------------------------------------------------------------------------------------------------


def warm_up_of(levels: Levels | None, grows: bool = False) -> WarmUp:
    """MSER-5 on the means over replications, with the seasons taken out; `grows`: the backlog grows all the time."""
    if levels is None or not levels.is_enough:
        return no_warm_up()
    stated = levels.start / WEEK
    if levels.is_given:
        return WarmUp("given", stated, None)
    named = ((_("open tickets"), levels.opened), (_("parts away"), levels.away))
    series = tuple(_series(name, days, levels) for name, days in named if days.any())
    verdicts = {one.verdict for one in series}
    if grows or "never settles" in verdicts:
        return WarmUp("never settles", stated, None, series)
    if "too short" in verdicts:
        longest = max(one.cut_days for one in series if one.verdict == "too short")
        return WarmUp("too short", stated, -(-longest // WEEK), series)
    return WarmUp("ok", stated, None, series)


def _series(name: str, days: Days, levels: Levels) -> Series:
    level = days / levels.expected
    mean = level.mean(axis=0)
    cut = mser5(mean).d_obs
    bias = _bias(level, max(cut, levels.start), levels.start)
    verdict: Verdict = "ok"
    if cut > levels.start and _is_low(bias) and _rises(level, levels):
        verdict = "never settles" if cut >= mean.size // BATCH // 2 * BATCH else "too short"
    return Series(name, verdict, cut, _welch_days(mean, cut), bias)


def _bias(level: Days, cut: int, start: int) -> Estimate:
    """Of each replication, mean over judged time less mean after the cut, over the latter's mean."""
    after = level[:, cut:].mean(axis=1)
    whole = float(after.mean())
    if not whole:
        return unknown(_("nothing is open or away after the cut"))
    return mean_of(((level[:, start:].mean(axis=1) - after) / whole).tolist())


def _is_low(bias: Estimate) -> bool:
    """A start that began empty shows too little; more than little, and more than chance."""
    return bias.mean is not None and bias.mean < -LEAST_BIAS and bias.high is not None and bias.high < 0


def _rises(level: Days, levels: Levels) -> bool:
    """Whether the end lies above the beginning; without the same season at both ends that cannot be told, so: yes."""
    if not levels.same_season:
        return True
    first, last = _ends(level, levels)
    return _exceeds(mean_of((last - first).tolist()), LEAST_RISE * float(first.mean()))


def _ends(days: Days, levels: Levels) -> tuple[Days, Days]:
    """Of each replication the mean of the first and of the last window of judged time."""
    window = levels.window
    return days[:, levels.start : levels.start + window].mean(axis=1), days[:, -window:].mean(axis=1)


def _exceeds(difference: Estimate, least: float) -> bool:
    """More than `least`, and more than chance."""
    if difference.mean is None or difference.low is None:
        return False
    return difference.low > 0 and difference.mean > least


def _welch_days(mean: Days, cut: int) -> int | None:
    width = min(WELCH, mean.size // 4)
    if width < 1:
        return None
    near = welch_average(mean, width) >= 0.95 * float(mean[cut:].mean())
    return int(near.argmax()) if near.any() else None


# -- the backlog --------------------------------------------------------------------------------------------------


def backlog_of(levels: Levels | None) -> Backlog:
    """Open tickets at both ends of judged time, and whether they grow all the time.

    They do if the end has more than the number of tickets that come explains, by a quarter of the beginning and more
    than chance does, and both halves of judged time add their part: not if only the start was empty, or a season ends.
    """
    if levels is None or not levels.is_enough:
        return no_backlog()
    first, last = _ends(levels.opened, levels)
    excess, grows = _excess(levels)
    return Backlog(
        level=mean_of(levels.opened[:, levels.start :].mean(axis=1).tolist(), least=0.0),
        begin=mean_of(first.tolist(), least=0.0),
        end=mean_of(last.tolist(), least=0.0),
        growth=mean_of((last - first).tolist()),
        excess=excess,
        grows=grows,
    )


def _excess(levels: Levels) -> tuple[Estimate, bool]:
    level = levels.opened / levels.expected
    first, last = _ends(level, levels)
    half = levels.start + (levels.days - levels.window) // 2
    middle = level[:, half : half + levels.window].mean(axis=1)
    excess = mean_of((last - first).tolist())
    parts = [float((later - sooner).mean()) for sooner, later in ((first, middle), (middle, last))]
    in_both = min(parts) > EACH_HALF * sum(parts)
    return excess, in_both and _exceeds(excess, LEAST_GROWTH * float(first.mean()))
