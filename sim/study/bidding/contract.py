"""One contract out of several: the promises that concern it, judged by its own tickets alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sim.study.variants import Variant, Variants
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Commitment, Cover, Flaw, Scenario


def contracts_named(scenario: Scenario) -> tuple[str, ...]:
    """Every contract of the scenario: those of `contracts`, then those that only sites name."""
    named = (site.contract for site in scenario.sites)
    return tuple(dict.fromkeys((*scenario.contracts, *(name for name in named if name))))


def why_not(scenario: Scenario, contract: str) -> Flaw | None:
    """Why nothing can be said about a contract; None if something can."""
    from sim.scenario import Flaw
    from sim.scenario.problems import unknown

    names = contracts_named(scenario)
    if not names:
        return Flaw("NO_CONTRACT", _("this scenario names no contract: leave --contract out"))
    if contract not in names:
        return unknown(_("contract"), contract, names)
    if not any(site.contract == contract for site in scenario.sites):
        return Flaw("NO_SITE", _("no site is under contract '{contract}'").format(contract=contract))
    if not concerning(scenario, contract):
        return Flaw("NO_CLAUSE", _("no commitment concerns contract '{contract}'").format(contract=contract))
    return None


def concerning(scenario: Scenario, contract: str) -> tuple[Commitment, ...]:
    """The promises that may cover a ticket of the contract, in the order of the file."""
    return tuple(one for one in scenario.commitments if _concerns(one, scenario, contract))


def _concerns(one: Commitment, scenario: Scenario, contract: str) -> bool:
    from sim.model.coverage import may_cover

    reached = may_cover(one.covers, scenario, None)
    return any(here for here, site in zip(reached, scenario.sites, strict=True) if site.contract == contract)


def narrowed(scenario: Scenario, contract: str) -> Scenario:
    """The scenario with the promises that concern the contract, each about that contract's tickets alone.

    A ticket of the contract is under the same time limits as before, so what is said about its limits stays the same.
    """
    promises = tuple(_narrowed(one, contract) for one in concerning(scenario, contract))
    return replace(scenario, commitments=promises)


def _narrowed(one: Commitment, contract: str) -> Commitment:
    """Opening hours are the same for every customer; everything else is counted for the contract."""
    if one.measure.is_open_alone:
        return one
    return one.model_copy(update={"covers": _only(one.covers, contract)})


def _only(covers: Cover | None, contract: str) -> Cover:
    from sim.scenario import Cover

    return (covers or Cover()).model_copy(update={"contract": (contract,)})


@dataclass
class ContractVariants(Variants):
    """Variants that are simulated with all promises of the scenario, and judged by those to one contract."""

    contract: str = ""
    _narrowed: dict[int, Scenario] = field(default_factory=dict)

    @classmethod
    def of(cls, variants: Variants, contract: str) -> ContractVariants:
        """The same variants, judged by one contract."""
        return cls(variants.folder, variants.plan, variants.overrides, variants.called, contract=contract)

    def changed(self, changes: Sequence[str] = (), name: str | None = None, plan: str | None = None) -> Variant:
        """As `Variants.changed`."""
        found = super().changed(changes, name, plan)
        known = self._narrowed.get(id(found.scenario))
        if known is None:
            known = self._narrowed[id(found.scenario)] = narrowed(found.scenario, self.contract)
        return found.judged_by(known, f"contract {self.contract}")
