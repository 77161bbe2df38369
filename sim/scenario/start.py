"""The state a scenario starts from: open tickets, stock on hand and on order (`start.csv`)."""

from dataclasses import dataclass

DESK, VISIT = "desk", "visit"
STAGES = (VISIT, DESK)


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """A ticket that is open at the start: it waits for a visit, or still for the desk. `fault`: key of a FaultKind."""

    site: str
    fault: str
    reported: int
    stage: str


@dataclass(frozen=True, slots=True)
class OnHand:
    """Units of a part that lie in a store at the start: an outlet, `central` or `van:TEAM-NUMBER`."""

    store: str
    part: str
    units: int


@dataclass(frozen=True, slots=True)
class OnOrder:
    """Units of a part that are under way to a store and come at the instant `due`."""

    store: str
    part: str
    units: int
    due: int


@dataclass(frozen=True, slots=True)
class StartState:
    """What is there when the simulated time begins; a store or part that is not named begins full."""

    tickets: tuple[OpenTicket, ...] = ()
    on_hand: tuple[OnHand, ...] = ()
    on_order: tuple[OnOrder, ...] = ()
