"""The auditor at the repair points: what is carried in, which bench takes it; and what comes back once more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sim.audit.agreements import quoted_late
from sim.audit.company import Company
from sim.audit.hours import NEVER, Hours, hours_of
from sim.audit.needs import Needs
from sim.audit.rows import CALLS_OUT, Row
from sim.audit.said import Said, When, say
from sim.model import Event, Purpose
from sim.wording import _

E, P = Event, Purpose
Stay = tuple[int, int, int, int]
"""Handed in, benched, over, ticket."""
OF_VISITS = {E.READY, E.DISPATCHED, E.DEPARTED, E.ARRIVED, E.LEFT}


def audit_repeats(company: Company, rows: list[Row]) -> Iterator[Said]:
    """Once for each repair that does not last, at its time, and only after the repair."""
    tickets = company.world.tickets
    restored = {row.ticket: row.at for row in rows if row.event == E.RESTORED}
    told = {row.ticket: row for row in rows if row.event == E.REPEATED}
    if len(told) != sum(row.event == E.REPEATED for row in rows):
        yield say(_("something comes back twice"))
    for ticket in range(company.world.originals, len(tickets)):
        parent, row = int(tickets.parent[ticket]), told.pop(ticket, None)
        due = restored.get(parent, NEVER) + int(tickets.repeat_after[ticket])
        end = company.service[company.site(ticket)][1]
        expected = (due, parent) if due < min(company.stop, end) else None
        if company.scenario.failures == "operating" and (row is None or row.value == parent):
            continue  # the unit may be down then: see `units`
        if expected != (None if row is None else (row.at, row.value)):
            yield say(
                _("ticket {ticket} comes back {row}, not (at, parent) {expected}"),
                ticket=ticket,
                row=row,
                expected=expected,
            )
    yield from (say(_("comes back by itself: {row}"), row=row) for row in told.values())


class Benches:
    """All that is carried in."""

    def __init__(self, needs: Needs, told: dict[int, list[Row]]) -> None:
        self.needs, self.company, self.told = needs, needs.company, told
        self.outlets = list(self.company.plan.outlets.values())
        self.stays: dict[int, list[Stay]] = defaultdict(list)  # handed in, benched, over, ticket

    def audit(self) -> Iterator[Said]:
        for ticket, rows in self.told.items():
            if ticket < len(self.company.world.tickets):
                yield from (
                    say(_("ticket {ticket} {fault}"), ticket=ticket, fault=fault)
                    for fault in self._ticket(ticket, rows)
                )
        for outlet, stays in self.stays.items():
            yield from self._bench(outlet, stays)

    def _ticket(self, ticket: int, rows: list[Row]) -> Iterator[Said]:
        world, first = self.company.world, dict[Event, Row]()
        for row in rows:
            if row.event not in (E.QUEUED, E.STARTED, E.ENDED) or row.value not in CALLS_OUT:
                first[row.event] = first.get(row.event, row) if row.event != E.ENDED else row
        point = self.needs.repair_point(ticket)
        late = quoted_late(self.company, ticket)
        if {E.REMOTE_FIXED, E.ABANDONED, E.HANDED_ON} & set(first) or (E.DECLINED in first and not late):
            point = None
        if point is None:
            if E.HANDED_IN in first:
                yield say(_("is not carried in: {handed_in}"), handed_in=first[E.HANDED_IN])
            return
        if OF_VISITS & set(first) or any(row.event == E.QUEUED and row.value == P.DISPATCH for row in rows):
            yield say(_("is carried in and needs nobody: {rows}"), rows=rows)
        replied = first.get(E.REPLIED)
        if replied is None:
            return
        told = [row.at for row in rows if row.event == E.ENDED and row.value < P.CONTACT and row.at <= replied.at]
        told += [first[E.OPENED].at] if E.OPENED in first and first[E.OPENED].value else []
        told += [first[E.CONFIRMED].at] if E.CONFIRMED in first and not late else []
        is_own = E.SUPPLIER_CONTACTED not in first
        if is_own and replied.at != max(told, default=-NEVER):
            yield say(_("is told at {at}, not at the end of the talk {told}"), at=When(replied.at), told=told)
        since = replied.at if is_own else first[E.PARTS_READY].at if E.PARTS_READY in first else NEVER
        yield from self._way(ticket, first, since + int(world.tickets.bring[ticket]), point, rows)

    def _way(self, ticket: int, first: dict[Event, Row], due: int, point: str, rows: list[Row]) -> Iterator[Said]:
        """Brought, benched, diagnosed, supplied with parts, repaired, fetched; each step as long as drawn.

        Who is quoted after the diagnosis has the bench a second time once he has agreed.
        """
        company, tickets = self.company, self.company.world.tickets
        outlet = company.outlets.index(point)
        handed = first.get(E.HANDED_IN)
        if (handed.at if handed else NEVER) != (due if due < company.stop else NEVER):
            yield say(_("is handed in {handed}, not at {due}"), handed=handed, due=When(due))
        if handed is None:
            return
        benched, over = ([row for row in rows if row.event == kind] for kind in (E.BENCHED, E.UNBENCHED))
        late = quoted_late(company, ticket)
        came = [handed.at] + [row.at for row in rows if row.event == E.CONFIRMED and late]
        for at, on, off in zip(came, [*benched, None, None], [*over, None, None], strict=False):
            self.stays[outlet].append((at, _at(on), _at(off), ticket))
        if len(benched) > len(came) or {row.actor for row in [handed, *benched, *over]} != {outlet}:
            yield say(
                _("is not at {point}: {handed} {benched} {over}"),
                point=point,
                handed=handed,
                benched=benched,
                over=over,
            )
        if not benched:
            return
        hours = hours_of(company.scenario, company.plan.outlets[point].bench_calendar)
        diagnosed = hours.add(benched[0].at, int(tickets.diagnose[ticket]))
        yield from self._expect(
            first.get(E.DIAGNOSED), diagnosed, hours.next_open(diagnosed) if diagnosed == benched[0].at else 0
        )
        if E.DIAGNOSED not in first:
            return
        if late:
            yield from self._expect(over[0] if over else None, first[E.DIAGNOSED].at)
            begin = benched[1].at if benched[1:] else NEVER
        else:
            begin = first[E.DIAGNOSED].at
        if begin < NEVER:
            yield from self._repair(ticket, first, begin, hours, rows, over[late:])

    def _repair(
        self, ticket: int, first: dict[Event, Row], begin: int, hours: Hours, rows: list[Row], over: list[Row]
    ) -> Iterator[Said]:
        tickets = self.company.world.tickets
        ready = [row.at for row in rows if row.event == E.PARTS_READY and row.at >= max(begin, first[E.HANDED_IN].at)]
        if len(ready) < bool(self.needs.known(ticket)) + bool(self.needs.missing(ticket)):
            return  # still waits; that nothing comes too late is looked at with the parts
        begin = ready[-1] if ready else begin
        restored = hours.add(begin, int(tickets.repair[ticket]))
        yield from self._expect(first.get(E.RESTORED), restored, hours.next_open(restored) if restored == begin else 0)
        if E.RESTORED in first:
            yield from self._expect(over[0] if over else None, first[E.RESTORED].at)
            yield from self._expect(first.get(E.CLOSED), first[E.RESTORED].at + int(tickets.take_back[ticket]))

    def _expect(self, row: Row | None, due: int, or_at: int = 0) -> Iterator[Said]:
        if row is None:
            if due < self.company.stop:
                yield say(_("lacks something due at {due}"), due=When(due))
        elif row.at not in (due, or_at):
            yield say(_("has {row}, not at {due}"), row=row, due=When(due))

    def _bench(self, outlet: int, stays: list[Stay]) -> Iterator[Said]:
        """As many at a time as there are benches; who came first is first; none is free in its hours beside a wait."""
        spec = self.outlets[outlet]
        hours = hours_of(self.company.scenario, spec.bench_calendar)
        changes: dict[int, list[Stay]] = defaultdict(list)
        for stay in stays:
            for at in {at for at in stay[:3] if at < self.company.stop}:
                changes[at].append(stay)
        for opens, _closes in hours.spans:
            if opens > -NEVER:
                changes.setdefault(opens, [])
        waiting: set[Stay] = set()
        at_work: set[Stay] = set()
        for at in sorted(changes):
            for stay in changes[at]:
                handed, benched, over, _ticket = stay
                (waiting.add if handed <= at < benched else waiting.discard)(stay)
                (at_work.add if benched <= at < over else at_work.discard)(stay)
            yield from self._at_benches(outlet, at, changes[at], waiting, len(at_work), hours)

    def _at_benches(
        self, outlet: int, at: int, changed: list[Stay], waiting: set[Stay], busy: int, hours: Hours
    ) -> Iterator[Said]:
        """The benches of an outlet at one instant, after it has come to rest."""
        name, benches = self.company.outlets[outlet], self.outlets[outlet].benches
        if busy > benches:
            text = _("outlet {outlet} has {busy} on {benches} benches at {at}")
            yield say(text, outlet=name, busy=busy, benches=benches, at=When(at))
        if waiting and busy < benches and hours.is_open(at):
            text = _("outlet {outlet} lets {waiting} wait beside a free bench at {at}")
            yield say(text, outlet=name, waiting=sorted(waiting), at=When(at))
        for stay in (stay for stay in changed if stay[1] == at):
            for other in waiting:
                if other[0] < at and (other[0], other[3]) < (stay[0], stay[3]):
                    text = _("outlet {outlet} takes {stay} before {other}")
                    yield say(text, outlet=name, stay=stay, other=other)


def _at(row: Row | None) -> int:
    return NEVER if row is None else row.at
