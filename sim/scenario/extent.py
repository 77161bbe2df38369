"""How large a scenario is to simulate."""

from sim.scenario.limits import LIMIT, MOST_TICKETS
from sim.scenario.problems import Problem
from sim.scenario.scenario import Scenario
from sim.wording import _


def too_large(scenario: Scenario) -> list[Problem]:
    """The refusal of a scenario with more tickets than a machine can hold at once, most likely a slip of the pen."""
    from sim.scenario.offered_work import tickets_per_second

    simulated_s = scenario.horizon.stop - scenario.horizon.begin
    tickets = sum(float(tickets_per_second(scenario, kind).sum()) for kind in scenario.faults) * simulated_s
    if scenario.replay is not None or tickets <= MOST_TICKETS:
        return []
    text = _(
        "about {n} tickets in one replication, but at most {most} can be simulated: look at rates, units and horizon"
    )
    message = text.format(n=f"{tickets:,.0f}", most=f"{MOST_TICKETS:,}")
    return [Problem(str(scenario.folder / "scenario.yaml"), None, None, LIMIT, message)]
