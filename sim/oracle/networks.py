"""Formulas for stations one behind the other: hotline, then engineers; several visits; impatient callers in front.

Rates are per unit of time and times in the same unit; talks, repairs and patience are exponential.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.oracle.erlang import erlang_c, mean_wait
from sim.oracle.markov import done_within, stationary

State = tuple[int, int]
"""Callers at the hotline and tickets at the engineers."""


@dataclass(frozen=True)
class BehindHotline:
    """Long-run figures of a hotline that loses the impatient, and of the engineers it sends on to."""

    p_abandon: float
    mean_wait_hotline: float
    visit_rate: float
    mean_wait_engineer: float
    utilisation: float


@dataclass(frozen=True)
class Hotline:
    """Seats, impatient callers, the chance that a call needs an engineer, and so many of these."""

    rate: float
    talk_rate: float
    patience_rate: float
    seats: int
    needs_visit: float
    repair_rate: float
    engineers: int

    def figures(self) -> BehindHotline:
        """A Markov chain in both numbers, cut where they no longer matter: what follows abandonment is not Poisson."""
        shares = stationary((0, 0), self._moves)
        queue = sum(share * max(0, callers - self.seats) for (callers, _open), share in shares.items())
        visits = self.needs_visit * sum(share * self._talks(callers) for (callers, _open), share in shares.items())
        waiting = sum(share * max(0, at_work - self.engineers) for (_callers, at_work), share in shares.items())
        busy = sum(share * min(at_work, self.engineers) for (_callers, at_work), share in shares.items())
        return BehindHotline(
            p_abandon=self.patience_rate * queue / self.rate,
            mean_wait_hotline=queue / self.rate,
            visit_rate=visits,
            mean_wait_engineer=waiting / visits,
            utilisation=busy / self.engineers,
        )

    def _talks(self, callers: int) -> float:
        return min(callers, self.seats) * self.talk_rate

    @property
    def _longest(self) -> State:
        spread = self.rate / min(self.talk_rate, self.patience_rate)
        load = self.needs_visit * self.rate / self.repair_rate / self.engineers
        queue = math.ceil(30 / -math.log(load)) if load < 1 else 200
        return self.seats + math.ceil(spread + 12 * math.sqrt(spread)), self.engineers + queue

    def _moves(self, state: State) -> Iterator[tuple[State, float]]:
        callers, at_work = state
        most_callers, most_at_work = self._longest
        if callers < most_callers:
            yield (callers + 1, at_work), self.rate
        if callers:
            talked = self._talks(callers)
            gave_up = max(0, callers - self.seats) * self.patience_rate
            yield (callers - 1, at_work), talked * (1 - self.needs_visit) + gave_up
            yield (callers - 1, min(at_work + 1, most_at_work)), talked * self.needs_visit
        if at_work:
            yield (callers, at_work - 1), min(at_work, self.engineers) * self.repair_rate


@dataclass(frozen=True)
class Station:
    """M/M/c."""

    servers: int
    rate: float
    service_rate: float

    @property
    def mean_wait(self) -> float:
        """Of all."""
        return mean_wait(self.servers, self.rate, 1 / self.service_rate)

    @property
    def p_wait(self) -> float:
        """Share that waits."""
        return erlang_c(self.servers, self.rate / self.service_rate)


def through_within(stations: Sequence[Station], times: Sequence[float]) -> list[float]:
    """Chance to be through stations in a row within each of these times.

    Who leaves a station leaves it as a Poisson stream, and times spent at stations first come first served, all but
    the first and the last with one server, do not hang on each other (Burke, Annals of Mathematical Statistics 40,
    1969): each is a wait, exponential of rate c mu - lambda with the chance of Erlang C, and a service.
    """

    def enters(number: int) -> Iterator[tuple[tuple[int, bool] | None, float]]:
        if number == len(stations):
            yield None, 1.0
            return
        waits = stations[number].p_wait
        yield (number, True), waits
        yield (number, False), 1 - waits

    def moves(place: tuple[int, bool]) -> Iterator[tuple[tuple[int, bool] | None, float]]:
        number, waiting = place
        station = stations[number]
        if waiting:
            yield (number, False), station.servers * station.service_rate - station.rate
            return
        for to, chance in enters(number + 1):
            yield to, chance * station.service_rate

    starts = {place: chance for place, chance in enters(0) if place is not None}
    return done_within(starts, moves, times)


@dataclass(frozen=True)
class SeveralVisits:
    """Long-run figures; `mean_wait` is per visit, `mean_total` from the first arrival to the repair."""

    mean_wait: float
    mean_total: float
    p_wait: float
    utilisation: float
    visits: float


def several_visits(rate: float, repair_rate: float, engineers: int, first_fix: float) -> SeveralVisits:
    """A visit fails with the chance 1 - `first_fix` and the ticket joins the tail at once, with new work.

    Jackson, Operations Research 5 (1957): the long-run numbers are those of M/M/c at the rate of all visits.
    """
    visits = 1 / first_fix
    station = Station(engineers, rate * visits, repair_rate)
    return SeveralVisits(
        mean_wait=station.mean_wait,
        mean_total=visits * (station.mean_wait + 1 / repair_rate),
        p_wait=station.p_wait,
        utilisation=rate * visits / repair_rate / engineers,
        visits=visits,
    )
