"""Can we sign? Clause by clause, with what each answer hangs on and what would help."""

from sim.study.bidding.behind import looked_behind
from sim.study.bidding.clauses import OPEN, REFUSE, SIGN, Bid, Clause, bid, more_needed
from sim.study.bidding.contract import why_not
from sim.study.bidding.exposure import Exposure, Margin, exposure, risks
from sim.study.bidding.guesses import Guesses
from sim.study.bidding.remedies import Remedy

__all__ = [
    "OPEN",
    "REFUSE",
    "SIGN",
    "Bid",
    "Clause",
    "Exposure",
    "Guesses",
    "Margin",
    "Remedy",
    "bid",
    "exposure",
    "looked_behind",
    "more_needed",
    "risks",
    "why_not",
]
