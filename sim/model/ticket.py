"""A ticket while the model runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario import Fault, Supplier

if TYPE_CHECKING:
    from sim.model.stores import Need, Reservation

Known = tuple[Fault, int]
"""A fault and the rank of its severity, 0 the most severe."""


class Work:
    """What is left to do on site, in seconds of somebody who is neither slow nor quick.

    `luck`: whether the repair holds; `missing`: parts that are looked for after the diagnosis; `by_unit`: the unit is
    exchanged in place of a repair.
    """

    __slots__ = (
        "by_unit",
        "diagnose",
        "is_diagnosed",
        "is_restored",
        "luck",
        "missing",
        "repair",
        "sign_off",
    )

    def __init__(self, diagnose: int, repair: int, sign_off: int, luck: float, missing: list[Need]) -> None:
        self.diagnose, self.repair, self.sign_off, self.luck, self.missing = diagnose, repair, sign_off, luck, missing
        self.by_unit = self.is_diagnosed = self.is_restored = False

    def exchange(self, seconds: int) -> None:
        """From here on the whole unit is exchanged, which takes so long."""
        self.by_unit, self.repair, self.missing = True, seconds, []


class Ticket:
    """One reported fault while the model runs: what is known of it, and its milestones so far.

    `reserved`: parts that are there for it and not yet with the engineer; `work`: what a visit left to the next.
    """

    __slots__ = (
        "crew",
        "fault",
        "happened",
        "index",
        "kind",
        "missing",
        "pauses",
        "reported",
        "reserved",
        "severity",
        "site",
        "supplier",
        "unit_reserved",
        "work",
    )

    reported: int
    severity: int

    def __init__(
        self, index: int, site: int, kind: int, reported: int, known: Known, supplier: Supplier | None, crew: int
    ) -> None:
        self.index, self.site, self.kind, self.reported, self.supplier = index, site, kind, reported, supplier
        self.fault, self.severity = known
        self.crew = crew
        self.happened: dict[str, int] = {"reported": reported}
        self.pauses: dict[str, list[tuple[int, int]]] = {}
        self.reserved: Reservation | None = None
        self.unit_reserved = False
        self.missing: list[Need] = []
        self.work: Work | None = None

    def pause(self, cause: str, start: int, end: int) -> None:
        """A stretch in which the clocks stop that this cause pauses."""
        self.pauses.setdefault(cause, []).append((start, end))
