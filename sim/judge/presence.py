"""Who is away: engineers who do not begin their duty on a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import numpy as np

from sim.clock import Always, Calendar, CalendarSpec, build_calendar, ordinals_of
from sim.judge.tickets import Integers
from sim.model import Deployment

MARGIN = dt.timedelta(days=3)
Away = Mapping[int, Iterable[int]]
"""By engineer, the local dates (`date.toordinal()`) on which he is away."""


class Presence:
    """How many engineers of each team are away on each of its duties; nobody is, as a rule."""

    def __init__(self, deployment: Deployment, away: Away) -> None:
        self.everybody = not away
        self._scenario = deployment.scenario
        dates: dict[int, list[int]] = {}
        for engineer, days in away.items():
            dates.setdefault(deployment.team_of(engineer), []).extend(days)
        self._counted = {team: np.unique(np.array(days), return_counts=True) for team, days in dates.items()}

    @property
    def teams(self) -> tuple[int, ...]:
        """The teams that somebody is missing from."""
        return tuple(self._counted)

    def by_date(self, team: int, shift: Calendar) -> tuple[Calendar, Integers]:
        """The shift of a team, and how many are away on each of its dates; one that never ends goes by the date."""
        if team not in self._counted:
            return shift, np.zeros(len(shift.day_dates), dtype=np.int64)
        daily = self._every_day() if isinstance(shift, Always) else shift
        began = daily.day_dates if isinstance(shift, Always) else duty_dates(shift, self._scenario.timezone)
        dates, number = self._counted[team]
        found = np.minimum(np.searchsorted(dates, began), len(dates) - 1)
        return daily, np.where(dates[found] == began, number[found], 0)

    def _every_day(self) -> Calendar:
        first, last = self._scenario.dates()
        return build_calendar(CalendarSpec(), self._scenario.timezone, first - MARGIN, last + MARGIN)


def duty_dates(shift: Calendar, zone: str) -> Integers:
    """For each date of a shift the local date on which its duty begins: hours that touch are one duty."""
    opens = shift.day_opens
    if not len(opens):
        return opens
    reach = np.maximum.accumulate(shift.day_closes)
    begins = np.append(True, opens[1:] > reach[:-1])
    dates: Integers = ordinals_of(zone, opens[begins])[np.cumsum(begins) - 1]
    return dates
