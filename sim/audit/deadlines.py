"""When a limit is reached, worked out from the hours of its clock and from the time in which the clock stands still.

`within` is reached at the first instant by which so many seconds were open and not paused. Working days and the end of
a day are a close of a calendar; what was paused before that close is made up after it, in the open time of the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sim.audit.dossiers import Dossier
from sim.audit.hours import NEVER, Hours, Span, hours_of, instant, joined
from sim.model import Event
from sim.scenario import ByEndOfDay, Case, Commitment, Scenario

E = Event


@dataclass(frozen=True)
class Limit:
    """What one ticket was promised: it is due from `earliest` to `due`, on these hours without these pauses."""

    hours: Hours
    pauses: tuple[Span, ...]
    due: int
    earliest: int = -NEVER

    def seconds(self, since: int, until: int) -> int:
        """Seconds of the clock between two instants, pauses left out."""
        return self.hours.open_seconds(since, until) - paused_seconds(self.hours, self.pauses, since, until)


def limit_of(scenario: Scenario, promise: Commitment, case: Commitment | Case, since: int, dossier: Dossier) -> Limit:
    """The limit of a ticket from the instant at which its time begins."""
    clock = (case.clock if isinstance(case, Case) else None) or promise.clock
    hours, pauses = hours_of(scenario, clock), tuple(pauses_of(scenario, dossier, promise.pause))
    earliest = -NEVER if case.earliest is None else reached(hours, pauses, since, case.earliest)
    return Limit(hours, pauses, _due(scenario, case, hours, pauses, since), earliest)


def _due(scenario: Scenario, case: Commitment | Case, hours: Hours, pauses: tuple[Span, ...], since: int) -> int:
    """The earlier of all that is said."""
    dues = [NEVER]
    if case.within is not None:
        dues.append(reached(hours, pauses, since, case.within))
    closes = [] if case.workdays is None else [close_of_workday(hours, since, case.workdays)]
    closes += [] if case.by is None else [end_of_day(hours_of(scenario, case.by.calendar), case.by, since)]
    for close in closes:
        dues.append(made_up(hours, pauses, since, close))
    return min(dues)


def reached(hours: Hours, pauses: tuple[Span, ...], since: int, seconds: int) -> int:
    """The first instant by which so many seconds were open and not paused."""
    at, left = since, seconds
    for start, end in pauses:
        if end <= at:
            continue
        before = hours.open_seconds(at, start)
        if before >= left:
            break
        at, left = max(at, end), left - before
    return hours.add(at, left) if at < NEVER else NEVER


def made_up(hours: Hours, pauses: tuple[Span, ...], since: int, close: int) -> int:
    """A close, and after it as much open time as was paused before."""
    if close >= NEVER:
        return NEVER
    return reached(hours, pauses, close, paused_seconds(hours, pauses, since, close))


def paused_seconds(hours: Hours, pauses: tuple[Span, ...], since: int, until: int) -> int:
    """Open seconds of the pauses between two instants."""
    return sum(hours.open_seconds(max(start, since), min(end, until)) for start, end in pauses)


def close_of_workday(hours: Hours, since: int, number: int) -> int:
    """The last close of the n-th day, after the one on which the time begins, that has any hours."""
    today = datetime.fromtimestamp(since, hours.zone).date()
    later = [day.closes for day in hours.days if day.date > today]
    return later[number - 1] if number <= len(later) else NEVER


def end_of_day(hours: Hours, by: ByEndOfDay, since: int) -> int:
    """The last close of the first day that is still open then; from the cutoff of that day on, of the next one."""
    ahead = [day for day in hours.days if day.closes > since]
    if ahead and by.cutoff_s is not None and since >= instant(ahead[0].date, by.cutoff_s, hours.zone):
        ahead = ahead[1:]
    return ahead[0].closes if ahead else NEVER


# -- what stops the clock ---------------------------------------------------------------------------------------------


def pauses_of(scenario: Scenario, dossier: Dossier, kinds: frozenset[str]) -> list[Span]:
    """When the clock of a ticket stands still, in order and without overlap; what does not end lasts for ever."""
    found: list[Span] = []
    if "confirmation" in kinds:
        found += _until_next(dossier, E.QUOTED, E.CONFIRMED, E.DECLINED)
    if "supplier" in kinds:
        found += _until_next(dossier, E.SUPPLIER_CONTACTED, E.PARTS_READY, E.HANDED_ON)
    if "access" in kinds:
        found += [(line.at, line.value) for line in dossier.rows(E.APPOINTED)]
        found += _barred(scenario, dossier)
    return joined(found)


def _until_next(dossier: Dossier, begin: Event, *ends: Event) -> list[Span]:
    starts = dossier.rows(begin)
    if not starts:
        return []
    after = dossier.lines[dossier.lines.index(starts[0]) :]
    return [(starts[0].at, next((line.at for line in after if line.event in ends), NEVER))]


def _barred(scenario: Scenario, dossier: Dossier) -> list[Span]:
    """From coming to a closed site until the crew is let in, or, if it gives up, until the site opens."""
    found: list[Span] = []
    for barred in dossier.rows(E.BARRED):
        own = [line for line in dossier.lines if line.n == barred.n and line.at >= barred.at]
        let_in = next((line.at for line in own if line.event == E.ADMITTED), NEVER)
        left = next((line.at for line in own if line.event == E.LEFT), NEVER)
        if left < let_in:
            let_in = hours_of(scenario, dossier.luck.site.access or "always").next_open(left)
        found.append((barred.at, let_in))
    return found
