"""Telephone lines: callers who wait or talk hold one each; who finds none free hears the busy signal."""

from __future__ import annotations

import simpy

from sim.model.environment import Environment


class Lines:
    """The lines of a desk. One that is freed at the instant of a call goes to that call."""

    def __init__(self, env: Environment, count: int) -> None:
        self.env, self._count = env, count
        self._held: set[int] = set()
        self._asking: list[tuple[int, simpy.Event]] = []

    def take(self, ticket: int) -> bool | simpy.Event:
        """Whether the caller gets a line, or the event that will tell at the end of this instant."""
        if self.env.at_rest():
            return self._give(ticket)
        answer = self.env.event()
        self._asking.append((ticket, answer))
        self.env.unsettled = True
        return answer

    def _give(self, ticket: int) -> bool:
        has_one = len(self._held) < self._count
        if has_one:
            self._held.add(ticket)
        return has_one

    def free(self, ticket: int) -> None:
        """The caller hangs up, is done, or is called back later."""
        self._held.discard(ticket)
        if self._asking:
            self.env.unsettled = True

    def settle(self) -> bool:
        """Free lines go to those who call now, by ticket; True if any was given."""
        if not self._asking:
            return False
        self._asking.sort(key=lambda asking: asking[0])
        given = 0
        while given < len(self._asking) and self._give(self._asking[given][0]):
            self._asking[given][1].succeed(True)
            given += 1
        del self._asking[:given]
        return given > 0

    def refuse(self) -> bool:
        """Whoever has none when the instant is over hears the busy signal; True if there was anybody."""
        asking, self._asking = self._asking, []
        for _ticket, answer in asking:
            answer.succeed(False)
        return bool(asking)
