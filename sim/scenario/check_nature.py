"""Cross checks inside `scenario.yaml` and of its sites."""

from collections.abc import Mapping

import numpy as np

from sim.scenario.demand import Profile
from sim.scenario.faults import Fault
from sim.scenario.findings import Findings, unknown_part
from sim.scenario.geography import swapped_among
from sim.scenario.names import Names
from sim.scenario.nature import CalendarEntry, ScenarioFile
from sim.scenario.problems import Problem, problem_at
from sim.scenario.sites import Site
from sim.scenario.spares import SparePart
from sim.scenario.tree import Items, Loc
from sim.wording import _

_WHOLE = 1e-9


def check_nature(
    findings: Findings, file: ScenarioFile, names: Names, parts: Mapping[str, SparePart], is_recorded: bool
) -> None:
    """What is named must be there: severities, suppliers, parts, calendars, regions; every fault needs a rate.

    `parts` are those that are without error.
    """
    for product, entry in file.products.items():
        if entry.swap is not None:
            _check_unit(findings, ("products", product, "swap", "unit"), entry.swap.unit, names, parts)
        for fault, kind in entry.faults.items():
            _check_fault(findings, ("products", product, "faults", fault), kind, names, is_recorded)
    _check_channels(findings, file, names)
    for name, calendar in file.calendars.items():
        findings.refer(("calendars", name, "all_of"), _("calendar"), calendar.all_of, names.calendars)
        if _loops(name, file.calendars):
            findings.note(("calendars", name, "all_of"), "LOOP", _("the calendar is narrowed by itself"))
    if file.appointments is not None:
        findings.refer(("appointments", "calendar"), _("calendar"), file.appointments.calendar, names.calendars)
    if file.failures == "operating":
        _check_operating(findings, file, is_recorded)
    for number, surge in enumerate(file.profile.surges):
        findings.refer(("profile", "surges", number, "regions"), _("region"), surge.regions, names.regions)
    for number, disruption in enumerate(file.travel.disruptions):
        findings.refer(("travel", "disruptions", number, "regions"), _("region"), disruption.regions, names.regions)


def _check_operating(findings: Findings, file: ScenarioFile, is_recorded: bool) -> None:
    """Failures by running time know no calendar: nothing that moves them in it goes with them."""
    without = _("with failures: operating a unit fails by the time it has run: leave '{key}' out")
    flat = Profile()
    for key in Profile.model_fields:
        if getattr(file.profile, key) != getattr(flat, key) and key != "values":
            findings.note(("profile", key), "CONFLICT", without.format(key=key), of_key=True)
    if file.dispersion.region_day_cv:
        findings.note(("dispersion", "region_day_cv"), "CONFLICT", without.format(key="region_day_cv"), of_key=True)
    if is_recorded:
        message = _("with failures: operating a unit fails by the time it has run: recorded tickets cannot be replayed")
        findings.note(("failures",), "CONFLICT", message)


def _check_channels(findings: Findings, file: ScenarioFile, names: Names) -> None:
    """Who reports where: all shares are there and make one whole."""
    for name, channel in file.channels.items():
        findings.refer(("channels", name, "calendar"), _("calendar"), channel.calendar, names.calendars)
        if len(file.channels) > 1 and "share" not in channel.model_fields_set:
            message = _("'share' is missing: of several channels each needs its share")
            findings.note(("channels", name), "MISSING_KEY", message)
            return
    total = sum(channel.share for channel in file.channels.values())
    if abs(total - 1) > _WHOLE and not findings.is_torn(("channels",)):
        message = _("shares must add up to 100%, these make {sum:.4g}%").format(sum=100 * total)
        findings.note(("channels",), "OUT_OF_RANGE", message)


def _check_fault(findings: Findings, loc: Loc, fault: Fault, names: Names, is_recorded: bool) -> None:
    if not fault.is_rated and not is_recorded and not findings.is_torn((*loc, "rate"), as_prefix=True):
        findings.note(loc, "MISSING_KEY", _("'rate_per_unit_year' is missing: how often it happens"))
    findings.refer((*loc, "severity"), _("severity"), fault.severity, names.severities)
    findings.refer_parts((*loc, "parts"), fault.parts, names.parts)
    if fault.supplier is not None:
        at = (*loc, "supplier", "id")
        findings.refer(at, _("supplier"), fault.supplier.id, names.suppliers)


def _check_unit(findings: Findings, loc: Loc, unit: str, names: Names, parts: Mapping[str, SparePart]) -> None:
    if names.parts is not None and unit not in names.parts:
        findings.flaw(loc, unknown_part(unit, names.parts))
    elif unit in parts and parts[unit].kind != "unit":
        message = _("'{part}' is a {kind} in parts.csv; only a part of kind unit is exchanged whole")
        findings.note(loc, "CONFLICT", message.format(part=unit, kind=parts[unit].kind))


def _loops(name: str, calendars: Mapping[str, CalendarEntry]) -> bool:
    """Whether a calendar is, at some depth, a part of itself."""
    reached: set[str] = set()
    ahead = list(calendars[name].all_of)
    while ahead:
        part = ahead.pop()
        if part not in reached and part in calendars:
            reached.add(part)
            ahead.extend(calendars[part].all_of)
    return name in reached


def swapped_sites(sites: tuple[Site, ...], rows: Items) -> list[Problem]:
    """Sites far from all others that would lie among them with lat and lon exchanged."""
    lats = np.array([site.lat for site in sites], np.float64)
    lons = np.array([site.lon for site in sites], np.float64)
    by_id = {row.get("site_id"): row for row in rows}
    found = []
    for position in swapped_among(lats, lons):
        site = sites[int(position)]
        message = _("lat {lat}, lon {lon} is far from all other sites and would lie among them if swapped")
        row = by_id[site.id]
        place = row.place_of("lat") or row.place
        found.append(problem_at(place, "BAD_PLACE", message.format(lat=site.lat, lon=site.lon)))
    return found
