"""Whether every customer heard from us often enough: contacts, and the silences between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from sim.audit.dossiers import ANSWERING, Dossier, Line
from sim.audit.hours import NEVER, Span
from sim.audit.reviews import Review, service_of, step_on
from sim.model import Event
from sim.scenario import Commitment, Scenario, Site
from sim.world import World

E = Event
HEARD = (
    *(E.PROGRESS_REPORTED, E.CALLED_BACK, E.FOLLOWED_UP_1, E.FOLLOWED_UP_2),
    *(E.COMPLAINT_ANSWERED, E.ESCALATED, E.CONTACTED),
)


@dataclass(frozen=True, eq=False)
class Contacts:
    """`told`: the rows of every case of the log; `planned_sites`: the site of each planned visit."""

    world: World
    dossiers: list[Dossier]
    told: dict[int, list[Line]]
    planned_sites: list[int]

    @property
    def scenario(self) -> Scenario:
        return self.world.scenario

    @cached_property
    def of_customer(self) -> dict[str, list[int]]:
        """Instants of every contact, in order: an answer, an arrival, a call of ours that got through."""
        found: dict[str, list[int]] = defaultdict(list)
        customers, tickets = sorted({site.customer for site in self.scenario.sites}), len(self.world.tickets)
        for dossier in self.dossiers:
            found[dossier.luck.site.customer] += _contacts_in(dossier.lines)
        for number, customer in enumerate(customers):
            found[customer] += _contacts_in(self.told.get(tickets + number, []))
        for number, site in enumerate(self.planned_sites):
            lines = self.told.get(tickets + len(customers) + number, [])
            found[self.scenario.sites[site].customer] += _contacts_in(lines)
        return {customer: sorted(instants) for customer, instants in found.items()}

    def kept_in(self, promise: Commitment, review: Review, sites: list[Site]) -> dict[str, bool]:
        """Of the owners of these sites who are in service in a period, whether nobody was left alone for too long."""
        owners = {site.customer for site in sites if self._is_in_service(site, review)}
        return {owner: not any(self._silences(promise, owner, review)) for owner in sorted(owners)}

    def _is_in_service(self, site: Site, review: Review) -> bool:
        start, end = service_of(self.scenario, site)
        return max(start, review.start) < min(end, review.end)

    def _silences(self, promise: Commitment, owner: str, review: Review) -> Iterator[bool]:
        """For every stretch between two contacts, whether the part of it that is too long reaches into the period."""
        start, end = self._served(owner)
        met = [start, *(at for at in self.of_customer.get(owner, []) if start < at < end), end]
        for last, following in pairwise(met):
            too_long = self._too_long_from(promise, last)
            yield max(too_long, review.start) < min(following, review.end)

    def _served(self, owner: str) -> Span:
        """From the begin of his service, or of the warm-up, to its end."""
        spans = [service_of(self.scenario, site) for site in self.scenario.sites if site.customer == owner]
        horizon = self.scenario.horizon
        return max(horizon.begin, min(start for start, _end in spans)), max(end for _start, end in spans)

    def _too_long_from(self, promise: Commitment, last: int) -> int:
        step = promise.step
        return NEVER if step is None else step_on(last, step, self.scenario.timezone)


def _contacts_in(lines: list[Line]) -> Iterator[int]:
    for line in lines:
        is_answer = line.event == E.STARTED and line.value in ANSWERING
        if is_answer or line.event == E.ARRIVED or line.event in HEARD:
            yield line.at
