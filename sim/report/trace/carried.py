"""A unit that its customer brings to a repair point, in words: on the way, waiting for a bench, on it, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock import Always
from sim.model.events import Event
from sim.report.trace.history import Row
from sim.report.trace.names import listed
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.report.trace.life import Moment, Stretch
    from sim.report.trace.teller import Teller

MOST_NAMED = 3
STAGES = (Event.HANDED_IN, Event.BENCHED, Event.DIAGNOSED, Event.CONFIRMED)


# -- what happened ----------------------------------------------------------------------------------------------------


def handed_in(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The unit is handed in at {outlet}.").format(outlet=tell.names.outlet(row.actor))


def benched(tell: Teller, row: Row, moment: Moment) -> str:
    return _("A bench of {outlet} takes it.").format(outlet=tell.names.outlet(row.actor))


def unbenched(tell: Teller, row: Row, moment: Moment) -> str:
    return _("The bench is free again.")


# -- what is waited for -----------------------------------------------------------------------------------------------


def on_the_way(tell: Teller, stretch: Stretch) -> str:
    """Between the answer by phone and the repair point."""
    outlet = tell.year.benches.outlet(stretch.since.ticket)
    if outlet < 0:
        return ""
    return _("the customer brings the unit to {outlet}").format(outlet=tell.names.outlet(outlet))


def at_the_point(tell: Teller, stretch: Stretch) -> str:
    """The unit is handed in: it waits for a bench, or is on it."""
    if stretch.cause == "off_shift":
        return _closed(tell, stretch)
    stage = [row for row in tell.history.of_ticket(stretch.since.ticket) if row.event in STAGES]
    reached = [row for row in stage if row.at <= stretch.start]
    handed_in = next((row for row in reached if row.event == Event.HANDED_IN), None)
    if handed_in is None:
        return on_the_way(tell, stretch)
    if reached[-1].event in (Event.HANDED_IN, Event.CONFIRMED):
        return _for_a_bench(tell, stretch, handed_in._replace(at=reached[-1].at))
    found = any(row.event == Event.DIAGNOSED for row in reached)
    if reached[-1].event == Event.BENCHED and not found:
        return _("the fault is looked for on the bench")
    return _("repaired on the bench")


def _for_a_bench(tell: Teller, stretch: Stretch, row: Row) -> str:
    """Which units are on the benches, and how many wait before this one."""
    outlet, busy = tell.names.outlet(row.actor), tell.year.benches.busy(row.actor, stretch.start)
    text = ngettext("the bench of {outlet} is busy", "all {n} benches of {outlet} are busy", len(busy))
    told = text.format(n=len(busy), outlet=outlet)
    if busy:
        told += _(" with {tickets}").format(tickets=listed(map(tell.names.ticket, busy), MOST_NAMED))
    before = tell.year.benches.before(row) if stretch.start == row.at else 0
    ahead = ngettext("; {n} unit is before it", "; {n} units are before it", before)
    return told + (ahead.format(n=before) if before else "")


def _closed(tell: Teller, stretch: Stretch) -> str:
    outlet = tell.year.benches.outlet(stretch.since.ticket)
    calendar = tell.year.benches.hours(outlet)
    told = _("the benches of {outlet} are closed").format(outlet=tell.names.outlet(outlet))
    if isinstance(calendar, Always) or stretch.end >= tell.year.stop:
        return told
    return told + _(" until {time} (calendar {calendar})").format(
        time=tell.names.time(stretch.end, stretch.start), calendar=calendar.name
    )


def taken_back(tell: Teller, stretch: Stretch) -> str:
    return _("the customer takes the unit back")
