"""Logic: what flows, what is done to it, by whom, and where it waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sim.scenario.people import write_head_count
from sim.scenario.reference import meanings_of
from sim.scenario.reference.milestones import milestones
from sim.scenario.resolved import distribution_text
from sim.scenario.units import number_text
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Fault, Plan, Scenario

STEPS = ("talk", "diagnose", "repair", "sign_off", "bring", "take_back")
DECIDED = ("rule", "assign", "backup", "end_of_shift", "missing_part", "after_job")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; upright strokes inside a cell are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def bullets(lines: Iterable[str]) -> str:
    """A list in Markdown."""
    return "\n".join(f"- {line}" for line in lines)


def overview(scenario: Scenario, plan: Plan) -> Iterator[str]:
    """A picture of the parts this plan has, in the order in which a ticket meets them."""
    yield "```mermaid\nflowchart LR\n" + "\n".join(f"  {edge}" for edge in _edges(scenario, plan)) + "\n```"
    yield _("Pictures of each part, and the rules behind them, stand in docs/model.md.")


def _edges(scenario: Scenario, plan: Plan) -> Iterator[str]:
    yield f'sites["{_("{n} sites").format(n=len(scenario.sites))}"] --> calls["{", ".join(scenario.channels)}"]'
    answering = ", ".join(plan.answering)
    yield f'calls --> desks["{answering or _("answered at once")}"]'
    yield f'desks --> fixed(["{_("fixed by advice")}"])'
    if scenario.suppliers:
        yield f'desks --> suppliers["{", ".join(scenario.suppliers)}"] --> dispatch'
    yield f'desks --> dispatch["{_("dispatch: {rule}, {assign}").format(**_dispatch(plan))}"]'
    yield f'dispatch --> teams["{_("{n} teams at {m} outlets").format(n=len(plan.teams), m=len(plan.outlets))}"]'
    if scenario.parts:
        yield f'stores["{_("{n} parts in stock").format(n=len(scenario.parts))}"] --> teams'
    yield f'teams --> closed(["{_("restored, closed")}"])'


def _dispatch(plan: Plan) -> dict[str, str]:
    return {"rule": str(plan.dispatch.rule), "assign": str(plan.dispatch.assign)}


def milestones_reached() -> Iterator[str]:
    """The dated facts of a ticket, in words."""
    yield _("A ticket is one reported fault and all that follows. It passes these milestones, as far as it needs them:")
    yield table((_("milestone"), _("when")), ([f"`{name}`", meaning] for name, meaning in milestones().items()))


def algorithms(plan: Plan) -> Iterator[str]:
    """The rules the plan decides by."""
    meanings = meanings_of("Dispatch")
    rows = [[f"`dispatch.{key}`", f"`{getattr(plan.dispatch, key)}`", meanings[key]] for key in DECIDED]
    sourcing = ", ".join(plan.supply.sourcing)
    rows.append(["`supply.sourcing`", f"`{sourcing}`", meanings_of("Supply")["sourcing"]])
    yield table((_("decision"), _("this plan"), _("what it decides")), rows)
    yield _(
        "Everything that is asked for at one instant is granted in one total order: benches, parts (time of the "
        "request, ticket), seats, engineers. No tie is left to the order of insertion."
    )


def entities(scenario: Scenario) -> Iterator[str]:
    """What flows through the model."""
    yield bullets(
        [
            _("Tickets, by kind: {kinds}.").format(kinds=_names(kind.key for kind in scenario.faults)),
            _("Customers: {n}, at {m} sites.").format(n=len(scenario.customers), m=len(scenario.sites)),
            _("Visits: one trip to a ticket's site each; a ticket may need several."),
            _("Parts, as units that are ordered, reserved, used and sent back: {parts}.").format(
                parts=_names(scenario.parts) or _("none")
            ),
        ]
    )


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def activities(scenario: Scenario) -> Iterator[str]:
    """How long each piece of work takes, by kind of ticket; durations of zero are left out."""
    rows = [[f"`{kind.key}`", step, text] for kind in scenario.faults for step, text in _work(kind.fault)]
    yield table((_("kind of ticket"), _("work"), _("lasts")), rows)
    travel = scenario.travel
    yield _("Travel: distance times {detour}, speeds as in 3.3, noise of mean 1 and cv {cv}.").format(
        detour=number_text(travel.detour), cv=number_text(travel.noise_cv)
    )


def _work(fault: Fault) -> Iterator[tuple[str, str]]:
    for step in STEPS:
        dist = getattr(fault, step)
        if dist.average:
            yield step, f"`{distribution_text(dist)}`"


def resources(plan: Plan) -> Iterator[str]:
    """Who and what is limited."""
    rows = [[_("desk"), f"`{name}`", _("{seats} seats").format(seats=_seats(plan, name))] for name in plan.desks]
    rows += [[_("team"), f"`{name}`", _team(plan, name)] for name in plan.teams]
    rows += [
        [_("repair point"), f"`{name}`", _("{n} benches").format(n=outlet.benches)]
        for name, outlet in plan.outlets.items()
        if outlet.benches
    ]
    if plan.workshop is not None:
        rows.append([_("workshop"), "-", _("{n} benches").format(n=plan.workshop.benches)])
    yield table((_("kind"), _("name"), _("how many")), rows)
    yield _("Stock levels are listed in 3.3.")


def _seats(plan: Plan, name: str) -> str:
    from sim.scenario.desk import write_seats

    desk = plan.desks[name]
    return write_seats(desk.shifts) + (f", {desk.calendar}" if desk.calendar else "")


def _team(plan: Plan, name: str) -> str:
    team = plan.teams[name]
    return _("{n} engineers, shift {shift}").format(n=write_head_count(team.head_count), shift=team.shift)


def queues(plan: Plan) -> Iterator[str]:
    """Where entities wait, and in which order they are taken."""
    rows = [[f"`{name}`", _desk_order(plan, name)] for name in plan.desks]
    rows.append([_("visits"), _("{rule}; ties: severity, ready time, id").format(rule=plan.dispatch.rule)])
    rows.append([_("parts of a store"), _("first come, first served; a quantity takes what there is")])
    rows.append([_("benches"), _("first come, first served")])
    yield table((_("queue"), _("order")), rows)


def _desk_order(plan: Plan, name: str) -> str:
    desk = plan.desks[name]
    if desk.role == "dispatch":
        return _("waiting since")
    by = _("severity, ") if desk.order == "severity" else ""
    return _("live before deferred, {by}waiting since").format(by=by)


def ends(scenario: Scenario) -> Iterator[str]:
    """Where tickets come from and how they leave."""
    source = _("from recorded tickets (replay.csv)") if scenario.replay is not None else _("at the rates of 3.3")
    yield bullets(
        [
            _("In: reported {source}; repeats; planned visits; tickets open at the start.").format(source=source),
            _("Out: closed; fixed by advice and closed; handed on to a supplier; declined; abandoned."),
        ]
    )
