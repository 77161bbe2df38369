"""Repair points: units that customers bring wait for a bench, are repaired there, and are taken back."""

from __future__ import annotations

from sim.model.aftercare import Aftercare
from sim.model.bench import Bench, Steps
from sim.model.deployment import Deployment
from sim.model.draws import Draws
from sim.model.environment import Environment
from sim.model.events import Event, Recorder, row
from sim.model.provision import Provision
from sim.model.quotes import Quotes, Verdict
from sim.model.ticket import Ticket

HANDED_IN, BENCHED, UNBENCHED, DIAGNOSED, RESTORED = (
    int(kind) for kind in (Event.HANDED_IN, Event.BENCHED, Event.UNBENCHED, Event.DIAGNOSED, Event.RESTORED)
)


class RepairPoints:
    """What becomes of a unit that its customer brings."""

    def __init__(
        self, env: Environment, record: Recorder, place: Deployment, draws: Draws, provision: Provision | None
    ) -> None:
        self.env, self._note, self.draws, self.provision = env, record.note, draws, provision
        self.aftercare: Aftercare | None = None
        calendar = place.scenario.calendar
        self.benches = {
            index: Bench(env, entry.benches, calendar(entry.bench_calendar))
            for index, entry in enumerate(place.plan.outlets.values())
            if entry.benches
        }

    def repair(self, ticket: Ticket, outlet: int, quotes: Quotes) -> Verdict:
        """From the end of the talk to the restoration; False if the customer declines the quote.

        Parts known then are asked for while the unit is on its way, or once he has agreed.
        """
        bench, i = self.benches[outlet], ticket.index
        ticket.repair_point = outlet
        provision = self.provision if self.provision is not None and self.provision.is_needed(ticket) else None
        bring = self.draws.bring[i]
        if provision is not None and not ticket.to_be_quoted:
            provision.ask_known(ticket, goes_on=not bring)
        if bring:
            yield bring
        self._note(row(self.env.now, i, HANDED_IN, 0, outlet, 0))
        ticket.happened["received"] = self.env.now
        yield from self._take(bench, ticket)
        yield from bench.work(self.draws.diagnose[i])
        self._note(row(self.env.now, i, DIAGNOSED, 0, -1, 0))
        ticket.happened["diagnosed"] = self.env.now
        if ticket.to_be_quoted:
            self._leave(bench, ticket)
            if not (yield from quotes.agree(ticket)):
                if self.aftercare is not None:
                    self.aftercare.gone(ticket)
                return False
            if provision is not None:
                provision.ask_known(ticket, goes_on=True)
            yield from self._take(bench, ticket)
        if provision is not None:
            yield from provision.at_bench(ticket)
        yield from bench.work(self.draws.repair[i])
        self._note(row(self.env.now, i, RESTORED, 0, -1, 0))
        ticket.happened["restored"] = self.env.now
        self._leave(bench, ticket)
        if provision is not None:
            provision.stores.exchanged(i)
        if self.aftercare is not None:
            self.aftercare.restored(ticket)
        return True

    def _take(self, bench: Bench, ticket: Ticket) -> Steps:
        granted = bench.take(ticket.index)
        if granted is not None:
            yield granted
        self._note(row(self.env.now, ticket.index, BENCHED, 0, ticket.repair_point or 0, 0))

    def _leave(self, bench: Bench, ticket: Ticket) -> None:
        self._note(row(self.env.now, ticket.index, UNBENCHED, 0, ticket.repair_point or 0, 0))
        bench.release()

    def settle(self) -> bool:
        """Free benches to units; True if any was given."""
        granted = False
        for bench in self.benches.values():
            granted = bench.settle() or granted
        return granted
