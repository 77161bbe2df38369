"""Promises that are only tried: judged as a run of their own would, and nothing promised is judged otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

import numpy as np
import pytest

from sim.judge import CommitmentCount, Figures, Judgement, judge
from sim.model import simulate
from sim.scenario import Scenario
from sim.study.promising import LIMIT, RADIUS, Axis
from sim.study.promising.frontier import axes_of, with_tried
from sim.study.variants import Variants
from sim.world import sample_world
from tests.rooms.study.road import MANY, road

PLAN = """\
desks: {front: {seats: 1, takes: [phone]}}
outlets: {depot: {lat: 50.0, lon: 10.0}}
dispatch: {rule: order_of_arrival}
teams: {depot: {engineers: 2, shift: works}}
"""
every_seed = pytest.mark.parametrize("seed", [7, 2026])


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> Variants:
    return road(tmp_path_factory.mktemp("road"), MANY, PLAN)


def every_axis(variants: Variants) -> Iterator[tuple[str, Axis]]:
    base = variants.base
    for name, kinds in axes_of(base.scenario, base.plan).items():
        for axis in kinds.values():
            if isinstance(axis, Axis):
                yield name, axis


def judged(variants: Variants, scenario: Scenario, seed: int) -> Judgement:
    world = sample_world(variants.base.scenario, seed, 0)
    log = simulate(world, variants.base.plan)
    return judge(replace(world, scenario=scenario), variants.base.plan, log)


def same(one: CommitmentCount, other: CommitmentCount) -> bool:
    """In everything but the id."""
    pairs = ((getattr(one, field.name), getattr(other, field.name)) for field in fields(one) if field.name != "id")
    return all(np.array_equal(a, b) if isinstance(a, np.ndarray) else plain(a) == plain(b) for a, b in pairs)


def plain(value: object) -> object:
    """What a statistic came to as its numbers; anything else as it is."""
    return (value.overall, value.cells) if isinstance(value, Figures) else value


def test_all_kinds_of_limits_and_radii_are_varied(variants: Variants) -> None:
    kinds = {(name, axis.kind, axis.unit) for name, axis in every_axis(variants)}
    assert {("onsite", LIMIT, "s"), ("days", LIMIT, "wd"), ("by-hours", LIMIT, "%"), ("mean", LIMIT, "s")} <= kinds
    assert {("onsite", RADIUS, "m"), ("fixed", RADIUS, "m"), ("away", RADIUS, "m")} <= kinds


@every_seed
def test_an_offer_is_judged_as_a_run_with_it_would(variants: Variants, seed: int) -> None:
    """Where nothing in the plan goes by promises: equal counts, equal fines, equal causes, to the last second."""
    luck = np.random.default_rng(seed)
    offers = [axis.offers[luck.integers(len(axis.values))] for _name, axis in every_axis(variants)]
    names = [name for name, _axis in every_axis(variants)]
    tried = judged(variants, with_tried(variants.base.scenario, offers), seed).tried
    for name, offer, count in zip(names, offers, tried, strict=True):
        changed = variants.changed(offer.changes)
        world = sample_world(changed.scenario, seed, 0)
        alone = judge(world, changed.plan, simulate(world, changed.plan))
        (other,) = (one for one in alone.commitments if one.id == name)
        assert same(count, other), offer.text


@every_seed
def test_what_is_tried_changes_nothing_about_what_was_promised(variants: Variants, seed: int) -> None:
    """Neither the counts of any commitment, `times_kept` among them, nor costs nor contracts."""
    offers = [offer for _name, axis in every_axis(variants) for offer in axis.offers[::5]]
    before = judged(variants, variants.base.scenario, seed)
    beside = judged(variants, with_tried(variants.base.scenario, offers), seed)
    assert len(beside.tried) == len(offers) and before.tried == ()
    assert [one.id for one in before.commitments if one.id == "timeliness"] == ["timeliness"]
    assert all(same(a, b) for a, b in zip(before.commitments, beside.commitments, strict=True))
    assert (before.costs, before.digest, before.counts) == (beside.costs, beside.digest, beside.counts)


@every_seed
def test_a_longer_limit_keeps_more_and_a_wider_radius_covers_more(variants: Variants, seed: int) -> None:
    axes = [axis for _name, axis in every_axis(variants)]
    offers = [offer for axis in axes for offer in axis.offers]
    counts = iter(judged(variants, with_tried(variants.base.scenario, offers), seed).tried)
    for axis in axes:
        along = [next(counts) for _value in axis.values]
        if axis.kind == RADIUS:
            steps = np.diff([one.covered.sum() for one in along])
            assert (steps >= 0).all() if axis.outward else (steps <= 0).all()
        elif along[0].figures is None:
            assert (np.diff([one.kept.sum() for one in along]) >= 0).all()
            assert (np.diff([(one.covered - one.kept).sum() for one in along]) <= 0).all()
            assert (np.diff([one.penalty_cents.sum() for one in along]) <= 0).all()
