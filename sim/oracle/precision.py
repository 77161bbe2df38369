"""How well a simulation of a given length can know a queue."""

from __future__ import annotations

import numpy as np


def number_variance(arrival_rate: float, service_rate: float, servers: int, longest: int = 2000) -> float:
    """Variance of the time average of the number in M/M/c, times the length it is taken over, as that grows.

    sum over n of 2 / (lambda pi_n) (sum over j <= n of (j - mean) pi_j)^2 for birth and death processes: Whitt,
    Management Science 35 (1989), 1341-1366. M/M/1: 2 rho (1 + rho) / (1 - rho)^4 services.
    """
    numbers = np.arange(longest)
    steps = np.log(arrival_rate / (service_rate * np.minimum(numbers[1:], servers)))
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    shares = np.exp(logs - logs.max())
    shares /= shares.sum()
    off = (numbers - shares @ numbers) * shares
    before, beyond = np.cumsum(off), np.cumsum(off[::-1])[::-1] - off
    so_far = np.where(off < 0, before, -beyond)  # both are the same but for what rounding leaves of the smaller one
    seen = shares > 0
    return float((2 / (arrival_rate * shares[seen]) * so_far[seen] ** 2).sum())
