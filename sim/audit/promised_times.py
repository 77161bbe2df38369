"""Promises of a time from one milestone of a ticket to another, judged ticket by ticket.

A ticket is a case if it is covered, its time has begun and its way leads to the end that was promised. Then, in this
order: reached in time, kept, else missed; become needless by its deadline, no case (kept where all count), else missed;
given up for good, missed at once; else missed once the deadline lies before the end of the run-out, undecided before.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sim.audit.covered import Reader, is_the_suppliers
from sim.audit.deadlines import Limit, limit_of
from sim.audit.dossiers import Dossier
from sim.audit.hours import NEVER
from sim.scenario import Case, Commitment

REPORT = "progress_reported"
TO_CALLERS = ("answered", "responded", "replied")
BY_CREWS = ("dispatched", "departed", "arrived")
OF_COMPLAINTS = ("complained", "complaint_decided", "complaint_answered", "escalated")
ENDINGS = ("restored", "closed", "called_back", "followed_up_1", "followed_up_2")
NEEDLESS_ONCE_FIXED = (
    *("supplier_contacted", "quoted", "confirmed", "dispatched", "departed"),
    *("arrived", "received", "diagnosed", "parts_ready", "handed_on"),
)
NEEDLESS_ONCE_DECLINED = (*NEEDLESS_ONCE_FIXED, "restored", REPORT)


class Answer(Enum):
    """What became of a promise for one case."""

    KEPT = "kept"
    MISSED = "missed"
    UNDECIDED = "undecided"
    NO_CASE = "no case"


@dataclass(frozen=True)
class Found:
    """The answer for one case, with the clocked seconds it was late and those it took (None: it has no time).

    `until`: the instant up to which it was late, `since` the one at which its time began, on the clock of `limit`.
    """

    answer: Answer
    late_s: int = 0
    took_s: int | None = None
    limit: Limit | None = None
    since: int = NEVER
    until: int = NEVER


@dataclass(frozen=True)
class Course:
    """How it went from one milestone to the next: what never happened is NEVER. `given_up`: the end of his last try."""

    since: int
    came: int
    needless: int = NEVER
    given_up: int = NEVER


NO_CASE = Found(Answer.NO_CASE)


@dataclass(frozen=True, eq=False)
class TimeKeeper:
    """Judges tickets against promises of time."""

    reader: Reader

    def judge(self, promise: Commitment, dossier: Dossier) -> Found:
        """What became of this promise for this ticket."""
        course = self.course(promise, dossier)
        if course is None or not self.reader.covers(promise.covers, dossier):
            return NO_CASE
        limit = self.limit(promise, dossier, course.since)
        return NO_CASE if limit is None else settled(course, limit, self._stop, promise.counts == "all")

    @property
    def _stop(self) -> int:
        return self.reader.scenario.horizon.stop

    def limit(self, promise: Commitment, dossier: Dossier, since: int, attempt: int | None = None) -> Limit | None:
        """Its limit for this ticket, of several cases the first that holds; None if none does."""
        cases: tuple[Commitment | Case, ...] = promise.cases or (promise,)
        for case in cases:
            if case is promise or self.reader.covers(case.covers, dossier, attempt):
                return limit_of(self.reader.scenario, promise, case, since, dossier)
        return None

    def course(self, promise: Commitment, dossier: Dossier) -> Course | None:
        """From and to; None if its time has not begun or its way leads to no such end."""
        since = dossier.when(promise.measure.from_ or "reported")
        ends = [end for end in promise.measure.to or () if self._leads_to(end, dossier)]
        if since >= NEVER or not ends:
            return None
        given_up = dossier.when("abandoned")
        if given_up < NEVER and not set(ends) & set(TO_CALLERS):
            return None
        came = [dossier.when(end) for end in ends if dossier.when(end) <= needless_from(end, dossier)]
        needless = max(needless_from(end, dossier) for end in ends)
        return Course(since, min(came, default=NEVER), needless, given_up)

    def _leads_to(self, end: str, dossier: Dossier) -> bool:
        """Whether the way of a ticket leads to a milestone, unless it becomes needless on the way."""
        reader, supplier = self.reader, dossier.luck.supplier
        if end in ("quoted", "confirmed"):
            return reader.is_charged(dossier)
        if end in BY_CREWS:
            return reader.is_visited(dossier)
        if end == "received":
            return reader.is_brought(dossier)
        if end == "diagnosed":
            return not is_the_suppliers(dossier)
        if end in ENDINGS:
            return not is_the_suppliers(dossier) or dossier.when("remote_fixed") < NEVER
        if end == "supplier_contacted":
            return supplier is not None
        if end == "handed_on":
            return is_the_suppliers(dossier)
        if end == "parts_ready":
            return not is_the_suppliers(dossier) and (supplier is not None or dossier.luck.needs_part)
        if end == "remote_fixed":
            return dossier.when(end) < NEVER
        return end not in OF_COMPLAINTS or dossier.when("complained") < NEVER


def settled(course: Course, limit: Limit, stop: int, counts_all: bool) -> Found:
    """Reached, needless, given up, or still open: in this order."""
    came, needless, due = course.came, course.needless, limit.due
    if limit.earliest <= came <= due and came < NEVER:
        return Found(Answer.KEPT, took_s=limit.seconds(course.since, came))
    if came < NEVER:
        return _missed(course, limit, came, has_time=True)
    if course.given_up < NEVER:
        return _missed(course, limit, course.given_up, has_time=False)
    if needless <= due and needless < NEVER:
        return Found(Answer.KEPT if counts_all else Answer.NO_CASE)
    if due >= stop:
        return Found(Answer.UNDECIDED)
    return _missed(course, limit, min(needless, stop), has_time=needless == NEVER)


def _missed(course: Course, limit: Limit, until: int, has_time: bool) -> Found:
    """Late up to an instant; who gave up, or did not need it any more, has no time that it took."""
    took = limit.seconds(course.since, until) if has_time else None
    return Found(Answer.MISSED, limit.seconds(limit.due, until), took, limit, course.since, until)


def needless_from(end: str, dossier: Dossier) -> int:
    """Since when nobody needs it any more."""
    found = [NEVER]
    if end in NEEDLESS_ONCE_FIXED:
        found.append(dossier.when("remote_fixed"))
    if end in NEEDLESS_ONCE_DECLINED:
        found.append(dossier.when("declined"))
    if end == REPORT:
        found += [dossier.when("restored"), dossier.when("handed_on")]
    if end in ("escalated", "complaint_decided") and dossier.when(end) > dossier.when("complaint_answered"):
        found.append(dossier.when("complaint_answered"))
    return min(found)
