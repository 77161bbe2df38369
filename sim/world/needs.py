"""Which parts each ticket needs, how many, and whether the phone tells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario import Scenario
from sim.world.uniforms import Keys, Luck, key_of

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Counts = tuple[tuple[int, float], ...]


@dataclass(frozen=True, eq=False)
class Needs:
    """Parts needed, by ticket and then by id of the part.

    The needs of ticket i stand from `first[i]` up to, not including, `first[i + 1]`. `part`: position in
    `scenario.parts`; `quantity` in units; `known`: recognised on the phone.
    """

    first: Integers
    part: Integers
    quantity: Integers
    known: Flags

    def by_ticket(self) -> dict[int, list[tuple[int, int, bool]]]:
        """(part, quantity, known) of each part, by the tickets that need any."""
        tickets = np.repeat(np.arange(len(self.first) - 1), np.diff(self.first)).tolist()
        found: dict[int, list[tuple[int, int, bool]]] = {}
        for ticket, *need in zip(tickets, self.part.tolist(), self.quantity.tolist(), self.known.tolist(), strict=True):
            found.setdefault(ticket, []).append(tuple(need))
        return found

    @property
    def some(self) -> Flags:
        """Which tickets need any part."""
        return np.diff(self.first) > 0


def draw_needs(scenario: Scenario, luck: Luck, key: Keys, fault: Integers) -> Needs:
    """Each part of a fault is needed, recognised and counted by latent uniforms of its own: independent chances."""
    positions = {part: position for position, part in enumerate(scenario.parts)}
    pieces = [
        (index, positions[part], need)
        for index, kind in enumerate(scenario.faults)
        for part, need in sorted(kind.fault.parts.items())
    ]
    tickets, parts, quantities, known = [], [], [], []
    for index, position, need in pieces:
        here = np.flatnonzero(fault == index)
        name = key_of(list(scenario.parts)[position])
        here = here[luck.each("part-needed", key[here], name) < need.chance]
        tickets.append(here)
        parts.append(np.full(len(here), position, dtype=np.int64))
        quantities.append(counts(need.quantity, luck.each("part-quantity", key[here], name)))
        known.append(luck.each("part-known", key[here], name) < need.known)
    return _by_ticket(len(key), tickets, parts, quantities, known)


def _by_ticket(
    size: int, tickets: list[Integers], parts: list[Integers], quantities: list[Integers], known: list[Flags]
) -> Needs:
    none = np.zeros(0, dtype=np.int64)
    ticket = np.concatenate([none, *tickets])
    order = np.argsort(ticket, kind="stable")  # the parts of a fault come by id
    first = np.concatenate(([0], np.cumsum(np.bincount(ticket, minlength=size)))).astype(np.int64)
    return Needs(
        first,
        np.concatenate([none, *parts])[order],
        np.concatenate([none, *quantities])[order],
        np.concatenate([none.astype(np.bool_), *known])[order],
    )


def counts(shares: Counts, u: NDArray[np.float64]) -> Integers:
    """The count below which a share u of them lies."""
    ends = np.cumsum([share for _count, share in shares])
    numbers = np.array([count for count, _share in shares], dtype=np.int64)
    return numbers[np.minimum(np.searchsorted(ends / ends[-1], u, side="left"), len(numbers) - 1)]
