"""What could be promised, piece by piece: values a contract names, what is varied, the best, the highest target."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sim.study.budget import Budget
from sim.study.experiment import Experiment
from sim.study.promising import LIMIT, RADIUS, Axis, Curve, Offer, Point, find_frontier, targets_of
from sim.study.promising.follows import follows_promises
from sim.study.promising.frontier import axes_of
from sim.study.promising.ladder import LIMITS_S, limit_text, limits_from, radii_for, thinned
from sim.study.promising.narrow import MOST_LIMITS, narrowed
from sim.study.promising.redispatched import by_halves
from sim.study.promising.targets import level_of
from sim.study.tally import Tally
from tests.rooms.study.road import MANY, ONSITE, PLAN, road
from tests.rooms.study.standin import commitment, count

H, D = 3600, 86_400


# -- values -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "unit", "text"),
    [
        (4 * H, "h", "4h"),
        (5400, "h", "1.5h"),
        (1800, "h", "30min"),
        (36 * H, "d", "1.5d"),
        (6 * H, "d", "6h"),
        (2 * H, "min", "2h"),
        (5400, "min", "90min"),
        (20, "s", "20s"),
        (300, "s", "5min"),
        (8 * D, "w", "8d"),
        (72 * H, "h", "72h"),
    ],
)
def test_limits_read_as_a_contract_writes_them(seconds: int, unit: str, text: str) -> None:
    assert limit_text(seconds, unit) == text


def test_every_limit_reads_back_as_it_is_meant() -> None:
    from sim.scenario.spans import parse_span

    for unit in ("s", "min", "h", "d", "w"):
        assert [s for s in LIMITS_S if parse_span(limit_text(s, unit)).amount != s] == []


def test_the_promised_limit_is_always_among_them() -> None:
    assert 13_337 in limits_from(13_337)
    assert min(limits_from(4 * H)) >= 4 * H // 40


def test_a_radius_for_every_set_of_sites() -> None:
    """Of radii that hold the same sites the smallest: 12, 13 and 47 km away gives 15 and 50 km."""
    assert radii_for([12_000, 47_000, 13_000]) == (15_000, 50_000)
    assert radii_for([0, 0]) == (100,)


def test_thinning_keeps_both_ends() -> None:
    assert thinned(tuple(range(100)), 4) == (0, 33, 66, 99)
    assert thinned((1, 2, 3), 4) == (1, 2, 3)


# -- what is varied -----------------------------------------------------------------------------------------------


def axes(folder: Path, commitments: str) -> dict[str, dict[Any, Any]]:
    base = road(folder, commitments).base
    return axes_of(base.scenario, base.plan)


def test_limits_of_all_kinds(tmp_path: Path) -> None:
    found = axes(tmp_path, MANY)
    offers = {name: kinds[LIMIT].offers for name, kinds in found.items() if isinstance(kinds[LIMIT], Axis)}
    assert set(offers) == {"onsite", "fixed", "away", "days", "by-hours", "mean"}
    assert ("commitments.days.within=3wd",) in [one.changes for one in offers["days"]]
    half = next(one for one in offers["by-hours"] if one.value == 50)
    assert half.text == "30min / 2h"
    assert half.changes == ("commitments.by-hours.cases.0.within=30min", "commitments.by-hours.cases.1.within=2h")
    assert found["timeliness"][LIMIT] == "it has no time limit"
    assert found["same-day"][LIMIT] == "the end of a day is not varied"


@pytest.mark.parametrize(("target", "hardest"), [("90%", 0), ("{at_most: 30%}", -1), ("{below: 30%}", -1)])
def test_of_what_is_to_be_rare_the_longest_limit_promises_most(tmp_path: Path, target: str, hardest: int) -> None:
    text = f"- {{id: soon, measure: {{from: reported, to: arrived}}, within: 4h, target: {target}}}\n"
    axis = axes(tmp_path, text)["soon"][LIMIT]
    assert axis.hardest_first()[0] == range(len(axis.values))[hardest]


def test_a_window_keeps_its_beginning(tmp_path: Path) -> None:
    window = "- {id: visit, measure: {from: reported, to: arrived}, within: 2d..7d, target: 90%}\n"
    axis = axes(tmp_path, window)["visit"][LIMIT]
    assert min(axis.values) > 2 * D
    assert "2d..3d" in [offer.text for offer in axis.offers]
    assert all(offer.commitment.earliest == 2 * D for offer in axis.offers)


def test_no_limit_beyond_what_the_simulation_sees(tmp_path: Path) -> None:
    """The run-out is five weeks, in which a clock of 45 hours a week goes on for 225 hours."""
    office = "- {id: slow, measure: {from: reported, to: arrived}, within: 40h, clock: works, target: 90%}\n"
    values = axes(tmp_path, ONSITE + office)
    assert max(values["onsite"][LIMIT].values) == 35 * D
    assert max(values["slow"][LIMIT].values) == max(v for v in LIMITS_S if v <= 225 * H)


def test_radii_stand_where_the_cover_names_one_or_could(tmp_path: Path) -> None:
    found = axes(tmp_path, MANY)
    changes = {
        name: kinds[RADIUS].offers[0].changes[0] for name, kinds in found.items() if isinstance(kinds[RADIUS], Axis)
    }
    assert changes["onsite"].startswith("commitments.onsite.covers.radius_km.at_most=")
    assert changes["away"].startswith("commitments.away.covers.any.0.radius_km.above=")
    assert (found["fixed"][RADIUS].promised, found["away"][RADIUS].promised) == (50_000, 30_000)
    assert (found["fixed"][RADIUS].outward, found["away"][RADIUS].outward) == (True, False)
    assert found["timeliness"][RADIUS] == "it has nothing to do with the distance"


def test_several_radii_are_left_alone(tmp_path: Path) -> None:
    covers = "{any: [{radius_km: 20}, {radius_km: {above: 50}}]}"
    one = f"- {{id: odd, measure: {{from: reported, to: arrived}}, within: 4h, target: 90%, covers: {covers}}}\n"
    assert axes(tmp_path, one)["odd"][RADIUS] == "it names a radius in more than one way"


def test_what_goes_by_promises(tmp_path: Path) -> None:
    base = road(tmp_path / "a").base
    assert follows_promises(base.scenario, base.plan) == ()
    due = road(tmp_path / "b", ONSITE, PLAN.replace("order_of_arrival", "due_date, backup: when_late")).base
    assert follows_promises(due.scenario, due.plan) == ("dispatch.rule", "dispatch.backup")


# -- the first look -----------------------------------------------------------------------------------------------


def offer(value: int) -> Offer:
    return Offer(value, f"{value}s", (), SimpleNamespace(id=str(value)))


def line(values: tuple[int, ...], promised: int | None = None, **more: Any) -> Axis:
    return Axis(LIMIT, "s", values, promised, offer, **more)


def test_a_first_year_narrows_the_limits_down() -> None:
    """Of 100 cases limit v keeps v: 90 meets its target, so what lies around it stays, and so does the promise."""
    values = tuple(range(1, 201))
    counts = [count([min(v, 100)], [100]) for v in values]
    found = narrowed(line(values, 150), commitment(), counts)
    assert len(found.values) <= MOST_LIMITS + 1
    assert {90, 91, 89, 95, 150, 3} <= set(found.values) and max(found.values) == 150
    assert narrowed(line(values[:10], 5), commitment(), counts[:10]).values == values[:10]


# -- the best offer -----------------------------------------------------------------------------------------------


def point(value: int, verdict: str, mean: float = 1.0, n: int = 40) -> Point:
    chance = SimpleNamespace(mean=mean, n=n)
    result = SimpleNamespace(verdict=verdict, kept_probability=chance, replications_needed=None)
    return Point(offer(value), result, SimpleNamespace(mean=1.0))


def test_the_tightest_limit_that_is_proven_and_the_next() -> None:
    points = (point(1, "break", 0.1), point(2, "unproven", 0.9), point(3, "keep"), point(4, "keep"))
    curve = Curve(line((1, 2, 3, 4), 4), points)
    assert curve.best and curve.beyond and curve.now
    assert [one.offer.value for one in (curve.best, curve.beyond, curve.now)] == [3, 2, 4]


def test_of_too_few_years_the_tightest_that_all_of_them_kept() -> None:
    curve = Curve(line((1, 2, 3)), (point(1, "unproven", 0.5), point(2, "unproven"), point(3, "unproven")))
    assert curve.best and curve.best.offer.value == 2 and curve.best.is_seen
    none = Curve(line((1, 2)), (point(1, "break", 0.0), point(2, "break", 0.2)))
    assert none.best is None and none.beyond and none.beyond.offer.value == 2


def test_the_widest_radius_is_the_largest_or_where_it_counts_from_it_the_smallest() -> None:
    points = (point(1, "keep"), point(2, "keep"), point(3, "break", 0.0))
    outward = Curve(replace(line((1, 2, 3)), kind=RADIUS), points)
    inward = Curve(replace(line((1, 2, 3)), kind=RADIUS, outward=False), points)
    assert outward.best and inward.best
    assert (outward.best.offer.value, inward.best.offer.value) == (2, 1)


@pytest.mark.parametrize("holds_from", range(12))
@pytest.mark.parametrize("promised", [None, 0, 7, 10])
def test_a_search_by_halves_ends_where_a_look_at_all_would(holds_from: int, promised: int | None) -> None:
    axis = line(tuple(range(11)), promised)
    tried = by_halves(axis, lambda one: point(one.value, "keep" if one.value >= holds_from else "break", 0.0))
    curve = Curve(axis, tuple(tried[value] for value in axis.values if tried.get(value)))
    assert (curve.best.offer.value if curve.best else 11) == holds_from
    assert len(tried) <= 6


# -- the highest target -------------------------------------------------------------------------------------------


def test_levels_are_exact_to_a_tenth_of_a_per_cent() -> None:
    assert [level_of(kept, 3, "at_least") for kept in (0, 1, 2, 3)] == [0, 333, 666, 1000]
    assert [level_of(kept, 3, "at_most") for kept in (0, 1, 2, 3)] == [0, 334, 667, 1000]
    assert [level_of(kept, 4, "below") for kept in (0, 1, 4)] == [1, 251, 1001]


def test_the_highest_target_by_hand() -> None:
    """Of 50 years 49 reach 93.3 % and one 80 %: 49 of 50 prove 90 % of years at 95 %, so 93.3 % can be promised."""
    counts = [count([14], [15])] * 49 + [count([8], [10])]
    found = targets_of(Tally(commitment(), counts, 1.0), several_looks=False)
    assert found and found.is_proven
    assert (found.tenths, found.share) == (933, Fraction(933, 1000))
    two = targets_of(Tally(commitment(), [*counts[1:], count([85], [100])], 1.0), several_looks=False)
    assert two and two.tenths == 850  # with two bad years of 50 only what one of them reached


def test_of_too_few_years_the_target_that_all_of_them_met() -> None:
    counts = [count([9], [10]), count([19], [20]), count([0], [0])]
    found = targets_of(Tally(commitment(), counts, 1.0), several_looks=False)
    assert found and (found.tenths, found.is_proven) == (900, False)
    assert found.standing and found.standing.n == 2 and found.more == 42  # every third year has no case


def test_where_the_share_is_to_stay_low_the_lowest() -> None:
    low = commitment()
    low.target.direction = "below"
    found = targets_of(Tally(low, [count([1], [100])] * 40, 1.0), several_looks=False)
    assert found and found.is_proven and found.tenths == 11  # 1 % is not below 1 %


def test_a_channel_that_is_shut_meets_no_target() -> None:
    found = targets_of(Tally(commitment(), [count([10], [10])] * 40, 1.0), several_looks=False, shut=[True])
    assert found and found.tenths is None


def test_a_target_that_is_met_is_one_that_the_verdict_keeps() -> None:
    """The one place where two ways to the same answer could part: the verdict on a target of exactly that share."""
    counts = [count([900 + year], [1000]) for year in range(60)]
    found = targets_of(Tally(commitment(), counts, 1.0), several_looks=False)
    assert found and found.share is not None
    for share, verdict in ((found.share, "keep"), (found.share + Fraction(1, 1000), "unproven")):
        again = [count([900 + year], [1000], target=float(share)) for year in range(60)]
        assert Tally(commitment(target=f"{float(share):.1%}"), again, 1.0).standing(False).verdict == verdict


# -- all of it ----------------------------------------------------------------------------------------------------


def test_a_budget_ends_the_search_and_is_said(tmp_path: Path) -> None:
    frontier = find_frontier(road(tmp_path), Experiment(budget=Budget(runs=5)), 4, redispatch=True)
    assert frontier.outcome.n == 4 and frontier.left_out == ("onsite",)
    short = find_frontier(road(tmp_path), Experiment(budget=Budget(runs=3)), 4)
    assert (short.outcome.n, short.wanted) == (2, 4)
