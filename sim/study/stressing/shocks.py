"""The shocks that a plan is put to: each as data that the files could also say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sim.clock import new_year_days_off
from sim.scenario import Plan, Scenario
from sim.study.stressing import shock_texts as texts
from sim.study.stressing.expected import busiest_monday, busiest_outlet, busiest_region, judged_dates, most_used_part
from sim.wording import _

SURGE, SURGE_WEEKS = 1.5, 4
ABSENT, ABSENT_WEEKS = 0.4, 2
SLOWER, SLOW_WEEKS = 2.0, 4
LATER = 2.0
BEFORE_FESTIVAL, BEFORE_DAYS, ABSENT_IN_FESTIVAL = 1.25, 14, 0.3
WORSE = 3.0


@dataclass(frozen=True)
class Shock:
    """`name`: short, as it is shown; `says`: what happens, when and where; `changes`: the same as `--set` texts.

    `reason`: why it does not apply here, None if it does.
    """

    id: str
    name: str
    says: str
    changes: tuple[str, ...] = ()
    reason: str | None = None


def shocks(scenario: Scenario, plan: Plan) -> list[Shock]:
    """All shocks, in a fixed order; those that do not apply here with their reason."""
    found = (_surge, _epidemic, _outlet_lost, _cut_off, _late, _festival, _bad_batch)
    return [make(scenario, plan) for make in found]


def when_text(scenario: Scenario) -> str:
    """The rule by which a shock in time is dated."""
    text = _(
        "Shocks of some weeks begin on {day}: the Monday of the judged week with most tickets expected (the first of"
        " equals), so early that all of it is judged."
    )
    return text.format(day=busiest_monday(scenario, SURGE_WEEKS))


def _weeks(scenario: Scenario, weeks: int) -> texts.Dates:
    """The dates of a shock of so many weeks; all of them begin on the same day."""
    first, last = busiest_monday(scenario, SURGE_WEEKS), judged_dates(scenario)[1]
    return first, min(last, first + dt.timedelta(days=7 * weeks - 1))


def _surge(scenario: Scenario, plan: Plan) -> Shock:
    dates = _weeks(scenario, SURGE_WEEKS)
    says = _("demand x{factor:g} everywhere, {first} to {last}")
    shock = Shock("demand-surge", _("demand surge"), says.format(factor=SURGE, first=dates[0], last=dates[1]))
    reason = _fixed_demand(scenario)
    if reason is not None:
        return replace(shock, reason=reason)
    return replace(shock, changes=(texts.surge_text(scenario, [(dates, SURGE)]),))


def _fixed_demand(scenario: Scenario) -> str | None:
    if scenario.replay is not None:
        return _("tickets are recorded ones (replay.csv), so there are never more of them")
    if scenario.failures == "operating":
        return _("with failures: operating units fail by the time they run, so there is no surge")
    return None


def _epidemic(scenario: Scenario, plan: Plan) -> Shock:
    dates = _weeks(scenario, ABSENT_WEEKS)
    says = _(
        "{share:.0%} of every team away (heads rounded up), {first} to {last}; desks keep their seats, because the"
        " files cannot take a seat away for a time"
    )
    words = says.format(share=ABSENT, first=dates[0], last=dates[1])
    changes = tuple(texts.leave_texts(plan, [dates], ABSENT))
    reason = None if changes else _("no team has a number of engineers")
    return Shock("epidemic", _("epidemic fortnight"), words, changes, reason)


def _outlet_lost(scenario: Scenario, plan: Plan) -> Shock:
    outlet = busiest_outlet(scenario, plan)
    says = _("{outlet}, first outlet of most tickets, is shut all the time: its teams and its stock are gone")
    shock = Shock("outlet-lost", _("outlet lost ({outlet})").format(outlet=outlet), says.format(outlet=outlet))
    if len(plan.outlets) < 2:
        return replace(shock, reason=_("the plan has no other outlet"))
    return replace(shock, changes=(f"{texts.path_of('outlets', outlet, 'open')}=no",))


def _cut_off(scenario: Scenario, plan: Plan) -> Shock:
    region, dates = busiest_region(scenario), _weeks(scenario, SLOW_WEEKS)
    says = _(
        "drives for sites in {region}, the region with most tickets, take {slower:g} times as long, {first} to {last}"
    )
    words = says.format(region=region, slower=SLOWER, first=dates[0], last=dates[1])
    changes = (texts.disruption_text(scenario, dates, SLOWER, [region]),)
    return Shock("region-cut-off", _("roads of {region} cut").format(region=region), words, changes)


def _late(scenario: Scenario, plan: Plan) -> Shock:
    says = _("lead times of parts, suppliers' answers and their parts take {factor:g} times as long all the time")
    changes = tuple(texts.later_texts(scenario, LATER))
    reason = None if changes else _("no part has a lead time and no supplier is asked")
    return Shock("suppliers-late", _("suppliers late"), says.format(factor=LATER), changes, reason)


def _festival(scenario: Scenario, plan: Plan) -> Shock:
    spans = new_year_days_off(scenario.country, *judged_dates(scenario))
    says = _("Chinese New Year with more demand before it and people away")
    shock = Shock("spring-festival", _("Spring Festival"), says)
    if not spans:
        reason = _("no Chinese New Year lies in judged time (country: {country})")
        return replace(shock, reason=reason.format(country=scenario.country or _("none")))
    return replace(shock, says=_festival_says(spans, scenario), changes=tuple(_festival_changes(spans, scenario, plan)))


def _festival_says(spans: list[texts.Dates], scenario: Scenario) -> str:
    days = ", ".join(_("{first} to {last}").format(first=first, last=last) for first, last in spans)
    away = _("{share:.0%} of every team away in the holidays ({days})").format(share=ABSENT_IN_FESTIVAL, days=days)
    demand = _("demand x{factor:g} in the {n} days before").format(factor=BEFORE_FESTIVAL, n=BEFORE_DAYS)
    later = _("that suppliers are shut then is left out: a lead time holds for the whole year")
    parts = [away, *([] if _fixed_demand(scenario) else [demand]), *([later] if _has_suppliers(scenario) else [])]
    return "; ".join(parts)


def _has_suppliers(scenario: Scenario) -> bool:
    return bool(scenario.suppliers) or any(part.lead is not None for part in scenario.parts.values())


def _festival_changes(spans: list[texts.Dates], scenario: Scenario, plan: Plan) -> Iterator[str]:
    if not _fixed_demand(scenario):
        day = dt.timedelta(days=1)
        before = [((first - BEFORE_DAYS * day, first - day), BEFORE_FESTIVAL) for first, _last in spans]
        yield texts.surge_text(scenario, before)
    yield from texts.leave_texts(plan, spans, ABSENT_IN_FESTIVAL)


def _bad_batch(scenario: Scenario, plan: Plan) -> Shock:
    part = most_used_part(scenario)
    if part is None:
        says = _("the part most used is needed more often")
        return Shock("bad-batch", _("bad batch"), says, reason=_("no fault needs a part"))
    says = _(
        "faults need {part}, the part most used, {factor:g} times as often (at most always), all year: the files"
        " cannot limit a chance to a quarter"
    )
    changes = tuple(texts.needed_texts(scenario, part, WORSE))
    name = _("bad batch ({part})").format(part=part)
    return Shock("bad-batch", name, says.format(part=part, factor=WORSE), changes)
