"""What a plan could change where the hotline, the desks' own calls or the benches make a promise break."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.scenario.desk import write_seats
from sim.scenario.spans import MONTH, Step, write_step
from sim.study.steps import more_lines, one_more_bench, one_more_seat

if TYPE_CHECKING:
    from sim.scenario import Commitment, Plan
    from sim.scenario.desk import Shift
    from sim.study import DeskResult, Result

DAY, HOUR = 86_400, 3600
BETTER_ADVICE = "{remote_fix: x1.2}"
ADVISED = ("remote_fixed", "first_contact_fixed", "resolved")
CALLS = {  # milestone: entry of `calls`, and what it needs
    "progress_reported": ("progress", "every"),
    "called_back": ("call_back", "due"),
    "followed_up_1": ("follow_up_1", "due"),
    "followed_up_2": ("follow_up_2", "due"),
    "complaint_answered": ("complaint", "due"),
    "complaint_decided": ("complaint", "due"),
    "escalated": ("complaint", "due"),
}


def change_for(result: Result, promise: Commitment) -> str | None:
    """The change that a broken commitment asks for by what it measures; None where only its causes tell."""
    measure, asked = promise.measure, (open_change, call_change)
    change = next((found for ask in asked if (found := ask(result, promise))), None)
    if change is None and measure.share_of in ADVISED:
        return training_change(result)
    answers = measure.share_of == "answered" or "answered" in (measure.to or ())
    return seat_change(result) if change is None and answers else change


def open_change(result: Result, promise: Commitment) -> str | None:
    """A seat in the hours in which nobody is at the desk of a channel that is to be open."""
    channel = promise.measure.open
    name = next((name for name, desk in result.plan.desks.items() if channel in desk.takes), None)
    if channel is None or name is None or result.plan.desks[name].calendar is not None:
        return None
    seats = result.plan.desks[name].seats
    if all(count for _start, _end, count in seats):
        return None
    return f"desks.{name}.seats={write_seats(tuple((start, end, count or 1) for start, end, count in seats))}"


def call_change(result: Result, promise: Commitment) -> str | None:
    """The entry of `calls` that a promise about a call needs and the plan has not got."""
    wanted = next((CALLS[name] for name in promise.measure.to or () if name in CALLS), None)
    if promise.measure.share_of == "contacted":
        wanted = ("contact", "every")
    if wanted is None or getattr(result.plan.calls, wanted[0]) is not None:
        return None
    return f"calls.{wanted[0]}.{wanted[1]}={_written(promise)}"


def _written(promise: Commitment) -> str:
    """The limit of a promise as a duration or step of the calendar; a week where it has none."""
    if promise.span is not None and promise.span.unit == MONTH:
        return write_step(Step(months=promise.span.amount))
    return f"{promise.within // HOUR}h" if promise.within and promise.within >= HOUR else "1w"


def training_change(result: Result) -> str | None:
    """Better advice at the desk that most customers come to."""
    name = _tightest(result, lambda one: one.attempts_per_year.mean or 0.0)
    desk = result.plan.desks.get(name)
    return None if desk is None or desk.training is not None else f"desks.{name}.training={BETTER_ADVICE}"


def seat_change(result: Result) -> str | None:
    """One more line where callers are refused more often than they give up, else one more seat at the busiest hours."""
    name = _tightest(result, lambda one: (one.abandoned.mean or 0.0) + (one.refused.mean or 0.0))
    desk = result.plan.desks.get(name)
    if desk is None:
        return None
    row = next(one for one in result.desks if one.id == name)
    if desk.trunks is not None and (row.refused.mean or 0.0) > (row.abandoned.mean or 0.0):
        return more_lines(desk, name)
    return seat_at_busiest(result, name)


def seat_at_busiest(result: Result, name: str) -> str | None:
    """`desks.front.seats={08:00-20:00: 4, 20:00-08:00: 1}`: one more in the busiest of its shifts."""
    desk = result.plan.desks[name]
    staffed = [shift for shift in desk.shifts if shift[2]]
    if not staffed:
        return None
    return one_more_seat(desk, name, max(staffed, key=lambda shift: _busy(result, name, shift)))


def _busy(result: Result, name: str, shift: Shift) -> float:
    """Busy share of a desk's rostered time in a shift, over the week."""
    use = next((one for one in result.by_hour if (one.kind, one.id) == ("desk", name)), None)
    if use is None:
        return 0.0
    start, end, _count = shift
    hours = [
        hour for hour in range(7 * 24) if start <= (hour % 24) * HOUR < end or start <= (hour % 24) * HOUR + DAY < end
    ]
    rostered = float(use.rostered[hours].sum())
    return float(use.seized[hours].sum()) / rostered if rostered else 0.0


def bench_change(result: Result, plan: Plan) -> str | None:
    """One more bench at the repair point that is busiest, if a bench is busier than any team."""
    pools = [one for one in result.uses if one.kind == "team" or (one.kind == "bench" and one.id in plan.outlets)]
    rows = [one for one in pools if one.seized.mean is not None]
    top = max(rows, key=lambda one: one.seized.mean or 0.0, default=None)
    if top is None or top.kind != "bench":
        return None
    return one_more_bench(plan, top.id)


def _tightest(result: Result, badness: Callable[[DeskResult], float]) -> str:
    """The desk on a channel of which a figure is largest; empty where there is none."""
    rows = [one for one in result.desks if one.channel is not None]
    return max(rows, key=badness).id if rows else ""
