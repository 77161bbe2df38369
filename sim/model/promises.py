"""The time commitments as limits of single tickets: the model, when one closes, and the judge ask the same code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np

from sim.clock import NEVER, Calendar, EndOfDay, Limit, Within, Workdays, deadline, deadline_each
from sim.model.coverage import (
    OF_QUOTES,
    OURS,
    VISIT,
    Facts,
    Integers,
    asks_needs_visit,
    asks_report,
    covers,
    path_leads_to,
)
from sim.scenario import Case, Commitment, Cover, Scenario

Pauses = Mapping[str, Sequence[tuple[int, int]]]
"""By kind of pause, the stretches [start, end) in which a ticket waited; end NEVER: not over."""

NO_PAUSES: Pauses = MappingProxyType({})
PAUSE_KINDS = ("supplier", "access", "confirmation")
SPARED = ("remote_fixed", "declined")
SPARED_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys((*VISIT, "received", "supplier_contacted", "parts_ready", "handed_on"), SPARED),
        **dict.fromkeys(OF_QUOTES, SPARED),
        "restored": ("declined",),
        "progress_reported": ("restored", "closed", "handed_on"),
        "escalated": ("complaint_answered",),
        "complaint_decided": ("complaint_answered",),
    }
)  # by milestone, those that make it unnecessary, whichever comes first
OF_COMPLAINTS = frozenset({"complaint_decided", "complaint_answered"})
OWED_TO_CALLERS = frozenset({"answered", "responded", "replied"})


@dataclass(frozen=True)
class LimitCase:
    """A limit for the tickets it covers; of several limits the earlier rules."""

    covers: Cover | None
    limits: tuple[Limit, ...]
    clock: Calendar


@dataclass(frozen=True, eq=False)
class Promise:
    """One from-to commitment of a scenario, ready to give tickets their deadlines."""

    commitment: Commitment
    scenario: Scenario
    cases: tuple[LimitCase, ...]

    @property
    def start(self) -> str:
        return self.commitment.measure.from_ or "reported"

    @property
    def ends(self) -> tuple[str, ...]:
        return self.commitment.measure.to or ()

    @cached_property
    def paused_by(self) -> tuple[str, ...]:
        """The kinds of waits that stop its clock; where nobody pays, nobody is waited for to confirm."""
        kinds = PAUSE_KINDS if self.scenario.charged is not None else PAUSE_KINDS[:-1]
        return tuple(kind for kind in kinds if kind in self.commitment.pause)

    @property
    def asks_advice(self) -> bool:
        """Whether its cases hang on whether advice has helped."""
        leaves_to_others = any(supplier.visits == "supplier" for supplier in self.scenario.suppliers.values())
        is_asked = any(asks_needs_visit(cover) for cover in self._covers)
        return is_asked or (leaves_to_others and not OURS.isdisjoint(self.ends))

    @property
    def asks_report(self) -> bool:
        """Whether its cases hang on when a ticket was reported."""
        return any(asks_report(cover) for cover in self._covers) or not set(OF_QUOTES).isdisjoint(self.ends)

    @property
    def _covers(self) -> tuple[Cover | None, ...]:
        return (self.commitment.covers, *(case.covers for case in self.cases))

    @cached_property
    def spared_by(self) -> tuple[tuple[str, ...], ...]:
        """For each end, what makes it unnecessary; nothing where some end always stays owed."""
        each = tuple(SPARED_BY.get(end, ()) for end in self.ends)
        return each if all(each) else ()

    def is_spared(self, happened: Mapping[str, int], due: int) -> bool:
        """Whether every end of this promise was unnecessary by its deadline, before any came."""
        since = max((min(happened.get(name, NEVER) for name in names) for names in self.spared_by), default=NEVER)
        return since <= due and since < min(happened.get(end, NEVER) for end in self.ends)

    @property
    def earliest(self) -> int:
        """Open seconds of the clock before which an end is too early; 0 as a rule."""
        return self.commitment.earliest or 0

    @property
    def only_by_advice(self) -> bool:
        """Whether only a fix by phone ends it: then it covers the tickets that had one."""
        return set(self.ends) == {"remote_fixed"}

    @property
    def only_by_complaint(self) -> bool:
        """Whether only what follows a complaint ends it: then it covers the tickets that had one."""
        return set(self.ends) <= OF_COMPLAINTS

    def case_of(self, facts: Facts) -> Integers:
        """The first case that holds for each ticket, -1 where the promise does not cover it.

        Which tickets end by advice, and which callers never got through, is not a matter of cover: the caller knows.
        """
        covered = covers(self.commitment.covers, facts, self.scenario)
        covered &= np.logical_or.reduce([path_leads_to(end, facts) for end in self.ends])
        first = np.full(len(covered), -1, dtype=np.int64)
        for number in reversed(range(len(self.cases))):
            first[covers(self.cases[number].covers, facts, self.scenario)] = number
        return np.where(covered, first, -1)

    def due_each(self, case: Integers, starts: Integers, pauses: Mapping[int, Pauses] | None = None) -> Integers:
        """Deadlines from the instants `starts`; NEVER without a case or a start.

        `pauses`: by position in the arrays, those of the tickets that had any.
        """
        due = np.full(len(starts), NEVER, dtype=np.int64)
        for number, one in enumerate(self.cases):
            here = np.flatnonzero((case == number) & (starts < NEVER))
            if len(here):
                each = [deadline_each(limit, one.clock, starts[here]) for limit in one.limits]
                due[here] = np.minimum.reduce(each)
        if self.paused_by and pauses:
            self._stretch(due, case, starts, pauses)
        return due

    def opens_each(self, case: Integers, starts: Integers, pauses: Mapping[int, Pauses] | None = None) -> Integers:
        """The instants before which an end is too early; the starts themselves unless the limit is a window."""
        if not self.earliest:
            return starts
        return self._window.due_each(np.minimum(case, 0), starts, pauses)

    def opens(self, start: int, pauses: Pauses = NO_PAUSES) -> int:
        """The same for one ticket."""
        return self._window.due(0, start, pauses) if self.earliest else start

    @cached_property
    def _window(self) -> Promise:
        """The lower end of the window as a limit."""
        return replace(self, cases=(replace(self.cases[0], limits=(Within(self.earliest),)),))

    def _stretch(self, due: Integers, case: Integers, starts: Integers, pauses: Mapping[int, Pauses]) -> None:
        for at, waits in pauses.items():
            if case[at] >= 0 and starts[at] < NEVER:
                due[at] = self.due(int(case[at]), int(starts[at]), waits)

    def due(self, case: int, start: int, pauses: Pauses = NO_PAUSES) -> int:
        """The deadline of one ticket in this case whose clock starts at `start`."""
        one = self.cases[case]
        stops = [stretch for kind in self.paused_by for stretch in pauses.get(kind, ())]
        return min(deadline(limit, one.clock, start, stops) for limit in one.limits)


Inner = Mapping[str, int]
"""By commitment, seconds of its clock that the dispatcher allows himself beside what was promised."""


def promises_of(scenario: Scenario, inner: Inner | None = None) -> tuple[Promise, ...]:
    """The commitments that give single tickets a limit, in the order of the file."""
    timed = [one for one in scenario.commitments if limits_tickets(one)]
    return tuple(promise_of(one, scenario, (inner or {}).get(one.id)) for one in timed)


def limits_tickets(commitment: Commitment) -> bool:
    """Whether a commitment gives single tickets a limit: a mean or a percentile gives them none."""
    each = commitment.statistic in ("share", "max")
    return commitment.measure.from_ is not None and commitment.of != "call" and each


def promise_of(commitment: Commitment, scenario: Scenario, inner: int | None = None) -> Promise:
    """A from-to commitment ready to give deadlines; `inner`: seconds that limit every case beside its own limits."""
    extra = () if inner is None else (Within(inner),)
    return Promise(commitment, scenario, tuple(_cases(commitment, scenario, extra)))


def _cases(commitment: Commitment, scenario: Scenario, extra: tuple[Limit, ...]) -> Iterable[LimitCase]:
    if not commitment.cases:
        yield LimitCase(None, (*_limits(commitment, scenario), *extra), scenario.calendar(commitment.clock))
    for case in commitment.cases:
        clock = scenario.calendar(case.clock or commitment.clock)
        yield LimitCase(case.covers, (*_limits(case, scenario), *extra), clock)


def _limits(given: Commitment | Case, scenario: Scenario) -> tuple[Limit, ...]:
    limits: list[Limit] = []
    if given.within is not None:
        limits.append(Within(given.within))
    if given.workdays is not None:
        limits.append(Workdays(given.workdays))
    if given.by is not None:
        limits.append(EndOfDay(scenario.calendar(given.by.calendar), given.by.cutoff_s))
    return tuple(limits)
