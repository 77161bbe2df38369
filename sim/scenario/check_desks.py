"""Cross checks of what the desks of a plan do for each other, and of the calls they make."""

from sim.scenario.desk import Desk
from sim.scenario.findings import Findings
from sim.scenario.plan import PlanFile
from sim.scenario.problems import nearest, unknown, with_hint
from sim.scenario.promise import Case, Commitment
from sim.scenario.scenario import Plan, Scenario
from sim.scenario.tree import Loc
from sim.wording import _

_OF_A_LINE = ("overflow", "trunks", "virtual_hold", "after_call")


def check_desks(findings: Findings, plan: PlanFile, desks: tuple[str, ...], scenario: Scenario | None) -> None:
    """Who helps whom must be able to; what nobody on the line needs is said. `desks` are the ids as written."""
    for name, desk in plan.desks.items():
        if desk.overflow is not None:
            _check_answering(findings, ("desks", name, "overflow", "to"), desk.overflow.to, plan, desks)
            if desk.overflow.to == name:
                findings.note(("desks", name, "overflow", "to"), "LOOP", _("a desk does not help itself out"))
        if scenario is not None and desk.role == "answer" and not _has_a_line(name, desk, plan, scenario):
            _check_unused(findings, name, desk)
    entries = plan.calls.entries
    answering = [name for name in desks if name not in plan.desks or plan.desks[name].role == "answer"]
    if entries and not answering and not findings.is_torn(("desks",)):
        findings.note(("calls",), "NOBODY_CALLS", _("the plan has no desk that could call: give it one under 'desks'"))
        return
    for key, call in entries.items():
        if call.desk is not None:
            _check_answering(findings, ("calls", key, "desk"), call.desk, plan, desks)


def _check_answering(findings: Findings, loc: Loc, named: str, plan: PlanFile, desks: tuple[str, ...]) -> None:
    """A desk that is named must be there and must answer."""
    findings.refer(loc, _("desk"), named, desks)
    if named in plan.desks and plan.desks[named].role == "dispatch":
        hint = nearest(named, [name for name, desk in plan.desks.items() if desk.role == "answer"])
        message = _("'{desk}' is a dispatch desk and speaks to no customer").format(desk=named)
        findings.note(loc, "CONFLICT", with_hint(message, hint), hint)


def gets_overflow(name: str, plan: PlanFile | Plan) -> bool:
    """Whether another desk's calls wait for this one too."""
    return any(desk.overflow is not None and desk.overflow.to == name for desk in plan.desks.values())


def _has_a_line(name: str, desk: Desk, plan: PlanFile, scenario: Scenario) -> bool:
    """Whether callers wait for this desk: on a live channel, from another desk's line, or passed on."""
    live = any(channel in scenario.channels and scenario.channels[channel].is_live for channel in desk.takes)
    return live or gets_overflow(name, plan) or any(other.escalate_to == name for other in plan.desks.values())


def _check_unused(findings: Findings, name: str, desk: Desk) -> None:
    for key in _OF_A_LINE:
        if key in desk.model_fields_set and not findings.is_torn(("desks", name, "takes")):
            message = _("nobody waits on the line of this desk: '{key}' does nothing").format(key=key)
            findings.warn(("desks", name, key), "NOT_USED", message)


def check_inner_limits(findings: Findings, plan: Plan, scenario: Scenario) -> None:
    """Each inner limit of the dispatcher stands for a time commitment and is shorter than it."""
    promises = {one.id: one for one in scenario.commitments}
    timed = [name for name, one in promises.items() if one.measure.is_timed]
    for name, inner in plan.dispatch.due.items():
        loc: Loc = ("dispatch", "due", name)
        if name not in promises:
            flaw = unknown(_("commitment"), name, timed)
            findings.note(loc, flaw.code, flaw.message, flaw.hint, of_key=True)
        elif name not in timed:
            message = _("commitment '{id}' has no time limit that a visit could be due by").format(id=name)
            findings.note(loc, "CONFLICT", message, of_key=True)
        elif (longest := _longest(promises[name])) is not None and inner >= longest:
            message = _("the inner limit is not shorter than the limit of '{id}' itself").format(id=name)
            findings.warn(loc, "NOT_USED", message)


def _longest(promise: Commitment) -> int | None:
    """Seconds of the longest limit; None where some limit is not in seconds."""
    limits: list[Commitment | Case] = list(promise.cases) or [promise]
    seconds = [limit.within for limit in limits if limit.within is not None]
    return max(seconds) if len(seconds) == len(limits) else None
