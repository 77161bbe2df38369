"""A ticket while the model runs."""

from __future__ import annotations

from sim.scenario import Fault, Supplier

Known = tuple[Fault, int]
"""A fault and the rank of its severity, 0 the most severe."""


class Ticket:
    """One reported fault while the model runs: what is known of it, and its milestones so far."""

    __slots__ = ("fault", "happened", "index", "kind", "pauses", "reported", "severity", "site", "supplier")

    reported: int
    severity: int

    def __init__(
        self, index: int, site: int, kind: int, reported: int, known: Known, supplier: Supplier | None
    ) -> None:
        self.index, self.site, self.kind, self.reported, self.supplier = index, site, kind, reported, supplier
        self.fault, self.severity = known
        self.happened: dict[str, int] = {"reported": reported}
        self.pauses: tuple[tuple[int, int], ...] = ()
