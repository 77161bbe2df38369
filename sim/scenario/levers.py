"""What of a plan can be moved by itself: head counts, people on call, seats, stock levels, outlets open or shut."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.clock import parse_hours
from sim.scenario.desk import DAY, Desk
from sim.scenario.grammar import write_hours
from sim.scenario.stores import StockRule
from sim.scenario.tree import Map, at, dotted

if TYPE_CHECKING:
    from sim.scenario.plan import PlanFile

ENGINEERS, ON_CALL, SEATS, STOCK, VAN, OPEN, BENCHES = (
    "engineers",
    "on call",
    "seats",
    "stock",
    "van",
    "open",
    "benches",
)
PEOPLE = (ENGINEERS, SEATS)
EVERY = "*"


@dataclass(frozen=True)
class Lever:
    """One number of a plan that can be moved, with its value as written.

    `owner`: the desk, team or store it belongs to, `part` of stock. `steps`: the keys that lead to it, `last` the key
    behind them that may be left out where it is named. `beside`: paths that move with it, each so much above it.
    """

    kind: str
    owner: str
    value: int
    steps: tuple[str, ...]
    last: str | None = None
    part: str | None = None
    beside: tuple[tuple[str, int], ...] = ()

    @property
    def path(self) -> str:
        """As `--set` takes it."""
        return path_of((*self.steps, self.last) if self.last is not None else self.steps)

    def texts(self, value: int) -> tuple[str, ...]:
        """The `--set` texts that give it a value."""
        if self.kind == OPEN:
            return (f"{self.path}={'yes' if value else 'no'}",)
        return (f"{self.path}={value}", *(f"{path}={value + more}" for path, more in self.beside))

    def is_meant(self, steps: Sequence[str]) -> bool:
        """Whether a path with `*` in it leads here; the last key may be left out."""
        full = self.steps if self.last is None else (*self.steps, self.last)
        return any(_fits(steps, one) for one in (self.steps, full))


def path_of(steps: Iterable[str]) -> str:
    """Keys joined by dots, with brackets where they need them."""
    return dotted({}, ("", *steps)).removeprefix(".") if steps else ""


def _fits(pattern: Sequence[str], steps: Sequence[str]) -> bool:
    return len(pattern) == len(steps) and all(a in (EVERY, b) for a, b in zip(pattern, steps, strict=True))


def levers_of(plan: "PlanFile", tree: Map, parts: Iterable[str]) -> tuple[Lever, ...]:
    """Everything that can be moved, in the order of the file. `tree`: the raw file; `parts`: all there are."""
    known = tuple(parts)
    return (
        *(lever for name, desk in plan.desks.items() for lever in _of_desk(name, desk, tree)),
        *_of_outlets(plan, known),
        *_of_central(plan, known),
        *_of_teams(plan, known),
        *_of_workshop(plan),
    )


def _of_desk(name: str, desk: Desk, tree: Map) -> Iterator[Lever]:
    steps = ("desks", name, "seats")
    written = at(tree, steps)
    if not isinstance(written, Map):
        for start, end, seats in desk.shifts:
            if (start, end) == (0, DAY):
                yield Lever(SEATS, name, seats, steps)
        return
    keys = {write_hours(parse_hours(str(key))): str(key) for key in written}
    for start, end, seats in desk.shifts:
        hours = write_hours((start, end))
        yield Lever(SEATS, name, seats, steps, keys.get(hours, hours))


def _of_outlets(plan: "PlanFile", parts: Sequence[str]) -> Iterator[Lever]:
    for name, outlet in plan.outlets.items():
        yield Lever(OPEN, name, int(outlet.open), ("outlets", name, "open"))
        yield from _of_stock(STOCK, name, ("outlets", name, "stock"), outlet.stock, parts)
        yield Lever(BENCHES, name, outlet.benches, ("outlets", name, "benches"))


def _of_central(plan: "PlanFile", parts: Sequence[str]) -> Iterator[Lever]:
    if plan.central is not None:
        yield from _of_stock(STOCK, "central", ("central", "stock"), plan.central.stock, parts)


def _of_teams(plan: "PlanFile", parts: Sequence[str]) -> Iterator[Lever]:
    for name, team in plan.teams.items():
        if team.engineers is None:
            continue
        yield Lever(ENGINEERS, name, team.engineers, ("teams", name, "engineers"))
        on_call = team.on_call.engineers if team.on_call is not None else 0
        yield Lever(ON_CALL, name, on_call, ("teams", name, "on_call"), "engineers")
        yield from _of_stock(VAN, name, ("teams", name, "van"), team.van, parts)


def _of_workshop(plan: "PlanFile") -> Iterator[Lever]:
    if plan.workshop is not None:
        yield Lever(BENCHES, "workshop", plan.workshop.benches, ("workshop", "benches"))


def _of_stock(
    kind: str, owner: str, steps: tuple[str, ...], stock: Mapping[str, StockRule], parts: Sequence[str]
) -> Iterator[Lever]:
    """A level, or the point at which it orders; the distance from s to S stays."""
    for part in dict.fromkeys((*stock, *parts)):
        rule: Any = stock.get(part)
        here = (*steps, part)
        if rule is None or rule.level is not None:
            yield Lever(kind, owner, rule.level if rule is not None else 0, here, None, part)
        elif rule.lot is not None:
            yield Lever(kind, owner, rule.s, here, "s", part)
        else:
            yield Lever(kind, owner, rule.s, here, "s", part, ((path_of((*here, "S")), rule.up_to - rule.s),))
