"""A ticket's life cut into what happened and the stretches between, each with its cause. No words yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from sim.model.events import CALLS_OUT, Event, Leaving, Purpose
from sim.report.trace.history import Row
from sim.report.trace.year import SampleYear

# What goes on until the next of these rows; all others are said where they stand and change nothing.
TELLING = frozenset({
    Event.QUEUED, Event.STARTED, Event.ENDED, Event.GAVE_UP, Event.ABANDONED, Event.SUPPLIER_CONTACTED,
    Event.HANDED_ON, Event.PARTS_ASKED, Event.PARTS_READY, Event.READY, Event.DISPATCHED, Event.DEPARTED,
    Event.COLLECTED, Event.ARRIVED, Event.BARRED, Event.ADMITTED, Event.DIAGNOSED, Event.PAUSED, Event.RESTORED,
    Event.SWAPPED, Event.CLOSED, Event.REFUSED, Event.HELD, Event.OVERFLOWED, Event.REPEATED, Event.HANDED_IN,
    Event.BENCHED, Event.UNBENCHED, Event.QUOTED, Event.CONFIRMED,
    Event.APPOINTED, Event.FAILED,
})  # fmt: skip
ENDS = frozenset({Event.ABANDONED, Event.HANDED_ON, Event.CLOSED, Event.PREVENTED})

# What goes on beside the journey and holds nobody up: the desk's own calls, the paperwork after a call, a complaint,
# the way of the defective part.
BESIDE = frozenset({*range(Event.PROGRESS_REPORTED, Event.SCRAPPED + 1), Event.WRAPPED, Event.COMPLAINED})
OF_VISITS = frozenset({
    Event.READY, Event.DISPATCHED, Event.DEPARTED, Event.COLLECTED, Event.ARRIVED, Event.BARRED, Event.ADMITTED,
})  # fmt: skip
OF_TASKS = frozenset({Event.QUEUED, Event.STARTED, Event.ENDED})
ON_BENCH = frozenset({
    Event.HANDED_IN, Event.BENCHED, Event.DIAGNOSED, Event.PARTS_READY, Event.PARTS_ASKED, Event.CONFIRMED,
})  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """What happened to a ticket at one instant, in its order."""

    at: int
    rows: tuple[Row, ...]

    @property
    def is_aside(self) -> bool:
        """Whether none of it is a step of the ticket's own journey."""
        return all(is_beside(row) for row in self.rows)


def is_beside(row: Row) -> bool:
    """Whether a row is no step of the journey: the desk calls the customer, or looks into his complaint."""
    return row.event in BESIDE or (row.event in OF_TASKS and row.value in CALLS_OUT)


@dataclass(frozen=True)
class Stretch:
    """What went on from one instant to another.

    `since`: the row that began it; `cause`: what the judge says of it, None where it is past the ticket's end;
    `first`: no earlier stretch began with the same row; `last`: none later does.
    """

    start: int
    end: int
    since: Row
    cause: str | None
    first: bool = True
    last: bool = True

    @property
    def seconds(self) -> int:
        return self.end - self.start


def life(year: SampleYear, ticket: int) -> list[Moment | Stretch]:
    """Moments and stretches in order; they follow on one another without a gap up to the ticket's end."""
    moments = [moment for moment in _moments(_rows(year, ticket)) if not moment.is_aside]
    reliefs = _reliefs(row for moment in moments for row in moment.rows)
    found: list[Moment | Stretch] = []
    since: Row | None = None
    for moment, until in _with_ends(moments, year.stop):
        found.append(moment)
        since = _going_on(since, moment, reliefs)
        if until > moment.at and since is not None and since.event not in ENDS:
            found += _stretches(year, ticket, since, moment.at, until)
    return found


def asides(year: SampleYear, ticket: int) -> list[Moment]:
    """What happens beside the journey at instants of its own, also after its end: calls, complaints, repeats."""
    beside = [moment for moment in _moments(_rows(year, ticket)) if moment.is_aside]
    again = [Moment(row.at, (row,)) for row in year.history.repeats_of(ticket)]
    return sorted([*beside, *again], key=lambda moment: moment.at)


def _rows(year: SampleYear, ticket: int) -> list[Row]:
    """A ticket's rows; a message that was sent while its channel was closed has one more, when it was sent (n = 0).

    Such a message is all there is of a ticket whose channel does not open any more.
    """
    rows, reported = year.history.of_ticket(ticket), year.reported(ticket)
    if not rows and reported < year.stop:
        return [Row(-1, reported, ticket, Event.QUEUED, 0, year.history.desk_of(ticket), Purpose.MESSAGE)]
    if rows and rows[0].event == Event.QUEUED and reported < rows[0].at:
        return [rows[0]._replace(at=reported, n=0), *rows]
    return rows


def _moments(rows: Iterable[Row]) -> list[Moment]:
    return [Moment(at, tuple(here)) for at, here in groupby(rows, key=lambda row: row.at)]


def _with_ends(moments: list[Moment], stop: int) -> Iterator[tuple[Moment, int]]:
    yield from ((moment, after.at) for moment, after in pairwise(moments))
    if moments:
        yield moments[-1], stop


def _reliefs(rows: Iterable[Row]) -> dict[int, Row | None]:
    """By position: None for what a relief does while the first crew still works, and where that one leaves, what the
    relief is about then.
    """
    on_site: set[int] = set()
    ahead: dict[int, list[Row]] = {}
    told: dict[int, Row | None] = {}
    for row in rows:
        if row.event == Event.ARRIVED:
            on_site.add(row.n)
        if row.event == Event.LEFT:
            on_site.discard(row.n)
            coming = ahead.pop(row.n + 1, [])
            told |= {row.position: coming[-1]} if coming and row.value == Leaving.RELIEVED else {}
        elif row.event in OF_VISITS and row.n - 1 in on_site:
            ahead.setdefault(row.n, []).append(row)
            told[row.position] = None
    return told


def _going_on(since: Row | None, moment: Moment, reliefs: dict[int, Row | None]) -> Row | None:
    """The row that says what goes on after this moment."""
    for row in moment.rows:
        if since is not None and since.event in ENDS:
            break
        if row.position in reliefs:
            since = reliefs[row.position] or since
        elif not is_beside(row) and _is_telling(row, since) and not _is_of_a_later_member(since, row):
            since = row
    return since


def _is_telling(row: Row, since: Row | None) -> bool:
    """From the supplier's answer on his part is waited for, from an answer by phone on the unit that is brought."""
    if row.event == Event.REPLIED:
        return since is not None and since.event in (Event.SUPPLIER_CONTACTED, Event.ENDED)
    return row.event in TELLING


def _is_of_a_later_member(since: Row | None, row: Row) -> bool:
    """Somebody of the crew sets out while those on site already wait for him."""
    waiting = since is not None and since.event == Event.ARRIVED and since.value > 0 and since.n == row.n
    return waiting and row.event == Event.DEPARTED


def _stretches(year: SampleYear, ticket: int, since: Row, start: int, end: int) -> Iterator[Stretch]:
    """The time up to the next moment; a wait for engineers or a bench is cut where duties begin and end."""
    cuts = [start, *_changes(year, since, start, end), end]
    parts = [(a, b, _cause(year, ticket, a, b)) for a, b in pairwise(cuts)]
    merged = [(group[0][0], group[-1][1], cause) for cause, group in _alike(parts)]
    for number, (a, b, cause) in enumerate(merged):
        yield Stretch(a, b, since, cause, number == 0, number == len(merged) - 1)


def _alike(parts: list[tuple[int, int, str | None]]) -> Iterator[tuple[str | None, list[tuple[int, int, str | None]]]]:
    for cause, group in groupby(parts, key=lambda part: part[2]):
        yield cause, list(group)


def _cause(year: SampleYear, ticket: int, start: int, end: int) -> str | None:
    over = year.over(ticket)
    return year.cause(ticket, start, min(end, over)) if start < over else None


def _changes(year: SampleYear, since: Row, start: int, end: int) -> list[int]:
    """When somebody able comes on duty or goes, or the repair point opens or closes."""
    calendar = year.duty_of_able(since.ticket) if since.event == Event.READY else None
    if since.event in ON_BENCH:
        calendar = year.benches.hours_of(since.ticket)
    if calendar is None:
        return []
    changes = sorted({*calendar.opens.tolist(), *calendar.closes.tolist()})
    return [instant for instant in changes if start < instant < end]
