"""The auditor itself: a log that was tampered with does not pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.model import Event, EventLog
from sim.model.events import COLUMNS
from tests.model.checks import faults_in
from tests.model.little import Story, plan_of, story, team

E = Event
Change = Callable[[dict[str, np.ndarray]], None]


@pytest.fixture
def day(tmp_path: Path) -> Story:
    """One seat, one engineer with overtime, three calls: the second caller waits, the third gives up."""
    plan = plan_of(team(), team("far", 30), desks="front: {seats: 1, takes: phone}")
    tickets = [
        ("05 09:00", "s10", "f", "10min", "10min", "50min"),
        ("05 09:05", "s20", "f", "5min", "10min", "20h"),
        ("05 09:06", "s20", "f", "5min", None, None, "1min"),
        ("05 09:30", "s10", "f", "5min", "10min", "50min"),
    ]
    return story(tmp_path, tickets, "f: {sign_off: 5min}", plan)


def tampered(log: EventLog, change: Change) -> EventLog:
    columns = {name: np.array(getattr(log, name)) for name in COLUMNS}
    change(columns)
    order = np.lexsort((columns["ticket"], columns["at"]))
    return EventLog(*(columns[name][order] for name in COLUMNS))


def shift(event: Event, seconds: int, ticket: int = 0) -> Change:
    """The first row of this kind comes earlier or later."""

    def change(columns: dict[str, np.ndarray]) -> None:
        columns["at"][_first(columns, event, ticket)] += seconds

    return change


def put(event: Event, column: str, value: int, ticket: int = 0) -> Change:
    def change(columns: dict[str, np.ndarray]) -> None:
        columns[column][_first(columns, event, ticket)] = value

    return change


def drop(event: Event, ticket: int = 0) -> Change:
    def change(columns: dict[str, np.ndarray]) -> None:
        row = _first(columns, event, ticket)
        for name in COLUMNS:
            columns[name] = np.delete(columns[name], row)

    return change


def _first(columns: dict[str, np.ndarray], event: Event, ticket: int) -> int:
    return int(np.flatnonzero((columns["event"] == event) & (columns["ticket"] == ticket))[0])


def test_the_day_itself_passes(day: Story) -> None:
    assert {E.GAVE_UP, E.PAUSED, E.HOMEWARD} < set(day.log.event.tolist())
    assert faults_in(day.world, day.plan, day.log) == []


@pytest.mark.parametrize(
    "change",
    [
        shift(E.QUEUED, 1),             # not when it was reported
        shift(E.ENDED, -30),            # the talk was longer
        shift(E.STARTED, -60, 1),       # no seat was free
        shift(E.STARTED, 60, 1),        # a seat was free
        shift(E.GAVE_UP, 5, 2),         # his patience was over
        shift(E.ARRIVED, 60),           # the road is shorter
        put(E.DEPARTED, "value", 9000), # the road is longer
        shift(E.DISPATCHED, 120, 3),    # he was free
        put(E.DISPATCHED, "actor", 1),  # somebody else drove
        shift(E.LEFT, 60),              # the work was done
        shift(E.PAUSED, 60, 1),         # his overtime was over
        drop(E.HOMEWARD, -1),           # he went home
        drop(E.CLOSED),                 # half-way
        drop(E.REPLIED, 1),             # nobody told the customer
        put(E.LEFT, "value", 0),        # it was mended
        put(E.READY, "n", 2),           # it was the first visit
    ],
)  # fmt: skip
def test_a_log_that_was_tampered_with_does_not_pass(day: Story, change: Change) -> None:
    assert faults_in(day.world, day.plan, tampered(day.log, change))


def test_a_lost_ticket_is_missed(day: Story) -> None:
    kept = day.log.ticket != 3
    assert faults_in(day.world, day.plan, EventLog(*(getattr(day.log, name)[kept] for name in COLUMNS)))


def test_another_plan_does_not_explain_the_log(day: Story) -> None:
    """The same log under a plan whose nearer team is at home elsewhere."""
    moved = replace(day.plan, outlets=dict(zip(day.plan.outlets, reversed(day.plan.outlets.values()), strict=True)))
    assert faults_in(day.world, moved, day.log)
