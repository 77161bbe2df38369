"""The auditor in the back office: a loop, quotes, planned visits or a relief that was tampered with does not pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.audit import audit
from sim.model import Event
from tests.invariants.test_auditor import Change, drop, put, shift, tampered
from tests.stories.little import Story, at_start, part, plan_of, story, team

E = Event


def check(found: Story, change: Change) -> None:
    assert audit(found.world, found.plan, found.log) == ()
    assert audit(found.world, found.plan, tampered(found.log, change))


@pytest.fixture
def loop(tmp_path: Path) -> Story:
    """Three pumps go back, one after the other over the only bench; the fourth ticket takes what does as well."""
    rows = [
        part("pump", "9d", kind="repairable", repair="3h", return_transit="5h", scrap="0.1%", substitute="spare"),
        part("spare", "9d", kind="repairable"),
    ]
    crew = team(engineers=4, shift="always", outlet="stock: {pump: 3, spare: 1}")
    tickets = [(f"05 0{hour}:00", "s10", "f", None, "10min", "30min") for hour in (6, 7, 8, 9)]
    plan = plan_of(crew, more="workshop: {benches: 1, calendar: works}")
    return story(tmp_path, tickets, "f: {parts: {pump: {chance: 100%, known: 100%}}}", plan, parts=rows)


@pytest.mark.parametrize(
    "change",
    [
        shift(E.SENT_BACK, 60),           # once it is exchanged
        drop(E.SENT_BACK),                # it was exchanged
        shift(E.RETURNED, 60),            # the way is as long as it is
        put(E.SENT_BACK, "actor", 1),     # a pump is no spare
        put(E.RETURNED, "n", 2),          # it was the first
        shift(E.ON_BENCH, 600),           # the bench was free
        shift(E.ON_BENCH, -3600, 1),      # the bench was not free
        drop(E.ON_BENCH),                 # nothing repairs itself
        shift(E.REPAIRED, 60),            # three hours are three hours
        put(E.REPAIRED, "event", E.SCRAPPED),  # its luck was good
        drop(E.RECEIVED, -1),             # it lies on the shelf
        put(E.SUBSTITUTED, "value", 0, 3),  # a pump is a pump
        put(E.SUBSTITUTED, "n", 2, 3),    # one was needed
        drop(E.SUBSTITUTED, 3),           # a spare is no pump
    ],
)  # fmt: skip
def test_a_loop_that_was_tampered_with_does_not_pass(loop: Story, change: Change) -> None:
    assert {E.ON_BENCH, E.REPAIRED, E.SUBSTITUTED} < set(loop.log.event.tolist())
    check(loop, change)


@pytest.fixture
def quotes(tmp_path: Path) -> Story:
    """Ticket 0 agrees, 1 declines, 2 does not pay; all want the visit the next morning."""
    extra = """
charged: {in_warranty: 50%, quote: 20min, confirm: 3h, refused: 50%}
appointments: {share: 100%, after: 5h, calendar: works}"""
    tickets = [(f"05 0{hour}:00", "s10", "f", "5min", None, "30min") for hour in (7, 8, 9)]
    plan = plan_of(team(engineers=3), desks="front: {seats: 1, takes: phone}")
    luck = {"u_charged": [0.1, 0.1, 0.9], "u_refused": [0.9, 0.1, 0.9]}
    return story(tmp_path, tickets, "f: {}", plan, extra=extra, luck=luck)


@pytest.mark.parametrize(
    "change",
    [
        drop(E.QUOTED),                          # he pays
        shift(E.QUOTED, 60),                     # when it is ready
        shift(E.CONFIRMED, 60),                  # his answer takes three hours
        put(E.CONFIRMED, "event", E.DECLINED),   # he agrees
        put(E.DECLINED, "event", E.CONFIRMED, 1),  # he does not
        shift(E.CLOSED, 60, 1),                  # it is over then
        drop(E.REPLIED, 1),                      # nobody told him
        put(E.QUEUED, "ticket", 0, 2),           # a call is not a quote
        shift(E.APPOINTED, 60),                  # at the decision
        put(E.APPOINTED, "value", 0),            # not before it is open
        drop(E.APPOINTED, 2),                    # he wants it later
        shift(E.READY, -3600),                   # not before he wants it
    ],
)  # fmt: skip
def test_quotes_that_were_tampered_with_do_not_pass(quotes: Story, change: Change) -> None:
    assert {E.CONFIRMED, E.DECLINED, E.APPOINTED} < set(quotes.log.event.tolist())
    check(quotes, change)


PLANNED = 2  # a ticket and a customer come before
LATE = team("late", 40, shift="late")


@pytest.fixture
def rounds(tmp_path: Path) -> Story:
    """A ticket that the late crew relieves, from 16:10 to 22:10, and a visit on the morning of the same day."""
    plan = plan_of(team(), LATE, dispatch="end_of_shift: relief",
                   more="planned: {check: {every: 1w, window: 1w, work: 2h, teams: [crew]}}")  # fmt: skip
    return story(tmp_path, [("05 16:00", "s10", "f", None, "10min", "6h")], "f: {}", plan)


@pytest.mark.parametrize(
    "change",
    [
        shift(E.READY, 60, PLANNED),               # at midnight
        put(E.READY, "value", 0, PLANNED),         # until the end of its window
        drop(E.READY, PLANNED),                    # it was planned
        shift(E.DISPATCHED, 60, PLANNED),          # he was free
        put(E.DISPATCHED, "actor", 1, PLANNED),    # only the crew does it
        shift(E.LEFT, -60, PLANNED),               # two hours are two hours
        put(E.LEFT, "value", 4, PLANNED),          # nobody relieved him
        put(E.LEFT, "value", 3),                   # somebody did
        put(E.LEFT, "value", 1),                   # it was not done
        shift(E.LEFT, -60),                        # the relief was not there
        shift(E.LEFT, 60),                         # the relief was there
        shift(E.RESTORED, 60),                     # the rest was shorter
        put(E.RESTORED, "n", 1),                   # the second visit did it
        drop(E.HOMEWARD, -1),                      # he went home
    ],
)  # fmt: skip
def test_visits_and_reliefs_that_were_tampered_with_do_not_pass(rounds: Story, change: Change) -> None:
    assert {E.READY, E.LEFT} < set(rounds.log.event.tolist())
    check(rounds, change)


@pytest.fixture
def begun(tmp_path: Path) -> Story:
    """A ticket that waits for a visit, one that waits for the desk, half a shelf and the other half under way."""
    start = [
        at_start("ticket", site_id="s10", fault="f", reported="2026-01-02 10:00", stage="visit"),
        at_start("ticket", site_id="s10", fault="f", reported="2026-01-03 10:00", stage="desk"),
        at_start("stock", store="crew", part_id="pump", units="1"),
        at_start("order", store="crew", part_id="pump", units="1", due="06 12:00"),
    ]
    plan = plan_of(team(outlet="stock: {pump: 2}"), desks="front: {seats: 1, takes: phone}")
    return story(tmp_path, [("20 09:00", "s10", "f")], "f: {parts: {pump: {chance: 100%, known: 100%}}}", plan,
                 start=start, parts=[part("pump", "5d")])  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        drop(E.OPENED),                   # it was open
        shift(E.OPENED, 60),              # from the start on
        put(E.OPENED, "value", 0),        # it has called
        put(E.OPENED, "value", 1, 1),     # it has not
        shift(E.QUEUED, 60, 1),           # it calls then
        drop(E.TAKEN),                    # one lay there
        put(E.TAKEN, "n", 0),             # nobody waited
        drop(E.RECEIVED, -1),             # one was under way
        shift(E.RECEIVED, 60, -1),        # until then
    ],
)  # fmt: skip
def test_a_start_that_was_tampered_with_does_not_pass(begun: Story, change: Change) -> None:
    check(begun, change)
