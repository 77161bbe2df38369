"""The auditor of what is asked for: along the list of sources, all of it, and given back where it is not needed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from sim.audit.needs import Needs, Source
from sim.audit.pieces import crew_at, units_of
from sim.audit.rows import Row
from sim.audit.said import Said, When, Who, say
from sim.model import Event
from sim.wording import _

E = Event
FROM_A_STORE = {E.ASKED, E.TAKEN, E.SHIPPED, E.GIVEN_BACK}
FROM_OUTSIDE = {E.COURIERED, E.BOUGHT}


class Asked(Needs):
    """What each ticket asked for at every instant."""

    def part(self, row: Row) -> str:
        return self.parts[row.actor] if row.event in FROM_OUTSIDE else self.room.ledgers[row.actor].item.part

    def of_store(self, row: Row) -> bool:
        """Whether a row is about a store, not about a van."""
        return row.event in FROM_A_STORE and self.room.ledgers[row.actor].item.engineer is None

    # -- requests -----------------------------------------------------------------------------------------------------

    def _requests(self, ticket: int, rows: list[Row]) -> Iterator[Said]:
        """What was asked for at an instant is what is needed then, less what the vans gave and what does as well."""
        asked = self._asked(rows)
        instead: Counter[tuple[int, str]] = Counter()
        for row in (row for row in rows if row.event == E.SUBSTITUTED):
            instead[row.at, self.parts[row.value]] += row.n
            if self.parts[row.value] != self.substitute(self.parts[row.actor]):
                yield say(_("does not do as well: {row}"), row=row)
        yield from self._given_back(rows)
        returned = {row.at for row in rows if row.event == E.GIVEN_BACK}
        known, missing = dict(self.known(ticket)), dict(self.missing(ticket))
        for (at, part), group in asked.items():
            of_stores = [row for row in group if row.event in FROM_OUTSIDE or self.of_store(row)]
            from_vans, other = self._from_vans(group), self.substitute(part) or ""
            if from_vans and "van" not in self.sourcing:
                yield say(_("takes from a van: {group}"), group=group)
            if at in returned:
                continue
            if instead[at, part]:
                yield from self._in_its_place(ticket, at, part, of_stores, instead[at, part] - from_vans)
            elif part == self.unit(ticket):
                yield from self._at_hand(ticket, of_stores)
            elif any(row.event != E.SHIPPED for row in of_stores):
                by_van = self._from_vans(asked.get((at, other), []))
                wanted = known.get(part, 0) or missing.get(part, 0) - from_vans - by_van
                yield from self._along(ticket, at, part, of_stores, wanted, instead[at, other] - by_van)
                yield from self._passed_vans(part, at, crew_at(rows, at) if part in missing else [])

    def _asked(self, rows: list[Row]) -> dict[tuple[int, str], list[Row]]:
        """What was said of a part at an instant, by stores and others; not what comes later."""
        asked: dict[tuple[int, str], list[Row]] = defaultdict(list)
        for row in rows:
            if row.event in FROM_A_STORE | FROM_OUTSIDE and not (row.event == E.TAKEN and row.n == 0):
                asked[row.at, self.part(row)].append(row)
        return asked

    def substitute(self, part: str) -> str | None:
        """The part that does as well."""
        return self.company.scenario.parts[part].substitute

    def _from_vans(self, group: list[Row]) -> int:
        return sum(row.value for row in group if row.event == E.TAKEN and not self.of_store(row))

    def _in_its_place(self, ticket: int, at: int, part: str, rows: list[Row], wanted: int) -> Iterator[Said]:
        """A substitute is taken from what lies on the shelves, in their order, and nobody waits for it."""
        taken, asked = units_of(rows, E.TAKEN, 1), units_of(rows, E.ASKED, 0)
        if taken != asked or taken.total() != wanted or any(row.event in FROM_OUTSIDE for row in rows):
            yield say(_("{wanted} of the substitute {part}: {rows}"), wanted=wanted, part=part, rows=rows)
        lacking = wanted
        for source in self.sources(self.outlet(ticket), part):
            lacking -= taken[source.ledger.index]
            if lacking and source.ledger.surely(at):
                yield say(_("passes the substitute in {store} by: {rows}"), store=source.ledger.item.store, rows=rows)

    def _passed_vans(self, part: str, at: int, crew: list[int]) -> Iterator[Said]:
        """What is found missing is looked for in the vans first, and what does as well."""
        for engineer in crew if "van" in self.sourcing else []:
            for name in (part, self.substitute(part)):
                van = self.room.of_van.get((engineer, name or ""))
                if van is not None and van.surely(at):
                    yield say(
                        _("passes the van of {engineer} by, which has {units} of {part} at {at}"),
                        engineer=Who(engineer),
                        units=van.surely(at),
                        part=name,
                        at=When(at),
                    )

    def _given_back(self, rows: list[Row]) -> Iterator[Said]:
        """Only what the van of the one who goes holds as well; all of it if the customer does not want the repair."""
        names = list(self.sourcing)
        declined = {row.at for row in rows if row.event == E.DECLINED}
        for at in {row.at for row in rows if row.event == E.GIVEN_BACK} - declined:
            if self._by_unit(rows, at):
                yield from self._unused(rows, at)
                continue
            back = sum(row.value for row in rows if row.event == E.GIVEN_BACK and row.at == at)
            from_vans = self._from_vans(_since_ready(rows, at))
            if back != from_vans or ("outlet" in names and names.index("van") > names.index("outlet")):
                yield say(
                    _("gives back {back} for {from_vans} from the van at {at}"),
                    back=back,
                    from_vans=from_vans,
                    at=When(at),
                )

    def _by_unit(self, rows: list[Row], at: int) -> bool:
        """Whether a whole unit was taken by then, other than before the visit."""
        unit = self.unit(rows[0].ticket)
        return any(row.event == E.TAKEN and row.at <= at and self.part(row) == unit for row in rows)

    def _unused(self, rows: list[Row], at: int) -> Iterator[Said]:
        """What a unit makes unnecessary goes back, all of it, but for what has gone home already."""
        unit, held = self.unit(rows[0].ticket), Counter[int]()
        for row in rows:
            sign = {E.TAKEN: 1, E.GIVEN_BACK: -1}.get(row.event, 0) if row.at <= at else 0
            if sign and self.part(row) != unit:
                held[row.actor] += sign * row.value
        kept = {stock: units for stock, units in held.items() if units and not self._has_left(stock)}
        if kept:
            yield say(_("keeps {kept} beside a unit at {at}"), kept=kept, at=When(at))

    def _has_left(self, stock: int) -> bool:
        spare = self.company.scenario.parts[self.room.ledgers[stock].item.part]
        return spare.comes_back and spare.sent_back == "at_request"

    def _at_hand(self, ticket: int, rows: list[Row]) -> Iterator[Said]:
        """A unit comes from the shelf of the first outlet and at once."""
        for row in rows:
            item = self.room.ledgers[row.actor].item if row.event in FROM_A_STORE else None
            right = item is not None and item.store == self.outlet(ticket) and item.named
            if not (right and row.event in (E.ASKED, E.TAKEN) and (row.value, row.n) == (1, row.event == E.TAKEN)):
                yield say(_("no unit at hand: {row}"), row=row)

    def _along(self, ticket: int, at: int, part: str, rows: list[Row], wanted: int, made_up: int) -> Iterator[Said]:
        """A later source gives only what the earlier ones had not; the rest waits, is couriered or bought by rule."""
        sources, wanted = self.sources(self.outlet(ticket), part), wanted - made_up
        taken, asked = units_of(rows, E.TAKEN, 1), units_of(rows, E.ASKED, 0)
        elsewhere, outside = units_of(rows, E.ASKED, 1), Counter[Event]()
        for row in rows:
            outside[row.event] += row.value if row.event in FROM_OUTSIDE else 0
        if asked.total() + outside.total() != wanted:
            yield say(
                _("asks for {total} of {part} at {at}, not {wanted}"),
                total=asked.total() + outside.total(),
                part=part,
                at=When(at),
                wanted=wanted,
            )
        yield from (
            say(_("{fault}: {rows}"), fault=fault, rows=rows)
            for fault in self._rest(part, sources, asked - taken, outside)
        )
        yield from self._as_well(ticket, at, part, made_up, (asked - taken).total() + outside.total())
        if set(asked) - {source.ledger.index for source in sources}:
            yield say(_("asks a store that is not on the list: {rows}"), rows=rows)
        if self._all_at_hand(ticket, taken, sources, wanted):
            return
        lacking = unasked = wanted
        for source in sources:
            index, item = source.ledger.index, source.ledger.item
            lacking, unasked = lacking - taken[index], unasked - asked[index]
            if lacking and source.ledger.surely(at):
                yield say(
                    _("passes {store} by, which has {units}: {rows}"),
                    store=item.store,
                    units=source.ledger.surely(at),
                    rows=rows,
                )
            if elsewhere[index] != (unasked + made_up if item.named and item.store == self.outlet(ticket) else 0):
                yield say(
                    _("{elsewhere} of {unasked} served elsewhere: {rows}"),
                    elsewhere=elsewhere[index],
                    unasked=unasked,
                    rows=rows,
                )

    def _as_well(self, ticket: int, at: int, part: str, made_up: int, lacking: int) -> Iterator[Said]:
        """Substitutes are taken for what lies on no shelf, and as long as one lies there nobody waits."""
        own, other = self.sources(self.outlet(ticket), part), self.substitute(part)
        if made_up and any(source.ledger.surely(at) for source in own):
            yield say(
                _("{made_up} in place of {part}, which lies on a shelf at {at}"),
                made_up=made_up,
                part=part,
                at=When(at),
            )
        others = self.sources(self.outlet(ticket), other) if other else []
        if lacking and any(source.ledger.surely(at) for source in others):
            yield say(
                _("{lacking} of {part} lacking at {at} though {other} lies on a shelf"),
                lacking=lacking,
                part=part,
                at=When(at),
                other=other,
            )

    def _rest(self, part: str, sources: list[Source], waits: Counter[int], outside: Counter[Event]) -> Iterator[Said]:
        """By courier if there is one; else it waits where the part is named first; else it is bought."""
        named = [source.ledger.index for source in sources if source.ledger.item.named]
        courier = self.courier(part)
        if set(waits) - set(named[:1]) or (waits and courier is not None):
            yield say(_("waits in the wrong place {waits}"), waits=waits)
        if (outside[E.COURIERED] and courier is None) or (outside[E.BOUGHT] and (named or courier is not None)):
            yield say(_("there is another way than {outside}"), outside=outside)

    def _all_at_hand(self, ticket: int, taken: Counter[int], sources: list[Source], wanted: int) -> bool:
        """Where a unit could stand in, the outlet's shelf is looked at first, on site."""
        own = [source.ledger.index for source in sources if source.ledger.item.store == self.outlet(ticket)]
        return self.unit(ticket) is not None and bool(own) and taken[own[0]] == wanted


def _since_ready(rows: list[Row], at: int) -> list[Row]:
    """What is told of an instant, without what an earlier visit did in it."""
    told = [row for row in rows if row.at == at]
    ready = max((index for index, row in enumerate(told) if row.event == E.READY), default=-1)
    return told[ready + 1 :]
