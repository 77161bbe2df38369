"""Stories of customers who want the visit later, and of what goes on meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model import Event
from tests.stories.little import Story, part, plan_of, story, team, trajectory

TOLD = (Event.REPLIED, Event.APPOINTED, Event.READY, Event.DISPATCHED)


def wished(
    folder: Path, tickets: list, wishes: str, faults: str = "f: {}", crew: str = "", more: str = "", **others: object
) -> Story:  # fmt: skip
    plan = plan_of(crew or team(shift="always"), more=more)
    extra = f"appointments: {{{wishes}}}\n{others.pop('extra', '')}"
    return story(folder, tickets, faults, plan, extra=extra, **others)  # type: ignore[arg-type]


def test_who_wants_the_visit_a_day_later_has_it_a_day_later(tmp_path: Path) -> None:
    found = wished(tmp_path, [("05 09:00", "s10", "f", "5min", None, "1h")], "share: 100%, after: 1d")
    assert found.lines(*TOLD, Event.ARRIVED, Event.CLOSED) == trajectory("""
    05 09:05 0 REPLIED 0 -
    05 09:05 0 APPOINTED 0 - 06 09:05
    06 09:05 0 READY 1 -
    06 09:05 0 DISPATCHED 1 crew-1
    06 09:15 0 ARRIVED 1 crew-1
    06 10:15 0 CLOSED 0 -
    """)


@pytest.mark.parametrize(
    ("reported", "wanted"),
    [
        ("05 09:00", "06 09:00"),  # open then
        ("05 12:30", "06 13:00"),  # after the break
        ("05 18:00", "07 08:00"),  # on the next morning
        ("09 10:00", "12 08:00"),  # on Saturday nobody is there
    ],
)
def test_it_is_wanted_when_the_customer_opens_next(tmp_path: Path, reported: str, wanted: str) -> None:
    found = wished(tmp_path, [(reported, "s10", "f")], "share: 100%, after: 1d, calendar: works")
    assert found.lines(Event.APPOINTED, Event.READY) == [
        f"{reported} 0 APPOINTED 0 - {wanted}",
        f"{wanted} 0 READY 1 -",
    ]


def test_without_a_delay_it_waits_for_the_hours_alone(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s10", "f"), ("05 20:00", "s10", "f")]
    found = wished(tmp_path, tickets, "share: 100%, calendar: works")
    assert found.lines(Event.APPOINTED, Event.READY) == trajectory("""
    05 09:00 0 READY 1 -
    05 20:00 1 APPOINTED 0 - 06 08:00
    06 08:00 1 READY 1 -
    """)


def test_a_share_of_the_customers_by_their_own_numbers(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s10", "f"), ("05 10:00", "s10", "f")]
    found = wished(tmp_path, tickets, "share: 30%, after: 1d", luck={"u_appointment": [0.29, 0.3]})
    assert found.lines(Event.READY) == ["05 10:00 1 READY 1 -", "06 09:00 0 READY 1 -"]


@pytest.mark.parametrize(("lead", "ready"), [("5h", "06 09:00"), ("2d", "07 09:00")])
def test_parts_come_meanwhile(tmp_path: Path, lead: str, ready: str) -> None:
    """Asked for at the decision; the visit is ready when both have come."""
    faults = "f: {parts: {pump: {chance: 100%, known: 100%}}}"
    found = wished(tmp_path, [("05 09:00", "s10", "f")], "share: 100%, after: 1d", faults, parts=[part("pump", lead)])
    assert found.lines(Event.PARTS_ASKED, Event.READY) == ["05 09:00 0 PARTS_ASKED 0 - 1", f"{ready} 0 READY 1 -"]


def test_only_the_first_visit_is_wanted_later(tmp_path: Path) -> None:
    """The first repair does not hold: the second try is ready at once."""
    found = wished(
        tmp_path, [("05 09:00", "s10", "f", None, None, "1h")], "share: 100%, after: 1d",
        "f: {first_fix: 99.99%, repair: 1h}", luck={"u_first_fix": [0.99995]},
    )  # fmt: skip
    assert found.lines(Event.READY) == ["06 09:00 0 READY 1 -", "06 10:10 0 READY 2 -"]


def test_nobody_waits_for_who_brings_his_unit(tmp_path: Path) -> None:
    crew = team(shift="always", outlet="benches: 1, bench_calendar: always")
    found = wished(tmp_path, [("05 09:00", "s10", "f")], "share: 100%, after: 1d", "f: {carry_in: 100%}", crew)
    assert found.lines(Event.APPOINTED, Event.HANDED_IN) == ["05 09:00 0 HANDED_IN 0 crew"]


def test_the_time_until_then_stops_a_clock_that_pauses_for_access(tmp_path: Path) -> None:
    """Due 30 h after the report without the day that the customer wanted to wait: the 7th at 15:00, 10 min drive."""
    due = "- {id: arrive, measure: {from: reported, to: arrived}, within: 30h, pause: access, target: 90%}\n"
    plan = plan_of(team(shift="always"), dispatch="rule: due_date")
    found = story(tmp_path, [("05 09:00", "s10", "f")], "f: {}", plan, due,
                  extra="appointments: {share: 100%, after: 1d}")  # fmt: skip
    assert found.lines(Event.READY) == ["06 09:00 0 READY 1 - leave 07 14:50"]
