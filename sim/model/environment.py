"""SimPy's environment in whole seconds, which settles each instant before time moves on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import simpy


class Environment(simpy.Environment):
    """Events at one instant only change state and make requests; what they ask for is granted when it settles."""

    if TYPE_CHECKING:  # all delays are integers, so the clock is one

        @property
        def now(self) -> int: ...

    def after(self, seconds: int, act: Callable[[], None]) -> None:
        """Call `act` when these seconds have passed."""
        self.timeout(seconds).callbacks.append(lambda _: act())

    def run_settled(self, stop: int, settle: Callable[[], bool]) -> None:
        """Step until `stop`. When no further event lies at an instant, `settle` it, again while that makes new ones."""
        step, peek = self.step, self.peek
        while True:
            at = peek()
            if at > self.now:
                if settle():
                    continue
                at = peek()
            if at >= stop:
                return
            step()
