"""A scenario (nature and promises) and a plan (decisions) as the other rooms see them: frozen and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from sim.clock import NEVER, Always, Calendar, CalendarSpec, build_calendar, local_iso, office, parse_local
from sim.scenario.calls import Calls
from sim.scenario.channels import Channel
from sim.scenario.charged import Appointments, Charged, Contract
from sim.scenario.choices import Choices
from sim.scenario.demand import Dispersion, Profile
from sim.scenario.desk import Desk
from sim.scenario.faults import Fault, Product, Supplier
from sim.scenario.horizon import Horizon
from sim.scenario.levers import Lever
from sim.scenario.matrix import Drive
from sim.scenario.nature import CalendarEntry, Complaints, Judge, Outcomes, Prices, Travel
from sim.scenario.part import Text
from sim.scenario.people import Team
from sim.scenario.plan import Dispatch, Territory
from sim.scenario.planned import Planned, Workshop
from sim.scenario.problems import Problem
from sim.scenario.promise import Commitment
from sim.scenario.sites import Replay, Site
from sim.scenario.spares import SparePart
from sim.scenario.start import StartState
from sim.scenario.stores import Central, Outlet, Supply, SwapRule

ALWAYS, OFFICE = "always", "office"
BUILT_IN = (ALWAYS, OFFICE)
MARGIN = timedelta(days=60)


@dataclass(frozen=True)
class FaultKind:
    """A fault of a product."""

    product: str
    id: str
    fault: Fault

    @property
    def key(self) -> str:
        """`product.fault`, unique in the scenario."""
        return f"{self.product}.{self.id}"


@dataclass(frozen=True)
class Assumption:
    """A value nobody gave as a fact, with the range it may have."""

    path: str
    value: str
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, eq=False)
class Scenario:
    """Nature and promises. Ids are the keys of the maps; `name` is in English and Chinese.

    `tried`: promises that nobody made, and that no file holds: judged beside the commitments, after the same run.
    """

    folder: Path
    id: str
    name: Text
    timezone: str
    country: str | None
    currency: str
    horizon: Horizon
    judge: Judge
    severities: tuple[str, ...]
    calendars: Mapping[str, CalendarEntry]
    channels: Mapping[str, Channel]
    dispersion: Dispersion
    profile: Profile
    products: Mapping[str, Product]
    suppliers: Mapping[str, Supplier]
    travel: Travel
    satisfaction: Outcomes | None
    complaints: Complaints | None
    prices: Prices
    sites: tuple[Site, ...]
    replay: tuple[Replay, ...] | None
    commitments: tuple[Commitment, ...]
    faults: tuple[FaultKind, ...]
    parts: Mapping[str, SparePart] = field(default_factory=dict)
    travel_matrix: tuple[Drive, ...] = ()
    failures: str = "calendar"
    contracts: Mapping[str, Contract] = field(default_factory=dict)
    charged: Charged | None = None
    appointments: Appointments | None = None
    start: StartState | None = None
    tried: tuple[Commitment, ...] = ()
    given: frozenset[str] = frozenset()
    assumptions: tuple[Assumption, ...] = ()
    warnings: tuple[Problem, ...] = ()
    _compiled: dict[str, Calendar] = field(default_factory=dict, repr=False)

    @property
    def zone(self) -> str:
        """The IANA name of the scenario's time zone."""
        return self.timezone

    @property
    def plane(self) -> bool:
        """Whether places are kilometres on a plane, not degrees on the globe."""
        return self.travel.distance == "plane"

    @cached_property
    def judged(self) -> tuple[Commitment, ...]:
        """What is judged: the commitments, then those that are only tried."""
        return (*self.commitments, *self.tried)

    @cached_property
    def customers(self) -> tuple[str, ...]:
        """Who owns the sites, in order of their ids."""
        return tuple(sorted({site.customer for site in self.sites}))

    @cached_property
    def customer_of_site(self) -> tuple[int, ...]:
        """The position of each site's owner in `customers`."""
        position = {name: index for index, name in enumerate(self.customers)}
        return tuple(position[site.customer] for site in self.sites)

    @cached_property
    def service_of_site(self) -> tuple[tuple[int, int], ...]:
        """[first, last) instants in which each site is in service; -NEVER and NEVER where no date is given."""
        return tuple(
            (self._midnight(site.from_, 0, -NEVER), self._midnight(site.until, 1, NEVER)) for site in self.sites
        )

    @cached_property
    def warranty_of_site(self) -> tuple[int, ...]:
        """The instant at which the warranty of each site is over; NEVER if it is not."""
        return tuple(self._midnight(site.warranty_until, 1, NEVER) for site in self.sites)

    def _midnight(self, day: date | None, later: int, without: int) -> int:
        """The local midnight at which so many days after a date begin."""
        return without if day is None else parse_local((day + timedelta(days=later)).isoformat(), self.timezone)

    @property
    def calendar_names(self) -> tuple[str, ...]:
        """All calendars that can be named, built-in ones included."""
        return tuple(dict.fromkeys((*self.calendars, *BUILT_IN)))

    def calendar(self, name: str) -> Calendar:
        """The compiled calendar, from 60 days before the simulation to 60 days after it. KeyError if there is none."""
        if name not in self._compiled:
            self._compiled[name] = self._compile(name)
        return self._compiled[name]

    def calendar_spec(self, name: str) -> CalendarSpec:
        """Days and hours of a calendar, with those of the calendars it is narrowed by."""
        entry = self.calendars.get(name)
        if entry is None:
            return {ALWAYS: CalendarSpec(name=ALWAYS), OFFICE: office(self.country)}[name]
        parts = tuple(self.calendar_spec(part) for part in entry.all_of)
        return CalendarSpec(entry.days, entry.hours, entry.holidays, entry.timezone, parts, name)

    def dates(self) -> tuple[date, date]:
        """First and last local date of the simulation."""
        first, last = (local_iso(t, self.timezone)[:10] for t in (self.horizon.begin, self.horizon.stop))
        return date.fromisoformat(first), date.fromisoformat(last)

    def _compile(self, name: str) -> Calendar:
        if name == ALWAYS and name not in self.calendars:
            return Always(zone=self.timezone)
        first, last = self.dates()
        spec = self.calendar_spec(name)
        return build_calendar(spec, self.timezone, first - MARGIN, last + MARGIN, self.country, name)


@dataclass(frozen=True, eq=False)
class Plan:
    """What management decides. Ids are the keys of the maps, in the order of the file; outlets that are shut are gone.

    `decide`: what `size` may move, by path; `levers`: everything that could be moved, shut outlets included.
    """

    id: str
    path: Path
    name: Text
    desks: Mapping[str, Desk]
    outlets: Mapping[str, Outlet]
    central: Central | None
    supply: Supply
    swap: SwapRule | None
    teams: Mapping[str, Team]
    territories: Mapping[str, Territory]
    dispatch: Dispatch
    calls: Calls = field(default_factory=Calls)
    workshop: Workshop | None = None
    planned: Mapping[str, Planned] = field(default_factory=dict)
    decide: Mapping[str, Choices] = field(default_factory=dict)
    levers: tuple[Lever, ...] = ()
    given: frozenset[str] = frozenset()
    assumptions: tuple[Assumption, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def answering(self) -> tuple[str, ...]:
        """The desks that answer, in the order of the file; a dispatch desk does not."""
        return tuple(name for name, desk in self.desks.items() if desk.role == "answer")

    @property
    def first_desk(self) -> str | None:
        """The first desk that takes a channel: it does what no desk is named for. None in a plan without any."""
        answering = self.answering
        return next((name for name in answering if self.desks[name].takes), next(iter(answering), None))
