"""What judged time costs, in cents by kind, and what is not priced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sim.judge.desk_use import DeskUse
from sim.judge.goods import exchanged, freight, holding, parts
from sim.judge.part_use import PartUse
from sim.judge.pay import night_stays, one_off, overtime, pay, upkeep
from sim.judge.priced import Priced
from sim.judge.stock import StockUse
from sim.judge.team_use import TeamUse
from sim.model import Deployment

OUTSIDE_TOTAL = "one_off"
REPAIR_OF_UNITS = "repair of exchanged units"


@dataclass(frozen=True)
class Costs:
    """Cents over judged time by kind; a kind without any price is absent, one that cannot occur is 0.

    `without`: what the costs leave out, by kind or by the path of the price that is not given. `fixed`: the kinds that
    are the same whatever happens. `one_off` is spent once, whatever the length of judged time.
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
    penalties: int,
) -> Costs:
    """Everything that has a price, times its price."""
    kinds = {
        "pay": pay(deployment, seats, teams),
        "overtime": overtime(deployment, teams),
        "travel": _travel(deployment, teams),
        "nights": night_stays(deployment, teams),
        "parts": parts(deployment, used),
        "holding": holding(deployment, stocks),
        "freight": freight(deployment, used),
        "upkeep": upkeep(deployment),
        "penalties": Priced(penalties),
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


def _travel(deployment: Deployment, teams: Sequence[TeamUse]) -> Priced:
    """Kilometres of legs begun in judged time, ways home included."""
    per_km = deployment.scenario.prices.per_km
    if per_km is None:
        return Priced(None, ("travel",))
    return Priced(round(Fraction(sum(team.travel_m for team in teams) * per_km, 1000)))
