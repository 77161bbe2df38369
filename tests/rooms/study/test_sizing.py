"""Sizing piece by piece: what may move, what it costs at least, the bound, the search, wishes nobody can grant."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import InputErrors
from sim.study.budget import Budget
from sim.study.experiment import Experiment
from sim.study.sizing import Wish, search, size
from sim.study.sizing.bounds import bounds_of
from sim.study.sizing.demand import least_part
from sim.study.sizing.prices import prices_of
from sim.study.sizing.space import MOST_STOCKS, Space, space_of
from sim.study.variants import Variants
from tests.statistics.hotline import written

SCENARIOS = Path(__file__).parents[3] / "scenarios"
FIELD = {
    "scenario.yaml": """\
schema: 1
timezone: UTC
horizon: {start: 2026-01-05, weeks: 4, warmup: 1w, runout: 1w}
travel: {distance: plane}
products: {box: {faults: {any: {rate: 1/d, repair: {dist: exponential, mean: 6h}}}}}
""",
    "commitments.yaml": "- {id: onsite, measure: {from: reported, to: arrived}, within: 12h, target: 90%}\n",
    "sites.csv": "site_id,x_km,y_km,region\nA,0,10,west\nB,400,10,east\n",
    "plans/baseline.yaml": """\
outlets:
  west: {x_km: 0, y_km: 0, cost_per_month: 500}
  east: {x_km: 400, y_km: 0, cost_per_month: 700}
teams:
  west: {engineers: 3, shift: always, pay_per_engineer_month: 5000}
  east: {engineers: 2, shift: always, on_call: 1, pay_per_engineer_month: 6000, cost_per_month: 50}
territories: {w: {regions: west, outlets: west}, e: {regions: east, outlets: east}}
decide: {"teams.*.engineers": 0..3}
""",
}
Load = Callable[..., Variants]


@pytest.fixture
def field(tmp_path: Path) -> Load:
    for name, text in FIELD.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return lambda *overrides: Variants(tmp_path, "baseline", overrides)


def space(variants: Variants) -> Space:
    return space_of(variants.base.plan)


def test_without_decide_every_count_may_go_from_nothing_to_three_times_its_value() -> None:
    found = space(Variants(SCENARIOS / "minimal"))
    assert {one.path: one.choices for one in found.decisions} == {
        "teams.kunming.engineers": tuple(range(19)),
        "teams.qujing.engineers": tuple(range(10)),
    }


def test_many_stock_levels_are_left_alone_and_that_is_said() -> None:
    found = space(Variants(SCENARIOS / "coach-service"))
    assert not [one for one in found.decisions if "stock" in one.path or "van" in one.path]
    assert len(found.decisions) > 30
    [said] = found.left
    assert int(said.split()[0]) > MOST_STOCKS


def test_nobody_is_on_call_whom_the_team_does_not_have(field: Load) -> None:
    found = space(field())
    assert found.texts((3, 0)) == ("teams.east.engineers=0", "teams.east.on_call.engineers=0")
    decided = space(field('decide={"teams.*.engineers": 0..3, "teams.east.on_call": 0..3}'))
    assert decided.repaired((3, 1, 2)) == (3, 1, 1)


def test_what_is_shut_is_one_plan_whatever_else_is_decided_about_it(field: Load) -> None:
    found = space(field('decide={"teams.*.engineers": 1..2, "outlets.east.open": [no, yes]}'))
    assert [one.path for one in found.decisions] == [
        "outlets.east.open",
        "teams.west.engineers",
        "teams.east.engineers",
    ]
    assert len(list(found.points())) == 6  # open: 2 x 2, shut: 2 x 1
    assert found.texts(found.repaired((0, 2, 1))) == ("outlets.east.open=no", "teams.west.engineers=2")


def test_steps_are_single_for_small_numbers_and_a_tenth_for_large_ones(field: Load) -> None:
    [one] = space(field('decide={"teams.west.engineers": 0..90}')).decisions
    assert (one.below(3), one.above(3), one.below(85), one.above(85), one.below(0), one.above(90)) == (
        *(2, 4, 77, 90),
        None,
        None,
    )


def test_fixed_cost_is_what_the_judge_charges_for_pay_and_upkeep(field: Load) -> None:
    variants = field()
    base = variants.base
    outcome = Experiment(1).outcome(base, range(1))
    pay, upkeep = outcome.cost_each("pay"), outcome.cost_each("upkeep")
    assert pay is not None and upkeep is not None
    assert prices_of(base.scenario, base.plan).fixed(base.plan) == pytest.approx(pay[0] + upkeep[0], abs=2 * 0.01 * 13)


def test_the_bound_by_hand(field: Load) -> None:
    """Each site has one fault a day of 6 h and a drive of 13 km at 60 km/h: one engineer can do almost four a day.

    Nine tenths of both sites' visits are 1.8 a day, and an outlet reaches its own site alone: one a day. So it takes
    all of the cheaper outlet's and 0.8 of the other's; people count in part where they have different prices.
    """
    variants = field()
    base = variants.base
    prices = prices_of(base.scenario, base.plan)
    bounds = bounds_of(space_of(base.plan), prices)
    [constraint] = bounds.constraints
    assert constraint.needed * 86_400 == pytest.approx(2 * 0.9)
    assert [gain * 86_400 for gain in constraint.each[0]] == pytest.approx([1, 0, 0])
    assert bounds.rules_out((1, 0)) and bounds.rules_out((0, 3)) and not bounds.rules_out((1, 1))
    upkeep = (500 + 700 + 50) * 12
    assert bounds.least == pytest.approx(upkeep + (5000 + 0.8 * 6000) * 12)


def test_an_outlet_does_no_more_than_its_people_have_time_for(field: Load) -> None:
    """Ten faults a day at each site take 62 h; an engineer has 24 h a day, and the limit of 12 h after four weeks."""
    for after_job, drive_h in (("return", 13 / 60), ("straight_on", 0)):
        base = field("products.box.faults.any.rate=10/d", f"dispatch.after_job={after_job}").base
        [constraint] = bounds_of(space_of(base.plan), prices_of(base.scenario, base.plan)).constraints
        each = 24 * (28 * 24 + 12) / (28 * 24) / (6 + drive_h)
        assert [gain * 86_400 for gain in constraint.each[0]] == pytest.approx([each, each, 10 - 2 * each])


def test_who_stands_beside_the_next_fault_already_needs_no_drive(field: Load) -> None:
    """Straight on from job to job at one place 300 km away: one engineer does what three would from the outlet."""
    far = ("sites.A.y_km=300", "sites.B.y_km=300", "sites.B.x_km=0", "commitments.onsite.within=5d",
           "teams.east.engineers=0", "teams.east.on_call.engineers=0", "territories.e.outlets=west",
           "products.box.faults.any.repair=30min", "products.box.faults.any.rate=2.5/d")  # fmt: skip
    base = field(*far).base
    bounds = bounds_of(space_of(base.plan), prices_of(base.scenario, base.plan))
    keeps = Experiment(1).outcome(field(*far, "teams.west.engineers=1").base, range(8))
    assert keeps.standing("onsite").share == 1.0
    assert bounds.least <= 12 * (500 + 700 + 50 + 5000)


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ((), 1.0),
        (("profile.surges=[{from: 2026-01-05, to: 2026-01-18, factor: x0.5}]",), 0.75),
        (("profile.surges=[{from: 2026-01-05, to: 2026-01-18, factor: x2}]",), 1.5),
        (("commitments.onsite.assurance=50%",), 0.0),
        (("sites.A.until=2026-01-20",), 0.0),
    ],
)
def test_the_demand_that_comes_for_certain(field: Load, changes: tuple[str, ...], part: float) -> None:
    """Of four weeks; a surge of two of them counts half."""
    scenario = field(*changes).base.scenario
    assert least_part(scenario, scenario.commitments[0]) == pytest.approx(part)


def test_of_months_only_the_quietest_must_be_kept(field: Load) -> None:
    """At an assurance of 75 % at least half of the months, in half of all years; December is twice as busy."""
    months = ("horizon.weeks=52", "commitments.onsite.review=month", "commitments.onsite.assurance=75%")
    scenario = field(*months, "profile.months=[1,1,1,1,1,1,1,1,1,1,1,2]").base.scenario
    usual, shortest = 12 / 13, (28 + 5 * 30 - 0) / 364  # the weights are scaled to mean 1; January begins on the 5th
    assert 0.9 * usual * shortest < least_part(scenario, scenario.commitments[0]) < 1.1 * usual * shortest


def test_a_plan_without_a_case_keeps_nothing(field: Load) -> None:
    """Nobody is sent where nobody works: the promise would have no case, and is not kept by that."""
    measure = ("commitments.onsite.measure={from: dispatched, to: arrived}", 'decide={"teams.*.engineers": 0..2}')
    found = size(field(*measure), Experiment(1), Wish(5, shortlist=4))
    assert found.chosen is not None
    heads = [team.engineers or 0 for team in found.chosen.variant.plan.teams.values()]
    assert min(heads) > 0


def test_months_of_which_one_is_bad_are_judged_as_often_as_they_are_met(field: Load) -> None:
    """Eleven months of twelve keep whatever happens, one does not: that is 92 % of them, and 80 % were asked for."""
    months = ("horizon.weeks=52", "commitments.onsite.review=month", "commitments.onsite.assurance=80%",
              "commitments.onsite.within=2d", "profile.surges=[{from: 2026-12-05, to: 2026-12-27, factor: x60}]",
              'decide={"teams.*.engineers": 1..2}')  # fmt: skip
    found = size(field(*months), Experiment(1), Wish(4, shortlist=3))
    assert found.hopeless is None and found.chosen is not None


def test_a_plan_outside_its_own_bounds_is_not_chosen(field: Load) -> None:
    found = size(field('decide={"teams.west.engineers": 4..5}'), Experiment(1), Wish(3, shortlist=3))
    assert found.chosen is not None and found.chosen.variant.plan.teams["west"].engineers == 4


def test_the_price_of_a_plan_counts_nothing_for_what_is_shut(field: Load) -> None:
    variants = field('decide={"teams.*.engineers": 1..2, "outlets.east.open": [no, yes]}')
    base = variants.base
    found, prices = space_of(base.plan), prices_of(base.scenario, base.plan)
    bounds = bounds_of(found, prices)
    for point in found.points():
        plan = variants.changed(found.texts(point)).plan
        assert bounds.price(point) == pytest.approx(prices.fixed(plan))
    assert bounds.least == pytest.approx(12 * (500 + 1 * 5000))


def test_an_outlet_nobody_needs_is_shut(field: Load) -> None:
    """Both sites lie beside the western outlet, and whoever is free goes: the eastern one only costs."""
    near = ("sites.B.x_km=10", "territories.e.outlets=[east, west]", "teams.*.engineers=3")
    variants = field(*near, 'decide={"teams.west.engineers": 2..3, "outlets.east.open": [no, yes]}')
    found = size(variants, Experiment(1), Wish(3, shortlist=3))
    assert found.changes == ("outlets.east.open=no", "teams.west.engineers=2")


def test_no_plan_that_keeps_lies_below_the_bound(field: Load) -> None:
    variants = field()
    base = variants.base
    bounds = bounds_of(space_of(base.plan), prices_of(base.scenario, base.plan))
    found = size(variants, Experiment(2), Wish(3, shortlist=3))
    keeping = [look for look in found.tried if look.outcome.attained("onsite").mean > 0.9]  # type: ignore[operator]
    assert keeping
    assert all(look.fixed >= bounds.least and not bounds.rules_out(look.point) for look in keeping)


def test_people_are_counted_where_nobody_has_a_price(field: Load) -> None:
    free = ("teams.west.pay_per_engineer_month=0", "teams.east.pay_per_engineer_month=0")
    priced = prices_of(field().base.scenario, field(*free).base.plan)
    assert not priced.by_posts  # a price of nothing is a price
    minimal = Variants(SCENARIOS / "minimal").base
    counted = prices_of(minimal.scenario, minimal.plan)
    assert counted.by_posts and counted.fixed(minimal.plan) == 9


def test_steps_find_the_optimum_of_a_small_space_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hotline of the statistical tests, whose optimum is 3 seats for the phone and 2 for the chat."""
    monkeypatch.setattr(search, "SMALL", 1)
    found = size(Variants(written(tmp_path)), Experiment(5), Wish(6, shortlist=3))
    best = found.found.keeping[0]
    assert best.point == (3, 2)
    assert not found.found.whole


def test_a_budget_ends_the_search_but_not_the_answer(tmp_path: Path) -> None:
    variants = Variants(written(tmp_path))
    found = size(variants, Experiment(5, budget=Budget(runs=40)), Wish(3, shortlist=3))
    assert found.found.why == "budget" and not found.found.whole
    assert found.spent <= 40
    assert found.chosen is not None or found.hopeless is None


def test_a_wish_nobody_can_grant_is_explained(field: Load) -> None:
    """A drive of 10 km takes 13 minutes: nobody who comes from the outlet is there within ten."""
    found = size(field("commitments.onsite.within=10min", "dispatch.after_job=return"), Experiment(1), Wish(2))
    assert found.chosen is None and found.hopeless is not None
    [broken] = found.hopeless.broken
    assert (broken.id, broken.cause, broken.with_more) == ("onsite", "travel", False)
    assert broken.could_keep is not None and broken.could_keep < 0.9


def test_bounds_that_stand_in_the_way_are_named(field: Load) -> None:
    """One engineer for both sites is too few; twice as many as the bound allows is enough for the promise."""
    variants = field('decide={"teams.*.engineers": 0..1}', "products.box.faults.any.rate=2/d")
    found = size(variants, Experiment(1), Wish(2))
    assert found.chosen is None and found.hopeless is not None
    assert [(one.id, one.with_more) for one in found.hopeless.broken] == [("onsite", True)]


def test_nothing_to_decide_is_bad_input(field: Load) -> None:
    with pytest.raises(InputErrors, match="nothing to decide"):
        size(field("decide={teams.west.engineers: 3}"), Experiment(1), Wish(2))


def test_nothing_to_keep_is_bad_input(tmp_path: Path) -> None:
    home = tmp_path / "minimal"
    shutil.copytree(SCENARIOS / "minimal", home)
    fine = "- {id: a, measure: {from: reported, to: arrived}, within: 4h, penalty: {per_miss: 5}}\n"
    (home / "commitments.yaml").write_text(fine, encoding="utf-8")
    with pytest.raises(InputErrors, match="no commitment has a target"):
        size(Variants(home), Experiment(1), Wish(2))


def test_steps_begin_at_a_plan_that_keeps_where_the_present_one_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One seat each is far too few; on the way to four each there are plans that keep, and then it goes down."""
    monkeypatch.setattr(search, "SMALL", 1)
    few = ("desks.phone.seats=1", "desks.chat.seats=1")
    found = size(Variants(written(tmp_path), "baseline", few), Experiment(6), Wish(4, shortlist=3))
    assert found.found.keeping[0].point == (3, 2)
    assert not found.found.scout.seen[1, 1].keeps
