"""What the replications of one variant say, as estimates and as one figure per replication for paired differences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.study import gather, gather_costs, gather_stock
from sim.study.tally import HOUR_S, Tally, per_year_of, tallies

if TYPE_CHECKING:
    from sim.judge import CommitmentCount, Judgement
    from sim.study.estimate import Estimate
    from sim.study.figures import ContractResult, CostResult, DeskResult, ResourceResult, StockResult
    from sim.study.replicate import Replication
    from sim.study.result import CommitmentResult
    from sim.study.variants import Variant
    from sim.study.verdict import Standing

Each = tuple[float, ...]
EachOrNone = tuple[float | None, ...]


@dataclass(frozen=True, eq=False)
class Outcome:
    """A variant after some replications, in the order they were asked for; `several_looks`: verdicts allow for them."""

    variant: Variant
    replications: tuple[Replication, ...]
    several_looks: bool = False

    @property
    def n(self) -> int:
        """Replications."""
        return len(self.replications)

    @property
    def per_year(self) -> float:
        """What turns a total over judged time into one over 365 days."""
        return per_year_of(self.variant.scenario)

    # -- commitments --

    @cached_property
    def tallies(self) -> dict[str, Tally]:
        """Every commitment it was judged by, by its id."""
        variant = self.variant
        return {one.commitment.id: one for one in tallies(variant.promises, self.replications)}

    @property
    def ids(self) -> tuple[str, ...]:
        """The commitments, in the order of the file."""
        return tuple(self.tallies)

    def tally(self, name: str) -> Tally:
        """Counts of a commitment."""
        return self.tallies[name]

    def standing(self, name: str) -> Standing:
        """Its verdict, with the kept-probability and its bounds."""
        return self.tallies[name].standing(self.several_looks)

    def result(self, name: str) -> CommitmentResult:
        """Everything there is to say about it, as `run` says it."""
        return self.tallies[name].result(self.several_looks)

    @cached_property
    def results(self) -> tuple[CommitmentResult, ...]:
        """The same of all."""
        return tuple(map(self.result, self.ids))

    def attained(self, name: str) -> Estimate:
        """Share kept, or the hours of a statistic."""
        return self.tallies[name].attained()

    def attained_each(self, name: str) -> EachOrNone:
        """One figure per replication, whose mean is what is attained."""
        return self.tallies[name].each()

    def met_each(self, name: str) -> EachOrNone:
        """Of each replication the share of its judged periods that met the target; None without a case."""
        return self.tallies[name].met_each()

    def covered_each(self, name: str) -> Each:
        """Cases a year (hours where time is counted)."""
        return self._each(name, lambda count: float(count.covered.sum()) * self.tallies[name].scale * self.per_year)

    def penalty_each(self, name: str) -> Each:
        """Currency units a year."""
        return self._each(name, lambda count: int(count.penalty_cents.sum()) / 100 * self.per_year)

    def late_by_cause_each(self, name: str) -> dict[str, Each]:
        """Late hours a year by cause."""
        counts = self.tallies[name].counts
        return {
            cause: tuple(self._hours(count.late_by_cause_s[cause]) for count in counts)
            for cause in counts[0].late_by_cause_s
        }

    def _hours(self, seconds: int) -> float:
        return seconds / HOUR_S * self.per_year

    def _each(self, name: str, figure: Callable[[CommitmentCount], float]) -> Each:
        return tuple(figure(count) for count in self.tallies[name].counts)

    # -- money and effort --

    @cached_property
    def costs(self) -> CostResult:
        """Costs a year by kind."""
        return gather_costs.costs(self.replications, self.per_year)

    def cost_each(self, kind: str = "total") -> Each | None:
        """Currency units a year of one kind of cost, or of all that are in the total; None without a price."""
        return gather_costs.cost_each(self.replications, kind, self.per_year)

    def km_each(self) -> Each:
        """Kilometres driven a year, ways back to the outlet between jobs included."""
        metres = (sum(team.travel_m for team in one.judgement.teams) for one in self.replications)
        return tuple(driven / 1000 * self.per_year for driven in metres)

    def overtime_each(self) -> Each:
        """Hours a year beyond the end of duties, of teams, desks and benches."""
        return tuple(self._hours(_overtime_s(one.judgement)) for one in self.replications)

    # -- where it comes from --

    @cached_property
    def counts(self) -> dict[str, Estimate]:
        """Judged tickets a year by kind."""
        return gather.ticket_counts(self.replications, self.per_year)

    @cached_property
    def desks(self) -> tuple[DeskResult, ...]:
        """How callers fare."""
        return gather.desk_results(self.replications, self.per_year)

    @cached_property
    def uses(self) -> tuple[ResourceResult, ...]:
        """Use of desks, teams and benches."""
        return gather.uses(self.replications, self.per_year)

    @cached_property
    def stocks(self) -> tuple[StockResult, ...]:
        """Parts in stores."""
        return gather_stock.stock_results(self.replications, self.variant.scenario, self.per_year)

    @cached_property
    def contracts(self) -> tuple[ContractResult, ...]:
        """What each contract brings and costs."""
        return gather_costs.contract_results(self.replications, self.variant.scenario, self.per_year)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the digests of the replications in order, in hexadecimal."""
        import hashlib

        return hashlib.sha256(b"".join(bytes.fromhex(one.judgement.digest) for one in self.replications)).hexdigest()


def _overtime_s(judgement: Judgement) -> int:
    seats = sum(pool.overtime_s for pool in (*judgement.seats, *judgement.benches))
    return seats + sum(team.overtime_s for team in judgement.teams)
