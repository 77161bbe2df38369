"""Waiting for somebody to go: who of the able ones was where, and when the next duty begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock import NEVER
from sim.judge.duty import duties_in
from sim.model.events import Event
from sim.report.trace.engineers import (
    ABSENT,
    ALONE,
    ALONE_ON_CALL,
    AWAY_ON_CALL,
    BUSY,
    FREE,
    NO_LONGER,
    NOT_CALLED,
    OFF,
    RESERVED,
    RESTING,
    SECOND_ON_CALL,
    SECOND_OUTLET,
    TOO_FAR,
    USED_UP,
    Whereabouts,
)
from sim.report.trace.history import Row
from sim.report.trace.names import listed
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.report.trace.life import Stretch
    from sim.report.trace.teller import Teller
    from sim.report.trace.year import SampleYear

MOST_NAMED = 3


def for_an_engineer(tell: Teller, stretch: Stretch) -> str:
    """A visit could go, and nobody is sent."""
    if not tell.year.engineers.able(stretch.since.ticket):
        return _("no team of this plan may be sent for this fault to this site")
    if stretch.cause == "off_shift":
        return _nobody_on_duty(tell, stretch)
    return _everybody_busy(tell, stretch)


def _nobody_on_duty(tell: Teller, stretch: Stretch) -> str:
    engineers, ticket = tell.year.engineers, stretch.since.ticket
    teams = engineers.able(ticket)
    begins = max(stretch.end, min(engineers.next_duty(team, stretch.start) for team in teams))
    if not stretch.first and begins < NEVER:
        text = _("nobody able is on duty until {time}")
        return text.format(time=tell.names.time(begins, stretch.start))
    names = listed(map(tell.names.team, teams))
    told = ngettext("team {teams} is off duty", "teams {teams} are off duty", len(teams)).format(teams=names)
    if begins < NEVER:
        told += _("; the next duty begins {time}").format(time=tell.names.time(begins, stretch.start))
    return told + _why_nobody_is_called(tell, stretch, begins)


def _why_nobody_is_called(tell: Teller, stretch: Stretch, begins: int) -> str:
    """Those on call are called only for what cannot wait, or for the gravest tickets."""
    able = (tell.place.team(team).on_call for team in tell.year.engineers.able(stretch.since.ticket))
    calls = [on_call for on_call in able if on_call]
    wakes = [on_call.wake for on_call in calls]
    latest = stretch.since.value
    if "if_due" in wakes and latest >= begins:
        text = _("; leaving by {time} is early enough, so nobody on call is called")
        return text.format(time=tell.names.time(latest, stretch.start))
    crew, called = tell.year.engineers.crew(stretch.since.ticket), sum(on_call.engineers for on_call in calls)
    if calls and crew > called:
        return _("; those on call are too few for a crew of {n}").format(n=crew)
    if wakes and not any(isinstance(wake, str) for wake in wakes):
        return _("; those on call are called only for graver tickets")
    return ""


def _everybody_busy(tell: Teller, stretch: Stretch) -> str:
    ticket, since = stretch.since.ticket, stretch.start
    around = tell.year.engineers.around(ticket, since)
    relieved = tell.relieved_by(stretch.since)
    if relieved is not None:
        around = tell.year.engineers.relieving(around, relieved, stretch.since.at, since)
    crew = tell.year.engineers.crew(ticket)
    busy = [one for one in around if one.kept_by == BUSY]
    told = [_("the work takes {n} engineers").format(n=crew)] if crew > 1 else []
    told += [_busy(tell, busy, len(around), since)] if busy else []
    told += _others(tell, [one for one in around if one.kept_by != BUSY], since)
    return "; ".join([*told, *_in_line(tell, stretch)])


def _others(tell: Teller, others: list[Whereabouts], since: int) -> list[str]:
    """Those without a job, together with whoever is kept by the same thing."""
    told = []
    for kept_by in sorted({one.kept_by for one in others}, reverse=True):
        alike = [one for one in others if one.kept_by == kept_by]
        names = listed((tell.names.engineer(one.engineer) for one in alike), MOST_NAMED)
        until = min(one.until for one in alike)
        when = tell.names.time(until, since) if until < NEVER else _("the end")
        told.append(_keeping(kept_by).format(engineers=names, until=when))
    return told


def _keeping(kept_by: int) -> str:
    return {
        OFF: _("off duty: {engineers}"),
        ABSENT: _("away today: {engineers}"),
        RESTING: _("resting after work at night until {until}: {engineers}"),
        USED_UP: _("all visits of the month done, again from {until}: {engineers}"),
        TOO_FAR: _("free, but could not be there by {until}, the end of duty and overtime: {engineers}"),
        SECOND_OUTLET: _("free, but of an outlet that is asked only when it gets late: {engineers}"),
        RESERVED: _("free, but kept for graver tickets: {engineers}"),
        ALONE: _("free, but not enough for the crew: {engineers}"),
        FREE: _("free and not sent: {engineers}"),
        AWAY_ON_CALL: _("on call this week, but away today: {engineers}"),
        ALONE_ON_CALL: _("on call, but not enough for the crew: {engineers}"),
        SECOND_ON_CALL: _("on call, but of an outlet that is asked only when it gets late: {engineers}"),
        NOT_CALLED: _("on call and not called: {engineers}"),
        NO_LONGER: _("free, but off duty no later than whom he would relieve: {engineers}"),
    }[kept_by]


def _in_line(tell: Teller, stretch: Stretch) -> list[str]:
    """How many visits go before this one when somebody gets free."""
    before = tell.year.line.before(stretch.since, stretch.start)
    planned = sum(tell.history.rounds.has(row.ticket) for row in before)
    told = ngettext("{n} other visit goes first", "{n} other visits go first", len(before)).format(n=len(before))
    if planned:
        text = ngettext(" ({n} of them planned work that is due)", " ({n} of them planned work that is due)", planned)
        told += text.format(n=planned)
    return [told] if before else []


def _busy(tell: Teller, busy: list[Whereabouts], able: int, since: int) -> str:
    head = ngettext("{busy} of {able} able engineer busy", "{busy} of {able} able engineers busy", able)
    named = [_job(tell, one, since) for one in busy]
    return _("{head}: {list}").format(head=head.format(busy=len(busy), able=able), list=listed(named, MOST_NAMED))


def _job(tell: Teller, one: Whereabouts, since: int) -> str:
    """'crew-1 is on s10.f.2026w02.1, free 14:20', 'crew-1 is at site s10 on quarterly maintenance, free 14:20'."""
    assert one.job is not None and one.doing is not None
    end = _(", not free any more")
    if one.until < NEVER:
        end = _(", free {time}").format(time=tell.names.time(one.until, since))
    case, engineer = one.job.ticket, tell.names.engineer(one.engineer)
    if tell.history.rounds.has(case):
        text, work = _planned_job(one.doing.event), tell.names.planned_work(case)
        return text.format(engineer=engineer, site=tell.names.site_of(case), work=work, until=end)
    return _job_text(one.doing.event).format(engineer=engineer, ticket=tell.names.ticket(case), until=end)


def _job_text(doing: Event) -> str:
    return {
        Event.DISPATCHED: _("{engineer} gets ready for {ticket}{until}"),
        Event.DEPARTED: _("{engineer} drives to {ticket}{until}"),
        Event.PAUSED: _("{engineer} goes on with {ticket} on his next duty{until}"),
        Event.LEFT: _("{engineer} drives back from {ticket}{until}"),
    }.get(doing, _("{engineer} is on {ticket}{until}"))


def _planned_job(doing: Event) -> str:
    return {
        Event.DISPATCHED: _("{engineer} gets ready for {work} at site {site}{until}"),
        Event.DEPARTED: _("{engineer} drives to site {site} for {work}{until}"),
        Event.PAUSED: _("{engineer} goes on with {work} at site {site} on his next duty{until}"),
        Event.LEFT: _("{engineer} drives back from {work} at site {site}{until}"),
    }.get(doing, _("{engineer} is at site {site} on {work}{until}"))


def on_planned_work(tell: Teller, stretch: Stretch) -> list[Whereabouts]:
    """The able engineers who were on planned visits when a wait began."""
    around = tell.year.engineers.around(stretch.since.ticket, stretch.start)
    return [one for one in around if one.job is not None and tell.history.rounds.has(one.job.ticket)]


# -- drives and work --------------------------------------------------------------------------------------------------


def expected_drive_s(year: SampleYear, row: Row) -> int:
    """Seconds the dispatcher expects of a drive (row DEPARTED) at its hour."""
    end = year.history.end_of_leg(row)
    to_outlet = end is not None and end.event == Event.COLLECTED
    there = year.history.first_outlet(row.ticket) if to_outlet else year.history.site(row.ticket)
    seconds = year.place.roads.to(there)[0][year.history.start_of_leg(row)]
    return int(seconds * year.engineers.traffic.at(row.at, year.history.site(row.ticket)) + 0.5)


def breaks_and_overtime(year: SampleYear, engineer: int, start: int, end: int) -> tuple[int, int]:
    """Seconds of a stretch of work that are breaks of the shift, and those outside any duty."""
    shift = year.scenario.calendar(year.place.team(year.place.team_of(engineer)).shift)
    on_duty = duties_in(shift).elapsed(start, end)
    return on_duty - shift.elapsed(start, end), end - start - on_duty
