"""Advice in little companies that are short of one thing: it is found, priced, told from luck, nothing is dropped."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.report.advise_words import value_text
from sim.study.advising import KINDS, Advice, Lever, advise, levers_for
from sim.study.advising.lever import chosen
from sim.study.advising.perfect import perfects
from sim.study.advising.shortfall import open_ones, shortfall_each
from sim.study.advising.trial import PER, Trial, gain_each, told, trial
from sim.study.budget import Budget
from sim.study.experiment import Experiment
from sim.study.variants import Variants
from tests.rooms.study import by_hand, short_of

SCENARIOS = Path(__file__).parents[3] / "scenarios"
YEARS = 8
RIGHT = {
    short_of.engineers: ("engineer", "west", "engineers"),
    short_of.pumps: ("part", "west", "parts"),
    short_of.seats: ("seat", "front", "desks"),
}


@pytest.fixture(scope="module", params=RIGHT, ids=lambda made: made.__name__)
def advised(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Advice, tuple[str, str, str]]:
    made: Callable[[Path], Variants] = request.param
    variants = made(tmp_path_factory.mktemp("company"))
    return advise(variants, Experiment(), YEARS, most=10), RIGHT[request.param]


def test_what_is_short_is_the_next_best_money(advised: tuple[Advice, tuple[str, str, str]]) -> None:
    found, (kind, where, _perfect) = advised
    assert found.missing
    assert found.best is not None and found.best is found.trials[0]
    assert (found.best.lever.kind, found.best.lever.where) == (kind, where)
    assert found.best.helps and found.best.added > 0


def test_what_is_short_is_the_bottleneck(advised: tuple[Advice, tuple[str, str, str]]) -> None:
    found, (*_lever, perfect) = advised
    assert found.bottlenecks.narrowest is not None
    assert found.bottlenecks.narrowest.perfect.name == perfect
    assert all(one.behind == found.bottlenecks.narrowest.perfect for one in found.bottlenecks.second)


def test_what_is_perfect_costs_no_time_any_more(advised: tuple[Advice, tuple[str, str, str]]) -> None:
    """Its cause of lateness is gone to the second; a talk takes its time all the same."""
    found, (*_lever, name) = advised
    causes = {"parts": "part", "engineers": "engineer"}
    imagined = next(one for one in found.bottlenecks.first if one.perfect.name == name)
    if name in causes:
        late = imagined.outcome.late_by_cause_each("onsite")[causes[name]]
        assert set(late) == {0.0}
        assert sum(found.base.late_by_cause_each("onsite")[causes[name]]) > 0


def test_every_lever_is_tried_or_named(advised: tuple[Advice, tuple[str, str, str]]) -> None:
    found, _right = advised
    every = levers_for(found.base, 1)
    named = [one.lever for one in found.trials] + list(found.passed_over) + list(found.no_room)
    named += [lever for lever, _why in found.refused]
    assert sorted(lever.changes for lever in named) == sorted(lever.changes for lever in every)
    assert len({lever.changes for lever in every}) == len(every)


def test_the_rank_is_the_same_whoever_was_thought_of_first(advised: tuple[Advice, tuple[str, str, str]]) -> None:
    found, _right = advised
    trials = [replace(one, real=False, dearer=False, more=None) for one in found.trials]
    random.Random(7).shuffle(trials)
    assert [one.lever for one in told(trials)] == [one.lever for one in found.trials]


def test_a_lever_changes_nothing_where_nothing_is_short(tmp_path: Path) -> None:
    """An engineer more in the east, where three have the work of one: no day is better, and he is paid all the same."""
    variants = short_of.engineers(tmp_path)
    found = advise(variants, Experiment(), 3, with_bottlenecks=False)
    east = next(one for one in found.trials if (one.lever.kind, one.lever.where) == ("engineer", "east"))
    assert abs(east.gained) < 1
    assert east.added == pytest.approx(60_000, abs=1)
    assert east is not found.best


def test_an_engineer_costs_his_pay_to_the_cent(tmp_path: Path) -> None:
    """Twelve months at 5,000, and he saves nothing else where nothing else has a price."""
    horizon = "{start: 2026-01-01, months: 12, warmup: 1w, runout: 3w}"
    variants = short_of.engineers(tmp_path, horizon, "0.2/d")
    found = advise(variants, Experiment(), 2, with_bottlenecks=False)
    for one in found.trials:
        if one.lever.kind == "engineer":
            price = one.price.estimate
            assert (price.mean, price.low, price.high) == (60_000.0, 60_000.0, 60_000.0)
            assert one.cost.estimate == price


def test_two_seeds_agree_within_their_errors(tmp_path: Path) -> None:
    """The gain of the right lever, 4 standard errors of the difference."""
    variants, gains = short_of.engineers(tmp_path), []
    for seed in (1, 2):
        found = advise(variants, Experiment(seed), 12, most=3, with_bottlenecks=False)
        gains.append(next(one for one in found.trials if one.lever.changes == ("teams.west.engineers=2",)).each)
    means = [sum(each) / len(each) for each in gains]
    squares = [
        sum((x - m) ** 2 for x in each) / len(each) / (len(each) - 1) for each, m in zip(gains, means, strict=True)
    ]
    assert abs(means[0] - means[1]) <= 4 * math.sqrt(sum(squares))


def test_a_budget_leaves_the_least_promising_out(tmp_path: Path) -> None:
    variants = short_of.engineers(tmp_path)
    found = advise(variants, Experiment(budget=Budget(runs=6)), 2)
    assert [one.lever for one in found.trials] and found.no_room
    promised = [one.lever.promise for one in found.trials]
    assert min(promised) >= max(lever.promise for lever in found.no_room)
    assert {why for _what, why in found.bottlenecks.not_tried} >= {"budget"}


def test_only_the_commitments_asked_for_count(tmp_path: Path) -> None:
    late = short_of.ONSITE + short_of.ONSITE.replace("onsite", "later").replace("4h", "60h")
    variants = short_of.engineers(tmp_path)
    (tmp_path / "commitments.yaml").write_text(late, encoding="utf-8")
    found = advise(variants, Experiment(), 3, ["later"], most=3, with_bottlenecks=False)
    assert found.counted == ("later",)
    assert [moved.id for one in found.trials for moved in one.moved] == ["later"] * len(found.trials)


def test_an_outlet_far_from_its_site_may_move_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """300 km at 60 km/h with a detour of 1.3 never make four hours; from next door everybody is there in time."""
    monkeypatch.setattr(short_of, "SITES", ("四惠枢纽,301.1234,0,west", "B,401,10,east"))
    short_of.engineers(tmp_path, rate="0.3/d")
    variants = Variants(tmp_path, overrides=("dispatch.after_job=return",))
    found = advise(variants, Experiment(), 4, most=6, with_bottlenecks=False)
    moved = next(one for one in found.trials if one.lever.kind == "move")
    assert moved.lever.changes == ("outlets.west.x_km=301.1234", "outlets.west.y_km=0.0")
    assert moved.lever.what == "四惠枢纽"
    assert moved.gained > 20 and moved.value is None


# -- choosing ---------------------------------------------------------------------------------------------------------


def levers() -> list[Lever]:
    twenty = [Lever("part", "west", f"p{n}", (f"outlets.west.stock.p{n}=1",), promise=1 + n / 100) for n in range(20)]
    few = [Lever("seat", "front", "", ("desks.front.seats=2",), promise=0.01), Lever("engineer", "a", "", ("a=2",))]
    return [*twenty, *few]


def test_every_kind_that_promises_anything_is_tried() -> None:
    picked, left = chosen(levers(), 5)
    assert len(picked) == 5 and len(left) == 17
    assert {lever.kind for lever in picked} == {"part", "seat"}
    assert picked[0].what == "p19"


def test_the_choice_is_the_same_in_any_order() -> None:
    shuffled = levers()
    random.Random(3).shuffle(shuffled)
    assert chosen(shuffled, 7) == chosen(levers(), 7)


# -- shortfall --------------------------------------------------------------------------------------------------------


def test_shortfall_by_hand() -> None:
    """80 of 100 where 90 were promised are 10 points short; 95 are none, and do not make up for others."""
    base = by_hand.outcome("plan", {"one": [80, 95, 90]}, 100)
    assert shortfall_each(base.tally("one")) == pytest.approx((0.10, 0.0, 0.0))
    assert open_ones(base, ("one",)) == ("one",)


def test_what_is_kept_as_often_as_it_is_to_be_has_no_shortfall() -> None:
    """Nine years of ten: 90 % of the periods, which is the assurance asked for."""
    base = by_hand.outcome("plan", {"one": [*[95] * 9, 80]}, 100)
    assert open_ones(base, ("one",)) == ()


# -- thought experiments ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["automation-equipment", "environmental-monitoring", "minimal"])
def test_everything_can_be_perfect_at_once_in_the_bundled_scenarios(name: str) -> None:
    variants = Variants(SCENARIOS / name)
    found, why = perfects(variants.base.scenario, variants.base.plan)
    changes = tuple(change for one in found for change in one.changes)
    variant: Any = variants.changed(changes)
    assert variant.plan.teams and len(found) + len(why) == 6


def test_kinds_are_known_to_the_choice() -> None:
    assert len(set(KINDS)) == len(KINDS)


def test_no_case_is_no_case_that_is_kept() -> None:
    """80 of 100 are 10 points short. Where a year has no case any more nothing is closed, 85 close five points."""
    base = by_hand.outcome("plan", {"one": [80, 80, 80]}, 100)
    other = by_hand.outcome("other", {"one": [0, 85, 95]}, [0, 100, 100])
    assert shortfall_each(other.tally("one"))[0] is None
    assert gain_each(base, other, ("one",)) == pytest.approx((0.0, 5.0, 10.0))


RULE = Lever("rule", "", "due_date", ("dispatch.rule=due_date",))
TEAM = Lever("engineer", "west", "", ("teams.west.engineers=2",), 2)


def tried(lever: Lever, kept: list[int], cents: list[int], pay: int = 1_000) -> Trial:
    """A lever against a plan that keeps 80 of 100 and pays 100 in fines every year."""
    years = len(kept)
    base = by_hand.outcome("plan", {"one": [80] * years}, cents=[10_000] * years)
    return trial(lever, base, by_hand.outcome("other", {"one": kept}, cents=cents, pay=pay), ("one",), ("one",))


def test_noise_is_no_saving_and_does_not_rank_as_one() -> None:
    """One lever really helps, and what it costs may be less or more; one helps and surely saves; a third is noise."""
    noise = tried(RULE, [80, 81, 79, 82, 80, 80], [9_000, 3_000, 14_000, 1_000, 12_000, 9_500])
    helping = tried(TEAM, [85, 86, 85, 86, 85, 86], [9_000, 3_000, 14_000, 1_000, 12_000, 9_500])
    saving = tried(replace(TEAM, where="east"), [83, 84, 83, 84, 83, 84], [5_000, 5_100, 5_200, 5_000, 5_100, 5_200])
    assert noise.added < 0 and helping.added < 0
    found = told([noise, helping, saving])
    assert [one.lever.where for one in found] == ["east", "west", ""]
    assert [one.saves for one in found] == [True, False, False]
    assert [value_text(one) for one in found] == ["saves money", "-", "-"]


def test_what_is_spent_once_stands_apart() -> None:
    """5,000 once and 200 a year more of pay over 364 days."""
    base, other = by_hand.outcome("a", {"one": [80, 80]}), by_hand.outcome("b", {"one": [95, 95]}, pay=1_200)
    years = [
        replace(one, judgement=replace(one.judgement, costs={**one.judgement.costs, "one_off": 500_000}))
        for one in other.replications
    ]
    found = trial(TEAM, base, replace(other, replications=tuple(years)), ("one",), ("one",))
    assert found.once.estimate.mean == pytest.approx(5_000)
    assert found.added == pytest.approx(200 * 365 / 364) == found.price.estimate.mean
    assert found.value == pytest.approx(found.gained / found.added * PER)


def test_a_budget_binds_the_plan_as_it_stands(tmp_path: Path) -> None:
    study = Experiment(budget=Budget(runs=3))
    found = advise(short_of.engineers(tmp_path), study, "auto", with_bottlenecks=False)
    assert (found.base.n, study.spent, study.cut) == (3, 3, (3, 50)) and not found.trials and found.no_room
