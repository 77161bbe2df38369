"""A simulation by its label: what is sent to a worker is what its piece of the work needs."""

from __future__ import annotations

from pathlib import Path

from sim.study.experiment import Experiment, Simulator
from tests.rooms.study.far_site import far_site


def test_a_piece_takes_the_variants_it_needs_and_says_the_same(tmp_path: Path) -> None:
    variants = far_site(tmp_path / "far")
    some = {one.key: one for one in (variants.changed([f"travel.speeds={speed}"]) for speed in (40, 60, 90))}
    whole, (first, second, _third) = Simulator(some, 1), some
    piece = whole.only([(first, 0), (first, 1), (second, 0)])
    assert list(piece.variants) == [first, second]
    assert piece((second, 0)).judgement.digest == whole((second, 0)).judgement.digest


def test_any_number_of_jobs_gives_the_same_outcomes(tmp_path: Path) -> None:
    variants = far_site(tmp_path / "far")
    chosen = [variants.changed([f"travel.speeds={speed}"]) for speed in (40, 60)]
    here = Experiment(jobs=1).outcomes(chosen, range(2))
    slow = Experiment(jobs=2, _spent_s=1000.0, _made=1)  # so slow that workers are worth it
    assert [one.digest for one in slow.outcomes(chosen, range(2))] == [one.digest for one in here]
