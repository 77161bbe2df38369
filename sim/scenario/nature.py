"""The models of `scenario.yaml`: what happens whatever is promised or planned."""

from typing import Annotated, Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from sim.clock import zone_info
from sim.scenario.channels import Channel
from sim.scenario.charged import Appointments, Charged, Contract
from sim.scenario.demand import Dispersion, Profile
from sim.scenario.disruption import Disruption
from sim.scenario.distribution import ZERO, Distribution
from sim.scenario.faults import YEAR_S, Product, Supplier
from sim.scenario.grammar import (
    ASSUMED,
    Count,
    Days,
    Distance,
    Duration,
    Factor,
    Hours,
    Id,
    InnerShare,
    Label,
    LocalTime,
    Money,
    Positive,
    PositiveCount,
    Share,
    Weight,
    Words,
    choice,
)
from sim.scenario.hour_factors import FactorTable, HourFactors, through_the_day
from sim.scenario.part import ListOf, Part, Text
from sim.scenario.problems import Flaw, nearest, with_hint
from sim.scenario.units import out_of_range
from sim.wording import _

LENGTHS = ("months", "weeks", "days", "hours")


class HorizonSpec(Part):
    """The judged time as written."""

    either: ClassVar[tuple[str, ...]] = LENGTHS

    start: LocalTime
    months: PositiveCount | None = None
    weeks: PositiveCount | None = None
    days: PositiveCount | None = None
    hours: PositiveCount | None = None
    warmup: Duration = 4 * 604_800
    runout: Duration = 5 * 604_800

    @model_validator(mode="after")
    def _check(self) -> Self:
        self.one_of(LENGTHS)
        if (self.months or 0) > 240 or self.seconds > 20 * 366 * 86_400:
            raise out_of_range(_("a horizon of at most 20 years"), self.months or self.weeks or self.days or self.hours)
        if max(self.warmup, self.runout) > 5 * YEAR_S:
            raise out_of_range(_("a warm-up and a run-out of at most 5 years each"), max(self.warmup, self.runout))
        return self

    @property
    def seconds(self) -> int:
        """Length in seconds where it was not given in months."""
        return (self.weeks or 0) * 604_800 + (self.days or 0) * 86_400 + (self.hours or 0) * 3600


class Judge(Part):
    """How sure one wants to be."""

    confidence: InnerShare = 0.95
    assurance: InnerShare = 0.90


class CalendarEntry(Part):
    """Opening days and hours; `all_of` narrows them to the times all these calendars are open too."""

    days: Days = frozenset(range(7))
    hours: ListOf[Hours] = ()
    holidays: Words | None = None
    timezone: Words | None = None
    all_of: ListOf[Id] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_zone(self.timezone)
        check_country(self.holidays, "holidays")
        return self


class SpeedBand(Part):
    """The speed over the first so many km of road that are left; without a length, over the rest."""

    short: ClassVar[str | None] = "kmh"

    first_km: Distance | None = None
    kmh: Positive


class Travel(Part):
    """Roads: longer than the straight way, slow near town, at some hours and for a time, uncertain."""

    detour: Positive = Field(1.3, json_schema_extra=ASSUMED)
    bands: ListOf[SpeedBand] = Field((SpeedBand(kmh=60.0),), alias="speeds", json_schema_extra=ASSUMED)
    factors: HourFactors = Field((), alias="hour_factor")
    disruptions: ListOf[Disruption] = ()
    noise_cv: Weight = Field(0.2, json_schema_extra=ASSUMED)
    distance: Annotated[str, choice("great_circle", "plane")] = "great_circle"
    radius: Annotated[str, choice("great_circle", "road")] = Field("great_circle", json_schema_extra=ASSUMED)

    @property
    def speeds(self) -> tuple[tuple[int | None, float], ...]:
        """(metres, km/h) of each stretch; None metres is the rest of the way."""
        return tuple((band.first_km, band.kmh) for band in self.bands)

    @property
    def hour_factors(self) -> FactorTable:
        """(from, to, factor) in seconds after midnight, sorted, none past midnight; 1 in all other hours."""
        return through_the_day(self.factors)

    def expected_s(self, great_circle_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Seconds of the drive expected over these great circles, by the detour."""
        return self.drive_s(np.asarray(great_circle_m, np.float64) * self.detour)

    def drive_s(self, road_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Seconds expected over these roads: consecutive stretches, each at its speed."""
        left, seconds = road_m, np.zeros_like(road_m)
        for stretch_m, kmh in self.speeds:
            driven = left if stretch_m is None else np.minimum(left, stretch_m)
            seconds += driven * 3.6 / kmh
            left = left - driven
        return seconds

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.bands or self.bands[-1].first_km is not None:
            raise Flaw(
                "BAD_VALUE", _("the last speed holds for the rest of the way and has no first_km"), at=("speeds",)
            )
        if any(not band.first_km for band in self.bands[:-1]):
            raise Flaw("MISSING_KEY", _("every speed but the last needs a first_km above 0"), at=("speeds",))
        if self.detour < 1:
            raise Flaw("OUT_OF_RANGE", _("a road is never shorter than the great circle: 1 or more"), at=("detour",))
        return self


class Outcomes(Part):
    """Share of customers by how many time commitments were missed for them."""

    bare: ClassVar[dict[str, Any] | None] = {"x-unit": "share"}

    all_kept: Share
    one_missed: Share
    more_missed: Share

    @classmethod
    def expand(cls, data: Any) -> Any:
        """A bare share holds whatever was missed."""
        return data if isinstance(data, dict) else dict.fromkeys(("all_kept", "one_missed", "more_missed"), data)


class Complaints(Outcomes):
    """Who complains, how long after the ticket is closed, and how long a decision on an escalated one takes."""

    after: Distribution = ZERO
    decision: Distribution = ZERO


class OvertimeFactors(Part):
    """What an hour of overtime costs, in hours of pay, by kind of day."""

    workday: Factor = Field(1.5, json_schema_extra=ASSUMED)
    rest_day: Factor = Field(2.0, json_schema_extra=ASSUMED)
    holiday: Factor = Field(3.0, json_schema_extra=ASSUMED)


class Prices(Part):
    """What things cost, in cents; the holding of stock as a share of its worth. None is not known."""

    per_km: Money | None = None
    per_night: Money | None = None
    holding_per_year: Share | None = None
    courier: Money | None = None
    overtime: OvertimeFactors | None = None


class ScenarioFile(Part):
    """`scenario.yaml` as a whole."""

    schema_: Count = Field(alias="schema")
    name: Text | None = None
    timezone: Words
    country: Words | None = None
    currency: Words = "CNY"
    horizon: HorizonSpec
    judge: Judge = Judge()
    severities: ListOf[Id] = ("general",)
    failures: Annotated[str, choice("calendar", "operating")] = "calendar"
    calendars: dict[Id, CalendarEntry] = Field({})
    channels: dict[Id, Channel] = Field({"phone": Channel()}, min_length=1)
    dispersion: Dispersion = Dispersion()
    profile: Profile = Profile()
    products: dict[Id, Product] = Field(min_length=1)
    suppliers: dict[Id, Supplier] = Field({})
    travel: Travel = Travel()
    satisfaction: Outcomes | None = None
    complaints: Complaints | None = None
    contracts: dict[Label, Contract] = Field({})
    charged: Charged | None = None
    appointments: Appointments | None = None
    prices: Prices = Prices()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.schema_ != 1:
            raise Flaw("OUT_OF_RANGE", _("this program reads schema 1 only"), at=("schema",))
        check_zone(self.timezone)
        check_country(self.country, "country")
        if len(set(self.severities)) < len(self.severities):
            raise Flaw("DUPLICATE_ID", _("a severity is listed twice"), at=("severities",))
        return self


def check_zone(zone: str | None) -> None:
    """Refuse a time zone that nobody knows."""
    if zone is None:
        return
    try:
        zone_info(zone)
    except ValueError as error:
        from zoneinfo import available_timezones

        hint = nearest(zone, available_timezones())
        message = with_hint(_("unknown time zone '{zone}'").format(zone=zone), hint)
        raise Flaw("UNKNOWN_WORD", message, hint, at=("timezone",)) from error


def check_country(country: str | None, key: str) -> None:
    """Refuse a country whose holidays are not known."""
    if country is None:
        return
    from holidays import list_supported_countries

    known = list_supported_countries()
    code, dash, part = country.partition("-")
    if code in known and dash and part not in known[code]:
        raise Flaw("UNKNOWN_WORD", _("{country} has no part '{part}'").format(country=code, part=part), at=(key,))
    if code not in known:
        hint = country.upper() if country.upper() in known else None
        message = with_hint(_("no holidays are known for '{code}'; write a code such as CN").format(code=country), hint)
        raise Flaw("UNKNOWN_WORD", message, hint, at=(key,))
