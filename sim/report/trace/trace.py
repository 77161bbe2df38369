"""One ticket's life as it is told: who and what, the promises, every step and every wait, and where the time went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sim.clock import NEVER, local_iso
from sim.model.events import Event
from sim.report import words
from sim.report.trace.attempts import Called
from sim.report.trace.lesson import lesson
from sim.report.trace.life import Moment, Stretch, asides, life
from sim.report.trace.promised import Promised, promised
from sim.report.trace.reasons import reason
from sim.report.trace.said import said
from sim.report.trace.teller import Teller
from sim.report.trace.times import length
from sim.report.trace.year import SampleYear
from sim.wording import _

Json = dict[str, Any]

MOST_STRETCHES, BEGINNING = 16, 12  # lines of one wait; of a longer one so many from its beginning, and its last
MOST_ASIDES, FIRST_ASIDES, LAST_ASIDES = 16, 8, 4  # lines of what happens beside the journey


@dataclass(frozen=True)
class Step:
    """A line of the story: at an instant, or from one to another, with its cause."""

    at: int
    until: int | None
    cause: str | None
    text: str


@dataclass(frozen=True, eq=False)
class Trace:
    """One ticket told. `seconds`: the cause columns of tickets.csv."""

    year: SampleYear
    ticket: int
    promises: list[Promised]
    called: list[Called]
    steps: list[Step]
    seconds: dict[str, int]
    lesson: str

    @property
    def id(self) -> str:
        return self.year.world.ticket_id(self.ticket)

    @property
    def judged(self) -> bool:
        return bool(self.year.table.judged[self.ticket])

    @property
    def reported(self) -> int:
        return self.year.reported(self.ticket)

    @property
    def prevented(self) -> bool:
        """Whether planned work spared it."""
        return any(row.event == Event.PREVENTED for row in self.year.history.of_ticket(self.ticket))

    @property
    def is_open(self) -> bool:
        """Whether it was not over by the end of the simulated time."""
        if self.prevented:
            return False
        ends = ("closed", "abandoned", "handed_on")
        return all(self.year.happened(end, self.ticket) is None for end in ends)

    @property
    def _channel(self) -> str:
        channels = list(self.year.scenario.channels)
        return channels[int(self.year.world.tickets.channel[self.ticket])] if channels else ""

    @property
    def _parent(self) -> int:
        return int(self.year.world.tickets.parent[self.ticket])

    def facts(self) -> Json:
        """Who and where."""
        scenario, place = self.year.scenario, self.year.place
        site = self.year.history.site(self.ticket)
        kind = scenario.faults[int(self.year.world.tickets.fault[self.ticket])]
        there = scenario.sites[site]
        return {
            "ticket": self.id,
            "replication": self.year.replication,
            "judged": self.judged,
            "prevented": self.prevented,
            "reported": local_iso(self.reported, self.year.zone),
            "site_id": there.id,
            "site": there.name,
            "customer": there.customer,
            "region": there.region,
            "contract": there.contract or "",
            "warranty_until": there.warranty_until.isoformat() if there.warranty_until else "",
            "product": kind.product,
            "fault": kind.id,
            "severity": kind.fault.severity,
            "channel": self._channel,
            "repeat_of": "" if self._parent < 0 else self.year.world.ticket_id(self._parent),
            "outlets": [place.outlets[outlet] for outlet in place.territory[site]],
            "radius_km": round(int(place.radius_m[site]) / 1000, 3),
        }

    def as_json(self) -> Json:
        """The object of `trace --json`."""
        return {
            **self.facts(),
            "commitments": [self._promise_json(one) for one in self.promises],
            "calls": [{"id": one.id, "calls": one.calls, "missed": one.missed} for one in self.called],
            "steps": [self._step_json(step) for step in self.steps],
            **{f"{cause}_s": seconds for cause, seconds in self.seconds.items()},
            "lesson": self.lesson,
        }

    def _promise_json(self, one: Promised) -> Json:
        return {
            "id": one.id,
            "fate": one.fate,
            "due": self._iso(one.due),
            "reached": self._iso(one.reached),
            "spare_s": one.spare_s,
            "late_s": one.late_s,
            "late_by_cause_s": one.late_by_cause_s,
        }

    def _step_json(self, step: Step) -> Json:
        told: Json = {"at": self._iso(step.at), "elapsed_s": step.at - self.reported}
        if step.until is not None:
            told |= {"until": self._iso(step.until), "seconds": step.until - step.at, "cause": step.cause}
        return {**told, "text": step.text}

    def _iso(self, at: int) -> str | None:
        return local_iso(at, self.year.zone) if at < NEVER else None


def trace_of(year: SampleYear, ticket: int) -> Trace:
    """Tell the life of a ticket by its position."""
    tell, parts = Teller(year, ticket), life(year, ticket)
    told = [step for some in _waits(parts) for step in _steps(tell, some)]
    steps = sorted([*told, *_beside(tell)], key=lambda step: step.at)
    promises, called, seconds = promised(year, ticket), year.call_promises.of(ticket), year.seconds_by_cause(ticket)
    stretches = [part for part in parts if isinstance(part, Stretch)]
    told_lesson = lesson(tell, promises, called, seconds, stretches)
    return Trace(year, ticket, promises, called, steps, seconds, told_lesson)


def _waits(parts: list[Moment | Stretch]) -> Iterator[list[Moment | Stretch]]:
    """Moments one by one, stretches of one wait together."""
    for is_moment, some in groupby(parts, key=lambda part: isinstance(part, Moment)):
        together = list(some)
        yield from ([part] for part in together) if is_moment else [together]


def _beside(tell: Teller) -> list[Step]:
    """What happens beside the journey; of very much the middle in one line."""
    steps = [step for moment in asides(tell.year, tell.ticket) if (step := _step(tell, moment)) is not None]
    if len(steps) <= MOST_ASIDES:
        return steps
    left = steps[FIRST_ASIDES:-LAST_ASIDES]
    text = _("and so on: {n} more calls and the like up to {time}").format(
        n=len(left), time=tell.names.time(left[-1].at, left[0].at)
    )
    return [*steps[:FIRST_ASIDES], Step(left[0].at, None, None, text), *steps[-LAST_ASIDES:]]


def _steps(tell: Teller, parts: list[Moment | Stretch]) -> Iterator[Step]:
    """The lines of one moment or wait; of a very long wait the middle in one line."""
    shown = parts if len(parts) <= MOST_STRETCHES else parts[:BEGINNING]
    yield from (step for part in shown if (step := _step(tell, part)) is not None)
    if len(parts) > MOST_STRETCHES:
        yield _and_so_on([part for part in parts[BEGINNING:-1] if isinstance(part, Stretch)])
        yield from (step for part in parts[-1:] if (step := _step(tell, part)) is not None)


def _and_so_on(middle: list[Stretch]) -> Step:
    causes = dict.fromkeys(part.cause or "" for part in middle)
    spent = {cause: sum(part.seconds for part in middle if part.cause == cause) for cause in causes}
    told = [_("{cause} {length}").format(cause=words.cause_word(cause), length=length(spent[cause])) for cause in spent]
    return Step(
        middle[0].start, middle[-1].end, None, _("and so on, day after day: {list}").format(list=", ".join(told))
    )


def _step(tell: Teller, part: Moment | Stretch) -> Step | None:
    if isinstance(part, Moment):
        text = said(tell, part)
        return Step(part.at, None, None, text) if text else None
    return Step(part.start, part.end, part.cause, reason(tell, part) or words.cause_sentence(part.cause or ""))
