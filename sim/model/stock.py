"""One part in one store: what lies on the shelf, what is on order, who waits. The one idea behind every store.

Central store, outlet, van and pool of whole units differ only in their order rule and in who supplies them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sim.scenario import Plan, SparePart, StartState, StockRule

CENTRAL = "central"
NOTHING = StockRule(level=0)


@dataclass(frozen=True)
class StockItem:
    """A part in a store. `store`: an outlet's id, `central` or `van:TEAM` (then `engineer` says whose van).

    `named`: the plan gives it a level. A part that is only handed through orders for each demand, as at level 0.
    `opening`: units on the shelf at the begin, `under_way`: (units, instant) of orders placed before. `is_home`: what
    was repaired comes back here, which makes it a stock to look at, also where it is only handed through.
    """

    store: str
    part: str
    rule: StockRule
    named: bool = True
    engineer: int | None = None
    opening: int = 0
    under_way: tuple[tuple[int, int], ...] = ()
    is_home: bool = False


def stock_items(
    plan: Plan,
    engineers: Sequence[tuple[str, int, str]],
    parts: Mapping[str, SparePart],
    start: StartState | None = None,
) -> tuple[StockItem, ...]:
    """All of them: outlets, central store, vans, in the order of the plan. `engineers`: id, outlet, team of each.

    What the start state does not name begins full, less what it says is under way.
    """
    last = [CENTRAL] if plan.central is not None else list(plan.outlets)
    items = [
        replace(item, is_home=item.store in last and parts[item.part].comes_back) for item in _items(plan, engineers)
    ]
    if start is None:
        return tuple(replace(item, opening=item.rule.full) for item in items)
    return tuple(_opened(item, _written(item, engineers), start) for item in items)


def _written(item: StockItem, engineers: Sequence[tuple[str, int, str]]) -> str:
    """The store as a start state names it: a van by its engineer."""
    return item.store if item.engineer is None else f"van:{engineers[item.engineer][0]}"


def _opened(item: StockItem, store: str, start: StartState) -> StockItem:
    here = (store, item.part)
    under_way = tuple((row.units, row.due) for row in start.on_order if (row.store, row.part) == here)
    lies = [row.units for row in start.on_hand if (row.store, row.part) == here]
    usual = max(0, item.rule.full - sum(units for units, _due in under_way))
    return replace(item, opening=sum(lies) if lies else usual, under_way=under_way)


def _items(plan: Plan, engineers: Sequence[tuple[str, int, str]]) -> list[StockItem]:
    outlets = tuple(plan.outlets)
    carried: dict[str, list[str]] = {outlet: [] for outlet in outlets}
    for team in plan.teams.values():
        carried[team.outlet] += team.van
    items: list[StockItem] = []
    for name, outlet in plan.outlets.items():
        items += _of_store(name, outlet.stock, carried[name])
    if plan.central is not None:
        items += _of_store(CENTRAL, plan.central.stock, [item.part for item in items])
    for index, (_id, _outlet, team_id) in enumerate(engineers):
        kit = plan.teams[team_id].van
        items += [StockItem(f"van:{team_id}", part, rule, engineer=index) for part, rule in kit.items()]
    return items


def _of_store(name: str, stock: Mapping[str, StockRule], handed_through: Iterable[str]) -> Iterator[StockItem]:
    for part, rule in stock.items():
        yield StockItem(name, part, rule)
    for part in dict.fromkeys(handed_through):
        if part not in stock:
            yield StockItem(name, part, NOTHING, named=False)


class Demand:
    """Somebody who waits for units: a ticket, or (-1) another store. `handed` is told how many come each time."""

    __slots__ = ("handed", "ticket", "units")

    def __init__(self, ticket: int, units: int, handed: Callable[[int], None]) -> None:
        self.ticket, self.units, self.handed = ticket, units, handed


class Stock:
    """The state of a stock item. Position = on the shelf + on order - waited for; the order rule looks at it alone."""

    __slots__ = ("index", "item", "on_hand", "orders", "place_order", "position", "rule", "waiting")

    place_order: Callable[[int], None]

    def __init__(self, index: int, item: StockItem) -> None:
        self.index, self.item, self.rule = index, item, item.rule
        self.on_hand = item.opening
        self.position = item.opening + sum(units for units, _due in item.under_way)
        self.orders = 0
        self.waiting: deque[Demand] = deque()

    def draw(self, units: int) -> int:
        """Take what there is of so many units."""
        taken = units if units < self.on_hand else self.on_hand
        self.on_hand -= taken
        return taken

    def due(self) -> int:
        """Units to order now: (s, S) up to S, (s, Q) as many batches as lift the position above s."""
        rule = self.rule
        if self.position > rule.s:
            return 0
        if rule.S is not None:
            return rule.S - self.position
        batch = rule.Q or 1
        return -(-(rule.s + 1 - self.position) // batch) * batch
