"""Advice: the next best money, and the bottleneck behind the bottleneck."""

from sim.study.advising.advising import MOST, Advice, advise, levers_for
from sim.study.advising.bottlenecks import Bottlenecks, Imagined
from sim.study.advising.lever import KINDS, Lever
from sim.study.advising.perfect import Perfect
from sim.study.advising.trial import PER, Moved, Trial

__all__ = [
    "KINDS",
    "MOST",
    "PER",
    "Advice",
    "Bottlenecks",
    "Imagined",
    "Lever",
    "Moved",
    "Perfect",
    "Trial",
    "advise",
    "levers_for",
]
