"""What the charts of the back office draw: units away for repair by week, planned visits by month."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.judge import judge
from sim.model.events import Event
from sim.model.planned import first_case, planned_visits
from tests.stories.little import instant, part, plan_of, story, team

PUMP = part("pump", "7d", kind="repairable", repair="4h", return_transit="1d")
NEEDS_A_PUMP = "f: {parts: {pump: {chance: 100%, known: 100%}}}"
WEEK_S = 604_800


def test_units_away_are_summed_by_week(tmp_path: Path) -> None:
    """Sent back on Sunday 09:50, a day and five hours of it away: 14 h 10 min in the first week, 14 h 50 min after it.

    The bench takes it on Monday at 09:50 and has its break from 12:00 to 13:00.
    """
    plan = plan_of(team(shift="always", outlet="stock: {pump: 1}"), more="workshop: {benches: 1, calendar: works}")
    horizon = "{start: 2026-01-05, weeks: 2, warmup: 0s, runout: 2w}"
    tickets = [("11 09:00", "s10", "f", None, "10min", "30min")]
    told = story(tmp_path, tickets, NEEDS_A_PUMP, plan, parts=[PUMP], horizon=horizon)
    assert told.log.of(Event.SENT_BACK).at.tolist() == [instant("11 09:50")]
    assert told.log.of(Event.REPAIRED).at.tolist() == [instant("12 14:50")]
    (stock,) = judge(told.world, told.plan, told.log).stocks
    assert stock.in_repair_by_week.tolist() == [14 * 3600 + 600, 14 * 3600 + 3000]
    assert stock.in_repair_unit_s == 29 * 3600


def test_where_nothing_comes_back_there_are_no_weeks(tmp_path: Path) -> None:
    plan = plan_of(team(shift="always", outlet="stock: {pump: 1}"))
    tickets = [("06 09:00", "s10", "f", None, "10min", "30min")]
    told = story(tmp_path, tickets, NEEDS_A_PUMP, plan, parts=[part("pump", "7d")])
    assert not len(judge(told.world, told.plan, told.log).stocks[0].in_repair_by_week)


def test_planned_visits_stand_in_the_month_in_which_their_window_opens(tmp_path: Path) -> None:
    """Months are counted from 5 January: the second one begins on 5 February."""
    plan = plan_of(team(shift="always"), more="planned: {weekly: {every: 1w, window: 2d, work: 3h}}")
    horizon = "{start: 2026-01-05, weeks: 8, warmup: 0s, runout: 5w}"
    told = story(tmp_path, [("05 09:00", "s10", "f")], "f: {repair: 1h}", plan, horizon=horizon)
    visits = planned_visits(told.world, told.plan)
    judged = visits.opens < told.scenario.horizon.end
    second = judged & (visits.opens >= instant("2026-02-05 00:00"))
    (use,) = judge(told.world, told.plan, told.log).planned
    assert use.decided_by_month == (int(judged.sum() - second.sum()), int(second.sum())) == (use.visits - second.sum(),
                                                                                            second.sum())  # fmt: skip
    left = told.log.of(Event.LEFT)
    done = {int(case): int(at) for case, at in zip(left.ticket, left.at, strict=True)}
    kept = np.array([done[first_case(told.world) + j] <= visits.ends[j] for j in range(len(visits))])
    assert use.kept_by_month == (int((kept & judged & ~second).sum()), int((kept & second).sum()))
