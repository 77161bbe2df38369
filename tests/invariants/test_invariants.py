"""What holds in every log: in those of the stories (see conftest) and in those of random little companies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from sim.audit import audit
from sim.model import Event, EventLog, simulate
from sim.model.environment import Environment
from sim.scenario import Plan
from sim.world import World, sample_world
from tests.invariants.companies import Files, companies

QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much]
FEW = settings(max_examples=60, suppress_health_check=QUIET)
FEWER = settings(FEW, max_examples=20)  # most companies are none to turn round


@FEW
@given(companies())
def test_nothing_impossible_happens_in_any_company(company: Files) -> None:
    world, plan = company.load()
    assert audit(world, plan, simulate(world, plan)) == ()


def rows(log: EventLog) -> np.ndarray:
    return np.stack([log.at, log.ticket, log.event, log.n, log.actor, log.value])


@FEW
@given(companies())
def test_what_is_granted_on_the_spot_is_what_a_settlement_would_grant(company: Files) -> None:
    world, plan = company.load()
    quick = simulate(world, plan)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "at_rest", lambda _env: False)
        settled = simulate(world, plan)
    assert np.array_equal(rows(quick), rows(settled))
    assert quick.digest() == settled.digest()


@FEW
@given(companies())
def test_the_same_inputs_and_seed_have_the_same_digest(company: Files) -> None:
    world, plan = company.load()
    again = sample_world(world.scenario, world.seed, world.replication)
    assert simulate(world, plan).digest() == simulate(again, plan).digest()


@FEW
@given(companies())
def test_the_order_of_sites_in_their_file_changes_nothing(company: Files) -> None:
    first, turned = (simulate(*company.load(turned)).digest() for turned in (False, True))
    assert first == turned


def told(world: World, plan: Plan) -> list[tuple[int, ...]]:
    """The rows of a log with desks by their rank among all ids, since a desk's number is its place in the file."""
    log = simulate(world, plan)
    ranks = [sorted(plan.desks).index(name) for name in plan.desks]
    of_desks = np.isin(
        log.event, [*range(Event.REMOTE_FIXED + 1), *range(Event.REFUSED, Event.WRAPPED + 1), Event.UNREACHED]
    )
    columns = (log.at, log.ticket, log.event, log.n, log.actor, log.value, of_desks)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [(*row[:4], ranks[row[4]] if row[6] and row[4] >= 0 else row[4], row[5]) for row in rows]


@FEWER
@given(companies())
def test_the_order_of_channels_in_their_file_changes_nothing(company: Files) -> None:
    """Who writes letters where nobody is named is whoever takes the first channel: the same desk here for all."""
    world, plan = company.load()
    assume(len(world.scenario.channels) > 1 and sum(bool(desk.takes) for desk in plan.desks.values()) <= 1)
    scenario = replace(world.scenario, channels=dict(reversed(world.scenario.channels.items())))
    turned = sample_world(scenario, world.seed, world.replication)
    assert simulate(world, plan).digest() == simulate(turned, plan).digest()


@FEWER
@given(companies())
def test_the_order_of_desks_in_their_file_changes_nothing(company: Files) -> None:
    """Calls to customers are made by the first desk that takes a channel: here there is but one."""
    world, plan = company.load()
    assume(len(plan.desks) > 1 and sum(bool(desk.takes) for desk in plan.desks.values()) <= 1)
    turned = replace(plan, desks=dict(reversed(plan.desks.items())))
    assert told(world, plan) == told(world, turned)
