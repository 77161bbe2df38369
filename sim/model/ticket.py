"""A ticket while the model runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from sim.scenario import Fault, Supplier

if TYPE_CHECKING:
    from sim.model.relief import NextCrew
    from sim.model.reservation import Need, Reservation

NO_PAUSES: Mapping[str, Sequence[tuple[int, int]]] = MappingProxyType({})
Known = tuple[Fault, int]
"""A fault and the rank of its severity, 0 the most severe."""


class Work:
    """What is left to do on site, in seconds of somebody who is neither slow nor quick.

    `luck`: whether the repair holds; `missing`: parts that are looked for after the diagnosis; `by_unit`: the unit is
    exchanged in place of a repair.
    """

    __slots__ = ("by_unit", "diagnose", "is_diagnosed", "is_restored", "luck", "missing", "repair", "sign_off")

    def __init__(self, diagnose: int, repair: int, sign_off: int, luck: float, missing: Sequence[Need]) -> None:
        self.diagnose, self.repair, self.sign_off, self.luck, self.missing = diagnose, repair, sign_off, luck, missing
        self.by_unit = self.is_diagnosed = self.is_restored = False

    @classmethod
    def planned(cls, seconds: int) -> Work:
        """Work without a fault: nothing to diagnose, to repair or to fail."""
        work = cls(0, 0, seconds, 0.0, ())
        work.is_diagnosed = work.is_restored = True
        return work

    def exchange(self, seconds: int) -> None:
        """From here on the whole unit is exchanged, which takes so long."""
        self.by_unit, self.repair, self.missing = True, seconds, ()


class Ticket:
    """One reported fault while the model runs: what is known of it, and its milestones so far.

    `reserved`: parts that are there for it and not yet with the engineer; `unit_reserved`: they are a whole unit;
    `missing`: parts to look for on site; `to_be_quoted`: after the diagnosis; `work`: what a visit left to the next;
    `opens`: when its site opens, which a crew did not wait for; `repair_point`: the outlet to which it is brought;
    `is_forwarded`: who is on call answered it himself; `relief`: the crew that goes on with the work. `pauses`: by
    kind, the stretches in which it waited.
    """

    reserved: Reservation | None = None
    unit_reserved = False
    missing: Sequence[Need] = ()
    work: Work | None = None
    opens = 0
    repair_point: int | None = None
    to_be_quoted = False
    relief: NextCrew | None = None
    is_forwarded = False
    pauses: Mapping[str, Sequence[tuple[int, int]]] = NO_PAUSES

    def __init__(
        self, index: int, site: int, kind: int, reported: int, known: Known, supplier: Supplier | None, crew: int
    ) -> None:
        self.index, self.site, self.kind, self.reported, self.supplier = index, site, kind, reported, supplier
        self.fault, self.severity = known
        self.crew = crew
        self.happened: dict[str, int] = {"reported": reported}

    def pause(self, kind: str, start: int, end: int) -> None:
        """A stretch in which the clocks stop that this kind of wait pauses."""
        self.pauses = {**self.pauses, kind: (*self.pauses.get(kind, ()), (start, end))}
