"""What the auditor knows of sites, of planned visits and of the roads between, worked out from the files."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from sim.audit.hours import NEVER, instant
from sim.audit.rounds_due import DueVisit, due_visits
from sim.scenario import Plan, Planned
from sim.scenario.geography import EARTH_RADIUS_M
from sim.world import World

Place = int | str
"""A site by position, or an outlet by name."""


class Roads:
    """Where cases are, what they take, and how far it is. A case is a ticket, or a planned visit behind all others."""

    def __init__(self, world: World, plan: Plan) -> None:
        self.world, self.plan, self.scenario = world, plan, world.scenario
        self.service = [
            (self._midnight(site.from_, 0, -NEVER), self._midnight(site.until, 1, NEVER))
            for site in self.scenario.sites
        ]
        self.planned: list[DueVisit] = due_visits(world, plan, self.service)
        self.first = len(world.tickets) + len(world.scenario.customers)
        self.outlets, self._measures = list(plan.outlets), list(plan.planned.values())
        tickets = world.tickets
        self.faults, self._sites, self._crews = (c.tolist() for c in (tickets.fault, tickets.site, tickets.crew))
        self._drives: dict[tuple[Place, Place], tuple[float, int]] = {}
        self._served: dict[int, list[str]] = {}
        severities = world.scenario.severities
        self._severities = [severities.index(kind.fault.severity) for kind in world.scenario.faults]
        self._general = severities.index("general") if "general" in severities else len(severities) - 1

    def _midnight(self, day: date | None, later: int, without: int) -> int:
        """The local midnight with which so many days after a date begin."""
        return without if day is None else instant(day + timedelta(days=later), 0, self.zone)

    @cached_property
    def warranty(self) -> list[int]:
        """By site, when its warranty is over; NEVER if it never is."""
        return [self._midnight(site.warranty_until, 1, NEVER) for site in self.scenario.sites]

    # -- cases --------------------------------------------------------------------------------------------------------

    def visit_of(self, case: int) -> int | None:
        """The position of a planned visit; None for a ticket."""
        return case - self.first if case >= self.first else None

    def entry(self, case: int) -> Planned | None:
        """What the plan says of a planned visit."""
        number = self.visit_of(case)
        return None if number is None else self._measures[self.planned[number].measure]

    def site(self, case: int) -> int:
        number = self.visit_of(case)
        return self._sites[case] if number is None else self.planned[number].site

    def skill(self, case: int) -> str | None:
        entry = self.entry(case)
        return self.scenario.faults[self.faults[case]].fault.skill if entry is None else entry.skill

    def crew(self, case: int) -> int:
        entry = self.entry(case)
        return self._crews[case] if entry is None else entry.crew

    def severity(self, case: int) -> int:
        """A planned visit is general, or of the least severity there is."""
        return self._general if case >= self.first else self._severities[self.faults[case]]

    def counts_from(self, case: int, ready: int) -> int:
        """From when on a planned visit ranks like a ticket."""
        number, entry = self.visit_of(case), self.entry(case)
        assert number is not None and entry is not None
        return ready if entry.rank == "as_tickets" else self.planned[number].last_day

    # -- roads --------------------------------------------------------------------------------------------------------

    def road_m(self, start: Place, end: Place) -> float:
        return self._drive(start, end)[0]

    def drive_s(self, start: Place, end: Place) -> int:
        """Expected, before the factor of the hour."""
        return self._drive(start, end)[1]

    def _drive(self, start: Place, end: Place) -> tuple[float, int]:
        if (start, end) not in self._drives:
            given = self._given.get((self.place_id(start), self.place_id(end)))
            metres = self.straight_m(start, end) * self.scenario.travel.detour
            self._drives[start, end] = given or (metres, self._by_formula_s(metres))
        return self._drives[start, end]

    @cached_property
    def _given(self) -> dict[tuple[str, str], tuple[float, int]]:
        table = self.scenario.travel_matrix
        return {(drive.start, drive.end): (float(drive.metres), drive.seconds) for drive in table}

    def place_id(self, place: Place) -> str:
        """Its name in the files."""
        return place if isinstance(place, str) else self.scenario.sites[place].id

    def straight_m(self, start: Place, end: Place) -> float:
        """Pythagoras on a plane, else the law of haversines."""
        a, b = (self.plan.outlets[p] if isinstance(p, str) else self.scenario.sites[p] for p in (start, end))
        if self.scenario.travel.distance == "plane":
            return 1000 * math.sqrt((a.x_km - b.x_km) ** 2 + (a.y_km - b.y_km) ** 2)
        lat1, lon1, lat2, lon2 = map(math.radians, (a.lat, a.lon, b.lat, b.lon))
        half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
        return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(half))

    def _by_formula_s(self, metres: float) -> int:
        left, seconds = float(math.floor(metres + 0.5)), 0.0
        for stretch, kmh in self.scenario.travel.speeds:
            driven = left if stretch is None else min(left, stretch)
            seconds, left = seconds + driven / (kmh / 3.6), left - driven
        return math.floor(seconds + 0.5)

    def factor(self, at: int, site: int) -> float:
        """How much longer drives for a site take that begin at this local time."""
        travel = self.scenario.travel
        if not (travel.hour_factors or travel.disruptions):
            return 1.0
        wall = self.local(at)
        second = wall.hour * 3600 + wall.minute * 60 + wall.second
        hour = next((f for start, end, f in travel.hour_factors if start <= second < end), 1.0)
        return hour * math.prod(
            one.slower
            for one in travel.disruptions
            if one.from_ <= wall.date() <= one.to and self.scenario.sites[site].region in (one.regions or self._regions)
        )

    @cached_property
    def _regions(self) -> set[str]:
        return {site.region for site in self.scenario.sites}

    def way_s(self, start: Place, ticket: int, fetch: bool, departs: int) -> int:
        """Expected seconds to a ticket's site, by way of its outlet if something lies there."""
        site = self.site(ticket)
        outlet = self.served_by(site)[0]
        drive = self.drive_s(start, outlet) + self.drive_s(outlet, site) if fetch else self.drive_s(start, site)
        factor = self.factor(departs, site)
        return math.floor(drive * factor + 0.5) if factor != 1 else drive

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.scenario.timezone)

    def local(self, at: int) -> datetime:
        return datetime.fromtimestamp(at, self.zone)

    # -- territories --------------------------------------------------------------------------------------------------

    def served_by(self, site: int) -> list[str]:
        """Outlets of the territory, by site before region; else its own outlet, else the nearest."""
        if site not in self._served:
            self._served[site] = self._territory(site)
        return self._served[site]

    def _territory(self, site: int) -> list[str]:
        place = self.scenario.sites[site]
        for key, name in (("sites", place.id), ("regions", place.region)):
            for territory in self.plan.territories.values():
                if name in (getattr(territory, key) or ()):
                    return list(territory.outlets)
        if place.outlet is not None and place.outlet in self.plan.outlets:
            return [place.outlet]
        return [min(self.outlets, key=lambda name: (math.floor(self.straight_m(site, name) + 0.5), name))]
