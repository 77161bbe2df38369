"""Whether a plan fits its scenario: parts that can be had and are needed, crews that can be formed, units to swap."""

from collections.abc import Iterable, Iterator

import numpy as np

from sim.scenario.check_desks import check_inner_limits
from sim.scenario.check_planned import check_rounds
from sim.scenario.check_relief import check_relief
from sim.scenario.check_start import check_start
from sim.scenario.findings import Findings
from sim.scenario.parts_flow import all_come_home, courier_brings, needed_parts, stand_ins, stocked_at, swap_units
from sim.scenario.people import Team
from sim.scenario.problems import listed
from sim.scenario.reach import able_teams, crew_limits, outlets_of_sites
from sim.scenario.scenario import Plan, Scenario
from sim.scenario.tree import Loc
from sim.wording import _, ngettext


def check_fit(findings: Findings, plan: Plan, scenario: Scenario) -> None:
    """Errors where something can never work, warnings where it does nothing. The scenario is without error."""
    _check_supply(findings, plan, scenario)
    _check_use(findings, plan, scenario)
    _check_swap(findings, plan, scenario)
    _check_crews(findings, plan, scenario)
    _check_reserve(findings, plan, scenario)
    _check_matrix(findings, plan, scenario)
    check_inner_limits(findings, plan, scenario)
    check_rounds(findings, plan, scenario)
    check_relief(findings, plan, scenario)
    check_start(findings, plan, scenario)


def _check_supply(findings: Findings, plan: Plan, scenario: Scenario) -> None:
    """Every stocked part needs a supplier, unless all come back; every needed one some way to be had."""
    for name, locs in stocked_at(plan).items():
        if (
            name in scenario.parts
            and scenario.parts[name].lead is None
            and not all_come_home(plan, scenario.parts[name])
        ):
            message = _("'{part}' has no 'lead' in parts.csv: what is taken from stock could never be refilled")
            findings.note(locs[0], "MISSING_VALUE", message.format(part=name), of_key=True)
    for name, faults in needed_parts(scenario).items():
        part = scenario.parts.get(name)
        if part is None or part.lead is not None or name in stocked_at(plan) or courier_brings(plan, part):
            continue
        message = _(
            "{faults} need part '{part}', which can never be had: no store holds it, no courier brings it and it has "
            "no 'lead' in parts.csv"
        )
        findings.note(("supply",), "NEVER_THERE", message.format(faults=listed(faults), part=name))


def _check_use(findings: Findings, plan: Plan, scenario: Scenario) -> None:
    """Stock nobody asks for."""
    units, needed = swap_units(scenario), {*needed_parts(scenario), *stand_ins(scenario)}
    for name, locs in stocked_at(plan).items():
        if name in units and plan.swap is None and name not in needed:
            message = _("the plan exchanges no whole units ('swap' is left out): '{part}' would only lie there")
            findings.warn(locs[0], "NOT_USED", message.format(part=name), of_key=True)
        elif name in scenario.parts and name not in needed and name not in units:
            message = _("no fault needs '{part}': it would only lie there").format(part=name)
            findings.warn(locs[0], "NOT_USED", message, of_key=True)
    for outlet in _outlets_nobody_asks(plan, scenario):
        message = _(
            "its stock is never asked for: it is first in no site's territory, in no lateral pool, fills no van"
        )
        findings.warn(("outlets", outlet, "stock"), "NOT_USED", message)


def _outlets_nobody_asks(plan: Plan, scenario: Scenario) -> Iterator[str]:
    heads = {outlets[0] for outlets in outlets_of_sites(scenario, plan)}
    helped = {outlet for pool in plan.supply.lateral for outlet in pool.between if "lateral" in plan.supply.sourcing}
    for name, outlet in plan.outlets.items():
        filled = {part for team in plan.teams.values() if team.outlet == name for part in team.van}
        if outlet.stock and scenario.sites and name not in heads | helped and not filled & outlet.stock.keys():
            yield name


def _check_swap(findings: Findings, plan: Plan, scenario: Scenario) -> None:
    if plan.swap is None:
        return
    units = swap_units(scenario)
    if not units:
        message = _("no product can be exchanged whole: give one 'swap: {unit, work}' in scenario.yaml")
        findings.note(("swap",), "CONFLICT", message)
        return
    stores = [outlet.stock for outlet in plan.outlets.values()] + [team.van for team in plan.teams.values()]
    empty = [unit for unit in units if not any(unit in stock and stock[unit].full for stock in stores)]
    message = _("a swap without a pool: no outlet and no van keeps a unit of {units}").format(units=listed(empty))
    if len(empty) == len(units):
        findings.note(("swap",), "NO_POOL", message)
    elif empty:
        findings.warn(("swap",), "NO_POOL", message)


def _check_crews(findings: Findings, plan: Plan, scenario: Scenario) -> None:
    """Nobody waits for ever for a crew that cannot be formed."""
    for kind in scenario.faults:
        crew = kind.fault.crew[-1][0]
        sites = np.array([site.product == kind.product for site in scenario.sites], bool)
        if crew == 1 or not sites.any() or not able_teams(plan, kind.fault.skill):
            continue
        limits = crew_limits(scenario, plan, kind.fault.skill)
        short = sites & (limits < crew)
        if (short == sites).all():
            message = _("{fault} needs a crew of {crew}, but at most {most} engineers who can do it work together")
            text = message.format(fault=kind.key, crew=crew, most=int(limits[sites].max()))
            findings.note(("teams",), "CREW_TOO_LARGE", text)
        elif short.any():
            message = ngettext(
                "{fault} needs a crew of {crew}; the outlets of {count} site together have fewer engineers who can do "
                "it: {sites}",
                "{fault} needs a crew of {crew}; the outlets of {count} sites together have fewer engineers who can do "
                "it: {sites}",
                int(short.sum()),
            )
            names = listed(scenario.sites[index].id for index in np.flatnonzero(short))
            text = message.format(fault=kind.key, crew=crew, count=int(short.sum()), sites=names)
            findings.warn(("teams",), "CREW_TOO_LARGE", text)


def _check_reserve(findings: Findings, plan: Plan, scenario: Scenario) -> None:
    for severity, kept in plan.dispatch.reserve.items():
        loc: Loc = ("dispatch", "reserve", severity)
        if severity == scenario.severities[-1]:
            message = _("nothing is less severe than '{severity}': nobody is kept away").format(severity=severity)
            findings.warn(loc, "NOT_USED", message)
        for outlet in plan.outlets:
            heads = _heads(team for team in plan.teams.values() if team.outlet == outlet)
            if heads is not None and 0 < heads <= kept:
                message = _("{kept} kept free are all {heads} engineers of outlet '{outlet}': it does nothing else")
                findings.warn(loc, "NOBODY_LEFT", message.format(kept=kept, heads=heads, outlet=outlet))


def _heads(teams: Iterable[Team]) -> int | None:
    """Engineers together; None where somebody never runs out."""
    counts = [team.engineers for team in teams]
    return None if None in counts else sum(count or 0 for count in counts)


def _check_matrix(findings: Findings, plan: Plan, scenario: Scenario) -> None:
    if not scenario.travel_matrix:
        return
    sites = {site.id for site in scenario.sites}
    for outlet in plan.outlets:
        if outlet in sites:
            message = _("'{name}' is also a site: travel_matrix.csv could mean either; rename one").format(name=outlet)
            findings.note(("outlets", outlet), "DUPLICATE_ID", message, of_key=True)
