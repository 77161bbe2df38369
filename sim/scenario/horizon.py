"""The judged time, what is simulated before and after it, and its review periods."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sim.clock import local_iso, parse_local
from sim.scenario.nature import HorizonSpec
from sim.scenario.spans import Step

Period = tuple[int, int, str, bool]

MONTHS = {"month": 1, "quarter": 3, "year": 12}
JUDGED_FROM = 95, 100  # a period counts if at least this part of it lies in judged time: 52 weeks are a year


@dataclass(frozen=True)
class Horizon:
    """Instants in Unix seconds: simulated from `begin`, judged from `start` to `end`, simulated on to `stop`."""

    spec: HorizonSpec
    zone: str
    start: int
    end: int

    @classmethod
    def of(cls, spec: HorizonSpec, zone: str) -> "Horizon":
        """The horizon in a time zone; months are calendar months, weeks and days are 168 and 24 hours."""
        start = parse_local(spec.start, zone)
        end = months_later(start, spec.months, zone) if spec.months else start + spec.seconds
        return cls(spec, zone, start, end)

    @property
    def warmup(self) -> int:
        """Seconds simulated before the first judged instant."""
        return self.spec.warmup

    @property
    def runout(self) -> int:
        """Seconds simulated after the last judged instant."""
        return self.spec.runout

    @property
    def months(self) -> int | None:
        """The length in months if it was given so."""
        return self.spec.months

    @property
    def begin(self) -> int:
        """The first simulated instant."""
        return self.start - self.spec.warmup

    @property
    def stop(self) -> int:
        """The end of all simulation."""
        return self.end + self.spec.runout

    def periods(self, review: str) -> tuple[Period, ...]:
        """(start, end, label, judged) of the review periods: calendar steps counted from `start`, cut at the end.

        A period is judged if at least 95 % of its full length lies in judged time.
        """
        if review == "contract":
            return ((self.start, self.end, "contract", True),)
        return tuple(self._steps(MONTHS[review]))

    def _steps(self, months: int) -> Iterator[Period]:
        start, number = self.start, 0
        while start < self.end:
            number += 1
            end = months_later(self.start, number * months, self.zone)
            inside = min(end, self.end) - start
            judged = JUDGED_FROM[1] * inside >= JUDGED_FROM[0] * (end - start)
            yield start, min(end, self.end), self._label(start, months), judged
            start = end

    def _label(self, start: int, months: int) -> str:
        """`2026-03`, `2026-Q1`, `2026` where the step begins with the calendar's, else the date it begins."""
        moment = datetime.fromisoformat(local_iso(start, self.zone))
        aligned = moment.day == 1 and (moment.month - 1) % months == 0 and moment.time() == datetime.min.time()
        if not aligned:
            return moment.date().isoformat()
        quarter = (moment.month + 2) // 3
        return {1: f"{moment:%Y-%m}", 3: f"{moment:%Y}-Q{quarter}", 12: f"{moment:%Y}"}[months]


def step_later(instant: int, step: Step, zone: str, times: int = 1) -> int:
    """So many steps after an instant (before it, if negative): months of the calendar, or seconds."""
    if step.seconds is not None:
        return instant + times * step.seconds
    return months_later(instant, times * (step.months or 0), zone)


def months_later(instant: int, months: int, zone: str) -> int:
    """The same local day and time so many calendar months later; the last day of a month that is too short."""
    local = datetime.fromisoformat(local_iso(instant, zone)).replace(tzinfo=None)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    first = local.replace(year=year, month=month + 1, day=1)
    next_first = (first + timedelta(days=32)).replace(day=1)
    day = min(local.day, (next_first - timedelta(days=1)).day)
    return parse_local(first.replace(day=day).isoformat(), zone)
