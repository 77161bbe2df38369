"""What a plan says about a desk beside its seats: lines, after-call work, training, offers to those who wait long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.model.events import Purpose
from sim.scenario import Desk as DeskEntry
from sim.world import World, key_of, seconds

LIVE = frozenset(map(int, (Purpose.CALL, Purpose.ESCALATION)))
TALKS = LIVE | {int(Purpose.MESSAGE)}


def _no_time(_ticket: int) -> int:
    return 0


def _declines(_ticket: int, _attempt: int) -> bool:
    return False


@dataclass(frozen=True)
class Terms:
    """`trunks`: telephone lines (None: enough). `after_call`: seconds by ticket. `talk`, `remote_fix`: factors of what
    the desk was taught. `overflow_after`, `hold_after`: seconds of waiting after which another desk, or a call back, is
    offered; `accepts_hold`: whether the caller takes that, by ticket and attempt.
    """

    trunks: int | None = None
    after_call: Callable[[int], int] = _no_time
    talk: float = 1.0
    remote_fix: float = 1.0
    overflow_after: int | None = None
    hold_after: int | None = None
    accepts_hold: Callable[[int, int], bool] = _declines

    @property
    def treats(self) -> bool:
        """Whether anything is offered to those who wait long."""
        return self.overflow_after is not None or self.hold_after is not None

    def talk_s(self, base_s: int, purpose: int) -> int:
        """Seconds this desk takes for a talk that takes others so long."""
        return base_s if self.talk == 1 or purpose not in TALKS else int(base_s * self.talk + 0.5)


PLAIN = Terms()


def terms_of(world: World, name: str, entry: DeskEntry) -> Terms:
    """The terms of a desk of the plan, with the luck of this world."""
    hold, training = entry.virtual_hold, entry.training
    return Terms(
        trunks=entry.trunks,
        after_call=_after_call(world, name, entry),
        talk=training.talk if training else 1.0,
        remote_fix=training.remote_fix if training else 1.0,
        overflow_after=entry.overflow.after if entry.overflow else None,
        hold_after=hold.after if hold else None,
        accepts_hold=_accepts(world, hold.accepted) if hold else _declines,
    )


def _accepts(world: World, share: float) -> Callable[[int, int], bool]:
    return lambda ticket, attempt: world.accepts_hold(ticket, attempt) < share


def _after_call(world: World, name: str, entry: DeskEntry) -> Callable[[int], int]:
    """Drawn by ticket: the same work after every talk of the desk about it."""
    if not entry.after_call.average:
        return _no_time
    drawn = seconds(entry.after_call, world.luck.each("after-call", world.tickets.key, key_of(name))).data
    return lambda ticket: int(drawn[ticket])
