"""What a plan could change where work stops with the shift, or planned work is not done in its window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.durations import write_duration

if TYPE_CHECKING:
    from sim.study import Result

RELIEF = "relief"
TOO_FEW = 0.9  # share of planned visits done in their window below which more room is suggested
WORK = ("arrived", "diagnosed")  # milestones from which on only the work itself is promised


def shift_change(result: Result) -> str | None:
    """Round-the-clock work where a promise about the work breaks: somebody else takes over when the shift ends."""
    broken = {one.id for one in result.commitments if one.verdict == "break"}
    promises = (one for one in result.scenario.commitments if one.id in broken)
    about_work = any(one.measure.from_ in WORK for one in promises)
    if not about_work or result.plan.dispatch.end_of_shift == RELIEF or not _has_relief(result):
        return None
    return f"dispatch.end_of_shift={RELIEF}"


def _has_relief(result: Result) -> bool:
    """Whether anybody is there when a shift ends: on call, or on another shift."""
    teams = result.plan.teams.values()
    return any(team.on_call for team in teams) or len({team.shift for team in teams}) > 1


def planned_change(result: Result) -> str | None:
    """Twice the window for the round that is kept least often, as far as its interval allows."""
    rows = [one for one in result.planned_work if one.in_window.mean is not None and one.in_window.mean < TOO_FEW]
    for one in sorted(rows, key=lambda row: row.in_window.mean or 0.0):
        entry = result.plan.planned.get(one.id)
        step = entry.every.seconds or 30 * 86_400 * (entry.every.months or 0) if entry is not None else 0
        if entry is not None and entry.window is not None and 2 * entry.window <= step:
            return f"planned.{one.id}.window={write_duration(2 * entry.window)}"
    return None
