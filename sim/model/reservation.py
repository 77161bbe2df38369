"""A reservation: what a ticket asks the stores for, until all of it is in hand."""

from __future__ import annotations

from collections.abc import Sequence

import simpy

from sim.model.environment import Environment
from sim.model.stock import Stock

Need = tuple[int, int]
"""Position of a part, and units of it."""


class Reservation(simpy.Event):
    """What a ticket asks for; fires when all is in hand. See whether it `is_over` before waiting for it.

    `fetch`: something lies in the outlet. `answered`: fires when it is known whether all is at hand, where only that
    was asked; `is_refused`: something is not, and nothing was taken.
    """

    def __init__(self, env: Environment, ticket: int, outlet: int, needs: Sequence[Need]) -> None:
        super().__init__(env)
        self.ticket, self.outlet, self.needs = ticket, outlet, needs
        self.under_way = 1  # pieces that are not there yet; at first the asking itself
        self.answered: simpy.Event | None = None
        self.is_refused = self.fetch = False
        self.shelf: list[tuple[Stock, int]] = []  # what comes from the outlet's own shelf

    @property
    def is_over(self) -> bool:
        """Whether there is nothing to wait for."""
        return not self.under_way
