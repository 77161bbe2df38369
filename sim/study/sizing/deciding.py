"""Which of a few plans is the cheapest that keeps everything, in worlds that no search has seen.

Two questions share the error that is allowed. Whether a plan keeps: rule 9 with the risk divided among all plans
(Bonferroni); a plan that does not keep must be wrong about one commitment alone to pass, so that risk is not divided
further, while one that keeps may be refused for any of them. Which of those that keep costs least: Kim and Nelson's
procedure (ACM TOMACS 11, 2001), which holds for plans in common worlds; costs closer than the indifference zone count
as the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.study.experiment import FRESH
from sim.study.ranking import kim_nelson
from sim.study.run import is_clear, looks
from sim.study.verdict import LOOKS, decide, replications_needed

if TYPE_CHECKING:
    from sim.study.experiment import Experiment, Many
    from sim.study.outcome import Outcome
    from sim.study.tally import Tally
    from sim.study.variants import Variant

State = Literal["keep", "break", "unproven"]
Costs = Callable[["Outcome"], Sequence[float]]

REPORT = 2 * FRESH
"""Replications from this number on are worlds that neither the search nor the decision has seen."""


@dataclass(frozen=True)
class Terms:
    """`confidence`: that the plan chosen is the right one of those that were compared; `indifference`: share of the
    cost below which two plans cost the same.
    """

    confidence: float = 0.95
    indifference: float = 0.01


@dataclass(eq=False)
class Rival:
    """One plan of the shortlist in fresh worlds.

    `out`: why it is out: "break" or "dearer"; `met`: how far the share of periods kept lies above what the search asks
    for, of the commitment that has least.
    """

    variant: Variant
    outcome: Outcome
    costs: tuple[float, ...]
    state: State = "unproven"
    out: str = ""
    met: float = 0.0
    needed: int | None = None

    @property
    def cost(self) -> float:
        """The mean, a year."""
        return float(np.mean(self.costs))


@dataclass(frozen=True, eq=False)
class Decision:
    """The plan chosen, and how sure that is.

    `proven`: with the confidence asked for it keeps, and none of the others that keeps is cheaper by more than the
    indifference zone. `open_rivals`: cheaper ones that are not decided; `more`: sample years in all that would settle
    what is open, if figures stayed as they are (None: nothing is open, or no number would).
    """

    rivals: tuple[Rival, ...]
    winner: Rival
    terms: Terms
    years: int
    looks: int
    proven: bool
    open_rivals: tuple[Rival, ...] = ()
    more: int | None = None
    zone: float = 0.0


@dataclass
class Fresh:
    """Plans in fresh worlds, look by look.

    `several`: looks that the risk is divided among; `trusted`: keys of plans that the search took for keeping, which
    are preferred as long as nothing is proven; `zone`: the indifference zone in money (or posts), a share of the least
    cost in the first look.
    """

    experiment: Experiment
    variants: Sequence[Variant]
    costs: Costs
    terms: Terms
    several: int
    trusted: frozenset[str] = frozenset()
    rivals: dict[str, Rival] = field(default_factory=dict)
    zone: float = 0.0
    _variances: dict[tuple[str, str], float] = field(default_factory=dict)
    _cases: set[str] = field(default_factory=set)
    _first: int = 0

    def look(self, years: int) -> None:
        """Simulate those that are not out, and see who is now."""
        left = [one for one in self.variants if one.key not in self.rivals or not self.rivals[one.key].out]
        found = self.experiment.outcomes(left, range(FRESH, FRESH + years))
        self._cases.update(name for one in found for name, tally in one.tallies.items() if _has_case(tally))
        for variant, outcome in zip(left, found, strict=True):
            rival = Rival(variant, outcome, tuple(self.costs(outcome)))
            self._judge(rival)
            self.rivals[variant.key] = rival
        if not self._first:
            self._first = years
            self.zone = self.terms.indifference * min(abs(one.cost) for one in self.rivals.values())
            self._spread()
        self._screen(years)

    def _judge(self, rival: Rival) -> None:
        """Keep, break or unproven, at its part of the risk of one look."""
        risk = (1 - self.terms.confidence) / 2 / len(self.variants) / self.several
        stands = [(tally, [m for m in tally.met_each() if m is not None]) for tally in rival.outcome.tallies.values()]
        stands = [(tally, met) for tally, met in stands if met]
        verdicts, needed, margins = [], [], [1.0]
        for tally, met in stands:
            share, n, assurance = sum(met), len(met), tally.commitment.assurance
            exact = tally.unit == "open time"
            keeps = share / n >= assurance if exact else decide(share, n, 1 - risk, assurance) == "keep"
            breaks = share / n < assurance if exact else decide(share, n, 1 - risk / len(stands), assurance) == "break"
            verdicts.append("keep" if keeps else "break" if breaks else "unproven")
            margins.append(share / n - (1 + assurance) / 2)
            if verdicts[-1] == "unproven":
                needed.append(replications_needed(share, n, 1 - risk, assurance))
        if any(not _has_case(rival.outcome.tallies[name]) for name in self._cases):
            verdicts, margins = [*verdicts, "break"], [*margins, -1.0]  # its cases vanish where no work is done
        rival.met = min(margins)
        is_open = "unproven" in verdicts or not verdicts
        rival.state = "break" if "break" in verdicts else "unproven" if is_open else "keep"
        rival.out = "break" if rival.state == "break" else ""
        known = [one for one in needed if one is not None]
        rival.needed = max(known) if known and len(known) == len(needed) else None

    def _spread(self) -> None:
        """Variances of the differences in cost, from the first look, as the procedure asks."""
        every = list(self.rivals.values())
        for a in every:
            for b in every:
                apart = np.subtract(a.costs, b.costs)
                self._variances[a.variant.key, b.variant.key] = float(np.var(apart, ddof=1)) if len(apart) > 1 else 0.0

    def _screen(self, years: int) -> None:
        """Whoever is dearer than one that keeps, beyond what chance and the indifference zone explain, is out."""
        keeping = [one for one in self.rivals.values() if one.state == "keep" and not one.out]
        for rival in [one for one in self.rivals.values() if not one.out]:
            if any(rival.cost > other.cost + self.allowance(rival, other, years) for other in keeping):
                rival.out = "dearer"

    def allowance(self, a: Rival, b: Rival, years: int) -> float:
        """How much dearer one may seem after so many years without being out (W of the procedure, with c = 1)."""
        zone = self.zone
        if self._first < 2 or zone <= 0:
            return float("inf") if self._first < 2 else 0.0
        wanted = self._wanted(a, b)
        return max(0.0, zone / (2 * years) * (wanted - years))

    def _wanted(self, a: Rival, b: Rival) -> float:
        """Sample years after which this pair is decided whatever comes."""
        alpha = (1 - self.terms.confidence) / 2
        _eta, h2 = kim_nelson(max(2, len(self.variants)), self._first, alpha)
        return h2 * self._variances[a.variant.key, b.variant.key] / self.zone**2

    def _is_likely(self, rival: Rival) -> bool:
        """Whether it keeps, or the search took it for keeping and it kept as often in fresh worlds as the search asks.

        That is half way from the assurance to certainty; so few sample years prove it or not.
        """
        return rival.state == "keep" or (rival.variant.key in self.trusted and rival.met >= 0)

    def answer(self, years: int, looks: int) -> Decision:
        """What has come out so far."""
        every = tuple(self.rivals.values())
        left = [one for one in every if not one.out]
        keeping = sorted((one for one in left if one.state == "keep"), key=lambda one: one.cost)
        likely = sorted((one for one in left if self._is_likely(one)), key=lambda one: one.cost)
        winner = (likely or sorted(left or every, key=lambda one: (-one.met, one.cost)))[0]
        cheaper = tuple(one for one in left if one is not winner and one.state == "unproven" and one.cost < winner.cost)
        near = (
            [one for one in keeping if one is not winner and years < self._wanted(one, winner)]
            if self._first > 1
            else []
        )
        proven = winner.state == "keep" and not cheaper and not near and self._first > 1
        needed = [one.needed for one in (winner, *cheaper) if one.state == "unproven"]
        needed += [int(np.ceil(self._wanted(one, winner))) for one in near]
        known = [one for one in needed if one is not None]
        more = max(known) if known and len(known) == len(needed) else None
        return Decision(every, winner, self.terms, years, looks, proven, cheaper, more, self.zone)


def _has_case(tally: Tally) -> bool:
    return any(share is not None for share in tally.met_each())


def decided(
    experiment: Experiment,
    variants: Sequence[Variant],
    costs: Costs,
    terms: Terms,
    replications: Many,
    trusted: Collection[str] = (),
) -> Decision:
    """Choose among plans: exactly so many fresh sample years, or with "auto" as many looks as it takes."""
    planned = LOOKS if replications == "auto" else (replications,)
    fresh = Fresh(experiment, variants, costs, terms, len(planned), frozenset(trusted))
    answer: Decision | None = None
    for number, years in enumerate(planned, start=1):
        alive = len(variants) if answer is None else sum(not one.out for one in answer.rivals)
        done = 0 if answer is None else answer.years
        if answer is not None and not experiment.affords((years - done) * alive):
            break
        fresh.look(years)
        answer = fresh.answer(years, number)
        if answer.proven:
            break
    assert answer is not None
    return answer


def reported(
    experiment: Experiment, variants: Sequence[Variant], replications: Many, precision: float | None = None
) -> list[Outcome]:
    """Plans in worlds that had no part in choosing them: what is said of them is free of the luck of the chosen.

    With "auto" as many looks as the verdicts of the first plan take, and its `precision`.
    """
    planned = looks(replications, precision)
    found: list[Outcome] = []
    for years in planned:
        if found and not experiment.affords((years - found[0].n) * len(variants)):
            break
        found = experiment.outcomes(variants, range(REPORT, REPORT + years))
        if is_clear(list(found[0].tallies.values()), years, precision):
            break
    return [replace(one, several_looks=len(planned) > 1) for one in found]


__all__ = ["REPORT", "Decision", "Rival", "Terms", "decided", "reported"]
