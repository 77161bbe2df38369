"""Desks that are textbook queues: Erlang's formulas, limited lines, one seat with any talk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.oracle import erlang_a, erlang_b, limited_lines, mean_wait, mean_wait_of_one
from sim.study.known import conditions as given
from sim.study.known.form import Known
from sim.study.known.settling import forgets, queue_gap, second_moment, single_gap
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Channel, Desk, Distribution, Horizon, Plan, Scenario
    from sim.study.estimate import Estimate
    from sim.study.result import Result

HOUR_S = 3600
ERLANG, GROSS = "Cooper, Introduction to Queueing Theory, 2nd ed., ch. 3", "Gross et al., 4th ed."


def of_desks(result: Result) -> Iterator[Known]:
    """The figures of every desk that is one."""
    for name in result.plan.answering:
        calls = calls_alone(result, name)
        if calls is not None:
            yield from _figures(calls)


@dataclass(frozen=True)
class Calls:
    """Calls of one live channel at a desk that has nothing else to do: rate per second, seats around the clock."""

    result: Result
    name: str
    desk: Desk
    channel: Channel
    rate: float
    seats: int
    talks: tuple[tuple[float, Distribution], ...]

    @property
    def talk_s(self) -> float:
        """Mean talk."""
        return sum(share * talk.average for share, talk in self.talks)

    @property
    def load(self) -> float:
        """In erlangs."""
        return self.rate * self.talk_s

    @property
    def horizon(self) -> Horizon:
        """When it begins and what is judged."""
        return self.result.scenario.horizon

    @property
    def all_wait_for_ever(self) -> bool:
        """Nobody gives up, is refused, or calls again."""
        return self.channel.patience is None and self.desk.trunks is None

    @property
    def nobody_calls_again(self) -> bool:
        """Who gives up or is refused is lost."""
        return self.channel.redial is None or not self.channel.redial.chance

    @property
    def talks_are_alike_and_exponential(self) -> bool:
        """Every call has the same exponential law, so that the order of service does not move the mean wait."""
        return given.the_same(talk for _share, talk in self.talks) and given.is_exponential(self.talks[0][1])

    def known(self, figure: str, unit: str, exact: float, simulated: Estimate, formula: str, source: str) -> Known:
        """A figure of the desk with the conditions they all share."""
        return Known(
            _("desk {id}").format(id=self.name), figure, unit, exact, simulated, formula, source, _calls_text()
        )


def _calls_text() -> str:
    return _("Poisson calls at a constant rate, the same seats around the clock, nothing else to do at the desk")


def calls_alone(result: Result, name: str) -> Calls | None:
    """The calls of a desk that takes one live channel and does nothing else; None if it does, or anything varies."""
    scenario, plan, desk = result.scenario, result.plan, result.plan.desks[name]
    if not (given.faults_come_at_a_constant_rate(scenario) and given.nothing_else_is_planned(plan)):
        return None
    if not given.nobody_asks_for_quotes_or_suppliers(scenario):
        return None
    if not (_takes_one_live_channel(scenario, desk) and _seats_never_change(scenario, desk)):
        return None
    if not (_does_nothing_after_a_call(desk) and _stands_alone(plan, name)):
        return None
    return _calls(result, name, desk)


def _takes_one_live_channel(scenario: Scenario, desk: Desk) -> bool:
    if len(desk.takes) != 1:
        return False
    channel = scenario.channels[desk.takes[0]]
    return channel.is_live and given.is_always_open(scenario, channel.calendar)


def _seats_never_change(scenario: Scenario, desk: Desk) -> bool:
    [(_start, length, seats), *others] = desk.seats
    return not others and length == given.DAY_S and seats > 0 and given.is_always_open(scenario, desk.calendar)


def _does_nothing_after_a_call(desk: Desk) -> bool:
    return not desk.after_call.average and (desk.training is None or desk.training.talk == 1)


def _stands_alone(plan: Plan, name: str) -> bool:
    """No call comes from another desk or goes to one while it waits."""
    others = [desk for other, desk in plan.desks.items() if other != name]
    comes = any(desk.escalate_to == name or (desk.overflow and desk.overflow.to == name) for desk in others)
    return not comes and plan.desks[name].overflow is None and plan.desks[name].virtual_hold is None


def _calls(result: Result, name: str, desk: Desk) -> Calls | None:
    scenario = result.scenario
    channel = scenario.channels[desk.takes[0]]
    rates = [(given.rate_of(scenario, kind), kind.fault.talk) for kind in given.happening(scenario)]
    total = sum(rate for rate, _talk in rates)
    if not total * channel.share or not all(given.is_long(talk) for _rate, talk in rates):
        return None
    if max(desk.seats[0][2], desk.trunks or 0, sum(rate * talk.average for rate, talk in rates)) > given.LARGEST:
        return None
    talks = tuple((rate / total, talk) for rate, talk in rates)
    return Calls(result, name, desk, channel, total * channel.share, desk.seats[0][2], talks)


def _figures(calls: Calls) -> Iterator[Known]:
    if calls.all_wait_for_ever and calls.load < calls.seats:
        yield from _waiting(calls)
    elif calls.nobody_calls_again and calls.desk.trunks == calls.seats:
        yield from _losing(calls)
    elif calls.nobody_calls_again and calls.talks_are_alike_and_exponential:
        yield from _limited(calls) if calls.channel.patience is None else _impatient(calls)


def _waiting(calls: Calls) -> Iterator[Known]:
    """Erlang C where talks are exponential, Pollaczek and Khinchine at one seat; how busy the seats are in both."""
    alike, seats = calls.talks_are_alike_and_exponential, calls.seats
    gap = queue_gap(calls.rate, 1 / calls.talk_s, seats) if alike else _careful_gap(calls)
    if not forgets(gap, calls.horizon):
        return
    waited = _flow(calls, "wait_mean_h")
    if alike:
        exact = mean_wait(seats, calls.rate, calls.talk_s) / HOUR_S
        yield calls.known(_("mean wait"), "h", exact, waited, "Erlang C", ERLANG)
    elif seats == 1 and calls.desk.order == "arrival":
        exact = mean_wait_of_one(calls.rate, calls.talk_s, _second(calls)) / HOUR_S
        yield calls.known(_("mean wait"), "h", exact, waited, "Pollaczek-Khinchine", f"{GROSS}, section 5.1")
    yield _busy(calls, calls.load / seats, _("offered load"))


def _careful_gap(calls: Calls) -> float:
    """Of one server as fast as all of them, with the widest of the talks."""
    widest = max((talk for _share, talk in calls.talks), key=second_moment)
    rate = calls.load / calls.seats / widest.average
    return single_gap(rate, widest) if calls.load < calls.seats else 0.0


def _second(calls: Calls) -> float:
    return sum(share * second_moment(talk) for share, talk in calls.talks)


def _losing(calls: Calls) -> Iterator[Known]:
    """As many lines as seats: nobody ever waits, whatever the law of the talk."""
    if not forgets(queue_gap(calls.rate, 1 / calls.talk_s, calls.seats, calls.seats), calls.horizon):
        return
    lost = erlang_b(calls.seats, calls.load)
    yield calls.known(_("refused"), "share", lost, _flow(calls, "refused"), "Erlang B", ERLANG)
    yield _busy(calls, calls.load * (1 - lost) / calls.seats, "Erlang B")


def _limited(calls: Calls) -> Iterator[Known]:
    lines, service = calls.desk.trunks or 0, 1 / calls.talk_s
    if lines <= calls.seats or not forgets(queue_gap(calls.rate, service, calls.seats, lines), calls.horizon):
        return
    found, source = limited_lines(calls.seats, lines, calls.rate, calls.talk_s), f"{GROSS}, section 2.5"
    yield calls.known(_("refused"), "share", found.p_block, _flow(calls, "refused"), "M/M/c/K", source)
    yield calls.known(_("mean wait"), "h", found.mean_wait / HOUR_S, _flow(calls, "wait_mean_h"), "M/M/c/K", source)
    yield _busy(calls, found.utilisation, "M/M/c/K")


def _impatient(calls: Calls) -> Iterator[Known]:
    patience = calls.channel.patience
    if calls.desk.trunks is not None or patience is None or not given.is_exponential(patience):
        return
    if not erlang_b(calls.seats, calls.load):
        return  # so many seats that nobody ever waits
    leaving, service = 1 / patience.average, 1 / calls.talk_s
    if not forgets(queue_gap(calls.rate, service, calls.seats, patience=leaving), calls.horizon):
        return
    found = erlang_a(calls.rate, service, leaving, calls.seats)
    name, source = "Erlang A", "Garnett, Mandelbaum, Reiman, MSOM 4 (2002)"
    yield calls.known(_("gave up"), "share", found.p_abandon, _flow(calls, "abandoned"), name, source)
    yield calls.known(_("mean wait"), "h", found.mean_wait / HOUR_S, _flow(calls, "wait_mean_h"), name, source)
    yield _busy(calls, found.utilisation, name)


def _busy(calls: Calls, exact: float, formula: str) -> Known:
    [use] = [one for one in calls.result.uses if (one.kind, one.id) == ("desk", calls.name)]
    return calls.known(_("busy"), "share", exact, use.working, formula, ERLANG)


def _flow(calls: Calls, figure: str) -> Estimate:
    [flow] = [one for one in calls.result.desks if (one.id, one.channel) == (calls.name, calls.desk.takes[0])]
    found: Estimate = getattr(flow, figure)
    return found
