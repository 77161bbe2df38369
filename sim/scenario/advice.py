"""What a planner would find odd about a plan before anything is simulated: warnings, never errors."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from sim.clock import estimated_years, local_iso
from sim.scenario.advice_desks import advice_on_desks
from sim.scenario.advice_parts import advice_on_parts
from sim.scenario.advice_planned import advice_on_planned
from sim.scenario.check_promises import covers_kind, limits_of
from sim.scenario.cover import Cover
from sim.scenario.desk import Desk
from sim.scenario.durations import write_duration, write_limit
from sim.scenario.load_estimate import overloads
from sim.scenario.problems import Problem, listed
from sim.scenario.promise import Case, Commitment
from sim.scenario.reach import able_teams, expected_drives, is_always_there, longest_duty, longest_gap
from sim.scenario.scenario import ALWAYS, Plan, Scenario
from sim.wording import _, ngettext

_HOUR = 3600
_WEEK_H = 168
_VISIT_ENDS = {"dispatched", "departed", "arrived", "diagnosed", "restored", "closed"}


def advice(scenario: Scenario, plan: Plan) -> list[Problem]:
    """Warnings about what this plan cannot do well: people, hours, distances, load, parts, holidays."""
    found = [
        *_skills_nobody_has(scenario, plan),
        *_unattended_promises(scenario, plan),
        *_unreached_sites(scenario, plan),
        *_outside_territories(scenario, plan),
        *_absent_outlets(scenario, plan),
        *_unstaffed_hours(scenario, plan),
        *overloads(scenario, plan),
        *advice_on_parts(scenario, plan),
        *advice_on_desks(scenario, plan),
        *advice_on_planned(scenario, plan),
    ]
    warnings = [Problem(str(plan.path), None, None, code, message, severity="warning") for code, message in found]
    return warnings + _estimated_holidays(scenario, plan)


_Found = Iterator[tuple[str, str]]


def _skills_nobody_has(scenario: Scenario, plan: Plan) -> _Found:
    for skill in dict.fromkeys(kind.fault.skill for kind in scenario.faults):
        if not able_teams(plan, skill):
            faults = [kind.key for kind in scenario.faults if kind.fault.skill == skill]
            message = _("no team has skill '{skill}': {faults} would never be repaired on site")
            yield "NOBODY_ABLE", message.format(skill=skill, faults=listed(faults))


def _unattended_promises(scenario: Scenario, plan: Plan) -> _Found:
    """Limits around the clock that are shorter than the time in which nobody able is on duty or on call."""
    for number, commitment in enumerate(scenario.commitments):
        for _loc, limit, clock in limits_of(("commitments", number), commitment):
            if clock == ALWAYS and limit.within is not None and _needs_somebody(commitment, limit):
                gap = _longest_gap(scenario, plan, commitment.covers)
                if gap > limit.within:
                    message = _(
                        "commitment '{id}' gives {limit} around the clock, but for up to {gap} nobody able is on duty "
                        "or on call"
                    )
                    hours = write_duration(gap // _HOUR * _HOUR)
                    yield (
                        "NOBODY_ON_DUTY",
                        message.format(
                            id=commitment.id, limit=write_limit(limit.length or (limit.within, "s")), gap=hours
                        ),
                    )


def _needs_somebody(commitment: Commitment, limit: Commitment | Case) -> bool:
    covers = (commitment.covers, limit.covers)
    by_hours = any(cover is not None and cover.reported_during is not None for cover in covers)
    return not by_hours and _VISIT_ENDS.issuperset(commitment.measure.to or ("",))


def _longest_gap(scenario: Scenario, plan: Plan, cover: Cover | None) -> int:
    """Seconds of judged time at most in which no team that could do a covered fault is there."""
    gaps = [0]
    for skill in {kind.fault.skill for kind in scenario.faults if covers_kind(cover, kind)}:
        teams = [plan.teams[name] for name in able_teams(plan, skill)]
        if teams and not any(is_always_there(team) for team in teams):
            gaps.append(longest_gap(scenario, teams))
    return max(gaps)


def _unreached_sites(scenario: Scenario, plan: Plan) -> _Found:
    """Sites so far from every able outlet that nobody gets there within a duty and its overtime."""
    far: dict[str, None] = {}
    for skill in dict.fromkeys(kind.fault.skill for kind in scenario.faults):
        teams = able_teams(plan, skill)
        products = {kind.product for kind in scenario.faults if kind.fault.skill == skill}
        if teams:
            reach = np.array([longest_duty(scenario, plan.teams[name]) for name in teams])
            drives = expected_drives(scenario, plan, teams)
            unreached = (drives > reach[None, :]).all(axis=1)
            sites = [scenario.sites[index] for index in np.flatnonzero(unreached)]
            far.update(dict.fromkeys(site.id for site in sites if site.product in products))
    if far:
        message = ngettext(
            "{count} site lies farther from every able team than a duty with its overtime lasts: {sites}",
            "{count} sites lie farther from every able team than a duty with its overtime lasts: {sites}",
            len(far),
        )
        yield "UNSERVED_AREA", message.format(count=len(far), sites=listed(far))


def _outside_territories(scenario: Scenario, plan: Plan) -> _Found:
    if not plan.territories:
        return
    regions = {region for territory in plan.territories.values() for region in territory.regions or ()}
    sites = {site for territory in plan.territories.values() for site in territory.sites or ()}
    outside = [site for site in scenario.sites if site.region not in regions and site.id not in sites]
    outside = [site for site in outside if site.outlet not in plan.outlets]
    if outside:
        message = _("{count} sites in {regions} belong to no territory: their nearest outlet serves them")
        names = listed(dict.fromkeys(site.region for site in outside))
        yield "UNSERVED_AREA", message.format(count=len(outside), regions=names)


def _absent_outlets(scenario: Scenario, plan: Plan) -> _Found:
    named = dict.fromkeys(site.outlet for site in scenario.sites if site.outlet is not None)
    absent = [outlet for outlet in named if outlet not in plan.outlets]
    if absent:
        message = _("sites.csv names outlets this plan does not have: {outlets}; the nearest outlet serves those sites")
        yield "ABSENT_OUTLET", message.format(outlets=listed(absent))


def _unstaffed_hours(scenario: Scenario, plan: Plan) -> _Found:
    for channel, entry in scenario.channels.items():
        if not entry.is_live:
            continue
        answering = next((desk for desk in plan.desks.values() if channel in desk.takes), None)
        hours = [hour for hour in _hours_without(scenario, answering, entry.calendar) if _calls_come(scenario, hour)]
        if hours:
            message = _(
                "nobody answers '{channel}' in {count} of the 168 hours of a week ({example}), when calls come too"
            )
            yield "DESK_UNSTAFFED", message.format(channel=channel, count=len(hours), example=_first_stretch(hours))
    dispatch = next((desk for desk in plan.desks.values() if desk.role == "dispatch"), None)
    hours = _hours_without(scenario, dispatch)
    if hours:
        message = _("nobody dispatches in {count} of the 168 hours of a week ({example}): visits wait until then")
        yield "DESK_UNSTAFFED", message.format(count=len(hours), example=_first_stretch(hours))


def _hours_without(scenario: Scenario, desk: Desk | None, opening: str | None = None) -> list[int]:
    """Hours of the week (Monday 00 is 0) without any seat, in the best of a few weeks so that no holiday counts.

    Work without a desk takes nobody's hours, nor do the hours in which the calendar `opening` is closed.
    """
    if desk is None:
        return []
    start = scenario.horizon.start
    weekday = date.fromisoformat(local_iso(start, scenario.timezone)[:10]).weekday()
    midnight = start - _clock_second(start, scenario.timezone)
    monday = midnight + (7 - weekday) % 7 * 86_400
    weeks = [monday + week * 7 * 86_400 for week in (0, 1, 2, 3)]
    found = [
        [
            hour
            for hour in range(_WEEK_H)
            if _is_open(scenario, opening, week, hour) and not _is_staffed(scenario, desk, week, hour)
        ]
        for week in weeks
    ]
    return min(found, key=len)


def _clock_second(instant: int, zone: str) -> int:
    text = local_iso(instant, zone)
    return int(text[11:13]) * _HOUR + int(text[14:16]) * 60 + int(text[17:19])


def _is_staffed(scenario: Scenario, desk: Desk, week: int, hour: int) -> bool:
    clock = hour % 24 * _HOUR
    seats = any(count for start, end, count in desk.seats if start < clock + _HOUR and clock < end)
    return seats and _is_open(scenario, desk.calendar, week, hour)


def _is_open(scenario: Scenario, calendar: str | None, week: int, hour: int) -> bool:
    at = week + hour * _HOUR
    return calendar is None or scenario.calendar(calendar).elapsed(at, at + _HOUR) > 0


def _calls_come(scenario: Scenario, hour: int) -> bool:
    profile = scenario.profile
    weights = profile.weekday if hour < 5 * 24 else profile.weekend
    return not weights or weights[hour % 24] > 0


def _first_stretch(hours: list[int]) -> str:
    last = hours[0]
    while last + 1 in hours:
        last += 1
    days = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    first_day, last_day = days[hours[0] // 24], days[(last + 1) // 24 % 7]
    return f"{first_day} {hours[0] % 24:02d}:00-{last_day} {(last + 1) % 24:02d}:00"


def _estimated_holidays(scenario: Scenario, plan: Plan) -> list[Problem]:
    first, last = (int(local_iso(t, scenario.timezone)[:4]) for t in (scenario.horizon.start, scenario.horizon.end - 1))
    path = str(scenario.folder / "scenario.yaml")
    warnings = []
    for country in sorted(_holiday_countries(scenario, plan)):
        years = estimated_years(country, range(first, last + 1))
        if years:
            message = _("working days of {country} in {years} are not announced yet: its holidays are estimated")
            text = message.format(country=country, years=", ".join(map(str, years)))
            warnings.append(Problem(path, None, None, "HOLIDAYS_ESTIMATED", text, severity="warning"))
    return warnings


def _holiday_countries(scenario: Scenario, plan: Plan) -> set[str]:
    names = {team.shift for team in plan.teams.values()}
    names |= {desk.calendar for desk in plan.desks.values() if desk.calendar is not None}
    names |= {commitment.clock for commitment in scenario.commitments}
    specs = [scenario.calendar_spec(name) for name in names]
    countries = set()
    while specs:
        spec = specs.pop()
        specs.extend(spec.all_of)
        if spec.holidays is not None:
            countries.add(spec.holidays)
    return countries
