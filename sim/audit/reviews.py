"""The review periods of a contract, counted on the calendar from its start, and dates of sites as instants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sim.audit.hours import NEVER
from sim.scenario import Horizon, Scenario, Site, Step

MONTHS = {"month": 1, "quarter": 3, "year": 12}
LONG_ENOUGH = 95, 100


@dataclass(frozen=True)
class Review:
    """One period: [start, end) as far as it lies in judged time; `is_judged`: 95 % of it does."""

    start: int
    end: int
    label: str
    is_judged: bool


def reviews_of(horizon: Horizon, review: str) -> list[Review]:
    """The periods of a review in order; the last one is cut at the end of judged time."""
    if review == "contract":
        return [Review(horizon.start, horizon.end, "contract", True)]
    zone, months, found = ZoneInfo(horizon.zone), MONTHS[review], list[Review]()
    begin = datetime.fromtimestamp(horizon.start, zone)
    start = horizon.start
    while start < horizon.end:
        whole = months_on(begin, months * (len(found) + 1))
        end = min(whole, horizon.end)
        is_judged = (end - start) * LONG_ENOUGH[1] >= (whole - start) * LONG_ENOUGH[0]
        found.append(Review(start, end, _label(datetime.fromtimestamp(start, zone), months), is_judged))
        start = whole
    return found


def _label(begin: datetime, months: int) -> str:
    """Named like the calendar's own month, quarter or year where it is one, else by its first day."""
    is_own = (begin.day, begin.hour, begin.minute, begin.second) == (1, 0, 0, 0) and (begin.month - 1) % months == 0
    if not is_own:
        return begin.date().isoformat()
    return {1: f"{begin:%Y-%m}", 3: f"{begin:%Y}-Q{(begin.month - 1) // 3 + 1}", 12: f"{begin:%Y}"}[months]


def months_on(wall: datetime, months: int) -> int:
    """The same day and time so many months on, or the last day of that month, in Unix seconds."""
    index = wall.year * 12 + wall.month - 1 + months
    day = wall.day
    while True:
        try:
            later = wall.replace(year=index // 12, month=index % 12 + 1, day=day, fold=0)
        except ValueError:
            day -= 1
        else:
            return int(later.timestamp())


def step_on(at: int, step: Step, zone: str, times: int = 1) -> int:
    """So many steps on (back, if negative): months of the calendar, or seconds."""
    if step.months is None:
        return at + times * (step.seconds or 0)
    return months_on(datetime.fromtimestamp(at, ZoneInfo(zone)), times * step.months)


def service_of(scenario: Scenario, site: Site) -> tuple[int, int]:
    """[first, last) instants in service: from the midnight of a site's first date to the one after its last."""
    zone = ZoneInfo(scenario.timezone)
    start = -NEVER if site.from_ is None else _midnight(site.from_.toordinal(), zone)
    return start, NEVER if site.until is None else _midnight(site.until.toordinal() + 1, zone)


def warranty_end(scenario: Scenario, site: Site) -> int:
    """The midnight after the last date of the warranty; NEVER without one."""
    if site.warranty_until is None:
        return NEVER
    return _midnight(site.warranty_until.toordinal() + 1, ZoneInfo(scenario.timezone))


def _midnight(ordinal: int, zone: ZoneInfo) -> int:
    return int(datetime.fromordinal(ordinal).replace(tzinfo=zone).timestamp())
