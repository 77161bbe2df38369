"""How fast a system forgets that it began empty, and what it is in the long run: only then is a formula exact."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario import Distribution, Horizon

LEFT = 1e-3  # of the start, over judged time: what is no longer noticed
MOST_STATES = 600


def forgets(gap: float, horizon: Horizon) -> bool:
    """Whether a chain with this spectral gap (per second) that begins empty is as good as settled over judged time.

    What it lacks falls at least as fast as exp(-gap t); the mean of that over judged time is at most a thousandth.
    """
    before, judged = gap * (horizon.start - horizon.begin), gap * (horizon.end - horizon.start)
    return judged > 0 and math.exp(-before) * -math.expm1(-judged) / judged <= LEFT


def gap_of(births: Sequence[float], deaths: Sequence[float]) -> float:
    """Spectral gap of a birth and death process: its states are 0 … n, births from 0 … n-1, deaths from 1 … n.

    Made symmetric by its long-run shares the generator is tridiagonal, with -(birth + death) on the diagonal and
    sqrt(birth x death of the next) beside it (Karlin and McGregor, Trans. Amer. Math. Soc. 85, 1957).
    """
    import numpy as np
    from scipy.linalg import eigvalsh_tridiagonal

    up, down = np.array([*births, 0.0]), np.array([0.0, *deaths])
    rates = eigvalsh_tridiagonal(up + down, np.sqrt(up[:-1] * down[1:]), select="i", select_range=(0, 1))
    return float(rates[1])


def queue_gap(rate: float, service: float, servers: int, lines: int | None = None, patience: float = 0.0) -> float:
    """Spectral gap of a queue in which at most `lines` are (None: any number), who give up at the rate `patience`."""
    states = lines or servers + MOST_STATES
    deaths = [min(n, servers) * service + max(0, n - servers) * patience for n in range(1, states + 1)]
    return gap_of([rate] * states, deaths)


def single_gap(rate: float, talk: Distribution) -> float:
    """A careful relaxation rate of one server with any law of service (Gross et al., 4th ed., section 7.3.2)."""
    mean, second = talk.average, second_moment(talk)
    return (1 - math.sqrt(rate * mean)) ** 2 * mean / second if rate * mean < 1 else 0.0


def second_moment(dist: Distribution) -> float:
    """The mean of the square, in seconds squared."""
    if dist.kind == "mixture":
        return sum(share * second_moment(part) for share, part in dist.of)
    if dist.kind == "empirical":
        return sum(value**2 * share for value, share in zip(dist.values or (), dist.shares or (), strict=True))
    return dist.average**2 + _variance(dist)


def _variance(dist: Distribution) -> float:
    low, mode, high = (point or 0.0 for point in (dist.low, dist.mode, dist.high))
    return {
        "constant": 0.0,
        "exponential": dist.average**2,
        "triangular": (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18,
        "uniform": (high - low) ** 2 / 12,
    }.get(dist.kind, (dist.average * (dist.cv or 0.0)) ** 2)


def cycles_forgotten(rate: float, lot: int, horizon: Horizon) -> bool:
    """Whether the position of a store that orders lots is as likely anywhere on its cycle.

    A walk around a circle of Q at this rate has the gap rate (1 - cos 2 pi / Q).
    """
    return lot == 1 or forgets(rate * (1 - math.cos(2 * math.pi / lot)), horizon)
