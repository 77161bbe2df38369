"""Levers about desks: a seat more in each shift or in hours without, lines, training."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.scenario.units import write_factor
from sim.study.advising.lever import LINES, SEAT, TRAINING, Lever
from sim.study.steps import more_lines, one_more_seat, shift_text

if TYPE_CHECKING:
    from sim.scenario import Plan, Scenario
    from sim.scenario.desk import Desk

BETTER = 1.1  # times what a desk fixes by phone


def desk_levers(scenario: Scenario, plan: Plan) -> Iterator[Lever]:
    """For every desk."""
    for name, desk in plan.desks.items():
        yield from _seats(name, desk)
        lines = more_lines(desk, name)
        if lines is not None:
            yield Lever(LINES, name, "", (lines,), int(lines.rpartition("=")[2]), ("lines",))
        if desk.role == "answer" and _advises(scenario):
            yield _training(name, desk)


def _seats(name: str, desk: Desk) -> Iterator[Lever]:
    """One in each shift as the plan writes it, and one in hours in which nobody is there."""
    empty = [shift for shift in desk.seats if not shift[2] and shift not in desk.shifts]
    for shift in (*desk.shifts, *empty):
        count = shift[2] + 1
        yield Lever(SEAT, name, shift_text(shift), (one_more_seat(desk, name, shift),), count, _pay_of(name, desk))


def _pay_of(name: str, desk: Desk) -> tuple[str, ...]:
    if desk.pay_per_seat_month is not None or desk.pay_per_call is not None:
        return ()
    return (f"desks.{name}.pay_per_{'call' if desk.employer == 'contracted' else 'seat_month'}",)


def _advises(scenario: Scenario) -> bool:
    """Whether anything can be fixed by phone at all."""
    return any(kind.fault.front or kind.fault.experts for kind in scenario.faults)


def _training(name: str, desk: Desk) -> Lever:
    """A tenth more fixed by phone than now; the money for it only where the plan says what training costs."""
    factor = write_factor(round(BETTER * (desk.training.remote_fix if desk.training else 1.0), 4))
    return Lever(TRAINING, name, factor, (f"desks.{name}.training.remote_fix={factor}",), None, ("training",))
