"""What happens to a ticket at the desks, in words: calls, messages, letters to suppliers, dispatching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock import NEVER
from sim.model.events import Event, Purpose
from sim.report.trace.history import Row
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.report.trace.life import Moment
    from sim.report.trace.teller import Teller


def queued(tell: Teller, row: Row, moment: Moment) -> str:
    """Somebody calls, writes, or passes it on."""
    if row.value == Purpose.CALL:
        return _calls(tell, row, moment)
    if row.actor < 0:
        return ""
    if row.value == Purpose.MESSAGE:
        return _writes(tell, row, moment)
    text = {
        Purpose.ESCALATION: _("It is passed on to {desk}."),
        Purpose.CONTACT: _("{desk} has to write to supplier {supplier}."),
        Purpose.DISPATCH: _("It goes to dispatch desk {desk}."),
        Purpose.QUOTE: _("The customer has to pay: {desk} has to quote first."),
    }[Purpose(row.value)]
    return text.format(desk=tell.names.desk(row.actor), supplier=tell.names.supplier(row.ticket))


def _calls(tell: Teller, row: Row, moment: Moment) -> str:
    if row.actor < 0 and tell.place.desks:
        return _("The customer calls; no desk is open, so whoever is on call answers.")
    if row.actor < 0:
        return _("The customer calls; the plan has no desks, so somebody answers at once.")
    taken = (one for one in moment.rows if one.event == Event.STARTED and one.value == row.value)
    at_once = any(one.actor == row.actor for one in taken)
    text = _("The customer calls {desk}{and_is_answered}.")
    if row.n > 1:
        text = _("The customer calls {desk} again (attempt {n}){and_is_answered}.")
    answered = _(" and is answered at once") if at_once else ""
    return text.format(desk=tell.names.desk(row.actor), n=row.n, and_is_answered=answered)


def _writes(tell: Teller, row: Row, moment: Moment) -> str:
    """A call to a closed desk that became a message, or a message on a channel that is answered later anyway."""
    desk = tell.names.desk(row.actor)
    if not tell.writes(row.ticket):
        return _("{desk} is closed: the customer leaves a message.").format(desk=desk)
    channel = tell.names.channel(row.ticket)
    if row.n == 0:
        return _("The customer writes by {channel}, which is closed.").format(channel=channel)
    if tell.year.reported(row.ticket) < row.at:
        return _("{channel} opens: the message lies at {desk}.").format(channel=channel, desk=desk)
    return _("The customer writes to {desk} by {channel}.").format(channel=channel, desk=desk)


def started(tell: Teller, row: Row, moment: Moment) -> str:
    """A seat takes it; the desk named is the one that does, also where another was called."""
    before = tell.queued_as(row)
    if row.actor < 0 or (before is not None and before.at == row.at and before.actor == row.actor):
        return ""
    text = {
        Purpose.CALL: _("{desk} answers."),
        Purpose.MESSAGE: _("{desk} opens the message."),
        Purpose.ESCALATION: _("{desk} takes it over."),
        Purpose.CONTACT: _("{desk} begins to write."),
        Purpose.DISPATCH: _("{desk} takes it up."),
        Purpose.QUOTE: _("{desk} begins with the quote."),
    }[Purpose(row.value)]
    if row.value == Purpose.CALL and tell.was_held(row):
        text = _("{desk} calls back as agreed: answered.")
    elif before is not None and before.actor != row.actor:
        text = _("{desk} takes it for {called}.")
    called = tell.names.desk(before.actor) if before is not None and before.actor >= 0 else ""
    return text.format(desk=tell.names.desk(row.actor), called=called)


def ended(tell: Teller, row: Row, moment: Moment) -> str:
    """The talk is over, and advice has not helped."""
    fixed = any(one.event == Event.REMOTE_FIXED for one in moment.rows)
    no_desk = row.actor < 0 and not tell.place.desks
    if fixed or no_desk or row.value in (Purpose.CONTACT, Purpose.DISPATCH, Purpose.QUOTE):
        return ""
    return _("The talk ends; advice alone does not help.") if tell.could_be_advised(row.ticket) else _("The talk ends.")


def gave_up(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The customer hangs up.")


def abandoned(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The customer never calls again: the ticket is given up.")


def refused(tell: Teller, row: Row, moment: Moment) -> str:
    """No line is free, or the channel is closed."""
    text = _("The customer calls {desk}: {why}.")
    if row.n > 1:
        text = _("The customer calls {desk} again (attempt {n}): {why}.")
    return text.format(desk=tell.names.desk(row.actor), n=row.n, why=_why_refused(tell, row))


def _why_refused(tell: Teller, row: Row) -> str:
    if not tell.is_open(row):
        opens = tell.year.desks.opens(row.actor, row.at)
        if opens >= NEVER:
            return _("it is closed and takes no calls")
        return _("it is closed until {time} and takes no calls").format(time=tell.names.time(opens, row.at))
    lines = tell.place.plan.desks[tell.names.desk(row.actor)].trunks or 0
    return ngettext("its only line is busy", "all {n} lines are busy", lines).format(n=lines)


def held(tell: Teller, row: Row, moment: Moment) -> str:
    text = _("The customer leaves his number: {desk} will call back when it is his turn.")
    return text.format(desk=tell.names.desk(row.actor))


def overflowed(tell: Teller, row: Row, moment: Moment) -> str:
    return _("From now on {desk} may take it too.").format(desk=tell.names.desk(row.actor))


def repeated(tell: Teller, row: Row, moment: Moment) -> str:
    """Told of both: of the new ticket where it comes from, of the old one that its repair has not lasted."""
    if row.ticket != tell.ticket:
        return _("The same fault comes again: ticket {ticket}.").format(ticket=tell.names.ticket(row.ticket))
    return _("The same fault again: it repeats {ticket}.").format(ticket=tell.names.ticket(row.value))


def remote_fixed(tell: Teller, row: Row, moment: Moment) -> str:
    if row.actor < 0:
        return _("Advice by phone solves it: it works again.")
    return _("Advice of {desk} solves it: it works again.").format(desk=tell.names.desk(row.actor))


def contacted(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The letter to supplier {supplier} is out.").format(supplier=tell.names.supplier(row.ticket))


def replied(tell: Teller, row: Row, moment: Moment) -> str:
    if any(one.event == Event.REMOTE_FIXED for one in moment.rows):
        return ""
    if tell.asked_supplier(row):
        text = _("Supplier {supplier} has answered; the customer is told.")
        return text.format(supplier=tell.names.supplier(row.ticket))
    return _("The customer is told what will happen.")


def quoted(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The customer gets the quote.")


def confirmed(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The customer confirms the quote.")


def declined(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The customer declines the quote.")


def appointed(tell: Teller, row: Row, moment: Moment) -> str:
    text = _("The customer wants the visit not before {time}.")
    return text.format(time=tell.names.time(row.value, row.at))


def failed(tell: Teller, row: Row, moment: Moment) -> str:
    return _("Unit {n} of the site stops.").format(n=row.value)


def opened(tell: Teller, row: Row, moment: Moment) -> str:
    """A ticket of the start state: what was before is not simulated."""
    text = _("The simulated time begins; this ticket is open since {time} and waits for the desk.")
    if row.value:
        text = _("The simulated time begins; this ticket is open since {time} and waits for a visit.")
    return text.format(time=tell.names.moment(tell.year.reported(row.ticket)))


def handed_on(tell: Teller, row: Row, moment: Moment) -> str:
    text = _("Supplier {supplier} sends his own people: out of our hands.")
    return text.format(supplier=tell.names.supplier(row.ticket))
