"""Rows of `sites.csv` into sites; every bad cell is reported at its column."""

from collections.abc import Sequence
from copy import copy

from sim.scenario.cells import Cells, until_too_many
from sim.scenario.geography import PLACE_KEYS
from sim.scenario.grammar import parse_date, parse_id, parse_label
from sim.scenario.names import Names
from sim.scenario.problems import Flaw, Problem, unknown
from sim.scenario.ranges import Range
from sim.scenario.sites import Site
from sim.scenario.tables import Columns
from sim.scenario.tree import Items
from sim.scenario.units import parse_positive_count
from sim.wording import _

DATES = ("warranty_until", "from", "until")
SITES = Columns(
    "sites",
    ("site_id",),
    ("name", *PLACE_KEYS, "customer", "region", "product", "units", "outlet", "contract", "access", *DATES),
    "site_id",
)
NUMBERS = ("lat", "lon", "x_km", "y_km", "units")
NOWHERE = "all"


def read_sites(rows: Items, names: Names, problems: list[Problem]) -> tuple[Site, ...]:
    """The sites of a table whose keys are checked; bad rows are left out. `names` are those of scenario.yaml."""
    sites: dict[str, Site] = {}
    for row in until_too_many(rows, problems):
        cells = Cells(row, problems)
        site = _site(cells, names.products, names.plane)
        cells.refer("access", _("calendar"), names.calendars)
        cells.refer("contract", _("contract"), names.fees)
        if site.from_ is not None and site.until is not None and site.until < site.from_:
            cells.note("until", Flaw("OUT_OF_RANGE", _("the last day of service lies before the first")))
        if cells.is_good and site.id:
            sites.setdefault(site.id, site)
    return tuple(sites.values())


def check_site_ends(rows: Items, ranges: Sequence[Range], names: Names, problems: list[Problem]) -> None:
    """The ends of a range in the table must be fit to stand in their cell."""
    for one in (one for one in ranges if one.loc[0] == SITES.root):
        for end in (end for end in (one.low, one.high) if end is not None):
            row = copy(rows[int(one.loc[1])])
            row[str(one.loc[2])] = end
            _site(Cells(row, problems), names.products, names.plane)


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
