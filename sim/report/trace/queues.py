"""Waiting for a seat, in words: who is there, who goes first, when somebody comes, and waiting to call again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.events import Event, Purpose
from sim.report.trace.desks import Queue
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.report.trace.life import Stretch
    from sim.report.trace.teller import Teller


def in_queue(tell: Teller, stretch: Stretch) -> str:
    """A seat is waited for; before that, the channel has to open."""
    row = stretch.since
    if row.n == 0 and row.value == Purpose.MESSAGE:
        return until_open(tell, stretch)
    queue = tell.year.desks.joined(row)
    return _("{there}; {ahead}").format(there=_there(tell, row.actor, queue, stretch), ahead=_ahead(queue)) + (
        _closed_meanwhile(tell, stretch) if queue.seats else ""
    )


def until_open(tell: Teller, stretch: Stretch) -> str:
    """A message sent at night lies until its channel opens."""
    if stretch.end >= tell.year.stop:
        text = _("{channel} does not open before the simulated time ends")
        return text.format(channel=tell.names.channel(stretch.since.ticket))
    text = _("{channel} opens {time}")
    time = tell.names.time(stretch.end, stretch.start)
    return text.format(channel=tell.names.channel(stretch.since.ticket), time=time)


def at_both(tell: Teller, stretch: Stretch) -> str:
    """The second desk is no freer than the first."""
    row = stretch.since
    queue, called = tell.year.desks.joined(row), tell.queued_as(row)
    first = tell.names.desk(called.actor) if called is not None else ""
    text = _("{there}; {ahead}; it waits for {first} as well")
    return text.format(there=_there(tell, row.actor, queue, stretch), ahead=_ahead(queue), first=first)


def until_called_back(tell: Teller, stretch: Stretch) -> str:
    """He keeps his place without holding a line."""
    row = stretch.since
    queue = tell.year.desks.joined(row)
    text = _("waiting to be called back: {there}; {ahead}")
    return text.format(there=_there(tell, row.actor, queue, stretch), ahead=_ahead(queue))


def until_called_again(tell: Teller, stretch: Stretch) -> str:
    return _("until the customer calls again")


def _there(tell: Teller, desk: int, queue: Queue, stretch: Stretch) -> str:
    """'all 3 seats of front are busy', or from when somebody is there."""
    name = tell.names.desk(desk)
    if not queue.seats:
        text = _("nobody is at {desk} until {time}")
        return text.format(desk=name, time=tell.names.time(queue.opens, stretch.start))
    text = ngettext("the seat of {desk} is busy", "all {n} seats of {desk} are busy", queue.seats)
    return text.format(n=queue.seats, desk=name)


def _ahead(queue: Queue) -> str:
    if not queue.ahead:
        return _("it is next")
    return ngettext("{n} is before it", "{n} are before it", queue.ahead).format(n=queue.ahead)


def _closed_meanwhile(tell: Teller, stretch: Stretch) -> str:
    """From when to when the desk was empty while somebody waited."""
    desk = stretch.since.actor
    closes = tell.year.desks.closes(desk, stretch.start)
    if closes >= stretch.end:
        return ""
    opens = tell.year.desks.opens(desk, closes)
    text = _("; nobody is there from {closes} to {opens}")
    times = (tell.names.time(at, stretch.start) for at in (closes, opens))
    return text.format(**dict(zip(("closes", "opens"), times, strict=True)))


def remedy(tell: Teller, stretch: Stretch) -> str:
    """What would have ended a wait at a desk: 'a free seat of front at Mon 01-05 09:00'."""
    row, time = stretch.since, tell.names.moment(stretch.start)
    if row.event in (Event.REPEATED, Event.FAILED) or (row.event == Event.QUEUED and row.n == 0):
        return _("{channel} open at {time}").format(channel=tell.names.channel(row.ticket), time=time)
    if row.actor < 0:
        return _("a quicker answer")
    desk = tell.names.desk(row.actor)
    if row.event == Event.STARTED:
        return _("quicker work at {desk}").format(desk=desk)
    if row.event == Event.REFUSED and tell.is_open(row):
        return _("one more line to {desk} at {time}").format(desk=desk, time=tell.names.moment(row.at))
    if not tell.year.desks.seats_at(row.actor, stretch.start):
        return _("somebody at {desk} at {time}").format(desk=desk, time=time)
    return _("a free seat of {desk} at {time}").format(desk=desk, time=time)
