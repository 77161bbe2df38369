"""Stories of units that fail by their running time: a unit that stands still does not age."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.model import Event
from sim.world import World
from tests.stories.little import Story, plan_of, story, team

HOUR = 3600
FAR = 10**9
TOLD = (Event.FAILED, Event.REPEATED, Event.RESTORED, Event.ABANDONED, Event.HANDED_ON, Event.DECLINED)
Runs = dict[tuple[str, int], list[float]]


def running(hours: Runs) -> Callable[[World], World]:
    """Failures of each (fault, unit) after so many hours of running time, and no others."""

    def put(world: World) -> World:
        tickets = world.tickets
        runs = np.full(len(tickets), FAR)
        for index in range(world.originals):
            fault = world.scenario.faults[tickets.fault[index]].id
            mine = hours.get((fault, -int(tickets.week[index])), [])
            if tickets.number[index] < len(mine):
                runs[index] = round(mine[tickets.number[index]] * HOUR)
        return replace(world, tickets=replace(tickets, runs=runs))

    return put


def operated(
    folder: Path, hours: Runs, units: int = 1, faults: str = "", crew: str = "", more: str = "", desks: str = "",
    known: dict | None = None, **others: str,
) -> Story:  # fmt: skip
    """Faults f (two hours to mend) and g (one hour) at s0; somebody is always there."""
    faults = faults or "f: {rate: 0.2/h, repair: 2h}, g: {rate: 0.2/h, repair: 1h}"
    plan = plan_of(crew or team(engineers="unlimited", shift="always"), desks=desks, more=more)
    extra = "failures: operating\n" + others.pop("extra", "")
    return story(folder, None, faults, plan, sites=["s0"], known={"s0": {"units": str(units)} | (known or {})},
                 luck=running(hours), extra=extra, horizon="{start: 2026-01-05, days: 2, warmup: 0s, runout: 2d}",
                 **others)  # fmt: skip


def told(found: Story) -> list[str]:
    """Day, time, unit, fault, what."""
    lines, tickets = [], found.world.tickets
    log = found.log.of(*TOLD)
    for line, ticket in zip(found.lines(*TOLD), log.ticket.tolist(), strict=True):
        day, time, _number, event = line.split()[:4]
        fault = found.scenario.faults[tickets.fault[ticket]].id
        lines.append(f"{day} {time} {-tickets.week[ticket]}{fault} {event}")
    return lines


def test_a_unit_that_is_down_has_no_other_fault_and_does_not_age(tmp_path: Path) -> None:
    """g would come an hour after f; f takes two, and g comes when it has run for that hour."""
    found = operated(tmp_path, {("f", 1): [10], ("g", 1): [11]})
    assert told(found) == [
        "05 10:00 1f FAILED",
        "05 12:00 1f RESTORED",
        "05 13:00 1g FAILED",
        "05 14:00 1g RESTORED",
    ]  # fmt: skip


def test_its_failure_is_its_report(tmp_path: Path) -> None:
    found = operated(tmp_path, {("f", 1): [10]})
    first = [line.split()[:2] + line.split()[3:] for line in found.lines()[:2]]
    assert first == [["05", "10:00", "FAILED", "0", "-", "1"], ["05", "10:00", "QUEUED", "1", "-", "CALL"]]


def test_each_unit_has_a_clock_of_its_own(tmp_path: Path) -> None:
    found = operated(tmp_path, {("f", 1): [10], ("g", 1): [11], ("g", 2): [11, 11.5]}, units=2)
    assert told(found) == [
        "05 10:00 1f FAILED",
        "05 11:00 2g FAILED",
        "05 12:00 1f RESTORED",
        "05 12:00 2g RESTORED",
        "05 12:30 2g FAILED",
        "05 13:00 1g FAILED",
        "05 13:30 2g RESTORED",
        "05 14:00 1g RESTORED",
    ]


def test_the_clock_stands_still_until_somebody_has_come(tmp_path: Path) -> None:
    """Down at 20:00, mended from 08:00 to 10:00, and two hours on down again."""
    found = operated(tmp_path, {("f", 1): [20, 22]}, crew=team())
    assert told(found) == [
        "05 20:00 1f FAILED",
        "06 10:00 1f RESTORED",
        "06 12:00 1f FAILED",
        "06 15:00 1f RESTORED",
    ]


def test_it_runs_on_as_soon_as_the_phone_has_helped(tmp_path: Path) -> None:
    found = operated(
        tmp_path, {("f", 1): [10, 11]}, faults="f: {rate: 0.2/h, talk: 6min, remote_fix: 100%}, g: {rate: 0.2/h}"
    )
    assert told(found) == [
        "05 10:00 1f FAILED",
        "05 10:06 1f RESTORED",
        "05 11:06 1f FAILED",
        "05 11:12 1f RESTORED",
    ]


def test_two_failures_at_the_same_age_come_one_after_the_other(tmp_path: Path) -> None:
    found = operated(tmp_path, {("f", 1): [10], ("g", 1): [10]})
    assert told(found) in (
        ["05 10:00 1f FAILED", "05 12:00 1f RESTORED", "05 12:00 1g FAILED", "05 13:00 1g RESTORED"],
        ["05 10:00 1g FAILED", "05 11:00 1g RESTORED", "05 11:00 1f FAILED", "05 13:00 1f RESTORED"],
    )


FIXED_ONCE = "f: {rate: 0.2/h, repair: 2h, repeat: {chance: 100%, after: 1h}}, g: {rate: 0.2/h, repair: 1h}"


def test_a_repeat_that_is_due_while_the_unit_is_down_comes_when_it_runs_again(tmp_path: Path) -> None:
    """Due at 13:00, an hour after the repair; g has stopped the unit at 12:30: it comes at 13:30, when g is mended.

    While it is down for the repeat it does not age either: the next g, at 11 h, comes half an hour after 15:30, and the
    next repeat, due at 16:30, after it.
    """
    found = operated(tmp_path, {("f", 1): [10], ("g", 1): [10.5, 11]}, faults=FIXED_ONCE)
    assert told(found)[:11] == [
        "05 10:00 1f FAILED",
        "05 12:00 1f RESTORED",
        "05 12:30 1g FAILED",
        "05 13:30 1g RESTORED",
        "05 13:30 1f REPEATED",
        "05 15:30 1f RESTORED",
        "05 16:00 1g FAILED",
        "05 17:00 1g RESTORED",
        "05 17:00 1f REPEATED",
        "05 19:00 1f RESTORED",
        "05 20:00 1f REPEATED",
    ]


def test_a_repeat_that_is_put_off_past_the_end_of_service_does_not_come(tmp_path: Path) -> None:
    """Due at 23:30 on the last day, while g has the unit down until 00:15."""
    found = operated(tmp_path, {("f", 1): [20.5], ("g", 1): [20.75]}, faults=FIXED_ONCE, known={"until": "2026-01-05"})
    assert told(found) == [
        "05 20:30 1f FAILED",
        "05 22:30 1f RESTORED",
        "05 22:45 1g FAILED",
        "05 23:45 1g RESTORED",
        "05 23:45 1f REPEATED",
        "06 01:45 1f RESTORED",
    ]
    late = operated(tmp_path, {("f", 1): [20.5], ("g", 1): [21.25]}, faults=FIXED_ONCE, known={"until": "2026-01-05"})
    assert told(late) == [
        "05 20:30 1f FAILED",
        "05 22:30 1f RESTORED",
        "05 23:15 1g FAILED",
        "06 00:15 1g RESTORED",
    ]


def test_for_all_that_is_known_what_was_given_up_runs_again(tmp_path: Path) -> None:
    """Unit 2's owner keeps the only seat from 09:50 on; unit 1's hangs up at 10:10. Its g comes an hour later."""
    faults = "f: {rate: 0.2/h, talk: 2h, repair: 0s}, g: {rate: 0.2/h, talk: 0s, repair: 1h}"
    phone = "channels: {phone: {patience: 10min}}"
    hours: Runs = {("f", 1): [10], ("g", 1): [11], ("f", 2): [9 + 5 / 6]}
    found = operated(tmp_path, hours, 2, faults, desks="front: {seats: 1, takes: phone}", extra=phone)
    assert [line for line in told(found) if " 1" in line[8:]] == [
        "05 10:00 1f FAILED",
        "05 10:10 1f ABANDONED",
        "05 11:10 1g FAILED",
        "05 11:20 1g ABANDONED",
    ]


@pytest.mark.parametrize(
    ("faults", "extra", "end"),
    [
        (
            "f: {rate: 0.2/h, supplier: maker}",
            "suppliers: {maker: {visits: supplier, reply: 1h}}",
            "05 11:00 1f HANDED_ON",
        ),
        (
            "f: {rate: 0.2/h}",
            "charged: {in_warranty: 100%, refused: 100%, quote: 30min, confirm: 30min}",
            "05 11:00 1f DECLINED",
        ),
    ],
)
def test_for_all_that_is_known_what_others_mend_or_nobody_runs_again(
    tmp_path: Path, faults: str, extra: str, end: str
) -> None:
    found = operated(tmp_path, {("f", 1): [10, 12]}, faults=faults, extra=extra)
    assert told(found)[:3] == ["05 10:00 1f FAILED", end, "05 13:00 1f FAILED"]


def test_the_clock_begins_when_the_site_does_and_ends_with_it(tmp_path: Path) -> None:
    """From the 6th to the 7th: 10 h are 10:00 on the 6th, mended at 12:00; 40 h more would be on the 8th."""
    known = {"from": "2026-01-06", "until": "2026-01-07"}
    found = operated(tmp_path, {("f", 1): [10, 50], ("g", 1): [45]}, known=known)
    assert told(found) == [
        "06 10:00 1f FAILED",
        "06 12:00 1f RESTORED",
        "07 23:00 1g FAILED",
        "08 00:00 1g RESTORED",
    ]
