"""Repair points: units that customers bring wait for a bench, are repaired there, and are taken back."""

from __future__ import annotations

from collections.abc import Generator
from heapq import heappop, heappush
from typing import Any

import simpy

from sim.clock import NEVER, Calendar
from sim.model.aftercare import Aftercare
from sim.model.deployment import Deployment
from sim.model.draws import Draws
from sim.model.environment import Environment, Wait
from sim.model.events import Event, Recorder, row
from sim.model.provision import Provision
from sim.model.ticket import Ticket

Steps = Generator[Wait, Any, None]

HANDED_IN, BENCHED, UNBENCHED, DIAGNOSED, RESTORED = (
    int(kind) for kind in (Event.HANDED_IN, Event.BENCHED, Event.UNBENCHED, Event.DIAGNOSED, Event.RESTORED)
)


class Bench:
    """The benches of an outlet: units first come, first served, ties by ticket; work goes on while `hours` are open."""

    def __init__(self, env: Environment, outlet: int, count: int, hours: Calendar) -> None:
        self.env, self.outlet, self.hours = env, outlet, hours
        self._free = count
        self._queue: list[tuple[int, int, simpy.Event]] = []

    def take(self, ticket: int) -> simpy.Event | None:
        """The event that fires when a bench is free for this ticket; None if one is at once."""
        if self._free and not self._queue and self.env.at_rest():
            self._free -= 1
            return None
        granted = self.env.event()
        heappush(self._queue, (self.env.now, ticket, granted))
        self.env.unsettled = True
        return granted

    def release(self) -> None:
        """Free again."""
        self._free += 1
        if self._queue:
            self.env.unsettled = True

    def settle(self) -> bool:
        """Free benches to the units that wait; True if any was given."""
        granted = False
        while self._queue and self._free:
            heappop(self._queue)[2].succeed()
            self._free -= 1
            granted = True
        return granted


class RepairPoints:
    """What becomes of a unit that its customer brings."""

    def __init__(
        self, env: Environment, record: Recorder, place: Deployment, draws: Draws, provision: Provision | None
    ) -> None:
        self.env, self._note, self.draws, self.provision = env, record.note, draws, provision
        self.aftercare: Aftercare | None = None
        calendar = place.scenario.calendar
        self.benches = {
            index: Bench(env, index, entry.benches, calendar(entry.bench_calendar))
            for index, entry in enumerate(place.plan.outlets.values())
            if entry.benches
        }

    def repair(self, ticket: Ticket, outlet: int) -> Steps:
        """From the end of the talk to the restoration. Parts known then are asked for while the unit is on its way."""
        bench, i = self.benches[outlet], ticket.index
        ticket.repair_point = outlet
        provision = self.provision if self.provision is not None and self.provision.is_needed(ticket) else None
        if provision is not None:
            provision.ask_known(ticket)
        if bring := self.draws.bring[i]:
            yield bring
        self._note(row(self.env.now, i, HANDED_IN, 0, outlet, 0))
        ticket.happened["received"] = self.env.now
        granted = bench.take(i)
        if granted is not None:
            yield granted
        self._note(row(self.env.now, i, BENCHED, 0, outlet, 0))
        yield from self._work(bench, self.draws.diagnose[i])
        self._note(row(self.env.now, i, DIAGNOSED, 0, -1, 0))
        ticket.happened["diagnosed"] = self.env.now
        if provision is not None:
            yield from provision.at_bench(ticket)
        yield from self._work(bench, self.draws.repair[i])
        self._note(row(self.env.now, i, RESTORED, 0, -1, 0))
        ticket.happened["restored"] = self.env.now
        self._note(row(self.env.now, i, UNBENCHED, 0, outlet, 0))
        bench.release()
        if self.aftercare is not None:
            self.aftercare.restored(ticket)

    def _work(self, bench: Bench, seconds: int) -> Steps:
        """So many seconds of open time."""
        if seconds:
            done = bench.hours.add(self.env.now, seconds)
            yield done - self.env.now if done < NEVER else self.env.event()

    def settle(self) -> bool:
        """Free benches to units; True if any was given."""
        granted = False
        for bench in self.benches.values():
            granted = bench.settle() or granted
        return granted
