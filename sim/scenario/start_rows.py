"""Rows of `start.csv` into the state a scenario starts from; every bad cell is reported at its column."""

import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple, TypeVar

from sim.clock import local_iso
from sim.scenario.cells import Cells, until_too_many
from sim.scenario.findings import unknown_part
from sim.scenario.grammar import choice, parse_id
from sim.scenario.problems import Flaw, Problem
from sim.scenario.replay_rows import KnownSites, check_service, known_fault, known_site, product_of, read_instant
from sim.scenario.start import STAGES, VISIT, OnHand, OnOrder, OpenTicket, StartState
from sim.scenario.tables import Columns
from sim.scenario.tree import Items
from sim.scenario.units import parse_count, parse_positive_count
from sim.wording import _

OF_TICKET = ("site_id", "fault", "reported", "stage")
OF_STOCK = ("store", "part_id", "units")
START = Columns("start", ("what",), (*OF_TICKET, *OF_STOCK, "due"))
NEEDED = {"ticket": OF_TICKET[:3], "stock": OF_STOCK, "order": (*OF_STOCK, "due")}
MAY_HAVE = {**NEEDED, "ticket": OF_TICKET}
VAN = re.compile(r"van:([a-z0-9][a-z0-9-]*)-([1-9][0-9]*)")

T = TypeVar("T")
_WHAT = choice(*NEEDED)
_STAGE = choice(*STAGES)


class Known(NamedTuple):
    """What the rows may name, the zone their times are in and the instant of the start. None: not known."""

    zone: str
    start: int | None
    sites: KnownSites
    faults: Sequence[tuple[str, str]]
    parts: Collection[str] | None


def read_start(rows: Items, known: Known, problems: list[Problem]) -> StartState:
    """Open tickets, stock on hand and on order; bad rows are left out."""
    tickets: list[OpenTicket] = []
    on_hand: dict[tuple[str, str], OnHand] = {}
    on_order: list[OnOrder] = []
    if not any("what" in row for row in rows):
        return StartState()  # the column is missing, which is said
    for row in until_too_many(rows, problems):
        cells = Cells(row, problems)
        what = _what(cells)
        if what == "ticket":
            tickets += _if_good(cells, _ticket(cells, known))
        elif what == "order":
            on_order += _if_good(cells, _order(cells, known))
        elif what == "stock":
            _put(cells, _stock(cells, known), on_hand)
    return StartState(tuple(tickets), tuple(on_hand.values()), tuple(on_order))


def _what(cells: Cells) -> str | None:
    """What the row is about; what such a row needs is there, and nothing that it cannot have."""
    cells.need(START.needed)
    what: str | None = cells.read("what", _WHAT.parse)
    if what is None:
        return None
    cells.need(NEEDED[what])
    for column in START.optional:
        if column in cells.row and column not in MAY_HAVE[what]:
            message = _("a row about '{what}' leaves this blank; it has {columns}")
            cells.note(column, Flaw("CONFLICT", message.format(what=what, columns=", ".join(MAY_HAVE[what]))))
    return what


def _if_good(cells: Cells, read: T) -> list[T]:
    return [read] if cells.is_good else []


def _ticket(cells: Cells, known: Known) -> OpenTicket:
    site: str = cells.read("site_id", known_site(known.sites), "")
    product = product_of(known.sites.get(site))
    ticket = OpenTicket(
        site=site,
        fault=cells.read("fault", known_fault(product, known.faults), ""),
        reported=cells.read("reported", _by(known), 0),
        stage=cells.read("stage", _STAGE.parse, VISIT),
    )
    check_service(cells, known.sites.get(site), ticket.reported, known.zone)
    return ticket


def _by(known: Known) -> Callable[[object], int]:
    """Reads an instant before the start."""

    def read(value: object) -> int:
        instant = read_instant(value, known.zone)
        if known.start is not None and instant >= known.start:
            message = _("what is open at the start was reported before it: earlier than {start}")
            raise Flaw("OUT_OF_RANGE", message.format(start=local_iso(known.start, known.zone)[:16]))
        return instant

    return read


def _stock(cells: Cells, known: Known) -> OnHand:
    return OnHand(
        store=cells.read("store", parse_store, ""),
        part=cells.read("part_id", _known_part(known), ""),
        units=cells.read("units", parse_count, 0),
    )


def _put(cells: Cells, stock: OnHand, on_hand: dict[tuple[str, str], OnHand]) -> None:
    """What lies in a store is said once."""
    key = stock.store, stock.part
    if cells.is_good and key in on_hand:
        message = _("the stock of '{part}' in '{store}' is there twice; give it in one row")
        cells.note("part_id", Flaw("DUPLICATE_ID", message.format(store=stock.store, part=stock.part)))
    elif cells.is_good:
        on_hand[key] = stock


def _order(cells: Cells, known: Known) -> OnOrder:
    return OnOrder(
        store=cells.read("store", parse_store, ""),
        part=cells.read("part_id", _known_part(known), ""),
        units=cells.read("units", parse_positive_count, 1),
        due=cells.read("due", _after(known), 0),
    )


def _after(known: Known) -> Callable[[object], int]:
    """Reads an instant after the start."""

    def read(value: object) -> int:
        instant = read_instant(value, known.zone)
        if known.start is not None and instant <= known.start:
            message = _("what is on order comes after the start, {start}; what has come is stock")
            raise Flaw("OUT_OF_RANGE", message.format(start=local_iso(known.start, known.zone)[:16]))
        return instant

    return read


def parse_store(value: object) -> str:
    """An outlet, `central`, or the van of an engineer such as `van:north-2`."""
    text = str(value)
    if text.startswith("van:") and not VAN.fullmatch(text):
        message = _("'{text}' is no van; write van:TEAM-NUMBER, such as van:north-2")
        raise Flaw("BAD_VALUE", message.format(text=text))
    return text if text.startswith("van:") else parse_id(text)


def _known_part(known: Known) -> Callable[[object], str]:
    def read(value: object) -> str:
        if known.parts is not None and value not in known.parts:
            raise unknown_part(str(value), known.parts)
        return str(value)

    return read
