"""The auditor of what customers agree to: quotes where they pay, nothing after a no, visits when they want them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import dropwhile

from sim.audit.company import Company
from sim.audit.hours import NEVER, hours_of
from sim.audit.offices import Offices, Visitors
from sim.audit.rows import TO_BE_QUOTED, Row
from sim.audit.said import Said, When, say
from sim.model import Event, Purpose
from sim.wording import _

E, P = Event, Purpose
TALKS = (P.CALL, P.MESSAGE, P.ESCALATION)
AFTER_NO = {E.DECLINED, E.REPLIED, E.CLOSED, E.SATISFIED, E.COMPLAINED}


def pays(company: Company, ticket: int) -> bool:
    """Out of warranty or in it, by the day of the report, as the ticket's own number says."""
    charged, tickets = company.scenario.charged, company.world.tickets
    if charged is None or tickets.stage[ticket] == 1:  # who waits for a visit from the start has agreed before
        return False
    in_warranty = company.reported[ticket] < company.warranty[company.site(ticket)]
    return bool(tickets.u_charged[ticket] < (charged.in_warranty if in_warranty else charged.out_of_warranty))


def quoted_late(company: Company, ticket: int) -> bool:
    """Whether he pays, and is quoted only after the diagnosis."""
    charged = company.scenario.charged
    return charged is not None and charged.quoted_after == "diagnosis" and pays(company, ticket)


def audit_agreements(
    offices: Offices, book: Visitors, told: dict[int, list[Row]], is_brought: Callable[[int], object]
) -> Iterator[Said]:
    """Every ticket's quote and answer, and the appointments of those that are not brought."""
    for ticket, rows in told.items():
        if ticket < len(offices.world.tickets):
            happened: dict[Event, int] = {}
            for row in rows:
                happened.setdefault(row.event, row.at)
            faults = [*_quote(offices, book, ticket, rows, happened)]
            faults += [] if is_brought(ticket) else _wish(offices.company, ticket, rows, happened)
            yield from (say(_("ticket {ticket} {fault}"), ticket=ticket, fault=fault) for fault in faults)


def _quote(
    offices: Offices, book: Visitors, ticket: int, rows: list[Row], happened: dict[Event, int]
) -> Iterator[Said]:
    """Quoted by the first desk if he pays, after the talk or once it is diagnosed; his answer when it is due."""
    company, tickets, stays = offices.company, offices.world.tickets, book.of(ticket, P.QUOTE)
    due = _asked_for(company, book, ticket, rows, happened)
    if [(stay.queued, stay.n, stay.desk) for stay in stays] != [(due, 1, offices.first_desk())] * (due < company.stop):
        yield say(_("is quoted {stays}, due at {due}"), stays=stays, due=When(due))
    ended = stays[0].ended if stays else NEVER
    if happened.get(E.QUOTED, NEVER) != ended:
        yield say(_("is quoted at {quoted}, ready at {ended}"), quoted=When(happened.get(E.QUOTED)), ended=When(ended))
    charged = company.scenario.charged
    answer = ended + int(tickets.confirm[ticket]) if ended < NEVER else NEVER
    refuses = charged is not None and tickets.u_refused[ticket] < charged.refused
    for event, at in ((E.DECLINED, answer if refuses else NEVER), (E.CONFIRMED, NEVER if refuses else answer)):
        if happened.get(event, NEVER) != (at if at < company.stop else NEVER):
            yield say(
                _("{event} at {told}, not at {at}"), event=event.name, told=When(happened.get(event)), at=When(at)
            )
    no = happened.get(E.DECLINED, NEVER)
    if no < NEVER and E.REPLIED not in happened:
        yield say(_("declines and does not know where he stands"))
    later = {row.event for row in rows if row.at >= no and (row.at > no or row.event in (E.READY, E.RESTORED))}
    if later & {*range(E.REMOTE_FIXED, E.CLOSED), E.PARTS_ASKED, E.TAKEN, E.HANDED_IN, E.BENCHED} - AFTER_NO:
        yield say(_("goes on after the answer was no: {later}"), later=later)


def _asked_for(company: Company, book: Visitors, ticket: int, rows: list[Row], happened: dict[Event, int]) -> int:
    """When a quote is due; NEVER if there is none."""
    if not pays(company, ticket) or E.REMOTE_FIXED in happened:
        return NEVER
    if quoted_late(company, ticket):
        left = [row.at for row in rows if row.event == E.LEFT and row.value == TO_BE_QUOTED]
        on_bench = [row.at for row in rows if row.event == E.UNBENCHED and row.at < happened.get(E.RESTORED, NEVER)]
        return min([*left, *on_bench], default=NEVER)
    talks = [stay for purpose in TALKS for stay in book.of(ticket, purpose) if stay.gone >= NEVER]
    return max((stay.ended for stay in talks), default=NEVER)


def _wish(company: Company, ticket: int, rows: list[Row], happened: dict[Event, int]) -> Iterator[Said]:
    """The first visit is ready when it is wanted and its parts are there, and he says so at the decision."""
    wishes, tickets = company.scenario.appointments, company.world.tickets
    said = [row for row in rows if row.event == E.APPOINTED]
    ready = happened.get(E.READY, NEVER)
    decided = _decided(rows, happened)
    wanted = decided
    if wishes is not None and tickets.u_appointment[ticket] < wishes.share and decided < NEVER:
        hours = hours_of(company.scenario, wishes.calendar)
        wanted = hours.next_open(decided + int(tickets.appointment[ticket]))
    if [(row.at, row.value) for row in said] != [(decided, wanted)] * (wanted > decided):
        yield say(
            _("wants it {said}, decided at {decided}, not before {wanted}"),
            said=said,
            decided=When(decided),
            wanted=When(wanted),
        )
    if decided >= NEVER:
        return
    parts = [row for row in rows if row.event in (E.PARTS_ASKED, E.PARTS_READY) and row.n == 0 and row.at >= decided]
    asked = list(dropwhile(lambda row: row.event == E.PARTS_READY, parts))  # the supplier's own may come before
    there = [row.at for row in asked if row.event == E.PARTS_READY]
    due = NEVER if asked and not there else max([wanted, *there])
    if ready != (due if due < company.stop else NEVER):
        yield say(_("is ready at {ready}, not at {due}"), ready=When(ready), due=When(due))


def _decided(rows: list[Row], happened: dict[Event, int]) -> int:
    """When the dispatcher has decided on a visit; NEVER if there is none."""
    no_visit = {E.HANDED_IN, E.REMOTE_FIXED, E.HANDED_ON} & set(happened)
    replied = happened.get(E.REPLIED, happened.get(E.OPENED, NEVER) if E.READY in happened else NEVER)
    if replied >= NEVER or no_visit or (E.DECLINED in happened and E.READY not in happened):
        return NEVER
    dispatched = [row for row in rows if row.event <= E.ENDED and row.value == P.DISPATCH]
    if dispatched:
        return next((row.at for row in dispatched if row.event == E.ENDED), NEVER)
    if E.SUPPLIER_CONTACTED in happened:
        return next((row.at for row in rows if row.event == E.PARTS_READY), NEVER)
    return replied
