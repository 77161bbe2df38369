"""Time: calendars, deadlines and local time text. Instants are Unix seconds, durations seconds, all integers."""

from sim.clock.always import Always
from sim.clock.build import CalendarSpec, build_calendar, office
from sim.clock.calendar import Calendar
from sim.clock.combine import intersection, union
from sim.clock.deadline import EndOfDay, Limit, Within, Workdays, active_elapsed, deadline, deadline_each
from sim.clock.holiday import estimated_years, new_year_days_off, rest_days_and_holidays
from sim.clock.hours import parse_days, parse_hours, parse_time
from sim.clock.never import NEVER
from sim.clock.text import local_iso, local_iso_each, parse_local
from sim.clock.zones import ZoneTable, instants_of, ordinals_of, table_for, wall_of_date, zone_info

__all__ = [
    "NEVER",
    "Always",
    "Calendar",
    "CalendarSpec",
    "EndOfDay",
    "Limit",
    "Within",
    "Workdays",
    "ZoneTable",
    "active_elapsed",
    "build_calendar",
    "deadline",
    "deadline_each",
    "estimated_years",
    "instants_of",
    "intersection",
    "local_iso",
    "local_iso_each",
    "new_year_days_off",
    "office",
    "ordinals_of",
    "parse_days",
    "parse_hours",
    "parse_local",
    "parse_time",
    "rest_days_and_holidays",
    "table_for",
    "union",
    "wall_of_date",
    "zone_info",
]
