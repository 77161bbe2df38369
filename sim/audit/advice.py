"""The auditor on the phone: advice helps, or is asked for elsewhere, by the ticket's own luck and what is known."""

from __future__ import annotations

from collections.abc import Iterator

from sim.audit.hours import NEVER
from sim.audit.offices import Offices, Stay, Visitors
from sim.audit.rows import Row
from sim.audit.said import Said, say
from sim.model import Event, Purpose
from sim.wording import _

E, P = Event, Purpose


def audit_advice(offices: Offices, book: Visitors, told: dict[int, list[Row]]) -> Iterator[Said]:
    """A fix exactly where the latent number lies below the share, times the factors of training, at most all."""
    for ticket, rows in told.items():
        if ticket >= len(offices.world.tickets):
            continue
        talks = [*book.of(ticket, P.CALL), *book.of(ticket, P.MESSAGE)]
        talk = next((stay for stay in talks if stay.ended < NEVER), None)
        fixes = [(row.at, row.actor) for row in rows if row.event == E.REMOTE_FIXED]
        if talk is None:
            if fixes or book.of(ticket, P.ESCALATION):
                yield say(_("ticket {ticket}: advice without a talk"), ticket=ticket)
        else:
            yield from _advised(offices, talk, fixes, book.of(ticket, P.ESCALATION))


def _advised(offices: Offices, talk: Stay, fixes: list[tuple[int, int]], asked: list[Stay]) -> Iterator[Said]:
    luck, by = float(offices.world.tickets.u_remote[talk.ticket]), talk.by
    taught = offices.factor(by)
    first = min(1.0, offices.share(talk.ticket, offices.specs[by].level if by >= 0 else "front") * taught)
    above = offices.experts(by)
    in_all = first
    if above is not None:
        share = offices.share(talk.ticket, offices.specs[above].level)
        in_all = min(1.0, share * taught * offices.factor(above))
    expected: list[tuple[int, int]] = [(talk.ended, by)] if luck < first else []
    is_asked = not expected and above is not None and in_all > first and offices.seats(above, talk.ended) > 0
    if [(stay.desk, stay.queued) for stay in asked] != ([(above, talk.ended)] if is_asked else []):
        yield say(_("experts {above} are asked: {asked} after {talk}"), above=above, asked=asked, talk=talk)
    if is_asked and asked and asked[0].ended < NEVER and luck < in_all and above is not None:
        expected = [(asked[0].ended, above)]
    if fixes != expected:
        yield say(
            _("fixed by phone {fixes}, not {expected} (luck {luck}, {first}, {in_all}): {talk}"),
            fixes=fixes,
            expected=expected,
            luck=luck,
            first=first,
            in_all=in_all,
            talk=talk,
        )
