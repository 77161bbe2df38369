"""The one or two commands worth typing after a run, chosen from its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.report import next_at_desks, next_at_stores, next_in_field
from sim.study.steps import one_more_engineer

if TYPE_CHECKING:
    from sim.scenario import Plan
    from sim.study import Result


def next_commands(result: Result, overrides: Sequence[str] = ()) -> list[str]:
    """At most two commands: settle what is open, lift the bottleneck, or look at what the answer rests on.

    `overrides` are the `--set` texts of this run; the commands repeat them.
    """
    again = run_command(result, result.plan, overrides)
    values = f"pledge validate {quoted(short(Path(result.scenario.folder)))} --resolved"
    changes = dict.fromkeys((_settle(result), _by_measure(result), _more_people(result), _more_room(result)))
    found = [f"{again} {change}" for change in changes if change][:MOST]
    return found or [*_other_plans(result, overrides), values]


def run_command(result: Result, plan: Plan | str, overrides: Sequence[str] = ()) -> str:
    """`pledge run SCENARIO [--plan P] [--seed N] [--set …]`, quoted for any shell."""
    words = ["pledge run", quoted(short(Path(result.scenario.folder)))]
    words += _plan_words(result, plan)
    words += [f"--seed {result.seed}"] if result.seed != 1 else []
    return " ".join([*words, *(f"--set {quoted(override)}" for override in overrides)])


def _plan_words(result: Result, plan: Plan | str) -> list[str]:
    """Nothing for the plan one gets anyway, a stem for a plan of the scenario, else its path."""
    name = plan if isinstance(plan, str) else plan.id
    if not isinstance(plan, str) and plan.path.parent != Path(result.scenario.folder) / "plans":
        return [f"--plan {quoted(short(plan.path))}"]
    return [] if name == "baseline" else [f"--plan {quoted(name)}"]


def quoted(text: str) -> str:
    """Double quotes where a blank or shell sign asks for them: read alike by POSIX shells, cmd and PowerShell."""
    plain = all(character.isalnum() or character in "-_./:\\=+,~" for character in text)
    return text if plain and text else f'"{text}"'


def short(folder: Path) -> str:
    """A path as a user would type it: relative to where he stands if it lies below."""
    try:
        return folder.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(folder)


def _settle(result: Result) -> str | None:
    needed = [c.replications_needed for c in result.commitments if c.verdict == "unproven" and c.replications_needed]
    most = max(needed, default=0)
    return f"--replications {most}" if most > result.replications else None


def _by_measure(result: Result) -> str | None:
    """What a broken commitment asks for by what it measures: a hotline to be answered, a call to be made."""
    broken = {one.id for one in result.commitments if one.verdict == "break"}
    asked = (next_at_desks.change_for(result, one) for one in result.scenario.commitments if one.id in broken)
    change = next((one for one in asked if one), None)
    return f"--set {quoted(change)}" if change else None


def _more_people(result: Result) -> str | None:
    """What the plan could give where the broken commitments lose most time."""
    late: dict[str, float] = {}
    for commitment in (c for c in result.commitments if c.verdict == "break"):
        for cause, estimate in commitment.late_by_cause_h.items():
            late[cause] = late.get(cause, 0.0) + (estimate.mean or 0.0)
    if not late or max(late.values()) <= 0:
        return None
    worst = max(late, key=lambda cause: late[cause])
    change = CHANGES[worst](result) if worst in CHANGES else None
    return f"--set {quoted(change)}" if change else None


def _more_room(result: Result) -> str | None:
    """For planned work that is not done in its window."""
    change = next_in_field.planned_change(result)
    return f"--set {quoted(change)}" if change else None


def _engineer_change(result: Result) -> str | None:
    return next_at_desks.bench_change(result, result.plan) or _team_change(result)


def _team_change(result: Result) -> str | None:
    team = _busiest(result, "team")
    return one_more_engineer(result.plan, team) if team in result.plan.teams else None


def _on_call_change(result: Result) -> str | None:
    """Somebody on call in every team, if no team has that yet."""
    teams = result.plan.teams.values()
    return None if any(team.on_call for team in teams) else "teams.*.on_call=1"


def _off_shift_change(result: Result) -> str | None:
    return next_in_field.shift_change(result) or _on_call_change(result) or _team_change(result)


def _desk_change(result: Result) -> str | None:
    """A line or a seat where customers are lost, else a seat of the busiest desk."""
    if any((one.abandoned.mean or 0.0) + (one.refused.mean or 0.0) > 0 for one in result.desks):
        return next_at_desks.seat_change(result)
    return _dispatch_change(result)


def _dispatch_change(result: Result) -> str | None:
    desk = _busiest(result, "desk")
    return next_at_desks.seat_at_busiest(result, desk) if desk in result.plan.desks else None


MOST = 2  # commands
CHANGES: dict[str, Callable[[Result], str | None]] = {
    "engineer": _engineer_change,
    "travel": _team_change,
    "off_shift": _off_shift_change,
    "desk": _desk_change,
    "dispatch": _dispatch_change,
    "part": next_at_stores.part_change,
    "repair": next_at_stores.swap_change,
}


def _busiest(result: Result, kind: str) -> str:
    rows = [r for r in result.uses if r.kind == kind and r.seized.mean is not None]
    return max(rows, key=lambda r: r.seized.mean or 0.0).id if rows else ""


def _other_plans(result: Result, overrides: Sequence[str]) -> list[str]:
    folder = Path(result.scenario.folder) / "plans"
    others = sorted(path.stem for path in folder.glob("*.yaml") if path.stem != result.plan.id)
    return [run_command(result, name, overrides) for name in others[:1]]
