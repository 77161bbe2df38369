"""What became of the defective part, in words: beside the journey, which does not wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.events import Event
from sim.report.trace.history import Row
from sim.report.trace.names import listed
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.report.trace.calls import Saying
    from sim.report.trace.life import Moment
    from sim.report.trace.loop import Repairs
    from sim.report.trace.teller import Teller


# -- what happened ----------------------------------------------------------------------------------------------------


def sent_back(tell: Teller, row: Row, moment: Moment) -> str:
    """By itself, or together with what else was kept for the day of return."""
    every = tell.names.part_entry(row.value).return_every
    text = _("{unit} is sent back for repair, with all that was kept for this day.") if every else _(
        "{unit} is sent back for repair.")  # fmt: skip
    return text.format(unit=_unit(tell, row))


def returned(tell: Teller, row: Row, moment: Moment) -> str:
    """At the workshop, and what it waits for there."""
    told = _("{unit} is at the workshop").format(unit=_unit(tell, row))
    goes_on = any(one.event in (Event.ON_BENCH, Event.SCRAPPED) for one in moment.rows if one.value == row.value)
    return told + ("." if goes_on else _for_a_bench(tell, row) + ".")


def _for_a_bench(tell: Teller, row: Row) -> str:
    """All benches are taken; how many units were there before."""
    workshop = tell.place.plan.workshop
    if workshop is None:
        return ""
    before = tell.year.loop.waiting(row.at) - 1
    text = ngettext("; its bench is busy", "; all {n} benches are busy", workshop.benches).format(n=workshop.benches)
    ahead = ngettext("; {n} unit waits already", "; {n} units wait already", before)
    return text + (ahead.format(n=before) if before > 0 else "")


def on_bench(tell: Teller, row: Row, moment: Moment) -> str:
    """A bench may take it while the workshop is closed."""
    unit, opens = _unit(tell, row, within=True), _opens(tell, row.at)
    if opens == row.at:
        return _("Repair of {unit} begins.").format(unit=unit)
    text = _("A bench takes {unit}; the workshop opens {time}.")
    return text.format(unit=unit, time=tell.names.time(opens, row.at))


def _opens(tell: Teller, at: int) -> int:
    """When the workshop is open next, from an instant on."""
    workshop = tell.place.plan.workshop
    if workshop is None:
        return at
    return int(tell.scenario.calendar(workshop.calendar).next_open(at))


def repaired(tell: Teller, row: Row, moment: Moment) -> str:
    text = _("{unit} is repaired: back on the shelf of {store}.")
    return text.format(unit=_unit(tell, row), store=tell.names.store(row.actor))


def scrapped(tell: Teller, row: Row, moment: Moment) -> str:
    text = _("{unit} is not worth repairing: scrapped, {store} is one short and has to buy.")
    return text.format(unit=_unit(tell, row), store=tell.names.store(row.actor))


def _unit(tell: Teller, row: Row, within: bool = False) -> str:
    """'The defective pump', of several the second as 'Defective pump no. 2'."""
    part = tell.names.part(row.value)
    if row.n > 1:
        return (_("defective {part} no. {n}") if within else _("Defective {part} no. {n}")).format(part=part, n=row.n)
    return (_("the defective {part}") if within else _("The defective {part}")).format(part=part)


SAYINGS: dict[Event, Saying] = {
    Event.SENT_BACK: sent_back,
    Event.RETURNED: returned,
    Event.ON_BENCH: on_bench,
    Event.REPAIRED: repaired,
    Event.SCRAPPED: scrapped,
}


# -- what others wait for ---------------------------------------------------------------------------------------------


def away_for_repair(tell: Teller, item: int, at: int) -> str:
    """'; 3 of this part are away for repair: 1 on the way back, 2 waiting for a bench'; empty where none is."""
    repairs = tell.year.loop.repairs(item, at)
    total = sum(repairs)
    if not total:
        return ""
    text = ngettext(
        "; {n} of this part is away for repair: {where}", "; {n} of this part are away for repair: {where}", total
    )
    return text.format(n=total, where=listed(_where(repairs)))


def _where(repairs: Repairs) -> list[str]:
    said = (
        (repairs.in_use, _("{n} not exchanged yet")),
        (repairs.kept, _("{n} kept for the next return")),
        (repairs.on_the_way, _("{n} on the way back")),
        (repairs.waiting, _("{n} waiting for a bench")),
        (repairs.on_bench, _("{n} on a bench")),
    )
    return [text.format(n=count) for count, text in said if count]


def scrapped_meanwhile(tell: Teller, item: int, start: int, end: int) -> str:
    """Why a part that was under repair does not come: '; 1 was scrapped Sun 02-01 00:00 and is bought anew'."""
    times = [at for at in tell.year.loop.scrapped(item) if start <= at < end]
    if not times:
        return ""
    text = ngettext(
        "; {n} was scrapped {time} and is bought anew",
        "; {n} were scrapped, the first {time}, and are bought anew",
        len(times),
    )
    return text.format(n=len(times), time=tell.names.time(times[0], start))


def remedy(tell: Teller, item: int, at: int) -> str:
    """What would have brought one home sooner; empty where none is under repair."""
    repairs = tell.year.loop.repairs(item, at)
    if repairs.waiting and tell.year.loop.benches:
        return _(", or one more bench in the workshop")
    if repairs.kept:
        return _(", or defective ones sent back sooner")
    return _(", or a quicker repair") if sum(repairs) else ""
