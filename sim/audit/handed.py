"""The auditor at the counter: what a ticket needs it gets, all of it and no more, from where the plan says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sim.audit.agreements import quoted_late
from sim.audit.asked import FROM_A_STORE, FROM_OUTSIDE, Asked
from sim.audit.company import Company
from sim.audit.pieces import is_done, is_repaired
from sim.audit.rows import TO_BE_QUOTED, Row
from sim.audit.said import Said, When, say
from sim.audit.storeroom import Storeroom
from sim.model import Event
from sim.scenario import Distribution
from sim.wording import _

E = Event


class Handed(Asked):
    """Goes through what each ticket was given."""

    def audit(self, by_ticket: dict[int, list[Row]]) -> Iterator[Said]:
        for ticket, rows in by_ticket.items():
            if ticket >= len(self.company.world.tickets):
                continue  # a customer
            faults = [*self._totals(ticket, rows), *self._before(ticket, rows), *self._requests(ticket, rows),
                      *self._in_hand(rows)]  # fmt: skip
            yield from (say(_("ticket {ticket}: {fault}"), ticket=ticket, fault=fault) for fault in faults)

    # -- in all -------------------------------------------------------------------------------------------------------

    def _totals(self, ticket: int, rows: list[Row]) -> Iterator[Said]:
        """Whoever repairs has all parts, whoever exchanges one unit; nobody is given too many."""
        got: Counter[str] = Counter()
        needed, unit, by_unit = {part: units for part, units, _known in self._of(ticket)}, self.unit(ticket), False
        is_mended, stands_for = False, dict[str, str]()
        for row in rows:
            if row.event == E.TAKEN or row.event in FROM_OUTSIDE:
                got[self.part(row)] += row.value
            elif row.event == E.GIVEN_BACK:
                got[stands_for.get(self.part(row), self.part(row))] -= row.value
            elif row.event == E.SUBSTITUTED:
                part, other = self.parts[row.actor], self.parts[row.value]
                got.update({part: row.n, other: -row.n})
                stands_for[other] = part
            elif row.event == E.SWAPPED:
                by_unit = True
                if self.parts[row.value] != unit or got[unit] != 1:
                    yield say(_("exchanges {row} with {got}"), row=row, got=dict(got))
            elif row.event == E.RESTORED and not row.n:
                is_mended = True
            elif is_repaired(row, by_unit, is_mended) and any(got[part] != units for part, units in needed.items()):
                yield say(_("repaired with {got}, needs {needed}"), got=dict(got), needed=needed)
        allowed = needed | ({unit: 1} if unit else {})
        if any(units > allowed.get(part, 0) for part, units in got.items()):
            yield say(_("was given {got}, needs {allowed}"), got=dict(got), allowed=allowed)

    def _before(self, ticket: int, rows: list[Row]) -> Iterator[Said]:
        """Before the visit all known parts are asked for, or a whole unit where the plan begins with it."""
        agreed = next((row.at for row in rows if row.event == E.CONFIRMED), None)
        late = quoted_late(self.company, ticket)
        quoted = next((row.n for row in rows if row.event == E.LEFT and row.value == TO_BE_QUOTED), 0) if late else 0
        before = [row for row in rows if row.event == E.PARTS_ASKED and row.n == quoted]
        before = [row for row in before if not late or row.at == agreed]
        begins = (E.APPOINTED, E.READY)  # what is not asked for at the decision is not asked for when he wants it
        at = agreed if late else next((row.at for row in rows if row in before or row.event in begins), None)
        if late and any(row.event in FROM_A_STORE and row.at < (agreed or row.at + 1) for row in rows):
            yield say(_("is given parts before the customer agreed"))
        if at is None:
            return
        unit = self.unit(ticket) if self.plan.swap is not None and self.plan.swap.first else None
        unit = None if self.repair_point(ticket) else unit
        own = self.room.by_store.get((self.outlet(ticket), unit)) if unit and "outlet" in self.sourcing else None
        taken = [row for row in rows if row.event == E.TAKEN and row.at == at and self.of_store(row)]
        by_unit = unit is not None and any(self.part(row) == unit for row in taken) and bool(before)
        if own is not None and own.item.named and own.surely(at) and not by_unit:
            yield say(_("leaves a unit on the shelf at {at}"), at=When(at))
        expected = [1 if by_unit else len(self.known(ticket))]
        if any(row.event == E.DIAGNOSED and row.n == 0 for row in rows) and not late:
            expected.append(len(self.missing(ticket)) if len(before) > bool(expected[0]) or is_done(rows) else 0)
        if [row.value for row in before] != [units for units in expected if units]:
            yield say(_("asks for {before} before the visit, not {expected}"), before=before, expected=expected)

    def _in_hand(self, rows: list[Row]) -> Iterator[Said]:
        """All is in hand when the last piece has been issued and is there; it is fetched if it lies in the outlet."""
        pieces: list[Row] = []
        since: int | None = None
        for row in rows:
            if (row.event == E.TAKEN and row.ticket >= 0) or row.event in FROM_OUTSIDE:
                pieces.append(row)
            elif row.event == E.PARTS_ASKED:
                since = row.at if since is None else since
            elif row.event == E.PARTS_READY and since is not None:
                mine = [piece for piece in pieces if piece.at >= since]
                due = [self._arrives(piece) for piece in mine]
                on_bench = [one for one in rows if one.event in (E.BENCHED, E.DIAGNOSED) and one.n == 0]
                due += [one.at for one in on_bench if one.at <= row.at]
                if None not in due and row.at != max(due, default=since):  # type: ignore[type-var]
                    yield say(_("in hand at {at}, not {due}"), at=When(row.at), due=When(due))
                if row.value != any(piece.event == E.BOUGHT or self.of_store(piece) for piece in mine):
                    yield say(_("fetched or not? {row} {mine}"), row=row, mine=mine)
                pieces, since = [], None

    def _arrives(self, piece: Row) -> int | None:
        """When a piece is in hand; None where the road is not always as long."""
        spare = self.company.scenario.parts[self.part(piece)]
        if piece.event in FROM_OUTSIDE:
            road = self.courier(spare.id) if piece.event == E.COURIERED else spare.lead
            handed = piece.at
        else:
            item = self.room.ledgers[piece.actor].item
            road, handed = self._road(piece.ticket, item.store, item.part), self.room.issued(item.store, piece.at)
            handed = piece.at if item.engineer is not None else handed
        if road is not None and road.kind != "constant":
            return None
        return handed + (round(road.average) if road is not None else 0)

    def _road(self, ticket: int, store: str, part: str) -> Distribution | None:
        sources = self.sources(self.outlet(ticket), part)
        return next((source.road for source in sources if source.ledger.item.store == store), None)


def audit_needs(company: Company, room: Storeroom, by_ticket: dict[int, list[Row]]) -> Iterator[Said]:
    """Every ticket's parts."""
    yield from Handed(company, room).audit(by_ticket)
