"""What happened to a ticket at an instant, in words: one sentence per fact, none for what another one already says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.clock import NEVER
from sim.model.events import Event, Leaving
from sim.model.outcomes import WITHOUT_PROMISE_S
from sim.report.trace import at_desks, calls, carried, defective, parts
from sim.report.trace.history import Row
from sim.report.trace.life import Moment, is_beside
from sim.report.trace.names import listed
from sim.wording import _

if TYPE_CHECKING:
    from sim.report.trace.teller import Teller

Saying = Callable[["Teller", Row, Moment], str]


def said(tell: Teller, moment: Moment) -> str:
    """The sentences of a moment in the order of its rows; empty if nothing of it is worth a word."""
    sentences = (_of_row(tell, row, moment) for row in moment.rows)
    return " ".join(sentence for sentence in sentences if sentence)


def _of_row(tell: Teller, row: Row, moment: Moment) -> str:
    sayings = BESIDE if is_beside(row) else SAYINGS
    return sayings[row.event](tell, row, moment) if row.event in sayings else ""


def _also(moment: Moment, *events: Event) -> bool:
    """Whether the moment holds a row of these kinds."""
    return any(row.event in events for row in moment.rows)


# -- visits -----------------------------------------------------------------------------------------------------------


def _ready(tell: Teller, row: Row, moment: Moment) -> str:
    relieved = tell.relieved_by(row)
    if relieved is not None:
        text = _("The work would outlast the duty of {engineer}: a relief can go.")
        return text.format(engineer=tell.names.engineer(relieved))
    no_unit = parts.no_unit(tell, row)
    text = _("Visit {n} can go.") if row.n > 1 else _("A visit can go.")
    told = no_unit + text.format(n=row.n)
    nothing_promised = row.value == tell.history.reported(row.ticket) + WITHOUT_PROMISE_S
    if row.value >= NEVER or nothing_promised:
        return told
    late = _(" To keep a promise it should have left by {time}.")
    soon = _(" To keep what is promised it must leave by {time}.")
    by = late if row.value < row.at else soon
    return told + by.format(time=tell.names.time(row.value, row.at))


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
    return "" if _also(moment, Event.ARRIVED, Event.ADMITTED, Event.BENCHED) else _("The fault is found.")


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
    if row.n == 0 and not _also(moment, Event.UNBENCHED):
        return ""
    return _("The unit is exchanged: it works again.") if _also(moment, Event.SWAPPED) else _("It works again.")


def _left(tell: Teller, row: Row, moment: Moment) -> str:
    if not _first(row, moment):
        return ""
    engineer = tell.who_works(row)
    text = {
        Leaving.SECOND_TRY: _("The repair does not hold; {engineer} leaves, a second try is needed."),
        Leaving.FIXED: "",
        Leaving.PART_MISSING: _("{engineer} leaves without the part; a return visit follows when it is there."),
        Leaving.HANDED_OVER: _("The duty of {engineer} is over; somebody else finishes the work."),
        Leaving.RELIEVED: _relieved(tell, row),
        Leaving.TO_BE_QUOTED: _("{engineer} leaves: the customer has to know first what the repair costs."),
    }[Leaving(row.value)]
    return text.format(engineer=engineer)


def _relieved(tell: Teller, row: Row) -> str:
    """The relief is on site and goes on, or the first crew may not work any longer."""
    if tell.relief_is_there(row):
        return _("The relief goes on; {engineer} leaves.")
    return _("{engineer} may not work any longer and leaves; the relief is not there yet.")


def _closed(tell: Teller, row: Row, moment: Moment) -> str:
    if _also(moment, Event.DECLINED):
        return _("Closed without a repair.")
    if tell.year.benches.outlet(row.ticket) >= 0:
        return _("The customer has the unit back: closed.")
    return (
        _("The customer has nothing left to ask: closed.")
        if _also(moment, Event.REMOTE_FIXED)
        else _("The customer signs: closed.")
    )


def _prevented(tell: Teller, row: Row, moment: Moment) -> str:
    """Which rounds of planned work had been at the site before."""
    done = tell.year.maintained(tell.history.site(row.ticket), row.at)
    text = _("{work}, last done {time}")
    named = [text.format(work=tell.names.planned_work(case), time=tell.names.moment(at)) for case, at in done]
    began = _("{round}, kept up before the simulated time began").format(round=tell.names.round_of(row.value))
    told = _(" ({list})").format(list=listed(named or [began]))
    return _("A fault would have come now; planned work has prevented it{after}.").format(after=told)


def _satisfied(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The customer is satisfied.") if row.value else _("The customer is not satisfied.")


SAYINGS: dict[Event, Saying] = {
    Event.QUEUED: at_desks.queued,
    Event.STARTED: at_desks.started,
    Event.ENDED: at_desks.ended,
    Event.GAVE_UP: at_desks.gave_up,
    Event.ABANDONED: at_desks.abandoned,
    Event.REFUSED: at_desks.refused,
    Event.HELD: at_desks.held,
    Event.OVERFLOWED: at_desks.overflowed,
    Event.REPEATED: at_desks.repeated,
    Event.REMOTE_FIXED: at_desks.remote_fixed,
    Event.SUPPLIER_CONTACTED: at_desks.contacted,
    Event.REPLIED: at_desks.replied,
    Event.HANDED_ON: at_desks.handed_on,
    Event.QUOTED: at_desks.quoted,
    Event.CONFIRMED: at_desks.confirmed,
    Event.DECLINED: at_desks.declined,
    Event.APPOINTED: at_desks.appointed,
    Event.FAILED: at_desks.failed,
    Event.OPENED: at_desks.opened,
    Event.PREVENTED: _prevented,
    Event.ASKED: parts.asked,
    Event.TAKEN: parts.taken,
    Event.SUBSTITUTED: parts.substituted,
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
    Event.HANDED_IN: carried.handed_in,
    Event.BENCHED: carried.benched,
    Event.UNBENCHED: carried.unbenched,
    Event.DIAGNOSED: _diagnosed,
    Event.PAUSED: _paused,
    Event.RESTORED: _restored,
    Event.LEFT: _left,
    Event.CLOSED: _closed,
    Event.SATISFIED: _satisfied,
}

BESIDE: dict[Event, Saying] = {**calls.SAYINGS, **defective.SAYINGS}
