"""What misses cost, in cents, worked out cell by cell from the terms of a penalty; and the right to end a contract."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from sim.audit.cells import Cell, Tried, is_met
from sim.audit.promised_times import Answer
from sim.audit.reach import NO_CONTRACT, Reach, group_of
from sim.audit.reviews import reviews_of
from sim.scenario import Commitment, Exit, Penalty, Scenario

HOUR_S = 3600


@dataclass(frozen=True, eq=False)
class Terms:
    """The penalty of one promise. `is_timeless`: no single case is kept or missed, a period is.

    `doubt`: what holds of a miss of which nobody knows whether it was mostly the customer's.
    """

    scenario: Scenario
    promise: Commitment
    reach: Reach
    is_timeless: bool
    doubt: bool = False

    @property
    def penalty(self) -> Penalty:
        """Its terms; without any nothing costs anything."""
        return self.promise.penalty or Penalty.model_construct()

    # -- fees ---------------------------------------------------------------------------------------------------------

    def fee_of(self, contract: str | None) -> int:
        """The yearly fee of a contract in cents, 0 where there is none."""
        entry = self.scenario.contracts.get(contract or "")
        return (entry.fee_per_year or 0) if entry is not None else 0

    def fee(self, case: Tried, cell: Cell) -> int:
        """The fee that a miss is a share of: of the contract of its site; no single ticket is missed by a silence."""
        return self.fees(cell) if case.ticket < 0 else self.fee_of(case.site.contract)

    def fees(self, cell: Cell) -> int:
        """The yearly fees of all contracts that the promise can reach in this group, each once."""
        return sum(self.fee_of(contract) for contract in self.reach.contracts(cell.group))

    # -- one period ---------------------------------------------------------------------------------------------------

    def fine(self, cell: Cell) -> int:
        """What a period costs, before a cap over the whole contract."""
        penalty, met = self.penalty, is_met(cell, self.promise)
        is_due = penalty.when == "each_miss" or (cell.review.is_judged and met is False)
        total = self._misses_cost(cell, met) if is_due else 0
        if cell.review.is_judged and cell.covered:
            total += self._band(cell)
        limit = penalty.limit
        return total if limit is None or limit.per != "period" else min(total, self.cap(cell))

    def cap(self, cell: Cell) -> int:
        """The most that is paid."""
        limit = self.penalty.limit
        assert limit is not None
        return limit.amount if limit.amount is not None else part_of(self.fees(cell), limit.share_of_fee)

    def _misses_cost(self, cell: Cell, met: bool | None) -> int:
        penalty, once = self.penalty, self.penalty.when == "target_missed"
        paid = self._paid(cell, met)
        hours = sum(-(-case.late_s // HOUR_S) for own in paid for case in own)
        fees = [self.fees(cell)] if once else [self.fee(own[0], cell) for own in paid]
        total = (penalty.per_miss or 0) * len(paid) + (penalty.per_hour_late or 0) * hours
        return total + sum(part_of(fee, penalty.percent_of_fee) for fee in fees)

    def _paid(self, cell: Cell, met: bool | None) -> list[list[Tried]]:
        """The misses that are not free, each with its cases: the earliest are free, and a customer is missed once."""
        cases = cell.misses
        if self.is_timeless and met is False:
            cases = [Tried(-1, cell.review.start, self.scenario.sites[0], Answer.MISSED)]
        misses: dict[object, list[Tried]] = defaultdict(list)
        for number, case in enumerate(sorted(self.counted(cases), key=lambda case: (case.reported, case.ticket))):
            misses[case.site.customer if self.promise.of == "customer" else number].append(case)
        return list(misses.values())[self.penalty.free_misses :]

    def counted(self, misses: Iterable[Tried]) -> list[Tried]:
        """Without those that cost nothing: reported on an excluded date, or late mostly because of the customer."""
        exclude, zone = self.penalty.exclude, ZoneInfo(self.scenario.timezone)
        found = []
        for case in misses:
            day = datetime.fromtimestamp(case.reported, zone).date()
            is_excluded = any(span.from_ <= day <= span.last for span in exclude.dates)
            if not is_excluded and not (exclude.customer_caused and self._is_customers(case)):
                found.append(case)
        return found

    def _is_customers(self, case: Tried) -> bool:
        known = case.is_customers()
        return self.doubt if known is None else known

    def _band(self, cell: Cell) -> int:
        """The lowest band that the share lies below."""
        share = Fraction(cell.kept, cell.covered)
        for band in sorted(self.penalty.bands, key=lambda one: one.below):
            if share < band.below:
                return band.amount if band.amount is not None else part_of(self.fees(cell), band.percent_of_fee)
        return 0

    # -- all periods --------------------------------------------------------------------------------------------------

    def fines(self, cells: Sequence[Cell]) -> list[int]:
        """By cell; a cap over the contract is used up by the earlier periods first, for each group."""
        if self.promise.penalty is None:
            return [0] * len(cells)
        paid = [self.fine(cell) for cell in cells]
        limit = self.penalty.limit
        if limit is None or limit.per != "contract":
            return paid
        spent: dict[str, int] = defaultdict(int)
        for index in sorted(range(len(cells)), key=lambda i: cells[i].review.start):
            group = cells[index].group
            paid[index] = min(paid[index], self.cap(cells[index]) - spent[group])
            spent[group] += paid[index]
        return paid

    def bonus(self, cell: Cell) -> int:
        """Earned by a judged period that is as promised."""
        earns = cell.review.is_judged and is_met(cell, self.promise) is True
        return (self.penalty.bonus or 0) if earns else 0

    def may_end(self, misses: Iterable[Tried]) -> bool | None:
        """Whether anybody has a right to end the contract; None where no such right was given."""
        right = self.promise.exit
        return None if right is None else any(self._has_enough(right, self.counted(misses)))

    def _has_enough(self, right: Exit, misses: list[Tried]) -> Iterable[bool]:
        for step in reviews_of(self.scenario.horizon, right.span):
            counts: dict[str, int] = defaultdict(int)
            for case in misses:
                group = group_of(case.site, right.per)
                if step.start <= case.reported < step.end and (right.per != "contract" or group != NO_CONTRACT):
                    counts[group] += 1
            yield any(count >= right.misses for count in counts.values())


def part_of(fee: int, share: float | None) -> int:
    """A share of a fee, rounded to the cent, halves up."""
    exact = Decimal(fee) * Decimal(str(share or 0))
    return int(exact.to_integral_value(ROUND_HALF_UP))
