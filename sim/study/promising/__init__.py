"""What could be promised with a plan: the tightest limit, the widest radius, the highest target of each commitment."""

from sim.study.promising.axes import LIMIT, RADIUS, Axis, Offer
from sim.study.promising.curves import Curve, Point
from sim.study.promising.frontier import Frontier, Promisable, find_frontier
from sim.study.promising.targets import Targets, targets_of

__all__ = [
    "LIMIT",
    "RADIUS",
    "Axis",
    "Curve",
    "Frontier",
    "Offer",
    "Point",
    "Promisable",
    "Targets",
    "find_frontier",
    "targets_of",
]
