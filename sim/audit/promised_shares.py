"""Promises of a share of tickets, judged ticket by ticket.

Counted (Answer.KEPT) is what the share is a share of: also where it is to stay low, as complaints are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sim.audit.covered import Reader
from sim.audit.dossiers import Dossier
from sim.audit.hours import NEVER
from sim.audit.promised_times import Answer, TimeKeeper
from sim.model import Event, Purpose
from sim.model.events import Leaving
from sim.scenario import Commitment

E = Event
SINGLE = ("share", "max")
KEPT, MISSED, UNDECIDED, NO_CASE = Answer.KEPT, Answer.MISSED, Answer.UNDECIDED, Answer.NO_CASE


@dataclass(frozen=True, eq=False)
class ShareKeeper:
    """Judges tickets against promises of shares. `repeats`: when a ticket came back, by the ticket it repeats."""

    reader: Reader
    times: TimeKeeper
    repeats: dict[int, int]

    def judge(self, promise: Commitment, dossier: Dossier) -> Answer:
        """What became of this promise for this ticket."""
        if not self.reader.covers(promise.covers, dossier):
            return NO_CASE
        share = promise.measure.share_of
        if share in self._plain:
            return self._plain[share](dossier)
        return self._lasting[share or ""](dossier, promise.within or 0)

    @property
    def _stop(self) -> int:
        return self.reader.scenario.horizon.stop

    @property
    def _plain(self) -> dict[str, Callable[[Dossier], Answer]]:
        return {
            "answered": self._answered,
            "remote_fixed": self._remote_fixed,
            "satisfied": self._satisfied,
            "complained": self._complained,
            "times_kept": self._times_kept,
        }

    @property
    def _lasting(self) -> dict[str, Callable[[Dossier, int], Answer]]:
        return {
            "first_contact_fixed": self._first_contact_fixed,
            "resolved": self._resolved,
            "first_time_fixed": self._first_time_fixed,
            "repeated": self._repeated,
        }

    # -- what is known at once ----------------------------------------------------------------------------------------

    def _answered(self, dossier: Dossier) -> Answer:
        if not self.reader.ground.roads.plan.answering:
            return NO_CASE
        if dossier.when("answered") < NEVER:
            return KEPT
        return MISSED if dossier.when("abandoned") < NEVER else UNDECIDED

    def _remote_fixed(self, dossier: Dossier) -> Answer:
        if dossier.when("answered") == NEVER:
            return NO_CASE
        if dossier.when("remote_fixed") < NEVER:
            return KEPT
        return MISSED if _is_talked_out(dossier) else UNDECIDED

    def _satisfied(self, dossier: Dossier) -> Answer:
        said = dossier.rows(E.SATISFIED)
        if not said:
            return NO_CASE
        return KEPT if said[0].value else MISSED

    def _complained(self, dossier: Dossier) -> Answer:
        if dossier.when("closed") == NEVER:
            return NO_CASE
        return KEPT if dossier.when("complained") < NEVER else MISSED

    def _times_kept(self, dossier: Dossier) -> Answer:
        """One miss decides, then one that is open."""
        promises = [one for one in self.reader.scenario.commitments if limits_single_tickets(one)]
        answers = {self.times.judge(one, dossier).answer for one in promises}
        return next((one for one in (MISSED, UNDECIDED, KEPT) if one in answers), NO_CASE)

    # -- what has to last ---------------------------------------------------------------------------------------------

    def _lasts(self, dossier: Dossier, within: int) -> Answer:
        """Whether it stays repaired so long: the last instant counts."""
        until = dossier.when("restored") + within
        if self.repeats.get(dossier.number, NEVER) <= until:
            return MISSED
        return KEPT if until < self._stop else UNDECIDED

    def _first_contact_fixed(self, dossier: Dossier, within: int) -> Answer:
        """By whoever talked first, before anybody else did."""
        answer = self._remote_fixed(dossier)
        if any(line.value == Purpose.ESCALATION for line in dossier.rows(E.STARTED, E.QUEUED)):
            return MISSED
        return self._lasts(dossier, within) if answer is KEPT else answer

    def _resolved(self, dossier: Dossier, within: int) -> Answer:
        if dossier.when("restored") < NEVER:
            return self._lasts(dossier, within)
        if min(dossier.when("declined"), dossier.when("handed_on")) < NEVER:
            return NO_CASE
        is_lost = dossier.when("abandoned") < NEVER or dossier.reported + within < self._stop
        return MISSED if is_lost else UNDECIDED

    def _first_time_fixed(self, dossier: Dossier, within: int) -> Answer:
        """Restored by visit 1: whatever is left to others or to later is not."""
        if dossier.when("arrived") == NEVER or dossier.when("declined") < NEVER:
            return NO_CASE
        first = [line for line in dossier.lines if line.n == 1]
        if any(line.event == E.RESTORED for line in first):
            return self._lasts(dossier, within)
        is_over = any(line.event == E.LEFT and line.value != Leaving.FIXED for line in first)
        return MISSED if is_over else UNDECIDED

    def _repeated(self, dossier: Dossier, within: int) -> Answer:
        if dossier.when("restored") == NEVER:
            return NO_CASE
        return {KEPT: MISSED, MISSED: KEPT, UNDECIDED: UNDECIDED}[self._lasts(dossier, within)]


def limits_single_tickets(promise: Commitment) -> bool:
    """Whether single tickets have a limit: not where attempts, means or percentiles are counted."""
    return promise.measure.is_timed and promise.of != "call" and promise.statistic in SINGLE


def repeats_among(dossiers: Iterable[Dossier]) -> dict[int, int]:
    """When tickets came back, by the ticket that was repaired before."""
    return {one.luck.parent: one.reported for one in dossiers if one.luck.parent >= 0}


def _is_talked_out(dossier: Dossier) -> bool:
    """Whether the talks are over without having helped: something else follows."""
    talks = [line for line in dossier.lines if line.event <= E.ENDED and line.value in _TALKS]
    return bool(talks) and talks[-1].event == E.ENDED


_TALKS = (Purpose.CALL, Purpose.MESSAGE, Purpose.ESCALATION)
