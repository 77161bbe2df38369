"""The auditor of planned work: every visit of the plan is ready once and in time, and what it prevents is prevented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sim.audit.company import Company
from sim.audit.hours import NEVER
from sim.audit.rounds_due import months_on
from sim.audit.rows import FIXED, Row
from sim.audit.said import Said, When, say
from sim.audit.visits import Visit
from sim.model import Event
from sim.scenario import Planned
from sim.wording import _

E = Event


def audit_rounds(company: Company, visits: list[Visit], rows: list[Row]) -> Iterator[Said]:
    """All visits of the table, and faults against what was in force when they were reported."""
    own: dict[int, list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.ticket >= company.first:
            own[visit.ticket - company.first].append(visit)
    opens, ends = [one.opens for one in company.planned], [one.ends for one in company.planned]
    if set(own) != set(range(len(opens))):
        yield say(
            _("planned visits {visits} are not ready, or nobody planned them"), visits=set(own) ^ set(range(len(opens)))
        )
    for number, trips in own.items():
        if [trip.n for trip in trips] != [*range(1, len(trips) + 1)]:
            yield say(_("planned visit {number} is miscounted: {trips}"), number=number, trips=trips)
        if trips[0].ready != opens[number] or {trip.latest for trip in trips} != {ends[number]}:
            yield say(
                _("planned visit {number} is ready in its window from {opens} to {ends}: {trips}"),
                number=number,
                opens=When(opens[number]),
                ends=When(ends[number]),
                trips=trips,
            )
    yield from _prevented(company, own, rows)


def _prevented(company: Company, own: dict[int, list[Visit]], rows: list[Row]) -> Iterator[Said]:
    world, entries = company.world, list(company.plan.planned.values())
    told = {row.ticket: row.at for row in rows if row.event == E.PREVENTED}
    reported = {row.ticket: row.at for row in rows if row.event == E.FAILED}
    if world.scenario.failures != "operating":
        reported = {ticket: company.reported[ticket] for ticket in range(world.originals)}
    luck = world.luck.each("prevented", world.tickets.key).tolist() if any(e.lowers_failures for e in entries) else None
    done = _in_force(company, own)
    for ticket in range(world.originals):
        at = told.get(ticket, reported.get(ticket))
        if at is None or at >= company.stop or world.tickets.stage[ticket] >= 0:
            continue
        left, is_clear = 1.0, True
        for measure, entry in enumerate(entries):
            spans = done[measure, company.site(ticket)]
            left *= 1 - entry.lowers_failures * any(begin <= at < end for begin, end in spans)
            is_clear &= all(at not in span for span in spans)  # of one instant nobody knows what was first
        if is_clear and (ticket in told) != (luck is not None and luck[ticket] < 1 - left):
            found = _("ticket {ticket} is prevented at {at}: {left} of its faults are left")
            missed = _("ticket {ticket} is not prevented at {at}: {left} of its faults are left")
            yield say(found if ticket in told else missed, ticket=ticket, at=When(at), left=left)
    yield from (
        say(_("prevented, and not by itself: ticket {ticket}"), ticket=ticket)
        for ticket in told
        if ticket >= world.originals
    )


def _in_force(company: Company, own: dict[int, list[Visit]]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """By measure and site: from when until when it keeps faults away."""
    found: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    planned, scenario = company.planned, company.scenario
    for measure, entry in enumerate(company.plan.planned.values()):
        for site, place in enumerate(scenario.sites):
            if entry.share_of_sites == 1 and (not entry.products or place.product in entry.products):
                mine = (one.ends for one in planned if (one.measure, one.site) == (measure, site))
                begin = max(scenario.horizon.begin, company.service[site][0])
                end = next(mine, _lasts(company, entry, begin))
                found[measure, site].append((-NEVER, end))
        for number, trips in own.items():
            ended = trips[-1].left if trips[-1].leaving == FIXED else NEVER
            if planned[number].measure == measure and ended < NEVER:
                found[measure, planned[number].site].append((ended, _lasts(company, entry, ended)))
    return found


def _lasts(company: Company, entry: Planned, since: int) -> int:
    """One round on, and the window behind it."""
    seconds = entry.every.seconds
    end = since + seconds if seconds is not None else months_on(company.local(since), entry.every.months or 0)
    return end + ((end - since) // 4 if entry.window is None else entry.window)
