"""What may be varied about a commitment, and the commitment with another value of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from sim.scenario import Commitment

Kind = Literal["limit", "radius"]
LIMIT: Kind = "limit"
RADIUS: Kind = "radius"


@dataclass(frozen=True)
class Offer:
    """A promise that could be made in place of another.

    `value`: seconds, working days or per cent of the promised limits, or metres; `text`: as a contract writes it;
    `changes`: what `--set` would make it; `commitment`: the promise, under an id of its own.
    """

    value: int
    text: str
    changes: tuple[str, ...]
    commitment: Commitment


@dataclass(frozen=True)
class Axis:
    """What is varied: the values in ascending order, and the offer that each of them makes.

    `promised`: the value that stands in the file, one of the values; None where no radius does. `unit`: s, wd, % or m;
    `outward`: of a radius, whether a larger one promises more (`at_most`) or less (`above`); `rare`: of a limit,
    whether the share inside it is to stay low, so that a longer one promises more.
    """

    kind: Kind
    unit: str
    values: tuple[int, ...]
    promised: int | None
    make: Callable[[int], Offer]
    outward: bool = True
    rare: bool = False

    @property
    def offers(self) -> tuple[Offer, ...]:
        """All of them, in the order of the values."""
        return tuple(map(self.make, self.values))

    def hardest_first(self) -> tuple[int, ...]:
        """Positions from the promise that is hardest to keep to the easiest."""
        positions = tuple(range(len(self.values)))
        return positions[::-1] if (self.outward if self.kind == RADIUS else self.rare) else positions


Found = Axis | str  # or why it is not varied


def offer(commitment: Commitment, value: int, text: str, *changes: str, **fields: Any) -> Offer:
    """The commitment with other fields, which `--set` would make by these changes (`key=value`)."""
    name = commitment.id
    sets = tuple(f"commitments.{_key(name)}.{change}" for change in changes)
    return Offer(value, text, sets, commitment.model_copy(update={"id": f"{name}: {text}", **fields}))


def _key(name: str) -> str:
    """An id as a step of a path."""
    return f"[{name}]" if "." in name or ":" in name else name
