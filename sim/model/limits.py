"""The deadlines of single tickets while the model runs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.clock import NEVER
from sim.model.coverage import VISIT, VISIT_ENDS, VISIT_ORDER, Facts, Integers, decided
from sim.model.promises import NO_PAUSES, Inner, Pauses, Promise, promises_of
from sim.scenario import Scenario

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
        if not promise.asks_advice:
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
            concerned = not promise.only_by_complaint and (fixed or not promise.only_by_advice)
            if due < closed and concerned and not promise.is_spared(happened, due):
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
