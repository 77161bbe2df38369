"""Which assumed inputs matter, and the values at which commitments flip: known by formula, found by searching."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from sim.scenario import Assumption
from sim.scenario.between import scale_of
from sim.study.budget import Budget
from sim.study.experiment import Experiment
from sim.study.stressing import BreakEven, break_even, screened_inputs, stress
from sim.study.stressing.breaking import NEAR
from sim.study.variants import Variants
from tests.rooms.study.far_site import COMMITMENTS, far_site
from tests.rooms.study.shocked import shocked

FIXED = "- {id: fixed, measure: {share_of: remote_fixed}, target: 30%}\n"
FRONT = "desks: {front: {seats: 9, takes: [phone, chat, mail]}}\nteams:"
SHARE = Assumption("products.press.faults.any.remote_fix.front", "50%", "10%", "70%")


# -- what is known by formula -----------------------------------------------------------------------------------------


def test_the_speed_at_which_a_limit_is_met_is_found_by_halving(tmp_path: Path) -> None:
    """100 km within 2 h take 50 km/h, within 1 h 100 km/h: below all are late, from there on none is."""
    speed = Assumption("travel.speeds", "60", "30", "120")
    found = break_even(far_site(tmp_path / "far"), Experiment(), speed, numbers=range(2), steps=8)
    onsite, swift = found.flip("onsite", "low"), found.flip("swift", "high")
    assert onsite is not None and swift is not None
    for flip, exact in ((onsite, 50.0), (swift, 100.0)):
        assert flip.estimate.mean == pytest.approx(exact, abs=NEAR * 90)
        assert flip.estimate.low is not None and flip.estimate.high is not None
        assert flip.estimate.low <= exact <= flip.estimate.high
    assert (onsite.is_lost, swift.is_lost) == (True, False)
    assert found.steady == ("slow",)  # 200 min at 30 km/h are less than its five hours
    assert (found.unit, found.n, found.sides) == ("", 2, ("low", "high"))


def shared(folder: Path, seed: int, years: int = 12) -> BreakEven:
    """What advice by phone fixes is what it is assumed to fix, but for luck."""
    variants = far_site(folder, COMMITMENTS + FIXED)
    more = {
        "scenario.yaml": ("repair: 10min", "repair: 10min, remote_fix: 50%"),
        "plans/baseline.yaml": ("teams:", FRONT),
    }
    for name, (old, new) in more.items():
        text = (folder / name).read_text("utf-8")
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return break_even(variants, Experiment(seed), SHARE, ["fixed"], range(years), steps=3)


def test_a_share_flips_at_its_target(tmp_path: Path) -> None:
    """Of N tickets the share fixed is a mean of N uniforms below x: it crosses 30 % at x = 30 %, give or take luck."""
    found = shared(tmp_path / "far", 1)
    flip = found.flip("fixed")
    assert flip is not None and flip.is_lost and flip.side == "low" and found.unit == "%"
    tickets = 150 / 365 * 42 * 12
    error = 100 * math.sqrt(0.3 * 0.7 / tickets)
    assert abs((flip.estimate.mean or 0.0) - 30) < 4 * error
    assert flip.estimate.low is not None and flip.estimate.high is not None
    assert flip.estimate.low < flip.estimate.mean < flip.estimate.high
    assert flip.at.endswith("%")


def test_two_seeds_agree_within_their_errors(tmp_path: Path) -> None:
    """Half an interval is 2.2 standard errors of twelve years."""
    flips = [shared(tmp_path / str(seed), seed).flip("fixed") for seed in (11, 12)]
    a, b = (one.estimate for one in flips if one is not None)
    errors = [(one.half_width or 0.0) / 2.2 for one in (a, b)]
    assert min(errors) > 0
    assert abs((a.mean or 0.0) - (b.mean or 0.0)) < 4 * math.hypot(*errors)


def test_shares_that_make_up_a_whole_move_together(tmp_path: Path) -> None:
    share = Assumption("channels.phone.share", "50%", "20%", "70%")
    found = break_even(far_site(tmp_path / "far"), Experiment(), share, numbers=range(1))
    assert found.reason is None and found.steady == ("onsite", "swift", "slow")
    assert [value.text for value in found.values] == ["20%", "50%", "70%"]


# -- what cannot be searched ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "assumption",
    [
        Assumption("travel.speeds", "60"),
        Assumption("products.press.faults.any.repair", "10min", "{mean: 5min}", "{mean: 1h}"),
        Assumption("prices.per_km", "1", "0.5", "2"),
    ],
)
def test_what_has_nothing_between_its_ends_or_moves_no_ticket_says_so(tmp_path: Path, assumption: Assumption) -> None:
    experiment = Experiment()
    found = break_even(far_site(tmp_path / "far"), experiment, assumption)
    assert found.reason and found.values == () and experiment.spent == 0


def test_a_search_ends_with_the_budget_and_says_so(tmp_path: Path) -> None:
    speed = Assumption("travel.speeds", "60", "30", "120")
    found = break_even(far_site(tmp_path / "far"), Experiment(budget=Budget(runs=4)), speed, steps=8)
    assert found.cut and found.reason is None and len(found.values) == 4
    none = break_even(far_site(tmp_path / "too"), Experiment(budget=Budget(runs=1)), speed, steps=8)
    assert none.reason and "budget" in none.reason


@pytest.mark.parametrize(
    ("path", "value", "ends", "number", "text"),
    [
        ("products.press.faults.any.repair.mean", "2h", ("90min", "3h"), 1.75, "1.75h"),
        ("products.press.faults.any.first_fix", "94%", ("88%", "97%"), 91.0, "91%"),
        ("teams.depot.engineers", "3", ("1", "6"), 2.6, "3"),
        ("profile.surges.0.factor", "x1.2", ("x1", "x2"), 1.5, "x1.5"),
        ("channels.phone.patience.mean", "4min", ("2min", "8min"), 5.0, "5min"),
    ],
)
def test_values_between_are_written_in_their_own_unit(
    path: str, value: str, ends: tuple[str, str], number: float, text: str
) -> None:
    scale = scale_of(path, value, *ends)
    assert scale is not None and scale.text(number) == text
    assert scale.number(text) == pytest.approx(scale.nearest(number))
    assert scale.number(ends[0]) < scale.number(value) < scale.number(ends[1])


def test_units_of_two_kinds_have_nothing_between() -> None:
    assert scale_of("products.press.faults.any.repair.mean", "2h", "10%") is None
    assert scale_of("travel.radius", "road", "great_circle") is None


# -- which inputs matter ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> Variants:
    return shocked(tmp_path_factory.mktemp("inputs") / "little")


def test_the_most_influential_come_first_and_none_is_dropped(little: Variants) -> None:
    found = screened_inputs(little, Experiment())
    tried = [one for one in found if one.is_tried]
    assert found[: len(tried)] == tried
    assert [one.weight for one in tried] == sorted((one.weight for one in tried), reverse=True)
    base = little.base
    assumed = {one.path for one in (*base.scenario.assumptions, *base.plan.assumptions)}
    assert {one.assumption.path for one in found} == assumed
    reasons = {one.assumption.path: one.reason for one in found}
    assert "money" in (reasons["prices.per_km"] or "")
    assert all(one.reason for one in found[len(tried) :])


def test_only_what_concerns_a_commitment_moves_it(little: Variants) -> None:
    """An answer to the customer waits for the supplier's and for nothing else that is assumed."""
    found = screened_inputs(little, Experiment(), ids=["reply"], most=1)
    assert [one.assumption.path for one in found] == ["suppliers.maker.reply.mean"]
    assert found[0].most_moved == "reply" and "high" in found[0].worse_sides


def test_inputs_beyond_the_budget_are_named(little: Variants) -> None:
    found = screened_inputs(little, Experiment(budget=Budget(runs=1)))
    assert [one for one in found if one.is_tried] == []
    assert any("budget" in (one.reason or "") for one in found)


def test_a_whole_study_says_of_every_input_what_became_of_it(little: Variants) -> None:
    found = stress(little, Experiment(), 1, most=1)
    searched = [one.assumption.path for one in found.break_evens]
    assert len(searched) == 1 and searched[0] == found.influences[0].assumption.path
    assert {one.assumption.path for one in (*found.not_searched,)} | set(searched) == {
        one.assumption.path for one in found.influences
    }
    assert [one.shock.id for one in found.struck] == [one.shock.id for one in found.trials]
    without = stress(little, Experiment(), 1, most=0)
    assert without.influences == without.break_evens == ()
