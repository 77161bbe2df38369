"""Rows of `sites.csv` and `replay.csv` into sites and recorded tickets; every bad cell is reported at its column."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sim.clock import local_iso, parse_local
from sim.scenario.durations import parse_duration
from sim.scenario.geography import PLACE_KEYS, Point, place
from sim.scenario.grammar import parse_date, parse_id, parse_label
from sim.scenario.problems import Flaw, Problem, problem_at, unknown
from sim.scenario.sites import Replay, Site
from sim.scenario.tables import Columns
from sim.scenario.tree import Items, Map
from sim.scenario.units import parse_positive_count
from sim.wording import _

DATES = ("warranty_until", "from", "until")
SITES = Columns(
    "sites",
    ("site_id",),
    ("name", *PLACE_KEYS, "customer", "region", "product", "units", "outlet", "contract", "access", *DATES),
    "site_id",
)
REPLAY = Columns("replay", ("reported", "site_id", "fault"), ("talk", "diagnose", "repair", "patience"))
NOWHERE = "all"


class Cells:
    """One row: reads its cells and keeps what is wrong with them."""

    def __init__(self, row: Map, problems: list[Problem]) -> None:
        self.row, self.problems = row, problems
        self.is_good = True

    def note(self, column: str, flaw: Flaw) -> None:
        """Keep the flaw of a cell."""
        self.is_good = False
        place = self.row.place_of(column) if column else None
        message = f"{column}: {flaw.message}" if column else flaw.message
        self.problems.append(problem_at(place or self.row.place, flaw.code, message, flaw.hint))

    def read(self, column: str, parse: Callable[[object], Any], default: Any = None) -> Any:
        """The value of a cell; the default if it is blank or bad."""
        text = self.row.get(column)
        if text is None:
            return default
        try:
            return parse(text)
        except Flaw as flaw:
            self.note(column, flaw)
            return default

    def refer(self, column: str, what: str, known: Sequence[str] | None) -> None:
        """What a cell names must be known; not asked where what is known could not be read."""
        word = self.row.get(column)
        if word is not None and known is not None and word not in known:
            self.note(column, unknown(what, word, known))

    def need(self, columns: Sequence[str]) -> None:
        """Note the blank ones of cells that must be filled."""
        for column in columns:
            if column not in self.row:
                self.note(column, Flaw("MISSING_VALUE", _("is blank")))

    def point(self, plane: bool | None) -> Point:
        """The place of the row: on a plane, on the globe, or (None) on either."""
        try:
            return place(self.row, plane)
        except Flaw as flaw:
            self.note(str(flaw.at[0]) if flaw.at else "", Flaw(flaw.code, flaw.message, flaw.hint))
            return Point(0.0, 0.0)


def read_sites(
    rows: Items,
    products: Sequence[str] | None,
    calendars: Sequence[str] | None,
    plane: bool | None,
    problems: list[Problem],
) -> tuple[Site, ...]:
    """The sites of a table whose keys are checked; bad rows are left out. None: not known."""
    sites: dict[str, Site] = {}
    for row in rows:
        cells = Cells(row, problems)
        site = _site(cells, products, plane)
        cells.refer("access", _("calendar"), calendars)
        if cells.is_good and site.id:
            sites.setdefault(site.id, site)
    return tuple(sites.values())


def _site(cells: Cells, products: Sequence[str] | None, plane: bool | None) -> Site:
    name = cells.read("site_id", parse_label, "")
    point = cells.point(plane)
    return Site(
        id=name,
        name=cells.read("name", parse_label, name),
        lat=point.lat,
        lon=point.lon,
        customer=cells.read("customer", parse_label, name),
        region=cells.read("region", parse_label, point.province or NOWHERE),
        product=_product(cells, products),
        units=cells.read("units", parse_positive_count, 1),
        outlet=cells.read("outlet", parse_id),
        contract=cells.read("contract", parse_label),
        city=cells.row.get("city") if "lat" not in cells.row else None,
        access=cells.read("access", parse_label),
        x_km=point.x_km,
        y_km=point.y_km,
        warranty_until=cells.read("warranty_until", parse_date),
        from_=cells.read("from", parse_date),
        until=cells.read("until", parse_date),
    )


def _product(cells: Cells, products: Sequence[str] | None) -> str:
    """The product of the row; where there is only one it need not be named."""
    given = cells.read("product", parse_id)
    if products is None or (given is None and "product" in cells.row):
        return given or ""
    if given is None:
        if len(products) != 1:
            message = _("is blank, and there are several products: {products}").format(products=", ".join(products))
            cells.note("product", Flaw("MISSING_VALUE", message))
        return products[0] if products else ""
    if given not in products:
        cells.note("product", unknown(_("product"), given, products))
    return str(given)


class Simulated(NamedTuple):
    """The simulated time in Unix seconds, and the zone of times written without one."""

    zone: str
    begin: int
    stop: int


def read_replay(
    rows: Items, time: Simulated, sites: Mapping[str, Site], faults: Sequence[tuple[str, str]], problems: list[Problem]
) -> tuple[Replay, ...]:
    """The recorded tickets; `faults` are (product, fault). Bad rows are left out."""
    read = []
    for row in rows:
        cells = Cells(row, problems)
        cells.need(REPLAY.needed)
        ticket = _ticket(cells, time, sites, faults)
        if cells.is_good:
            read.append(ticket)
    return tuple(read)


def _ticket(cells: Cells, time: Simulated, sites: Mapping[str, Site], faults: Sequence[tuple[str, str]]) -> Replay:
    site = cells.read("site_id", _known_site(sites), "")
    given = {name: cells.read(name, parse_duration) for name in ("talk", "diagnose", "repair", "patience")}
    product = sites[site].product if site else None
    return Replay(
        reported=cells.read("reported", _simulated(time), 0),
        site=site,
        fault=cells.read("fault", _known_fault(product, faults), ""),
        **given,
    )


def _simulated(time: Simulated) -> Callable[[object], int]:
    def read(value: object) -> int:
        try:
            instant = parse_local(str(value), time.zone)
        except ValueError as error:
            raise Flaw("BAD_VALUE", str(error)) from error
        if not time.begin <= instant < time.stop:
            message = _("lies outside the simulated time, warm-up and run-out included: {begin} to {stop}")
            span = {"begin": local_iso(time.begin, time.zone)[:16], "stop": local_iso(time.stop, time.zone)[:16]}
            raise Flaw("OUT_OF_RANGE", message.format(**span))
        return instant

    return read


def _known_site(sites: Mapping[str, Site]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in sites:
            raise unknown(_("site"), str(value), sites)
        return str(value)

    return read


def _known_fault(product: str | None, faults: Sequence[tuple[str, str]]) -> Callable[[object], str]:
    """Reads `product.fault`, or a fault id that fits the site's product or is unique."""

    def read(value: object) -> str:
        fitting = [(owner, fault) for owner, fault in faults if value in (fault, f"{owner}.{fault}")]
        if not fitting:
            raise unknown(_("fault"), str(value), [fault for _owner, fault in faults])
        own = [(owner, fault) for owner, fault in fitting if product in (None, owner)]
        if not own:
            message = _("the site's product {product} has no fault '{fault}'").format(product=product, fault=value)
            raise Flaw("UNKNOWN_ID", message)
        if len(own) > 1:
            keys = ", ".join(f"{owner}.{fault}" for owner, fault in own)
            raise Flaw("UNKNOWN_ID", _("'{fault}' is several faults: {keys}").format(fault=value, keys=keys))
        return f"{own[0][0]}.{own[0][1]}"

    return read
