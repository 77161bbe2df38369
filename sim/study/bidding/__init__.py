"""Can we sign? Clause by clause, with what each answer hangs on and what would help."""

from sim.study.bidding.clauses import OPEN, REFUSE, SIGN, Bid, Clause, bid, more_needed
from sim.study.bidding.contract import why_not
from sim.study.bidding.exposure import Exposure, Margin, exposure, risks

__all__ = [
    "OPEN",
    "REFUSE",
    "SIGN",
    "Bid",
    "Clause",
    "Exposure",
    "Margin",
    "bid",
    "exposure",
    "more_needed",
    "risks",
    "why_not",
]
