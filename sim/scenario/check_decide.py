"""Whether `decide` names what can be decided, and whether any outlet is left open."""

from collections.abc import Iterable, Mapping, Sequence

from sim.scenario.choices import Choices
from sim.scenario.findings import Findings
from sim.scenario.levers import EVERY, OPEN, Lever, path_of
from sim.scenario.overrides import parse_path
from sim.scenario.plan import PlanFile
from sim.scenario.problems import Flaw, listed, nearest, with_hint
from sim.wording import _


def check_decide(findings: Findings, plan: PlanFile, levers: Sequence[Lever]) -> None:
    """Every path leads to something that can be moved; an outlet is open or shut."""
    for path, choices in plan.decide.items():
        try:
            meant = meant_by(path, levers)
        except Flaw as flaw:
            findings.note(("decide", path), flaw.code, flaw.message, flaw.hint, of_key=True)
            continue
        if any(lever.kind == OPEN for lever in meant) and choices[-1] > 1:
            findings.note(("decide", path), "OUT_OF_RANGE", _("an outlet is open or shut: write [no, yes]"))


def check_open(findings: Findings, plan: PlanFile) -> None:
    """Somebody must be left."""
    open_ones = [name for name, outlet in plan.outlets.items() if outlet.open]
    if not open_ones:
        findings.note(("outlets",), "ALL_SHUT", _("every outlet is shut: open one"))
    elif not any((team.outlet or name) in open_ones for name, team in plan.teams.items()):
        findings.note(("teams",), "ALL_SHUT", _("no team lives at an outlet that is open"))
    shut = {name for name, team in plan.teams.items() if (team.outlet or name) in plan.outlets.keys() - set(open_ones)}
    for name, entry in plan.planned.items():
        if entry.teams and shut.issuperset(entry.teams):
            message = _("nobody makes these visits: the outlets of {teams} are shut").format(teams=listed(entry.teams))
            findings.note(("planned", name, "teams"), "NOBODY_ABLE", message)


def meant_by(path: str, levers: Iterable[Lever]) -> list[Lever]:
    """What a path of `decide` leads to; Flaw, with the nearest right path, if it is nothing that can be moved."""
    steps = parse_path(path)
    known = list(levers)
    found = [lever for lever in known if lever.is_meant(steps)]
    if not found:
        hint = nearest(path, _paths(known))
        message = _(
            "'{path}' leads to nothing that can be decided: head counts, people on call, seats, stock levels, benches, "
            "outlets open or shut"
        )
        raise Flaw("UNKNOWN_PATH", with_hint(message.format(path=path), hint), hint)
    return found


def _paths(levers: Iterable[Lever]) -> list[str]:
    """Every lever by its own path, and by the path of all its kind."""
    found: dict[str, None] = {}
    for lever in levers:
        several = [
            step if place != 1 or lever.steps[0] in ("central", "workshop") else EVERY
            for place, step in enumerate(lever.steps)
        ]
        found.update(dict.fromkeys((path_of(lever.steps), path_of(several))))
    return list(found)


def chosen_by(decide: Mapping[str, Choices], levers: Sequence[Lever]) -> dict[Lever, Choices]:
    """The values of every lever that is meant, in the order of the plan; what is written later counts."""
    meant = {lever: choices for path, choices in decide.items() for lever in meant_by(path, levers)}
    return {lever: meant[lever] for lever in levers if lever in meant}
