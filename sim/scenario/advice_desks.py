"""What a planner would find odd about calls of the desks and repair points, before anything is simulated."""

from collections.abc import Iterator

from sim.scenario.calls import Call, KeepInTouch, Periodic
from sim.scenario.measure import CONTACTED
from sim.scenario.problems import listed
from sim.scenario.promise import Commitment
from sim.scenario.reach import outlets_of_sites
from sim.scenario.scenario import ALWAYS, Plan, Scenario
from sim.wording import _

ENTRY_OF = {
    "progress_reported": "progress",
    "called_back": "call_back",
    "followed_up_1": "follow_up_1",
    "followed_up_2": "follow_up_2",
    "complaint_answered": "complaint",
    "complaint_decided": "complaint",
    "escalated": "complaint",
}
_BEGINS = {"called_back": "closed", "followed_up_1": "closed", "followed_up_2": "followed_up_1"}
_MONTH_S = 365 * 86_400 / 12
_Found = Iterator[tuple[str, str]]


def advice_on_desks(scenario: Scenario, plan: Plan) -> _Found:
    """(code, message) about promises no call keeps, calls that come too late, carry-in without a bench."""
    for commitment in scenario.commitments:
        yield from _left_out(commitment, plan)
        yield from _out_of_time(commitment, plan)
    yield from _benches(scenario, plan)


def _left_out(commitment: Commitment, plan: Plan) -> _Found:
    """Promises about something that no entry of `calls` makes happen."""
    ends = (CONTACTED,) if commitment.measure.share_of == CONTACTED else commitment.measure.to or ("",)
    needed = [{**ENTRY_OF, CONTACTED: "contact"}.get(end) for end in ends]
    if None not in needed and not set(needed) & plan.calls.entries.keys():
        message = _(
            "commitment '{id}' is about {end}, but the plan has no calls.{entry}: an entry left out never happens"
        )
        yield "NEVER_CALLED", message.format(id=commitment.id, end=listed(ends), entry=needed[0])


def _out_of_time(commitment: Commitment, plan: Plan) -> _Found:
    """Calls that are made earlier or later than was promised."""
    measure, limit = commitment.measure, commitment.step
    if measure.share_of == CONTACTED and plan.calls.contact is not None and limit is not None:
        if _longest(plan.calls.contact) > (limit.seconds or (limit.months or 0) * _MONTH_S):
            yield _too_late(commitment.id, "contact")
        return
    for end in measure.to or ():
        call = plan.calls.entries.get(ENTRY_OF.get(end, ""))
        if commitment.clock != ALWAYS or commitment.within is None or call is None:
            continue
        if isinstance(call, Periodic) and measure.from_ == "reported" and call.every > commitment.within:
            yield _too_late(commitment.id, ENTRY_OF[end])
        begins = _BEGINS.get(end, "complained")
        if isinstance(call, Call) and call.window is not None and measure.from_ == begins:
            if call.window[1] > commitment.within:
                yield _too_late(commitment.id, ENTRY_OF[end])
            elif call.window[0] < (commitment.earliest or 0):
                message = _("calls.{entry} may be made before commitment '{id}' begins to count it")
                yield "CALLED_EARLY", message.format(entry=ENTRY_OF[end], id=commitment.id)


def _longest(contact: KeepInTouch) -> float:
    """Seconds between two contacts, with the time the call may take."""
    return (contact.every.seconds or (contact.every.months or 0) * _MONTH_S) + (contact.window or 0)


def _too_late(commitment: str, entry: str) -> tuple[str, str]:
    message = _("calls.{entry} may be made later than commitment '{id}' allows")
    return "CALLED_LATE", message.format(entry=entry, id=commitment)


def _benches(scenario: Scenario, plan: Plan) -> _Found:
    carried = [kind.key for kind in scenario.faults if kind.fault.carry_in]
    equipped = [name for name, outlet in plan.outlets.items() if outlet.benches]
    if carried and not equipped:
        message = _("{faults} could be carried in, but no outlet has benches: engineers visit instead")
        yield "NO_BENCHES", message.format(faults=listed(carried))
    served = outlets_of_sites(scenario, plan) if equipped else []
    first = {next((outlet for outlet in outlets if outlet in equipped), None) for outlets in served}
    idle = [name for name in equipped if not carried or (scenario.sites and name not in first)]
    if idle:
        message = _("nothing is brought to the benches of {outlets}: {why}")
        why = _("no site has it as its first repair point") if carried else _("no fault is carried in")
        yield "NOT_USED", message.format(outlets=listed(idle), why=why)
