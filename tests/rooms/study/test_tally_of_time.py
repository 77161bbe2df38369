"""Figures that are no share of cases: hours, open time, availability; worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.judge import CommitmentCount, Figures
from sim.study.tally import Tally
from tests.rooms.study.standin import commitment, count

HOUR = 3600


def measured(**more: Any) -> Any:
    """A measure without a time between milestones."""
    return SimpleNamespace(**{"share_of": None, "availability": None, "is_open_alone": False, **more})


def timed(overall: float | None, cells: tuple[float | None, ...], met: tuple[bool | None, ...]) -> CommitmentCount:
    plain = count([2] * len(cells), [3] * len(cells), target=None)
    return replace(plain, figures=Figures(overall, cells), met=met)


def test_a_mean_in_hours_with_its_interval() -> None:
    """Two replications of 3 h and 5 h: mean 4, standard error 1, t with one degree of freedom 12.706."""
    mean = commitment(target=None, statistic="mean")
    counts = [timed(3 * HOUR, (2 * HOUR, 4 * HOUR), (True, True)), timed(5 * HOUR, (6 * HOUR, None), (False, None))]
    found = Tally(mean, counts, 1.0).result(several_looks=False)
    assert (found.unit, found.target, found.direction) == ("h", None, "at_most")
    assert found.attained.mean == 4
    assert found.attained.high == pytest.approx(4 + 12.7062, abs=1e-3)
    assert found.attained.low == 0.0
    assert [period.attained.mean for period in found.periods] == [4, 4]
    assert [period.attained.n for period in found.periods] == [2, 1]
    assert (found.kept_probability.mean, found.verdict) == (0.5, "unproven")
    assert found.late_h.mean is None and found.late_h.reason
    assert found.covered_per_period.mean == 3


def test_twenty_nine_replications_within_the_limit_keep_it() -> None:
    counts = [timed(3 * HOUR, (3 * HOUR,), (True,))] * 29
    assert Tally(commitment(target=None, statistic="max"), counts, 1.0).standing(False).verdict == "keep"


def opened(kept_h: int, met: bool) -> CommitmentCount:
    plain = count([kept_h * HOUR], [100 * HOUR], target=None)
    return replace(plain, met=(met,))


def test_an_open_channel_is_certain_after_one_replication() -> None:
    hours = commitment(target=None, measure=measured(is_open_alone=True, open="phone"))
    shut = Tally(hours, [opened(90, False)], 1.0).result(several_looks=False)
    assert (shut.unit, shut.verdict, shut.attained.mean) == ("open time", "break", 0.9)
    assert (shut.attained.low, shut.attained.high, shut.attained.n) == (0.9, 0.9, 1)
    assert (shut.covered_per_period.mean, shut.covered_per_period.low) == (100, 100)
    chance = shut.kept_probability
    assert (chance.mean, chance.low, chance.high) == (0.0, 0.0, 0.0)
    held = Tally(hours, [opened(100, True)] * 2, 1.0).result(several_looks=True)
    assert (held.verdict, held.attained.mean, held.kept_probability.mean) == ("keep", 1.0, 1.0)
    assert held.periods[0].attained.low == 1.0


def test_open_most_months_holds_as_the_assurance_says() -> None:
    hours = commitment(target=None, measure=measured(is_open_alone=True, open="phone"))
    months = replace(count([10] * 12, [10] * 12, target=None), met=(True,) * 11 + (False,))
    assert Tally(hours, [months], 1.0).standing(False).verdict == "keep"  # 11 of 12 are 92 %, and 90 % are asked for
    worse = replace(months, met=(True,) * 10 + (False,) * 2)
    assert Tally(hours, [worse], 1.0).standing(False).verdict == "break"


def test_without_desks_there_is_no_evidence_of_an_open_channel() -> None:
    hours = commitment(target=None, measure=measured(is_open_alone=True, open="phone"))
    none = replace(count([0], [0], target=None), met=(None,))
    found = Tally(hours, [none] * 3, 1.0).result(several_looks=False)
    assert (found.verdict, found.attained.mean) == ("no-evidence", None)


def test_availability_is_a_share_of_hours_of_units() -> None:
    up = commitment(target="99%", measure=measured(availability="unit"), of="unit")
    counts = [count([99 * HOUR], [100 * HOUR], target=0.99), count([98 * HOUR], [100 * HOUR], target=0.99)]
    found = Tally(up, counts, 1.0).result(several_looks=False)
    assert (found.unit, found.attained.mean, found.covered_per_period.mean) == ("availability", 0.985, 100)
    assert found.covered_per_period.low == 100
    assert found.kept_probability.mean == 0.5
    assert np.isclose(found.periods[0].covered.mean or 0, 100)
