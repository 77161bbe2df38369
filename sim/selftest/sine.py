"""A rate that swings, as the cases write it."""

from __future__ import annotations

import math
import re

from sim.oracle.over_time import Sine

WRITTEN = re.compile(r"(\d+)\+(\d+) sin\(2 pi t/(\d+)( - pi/2)?\)")


def sine(text: str) -> Sine:
    """The rate written `8+5 sin(2 pi t/24 - pi/2) per h`. Raises ValueError for any other form."""
    found = WRITTEN.match(text)
    if found is None:
        raise ValueError(f"no sine: {text}")
    mean, swing, period = (float(number) for number in found.groups()[:3])
    return Sine(mean, swing, period, -math.pi / 2 if found[4] else 0.0)
