"""Parts in words: asked for, handed out, under way, and what is still waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.events import Event
from sim.report.trace import defective
from sim.report.trace.history import Row
from sim.report.trace.stocks import Missing
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.report.trace.life import Moment, Stretch
    from sim.report.trace.teller import Teller


# -- what happened ----------------------------------------------------------------------------------------------------


def taken(tell: Teller, row: Row, moment: Moment) -> str:
    """Units leave a shelf for this ticket."""
    sent_on = any(one.event == Event.SHIPPED and one.actor == row.actor for one in moment.rows)
    text = _("{units} sent off by {store}.") if sent_on else _("{units} taken from {store}.")
    if tell.year.loop.came_home(row.actor, row.at):
        text = _("{units} taken from {store}, just back from repair.")
    return text.format(units=tell.names.units(row.actor, row.value), store=tell.names.store(row.actor))


def substituted(tell: Teller, row: Row, moment: Moment) -> str:
    """Another part does as well and lies there."""
    text = _("{units} not at hand: {instead} taken instead.")
    return text.format(units=tell.names.units_of(row.actor, row.n), instead=tell.names.part(row.value))


def no_unit(tell: Teller, row: Row) -> str:
    """'No gas-unit lies in outlet a to exchange it. ': where the plan exchanges first and a visit (row READY) goes
    without; with how many are away.
    """
    unit, rows = tell.unit(row.ticket), tell.history.of_ticket(row.ticket)
    if unit is None or row.n != tell.prepared(row.ticket) or any(one.event == Event.SWAPPED for one in rows):
        return ""
    item = tell.year.stocks.item(tell.history.first_outlet(row.ticket) - tell.place.roads.sites, unit)
    if item is None or tell.year.stocks.took(row.ticket, item, row.at):
        return ""
    text = _("No {unit} lies in {store} to exchange it{away}. ")
    return text.format(unit=unit, store=tell.names.store(item), away=defective.away_for_repair(tell, item, row.at))


def asked(tell: Teller, row: Row, moment: Moment) -> str:
    """A store has not got what is asked for; what it has got is told by the row that hands it out."""
    at_hand = sum(one.value for one in moment.rows if one.event == Event.TAKEN and one.actor == row.actor)
    missing = row.value if row.n else row.value - at_hand
    if not missing:
        return ""
    return _("{units} missing in {store}.").format(
        units=tell.names.units(row.actor, missing), store=tell.names.store(row.actor)
    )


def given_back(tell: Teller, row: Row, moment: Moment) -> str:
    """The van of whoever is sent holds what was reserved."""
    text = _("Back on the shelf of {store}: {units}.")
    return text.format(units=tell.names.units(row.actor, row.value), store=tell.names.store(row.actor))


def couriered(tell: Teller, row: Row, moment: Moment) -> str:
    return _("{units} ordered by courier.").format(units=tell.names.units_of(row.actor, row.value))


def bought(tell: Teller, row: Row, moment: Moment) -> str:
    text = _("{units} ordered from the supplier: no store keeps it.")
    return text.format(units=tell.names.units_of(row.actor, row.value))


def ready(tell: Teller, row: Row, moment: Moment) -> str:
    """The last part is in hand; the supplier's own part is told by his name."""
    if any(one.event == Event.PARTS_ASKED for one in moment.rows):
        return ""
    if not tell.asked_parts(row):
        return _("The part of supplier {supplier} is in hand.").format(supplier=tell.names.supplier(row.ticket))
    if row.value:
        outlet = tell.names.place(tell.history.first_outlet(row.ticket))
        return _("Everything asked for is in hand at {outlet}.").format(outlet=outlet)
    return _("Everything asked for is in hand.")


# -- what is waited for -----------------------------------------------------------------------------------------------


def for_parts(tell: Teller, stretch: Stretch) -> str:
    """Which parts are missing, in which store, how many waited before, and when they come."""
    missing = tell.year.stocks.missing(stretch.since.ticket, stretch.start)
    return "; ".join(dict.fromkeys(_missing(tell, one, stretch) for one in missing))


def _missing(tell: Teller, one: Missing, stretch: Stretch) -> str:
    row, names = one.row, tell.names
    if row.event == Event.ASKED:
        return _backordered(tell, one, stretch)
    if row.event in (Event.COURIERED, Event.BOUGHT):
        text = {
            Event.COURIERED: _("{units} on the way by courier, ordered {time}"),
            Event.BOUGHT: _("{units} on order from the supplier since {time}: no store keeps it"),
        }[row.event]
        return text.format(units=names.units_of(row.actor, one.units), time=names.time(row.at, stretch.start))
    if row.event == Event.SHIPPED:
        text = _("{units} on the way from {store} since {time}")
        return text.format(
            units=names.units(row.actor, one.units),
            store=names.store(row.actor),
            time=names.time(row.at, stretch.start),
        )
    return _("{store} hands {units} over at {time}").format(
        units=names.units(row.actor, one.units),
        store=names.store(row.actor),
        time=names.time(stretch.end, stretch.start),
    )


def _backordered(tell: Teller, one: Missing, stretch: Stretch) -> str:
    """'1 x pump missing in outlet a; 2 units asked for before; 3 on order, the last since 08:00; it comes 14:20'."""
    row, names = one.row, tell.names
    told = _("{units} missing in {store}").format(units=names.units(row.actor, one.units), store=names.store(row.actor))
    if row.at == stretch.start:
        told += _in_line(tell, row)
    comes = tell.year.stocks.handed_out(row.actor, row.ticket, stretch.start)
    told += defective.scrapped_meanwhile(tell, row.actor, stretch.start, stretch.end)
    if comes is None:
        return told + _("; it does not come before the simulated time ends")
    return told + _("; it comes {time}").format(time=names.time(comes, stretch.start))


def _in_line(tell: Teller, asked: Row) -> str:
    """Who was there before, and what the store had ordered."""
    stocks, told = tell.year.stocks, ""
    shelf, order = stocks.shelf(asked.actor, asked.at), stocks.last_order(asked.actor, asked.at)
    if shelf.waiting > 0:
        text = ngettext("; {n} unit asked for before", "; {n} units asked for before", shelf.waiting)
        told += text.format(n=shelf.waiting)
    if order is not None:
        text = _("; {n} on order, the last since {time}")
        told += text.format(n=shelf.on_order, time=tell.names.time(order.at, asked.at))
    if stocks.central_has_none(asked):
        told += _("; the central store has none either")
    return told + defective.away_for_repair(tell, asked.actor, asked.at)


def issued(tell: Teller, stretch: Stretch) -> str:
    """At the outlet, which is closed or takes its time to hand the parts over."""
    outlet = tell.names.place(tell.history.first_outlet(stretch.since.ticket))
    return _("{outlet} hands the parts over").format(outlet=outlet)


def remedy(tell: Teller, stretch: Stretch) -> str:
    """What would have ended a wait for parts: '1 x pump more in outlet a'."""
    missing = tell.year.stocks.missing(stretch.since.ticket, stretch.start)
    if not missing:
        return _("parts at hand")
    one = missing[0]
    if one.row.event in (Event.COURIERED, Event.BOUGHT):
        outlet = tell.names.place(tell.history.first_outlet(stretch.since.ticket))
        return _("{units} in {store}").format(units=tell.names.units_of(one.row.actor, one.units), store=outlet)
    if one.row.event == Event.ASKED:
        units = one.units + max(0, tell.year.stocks.shelf(one.row.actor, one.row.at).waiting)
        text = _("{units} more in {store}")
        return text.format(units=tell.names.units(one.row.actor, units), store=tell.names.store(one.row.actor))
    outlet = tell.names.place(tell.history.first_outlet(stretch.since.ticket))
    return _("{units} in {store}").format(units=tell.names.units(one.row.actor, one.units), store=outlet)


def or_repair(tell: Teller, stretch: Stretch) -> str:
    """What would have done as well where what is missing comes back from repair: ', or a quicker repair'."""
    missing = tell.year.stocks.missing(stretch.since.ticket, stretch.start)
    backordered = next((one.row for one in missing if one.row.event == Event.ASKED), None)
    return defective.remedy(tell, backordered.actor, backordered.at) if backordered is not None else ""
