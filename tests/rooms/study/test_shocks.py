"""Shocks: what they say, that they apply, that without strength they change nothing, that they pull the right way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from sim.study.budget import Budget
from sim.study.experiment import Experiment
from sim.study.outcome import Outcome
from sim.study.stressing import Trial, shocks, stress, strike
from sim.study.stressing import shock_texts as texts
from sim.study.stressing.expected import busiest_monday, busiest_outlet, busiest_region, most_used_part
from sim.study.stressing.survival import fate_of
from sim.study.variants import Variants
from tests.rooms.study.by_hand import outcome
from tests.rooms.study.far_site import far_site
from tests.rooms.study.shocked import SCENARIO, shocked

IDS = ["demand-surge", "epidemic", "outlet-lost", "region-cut-off", "suppliers-late", "spring-festival", "bad-batch"]
YEARS = range(5)


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> Variants:
    return shocked(tmp_path_factory.mktemp("shocked") / "little")


@pytest.fixture(scope="module")
def base(variants: Variants) -> Outcome:
    return Experiment().outcome(variants.base, YEARS)


@pytest.fixture(scope="module")
def trials(variants: Variants, base: Outcome) -> dict[str, Trial]:
    found = strike(variants, Experiment(), shocks(variants.base.scenario, variants.base.plan), base, YEARS)
    return {one.shock.id: one for one in found}


def more(trial: Trial, name: str) -> float:
    """How much more of a commitment is attained than without the shock."""
    found = next(one for one in trial.struck if one.result.id == name)
    assert found.difference.mean is not None
    return found.difference.mean


def covered(trial: Trial, name: str) -> float:
    found = next(one for one in trial.struck if one.result.id == name)
    assert found.covered.mean is not None
    return found.covered.mean


def test_all_of_them_apply_here_in_their_order(trials: dict[str, Trial]) -> None:
    assert list(trials) == IDS
    assert [one.reason for one in trials.values()] == [None] * len(IDS)


def test_each_pulls_the_way_it_must(trials: dict[str, Trial]) -> None:
    """In the same five sample years; `arrival` is in hours."""
    assert covered(trials["demand-surge"], "arrival") > 0
    assert covered(trials["spring-festival"], "arrival") > 0
    for name in ("epidemic", "outlet-lost", "region-cut-off"):
        assert more(trials[name], "arrival") > 0, name
        assert covered(trials[name], "arrival") == 0, name
    assert more(trials["suppliers-late"], "reply") < 0
    assert more(trials["bad-batch"], "fined") < 0
    assert (trials["bad-batch"].penalty or pytest.fail("no penalty")).mean > 0
    lost = trials["outlet-lost"]
    assert lost.cost is not None and lost.cost.mean is not None and lost.cost.mean < 0  # nobody is paid there


def test_without_strength_nothing_changes(variants: Variants, base: Outcome) -> None:
    """Factor 1, nobody away, a road as quick as ever: the very same logs."""
    scenario, plan = variants.base.scenario, variants.base.plan
    dates = dt.date(2026, 2, 2), dt.date(2026, 3, 1)
    nothing = {
        "surge": [texts.surge_text(scenario, [(dates, 1.0)])],
        "leave": list(texts.leave_texts(plan, [dates], 0.0)),
        "roads": [texts.disruption_text(scenario, dates, 1.0, ["云南省"])],
        "later": list(texts.later_texts(scenario, 1.0)),
        "needed": list(texts.needed_texts(scenario, "pump", 1.0)),
    }
    for name, changes in nothing.items():
        assert changes, name
        found = Experiment().outcome(variants.changed(changes), range(2))
        assert found.digest == Experiment().outcome(variants.base, range(2)).digest, name


def test_what_is_written_stays_and_the_shock_is_added(variants: Variants) -> None:
    scenario, plan = variants.base.scenario, variants.base.plan
    found = {one.id: variants.changed(one.changes) for one in shocks(scenario, plan)}
    surges = found["demand-surge"].scenario.profile.surges
    assert surges[:1] == scenario.profile.surges and (surges[1].factor, surges[1].regions) == (1.5, None)
    leave = found["epidemic"].plan.teams["kunming"].leave
    assert leave[:1] == plan.teams["kunming"].leave and leave[1].engineers == 2  # 40 % of three, rounded up
    assert (leave[1].to - leave[1].from_).days == 13
    maker = found["suppliers-late"].scenario.suppliers["maker"]
    assert (maker.reply.mean, maker.reply.cv, maker.supply.mean) == (6 * 3600, 0.8, 40 * 3600)
    part = found["suppliers-late"].scenario.parts["pump"]
    assert part.lead is not None and part.lead.mean == 16 * 86_400
    assert found["bad-batch"].scenario.faults[0].fault.parts["pump"].chance == 0.6
    assert list(found["outlet-lost"].plan.outlets) == ["qujing"]


def test_leaves_at_one_time_are_added_to_those_away_already(variants: Variants) -> None:
    """One of three is away on the 8th; 40 % more are two: all three. 30 % more are one: two."""
    dates = dt.date(2026, 1, 8), dt.date(2026, 1, 20)
    for share, away in ((0.4, 3), (0.3, 2)):
        text, _other = texts.leave_texts(variants.base.plan, [dates], share)
        assert text.endswith(f"{{from: 2026-01-08, to: 2026-01-20, engineers: {away}}}]")


def test_when_and_where_the_worst_of_it_is_expected(variants: Variants) -> None:
    """The surge of the week from 2 March makes it the busiest; nine of eleven units are kunming's."""
    scenario, plan = variants.base.scenario, variants.base.plan
    assert busiest_monday(scenario, 4) == dt.date(2026, 3, 2)
    assert busiest_monday(scenario, 6) == dt.date(2026, 1, 5)  # six weeks from 2 March on would not all be judged
    assert busiest_outlet(scenario, plan) == "kunming"
    assert busiest_region(scenario) == "云南省"
    assert most_used_part(scenario) == "pump"


def test_names_with_quotes_can_be_pasted(tmp_path: Path) -> None:
    variants = shocked(tmp_path / "little")
    sites = (tmp_path / "little" / "sites.csv").read_text("utf-8").replace("units\n", "units,region\n")
    (tmp_path / "little" / "sites.csv").write_text(sites.replace("4\n", "4,O'Brien: east\n"), encoding="utf-8")
    (tmp_path / "little" / "scenario.yaml").write_text(SCENARIO.replace(", regions: 云南省", ""), encoding="utf-8")
    dates = dt.date(2026, 2, 2), dt.date(2026, 3, 1)
    text = texts.disruption_text(variants.base.scenario, dates, 2.0, ["O'Brien: east"])
    assert variants.changed([text]).scenario.travel.disruptions[0].regions == ("O'Brien: east",)


def test_what_does_not_apply_says_why(tmp_path: Path) -> None:
    """One outlet, no parts, no supplier, no country."""
    variants = far_site(tmp_path / "far")
    found = {one.id: one.reason for one in shocks(variants.base.scenario, variants.base.plan)}
    assert [name for name, reason in found.items() if reason is None] == ["demand-surge", "epidemic", "region-cut-off"]
    assert all(found[name] for name in ("outlet-lost", "suppliers-late", "spring-festival", "bad-batch"))


def test_units_that_fail_by_running_have_no_surge(tmp_path: Path) -> None:
    text = SCENARIO.replace("profile:\n  surges: {from: 2026-03-02, to: 2026-03-08, factor: x1.3, regions: 云南省}", "")
    variants = shocked(tmp_path / "little", scenario="failures: operating\n" + text)
    found = {one.id: one for one in shocks(variants.base.scenario, variants.base.plan)}
    assert "failures: operating" in (found["demand-surge"].reason or "")
    festival = found["spring-festival"]
    assert festival.reason is None and [text for text in festival.changes if "surges" in text] == []
    variants.changed(festival.changes)


def test_what_the_budget_has_no_room_for_is_named(variants: Variants) -> None:
    """Fourteen runs: two years of the plan, and of six shocks."""
    experiment = Experiment(budget=Budget(runs=14))
    base = experiment.outcome(variants.base, range(2))
    found = strike(variants, experiment, shocks(variants.base.scenario, variants.base.plan), base, range(2))
    assert [one.outcome is not None for one in found] == [True] * 6 + [False]
    assert found[-1].reason and "budget" in found[-1].reason
    assert experiment.spent == 14


# -- fates ------------------------------------------------------------------------------------------------------------


def fate(without: list[int], with_it: list[int], target: str = "90%") -> str:
    """Of a commitment that keeps so many of 100 cases in each year."""
    a, b = outcome("a", {"x": without}, target=target), outcome("b", {"x": with_it}, target=target)
    return fate_of(b, a, "x")


def test_what_holds_for_sure_must_still_hold() -> None:
    """29 of 29 years kept are the first proof at 95 % and 90 %; 28 prove nothing yet; none kept prove the contrary."""
    assert fate([95] * 29, [95] * 29) == "survives"
    assert fate([95] * 29, [95] * 28 + [80]) == "open"
    assert fate([95] * 29, [80] * 29) == "falls"


def test_few_years_prove_nothing_so_what_counts_is_how_many_are_kept() -> None:
    assert fate([95] * 6, [94] * 6) == "survives"
    assert fate([95] * 6, [95] * 5 + [80]) == "falls"  # five of six is less than 90 %
    assert fate([95] * 10, [95] * 9 + [85]) == "survives"  # nine of ten is not, and 94 % is attained
    assert fate([95] * 10, [90] * 9 + [50]) == "falls"  # nine of ten kept, but 86 % attained


def test_what_does_not_stand_cannot_fall() -> None:
    assert fate([80] * 6, [70] * 6) == "down"
    assert fate([80] * 6, [99] * 6) == "down"


def test_a_shock_that_leaves_no_case_is_not_survived() -> None:
    base, none = outcome("a", {"x": [95] * 29}), outcome("b", {"x": [0] * 29}, covered=0)
    assert fate_of(none, base, "x") == "gone"
    assert fate_of(base, none, "x") == "nothing"
    assert fate_of(none, outcome("a", {"x": [80] * 29}), "x") == "down"


def test_a_budget_binds_the_plan_without_a_shock(variants: Variants) -> None:
    study = Experiment(budget=Budget(runs=3))
    found = stress(variants, study, "auto", most=0)
    assert (found.base.n, study.spent, study.cut, found.struck) == (3, 3, (3, 50), ())
