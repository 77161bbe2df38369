"""Outlets that help each other out with parts: a Markov chain solved numerically."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.oracle.markov import stationary

OnOrder = tuple[int, ...]


@dataclass(frozen=True)
class Pooling:
    """Long-run figures by outlet: shares of its demand met from its own shelf and from others', units on its shelf.

    `emergency`: share of all demand that no shelf could meet.
    """

    own: tuple[float, ...]
    lateral: tuple[float, ...]
    on_hand: tuple[float, ...]
    emergency: float


def pooling(rates: Sequence[float], levels: Sequence[int], lead: float) -> Pooling:
    """Poisson demand is met from the own shelf, else from the first outlet that has a unit, else from elsewhere.

    Whoever hands a unit out orders one, which takes an exponential time of mean `lead`; helping takes no time. Model of
    Axsater, Management Science 36 (1990), 1329-1338, and Kukreja, Schmidt, Miller, Management Science 47 (2001),
    1371-1384, here without their approximations; what comes from elsewhere is Erlang's loss of one pooled store.
    """
    outlets = range(len(levels))

    def supplier(of: int, ordered: OnOrder) -> int | None:
        return next((at for at in (of, *outlets) if ordered[at] < levels[at]), None)

    def moves(ordered: OnOrder) -> Iterator[tuple[OnOrder, float]]:
        for outlet in outlets:
            at = supplier(outlet, ordered)
            if at is not None:
                yield _changed(ordered, at, 1), rates[outlet]
            if ordered[outlet]:
                yield _changed(ordered, outlet, -1), ordered[outlet] / lead

    shares = stationary((0,) * len(levels), moves)

    def met(of: int, own: bool) -> float:
        served = ((supplier(of, ordered), share) for ordered, share in shares.items())
        return sum(share for at, share in served if at is not None and (at == of) == own)

    return Pooling(
        own=tuple(met(outlet, own=True) for outlet in outlets),
        lateral=tuple(met(outlet, own=False) for outlet in outlets),
        on_hand=tuple(sum(share * (levels[at] - on[at]) for on, share in shares.items()) for at in outlets),
        emergency=sum(share for ordered, share in shares.items() if supplier(0, ordered) is None),
    )


def _changed(ordered: OnOrder, outlet: int, by: int) -> OnOrder:
    return tuple(number + by * (at == outlet) for at, number in enumerate(ordered))
