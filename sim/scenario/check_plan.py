"""Cross checks of a plan: against itself and against the scenario it is meant for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sim.scenario.check_desks import check_desks, gets_overflow
from sim.scenario.check_planned import check_planned
from sim.scenario.check_stores import check_sourcing, check_stores
from sim.scenario.desk import Desk
from sim.scenario.faults import Supplier
from sim.scenario.findings import Findings
from sim.scenario.names import Names
from sim.scenario.people import WAKE_WORDS, Team
from sim.scenario.plan import PlanFile, Territory
from sim.scenario.problems import nearest, unknown, with_hint
from sim.scenario.scenario import ALWAYS, Scenario
from sim.scenario.tree import Loc, at
from sim.wording import _

FOREIGN = 3  # so many unknown ids and hardly a known one: the plan was written for another scenario


@dataclass(frozen=True)
class PlanNames:
    """The ids of a plan as written."""

    desks: tuple[str, ...]
    outlets: tuple[str, ...]
    teams: tuple[str, ...]


def check_plan(findings: Findings, plan: PlanFile, own: PlanNames, names: Names, scenario: Scenario | None) -> None:
    """Everything that is named must be there. `scenario` is the best that could be made of it."""
    for desk_id, desk in plan.desks.items():
        _check_desk(findings, ("desks", desk_id), desk, own, names, plan)
    _check_intake(findings, plan, names)
    check_desks(findings, plan, own.desks, scenario)
    for team_id, team in plan.teams.items():
        _check_team(findings, ("teams", team_id), team_id, team, own, names)
    for territory_id, territory in plan.territories.items():
        _check_territory(findings, ("territories", territory_id), territory, own, names)
    _check_overlaps(findings, plan)
    _check_contacts(findings, plan, own, scenario.suppliers if scenario else {})
    _check_dispatch(findings, plan, names)
    check_stores(findings, plan, own.outlets, names)
    check_sourcing(findings, plan, scenario)
    check_planned(findings, plan, own.teams, names, scenario)
    _check_origin(findings, plan, names)


def _check_desk(findings: Findings, loc: Loc, desk: Desk, own: PlanNames, names: Names, plan: PlanFile) -> None:
    findings.refer((*loc, "takes"), _("channel"), desk.takes, names.channels)
    findings.refer((*loc, "calendar"), _("calendar"), desk.calendar, names.calendars)
    findings.refer((*loc, "escalate_to"), _("desk"), desk.escalate_to, own.desks)
    target = plan.desks.get(desk.escalate_to or "")
    if target is not None and target.role == "dispatch":
        message = _("'{desk}' is a dispatch desk and cannot advise").format(desk=desk.escalate_to)
        findings.note((*loc, "escalate_to"), "CONFLICT", message)
    elif _escalates_in_a_loop(str(loc[1]), plan.desks):
        findings.note((*loc, "escalate_to"), "LOOP", _("calls would be passed on in a circle"))
    elif target is not None and _has_no_calls(str(loc[1]), desk, plan) and not findings.is_torn((*loc, "takes")):
        message = _("only the desk that takes the calls passes them on; leave 'escalate_to' out")
        findings.note((*loc, "escalate_to"), "CONFLICT", message)


def _has_no_calls(name: str, desk: Desk, plan: PlanFile) -> bool:
    """Other desks take the calls. (That nobody takes them is said elsewhere.)"""
    return not desk.takes and not gets_overflow(name, plan) and any(other.takes for other in plan.desks.values())


def _escalates_in_a_loop(first: str, desks: Mapping[str, Desk]) -> bool:
    seen: set[str] = set()
    name: str | None = first
    while name is not None and name in desks and name not in seen:
        seen.add(name)
        name = desks[name].escalate_to
    return name == first


def _check_intake(findings: Findings, plan: PlanFile, names: Names) -> None:
    answering = [name for name, desk in plan.desks.items() if desk.role == "answer"]
    taken = {channel for desk in plan.desks.values() for channel in desk.takes}
    if findings.is_torn(("desks",)) or not taken.issubset(names.channels or ()):
        return
    for channel in names.channels or ():
        taking = [name for name, desk in plan.desks.items() if channel in desk.takes]
        _only_one(findings, taking, "takes", _("take '{channel}'").format(channel=channel))
        if answering and not taking:
            message = _("no desk takes '{channel}': nobody would answer; add takes: [{channel}] to a desk")
            findings.note(("desks",), "NOBODY_ANSWERS", message.format(channel=channel))
    dispatching = [name for name, desk in plan.desks.items() if desk.role == "dispatch"]
    _only_one(findings, dispatching, "role", _("dispatch"))


def _only_one(findings: Findings, desks: Sequence[str], key: str, work: str) -> None:
    """Work goes to one desk; a second one would be paid and idle."""
    for other in desks[1:]:
        message = _("two desks {work}: {first} and {second}; give one of them the seats of both by hours")
        text = message.format(work=work, first=desks[0], second=other)
        findings.note(("desks", other, key), "CONFLICT", text)


def _check_team(findings: Findings, loc: Loc, team_id: str, team: Team, own: PlanNames, names: Names) -> None:
    if team.outlet:
        findings.refer((*loc, "outlet"), _("outlet"), team.outlet, own.outlets)
    elif team_id not in own.outlets:
        hint = nearest(team_id, own.outlets)
        message = _("there is no outlet '{team}' for this team; name its 'outlet'").format(team=team_id)
        findings.note((*loc, "outlet"), "MISSING_KEY", with_hint(message, hint), hint)
    findings.refer((*loc, "shift"), _("calendar"), team.shift, names.calendars)
    if team.on_call is not None and isinstance(team.on_call.wake, tuple):
        known = None if names.severities is None else (*WAKE_WORDS, *names.severities)
        findings.refer((*loc, "on_call", "wake"), _("severity"), team.on_call.wake, known)
    is_map = isinstance(at(findings.draft.tree, (*loc, "skills")), dict)
    for number, skill in enumerate(team.slowness):
        findings.refer((*loc, "skills", skill if is_map else number), _("skill"), skill, names.skills)


def _check_territory(findings: Findings, loc: Loc, territory: Territory, own: PlanNames, names: Names) -> None:
    findings.refer((*loc, "outlets"), _("outlet"), territory.outlets, own.outlets)
    findings.refer((*loc, "sites"), _("site"), territory.sites, names.sites)
    findings.refer((*loc, "regions"), _("region"), territory.regions, names.regions)


def _check_overlaps(findings: Findings, plan: PlanFile) -> None:
    for key in ("sites", "regions"):
        owner: dict[str, str] = {}
        for name, territory in plan.territories.items():
            for number, member in enumerate(getattr(territory, key) or ()):
                first = owner.setdefault(member, name)
                if first != name:
                    message = _("'{member}' already belongs to territory '{first}'").format(member=member, first=first)
                    findings.note(("territories", name, key, number), "CONFLICT", message)


def _check_contacts(findings: Findings, plan: PlanFile, own: PlanNames, suppliers: Mapping[str, Supplier]) -> None:
    dispatching = {name for name, desk in plan.desks.items() if desk.role == "dispatch"}
    writing = [name for name in own.desks if name not in dispatching]
    for supplier_id, supplier in suppliers.items():
        desk = supplier.contact_desk
        if desk is not None and own.desks and desk not in writing:
            message = _("supplier '{supplier}' is contacted by desk '{desk}', which this plan does not have")
            if desk in dispatching:
                message = _("supplier '{supplier}' is contacted by desk '{desk}', which is a dispatch desk")
            code, hint = "CONFLICT" if desk in dispatching else "UNKNOWN_ID", nearest(desk, writing)
            findings.note(("desks",), code, with_hint(message.format(supplier=supplier_id, desk=desk), hint), hint)


def _check_dispatch(findings: Findings, plan: PlanFile, names: Names) -> None:
    for severity in plan.dispatch.reserve:
        if names.severities is not None and severity not in names.severities:
            flaw = unknown(_("severity"), severity, names.severities)
            findings.note(("dispatch", "reserve", severity), flaw.code, flaw.message, flaw.hint, of_key=True)
    _check_nights(findings, plan)
    if plan.dispatch.assign == "territory" and "assign" in plan.dispatch.model_fields_set and not plan.territories:
        message = _("there are no territories: each site is served by its own or nearest outlet alone")
        findings.warn(("dispatch", "assign"), "NO_TERRITORIES", message)


def _check_nights(findings: Findings, plan: PlanFile) -> None:
    """Nobody stays for the night who does not stop in the evening."""
    loc: Loc = ("dispatch", "overnight")
    if not plan.dispatch.overnight:
        return
    if plan.dispatch.end_of_shift in ("handover", "relief"):
        findings.warn(loc, "NOT_USED", _("nobody stays overnight: work is handed over at the end of a duty"))
    elif all(team.shift == ALWAYS for team in plan.teams.values()):
        findings.warn(loc, "NOT_USED", _("nobody stays overnight: every team works around the clock"))


def _check_origin(findings: Findings, plan: PlanFile, names: Names) -> None:
    """Say so if hardly anything the plan names is known: then it belongs to another scenario."""
    pairs: list[tuple[Iterable[str], tuple[str, ...] | None]] = []
    pairs += [(team.skills or (), names.skills) for team in plan.teams.values()]
    pairs += [(territory.regions or (), names.regions) for territory in plan.territories.values()]
    pairs += [(territory.sites or (), names.sites) for territory in plan.territories.values()]
    pairs += [([team.shift], names.calendars) for team in plan.teams.values() if "shift" in team.model_fields_set]
    words = {(word, known) for several, known in pairs if known is not None for word in several}
    foreign = [word for word, known in words if word not in known and nearest(word, known) is None]
    if len(foreign) >= FOREIGN and 2 * len(foreign) > len(words):
        message = _("{foreign} of the {all} ids it names are unknown here: is it a plan for another scenario?")
        findings.note((), "FOREIGN_PLAN", message.format(foreign=len(foreign), all=len(words)))
