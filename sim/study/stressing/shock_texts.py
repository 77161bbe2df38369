"""Shocks as the files would say them: `--set` texts that add to what is written already."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sim.scenario import Distribution, Plan, Scenario, Team
from sim.scenario.resolved import distribution_text
from sim.scenario.tree import dotted
from sim.scenario.units import write_factor, write_share

Dates = tuple[dt.date, dt.date]


def path_of(*steps: str) -> str:
    """Steps as `--set` takes them."""
    return dotted({}, steps)


def surge_text(scenario: Scenario, added: Iterable[tuple[Dates, float]]) -> str:
    """`profile.surges=[…]`: those given, and these for everywhere."""
    given = [_surge(one.from_, one.to, one.factor, one.regions) for one in scenario.profile.surges]
    more = [_surge(first, last, factor, None) for (first, last), factor in added]
    return f"profile.surges=[{', '.join([*given, *more])}]"


def _surge(first: dt.date, last: dt.date, factor: float, regions: Iterable[str] | None) -> str:
    return f"{{from: {first}, to: {last}, factor: {write_factor(factor)}{_where(regions)}}}"


def _where(regions: Iterable[str] | None) -> str:
    return "" if regions is None else f", regions: [{', '.join(map(_quoted, regions))}]"


def _quoted(text: str) -> str:
    """In YAML's single quotes, which a shell's double ones leave alone."""
    inner = text.replace("'", "''")
    return f"'{inner}'"


def disruption_text(scenario: Scenario, dates: Dates, slower: float, regions: Iterable[str]) -> str:
    """`travel.disruptions=[…]`: those given, and this one."""
    found = [_disruption((one.from_, one.to), one.slower, one.regions) for one in scenario.travel.disruptions]
    return f"travel.disruptions=[{', '.join([*found, _disruption(dates, slower, regions)])}]"


def _disruption(dates: Dates, slower: float, regions: Iterable[str] | None) -> str:
    return f"{{from: {dates[0]}, to: {dates[1]}, slower: {write_factor(slower)}{_where(regions)}}}"


def leave_texts(plan: Plan, spans: Sequence[Dates], share: float) -> Iterator[str]:
    """`teams.T.leave=[…]` of all teams of a fixed size: this share of the heads, rounded up, beside those away then."""
    for name, team in plan.teams.items():
        if team.engineers:
            given = [_leave((one.from_, one.to), one.engineers) for one in team.leave]
            away = [(dates, _away(team, team.engineers, dates, share)) for dates in spans]
            added = [_leave(dates, heads) for dates, heads in away if heads]
            yield f"{path_of('teams', name, 'leave')}=[{', '.join([*given, *added])}]"


def _leave(dates: Dates, engineers: int) -> str:
    return f"{{from: {dates[0]}, to: {dates[1]}, engineers: {engineers}}}"


def _away(team: Team, heads: int, dates: Dates, share: float) -> int:
    """Of leaves at one time the largest counts, so those away already are in it."""
    before = max((one.engineers for one in team.leave if one.from_ <= dates[1] and one.to >= dates[0]), default=0)
    return min(heads, before + math.ceil(share * heads - 1e-9))


def later_texts(scenario: Scenario, factor: float) -> Iterator[str]:
    """Lead times of parts, and answers and parts of suppliers, so many times as long."""
    for name, part in scenario.parts.items():
        if part.lead is not None and part.lead.average:
            yield f"{path_of('parts', name, 'lead')}={scaled(part.lead, factor)}"
    for name, supplier in scenario.suppliers.items():
        for key in ("reply", "supply"):
            times: Distribution = getattr(supplier, key)
            if times.average:
                yield f"{path_of('suppliers', name, key)}={scaled(times, factor)}"


def scaled(times: Distribution, factor: float) -> str:
    """A distribution that takes so many times as long, as it may be written."""
    return distribution_text(_scaled(times, factor))


def _scaled(times: Distribution, factor: float) -> Distribution:
    given = {key: getattr(times, key) for key in ("mean", "low", "mode", "high")}
    longer: dict[str, Any] = {key: value * factor for key, value in given.items() if value is not None}
    if times.values is not None:
        longer["values"] = tuple(value * factor for value in times.values)
    if times.parts is not None:
        inner = [one.model_copy(update={"dist": _scaled(one.dist, factor)}) for one in times.parts]
        longer["parts"] = tuple(inner)
    return times.model_copy(update=longer)


def needed_texts(scenario: Scenario, part: str, factor: float) -> Iterator[str]:
    """The chance that a fault needs the part, so many times as large, at most 100 %."""
    for kind in scenario.faults:
        need = kind.fault.parts.get(part)
        if need is not None and need.chance:
            chance = float(f"{min(1.0, need.chance * factor):.12g}")
            path = path_of("products", kind.product, "faults", kind.id, "parts", part, "chance")
            yield f"{path}={write_share(chance)}"
