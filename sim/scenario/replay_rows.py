"""Rows of `replay.csv` into recorded tickets; every bad cell is reported at its column."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sim.clock import local_iso, parse_local
from sim.scenario.cells import Cells, until_too_many
from sim.scenario.durations import parse_duration
from sim.scenario.problems import Flaw, Problem, unknown
from sim.scenario.sites import Replay, Site
from sim.scenario.tables import Columns
from sim.scenario.tree import Items
from sim.wording import _

REPLAY = Columns("replay", ("reported", "site_id", "fault"), ("talk", "diagnose", "repair", "patience"))


KnownSites = Mapping[str, Site | None]  # by id as written; None where the row is not good


class Simulated(NamedTuple):
    """The simulated time in Unix seconds, and the zone of times written without one."""

    zone: str
    begin: int
    stop: int


def read_replay(
    rows: Items, time: Simulated, sites: KnownSites, faults: Sequence[tuple[str, str]], problems: list[Problem]
) -> tuple[Replay, ...]:
    """The recorded tickets; `faults` are (product, fault). Bad rows are left out."""
    read = []
    for row in until_too_many(rows, problems):
        cells = Cells(row, problems)
        cells.need(REPLAY.needed)
        ticket = _ticket(cells, time, sites, faults)
        check_service(cells, sites.get(ticket.site), ticket.reported, time.zone)
        if cells.is_good:
            read.append(ticket)
    return tuple(read)


def _ticket(cells: Cells, time: Simulated, sites: KnownSites, faults: Sequence[tuple[str, str]]) -> Replay:
    site = cells.read("site_id", known_site(sites), "")
    given = {name: cells.read(name, parse_duration) for name in ("talk", "diagnose", "repair", "patience")}
    product = product_of(sites.get(site))
    return Replay(
        reported=cells.read("reported", simulated(time), 0),
        site=site,
        fault=cells.read("fault", known_fault(product, faults), ""),
        **given,
    )


def product_of(site: Site | None) -> str | None:
    """The product of a site, as far as it is known."""
    return site.product if site is not None else None


def check_service(cells: Cells, site: Site | None, reported: int, zone: str) -> None:
    """A ticket is reported on a day on which its site is in service."""
    if site is None or not cells.is_good:
        return
    day = date.fromisoformat(local_iso(reported, zone)[:10])
    if site.from_ is not None and day < site.from_:
        message = _("site '{site}' is in service from {day} on only").format(site=site.id, day=site.from_)
        cells.note("reported", Flaw("OUT_OF_RANGE", message))
    elif site.until is not None and day > site.until:
        message = _("site '{site}' is in service until {day} only").format(site=site.id, day=site.until)
        cells.note("reported", Flaw("OUT_OF_RANGE", message))


def simulated(time: Simulated) -> Callable[[object], int]:
    """Reads an instant of the simulated time."""

    def read(value: object) -> int:
        instant = read_instant(value, time.zone)
        if not time.begin <= instant < time.stop:
            message = _("lies outside the simulated time, warm-up and run-out included: {begin} to {stop}")
            span = {"begin": local_iso(time.begin, time.zone)[:16], "stop": local_iso(time.stop, time.zone)[:16]}
            raise Flaw("OUT_OF_RANGE", message.format(**span))
        return instant

    return read


def read_instant(value: object, zone: str) -> int:
    """A local time as Unix seconds."""
    try:
        return parse_local(str(value), zone)
    except ValueError as error:
        raise Flaw("BAD_VALUE", str(error)) from error


def known_site(sites: KnownSites) -> Callable[[object], str]:
    """Reads the id of a site that is there."""

    def read(value: object) -> str:
        if value not in sites:
            raise unknown(_("site"), str(value), sites)
        return str(value)

    return read


def known_fault(product: str | None, faults: Sequence[tuple[str, str]]) -> Callable[[object], str]:
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
