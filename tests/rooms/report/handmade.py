"""Logs written by hand over a little company: what the trace says of rows, whatever made them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.model import EventLog
from sim.model.events import Event, Purpose, Recorder, row
from sim.report.trace import SampleYear
from sim.scenario import load_plan, load_scenario
from sim.world import sample_world
from tests.rooms.report.traced import year_of
from tests.stories.little import ARRIVE, HORIZON, SCENARIO, TRAVEL, Story, Ticket, instant, write

Told = tuple[str, int, Event, int, str | int, Any]
"""Time, ticket, event, n, actor (the id of a desk, outlet or engineer, '-' for nobody), value."""

OF_OUTLETS = (Event.HANDED_IN, Event.BENCHED, Event.UNBENCHED)


def company(
    folder: Path,
    tickets: Sequence[Ticket],
    faults: str,
    plan: str,
    commitments: str = ARRIVE,
    extra: str = "",
    calendars: str = "",
    **tables: Any,
) -> Story:
    """A company in which nothing has happened yet: see `tests.stories.little.story`."""
    given = {"zone": "UTC", "horizon": HORIZON, "calendars": calendars, "travel": TRAVEL, "product": ""}
    text = SCENARIO.format(**given, extra=extra, faults=faults)
    write(folder, text, commitments, dict.fromkeys(ticket[1] for ticket in tickets), {"baseline": plan}, tickets,
          **tables)  # fmt: skip
    scenario = load_scenario(folder)
    return Story(scenario, load_plan(scenario), sample_world(scenario, 1, replication=0), Recorder().log())


def log_of(story: Story, rows: list[Told]) -> EventLog:
    """The rows as a log, in the order of every log."""
    recorder = Recorder()
    for time, ticket, event, n, actor, value in sorted(rows, key=lambda one: instant(one[0])):
        recorder.note(row(instant(time), ticket, event, n, _position(story, event, actor), int(value)))
    return recorder.log()


def _position(story: Story, event: Event, actor: str | int) -> int:
    if isinstance(actor, int):
        return actor
    if actor == "-":
        return -1
    place = story.place
    if event in OF_OUTLETS:
        return place.outlets.index(actor)
    names = place.desks
    engineers = {place.engineer_id(number): number for number in range(len(place.engineers))}
    return names.index(actor) if actor in names else engineers[actor]


def year_with(story: Story, rows: list[Told], **world: list[int]) -> SampleYear:
    """The story as if this had happened in it; columns of the tickets can be put in place of those drawn."""
    given = {name: np.array(values) for name, values in world.items()}
    luck = replace(story.world, tickets=replace(story.world.tickets, **given)) if given else story.world
    return year_of(replace(story, world=luck, log=log_of(story, rows)))


def call(
    desk: str, asked: str, taken: str, over: str, ticket: int = 0, n: int = 1, purpose: Purpose = Purpose.CALL
) -> list[Told]:
    """A task from its queue to its end."""
    events = ((asked, Event.QUEUED), (taken, Event.STARTED), (over, Event.ENDED))
    return [(time, ticket, event, n, desk, purpose) for time, event in events]
