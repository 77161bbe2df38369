"""Trips: a visit becomes ready, gets its crew, is driven to, and sets its crew free again."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from sim.model.dispatch import Dispatcher
from sim.model.driving import Crew, Driving
from sim.model.environment import Environment, Wait
from sim.model.events import Event, Recorder, row
from sim.model.provision import Provision
from sim.model.roster import Roster
from sim.model.teams import Worker
from sim.model.visit import Visit

Steps = Generator[Wait, Any, None]
Sent = Generator[Wait, Any, Crew]

READY, DISPATCHED, LEFT = int(Event.READY), int(Event.DISPATCHED), int(Event.LEFT)


class Trips:
    """The way of every visit, whatever is done on site."""

    def __init__(
        self,
        env: Environment,
        record: Recorder,
        dispatcher: Dispatcher,
        roster: Roster,
        driving: Driving,
        provision: Provision | None,
    ) -> None:
        self.env, self._note = env, record.note
        self.dispatcher, self.roster, self.driving, self.provision = dispatcher, roster, driving, provision
        self._returns = dispatcher.deployment.plan.dispatch.after_job == "return"

    def go(self, visit: Visit, due: int) -> Sent:
        """From the instant at which a visit is ready until its crew is on site. `due`: what its row tells."""
        env, note, ticket = self.env, self._note, visit.ticket
        note(row(env.now, ticket.index, READY, visit.number, -1, due))
        answer = self.dispatcher.request(visit)
        crew: Crew = (yield answer) if isinstance(answer, simpy.Event) else answer
        for place, worker in enumerate(crew):
            note(row(env.now, ticket.index, DISPATCHED, visit.number, worker.index, place))
        if visit.number == 1:
            ticket.happened["dispatched"] = env.now
        if ticket.reserved is not None and self.provision is not None:
            self.provision.hand_over(crew[0], visit)
        if len(crew) > 1 or crew[0].delay or visit.collect is not None:
            yield from self.driving.gather(crew, visit)
        else:
            if seconds := self.driving.set_out(crew[0], visit, ticket.site):
                yield seconds
            self.driving.arrive(crew[0], visit)
        return crew

    def leave(self, crew: Crew, visit: Visit, leaving: int) -> None:
        """All of the crew leave the site, each free where he stands, or once he is back at his outlet."""
        for worker in crew:
            self._note(row(self.env.now, visit.ticket.index, LEFT, visit.number, worker.index, leaving))
            if self._returns:
                self.env.live(self._return(worker, visit))
            else:
                self.roster.release(worker, visit.ticket.site)

    def _return(self, worker: Worker, visit: Visit) -> Steps:
        yield from self.driving.back(worker, visit)
        self.roster.release(worker, worker.team.home)
