"""One world: the luck of one replication, met alike by every plan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.scenario import Channel, Distribution, Scenario
from sim.world.arrivals import AT_START
from sim.world.needs import Needs, draw_needs
from sim.world.quantiles import mean_one_lognormal, seconds
from sim.world.tickets import Tickets, draw_tickets
from sim.world.uniforms import Keys, Luck, key_of


@dataclass(frozen=True, eq=False)
class World:
    """The tickets of a replication, and pure functions for what only a plan calls into being."""

    scenario: Scenario
    seed: int
    replication: int
    luck: Luck
    tickets: Tickets
    needs: Needs

    @property
    def needs_part(self) -> NDArray[np.bool_]:
        """Which tickets need a part."""
        return self.needs.some

    @cached_property
    def originals(self) -> int:
        """Tickets that are reported of themselves; the rows behind them may come back."""
        return int((self.tickets.parent < 0).sum())

    def ticket_id(self, index: int) -> str:
        """site.fault.week.number, unique and the same whatever else the scenario holds; its n-th repeat ends in .rn."""
        t, times = self.tickets, 0
        while t.parent[index] >= 0:
            index, times = int(t.parent[index]), times + 1
        site, kind = self.scenario.sites[t.site[index]], self.scenario.faults[t.fault[index]]
        again = f".r{times}" if times else ""
        return f"{site.id}.{kind.key}.{_source(int(t.week[index]))}.{t.number[index] + 1}{again}"

    def channel(self, index: int) -> Channel:
        """How the ticket is reported."""
        return self._channels[int(self.tickets.channel[index])]

    @cached_property
    def _channels(self) -> tuple[Channel, ...]:
        return tuple(self.scenario.channels.values())

    def patience(self, index: int, attempt: int) -> int:
        """Seconds the customer waits on this attempt; NEVER where the channel has no patience."""
        dist = self.channel(index).patience
        return NEVER if dist is None else self._duration("patience", dist, index, attempt)

    def redials_after(self, index: int, attempt: int) -> int | None:
        """Seconds until the customer calls again after this attempt failed; None: never."""
        redial = self.channel(index).redial
        key = int(self.tickets.key[index])
        if redial is None or self.luck.one("redial", key, attempt) >= redial.chance:
            return None
        return self._duration("redial-after", redial.after, index, attempt)

    def accepts_hold(self, index: int, attempt: int) -> float:
        """The latent uniform that decides whether the customer takes the offer to be called instead of waiting."""
        return self.luck.one("virtual-hold", int(self.tickets.key[index]), attempt)

    def work(self, index: int, visit: int) -> tuple[int, int]:
        """Seconds of diagnosis and of repair at this visit, drawn anew for each."""
        t = self.tickets
        if visit == 1:
            return int(t.diagnose[index]), int(t.repair[index])
        fault = self.scenario.faults[t.fault[index]].fault
        return (
            self._duration("diagnose", fault.diagnose, index, visit),
            self._duration("repair", fault.repair, index, visit),
        )

    def first_fix(self, index: int, visit: int) -> float:
        """The latent uniform that decides whether this visit repairs for good."""
        return self.luck.one("first-fix", int(self.tickets.key[index]), visit)

    def travel_factor(self, key: int, visit: int, leg: int) -> float:
        """How much longer or shorter this leg of a ticket, or planned visit, takes than expected; mean 1."""
        if not self.scenario.travel.noise_cv:
            return 1.0
        u = self.luck.one("travel", key, visit, leg)
        return float(mean_one_lognormal(self.scenario.travel.noise_cv, np.array([u]))[0])

    def travel_factors(self, keys: Keys) -> NDArray[np.float64]:
        """The same of the first legs of many."""
        return mean_one_lognormal(self.scenario.travel.noise_cv, self.luck.each("travel", keys, 1, 1))

    def order_times(self, dist: Distribution, store: str, part: str, first: int, count: int) -> list[int]:
        """Seconds until the orders number `first` and on of this part in this store are there."""
        orders = np.arange(first, first + count, dtype=np.int64)
        u = self.luck.each("order", np.array([key_of(store)], np.uint64), key_of(part), orders)
        return [int(one) for one in seconds(dist, u)]

    def supply_time(self, stream: str, dist: Distribution, index: int, part: str) -> int:
        """Seconds until a part that this ticket alone waits for is there."""
        u = self.luck.one(stream, int(self.tickets.key[index]), key_of(part))
        return int(seconds(dist, np.array([u]))[0])

    def luck_of_part(self, stream: str, index: int, part: str, number: int) -> float:
        """A latent uniform of the n-th unit of a part that this ticket gave in exchange."""
        return self.luck.one(stream, int(self.tickets.key[index]), key_of(part), number)

    def time_of_part(self, stream: str, dist: Distribution, index: int, part: str, number: int) -> int:
        """Seconds drawn for that unit."""
        return int(seconds(dist, np.array([self.luck_of_part(stream, index, part, number)]))[0])

    def is_absent(self, team: str, number: int, days: NDArray[np.int64], share: float) -> NDArray[np.bool_]:
        """On which of these days (ordinals of local dates) this engineer does not come."""
        return self.luck.each("absence", np.array([key_of(team)], np.uint64), number, days) < share

    def _duration(self, stream: str, dist: Distribution, index: int, n: int) -> int:
        u = self.luck.one(stream, int(self.tickets.key[index]), n)
        return int(seconds(dist, np.array([u]))[0])


def _source(week: int) -> str:
    """Where a ticket comes from: its week, its unit, or a table."""
    if week < 0:
        return f"u{-week}"
    return {0: "recorded", AT_START: "start"}.get(week, f"{week // 100}w{week % 100:02d}")


def sample_world(scenario: Scenario, seed: int, replication: int) -> World:
    """Draw the luck of one replication. No plan can reach it."""
    luck = Luck(seed, replication)
    tickets = draw_tickets(scenario, luck)
    return World(scenario, seed, replication, luck, tickets, draw_needs(scenario, luck, tickets.key, tickets.fault))
