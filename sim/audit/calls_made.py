"""The auditor of what the desks do unasked: reports, call-backs, follow-ups, complaints, strikes, keeping in touch."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sim.audit.desks import took
from sim.audit.hours import NEVER
from sim.audit.offices import Offices, Visitors
from sim.audit.rounds_due import months_on
from sim.audit.rows import CALLS_OUT, Row
from sim.audit.said import Said, When, say
from sim.audit.tickets import reports
from sim.model import Event, Purpose
from sim.wording import _

E, P = Event, Purpose
ENTRY = {
    P.PROGRESS: "progress",
    P.CALL_BACK: "call_back",
    P.FOLLOW_UP_1: "follow_up_1",
    P.FOLLOW_UP_2: "follow_up_2",
    P.COMPLAINT: "complaint",
    P.KEEP_IN_TOUCH: "contact",
    P.STRIKES: "three_strikes",
}
MILESTONES = {
    E.PROGRESS_REPORTED, E.CALLED_BACK, E.FOLLOWED_UP_1, E.FOLLOWED_UP_2, E.COMPLAINT_ANSWERED, E.COMPLAINT_DECIDED,
    E.ESCALATED, E.CONTACTED,
}  # fmt: skip
OVER = (E.RESTORED, E.HANDED_ON, E.ABANDONED, E.DECLINED)


class CallsMade:
    """Goes through the calls of every ticket and of every customer."""

    def __init__(self, offices: Offices, book: Visitors, rows: list[Row]) -> None:
        self.offices, self.book, self.rows = offices, book, rows
        self.world, self.stop = offices.world, offices.company.stop
        self.calls = offices.plan.calls
        self.tickets = len(self.world.tickets)
        self.unreached = {(row.ticket, row.value, row.n): row for row in rows if row.event == E.UNREACHED}
        self.failed = set(self.unreached)
        self.reported = reports(self.world, rows)
        self.told: dict[tuple[int, Event], list[int]] = defaultdict(list)
        for row in rows:
            if row.ticket >= 0:
                self.told[row.ticket, row.event].append(row.at)
        self.expected: dict[tuple[int, Event], list[int]] = defaultdict(list)  # milestones by (case, kind)
        self.explained: set[tuple[int, int, int]] = set()

    def entry(self, purpose: int) -> Any:
        return getattr(self.calls, ENTRY[P(purpose)])

    def desk(self, purpose: int) -> int:
        named = self.entry(purpose).desk
        return self.offices.first_desk() if named is None else self.offices.names.index(named)

    def first(self, case: int, event: Event) -> int:
        return next(iter(self.told.get((case, event), ())), NEVER)

    # -- all ----------------------------------------------------------------------------------------------------------

    def audit(self) -> Iterator[Said]:
        for case in {row.ticket for row in self.rows if 0 <= row.ticket < self.tickets}:
            yield from self._progress(case)
            yield from self._after_closing(case)
            yield from self._complaint(case)
        yield from self._strikes()
        yield from self._in_touch()
        for key, stay in self.book.stays.items():
            if stay.purpose in CALLS_OUT and key not in self.explained:
                yield say(_("nobody asked for this call: {stay}"), stay=stay)
        for kind in MILESTONES:
            cases = {case for case, event in [*self.told, *self.expected] if event == kind}
            for case in cases:
                told, expected = self.told.get((case, kind), []), sorted(self.expected.get((case, kind), []))
                if told != expected:
                    yield say(
                        _("{name} of {case} at {told}, not {expected}"),
                        name=kind.name,
                        case=case,
                        told=told,
                        expected=expected,
                    )

    # -- one call -----------------------------------------------------------------------------------------------------

    def reach(
        self, case: int, purpose: int, due: int, tries: int, faults: list[Said], over: int = NEVER
    ) -> tuple[int, int]:
        """Follow the tries from `due` on: when the customer was reached (NEVER: not yet), and the number of tries.

        Nobody tries again once it is `over`.
        """
        desk = self.desk(purpose)
        while due < min(self.stop, over):
            tries += 1
            stay = self.book.stays.get((case, purpose, tries))
            if stay is None or (stay.queued, stay.desk) != (due, desk):
                faults.append(
                    say(
                        _("{name} of {case}: try {tries} due at {due}, not {stay}"),
                        name=P(purpose).name,
                        case=case,
                        tries=tries,
                        due=When(due),
                        stay=stay,
                    )
                )
                if stay is None:
                    return NEVER, tries
            self.explained.add((case, purpose, tries))
            handle = self.entry(purpose).handle
            if handle.kind == "constant":
                faults += took(self.offices, stay, round(handle.average))
            if stay.ended >= NEVER:
                return NEVER, tries
            failed = self.unreached.pop((case, purpose, tries), None)
            if failed is None:
                return stay.ended, tries
            if failed.at != stay.ended or failed.actor != desk or self.entry(purpose).reached == 1:
                faults.append(say(_("{failed} after {stay}"), failed=failed, stay=stay))
            due = self.offices.opens_next_day(desk, stay.ended)
        return NEVER, tries

    def _progress(self, case: int) -> Iterator[Said]:
        """At the report and every interval, one after the other, once the first talk is over, until it works again."""
        if self.calls.progress is None:
            return
        every, faults = self.calls.progress.every, list[Said]()
        reported = self.reported[case]
        talked = self._talked(case)
        over = min(self.first(case, event) for event in OVER)
        number = tries = 0
        due = max(reported, talked)
        while due < min(over, self.stop):
            reached, tries = self.reach(case, P.PROGRESS, due, tries, faults, over)
            if reached >= NEVER:
                break
            self.expected[case, E.PROGRESS_REPORTED].append(reached)
            number = max(number + 1, (reached - reported + every - 1) // every)
            due = reported + number * every
        yield from faults

    def _talked(self, case: int) -> int:
        """When the talk is over, that of the experts included."""
        talks = [*self.book.of(case, P.CALL), *self.book.of(case, P.MESSAGE)]
        talked = min((stay.ended for stay in talks), default=NEVER)
        return max([talked, *(stay.ended for stay in self.book.of(case, P.ESCALATION))])

    def _after_closing(self, case: int) -> Iterator[Said]:
        closed, faults = self.first(case, E.CLOSED), list[Said]()
        followed = closed
        for purpose, milestone in (
            (P.CALL_BACK, E.CALLED_BACK),
            (P.FOLLOW_UP_1, E.FOLLOWED_UP_1),
            (P.FOLLOW_UP_2, E.FOLLOWED_UP_2),
        ):
            since = followed if purpose == P.FOLLOW_UP_2 else closed
            reached = NEVER
            if self.entry(purpose) is not None and since < NEVER:
                window = self.entry(purpose).window
                reached, _tries = self.reach(case, purpose, since + (window[0] if window else 0), 0, faults)
            if reached < NEVER:
                self.expected[case, milestone].append(reached)
            if purpose == P.FOLLOW_UP_1:
                followed = reached
        yield from faults

    def _complaint(self, case: int) -> Iterator[Said]:
        """Made after the ticket is closed; looked into; answered, or escalated, decided and told."""
        closed, complained = self.first(case, E.CLOSED), self.first(case, E.COMPLAINED)
        if complained < NEVER and complained != closed + int(self.world.tickets.complain_after[case]):
            yield say(
                _("ticket {case} complains at {complained}, closed at {closed}"),
                case=case,
                complained=When(complained),
                closed=When(closed),
            )
        if complained >= NEVER or self.calls.complaint is None:
            return
        faults = list[Said]()
        reached, tries = self.reach(case, P.COMPLAINT, complained, 0, faults)
        if reached < NEVER and reached in self.told.get((case, E.ESCALATED), ()) and self.calls.complaint.answered < 1:
            self.expected[case, E.ESCALATED].append(reached)
            decided = reached + int(self.world.tickets.decision[case])
            if decided < self.stop:
                self.expected[case, E.COMPLAINT_DECIDED].append(decided)
                reached, _tries = self.reach(case, P.COMPLAINT, decided, tries, faults)
            else:
                reached = NEVER
        elif reached < NEVER and self.calls.complaint.answered == 0:
            faults.append(
                say(_("nothing is answered at once, but {case} at {reached}"), case=case, reached=When(reached))
            )
        if reached < NEVER:
            self.expected[case, E.COMPLAINT_ANSWERED].append(reached)
        yield from faults

    def _strikes(self) -> Iterator[Said]:
        """A customer's third repeat within the time is gone through with him; then counting begins anew."""
        entry = self.calls.three_strikes
        faults, recent = list[Said](), defaultdict[str, list[int]](list)
        if entry is None:
            return
        for row in self.rows:
            if row.event == E.REPEATED:
                customer = self.customer(row.ticket)
                recent[customer] = [*(at for at in recent[customer] if at > row.at - entry.within), row.at]
                if len(recent[customer]) >= entry.repeats:
                    recent[customer] = []
                    reached, _tries = self.reach(row.ticket, P.STRIKES, row.at, 0, faults)
                    if reached < NEVER:
                        self.expected[row.ticket, E.ESCALATED].append(reached)
        yield from faults

    # -- customers ----------------------------------------------------------------------------------------------------

    def customer(self, ticket: int) -> str:
        return str(self.world.scenario.sites[self.offices.company.site(ticket)].customer)

    def _in_touch(self) -> Iterator[Said]:
        """Called so long before the time since his last contact is up; nobody is called who was in contact since."""
        entry = self.calls.contact
        if entry is None:
            return
        faults, contacts = list[Said](), self._contacts()
        for position, customer in enumerate(self.world.scenario.customers):
            case = self.tickets + position
            met, (begin, left) = sorted(set(contacts[customer])), self._served(customer)
            stay = self.book.stays.get((case, P.KEEP_IN_TOUCH, 1))
            upto = bisect_right(met, stay.queued) if stay else 0
            if stay is not None and not any(begin < at < stay.queued for at in met[:upto]):  # the first round is spread
                due = stay.queued
                if not begin <= due <= self._ready(begin):
                    faults.append(
                        say(
                            _("{customer} is first called at {due}, not by {by}"),
                            customer=customer,
                            due=When(due),
                            by=When(self._ready(begin)),
                        )
                    )
            else:
                due = self._next(met, begin)
            tries = 0
            while due < min(self.stop, left):
                reached, tries = self.reach(case, P.KEEP_IN_TOUCH, due, tries, faults)
                if reached >= NEVER:
                    break
                self.expected[case, E.CONTACTED].append(reached)
                met = sorted({*met, reached})
                due = self._next(met, reached)
        yield from faults

    def _served(self, customer: str) -> tuple[int, int]:
        """From when until when any of his sites is in service."""
        scenario = self.world.scenario
        spans = zip(scenario.sites, self.offices.company.service, strict=True)
        own = [span for site, span in spans if site.customer == customer]
        return max(scenario.horizon.begin, min(begin for begin, _end in own)), max(end for _begin, end in own)

    def _contacts(self) -> dict[str, list[int]]:
        """Answered calls, visits, and calls of the desks that reached him."""
        found = defaultdict[str, list[int]](list)
        reached = {(stay.ticket, stay.purpose, stay.n) for stay in self.book.stays.values() if stay.ended < NEVER}
        reached -= self.failed
        for stay in self.book.stays.values():
            if stay.ticket >= self.tickets:
                continue
            if stay.purpose in (P.CALL, P.MESSAGE) and stay.started < NEVER:
                found[self.customer(stay.ticket)].append(stay.started)
            elif stay.purpose in CALLS_OUT and (stay.ticket, stay.purpose, stay.n) in reached:
                found[self.customer(stay.ticket)].append(stay.ended)
        for row in self.rows:
            if row.event == E.ARRIVED:
                found[self.customer(row.ticket)].append(row.at)
        return found

    def _next(self, met: list[int], since: int) -> int:
        """When he is called if nobody was in contact with him in between."""
        last, due = since, self._ready(since)
        while (later := max((at for at in met if at <= due), default=last)) > last:
            last, due = later, max(due, self._ready(later))  # the last days of a month are due together
        return due

    def _ready(self, last: int) -> int:
        entry = self.calls.contact
        assert entry is not None
        due = (
            last + entry.every.seconds
            if entry.every.seconds is not None
            else months_on(self.offices.company.local(last), entry.every.months or 0)
        )
        window = (due - last) // 4 if entry.window is None else entry.window
        return max(due - window, last + 1)


def audit_calls(offices: Offices, book: Visitors, rows: list[Row]) -> Iterator[Said]:
    """Every call of the desks has its reason, and every reason its call."""
    made = CallsMade(offices, book, rows)
    yield from made.audit()
    yield from (say(_("reaches nobody, for no call: {row}"), row=row) for row in made.unreached.values())
