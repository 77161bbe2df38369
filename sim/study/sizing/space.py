"""What may be decided: numbers of a plan, each with the values it may take, and the plans they make up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from sim.scenario.check_decide import chosen_by
from sim.scenario.levers import BENCHES, ENGINEERS, ON_CALL, OPEN, SEATS, STOCK, VAN, Lever
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Plan

TIMES = 3
"""By default a number may go up to so many times its value."""

MOST_STOCKS = 40
"""More stock levels than these are left alone where nobody says which of them to move."""

Point = tuple[int, ...]


@dataclass(frozen=True)
class Decision:
    """A number of the plan and the values it may take, ascending."""

    lever: Lever
    choices: tuple[int, ...]

    @property
    def path(self) -> str:
        """As `--set` takes it."""
        return self.lever.path

    @property
    def start(self) -> int:
        """The value of the plan, or the nearest one that is allowed; of equals the larger."""
        return min(self.choices, key=lambda choice: (abs(choice - self.lever.value), -choice))

    def below(self, value: int) -> int | None:
        """The next smaller value, about a tenth less of a large one."""
        wanted = value - max(1, value // 10)
        smaller = [choice for choice in self.choices if choice < value]
        return max((c for c in smaller if c <= wanted), default=smaller[0]) if smaller else None

    def above(self, value: int) -> int | None:
        """The next larger value, about a tenth more of a large one."""
        wanted = value + max(1, value // 10)
        larger = [choice for choice in self.choices if choice > value]
        return min((c for c in larger if c >= wanted), default=larger[-1]) if larger else None


@dataclass(frozen=True)
class Space:
    """All decisions, in the order of the plan. `left`: what is not moved, and why, in words.

    `homes`: the outlet of each team; `on_call`: of teams whose head count is decided, the people on call, who are not:
    there are never more of them than people.
    """

    decisions: tuple[Decision, ...]
    left: tuple[str, ...] = ()
    homes: dict[str, str] = field(default_factory=dict)
    on_call: dict[str, Lever] = field(default_factory=dict)

    @property
    def start(self) -> Point:
        """The plan as it stands, as far as it lies within the bounds."""
        return self.repaired(tuple(one.start for one in self.decisions))

    @property
    def top(self) -> Point:
        """Everything at its upper bound."""
        return self.repaired(tuple(one.choices[-1] for one in self.decisions))

    @property
    def plans(self) -> int:
        """How many combinations of values there are."""
        return prod(len(one.choices) for one in self.decisions)

    def points(self) -> Iterator[Point]:
        """Every combination that is a plan, each once."""
        every = (self.repaired(point) for point in product(*(one.choices for one in self.decisions)))
        yield from dict.fromkeys(every)

    def repaired(self, point: Point) -> Point:
        """The nearest plan: nobody is on call whom the team does not have; what is shut is as the file has it."""
        values = dict(zip(self.decisions, point, strict=True))
        shut = self.shut(point)
        heads = {one.lever.owner: value for one, value in values.items() if one.lever.kind == ENGINEERS}
        return tuple(self._value(one, value, shut, heads) for one, value in values.items())

    def shut(self, point: Point) -> set[str]:
        """Outlets that a plan shuts."""
        pairs = zip(self.decisions, point, strict=True)
        return {one.lever.owner for one, value in pairs if one.lever.kind == OPEN and not value}

    def _value(self, one: Decision, value: int, shut: set[str], heads: dict[str, int]) -> int:
        lever = one.lever
        if lever.kind != OPEN and self.home(lever) in shut:
            return one.start
        if lever.kind == ON_CALL and lever.owner in heads:
            allowed = [choice for choice in one.choices if choice <= heads[lever.owner]]
            return min(value, allowed[-1]) if allowed else one.choices[0]
        return value

    def home(self, lever: Lever) -> str | None:
        """The outlet that a lever goes with."""
        if lever.kind in (ENGINEERS, ON_CALL, VAN):
            return self.homes.get(lever.owner, lever.owner)
        return lever.owner if lever.kind in (STOCK, BENCHES) else None

    def texts(self, point: Point) -> tuple[str, ...]:
        """The `--set` texts that make the plan, those of values that differ from the file."""
        pairs = [(one.lever, value) for one, value in zip(self.decisions, point, strict=True)]
        pairs += [
            (self.on_call[lever.owner], value)
            for lever, value in pairs
            if lever.kind == ENGINEERS and lever.owner in self.on_call and value < self.on_call[lever.owner].value
        ]
        return tuple(text for lever, value in pairs if value != lever.value for text in lever.texts(value))

    def moved(self, point: Point, number: int, value: int) -> Point:
        """The plan with one decision changed."""
        return self.repaired((*point[:number], value, *point[number + 1 :]))


def space_of(plan: Plan, is_priced: dict[Lever, bool] | None = None) -> Space:
    """What the plan's `decide` allows; without one, what stands in `TIMES`. Levers without a price are left alone."""
    chosen = chosen_by(plan.decide, plan.levers) if plan.decide else _by_default(plan.levers)
    left = [] if plan.decide else _left_alone(plan.levers, chosen)
    found = []
    for lever, choices in chosen.items():
        if is_priced is not None and not is_priced.get(lever, True):
            left.append(_("{path}: it has no price, so fewer of it would save nothing").format(path=lever.path))
        elif choices != (lever.value,):
            found.append(Decision(lever, choices))
    homes = {name: team.outlet for name, team in plan.teams.items()}
    return Space(tuple(found), tuple(left), homes, _on_call(found, plan.levers))


def _by_default(levers: Sequence[Lever]) -> dict[Lever, tuple[int, ...]]:
    """Head counts, people on call, seats and stock levels between 0 and three times their value."""
    kinds = {ENGINEERS, ON_CALL, SEATS, *((STOCK, VAN) if len(_stocks(levers)) <= MOST_STOCKS else ())}
    moved = [lever for lever in levers if lever.kind in kinds and lever.value > 0]
    return {lever: tuple(range(TIMES * lever.value + 1)) for lever in moved}


def _stocks(levers: Sequence[Lever]) -> list[Lever]:
    return [lever for lever in levers if lever.kind in (STOCK, VAN) and lever.value > 0]


def _left_alone(levers: Sequence[Lever], chosen: dict[Lever, tuple[int, ...]]) -> list[str]:
    stocks = _stocks(levers)
    if not stocks or stocks[0] in chosen:
        return []
    message = _("{count} stock levels stay as they are; name those to be moved under 'decide' in the plan")
    return [message.format(count=len(stocks))]


def _on_call(found: Sequence[Decision], levers: Sequence[Lever]) -> dict[str, Lever]:
    """Of teams whose head count is decided, the people on call where they are not decided themselves."""
    decided = {(one.lever.kind, one.lever.owner) for one in found}
    return {
        lever.owner: lever
        for lever in levers
        if lever.kind == ON_CALL
        and lever.value
        and (ENGINEERS, lever.owner) in decided
        and (ON_CALL, lever.owner) not in decided
    }


def with_choices(space: Space, factor: int) -> Space:
    """The same decisions with upper bounds `factor` times as high."""
    wider = (
        one if one.lever.kind == OPEN else replace(one, choices=(*one.choices, factor * max(one.choices[-1], 1)))
        for one in space.decisions
    )
    return replace(space, decisions=tuple(wider))
