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
    VISIT,
    VISIT_ENDS,
    VISIT_ORDER,
    Facts,
    Integers,
    asks_needs_visit,
    asks_report,
    covers,
    decided,
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
    def asks_needs_visit(self) -> bool:
        return any(asks_needs_visit(cover) for cover in self._covers)

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


_Known = tuple[memoryview, memoryview | None]  # the case of every ticket; its deadline if the clock runs from reported


class Limits:
    """The deadlines of single tickets while the model runs: everything that can be known beforehand is looked up.

    `inner`: limits beside those promised, for the dispatcher's own use.
    """

    def __init__(self, scenario: Scenario, facts: Facts, inner: Inner | None = None) -> None:
        self.promises = promises_of(scenario, inner)
        self._facts = facts
        self._tables = [self._table(promise, facts) for promise in self.promises]
        ends = [sorted(VISIT_ENDS.intersection(promise.ends), key=VISIT_ORDER.index) for promise in self.promises]
        self._of_visits = [(number, wanted[0]) for number, wanted in enumerate(ends) if wanted]

    @staticmethod
    def _table(promise: Promise, facts: Facts) -> tuple[_Known, _Known]:
        """What is known if advice has ended the ticket, and if somebody has to repair."""
        if not promise.asks_needs_visit:
            same = _known(promise, facts)
            return same, same
        size = len(facts["site"])
        fixed, not_fixed = (_known(promise, decided(facts, np.full(size, spared))) for spared in (True, False))
        return fixed, not_fixed

    def admit(self, ticket: int, reported: int) -> None:
        """A repeat is reported now: it gets its cases, and the deadlines that count from the report."""
        for promise, tables in zip(self.promises, self._tables, strict=True):
            if promise.asks_report:
                here = {name: column[ticket : ticket + 1] for name, column in self._facts.items()}
                found = self._table(promise, {**here, "reported": np.array([reported])})
                for (case, _due), (mine, _mine) in zip(tables, found, strict=True):
                    case[ticket] = mine[0]
            for case, from_report in tables:
                if from_report is not None:
                    from_report[ticket] = promise.due(case[ticket], reported) if case[ticket] >= 0 else NEVER

    def due(
        self, number: int, ticket: int, needs_visit: bool, happened: Mapping[str, int], pauses: Pauses = NO_PAUSES
    ) -> int:
        """Deadline of this ticket under promise `number`; NEVER if not covered or not started.

        `happened`: milestones so far with their instants; a milestone that did not happen is absent.
        """
        case, from_report = self._tables[number][needs_visit]
        promise = self.promises[number]
        if case[ticket] < 0:
            return NEVER
        if from_report is not None and not (pauses and promise.paused_by):
            return from_report[ticket]
        start = happened.get(promise.start)
        return NEVER if start is None else promise.due(case[ticket], start, pauses)

    def missed(self, ticket: int, happened: Mapping[str, int], closed: int, pauses: Pauses = NO_PAUSES) -> int:
        """Time commitments whose deadline lay before `closed` and was not met by then (rule for satisfaction).

        `happened` must hold `remote_fixed` where advice ended the ticket: it spares the visit from then on.
        """
        fixed = "remote_fixed" in happened
        count = 0
        for number, promise in enumerate(self.promises):
            due = self.due(number, ticket, not fixed, happened, pauses)
            if due < closed and (fixed or not promise.only_by_advice) and not promise.is_spared(happened, due):
                done = min(happened.get(end, NEVER) for end in promise.ends)
                count += done > due or (promise.earliest > 0 and done < promise.opens(happened[promise.start], pauses))
        return count

    def next_due(self, ticket: int, happened: Mapping[str, int], pauses: Pauses = NO_PAUSES) -> list[tuple[int, str]]:
        """(deadline, milestone) of every running promise that a visit can still fulfil, soonest first."""
        running = []
        for number, end in self._of_visits:
            if not any(end in happened for end in self.promises[number].ends):
                due = self.due(number, ticket, True, happened, pauses)
                if due < NEVER:
                    running.append((due, end))
        return sorted(running)

    def due_before_visits(self) -> list[tuple[Integers, str]] | None:
        """The same for all tickets whose first visit has not begun and that nothing paused: deadlines, milestone.

        None where a promise starts on the way to the visit, so that nothing can be said beforehand.
        """
        found = []
        for number, end in self._of_visits:
            _case, from_report = self._tables[number][True]
            if from_report is not None:
                found.append((np.asarray(from_report), end))
            elif self.promises[number].start not in VISIT:
                return None
        return found


def _known(promise: Promise, facts: Facts) -> _Known:
    case = promise.case_of(facts)
    if promise.start != "reported":
        return case.data, None
    return case.data, promise.due_each(case, np.asarray(facts["reported"])).data
