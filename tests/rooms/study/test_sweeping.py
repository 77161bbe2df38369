"""One plan at many points: which points there are, what becomes of those that cannot be, where commitments flip."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from sim import run
from sim.scenario import InputErrors
from sim.scenario.units import parse_share
from sim.scenario.varied import Varied, read_varied
from sim.study.budget import Budget
from sim.study.designs import grid, grid_size, hypercube
from sim.study.experiment import Experiment
from sim.study.flips import flips
from sim.study.measured import ATTAINED, TOTAL
from sim.study.sweeping import Sweep, refuse_if_none_fits, sweep
from sim.study.variants import Variants
from tests.rooms.study.far_site import ARRIVAL_MIN, far_site

PROVES = 29  # the first number of sample years that can


def varied(*texts: str) -> list[Varied]:
    return [read_varied(text) for text in texts]


def swept(folder: Path, texts: Sequence[str], n: int = 1, experiment: Experiment | None = None) -> Sweep:
    paths = varied(*texts)
    return sweep(far_site(folder), experiment or Experiment(), paths, grid(paths), n)


def texts_of(points: Sequence[Sequence[object]]) -> list[str]:
    return [" ".join(value.text for value in values) for values in points]  # type: ignore[attr-defined]


def test_a_grid_is_every_value_with_every_other() -> None:
    paths = varied("teams.a.engineers=1..2", "commitments.x.within=2h,4h,8h")
    assert texts_of(grid(paths)) == ["1 2h", "1 4h", "1 8h", "2 2h", "2 4h", "2 8h"]
    assert grid_size(paths) == 6


def test_a_hypercube_meets_every_part_of_every_path() -> None:
    """As many points as values: each value once. Of a range without a step each of ten equal parts once."""
    paths = [read_varied("teams.a.engineers=1..10", True), read_varied("commitments.x.target=0.5..1", True)]
    points = hypercube(paths, 10, seed=4)
    assert sorted(int(values[0].number) for values in points) == list(range(1, 11))
    assert sorted(int((float(values[1].number) - 0.5) * 20) for values in points) == list(range(10))
    assert hypercube(paths, 10, seed=4) == points
    assert hypercube(paths, 10, seed=5) != points


def test_points_of_a_hypercube_are_round() -> None:
    span = read_varied("commitments.x.within=1h..9h", True)
    values = [point[0] for point in hypercube([span], 50, seed=1)]
    assert all(one.text.endswith("min") and one.number.denominator == 1 for one in values)
    assert all(60 <= one.number <= 540 for one in values)
    few = hypercube([read_varied("teams.a.engineers=1..3", True)], 50, seed=1)
    assert sorted(texts_of(few)) == ["1", "2", "3"]


def test_where_a_promise_flips_is_known_exactly(tmp_path: Path) -> None:
    """Every arrival takes 100 minutes: a limit of 100 or more is always kept, one of 99 never."""
    found = swept(tmp_path, ["commitments.onsite.within=90min..110min:5min"], PROVES)
    onsite, swift, slow = flips(found)
    assert (onsite.shape, onsite.holds[0].text, onsite.is_proven) == ("from", f"{ARRIVAL_MIN}min", True)
    assert (swift.shape, slow.shape) == ("never", "throughout")
    attained = [one.estimate.mean for point in found.points if (one := point.figure(ATTAINED, "onsite"))]
    assert attained == [0.0] * 2 + [1.0] * 3


def test_a_point_is_what_run_says_of_it(tmp_path: Path) -> None:
    """The same log, the same figures, the same verdict as `run --set` with as many sample years."""
    found = swept(tmp_path, ["teams.night.engineers=1,2"], 3)
    for point in found.points:
        variant = Variants(tmp_path).changed(found.changes(point))
        alone = run(variant.scenario, variant.plan, replications=3)
        assert point.digest == alone.digest
        for one in alone.commitments:
            attained, stand = point.figure(ATTAINED, one.id), point.stand(one.id)
            assert (attained and attained.estimate, stand and stand.verdict) == (one.attained, one.verdict)
        total = point.figure(TOTAL)
        assert total is not None
        assert total.estimate == alone.costs.total


def test_few_years_prove_nothing_but_say_how_many_would(tmp_path: Path) -> None:
    onsite = flips(swept(tmp_path, ["commitments.onsite.within=90min,110min"], 2))[0]
    assert (onsite.shape, [one.text for one in onsite.holds]) == ("from", ["110min"])
    assert (onsite.is_proven, onsite.needed) == (False, PROVES)


def test_what_the_scenario_refuses_is_a_point_with_a_reason(tmp_path: Path) -> None:
    found = swept(tmp_path, ["teams.night.engineers=0..2"])
    assert [(point.refused, point.is_simulated) for point in found.points] == [
        (True, False),
        (False, True),
        (False, True),
    ]
    assert "1 on call of 0 engineers" in (found.points[0].reason or "")


def test_what_the_scenario_refuses_everywhere_is_bad_input(tmp_path: Path) -> None:
    paths = varied("teams.night.on_call=4..6")
    variants = far_site(tmp_path)
    for refused in (
        lambda: refuse_if_none_fits(variants, paths, grid(paths)),
        lambda: sweep(variants, Experiment(), paths, grid(paths), 1),
    ):
        with pytest.raises(InputErrors) as caught:
            refused()
        assert len(caught.value.problems) == 3


def test_a_wrong_path_is_told_as_it_was_typed(tmp_path: Path) -> None:
    paths = varied("teams.nihgt.engineers=1..2")
    with pytest.raises(InputErrors) as caught:
        refuse_if_none_fits(far_site(tmp_path), paths, grid(paths))
    (problem,) = caught.value.problems
    assert (problem.file, problem.code) == ("--vary teams.nihgt.engineers", "UNKNOWN_PATH")
    assert "did you mean night?" in problem.message


def test_points_beyond_the_budget_are_there_and_empty(tmp_path: Path) -> None:
    found = swept(tmp_path, ["teams.night.engineers=1..5"], 2, Experiment(budget=Budget(runs=7)))
    assert [point.is_simulated for point in found.points] == [True] * 3 + [False] * 2
    assert not any(point.refused for point in found.points)
    assert len(found.simulated) == 3


def test_asked_again_nothing_is_simulated_twice(tmp_path: Path) -> None:
    experiment = Experiment()
    first = swept(tmp_path / "a", ["teams.night.engineers=1..3"], 2, experiment)
    spent = experiment.spent
    paths = varied("teams.night.engineers=1..3")
    again = sweep(far_site(tmp_path / "b"), experiment, paths, grid(paths), 2)
    assert experiment.spent == spent == 6
    assert [point.digest for point in again.points] == [point.digest for point in first.points]


def test_shares_still_make_up_a_whole(tmp_path: Path) -> None:
    """Phone at 70 %: chat and mail share the rest as before, 3 to 2."""
    found = swept(tmp_path, ["channels.phone.share=20%,70%"])
    beside = [dict(text.split("=") for text in point.beside) for point in found.points]
    shares = [[parse_share(one[f"channels.{name}.share"]) for name in ("chat", "mail")] for one in beside]
    assert shares == [pytest.approx([0.48, 0.32]), pytest.approx([0.18, 0.12])]
    assert all(point.is_simulated for point in found.points)


def test_the_promises_move_nothing_but_the_verdicts(tmp_path: Path) -> None:
    """Here no dispatcher looks at them: the same log at every point."""
    found = swept(tmp_path, ["commitments.onsite.target=50%,99%"])
    assert len({point.digest for point in found.points}) == 1
    assert [stand.bar for point in found.points if (stand := point.stand("onsite"))] == [0.5, 0.99]
