"""Why a stretch of a ticket's time went by as it did, in words with their evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.model.events import Event, Purpose
from sim.report.trace import carried, parts, queues, waits
from sim.report.trace.history import Row
from sim.report.trace.life import Stretch
from sim.report.trace.names import listed
from sim.report.trace.times import length
from sim.wording import _

if TYPE_CHECKING:
    from sim.report.trace.teller import Teller

Reason = Callable[["Teller", Stretch], str]


def reason(tell: Teller, stretch: Stretch) -> str:
    """What went on in a stretch and why it took so long."""
    brought = tell.year.benches.outlet(stretch.since.ticket) >= 0
    appointment = tell.appointment(stretch)
    if appointment is not None:
        text = _("the customer wants nobody before {time}")
        return text.format(time=tell.names.time(appointment, stretch.start))
    if brought and stretch.cause == "customer" and stretch.since.event != Event.QUOTED:
        return carried.on_the_way(tell, stretch)
    return REASONS[stretch.since.event](tell, stretch) if stretch.since.event in REASONS else ""


# -- desks and suppliers ----------------------------------------------------------------------------------------------


def _at_work(tell: Teller, stretch: Stretch) -> str:
    row = stretch.since
    if row.actor < 0:
        text = {
            Purpose.CONTACT: _("a letter to supplier {supplier} is written"),
            Purpose.QUOTE: _("the quote is put together"),
        }.get(Purpose(row.value), _("the talk with the customer"))
    else:
        text = {
            Purpose.CONTACT: _("{desk} writes to supplier {supplier}"),
            Purpose.DISPATCH: _("{desk} plans the visit"),
            Purpose.QUOTE: _("{desk} puts the quote together"),
        }.get(Purpose(row.value), _("talking with {desk}"))
    desk = tell.names.desk(row.actor) if row.actor >= 0 else ""
    return text.format(desk=desk, supplier=tell.names.supplier(row.ticket))


def _for_the_answer(tell: Teller, stretch: Stretch) -> str:
    return _("waiting for the answer of supplier {supplier}").format(supplier=tell.names.supplier(stretch.since.ticket))


def _after_the_answer(tell: Teller, stretch: Stretch) -> str:
    """The supplier's part, or the unit that the customer brings."""
    if tell.year.benches.outlet(stretch.since.ticket) >= 0 or not tell.asked_supplier(stretch.since):
        return carried.on_the_way(tell, stretch)
    return _("waiting for the part of supplier {supplier}").format(supplier=tell.names.supplier(stretch.since.ticket))


def _for_the_word(tell: Teller, stretch: Stretch) -> str:
    return _("waiting for the customer to confirm the quote")


def _confirmed(tell: Teller, stretch: Stretch) -> str:
    """The unit is brought, or lies at the repair point and waits for a bench again."""
    return carried.at_the_point(tell, stretch) if tell.year.benches.outlet(stretch.since.ticket) >= 0 else ""


# -- on the road ------------------------------------------------------------------------------------------------------


def _on_the_road(tell: Teller, stretch: Stretch) -> str:
    rows = tell.history.of_ticket(stretch.since.ticket)
    legs = [row for row in rows if row.event == Event.DEPARTED and _runs(tell, row, stretch)]
    return "; ".join(_leg(tell, row) for row in legs)


def _runs(tell: Teller, row: Row, stretch: Stretch) -> bool:
    end = tell.history.end_of_leg(row)
    return row.at <= stretch.start and (end is None or end.at > stretch.start)


def _leg(tell: Teller, row: Row) -> str:
    """'crew-1 drives 12.4 km from outlet a; expected 15 min, took 21 min'."""
    end = tell.history.end_of_leg(row)
    text = _("{engineer} drives {km} km from {start}")
    told = text.format(
        engineer=tell.names.engineer(row.actor),
        km=f"{row.value / 1000:.1f}",
        start=tell.names.place(tell.history.start_of_leg(row)),
    )
    expected = waits.expected_drive_s(tell.year, row)
    if end is None:
        return told + _(", expected {expected}").format(expected=length(expected))
    return told + _(", expected {expected}, took {took}").format(
        expected=length(expected), took=length(end.at - row.at)
    )


def _gets_ready(tell: Teller, stretch: Stretch) -> str:
    return _("{engineer} is called from home and gets ready").format(engineer=tell.names.engineer(stretch.since.actor))


# -- on site ----------------------------------------------------------------------------------------------------------


def _on_site(tell: Teller, stretch: Stretch) -> str:
    row = stretch.since
    if row.n == 0 and tell.year.benches.outlet(row.ticket) >= 0:
        return carried.at_the_point(tell, stretch)
    if row.event == Event.ARRIVED and row.value:
        return _for_the_crew(tell, stretch)
    if tell.restored(row):
        return _signature(tell, stretch)
    text = _("{engineer} repairs")
    if tell.ends_in_exchange(stretch):
        text = _("{engineer} exchanges the unit")
    elif row.event in (Event.ARRIVED, Event.ADMITTED) and not tell.diagnosed(row):
        text = _("{engineer} looks for the fault")
    return text.format(engineer=tell.who_works(row)) + _breaks(tell, stretch, tell.history.last_on_site(row).actor)


def _for_the_crew(tell: Teller, stretch: Stretch) -> str:
    """Who is still on the road, and when he comes."""
    rows = tell.history.of_ticket(stretch.since.ticket)
    late = [row for row in rows if row.event == Event.ARRIVED and row.n == stretch.since.n and row.at > stretch.start]
    coming = [
        _("{engineer} (arrives {time})").format(
            engineer=tell.names.engineer(row.actor), time=tell.names.time(row.at, stretch.start)
        )
        for row in late
    ]
    return _("work needs the whole crew: waiting for {engineers}").format(engineers=listed(coming))


def _breaks(tell: Teller, stretch: Stretch, engineer: int) -> str:
    """How much of work on site was a break of the shift, and how much overtime."""
    pause, overtime = waits.breaks_and_overtime(tell.year, engineer, stretch.start, stretch.end)
    told = _(", {length} of it a break of the shift").format(length=length(pause)) if pause else ""
    return told + (_(", {length} of it outside the shift").format(length=length(overtime)) if overtime else "")


def _signature(tell: Teller, stretch: Stretch) -> str:
    if stretch.since.event == Event.RESTORED and stretch.since.n == 0:
        return carried.taken_back(tell, stretch)
    engineer = tell.history.last_on_site(stretch.since).actor
    return _("the customer tests it and signs") + _breaks(tell, stretch, engineer)


def _until_next_duty(tell: Teller, stretch: Stretch) -> str:
    row = stretch.since
    cap = tell.year.engineers.overtime_cap(tell.place.team_of(row.actor))
    told = _("the duty of {engineer} is over").format(engineer=tell.who_works(row))
    if cap:
        told += _(" and so is the overtime allowed ({cap})").format(cap=length(cap))
    if stretch.end >= tell.year.stop:
        return told
    return told + _("; the next one begins {time}").format(time=tell.names.time(stretch.end, stretch.start))


def _barred(tell: Teller, stretch: Stretch) -> str:
    site = tell.scenario.sites[tell.history.site(stretch.since.ticket)]
    calendar = site.access or ""
    return _("{site} lets nobody in before {time} (calendar {calendar})").format(
        site=site.id, time=tell.names.time(stretch.end, stretch.start), calendar=calendar
    )


REASONS: dict[Event, Reason] = {
    Event.QUEUED: queues.in_queue,
    Event.OVERFLOWED: queues.at_both,
    Event.HELD: queues.until_called_back,
    Event.REPEATED: queues.until_open,
    Event.FAILED: queues.until_open,
    Event.QUOTED: _for_the_word,
    Event.CONFIRMED: _confirmed,
    Event.STARTED: _at_work,
    Event.GAVE_UP: queues.until_called_again,
    Event.REFUSED: queues.until_called_again,
    Event.SUPPLIER_CONTACTED: _for_the_answer,
    Event.REPLIED: _after_the_answer,
    Event.HANDED_IN: carried.at_the_point,
    Event.BENCHED: carried.at_the_point,
    Event.UNBENCHED: carried.taken_back,
    Event.PARTS_ASKED: parts.for_parts,
    Event.COLLECTED: parts.issued,
    Event.READY: waits.for_an_engineer,
    Event.DISPATCHED: _gets_ready,
    Event.DEPARTED: _on_the_road,
    Event.ARRIVED: _on_site,
    Event.ADMITTED: _on_site,
    Event.DIAGNOSED: _on_site,
    Event.PARTS_READY: _on_site,
    Event.PAUSED: _until_next_duty,
    Event.BARRED: _barred,
    Event.RESTORED: _signature,
    Event.SWAPPED: _signature,
}
