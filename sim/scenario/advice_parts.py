"""What a planner would find odd about parts, sites that are closed and drives nobody knows: warnings, never errors."""

from collections.abc import Iterator

from sim.clock import Calendar, intersection, union
from sim.scenario.check_promises import covers_kind, limits_of
from sim.scenario.durations import write_duration, write_limit
from sim.scenario.parts_flow import courier_brings, fetched_s, is_kept, needed_parts, units_of
from sim.scenario.problems import listed
from sim.scenario.promise import Case, Commitment
from sim.scenario.reach import able_teams, is_always_there
from sim.scenario.scenario import ALWAYS, FaultKind, Plan, Scenario
from sim.wording import _, ngettext

_HOUR, _DAY = 3600, 86_400
_ONCE_REPAIRED = {"restored", "closed"}
_ONCE_KNOWN = {"parts_ready", "dispatched", "departed", "arrived", "diagnosed"}
Found = Iterator[tuple[str, str]]


def advice_on_parts(scenario: Scenario, plan: Plan) -> Found:
    """Parts nobody keeps, promises shorter than their lead, sites closed to everybody, drives by formula."""
    yield from _parts_nobody_keeps(scenario, plan)
    yield from _pools_too_small(scenario, plan)
    yield from _promises_too_short(scenario, plan)
    yield from _closed_sites(scenario, plan)
    yield from _unknown_drives(scenario, plan)


def _parts_nobody_keeps(scenario: Scenario, plan: Plan) -> Found:
    for name in needed_parts(scenario):
        part = scenario.parts[name]
        wait_s = fetched_s(plan, part)
        if wait_s is None or is_kept(plan, name):
            continue
        message = _("no store that is asked keeps '{part}': it is bought each time and takes {wait} on average")
        if courier_brings(plan, part):
            message = _("no store that is asked keeps '{part}': a courier brings it each time within {wait} on average")
        yield "NOT_STOCKED", message.format(part=name, wait=_about(wait_s))


def _pools_too_small(scenario: Scenario, plan: Plan) -> Found:
    """More units needed at once than there ever are: what is exchanged comes back only after the repair."""
    for kind in scenario.faults:
        for name, need in kind.fault.parts.items():
            part, most = scenario.parts[name], need.quantity[-1][0]
            pool = units_of(plan, name)
            waits = part.comes_back and part.sent_back == "at_exchange" and not courier_brings(plan, part)
            if waits and need.chance and 0 < pool < most:
                message = _(
                    "{fault} may need {most} of '{part}' at once, but the stores hold {pool}: what comes back replaces "
                    "them only after the exchange, and the ticket would wait for ever"
                )
                yield "TOO_FEW", message.format(fault=kind.key, most=most, part=name, pool=pool)


def _about(seconds: float) -> str:
    """The duration in whole days, hours or minutes, whichever still says it well."""
    step = _DAY if seconds >= 3 * _DAY else _HOUR if seconds >= 3 * _HOUR else 60
    return write_duration(round(seconds / step) * step)


def _promises_too_short(scenario: Scenario, plan: Plan) -> Found:
    """Limits around the clock that end before a part that nobody keeps can be there."""
    for number, commitment in enumerate(scenario.commitments):
        for _loc, limit, clock in limits_of(("commitments", number), commitment):
            if clock != ALWAYS or limit.within is None:
                continue
            late = dict(_parts_too_late(scenario, plan, commitment, limit, limit.within))
            for name, wait_s in late.items():
                message = _(
                    "commitment '{id}' gives {limit}, but '{part}' lies in no store and takes {wait} on average"
                )
                given = write_limit(limit.length or (limit.within, "s"))
                yield "LEAD_TOO_LONG", message.format(id=commitment.id, limit=given, part=name, wait=_about(wait_s))


def _parts_too_late(
    scenario: Scenario, plan: Plan, commitment: Commitment, limit: Commitment | Case, within: int
) -> Iterator[tuple[str, float]]:
    for kind in scenario.faults:
        if not (covers_kind(commitment.covers, kind) and covers_kind(limit.covers, kind)):
            continue
        for name in kind.fault.parts:
            wait_s = fetched_s(plan, scenario.parts[name])
            if (
                wait_s is not None
                and wait_s > within
                and _waits_for(commitment, kind, name)
                and not is_kept(plan, name)
            ):
                yield name, wait_s


def _waits_for(commitment: Commitment, kind: FaultKind, part: str) -> bool:
    """Whether what is measured cannot end before the part is there."""
    covers, need = commitment.covers, kind.fault.parts[part]
    if not need.chance or commitment.measure.to is None or (covers is not None and covers.needs_part is False):
        return False
    is_from_the_start = commitment.measure.from_ in ("reported", "answered", "responded", "replied")
    ends = _ONCE_REPAIRED | (_ONCE_KNOWN if need.known and is_from_the_start else set())
    return ends.issuperset(commitment.measure.to)


def _closed_sites(scenario: Scenario, plan: Plan) -> Found:
    """Sites that are only open while nobody who could work there is on duty."""
    limited = [(site.access, site.product) for site in scenario.sites if site.access not in (None, ALWAYS)]
    never = {pair for pair in set(limited) if any(_never_meet(scenario, plan, *pair, kind) for kind in scenario.faults)}
    closed = [site.id for site in scenario.sites if (site.access, site.product) in never]
    if closed:
        message = ngettext(
            "{count} site is open only while no team that could work there is on duty: {sites}",
            "{count} sites are open only while no team that could work there is on duty: {sites}",
            len(closed),
        )
        yield "NEVER_ADMITTED", message.format(count=len(closed), sites=listed(closed))


def _never_meet(scenario: Scenario, plan: Plan, access: str | None, product: str, kind: FaultKind) -> bool:
    teams = [plan.teams[name] for name in able_teams(plan, kind.fault.skill)]
    if access is None or kind.product != product or not teams or any(is_always_there(team) for team in teams):
        return False
    duties = [scenario.calendar(name) for name in dict.fromkeys(team.shift for team in teams)]
    both: Calendar = intersection([scenario.calendar(access), union(duties, "all")], "both")
    return both.elapsed(scenario.horizon.start, scenario.horizon.end) == 0


def _unknown_drives(scenario: Scenario, plan: Plan) -> Found:
    """How much of the way between outlets and sites the matrix knows; between sites few are ever given."""
    if not scenario.travel_matrix:
        return
    sites, outlets = {site.id for site in scenario.sites}, set(plan.outlets)
    ways = [(drive.start, drive.end) for drive in scenario.travel_matrix]
    given = sum((a in outlets and b in sites) or (a in sites and b in outlets) for a, b in ways)
    every = 2 * len(sites) * len(outlets)
    if given < every:
        message = _(
            "travel_matrix.csv leaves out {missing} of the {all} ways between outlets and sites: these are taken from "
            "distance and speed"
        )
        yield "MISSING_DRIVES", message.format(missing=every - given, all=every)
