"""Promises about time itself: a channel that somebody takes at every instant, units that work."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from sim.audit.covered import Reader
from sim.audit.dossiers import Dossier
from sim.audit.hours import Hours, Span, daily, hours_of, joined
from sim.audit.reviews import Review, service_of
from sim.scenario import Commitment, Plan, Scenario, Site


def manned(scenario: Scenario, plan: Plan, channel: str) -> list[Span] | None:
    """When the channel is open and a seat of its desk is on duty; None where no desk answers."""
    if not plan.answering:
        return None
    desk = next((name for name in plan.answering if channel in plan.desks[name].takes), plan.answering[0])
    entry, calendar = plan.desks[desk], scenario.channels[channel].calendar
    shifts = [daily(scenario, start, end) for start, end, seats in entry.seats if seats]
    spans = joined(span for shift in shifts for span in shift.spans)
    for narrower in (entry.calendar, calendar):
        spans = spans if narrower is None else common(spans, hours_of(scenario, narrower).spans)
    return spans


def common(ones: list[Span], others: list[Span]) -> list[Span]:
    """What lies in both."""
    found, first, second = list[Span](), 0, 0
    while first < len(ones) and second < len(others):
        start, end = max(ones[first][0], others[second][0]), min(ones[first][1], others[second][1])
        if start < end:
            found.append((start, end))
        if ones[first][1] <= others[second][1]:
            first += 1
        else:
            second += 1
    return found


def open_seconds(hours: Hours, spans: list[Span], review: Review) -> tuple[int, int]:
    """(kept, covered) seconds of the clock in a period."""
    kept = sum(hours.open_seconds(max(start, review.start), min(end, review.end)) for start, end in spans)
    return kept, hours.open_seconds(review.start, review.end)


@dataclass(frozen=True, eq=False)
class Uptime:
    """How long units work, of those in service; `dossiers`: all faults, also those of the warm-up."""

    reader: Reader
    dossiers: list[Dossier]

    def seconds(self, promise: Commitment, review: Review, sites: list[Site]) -> tuple[int, int]:
        """(working, in service) unit-seconds of the clock."""
        scenario, kept, covered = self.reader.scenario, 0, 0
        hours = hours_of(scenario, promise.clock)
        for site in sites:
            begin, end = service_of(scenario, site)
            start, stop = max(begin, review.start), min(end, review.end)
            whole = site.units * hours.open_seconds(start, stop)
            covered += whole
            kept += whole - _down(hours, self._downtimes(promise, site), site.units, start, stop)
        return kept, covered

    def _downtimes(self, promise: Commitment, site: Site) -> list[Span]:
        """From the report until it works again, or until nobody knows."""
        ends = ("restored", "abandoned", "declined", "handed_on")
        return [
            (one.reported, min(one.when(end) for end in ends))
            for one in self.dossiers
            if one.luck.site.id == site.id and self.reader.covers(promise.covers, one)
        ]


def _down(hours: Hours, downtimes: list[Span], units: int, start: int, stop: int) -> int:
    """Unit-seconds of the clock without work: of a site never more units are down than it has."""
    edges = sorted({start, stop, *(min(max(at, start), stop) for span in downtimes for at in span)})
    total = 0
    for one, other in pairwise(edges):
        if one >= stop:
            break
        down = sum(begin <= one < end for begin, end in downtimes)
        total += min(down, units) * hours.open_seconds(one, other)
    return total
