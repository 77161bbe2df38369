"""Warm-up and growing backlog: what must be said, and what must not be taken for it, on made-up levels."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.study.settled import Levels, backlog_of, season, warm_up_of

Floats = NDArray[np.float64]

WARM_UP, YEAR = 28, 364
DAYS = np.arange(WARM_UP + YEAR)
NONE = np.zeros((1, DAYS.size))


def noise(generator: np.random.Generator, replications: int, size: int, memory: float = 0.9) -> Floats:
    """Days that remember the day before, mean 0 and standard deviation 1: as a queue does."""
    found = np.empty((replications, size))
    found[:, 0] = generator.normal(size=replications)
    for day in range(1, size):
        fresh = generator.normal(size=replications) * np.sqrt(1 - memory**2)
        found[:, day] = memory * found[:, day - 1] + fresh
    return found


def levels(shape: Floats, rate: Floats | float = 10.0, replications: int = 20, seed: int = 1) -> Levels:
    """Open tickets that follow a shape, give or take 15 %, and Poisson tickets at a rate."""
    generator = np.random.default_rng(seed)
    opened = shape * (1 + 0.15 * noise(generator, replications, shape.size))
    came = generator.poisson(np.broadcast_to(rate, (replications, shape.size))).astype(np.float64)
    return Levels(np.maximum(opened, 0.0), came, np.zeros_like(opened), WARM_UP)


FLAT = np.full(DAYS.size, 30.0)
SEASONS = 1 - 0.5 * np.cos(2 * np.pi * (DAYS - WARM_UP) / 365)
FILLING = 30 * (1 - np.exp(-DAYS / 8))
SLOW = 30 * (1 - np.exp(-DAYS / 45))
GROWING = 20 + 0.2 * DAYS
NEW_SITES = np.where(DAYS < WARM_UP + 180, 1.0, 1.5)
BUSY_END = np.where(DAYS > WARM_UP + 330, 2.0, 1.0)


@pytest.mark.parametrize(
    ("name", "shape", "rate"),
    [
        ("flat", FLAT, 10.0),
        ("fills within the warm-up", FILLING, 10.0),
        ("quiet at first, as the season has it", 30 * SEASONS, 10 * SEASONS),
        ("quiet at first, and queues swing more than tickets", 30 * SEASONS**1.5, 10 * SEASONS),
        ("busy at first", 30 * (2 - SEASONS), 10 * (2 - SEASONS)),
        ("more tickets every month", 30 * (1 + DAYS / 400), 10 * (1 + DAYS / 400)),
        ("new sites", 30 * NEW_SITES, 10 * NEW_SITES),
        ("a sale at the end, and queues that swing more", 30 * BUSY_END**1.5, 10 * BUSY_END),
    ],
)
def test_nothing_is_said_of_what_is_no_fault(name: str, shape: Floats, rate: Floats | float) -> None:
    found = levels(shape, rate)
    assert not backlog_of(found).grows, name
    assert warm_up_of(found).verdict == "ok", name


def test_a_start_that_fills_slowly_asks_for_a_longer_warm_up() -> None:
    """At a time constant of 45 days two thirds of the way are left after 28 days and 5 % after 135."""
    found = warm_up_of(levels(SLOW))
    assert (found.verdict, found.stated_weeks) == ("too short", 4.0)
    assert found.weeks is not None and 8 <= found.weeks <= 26
    (series,) = found.series
    assert (series.name, series.verdict) == ("open tickets", "too short")
    assert series.bias.mean == pytest.approx(-0.07, abs=0.04)  # 45 d x e^(-28/45) / 364 d
    assert series.welch_days is not None and 80 < series.welch_days < 170
    assert not backlog_of(levels(SLOW)).grows


@pytest.mark.parametrize("replications", [4, 20])
def test_a_backlog_that_grows_all_year_is_said(replications: int) -> None:
    """0.2 a day over the 336 days between both windows."""
    found = backlog_of(levels(GROWING, replications=replications))
    assert found.growth.mean == pytest.approx(0.2 * 336, rel=0.25)
    assert found.grows
    assert warm_up_of(levels(GROWING), found.grows).verdict == "never settles"


def test_growth_shows_through_the_seasons() -> None:
    assert backlog_of(levels((20 + 0.2 * DAYS) * SEASONS, 10 * SEASONS)).grows


def test_growth_that_only_some_replications_show_is_no_proof() -> None:
    """One of eight explodes: the mean grows, its interval holds nothing at all."""
    calm = levels(FLAT, replications=8)
    opened = calm.opened.copy()
    opened[0] += DAYS * 0.5
    assert not backlog_of(Levels(opened, calm.came, calm.away, WARM_UP)).grows


@pytest.mark.parametrize("replications", [4, 10])
def test_false_alarms_are_rare(replications: int) -> None:
    """A year without anything, 100 times over: growth needs chance below 2.5 % and a quarter more besides."""
    grown = short = 0
    for seed in range(100):
        found = levels(30 * SEASONS, 10 * SEASONS, replications, seed)
        grown += backlog_of(found).grows
        short += warm_up_of(found).verdict != "ok"
    assert (grown <= 2, short <= 2) == (True, True), (grown, short)


def test_too_little_to_tell() -> None:
    short = Levels(np.ones((3, 34)), np.ones((3, 34)), np.zeros((3, 34)), 14)
    assert (warm_up_of(short).verdict, backlog_of(short).grows) == ("unknown", False)
    assert backlog_of(None).level.reason and warm_up_of(None).verdict == "unknown"
    assert warm_up_of(Levels(np.ones((3, 60)), np.zeros((3, 60)), np.zeros((3, 60)), 14)).verdict == "unknown"


def test_one_replication_accuses_nobody() -> None:
    one = levels(GROWING, replications=1)
    assert not backlog_of(one).grows and backlog_of(one).growth.low is None
    assert warm_up_of(levels(SLOW, replications=1)).verdict == "ok"


def test_a_given_start_needs_no_warm_up() -> None:
    given = Levels(np.ones((2, 90)), np.ones((2, 90)), np.zeros((2, 90)), 0, is_given=True)
    assert warm_up_of(given).verdict == "given"


def test_the_windows_are_whole_weeks() -> None:
    quarter = Levels(np.ones((2, 91)), np.ones((2, 91)), np.zeros((2, 91)), 0)
    assert (quarter.window, quarter.same_season) == (14, False)
    assert (levels(FLAT).window, levels(FLAT).same_season) == (28, True)


def test_the_season_is_what_comes_around_a_day() -> None:
    """10 a day and then 30: 20 on average; on the day between, 14 days of 10 and 15 of 30."""
    came = np.array([[10.0] * 50 + [30.0] * 50])
    found = season(came)
    assert found[[0, 50, 99]] == pytest.approx([0.5, (14 * 10 + 15 * 30) / 29 / 20, 1.5])
