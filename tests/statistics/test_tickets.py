"""When and where tickets come: as often as the rates say, in the shape of week, year and growth.

Tolerances are standard errors of Poisson counts; 4.5 of them are exceeded once in 150,000 times.
"""

import datetime as dt

import numpy as np
import pytest
from scipy import stats

from sim.scenario import Scenario
from sim.world import sample_world
from sim.world.arrivals import _inside_week
from sim.world.rates import site_factors
from sim.world.uniforms import Luck
from tests.rooms.world.places import NATURE, SITES, local, nature, one_fault

DAY, WEEK = 86_400, 604_800
LIMIT = 4.5
UTC = {"timezone": "UTC"}


def reported(scenario: Scenario, replications: int) -> np.ndarray:
    return np.concatenate([sample_world(scenario, 1, r).tickets.reported for r in range(replications)])


def assert_near(count: float, expected: float) -> None:
    assert abs(count - expected) <= LIMIT * np.sqrt(expected), f"{count} for {expected:.1f}"


def test_every_block_has_its_rate() -> None:
    """(site, fault, week): rate x units x seconds; no more and no less spread than Poisson."""
    scenario, runs = nature(), 150
    worlds = [sample_world(scenario, 1, r).tickets for r in range(runs)]
    weeks = sorted({int(week) for tickets in worlds for week in tickets.week})
    counts = np.zeros((runs, 3, 2, len(weeks)))
    for run, tickets in enumerate(worlds):
        np.add.at(counts[run], (tickets.site, tickets.fault, np.searchsorted(weeks, tickets.week)), 1)
    expected = np.array([units for _, units in SITES.values()])[:, None] * np.array([7.0, 3.5])[None, :]
    assert len(weeks) == 8
    z = (counts.sum(axis=0) - runs * expected[:, :, None]) / np.sqrt(runs * expected[:, :, None])
    assert np.abs(z).max() < LIMIT
    assert 0.6 < z.std() < 1.4
    spread = counts.var(axis=0, ddof=1) / expected[:, :, None]
    assert abs(spread.mean() - 1) < LIMIT * np.sqrt(2 / runs / spread.size) * 1.2


def test_only_the_simulated_time_has_tickets() -> None:
    horizon = {"start": "2026-01-07 13:00", "hours": 30, "warmup": "5h", "runout": "50h"}
    scenario = nature({**one_fault("20/h"), "horizon": horizon})
    at = reported(scenario, 20)
    begin, stop = scenario.horizon.begin, scenario.horizon.stop
    assert begin <= at.min() < begin + 60
    assert stop - 60 < at.max() < stop
    assert_near(len(at), 20 * 85 * 20 * 6)


def test_a_flat_rate_is_uniform_to_the_second() -> None:
    scenario = nature({**one_fault("5/h"), "horizon": {**NATURE["horizon"], "warmup": "0s", "runout": "1d"}})
    at = reported(scenario, 10)
    assert stats.kstest((at - scenario.horizon.begin + 0.5) / (43 * DAY), "uniform").pvalue > 1e-4
    assert stats.chisquare(np.bincount(at % 60, minlength=60)).pvalue > 1e-4


def test_an_instant_does_not_know_how_many_blocks_stand_before_its_own() -> None:
    """Rounding would: behind twenty thousand blocks a plain search moves one of these million instants by a second."""
    shape = np.random.default_rng(1).random(169)
    weight = np.broadcast_to(shape, (200, 100, 169)).copy()
    u = Luck(1, 1).each("instant", np.arange(1_000_000, dtype=np.uint64))
    none, total = np.zeros(len(u), dtype=np.int64), weight.sum(axis=2)
    alone = _inside_week(weight[:1, :1], total[:1, :1], 3600, none, none, u)
    behind = _inside_week(weight, total, 3600, none + 199, none + 99, u)
    assert np.array_equal(alone, behind)


def test_the_last_instants_of_a_week_stay_inside_it() -> None:
    """The cell that only the longest week has is empty, and luck close to 1 must not fall into it."""
    weight = np.ones((1, 1, 169)) * 0.1
    weight[0, 0, 168] = 0
    none = np.zeros(2, dtype=np.int64)
    u = np.array([1 - 1e-9, 1 - 2.0**-53])
    assert _inside_week(weight, weight.sum(axis=2), 3600, none, none, u).tolist() == [604799, 604799]


WEEKDAY = [1, 1, 1, 1, 1, 1, 2, 5, 9, 8, 7, 6, 5, 6, 7, 8, 7, 6, 4, 3, 2, 2, 1, 0]
WEEKEND = [0.5] * 24


def test_the_shape_of_the_week_keeps_the_rate() -> None:
    profile = {"hours": {"weekday": WEEKDAY, "weekend": WEEKEND}}
    scenario = nature({**one_fault("2/h"), "profile": profile})
    moments = local(scenario, reported(scenario, 30))
    table = np.zeros((2, 24))
    for moment in moments:
        table[int(moment.weekday() >= 5), moment.hour] += 1
    assert not table[0, 23]
    weights = np.array([WEEKDAY, WEEKEND]) * np.array([[5.0], [2.0]])
    total = 30 * 8 * 168 * 2 * 6
    assert_near(table.sum(), total)
    used = weights > 0
    assert stats.chisquare(table[used], weights[used] / weights.sum() * table.sum()).pvalue > 1e-4


def test_months_are_weights_around_one() -> None:
    year = {"start": "2026-01-01", "months": 12, "warmup": "0s", "runout": "2d"}
    weights = [1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 0, 3]
    changes = {**one_fault("1/h"), "profile": {"months": weights}, "horizon": year}
    scenario = nature(changes)
    at = reported(scenario, 10)
    months = [moment.month for moment in local(scenario, at[at < scenario.horizon.end])]
    for month, days in zip(range(1, 13), (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True):
        expected = 10 * 6 * 24 * days * weights[month - 1] / (15 / 12)
        assert_near(months.count(month), expected)


def test_growth_is_counted_from_the_start_in_both_directions() -> None:
    horizon = {"start": "2026-01-01", "months": 24, "warmup": "52w", "runout": "52w"}
    scenario = nature({**one_fault("0.5/h"), "profile": {"growth_per_year": "30%"}, "horizon": horizon})
    at = reported(scenario, 10)
    for year in (-1, 0, 1, 2):
        first = scenario.horizon.start + year * 365 * DAY
        year_s = min(365 * DAY, scenario.horizon.stop - first)
        lost = 365 * DAY - 52 * WEEK if year == -1 else 0
        low, high = year + lost / (365 * DAY), year + year_s / (365 * DAY)
        growth = (1.3**high - 1.3**low) / np.log(1.3)
        assert_near(((at >= first) & (at < first + year_s)).sum(), 10 * 6 * 0.5 * 365 * 24 * growth)


@pytest.mark.parametrize(
    ("start", "step", "zone"),
    [
        ("2026-03-18", "1h", "UTC"),
        ("2026-03-18 08:30", "1h", "Asia/Shanghai"),
        ("2026-03-18 08:17", "7min", "Asia/Kolkata"),
        ("2026-03-18", "6min", "Europe/Berlin"),
        ("2026-03-18 09:00", "1h", "Australia/Lord_Howe"),
        ("2026-03-18", "36h", "America/New_York"),
    ],
)
def test_steps_start_with_the_horizon_and_repeat_both_ways(start: str, step: str, zone: str) -> None:
    """Also over the nights when the clocks change: steps are counted in seconds."""
    values = [2, 0, 0.5, 0]
    horizon = {"start": start, "weeks": 2, "warmup": "2w", "runout": "2w"}
    changes = {"timezone": zone, "horizon": horizon, "profile": {"step": step, "values": values}}
    scenario = nature({**one_fault("2/h"), **changes})
    at, step_s = reported(scenario, 4), scenario.profile.step
    position = (at - scenario.horizon.start) // step_s % 4
    before = at < scenario.horizon.start
    assert set(position[before].tolist()) == set(position[~before].tolist()) == {0, 2}
    cycles = 6 * WEEK / (4 * step_s)
    assert_near((position == 0).sum(), 4 * 12 * cycles * 2 * step_s / 3600)
    assert_near((position == 2).sum(), 4 * 12 * cycles * 0.5 * step_s / 3600)


def test_a_surge_multiplies_its_dates_in_its_regions() -> None:
    surge = {"from": "2026-01-21", "to": "2026-01-23", "factor": "x3", "regions": ["north"]}
    scenario = nature({**one_fault("1/h"), "profile": {"surges": [surge]}})
    counts = {("north", True): 0, ("north", False): 0, ("south", True): 0, ("south", False): 0}
    for run in range(20):
        tickets = sample_world(scenario, 1, run).tickets
        for moment, site in zip(local(scenario, tickets.reported), tickets.site.tolist(), strict=True):
            inside = dt.date(2026, 1, 21) <= moment.date() <= dt.date(2026, 1, 23)
            counts[scenario.sites[site].region, inside] += 1
    assert_near(counts["north", True], 20 * 4 * 72 * 3)
    assert_near(counts["north", False], 20 * 4 * 53 * 24)
    assert_near(counts["south", True], 20 * 2 * 72)
    assert_near(counts["south", False], 20 * 2 * 53 * 24)


def test_days_of_a_region_are_bad_together() -> None:
    """Var = m + (m cv)² and, between two sites or faults of the region, Cov = (m cv)²; nothing between regions."""
    cv, runs = 0.5, 30
    scenario = nature({"dispersion": {"region_day_cv": cv}, **UTC})
    days = 8 * 7
    counts = np.zeros((runs, 3, 2, days))
    for run in range(runs):
        tickets = sample_world(scenario, 1, run).tickets
        np.add.at(counts[run], (tickets.site, tickets.fault, (tickets.reported - scenario.horizon.begin) // DAY), 1)
    mean = np.array([[3.0, 1.5], [1.0, 0.5], [2.0, 1.0]])
    flat = np.moveaxis(counts, (1, 2), (0, 1)).reshape(3, 2, -1)
    n = flat.shape[-1]
    assert np.abs((flat.mean(axis=2) - mean) / np.sqrt((mean + (mean * cv) ** 2) / n)).max() < LIMIT
    variance = flat.var(axis=2, ddof=1)
    error = flat.var(axis=2) * np.sqrt((stats.kurtosis(flat, axis=2) + 2) / n)
    assert np.all(np.abs(variance - mean - (mean * cv) ** 2) < LIMIT * error)
    covariance = np.cov(flat.reshape(6, -1))
    shared = np.outer(mean.ravel(), mean.ravel()) * cv**2
    same_region = np.equal.outer([0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 1, 1]) & ~np.eye(6, dtype=bool)
    sampling = np.sqrt(np.outer(np.diag(covariance), np.diag(covariance)) / n) * 1.5
    assert np.all(np.abs(covariance - shared)[same_region] < LIMIT * sampling[same_region])
    other = ~same_region & ~np.eye(6, dtype=bool)
    assert np.all(np.abs(covariance)[other] < LIMIT * sampling[other])


def test_a_bad_site_is_bad_all_through_a_replication() -> None:
    """Given its factor a site's counts are Poisson, whole and in halves; the factors are mean-one gamma."""
    cv = 0.8
    scenario = nature({**one_fault("20/d"), "dispersion": {"site_cv": cv}, **UTC})
    factors = np.array([site_factors(scenario, Luck(1, run)) for run in range(60)])
    halves = np.zeros((60, 3, 2))
    for run in range(60):
        tickets = sample_world(scenario, 1, run).tickets
        half = (tickets.reported - scenario.horizon.begin) // (28 * DAY)
        np.add.at(halves[run], (tickets.site, half), 1)
    units = np.array([units for _, units in SITES.values()])
    expected = factors[:, :, None] * units[None, :, None] * 20 * 28
    z = (halves - expected) / np.sqrt(expected)
    assert np.abs(z).max() < 5
    assert 0.9 < z.std() < 1.1
    many = nature({"dispersion": {"site_cv": cv}}, {f"s{number}": ("north", 1) for number in range(2000)})
    drawn = site_factors(many, Luck(1, 0))
    assert stats.kstest(drawn, stats.gamma(cv**-2, scale=cv**2).cdf).pvalue > 1e-4
    assert not np.allclose(factors[0], factors[1])


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Asia/Shanghai", "2026-12-20"),
        ("Europe/Berlin", "2026-03-16"),
        ("Europe/Berlin", "2026-10-12"),
        ("America/New_York", "2026-10-20"),
        ("Australia/Lord_Howe", "2026-03-25"),
        ("Pacific/Kiritimati", "2027-12-20"),
    ],
)
def test_a_ticket_belongs_to_the_iso_week_of_its_local_date(zone: str, start: str) -> None:
    horizon = {"start": start, "weeks": 3, "warmup": "1w", "runout": "1w"}
    scenario = nature({**one_fault("2/h"), "timezone": zone, "horizon": horizon})
    tickets = sample_world(scenario, 1, 0).tickets
    for moment, week in zip(local(scenario, tickets.reported), tickets.week.tolist(), strict=True):
        assert week == moment.isocalendar().year * 100 + moment.isocalendar().week
    assert_near(len(tickets), (scenario.horizon.stop - scenario.horizon.begin) / 3600 * 12)


def test_local_hours_follow_the_clock_when_it_changes() -> None:
    """Weight on 02:00-03:00 alone: that hour is missing in the spring night and comes twice in the autumn night."""
    hours = [0, 0, 1, *[0] * 21]
    counts = {}
    for start in ("2026-03-23", "2026-10-19"):
        horizon = {"start": start, "weeks": 1, "warmup": "0s", "runout": "2d"}
        changes = {"timezone": "Europe/Berlin", "horizon": horizon, "profile": {"hours": hours}}
        scenario = nature({**one_fault("1/h"), **changes})
        for moment in local(scenario, reported(scenario, 20)):
            assert moment.hour == 2
            counts[moment.date()] = counts.get(moment.date(), 0) + 1
    usual = 20 * 24 * 6
    assert dt.date(2026, 3, 29) not in counts
    assert_near(counts.pop(dt.date(2026, 10, 25)), 2 * usual)
    assert len(counts) == 8 + 8
    for count in counts.values():
        assert_near(count, usual)
