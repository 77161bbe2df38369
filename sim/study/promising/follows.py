"""What of a plan and a scenario looks at promises while a year goes by: what another limit would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario import Plan, Scenario
    from sim.scenario.people import Team


def follows_promises(scenario: Scenario, plan: Plan) -> tuple[str, ...]:
    """Paths of the settings by which dispatch, people on call or customers go by what was promised."""
    on_call = (f"teams.{name}.on_call" for name, team in plan.teams.items() if _wakes_if_due(team))
    found = {
        "dispatch.rule": plan.dispatch.rule == "due_date",
        "dispatch.backup": plan.dispatch.backup == "when_late",
        "satisfaction": scenario.satisfaction is not None,
        "complaints": scenario.complaints is not None,
    }
    return (*(path for path, does in found.items() if does), *on_call)


def _wakes_if_due(team: Team) -> bool:
    return bool(team.on_call and team.on_call.engineers and team.on_call.wake == "if_due")
