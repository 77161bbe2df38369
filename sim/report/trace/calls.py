"""What a desk does for a customer beside the journey of his ticket, in words: calls, complaints, what comes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.model.events import Event, Purpose
from sim.report.trace.history import Row
from sim.report.trace.times import length
from sim.wording import _

if TYPE_CHECKING:
    from sim.report.trace.life import Moment
    from sim.report.trace.teller import Teller

Saying = Callable[["Teller", Row, "Moment"], str]


def ended(tell: Teller, row: Row, moment: Moment) -> str:
    """A call is over: told in one sentence, with its wait in the queue; one that reached nobody by a row of its own."""
    if any(one.event == Event.UNREACHED and one.value == row.value for one in moment.rows):
        return ""
    return _done(tell, row, moment).format(desk=tell.names.desk(row.actor), wait=_wait(tell, row))


def _done(tell: Teller, row: Row, moment: Moment) -> str:
    if row.value == Purpose.COMPLAINT:
        return _of_complaint(tell, row, moment)
    return {
        Purpose.PROGRESS: _("{desk} calls the customer and says how it stands{wait}."),
        Purpose.CALL_BACK: _("{desk} calls the customer back after the repair{wait}."),
        Purpose.FOLLOW_UP_1: _("{desk} makes the first follow-up call{wait}."),
        Purpose.FOLLOW_UP_2: _("{desk} makes the second follow-up call{wait}."),
        Purpose.STRIKES: _("{desk} goes through the repeated faults with the customer{wait}: passed on to the top."),
    }.get(Purpose(row.value), _("{desk} calls the customer{wait}."))


def _of_complaint(tell: Teller, row: Row, moment: Moment) -> str:
    """Looked into first, told once it is decided."""
    rows = tell.history.of_ticket(row.ticket)
    if any(one.event == Event.COMPLAINT_DECIDED and one.position < row.position for one in rows):
        return _("{desk} tells the customer what was decided{wait}: the complaint is answered.")
    if any((one.event, one.value) == (Event.ESCALATED, Purpose.COMPLAINT) for one in moment.rows):
        return _("{desk} looks into the complaint{wait} and cannot answer it: it is passed on to be decided.")
    return _("{desk} looks into the complaint and answers it{wait}.")


def _wait(tell: Teller, row: Row) -> str:
    """' after 12 min in the queue', if there was one."""
    queued, started = (_last(tell, row, event) for event in (Event.QUEUED, Event.STARTED))
    waited = started.at - queued.at if queued is not None and started is not None else 0
    return _(" after {length} in the queue").format(length=length(waited)) if waited else ""


def _last(tell: Teller, row: Row, event: Event) -> Row | None:
    """The last row of a kind up to a row, of the same task."""
    rows = (one for one in tell.history.of_ticket(row.ticket) if one.position < row.position)
    found = [one for one in rows if one.event == event and one.value == row.value]
    return found[-1] if found else None


def unreached(tell: Teller, row: Row, moment: Moment) -> str:
    """Nobody is there; when the next try begins."""
    rows = (one for one in tell.history.of_ticket(row.ticket) if one.position > row.position)
    again = next((one for one in rows if one.event == Event.QUEUED and one.value == row.value), None)
    told = _("{desk} calls {why} and reaches nobody (try {n})").format(
        desk=tell.names.desk(row.actor), why=_why(row.value), n=row.n
    )
    if again is None:
        return told + "."
    return told + _("; the next try is {time}.").format(time=tell.names.time(again.at, row.at))


def _why(purpose: int) -> str:
    return {
        Purpose.PROGRESS: _("to say how it stands"),
        Purpose.CALL_BACK: _("back after the repair"),
        Purpose.FOLLOW_UP_1: _("for the first follow-up"),
        Purpose.FOLLOW_UP_2: _("for the second follow-up"),
        Purpose.COMPLAINT: _("about the complaint"),
        Purpose.STRIKES: _("about the repeated faults"),
    }.get(Purpose(purpose), _("to keep in touch"))


def wrapped(tell: Teller, row: Row, moment: Moment) -> str:
    """The work after a call: the customer is gone, the seat is not free yet."""
    over = _last_ended(tell, row)
    took = row.at - over if over is not None else 0
    if not took:
        return ""
    text = _("{desk} is done with the work after the call ({length}): the seat is free.")
    return text.format(desk=tell.names.desk(row.actor), length=length(took))


def _last_ended(tell: Teller, row: Row) -> int | None:
    found = _last(tell, row, Event.ENDED)
    return found.at if found is not None else None


def complained(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The customer complains.")


def decided(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The complaint is decided.")


SAYINGS: dict[Event, Saying] = {
    Event.ENDED: ended,
    Event.UNREACHED: unreached,
    Event.WRAPPED: wrapped,
    Event.COMPLAINED: complained,
    Event.COMPLAINT_DECIDED: decided,
}
