"""The time commitments as limits of single tickets: the model, when one closes, and the judge ask the same code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER, Calendar, EndOfDay, Limit, Within, Workdays, deadline, deadline_each
from sim.scenario import Case, Commitment, Cover, Scenario
from sim.world import World

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Facts = Mapping[str, Integers | Flags]
Pauses = Sequence[tuple[int, int]]

VISIT_ORDER = ("dispatched", "departed", "arrived", "diagnosed", "restored", "closed")
VISIT_ENDS = frozenset(VISIT_ORDER)
VISIT = VISIT_ENDS - {"restored", "closed"}
SPARED_BY_ADVICE = VISIT | {"supplier_contacted", "parts_ready", "handed_on"}
OWED_TO_CALLERS = frozenset({"answered", "responded", "replied"})


class Distances(Protocol):
    """What coverage needs to know of a plan: metres from each site to its first outlet."""

    @property
    def radius_m(self) -> Integers: ...


def facts_of(world: World, deployment: Distances) -> dict[str, Integers | Flags]:
    """Columns, one row per ticket, of what is known of it from the start.

    `site`, `fault`: positions in `scenario.sites` and `scenario.faults`; `reported` in Unix seconds; `radius_m`;
    `needs_supplier`: the component is the supplier's; `supplier_visits`: and the supplier sends his own people.
    Who asks about `needs_visit` adds that column.
    """
    tickets, scenario = world.tickets, world.scenario
    shares = [kind.fault.supplier for kind in scenario.faults]
    chance = np.array([share.chance if share else 0.0 for share in shares])
    visits = np.array([share is not None and scenario.suppliers[share.id].visits == "supplier" for share in shares])
    owned = tickets.u_supplier < chance[tickets.fault]
    return {
        "site": tickets.site,
        "fault": tickets.fault,
        "reported": tickets.reported,
        "radius_m": deployment.radius_m[tickets.site],
        "needs_supplier": owned,
        "supplier_visits": owned & visits[tickets.fault],
    }


def covers(cover: Cover | None, facts: Facts, scenario: Scenario) -> Flags:
    """Which tickets a `covers` mapping holds for; None covers all. Needs `needs_visit` only where the cover asks it."""
    holds = np.ones(len(facts["site"]), dtype=np.bool_)
    if cover is None:
        return holds
    holds &= _site_holds(cover, scenario)[facts["site"]] & _fault_holds(cover, scenario)[facts["fault"]]
    holds &= _ticket_holds(cover, facts, scenario)
    if cover.any:
        holds &= np.logical_or.reduce([covers(one, facts, scenario) for one in cover.any])
    if cover.not_ is not None:
        holds &= ~covers(cover.not_, facts, scenario)
    return holds


def _site_holds(cover: Cover, scenario: Scenario) -> Flags:
    asked = [(name, getattr(cover, name)) for name in ("customer", "region", "contract")]
    asked = [(name, wanted) for name, wanted in asked if wanted is not None]
    return np.array([all(getattr(site, name) in wanted for name, wanted in asked) for site in scenario.sites], np.bool_)


def _fault_holds(cover: Cover, scenario: Scenario) -> Flags:
    def holds(index: int) -> bool:
        kind = scenario.faults[index]
        return (
            (cover.fault is None or kind.id in cover.fault or kind.key in cover.fault)
            and (cover.product is None or kind.product in cover.product)
            and (cover.severity is None or kind.fault.severity in cover.severity)
        )

    return np.array([holds(index) for index in range(len(scenario.faults))], np.bool_)


def _ticket_holds(cover: Cover, facts: Facts, scenario: Scenario) -> Flags:
    holds = np.ones(len(facts["site"]), dtype=np.bool_)
    if cover.channel is not None:
        holds &= next(iter(scenario.channels)) in cover.channel
    if cover.radius_at_most is not None:
        holds &= facts["radius_m"] <= cover.radius_at_most
    if cover.radius_above is not None:
        holds &= facts["radius_m"] > cover.radius_above
    if cover.reported_during is not None:
        at = facts["reported"]
        holds &= scenario.calendar(cover.reported_during).elapsed_each(at, at + 1) == 1
    for name in ("needs_supplier", "needs_visit"):
        if (wanted := getattr(cover, name)) is not None:
            holds &= facts[name] == wanted
    return holds


def asks_needs_visit(cover: Cover | None) -> bool:
    """Whether a cover can only be decided once it is known if somebody has to drive."""
    if cover is None:
        return False
    inner = (*(cover.any or ()), cover.not_)
    return cover.needs_visit is not None or any(asks_needs_visit(one) for one in inner)


def path_leads_to(milestone: str, facts: Facts) -> Flags:
    """Which tickets can come to this milestone at all, by whose component it is and who visits for it.

    That advice by phone makes a visit or a supplier unnecessary is a matter of time: see `SPARED_BY_ADVICE`.
    """
    owned, handed_on = np.asarray(facts["needs_supplier"], np.bool_), np.asarray(facts["supplier_visits"], np.bool_)
    if milestone == "supplier_contacted":
        return owned
    if milestone == "parts_ready":
        return owned & ~handed_on
    if milestone == "handed_on":
        return handed_on
    return ~handed_on if milestone in VISIT_ENDS else np.ones(len(owned), np.bool_)


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

    @property
    def paused_by_supplier(self) -> bool:
        return "supplier" in self.commitment.pause

    @property
    def asks_needs_visit(self) -> bool:
        return any(asks_needs_visit(cover) for cover in (self.commitment.covers, *(case.covers for case in self.cases)))

    @property
    def spared_by_advice(self) -> bool:
        """Whether a fix by phone makes every end of this promise unnecessary."""
        return SPARED_BY_ADVICE.issuperset(self.ends)

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

        `pauses`: by position in the arrays, the stretches in which the supplier is waited for (end NEVER: not over).
        """
        due = np.full(len(starts), NEVER, dtype=np.int64)
        for number, one in enumerate(self.cases):
            here = np.flatnonzero((case == number) & (starts < NEVER))
            if len(here):
                each = [deadline_each(limit, one.clock, starts[here]) for limit in one.limits]
                due[here] = np.minimum.reduce(each)
        if self.paused_by_supplier and pauses:
            self._stretch(due, case, starts, pauses)
        return due

    def _stretch(self, due: Integers, case: Integers, starts: Integers, pauses: Mapping[int, Pauses]) -> None:
        for at, stretches in pauses.items():
            if case[at] >= 0 and starts[at] < NEVER:
                due[at] = self.due(int(case[at]), int(starts[at]), stretches)

    def due(self, case: int, start: int, pauses: Pauses = ()) -> int:
        """The deadline of one ticket in this case whose clock starts at `start`."""
        one = self.cases[case]
        stops = pauses if self.paused_by_supplier else ()
        return min(deadline(limit, one.clock, start, stops) for limit in one.limits)


def promises_of(scenario: Scenario) -> tuple[Promise, ...]:
    """The commitments with a time limit, in the order of the file."""
    timed = [one for one in scenario.commitments if one.measure.share_of is None]
    return tuple(Promise(one, scenario, tuple(_cases(one, scenario))) for one in timed)


def _cases(commitment: Commitment, scenario: Scenario) -> Iterable[LimitCase]:
    if not commitment.cases:
        yield LimitCase(None, _limits(commitment, scenario), scenario.calendar(commitment.clock))
    for case in commitment.cases:
        clock = scenario.calendar(case.clock or commitment.clock)
        yield LimitCase(case.covers, _limits(case, scenario), clock)


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
    """The deadlines of single tickets while the model runs: everything that can be known beforehand is looked up."""

    def __init__(self, scenario: Scenario, facts: Facts) -> None:
        self.promises = promises_of(scenario)
        self._tables = [self._table(promise, facts) for promise in self.promises]
        ends = [sorted(VISIT_ENDS.intersection(promise.ends), key=VISIT_ORDER.index) for promise in self.promises]
        self._of_visits = [(number, wanted[0]) for number, wanted in enumerate(ends) if wanted]

    @staticmethod
    def _table(promise: Promise, facts: Facts) -> tuple[_Known, _Known]:
        """What is known if nobody, and if somebody, has to drive."""
        if not promise.asks_needs_visit:
            same = _known(promise, facts)
            return same, same
        size = len(facts["site"])
        without, with_visit = (_known(promise, {**facts, "needs_visit": np.full(size, yes)}) for yes in (False, True))
        return without, with_visit

    def due(self, number: int, ticket: int, needs_visit: bool, happened: Mapping[str, int], pauses: Pauses = ()) -> int:
        """Deadline of this ticket under promise `number`; NEVER if not covered or not started.

        `happened`: milestones so far with their instants; a milestone that did not happen is absent.
        """
        case, from_report = self._tables[number][needs_visit]
        promise = self.promises[number]
        if case[ticket] < 0:
            return NEVER
        if from_report is not None and not (pauses and promise.paused_by_supplier):
            return from_report[ticket]
        start = happened.get(promise.start)
        return NEVER if start is None else promise.due(case[ticket], start, pauses)

    def missed(self, ticket: int, happened: Mapping[str, int], closed: int, pauses: Pauses = ()) -> int:
        """Time commitments whose deadline lay before `closed` and was not met by then (rule for satisfaction).

        `happened` must hold `remote_fixed` where advice ended the ticket: it spares the visit from then on.
        """
        advice = happened.get("remote_fixed", NEVER)
        count = 0
        for number, promise in enumerate(self.promises):
            due = self.due(number, ticket, advice == NEVER, happened, pauses)
            if due < closed and not (promise.only_by_advice and advice == NEVER):
                done = min(happened.get(end, NEVER) for end in promise.ends)
                count += done > due and not (promise.spared_by_advice and advice <= due)
        return count

    def next_due(self, ticket: int, happened: Mapping[str, int], pauses: Pauses = ()) -> list[tuple[int, str]]:
        """(deadline, milestone) of every running promise that a visit can still fulfil, soonest first."""
        running = []
        for number, end in self._of_visits:
            if not any(end in happened for end in self.promises[number].ends):
                due = self.due(number, ticket, True, happened, pauses)
                if due < NEVER:
                    running.append((due, end))
        return sorted(running)

    def due_before_visits(self) -> list[tuple[Integers, str]] | None:
        """The same for all tickets whose first visit has not begun and that no supplier paused: deadlines, milestone.

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
