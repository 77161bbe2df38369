"""What judged time costs, in cents by kind, and what is not priced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sim.judge.desk_use import DeskUse
from sim.judge.goods import exchanged, freight, holding, parts, repairs
from sim.judge.judging import CommitmentCount
from sim.judge.loop import LoopUse
from sim.judge.part_use import PartUse
from sim.judge.pay import night_stays, one_off, overtime, pay, upkeep
from sim.judge.priced import CANNOT_OCCUR, Priced
from sim.judge.stock import StockUse
from sim.judge.team_use import TeamUse
from sim.model import Deployment

OUTSIDE_TOTAL = ("income_charged", "claims", "bonus", "one_off")
"""What is no cost of a year: earned, or spent once."""
REPAIR_OF_UNITS = "repair of exchanged units"


@dataclass(frozen=True)
class Costs:
    """Cents over judged time by kind; a kind without any price is absent, one that cannot occur is 0.

    `without`: what the costs leave out, by kind or by the path of the price that is not given. `fixed`: the kinds that
    are the same whatever happens. What is `OUTSIDE_TOTAL` stands beside the others: `one_off` is spent once, whatever
    the length of judged time.
    """

    cents: dict[str, int]
    without: tuple[str, ...]
    fixed: frozenset[str]


def costs(
    deployment: Deployment,
    seats: Sequence[DeskUse],
    teams: Sequence[TeamUse],
    stocks: Sequence[StockUse],
    used: PartUse,
    loop: LoopUse,
    penalties: Priced,
    earned: Mapping[str, Priced],
) -> Costs:
    """Everything that has a price, times its price. `earned`: what is shown beside it, and never netted."""
    kinds = {
        "pay": pay(deployment, seats, teams),
        "overtime": overtime(deployment, teams),
        "travel": _travel(deployment, teams),
        "nights": night_stays(deployment, teams),
        "parts": parts(deployment, used, loop),
        "repairs": repairs(deployment, loop),
        "holding": holding(deployment, stocks),
        "freight": freight(deployment, used),
        "upkeep": upkeep(deployment),
        "penalties": penalties,
        **earned,
        "one_off": one_off(deployment),
    }
    missing = [name for one in kinds.values() for name in one.without]
    if exchanged(deployment):
        missing.append(REPAIR_OF_UNITS)
    return Costs(
        cents={kind: one.cents for kind, one in kinds.items() if one.cents is not None},
        without=tuple(dict.fromkeys(missing)),
        fixed=frozenset(kind for kind, one in kinds.items() if one.is_fixed),
    )


def fines_and_bonus(deployment: Deployment, commitments: Sequence[CommitmentCount]) -> tuple[Priced, Priced]:
    """What misses cost, and what keeping promises earns."""
    fined = Priced(sum(int(count.penalty_cents.sum()) for count in commitments))
    if not any(one.penalty is not None and one.penalty.bonus for one in deployment.scenario.commitments):
        return fined, CANNOT_OCCUR
    return fined, Priced(sum(int(count.bonus_cents.sum()) for count in commitments))


def _travel(deployment: Deployment, teams: Sequence[TeamUse]) -> Priced:
    """Kilometres of legs begun in judged time, ways home included."""
    per_km = deployment.scenario.prices.per_km
    if per_km is None:
        return Priced(None, ("travel",))
    return Priced(round(Fraction(sum(team.travel_m for team in teams) * per_km, 1000)))
