"""What stands behind the answers of a bid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.study.bidding.clauses import judged_by
from sim.study.bidding.guesses import guesses
from sim.study.bidding.remedies import ADVICE, INSTEAD, remedies
from sim.study.experiment import each_of

if TYPE_CHECKING:
    from sim.study.bidding.clauses import Bid
    from sim.study.experiment import Experiment, Many
    from sim.study.variants import Variants


def looked_behind(bid: Bid, variants: Variants, experiment: Experiment, replications: Many) -> Bid:
    """The bid with what would help the clauses that break, and with what its answers rest on."""
    chosen, each = judged_by(variants, bid.contract), each_of(replications)
    found = remedies(chosen, experiment, each, bid)
    missing = {INSTEAD: any(one.instead is None for one in found.values()),
               ADVICE: any(one.advice is None for one in found.values())}  # fmt: skip
    left = tuple(name for name, is_missing in missing.items() if is_missing)
    return replace(bid, guesses=guesses(chosen, experiment, each, bid), remedies=found, no_room=left)
