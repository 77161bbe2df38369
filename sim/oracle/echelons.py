"""Formulas for parts that are repaired behind a central store and shared out from there to outlets.

Poisson demand at the outlets; each outlet asks the central store for one unit for each it hands out, and for each of
these one defective goes into repair, whose mean time is `repair` and which never lacks a bench; the central store
serves first come first served, and the way to an outlet takes a constant time. Rates are per unit of time and times in
the same unit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.oracle.stock import base_stock, poisson

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TwoEchelons:
    """Long-run figures: units waited for at the central store, and how long; by outlet what is short and what is met.

    Fill rates are shares of requests met at once.
    """

    central_backorders: float
    central_wait: float
    central_fill: float
    backorders: tuple[float, ...]
    fill_rates: tuple[float, ...]

    @property
    def total_backorders(self) -> float:
        """Units waited for at all outlets together."""
        return sum(self.backorders)


@dataclass(frozen=True)
class _Central:
    """Chances of 0, 1, … units waited for at the central store."""

    rate: float
    level: int
    chances: Floats
    fill: float

    @property
    def mean(self) -> float:
        return float(self.chances @ np.arange(self.chances.size))

    @property
    def variance(self) -> float:
        return float(self.chances @ np.arange(self.chances.size) ** 2.0) - self.mean**2


def two_echelons(
    rates: Sequence[float], ways: Sequence[float], repair: float, central_level: int, levels: Sequence[int]
) -> TwoEchelons:
    """The exact figures, for any law of the repair time.

    Of the units waited for at the central store each is for an outlet with the chance of its share in the demand, so
    those for one outlet are binomial; on the way to it are as many as it asked for in that time, Poisson and
    independent. Simon, Operations Research 19 (1971), 761-773; Graves, Management Science 31 (1985), 1247-1256.
    """
    central = _central(sum(rates), repair, central_level)
    missing = [
        np.convolve(_share_of(central.chances, rate / central.rate), poisson(rate * way, level))
        for rate, way, level in zip(rates, ways, levels, strict=True)
    ]
    return _figures(central, missing, levels)


def metric(
    rates: Sequence[float], ways: Sequence[float], repair: float, central_level: int, levels: Sequence[int]
) -> TwoEchelons:
    """METRIC, an approximation: as if successive units came to an outlet independently of each other.

    Too few backorders wherever the central store holds stock, so it is no target for a simulation. Sherbrooke,
    Operations Research 16 (1968), 122-141.
    """
    central = _central(sum(rates), repair, central_level)
    wait = central.mean / central.rate
    missing = [poisson(rate * (way + wait), level) for rate, way, level in zip(rates, ways, levels, strict=True)]
    return _figures(central, missing, levels)


def vari_metric(
    rates: Sequence[float], ways: Sequence[float], repair: float, central_level: int, levels: Sequence[int]
) -> TwoEchelons:
    """VARI-METRIC, an approximation: negative binomials with the right mean and variance of what an outlet lacks.

    Much nearer than METRIC, but no target for a simulation either. Sherbrooke, Operations Research 34 (1986), 311-319.
    """
    central = _central(sum(rates), repair, central_level)
    missing = []
    for rate, way, level in zip(rates, ways, levels, strict=True):
        share = rate / central.rate
        mean = rate * way + share * central.mean
        variance = rate * way + share * (1 - share) * central.mean + share**2 * central.variance
        missing.append(_negative_binomial(mean, variance, level))
    return _figures(central, missing, levels)


def _central(rate: float, repair: float, level: int) -> _Central:
    """In repair are Poisson many units (Palm's theorem), of which what is above the level is waited for."""
    in_repair = poisson(rate * repair, level)
    short = np.concatenate(([in_repair[: level + 1].sum()], in_repair[level + 1 :]))
    return _Central(rate, level, short, base_stock(rate * repair, level).fill_rate)


def _share_of(chances: Floats, share: float) -> Floats:
    """Chances of 0, 1, … where each of so many is chosen with the chance `share`, each for itself."""
    chosen = np.zeros(chances.size)
    binomial = np.array([1.0])
    for chance in chances:
        chosen[: binomial.size] += chance * binomial
        binomial = np.convolve(binomial, (1 - share, share))
    return chosen


def _negative_binomial(mean: float, variance: float, beyond: int) -> Floats:
    """Chances of 0, 1, … with this mean and variance, at least past `beyond`; Poisson where the two are the same."""
    if variance <= mean * (1 + 1e-9):
        return poisson(mean, beyond)
    size, fails = mean**2 / (variance - mean), 1 - mean / variance
    chances = [math.exp(size * math.log(mean / variance))]
    length = int(mean + 40 * math.sqrt(variance)) + 40 + beyond
    for count in range(1, length):
        chances.append(chances[-1] * fails * (size + count - 1) / count)
    return np.array(chances)


def _figures(central: _Central, missing: Sequence[Floats], levels: Sequence[int]) -> TwoEchelons:
    """`missing`: by outlet the chances of 0, 1, … units that it has asked for and not received."""
    net = [level - np.arange(chances.size) for chances, level in zip(missing, levels, strict=True)]
    return TwoEchelons(
        central_backorders=central.mean,
        central_wait=central.mean / central.rate,
        central_fill=central.fill,
        backorders=tuple(float(chances @ np.maximum(-stock, 0)) for chances, stock in zip(missing, net, strict=True)),
        fill_rates=tuple(float(chances @ (stock > 0)) for chances, stock in zip(missing, net, strict=True)),
    )
