"""Parts in stores that are textbook stocks: base stock, lots, (s, S), emergency supply, a repair shop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.oracle import base_stock, emergency, lots, repair_shop, up_to
from sim.study.known import conditions as given
from sim.study.known.form import Known
from sim.study.known.settling import cycles_forgotten, forgets, queue_gap
from sim.wording import _

if TYPE_CHECKING:
    from sim.oracle import ShelfFigures
    from sim.scenario import Distribution, Fault, Horizon, Plan, Scenario, SparePart, StockRule
    from sim.study.estimate import Estimate
    from sim.study.result import Result

PALM = "Feeney, Sherbrooke, Management Science 12 (1966)"
LOTS = "Hadley, Whitin, Analysis of Inventory Systems (1963), section 4-7"
UP_TO = "Zheng, Federgruen, Operations Research 39 (1991)"
LEADS = 10.0  # mean leads after which orders of the start have come, but for e^-10 of them
SHOP = "Gross et al., 4th ed., section 2.3"
FILL, SHELF, SHORT = "fill_rate", "mean_on_hand", "mean_backorders"


def of_stores(result: Result) -> Iterator[Known]:
    """The figures of every part of a lone outlet whose demand is Poisson."""
    if not _demand_is_poisson(result.scenario, result.plan):
        return
    [(outlet, entry)] = result.plan.outlets.items()
    for part, rule in entry.stock.items():
        shelf = Shelf(result, outlet, result.scenario.parts[part], rule, _demand(result.scenario, part))
        if _comes_from_here_alone(result, part) and shelf.rate > 0:
            yield from _figures(shelf)


def _demand_is_poisson(scenario: Scenario, plan: Plan) -> bool:
    """Every part is asked for when the fault is reported, at the only outlet, and no second time."""
    if len(plan.outlets) != 1 or plan.central is not None or plan.swap is not None:
        return False
    if not (given.everybody_is_answered_at_once(plan) and given.nothing_else_is_planned(plan)):
        return False
    if not (given.faults_come_at_a_constant_rate(scenario) and given.nobody_asks_for_quotes_or_suppliers(scenario)):
        return False
    return all(_asks_on_the_phone(kind.fault) for kind in given.happening(scenario))


def _asks_on_the_phone(fault: Fault) -> bool:
    """Known at once, whatever it needs, and right the first time."""
    is_known = all(need.known == 1 for need in fault.parts.values() if need.chance)
    return is_known and fault.first_fix == 1 and not fault.carry_in


def _comes_from_here_alone(result: Result, part: str) -> bool:
    """The outlet is asked first, no van carries it, and nothing does in its place or it for something else."""
    plan, parts = result.plan, result.scenario.parts.values()
    stands_in = any(one.substitute == part or (one.id == part and one.substitute) for one in parts)
    in_vans = any(part in team.van for team in plan.teams.values())
    asked = [word for word in plan.supply.sourcing if word in ("outlet", "courier")]
    return not stands_in and not in_vans and asked[:1] == ["outlet"]


@dataclass(frozen=True)
class Shelf:
    """A part of the outlet; demand per second of so many units (`sizes`: shares by units)."""

    result: Result
    outlet: str
    part: SparePart
    rule: StockRule
    demand: tuple[float, dict[int, float]]

    @property
    def rate(self) -> float:
        """Demands per second."""
        return self.demand[0]

    @property
    def is_of_one(self) -> bool:
        """Every demand is of one unit."""
        return set(self.demand[1]) == {1}

    @property
    def horizon(self) -> Horizon:
        """When it begins and what is judged."""
        return self.result.scenario.horizon

    @property
    def courier(self) -> bool:
        """What is short comes by courier instead of being waited for."""
        supply = self.result.plan.supply
        has_one = self.part.courier_lead is not None or supply.courier is not None
        return has_one and "courier" in supply.sourcing

    def known(self, figure: str, exact: float, formula: str, source: str) -> Known:
        """One figure of the shelf."""
        words = {FILL: _("handed out at once"), SHELF: _("on the shelf"), SHORT: _("waited for")}
        unit = "share" if figure == FILL else "units"
        what = _("{store}: {part}").format(store=self.outlet, part=self.part.id)
        text = _("Poisson demand known on the phone, one store, nothing but its supplier behind it")
        return Known(what, words[figure], unit, exact, self._simulated(figure), formula, source, text)

    def _simulated(self, figure: str) -> Estimate:
        [row] = [one for one in self.result.stocks if (one.store, one.part) == (self.outlet, self.part.id)]
        found: Estimate = getattr(row, figure)
        return found


def _demand(scenario: Scenario, part: str) -> tuple[float, dict[int, float]]:
    """How often a part is asked for, and how many units at a time; what the phone fixes needs none."""
    rates: dict[int, float] = {}
    for kind in given.happening(scenario):
        need = kind.fault.parts.get(part)
        if need is not None and need.chance:
            each = given.rate_of(scenario, kind) * (1 - kind.fault.front) * need.chance
            for units, share in need.quantity:
                rates[units] = rates.get(units, 0.0) + each * share
    total = sum(rates.values())
    return total, {units: rate / total for units, rate in rates.items() if rate}


def _figures(shelf: Shelf) -> Iterator[Known]:
    part, rule = shelf.part, shelf.rule
    if part.comes_back:
        yield from _mended(shelf)
    elif part.lead is None or not _is_settled(shelf, part.lead):
        return
    elif shelf.is_of_one and rule.level is not None:
        yield from _piece_by_piece(shelf, part.lead)
    elif part.lead.kind == "constant" and not shelf.courier:
        yield from _in_lots(shelf, part.lead)


def _is_settled(shelf: Shelf, lead: Distribution) -> bool:
    """Orders of the start have come when judged time begins, and not too many are under way at a time."""
    times = 1.0 if lead.kind == "constant" else LEADS * (1 + (lead.cv or 1.0) ** 2)
    is_over = lead.average * times <= given.warm_up_s(shelf.result.scenario)
    return is_over and shelf.rate * lead.average <= given.LARGEST


def _piece_by_piece(shelf: Shelf, lead: Distribution) -> Iterator[Known]:
    pipeline, level = shelf.rate * lead.average, shelf.rule.level or 0
    if shelf.courier:
        yield from _three(shelf, emergency(pipeline, level), _("Erlang's loss formula"), PALM)
    else:
        yield from _three(shelf, base_stock(pipeline, level), _("Palm's theorem"), PALM)


def _in_lots(shelf: Shelf, lead: Distribution) -> Iterator[Known]:
    rule, rate, span = shelf.rule, shelf.rate, lead.average
    lot = rule.Q or (rule.S or 0) - rule.s
    if not cycles_forgotten(rate, lot, shelf.horizon):
        return
    if shelf.is_of_one:
        yield from _three(shelf, lots(rate, span, rule.s, lot), "(s, Q)", LOTS)
    elif rule.S is not None:
        found = up_to(rate, shelf.demand[1], span, rule.s, rule.S)
        yield shelf.known(FILL, found.fill_rate_units, "(s, S)", UP_TO)
        yield shelf.known(SHELF, found.on_hand, "(s, S)", UP_TO)
        yield shelf.known(SHORT, found.backorders, "(s, S)", UP_TO)


def _three(shelf: Shelf, found: ShelfFigures, formula: str, source: str) -> Iterator[Known]:
    yield shelf.known(FILL, found.fill_rate, formula, source)
    yield shelf.known(SHELF, found.on_hand, formula, source)
    if not shelf.courier:
        yield shelf.known(SHORT, found.backorders, formula, source)


def _mended(shelf: Shelf) -> Iterator[Known]:
    """What is handed out goes into a workshop at once, waits for a bench and comes back mended."""
    workshop, repair, rate = shelf.result.plan.workshop, shelf.part.repair, shelf.rate
    if workshop is None or repair is None or not _goes_straight_to_the_bench(shelf):
        return
    if not given.is_exponential(repair) or rate * repair.average >= workshop.benches:
        return
    if forgets(queue_gap(rate, 1 / repair.average, workshop.benches), shelf.horizon):
        found = repair_shop(rate, 1 / repair.average, workshop.benches, shelf.rule.level or 0)
        yield from _three(shelf, found, "M/M/c", SHOP)


def _goes_straight_to_the_bench(shelf: Shelf) -> bool:
    """One unit for each one handed out, at the request, none scrapped, to benches that nothing else comes to."""
    scenario, part, workshop = shelf.result.scenario, shelf.part, shelf.result.plan.workshop
    alone = sum(one.comes_back for one in scenario.parts.values()) == 1
    at_once = part.sent_back == "at_request" and not part.return_transit.average and part.return_every is None
    is_plain = shelf.is_of_one and shelf.rule.level is not None and not shelf.courier and not part.scrap
    return alone and at_once and is_plain and given.is_always_open(scenario, workshop.calendar if workshop else None)
