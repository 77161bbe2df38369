"""The auditor in the repair loop: what was exchanged comes home, is repaired on a bench in its hours or is scrapped."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sim.audit.hours import NEVER, hours_of
from sim.audit.ledger import Ledger
from sim.audit.rows import Row
from sim.audit.said import Said, When, say
from sim.audit.storeroom import Storeroom
from sim.model import Event
from sim.scenario import SparePart
from sim.wording import _

E = Event
OF_LOOP = {E.SENT_BACK, E.RETURNED, E.ON_BENCH, E.REPAIRED, E.SCRAPPED}


@dataclass(eq=False)
class Round:
    """The way of one defective unit as the log tells it; NEVER: did not happen."""

    ticket: int
    part: int
    n: int
    home: int
    sent: int = NEVER
    returned: int = NEVER
    on_bench: int = NEVER
    repaired: int = NEVER
    scrapped: int = NEVER

    def said(self) -> Said:
        """The way of the unit in words."""
        return say(
            _("unit {n} of part {part}, ticket {ticket}: sent {sent}, back {returned}, bench {bench}, mended {mended}"),
            n=self.n,
            part=self.part,
            ticket=self.ticket,
            sent=When(self.sent),
            returned=When(self.returned),
            bench=When(self.on_bench),
            mended=When(self.repaired),
        )


NAMES = {E.SENT_BACK: "sent", E.RETURNED: "returned", E.ON_BENCH: "on_bench", E.REPAIRED: "repaired",
         E.SCRAPPED: "scrapped"}  # fmt: skip


class Loop:
    """All that comes back, and where it is."""

    def __init__(self, room: Storeroom, rows: list[Row]) -> None:
        self.room, self.company = room, room.company
        self.scenario, self.stop = room.company.scenario, room.company.stop
        self.parts = list(self.scenario.parts.values())
        self.ids = [part.id for part in self.parts]
        self.reach: dict[int, int] = {}
        self.homes = self._homes()
        self.rounds: dict[tuple[int, int, int], Round] = {}
        self.odd: list[Said] = []
        self.firsts = [at for at in self.company.midnights if self.company.local(at).day == 1]
        for row in rows:
            if row.event in OF_LOOP:
                self._enter(row)
        self.due: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)  # sent at, home; by ticket, part
        self._expect(rows)

    def _homes(self) -> dict[int, Ledger]:
        """By stock, where what its units are exchanged for comes back to; nowhere if nothing ever lies there."""
        homes: dict[int, Ledger] = {}
        pool: Counter[int] = Counter()
        for ledger in self.room.ledgers:
            item = ledger.item
            if not self.scenario.parts[item.part].comes_back:
                continue
            outlet = item.store if item.engineer is None else self.company.team_of(item.engineer).outlet
            home = self.room.by_store["central" if self.company.plan.central is not None else outlet, item.part]
            homes[ledger.index] = home
            pool[home.index] += ledger.position
            behind = home.position if home is not ledger else 0
            self.reach[ledger.index] = ledger.position + behind if item.engineer is None else NEVER
        return {one: home for one, home in homes.items() if pool[home.index] or self._at_once(home.item.part)}

    def _at_once(self, part: str) -> bool:
        return self.scenario.parts[part].sent_back == "at_request"

    def _enter(self, row: Row) -> None:
        key = row.ticket, row.value, row.n
        unit = self.rounds.setdefault(key, Round(*key, row.actor))
        if getattr(unit, NAMES[row.event]) < NEVER or unit.home != row.actor:
            self.odd.append(say(_("twice, or elsewhere: {row}"), row=row))
        setattr(unit, NAMES[row.event], row.at)

    def _expect(self, rows: list[Row]) -> None:
        """From what tickets ask for and give back: what will come home, and when it leaves."""
        in_use: dict[int, list[list[int]]] = defaultdict(list)  # by ticket: part, home, units, of which on order
        for row in rows:
            if row.ticket < 0:
                continue
            if row.event in (E.ASKED, E.GIVEN_BACK) and row.n == 0 and row.actor in self.homes:
                self._requested(row, in_use[row.ticket])
            elif row.event == E.RESTORED:
                for part, home, units, counted in in_use.pop(row.ticket, ()):
                    self.room.ledgers[home].coming[row.at] += units - counted
                    self.due[row.ticket, part] += [(self._leaves(part, row.at), home)] * units
        for unit in self.rounds.values():
            ledger = self.room.ledgers[unit.home]
            if unit.repaired < NEVER:
                ledger.repaired.append(unit.repaired)
            if unit.scrapped < NEVER:
                ledger.scrapped[unit.scrapped] += 1

    def _requested(self, row: Row, in_use: list[list[int]]) -> None:
        """As many come home as are asked for; counted at once up to what the stock and its home ever have."""
        home, item = self.homes[row.actor], self.room.ledgers[row.actor].item
        part, units = self.ids.index(item.part), row.value
        if row.event == E.ASKED and self._at_once(item.part):
            home.coming[row.at] += units
            self.due[row.ticket, part] += [(self._leaves(part, row.at), home.index)] * units
        elif row.event == E.ASKED:
            held = sum(counted for _part, at, _units, counted in in_use if at == home.index)
            counted = max(0, min(units, self.reach[row.actor] - held))
            home.coming[row.at] += counted
            in_use.append([part, home.index, units, counted])
        else:
            for entry in in_use:
                back = min(units, entry[2]) if entry[1] == home.index else 0
                home.coming[row.at] -= min(back, entry[3])
                units, entry[2], entry[3] = units - back, entry[2] - back, entry[3] - min(back, entry[3])

    def _leaves(self, part: int, at: int) -> int:
        """At once, or with the others on the first of a month, or at the next step from the start on."""
        every = self.parts[part].return_every
        if every is None:
            return at
        if every.seconds is not None:
            return at + (self.scenario.horizon.start - at) % every.seconds
        later = self.firsts[bisect_left(self.firsts, at) :]
        return next((one for one in later if (self.company.local(one).month - 1) % (every.months or 1) == 0), NEVER)

    # -- faults -------------------------------------------------------------------------------------------------------

    def audit(self) -> Iterator[Said]:
        yield from self.odd
        told: dict[tuple[int, int], list[Round]] = defaultdict(list)
        for unit in self.rounds.values():
            told[unit.ticket, unit.part].append(unit)
        for key in {*told, *self.due}:
            due = sorted(one for one in self.due[key] if one[0] < self.stop)
            if sorted((unit.sent, unit.home) for unit in told[key]) != due:
                yield say(_("{units} come back, not {due}"), units=told[key], due=due)
            if {unit.n for unit in told[key]} - set(range(1, len(self.due[key]) + 1)):
                yield say(_("miscounted: {units}"), units=told[key])
        for unit in self.rounds.values():
            yield from (
                say(_("{fault}: {unit}"), fault=fault, unit=unit) for fault in self._way(unit, self.parts[unit.part])
            )
        yield from self._benches()

    def _way(self, unit: Round, part: SparePart) -> Iterator[Said]:
        """Each step as long as drawn; scrapped by its own luck and on arrival, else on a bench and repaired."""
        world, key = self.company.world, (unit.ticket, part.id, unit.n)
        returned = unit.sent + world.time_of_part("return-transit", part.return_transit, *key)
        yield from self._at("returned", unit.returned, returned)
        if unit.returned >= NEVER:
            returned = NEVER
        is_scrap = part.scrap > 0 and world.luck_of_part("scrap", *key) < part.scrap
        yield from self._at("scrapped", unit.scrapped, returned if is_scrap else NEVER)
        if is_scrap or unit.on_bench >= NEVER:
            yield from self._at("repaired", unit.repaired, NEVER)
            if is_scrap and unit.on_bench < NEVER:
                yield say(_("repaired though it is scrap"))
            return
        assert part.repair is not None
        seconds, workshop = world.time_of_part("mend", part.repair, *key), self.company.plan.workshop
        if workshop is None:
            yield from self._at("on a bench elsewhere", unit.on_bench, returned)
        hours = hours_of(self.scenario, workshop.calendar if workshop else "always")
        yield from self._at("repaired", unit.repaired, hours.add(unit.on_bench, seconds) if seconds else unit.on_bench)

    def _at(self, what: str, told: int, due: int) -> Iterator[Said]:
        if told != (due if due < self.stop else NEVER):
            yield say(_("{what} at {told}, not at {due}"), what=what, told=When(told), due=When(due))

    def _benches(self) -> Iterator[Said]:
        """Never more than there are; who came first is first; none is free beside a unit that waits."""
        workshop = self.company.plan.workshop
        if workshop is None:
            return
        units = [unit for unit in self.rounds.values() if unit.returned < NEVER <= unit.scrapped]
        changes: dict[int, list[Round]] = defaultdict(list)
        for unit in units:
            for at in {unit.returned, unit.on_bench, unit.repaired} - {NEVER}:
                changes[at].append(unit)
        waiting: dict[int, Round] = {}
        busy: dict[int, Round] = {}
        for at in sorted(changes):
            for unit in changes[at]:
                _enter(waiting, unit, unit.returned <= at < unit.on_bench)
                _enter(busy, unit, unit.on_bench <= at < unit.repaired)
            yield from self._at_benches(at, changes[at], list(waiting.values()), len(busy), workshop.benches)

    def _at_benches(
        self, at: int, changed: list[Round], waiting: list[Round], busy: int, benches: int
    ) -> Iterator[Said]:
        """The benches of the workshop at one instant, after it has come to rest."""
        if busy > benches:
            yield say(_("{busy} on {benches} benches at {at}"), busy=busy, benches=benches, at=When(at))
        if waiting and busy < benches:
            yield say(_("{waiting} wait at {at} beside a free bench"), waiting=waiting, at=When(at))
        for unit in (unit for unit in changed if unit.on_bench == at):
            first = [other for other in waiting if self._turn(other) < self._turn(unit)]
            yield from (say(_("{unit} on a bench before {other}"), unit=unit, other=other) for other in first)

    def _turn(self, unit: Round) -> tuple[int, int, str, int]:
        return unit.returned, unit.ticket, self.parts[unit.part].id, unit.n


def _enter(group: dict[int, Round], unit: Round, is_in: bool) -> None:
    if is_in:
        group[id(unit)] = unit
    else:
        group.pop(id(unit), None)
