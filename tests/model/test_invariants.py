"""What holds in every log: in those of the stories (see conftest) and in those of random little companies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from sim.model import EventLog, simulate
from sim.model.environment import Environment
from sim.world import sample_world
from tests.model.checks import faults_in
from tests.model.companies import Files, companies

FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@FEW
@given(companies())
def test_nothing_impossible_happens_in_any_company(company: Files) -> None:
    world, plan = company.load()
    assert faults_in(world, plan, simulate(world, plan)) == []


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
