"""Cross checks of what a plan says of its stores: parts, hours, places, and the ways parts take between them."""

from collections.abc import Iterator

from sim.scenario.findings import Findings
from sim.scenario.geography import GLOBE_KEYS, PLANE_KEYS
from sim.scenario.names import Names
from sim.scenario.plan import PlanFile
from sim.scenario.scenario import Scenario
from sim.scenario.stores import Located
from sim.scenario.tree import Loc
from sim.wording import _


def check_stores(findings: Findings, plan: PlanFile, outlets: tuple[str, ...], names: Names) -> None:
    """Parts, calendars and outlets that are named must be there; places must be of the scenario's kind."""
    for outlet_id, outlet in plan.outlets.items():
        loc: Loc = ("outlets", outlet_id)
        findings.refer_parts((*loc, "stock"), outlet.stock, names.parts)
        findings.refer((*loc, "store_hours"), _("calendar"), outlet.store_hours, names.calendars)
        findings.refer((*loc, "bench_calendar"), _("calendar"), outlet.bench_calendar, names.calendars)
        _check_place(findings, loc, outlet, names.plane)
    for team_id, team in plan.teams.items():
        findings.refer_parts(("teams", team_id, "van"), team.van, names.parts)
    if plan.central is not None:
        findings.refer_parts(("central", "stock"), plan.central.stock, names.parts)
        findings.refer(("central", "store_hours"), _("calendar"), plan.central.store_hours, names.calendars)
        _check_place(findings, ("central",), plan.central, names.plane)
    _check_pools(findings, plan, outlets)
    _check_without_central(findings, plan)


def _check_place(findings: Findings, loc: Loc, spot: Located, plane: bool | None) -> None:
    """Degrees and kilometres on a plane do not mix."""
    for key in spot.written_place:
        if plane and key in GLOBE_KEYS:
            message = _("the scenario measures on a plane (travel.distance): write x_km and y_km in place of {key}")
            findings.note((*loc, key), "BAD_PLACE", message.format(key=key))
            return
        if plane is False and key in PLANE_KEYS:
            message = _(
                "{key} counts only where the scenario says travel: {{distance: plane}}; write city or lat and lon"
            )
            findings.note((*loc, key), "BAD_PLACE", message.format(key=key))
            return


def _check_pools(findings: Findings, plan: PlanFile, outlets: tuple[str, ...]) -> None:
    owner: dict[str, int] = {}
    for number, pool in enumerate(plan.supply.lateral):
        loc: Loc = ("supply", "lateral", number, "between")
        findings.refer(loc, _("outlet"), pool.between, outlets)
        if len(set(pool.between)) < 2:
            findings.note(loc, "OUT_OF_RANGE", _("two outlets or more are needed to help each other out"))
        for position, outlet in enumerate(pool.between):
            if outlet in pool.between[:position]:
                message = _("'{outlet}' is listed twice").format(outlet=outlet)
                findings.note((*loc, position), "CONFLICT", message)
            elif owner.setdefault(outlet, number) != number:
                message = _(
                    "'{outlet}' already belongs to another pool: parts would be asked for in a circle that never ends; "
                    "keep it in one pool"
                )
                findings.note((*loc, position), "LOOP", message.format(outlet=outlet))


def _check_without_central(findings: Findings, plan: PlanFile) -> None:
    if plan.central is not None or findings.is_torn(("central",)):
        return
    locs: list[Loc] = [("outlets", name, "from_central") for name, entry in plan.outlets.items() if entry.from_central]
    if "central_to_outlet" in plan.supply.model_fields_set:
        locs.append(("supply", "central_to_outlet"))
    for loc in locs:
        findings.warn(loc, "NOT_USED", _("the plan has no central store that anything would come from"))


def check_sourcing(findings: Findings, plan: PlanFile, scenario: Scenario | None) -> None:
    """What is listed as a place where parts come from must be one."""
    if "sourcing" in plan.supply.model_fields_set:
        missing = dict(_not_set_up(findings, plan, scenario))
        for number, source in enumerate(plan.supply.sourcing):
            if source in missing:
                findings.note(("supply", "sourcing", number), "CONFLICT", missing[source])
    if "van" not in plan.supply.sourcing and not findings.is_torn(("supply", "sourcing")):
        _check_unused_vans(findings, plan, scenario)


def _not_set_up(findings: Findings, plan: PlanFile, scenario: Scenario | None) -> Iterator[tuple[str, str]]:
    if not plan.supply.lateral and not findings.is_torn(("supply", "lateral")):
        yield "lateral", _("no outlets help each other out: write supply.lateral, or leave 'lateral' out")
    if plan.central is None and not findings.is_torn(("central",)):
        yield "central", _("the plan has no central store: write 'central', or leave it out here")
    leads = [part.courier_lead for part in scenario.parts.values()] if scenario is not None else []
    is_known = scenario is not None and not findings.is_torn(("supply", "courier"))
    if is_known and plan.supply.courier is None and not any(leads):
        yield (
            "courier",
            _("no courier is set up: write supply.courier, or courier_lead in parts.csv, or leave 'courier' out"),
        )


def _check_unused_vans(findings: Findings, plan: PlanFile, scenario: Scenario | None) -> None:
    """Kits nobody looks into; whole units are exchanged from vans whatever the list says."""
    products = scenario.products.values() if scenario is not None else ()
    units = {product.swap.unit for product in products if product.swap is not None}
    for team_id, team in plan.teams.items():
        if team.van.keys() - units:
            message = _("nobody looks for parts in vans: add 'van' to supply.sourcing, or leave the kit out")
            findings.warn(("teams", team_id, "van"), "NOT_USED", message)
