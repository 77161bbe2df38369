"""A second judgement of every promise, from the log and the inputs alone, sharing nothing with the first.

Ticket by ticket in plain Python: slow, and easy to follow. It knows the rules of `docs/model.md` and not how anybody
else has put them into code; where both say the same of thousands of tickets, neither read them in a way of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial

from sim.audit.blame import Plot, is_mostly_customers
from sim.audit.cells import Cell, Tried, fill, is_met, stays_low
from sim.audit.covered import Reader
from sim.audit.customers_met import Contacts
from sim.audit.dossiers import Dossier, Ground, dossiers_of, lines_by_case
from sim.audit.fines import Terms
from sim.audit.hours import hours_of
from sim.audit.promised_shares import ShareKeeper, repeats_among
from sim.audit.promised_times import NO_CASE, Answer, Course, Found, TimeKeeper, settled
from sim.audit.reach import Reach, group_of
from sim.audit.reviews import reviews_of
from sim.audit.roads import Roads
from sim.audit.seconds_kept import Uptime, manned, open_seconds
from sim.audit.single_calls import Attempt, attempts_of
from sim.model import EventLog
from sim.scenario import Commitment, Plan
from sim.world import World

BY_PHONE = (
    *("progress_reported", "called_back", "followed_up_1", "followed_up_2"),
    *("complained", "complaint_decided", "complaint_answered", "escalated"),
)


@dataclass(frozen=True)
class SecondCell:
    """What a promise comes to in one review period, of one group.

    covered, kept, undecided: cases, or seconds of an opening or an availability; met: None without a case or without
    anything promised; figure: of a statistic, in seconds; cents: what is paid, most and least: less where nobody knows
    of a miss whether it was mostly the customer's (see `blame`); bonus: what is earned, in cents; first_miss: the
    earliest ticket (by number) that may cost something.
    """

    judged: bool
    covered: int
    kept: int
    undecided: int
    met: bool | None
    figure: Fraction | None
    most_cents: int
    least_cents: int
    bonus_cents: int
    first_miss: int | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.covered or self.undecided or self.most_cents or self.bonus_cents)


@dataclass(frozen=True)
class SecondCount:
    """What a promise comes to, by label of period and group.

    late_s: clocked seconds after the limits of all missed cases; may_end: the customer may end the contract (None: he
    was given no such right).
    """

    id: str
    cells: Mapping[str, SecondCell]
    late_s: int
    may_end: bool | None


def second_judgement(world: World, plan: Plan, log: EventLog) -> tuple[SecondCount, ...]:
    """Every promise of the scenario, in its order."""
    judge = SecondJudge(world, plan, log)
    return tuple(judge.count(promise) for promise in world.scenario.commitments)


class SecondJudge:
    """Reads a log once and judges any promise by it."""

    def __init__(self, world: World, plan: Plan, log: EventLog) -> None:
        self.world, self.plan, self.scenario = world, plan, world.scenario
        self.told = lines_by_case(log)
        self.dossiers = dossiers_of(world, self.told)
        self.roads = Roads(world, plan)
        self.reader = Reader(self.scenario, Ground(self.roads))
        self.times = TimeKeeper(self.reader)
        self.shares = ShareKeeper(self.reader, self.times, repeats_among(self.dossiers))

    def count(self, promise: Commitment) -> SecondCount:
        """What it comes to."""
        cells = self.cells(promise)
        terms = Terms(self.scenario, promise, self._reach(promise), is_timeless(promise))
        most, least = terms.fines(cells), replace(terms, doubt=True).fines(cells)
        told = zip(cells, most, least, strict=True)
        found = {cell.label: self._told(terms, cell, *cents) for cell, *cents in told}
        may_end = terms.may_end(case for cell in cells for case in cell.misses)
        return SecondCount(promise.id, found, sum(cell.late_s for cell in cells), may_end)

    @staticmethod
    def _told(terms: Terms, cell: Cell, most: int, least: int) -> SecondCell:
        return SecondCell(
            judged=cell.review.is_judged,
            covered=cell.covered,
            kept=cell.kept,
            undecided=cell.undecided,
            met=is_met(cell, terms.promise),
            figure=None if cell.figure is None else Fraction(*cell.figure),
            most_cents=most,
            least_cents=least,
            bonus_cents=terms.bonus(cell),
            first_miss=min(
                ((case.reported, case.ticket) for case in cell.misses if case.ticket >= 0), default=(0, None)
            )[1],
        )

    def cells(self, promise: Commitment) -> list[Cell]:
        """Its periods and groups, counted."""
        reviews = reviews_of(self.scenario.horizon, promise.review)
        cells = [Cell(review, group) for review in reviews for group in self._reach(promise).groups]
        measure = promise.measure
        if measure.open is not None:
            self._watch_hours(promise, cells)
        if measure.availability is not None:
            self._watch_units(promise, cells)
        elif measure.share_of == "contacted":
            self._ask_customers(promise, cells)
        elif not measure.is_open_alone:
            self._count_cases(promise, cells)
        return cells

    def _reach(self, promise: Commitment) -> Reach:
        return Reach(self.scenario, self.reader.ground, promise)

    def _count_cases(self, promise: Commitment, cells: list[Cell]) -> None:
        cases = list(self.cases(promise))
        for cell in cells:
            start, end = cell.review.start, cell.review.end
            own = [case for case in cases if start <= case.reported < end]
            fill(cell, promise, (case for case in own if group_of(case.site, promise.per) == cell.group))

    def cases(self, promise: Commitment) -> Iterator[Tried]:
        """Every ticket, or attempt, with what became of the promise."""
        for dossier in self.dossiers:
            if not dossier.is_judged:
                continue
            if promise.of == "call":
                for attempt in attempts_of(dossier):
                    yield self._tried(promise, dossier, attempt.begun, self._judge_attempt(promise, dossier, attempt))
            elif promise.measure.is_timed:
                yield self._tried(promise, dossier, dossier.reported, self.times.judge(promise, dossier))
            else:
                yield self._tried(promise, dossier, dossier.reported, Found(self.shares.judge(promise, dossier)))

    def plot(self, dossier: Dossier) -> Plot:
        """A ticket to be followed from its report on."""
        ground, site = self.reader.ground, dossier.luck.site_number
        benches = ground.bench_hours(site) if self.reader.is_brought(dossier) else None
        return Plot(dossier, None if benches is None else hours_of(self.scenario, benches))

    def _tried(self, promise: Commitment, dossier: Dossier, reported: int, found: Found) -> Tried:
        return Tried(
            dossier.number,
            reported,
            dossier.luck.site,
            found.answer,
            found.late_s,
            found.took_s,
            partial(self._is_customers, promise, dossier, found),
        )

    def _is_customers(self, promise: Commitment, dossier: Dossier, found: Found) -> bool | None:
        """Whether a case was late mostly because of the customer; calls, his and ours, are the desk's business."""
        is_call = promise.of == "call" or set(promise.measure.to or ()) <= set(BY_PHONE)
        if found.limit is None or not found.late_s or is_call:
            return False
        return is_mostly_customers(self.plot(dossier), found.limit, found.since, found.until)

    def _judge_attempt(self, promise: Commitment, dossier: Dossier, attempt: Attempt) -> Found:
        """An attempt is a case of its own; who hung up or was refused has missed it at once."""
        if not self.reader.covers(promise.covers, dossier, attempt.begun):
            return NO_CASE
        limit = self.times.limit(promise, dossier, attempt.begun, attempt.begun)
        if limit is None:
            return NO_CASE
        came = min(getattr(attempt, end) for end in promise.measure.to or ())
        course = Course(attempt.begun, came, given_up=attempt.failed)
        return settled(course, limit, self.scenario.horizon.stop, counts_all=False)

    def _ask_customers(self, promise: Commitment, cells: list[Cell]) -> None:
        """Whoever was left alone for too long in a period."""
        for cell in cells:
            sites = self._reach(promise).sites_of(cell.group)
            kept = self.contacts.kept_in(promise, cell.review, sites)
            cell.covered, cell.kept = len(kept), sum(kept.values())
            first = {site.customer: site for site in reversed(sites)}
            bad = [owner for owner, is_kept in kept.items() if is_kept == stays_low(promise)]
            cell.misses = [Tried(-1, cell.review.start, first[owner], Answer.MISSED) for owner in bad]

    @cached_property
    def contacts(self) -> Contacts:
        """Contacts of all customers."""
        return Contacts(self.world, self.dossiers, self.told, [visit.site for visit in self.roads.planned])

    def _watch_hours(self, promise: Commitment, cells: list[Cell]) -> None:
        """Whether a channel is taken at every instant of the clock."""
        spans = manned(self.scenario, self.plan, promise.measure.open or "")
        hours = hours_of(self.scenario, promise.clock)
        for cell in cells:
            if spans is None:
                cell.has_evidence = not promise.measure.is_open_alone
                continue
            kept, covered = open_seconds(hours, spans, cell.review)
            cell.all_open = kept == covered
            if promise.measure.is_open_alone:
                cell.kept, cell.covered = kept, covered

    def _watch_units(self, promise: Commitment, cells: list[Cell]) -> None:
        """Unit-seconds that were worked of those in service."""
        uptime = Uptime(self.reader, self.dossiers)
        for cell in cells:
            sites = self._reach(promise).sites_of(cell.group)
            cell.kept, cell.covered = uptime.seconds(promise, cell.review, sites)


def _first(cell: Cell) -> int | None:
    """The ticket of the earliest miss."""
    misses = [(case.reported, case.ticket) for case in cell.misses if case.ticket >= 0]
    return min(misses)[1] if misses else None


def is_timeless(promise: Commitment) -> bool:
    """Whether no single case is kept or missed, but a period."""
    measure = promise.measure
    return measure.is_open_alone or measure.availability is not None or promise.statistic != "share"
