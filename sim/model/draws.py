"""What each ticket has drawn, read one number at a time while the model runs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from sim.model.deployment import Deployment
from sim.model.planned import PlannedVisits
from sim.world import World, seconds


@dataclass(frozen=True)
class Draws:
    """Views of the world's columns by ticket, and of the dispatch desk's handle times: seconds, factors, uniforms.

    `key` and `noise` (of the first leg) also of planned visits, behind tickets and customers.
    """

    key: memoryview

    site: memoryview
    fault: memoryview
    channel: memoryview
    reported: memoryview
    patience: memoryview
    talk: memoryview
    expert_talk: memoryview
    contact: memoryview
    reply: memoryview
    supply: memoryview
    diagnose: memoryview
    repair: memoryview
    sign_off: memoryview
    swap: memoryview
    bring: memoryview
    take_back: memoryview
    crew: memoryview
    noise: memoryview[float]
    u_remote: memoryview[float]
    u_supplier: memoryview[float]
    u_first_fix: memoryview[float]
    u_satisfied: memoryview[float]
    u_complained: memoryview[float]
    u_carry_in: memoryview[float]
    quote: memoryview
    confirm: memoryview
    appointment: memoryview
    stage: memoryview
    u_charged: memoryview[float]
    u_refused: memoryview[float]
    u_appointment: memoryview[float]
    dispatch: memoryview

    @classmethod
    def of(cls, world: World, place: Deployment, planned: PlannedVisits) -> Draws:
        """The draws of a world; handle times stand in the plan, so they are drawn here, by the same luck."""
        tickets = world.tickets
        duty = next((desk for desk in place.plan.desks.values() if desk.role == "dispatch"), None)
        none = np.zeros(len(tickets), dtype=np.int64)
        handle = seconds(duty.handle, world.luck.each("dispatch", tickets.key)) if duty else none
        names = [field.name for field in fields(cls) if field.name != "dispatch"]
        columns: dict[str, Any] = {name: getattr(tickets, name) for name in names}
        if len(planned):
            customers, noise = len(world.scenario.customers), world.travel_factors(planned.key)
            columns["key"] = np.concatenate((tickets.key, np.zeros(customers, np.uint64), planned.key))
            columns["noise"] = np.concatenate((tickets.noise, np.ones(customers), noise))
        views: dict[str, Any] = {name: np.ascontiguousarray(values).data for name, values in columns.items()}
        return cls(**views, dispatch=handle.data)
