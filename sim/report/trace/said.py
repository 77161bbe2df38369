"""What happened to a ticket at an instant, in words: one sentence per fact, none for what another one already says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.clock import NEVER
from sim.model.events import Event, Leaving, Purpose
from sim.report.trace import parts
from sim.report.trace.history import Row
from sim.report.trace.life import Moment
from sim.report.trace.names import listed
from sim.wording import _

if TYPE_CHECKING:
    from sim.report.trace.teller import Teller

Saying = Callable[["Teller", Row, Moment], str]


def said(tell: Teller, moment: Moment) -> str:
    """The sentences of a moment in the order of its rows; empty if nothing of it is worth a word."""
    sentences = (SAYINGS[row.event](tell, row, moment) for row in moment.rows if row.event in SAYINGS)
    return " ".join(sentence for sentence in sentences if sentence)


def _also(moment: Moment, *events: Event, purpose: int | None = None, actor: int | None = None) -> bool:
    """Whether the moment holds a row of these kinds, of this purpose or by this actor."""
    rows = (row for row in moment.rows if row.event in events)
    return any(purpose in (None, row.value) and actor in (None, row.actor) for row in rows)


# -- calls, letters, dispatch -----------------------------------------------------------------------------------------


def _queued(tell: Teller, row: Row, moment: Moment) -> str:
    at_once = _also(moment, Event.STARTED, purpose=row.value)
    if row.actor < 0:
        return _("The customer calls; the plan has no desks, so somebody answers at once.") if _is_call(row) else ""
    desk = tell.names.desk(row.actor)
    if _is_call(row) and row.n > 1:
        text = _("The customer calls {desk} again (attempt {n}){and_is_answered}.")
    else:
        text = {
            Purpose.CALL: _("The customer calls {desk}{and_is_answered}."),
            Purpose.MESSAGE: _("{desk} is closed: the customer leaves a message."),
            Purpose.ESCALATION: _("It is passed on to {desk}."),
            Purpose.CONTACT: _("{desk} has to write to supplier {supplier}."),
            Purpose.DISPATCH: _("It goes to dispatch desk {desk}."),
        }[Purpose(row.value)]
    answered = _(" and is answered at once") if at_once else ""
    supplier = tell.names.supplier(row.ticket)
    return text.format(desk=desk, n=row.n, and_is_answered=answered, supplier=supplier)


def _is_call(row: Row) -> bool:
    return row.value == Purpose.CALL


def _started(tell: Teller, row: Row, moment: Moment) -> str:
    if _also(moment, Event.QUEUED, purpose=row.value) or row.actor < 0:
        return ""
    text = {
        Purpose.CALL: _("{desk} answers."),
        Purpose.MESSAGE: _("{desk} opens the message."),
        Purpose.ESCALATION: _("{desk} takes it over."),
        Purpose.CONTACT: _("{desk} begins to write."),
        Purpose.DISPATCH: _("{desk} takes it up."),
    }[Purpose(row.value)]
    return text.format(desk=tell.names.desk(row.actor))


def _ended(tell: Teller, row: Row, moment: Moment) -> str:
    if _also(moment, Event.REMOTE_FIXED) or row.actor < 0 or row.value in (Purpose.CONTACT, Purpose.DISPATCH):
        return ""
    return _("The talk ends; advice alone does not help.") if tell.could_be_advised(row.ticket) else _("The talk ends.")


def _gave_up(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The customer hangs up.")


def _abandoned(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The customer never calls again: the ticket is given up.")


def _remote_fixed(tell: Teller, row: Row, moment: Moment) -> str:
    if row.actor < 0:
        return _("Advice by phone solves it: it works again.")
    return _("Advice of {desk} solves it: it works again.").format(desk=tell.names.desk(row.actor))


def _contacted(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The letter to supplier {supplier} is out.").format(supplier=tell.names.supplier(row.ticket))


def _replied(tell: Teller, row: Row, moment: Moment) -> str:
    if _also(moment, Event.REMOTE_FIXED):
        return ""
    if tell.asked_supplier(row):
        text = _("Supplier {supplier} has answered; the customer is told.")
        return text.format(supplier=tell.names.supplier(row.ticket))
    return _("The customer is told what will happen.")


def _handed_on(tell: Teller, row: Row, moment: Moment) -> str:
    text = _("Supplier {supplier} sends his own people: out of our hands.")
    return text.format(supplier=tell.names.supplier(row.ticket))


# -- visits -----------------------------------------------------------------------------------------------------------


def _ready(tell: Teller, row: Row, moment: Moment) -> str:
    text = _("Visit {n} can go.") if row.n > 1 else _("A visit can go.")
    if row.value >= NEVER:
        return text.format(n=row.n)
    late = _(" To keep a promise it should have left by {time}.")
    soon = _(" To keep what is promised it must leave by {time}.")
    by = late if row.value < row.at else soon
    return text.format(n=row.n) + by.format(time=tell.names.time(row.value, row.at))


def _dispatched(tell: Teller, row: Row, moment: Moment) -> str:
    if row.value:
        return ""
    crew = [one for one in moment.rows if one.event == Event.DISPATCHED]
    why = {} if _also(moment, Event.READY) else {one.actor: tell.why_now(one) for one in crew}
    if len(crew) == 1:
        told = f", {why[row.actor]}" if why.get(row.actor) else ""
        return _("{engineer} is sent{why}.").format(engineer=tell.names.engineer(row.actor), why=told)
    names = [tell.names.engineer(one.actor) + (f" ({why[one.actor]})" if why.get(one.actor) else "") for one in crew]
    return _("{crew} are sent; {lead} leads.").format(crew=listed(names), lead=tell.names.engineer(row.actor))


def _departed(tell: Teller, row: Row, moment: Moment) -> str:
    end = tell.history.end_of_leg(row)
    if end is not None and end.at == row.at:
        return ""
    start = tell.names.place(tell.history.start_of_leg(row))
    to_outlet = end is not None and end.event == Event.COLLECTED
    text = _("{engineer} leaves {start} to fetch parts at {outlet}.") if to_outlet else _("{engineer} leaves {start}.")
    outlet = tell.names.place(tell.history.first_outlet(row.ticket))
    return text.format(engineer=tell.names.engineer(row.actor), start=start, outlet=outlet)


def _collected(tell: Teller, row: Row, moment: Moment) -> str:
    text = _("{engineer} is at {outlet} for the parts.")
    outlet = tell.names.place(tell.history.first_outlet(row.ticket))
    return text.format(engineer=tell.names.engineer(row.actor), outlet=outlet)


def _arrived(tell: Teller, row: Row, moment: Moment) -> str:
    if row.value:
        return _("{engineer} is on site, not all of the crew.").format(engineer=tell.names.engineer(row.actor))
    return _("{engineer} is on site.").format(engineer=tell.names.engineer(row.actor))


def _barred(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The site is closed.") if _first(row, moment) else ""


def _admitted(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The site opens.") if _first(row, moment) else ""


def _diagnosed(tell: Teller, row: Row, moment: Moment) -> str:
    return "" if _also(moment, Event.ARRIVED, Event.ADMITTED) else _("The fault is found.")


def _paused(tell: Teller, row: Row, moment: Moment) -> str:
    if not _first(row, moment):
        return ""
    if row.value:
        return _("Work stops; {engineer} stays near the site.").format(engineer=tell.names.engineer(row.actor))
    return _("Work stops; {engineer} drives home.").format(engineer=tell.names.engineer(row.actor))


def _first(row: Row, moment: Moment) -> bool:
    """Whether no earlier row of the moment is of this kind: of a crew the first one speaks for all."""
    return next(one for one in moment.rows if one.event == row.event) is row


def _restored(tell: Teller, row: Row, moment: Moment) -> str:
    if row.n == 0:
        return ""
    return _("The unit is exchanged: it works again.") if _also(moment, Event.SWAPPED) else _("It works again.")


def _left(tell: Teller, row: Row, moment: Moment) -> str:
    if not _first(row, moment):
        return ""
    engineer = tell.names.engineer(row.actor)
    text = {
        Leaving.SECOND_TRY: _("The repair does not hold; {engineer} leaves, a second try is needed."),
        Leaving.FIXED: "",
        Leaving.PART_MISSING: _("{engineer} leaves without the part; a return visit follows when it is there."),
        Leaving.HANDED_OVER: _("The duty of {engineer} is over; somebody else finishes the work."),
    }[Leaving(row.value)]
    return text.format(engineer=engineer)


def _closed(tell: Teller, row: Row, moment: Moment) -> str:
    return (
        _("The customer has nothing left to ask: closed.")
        if _also(moment, Event.REMOTE_FIXED)
        else _("The customer signs: closed.")
    )


def _satisfied(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The customer is satisfied.") if row.value else _("The customer is not satisfied.")


def _complained(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The customer complains.")


SAYINGS: dict[Event, Saying] = {
    Event.QUEUED: _queued,
    Event.STARTED: _started,
    Event.ENDED: _ended,
    Event.GAVE_UP: _gave_up,
    Event.ABANDONED: _abandoned,
    Event.REMOTE_FIXED: _remote_fixed,
    Event.SUPPLIER_CONTACTED: _contacted,
    Event.REPLIED: _replied,
    Event.HANDED_ON: _handed_on,
    Event.ASKED: parts.asked,
    Event.TAKEN: parts.taken,
    Event.GIVEN_BACK: parts.given_back,
    Event.COURIERED: parts.couriered,
    Event.BOUGHT: parts.bought,
    Event.PARTS_READY: parts.ready,
    Event.READY: _ready,
    Event.DISPATCHED: _dispatched,
    Event.DEPARTED: _departed,
    Event.COLLECTED: _collected,
    Event.ARRIVED: _arrived,
    Event.BARRED: _barred,
    Event.ADMITTED: _admitted,
    Event.DIAGNOSED: _diagnosed,
    Event.PAUSED: _paused,
    Event.RESTORED: _restored,
    Event.LEFT: _left,
    Event.CLOSED: _closed,
    Event.SATISFIED: _satisfied,
    Event.COMPLAINED: _complained,
}
