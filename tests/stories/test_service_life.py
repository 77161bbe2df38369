"""Stories of sites that come into service and leave it: what is reported, what comes back, who is called."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.model import Event
from tests.stories.little import Story, instant, plan_of, story, team, trajectory

LIFE = {"s10": {"from": "2026-01-07", "until": "2026-01-09"}}


def drawn(folder: Path, known: dict | None = None, zone: str = "UTC") -> Story:
    """Some hundreds of tickets of two weeks at two sites."""
    return story(folder, None, "f: {rate: 0.5/h}", plan_of(team(engineers="unlimited", shift="always")), zone=zone,
                 sites=["s10", "s20"], known=known)  # fmt: skip


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai"])
def test_a_site_reports_from_its_first_to_its_last_day_and_the_luck_of_all_else_stays(
    tmp_path: Path, zone: str
) -> None:
    full, part = (drawn(tmp_path / name, known, zone).world.tickets for name, known in (("a", None), ("b", LIFE)))
    begin, end = instant("07 00:00", zone), instant("10 00:00", zone)
    kept = (full.site != 0) | ((full.reported >= begin) & (full.reported < end))
    assert 20 < (part.site == 0).sum() < 60 < (full.site == 0).sum()
    for name in ("key", "reported", "site", "repair", "u_remote"):
        assert np.array_equal(getattr(part, name), getattr(full, name)[kept])


def test_only_from_or_only_until(tmp_path: Path) -> None:
    for name, known, is_in in (
        ("from", {"from": "2026-01-12"}, lambda at: at >= instant("12 00:00")),
        ("until", {"until": "2026-01-12"}, lambda at: at < instant("13 00:00")),
    ):
        found = drawn(tmp_path / name, {"s10": known}).world.tickets
        here = found.reported[found.site == 0]
        assert len(here) and is_in(here).all()


def test_what_would_come_back_after_the_last_day_does_not(tmp_path: Path) -> None:
    """Two days after each repair: the first is reported again on the 9th at 10:10, the second not on the 10th."""
    tickets = [("07 09:00", "s10", "f", None, None, "1h"), ("08 09:00", "s10", "f", None, None, "1h")]
    found = story(tmp_path, tickets, "f: {repeat: {chance: 100%, after: 2d}, repair: 1h}",
                  plan_of(team(shift="always")), known=LIFE)  # fmt: skip
    assert found.lines(Event.RESTORED, Event.REPEATED) == trajectory("""
    07 10:10 0 RESTORED 1 crew-1
    08 10:00 1 RESTORED 1 crew-1
    09 10:10 2 REPEATED 0 - 0
    09 11:10 2 RESTORED 1 crew-1
    """)


def test_what_was_reported_in_time_is_finished_afterwards(tmp_path: Path) -> None:
    found = story(tmp_path, [("09 16:00", "s10", "f", None, None, "20h")], "f: {}", plan_of(team()), known=LIFE)
    assert found.lines(Event.RESTORED)[0].startswith("1")


def test_a_customer_is_called_only_while_he_has_something_in_service(tmp_path: Path) -> None:
    """Every other day: in touch from the 7th on, so that he is called within two days of it, and not after the 9th."""
    plan = plan_of(team(), desks="front: {seats: 1, takes: phone}",
                   more="calls: {contact: {every: 2d, window: 1d, handle: 5min}}")  # fmt: skip
    found = story(tmp_path, [("08 09:00", "s10", "f", "1min", None, "5min")], "f: {}", plan,
                  known={"s10": {"from": "2026-01-07", "until": "2026-01-13"}})  # fmt: skip
    calls = found.lines(Event.CONTACTED)
    assert calls
    assert all("07 00:00" <= line[:8] < "14 00:00" for line in calls)
