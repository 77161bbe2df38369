"""Replications: order, digest, chunks, rows, interruption."""

import hashlib
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.clock import NEVER
from sim.judge import TimesTaken
from sim.study.gather import milestone_times, sample_of
from sim.study.replicate import Replication, Replications
from sim.study.workers import chunked
from tests.rooms.study.standin import commitment, count, plan, replicate, scenario


def runs(**more: Any) -> Replications:
    return Replications(scenario(commitment()), plan(), one=replicate, **more)


def slow(nature: Any, plan: Any, seed: int, number: int, with_rows: bool) -> Replication:
    time.sleep(0.2)
    return replicate(nature, plan, seed, number, with_rows)


def test_the_digest_is_that_of_the_replications_in_order() -> None:
    made = runs()
    made.extend(3)
    each = [bytes.fromhex(r.judgement.digest) for r in made.done]
    assert made.digest() == hashlib.sha256(b"".join(each)).hexdigest()
    assert [r.judgement.replication for r in made.done] == [0, 1, 2]


def test_any_number_of_jobs_gives_the_same() -> None:
    here, there = runs(sample_rows=1500), Replications(scenario(commitment()), plan(), 1, 2, 1500, one=slow)
    here.extend(30)
    there.extend(30)
    assert here.digest() == there.digest()
    a, b = sample_of(here.done, 1500), sample_of(there.done, 1500)
    assert all(np.array_equal(a[name], b[name]) for name in a)


def test_going_on_is_the_same_as_going_all_the_way() -> None:
    steps, whole = runs(), runs()
    for planned in (1, 5, 20):
        steps.extend(planned)
    whole.extend(20)
    assert steps.digest() == whole.digest()
    other = runs(seed=2)
    other.extend(20)
    assert other.digest() != whole.digest()


def test_progress_counts_up_and_ends_with_no_time_left() -> None:
    heard: list[tuple[int, int, float]] = []
    runs(progress=lambda *report: heard.append(report)).extend(4)
    assert [(done, planned) for done, planned, _left in heard] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert heard[-1][2] == 0.0
    assert heard[0][2] >= 0.0


@pytest.mark.filterwarnings("error")
def test_an_interruption_comes_through_and_leaves_no_worker() -> None:
    def interrupt(done: int, planned: int, left: float) -> None:
        if done > 3:
            raise KeyboardInterrupt

    made = Replications(scenario(commitment()), plan(), 1, 2, progress=interrupt, one=slow)
    with pytest.raises(KeyboardInterrupt):
        made.extend(60)
    assert not _workers()
    made.progress = None
    made.extend(3)
    assert len(made.done) == 3


def _workers() -> list[Any]:
    from joblib.externals.loky import reusable_executor

    executor = reusable_executor._executor
    return [] if executor is None else [p for p in executor._processes.values() if p.is_alive()]


def test_an_error_of_a_replication_comes_through() -> None:
    def broken(nature: Any, plan: Any, seed: int, number: int, with_rows: bool) -> Replication:
        raise RuntimeError("no such road")

    with pytest.raises(RuntimeError, match="no such road"):
        Replications(scenario(commitment()), plan(), one=broken).extend(2)


@pytest.mark.parametrize(("n", "jobs", "each_s"), [(49, 2, 0.01), (49, 2, 5), (1, 8, 0.1), (399, 3, 0.2), (5, 2, 0)])
def test_chunks_cover_everything_once(n: int, jobs: int, each_s: float) -> None:
    chunks = chunked(range(7, 7 + n), jobs, each_s)
    assert [number for chunk in chunks for number in chunk] == list(range(7, 7 + n))
    assert len(chunks) >= min(jobs, n)


def test_chunks_are_neither_too_short_nor_too_long() -> None:
    assert len(chunked(range(400), 2, 0.1)[0]) == 30
    assert len(chunked(range(400), 2, 30.0)[0]) == 1
    assert len(chunked(range(39), 2, 0.1)[0]) == 5


def test_rows_are_kept_as_whole_replications() -> None:
    made = runs(sample_rows=500)
    made.extend(20)
    sample = sample_of(made.done, 500)
    sizes = [r.judgement.counts["reported"] for r in made.done[:2]]
    assert len(sample["reported"]) == sum(sizes) <= 500
    assert set(sample["replication"].tolist()) == {0, 1}


def test_rows_of_a_big_first_replication_are_cut() -> None:
    made = runs(sample_rows=10)
    made.extend(3)
    assert len(sample_of(made.done, 10)["reported"]) == 10


def test_all_rows_or_none() -> None:
    everything, nothing = runs(sample_rows=None), runs(sample_rows=0)
    everything.extend(10)
    nothing.extend(3)
    total = sum(r.judgement.counts["reported"] for r in everything.done)
    assert len(sample_of(everything.done, None)["reported"]) == total
    assert sample_of(nothing.done, 0) == {}


def timed(number: int, rows: int, *seconds: int) -> Replication:
    """A replication with so many ticket rows; these times stand under 'onsite', none under 'share'."""
    made = replicate(scenario(), plan(), 1, number, with_rows=False)
    times = TimesTaken(np.array(seconds, np.int64), 3600) if rows else None
    counts = (count([1], [1], times=times), replace(count([1], [1]), id="share"))
    kept = {"replication": np.full(rows, number)} if rows else None
    return replace(made, judgement=replace(made.judgement, commitments=counts), rows=kept)


@pytest.mark.parametrize(
    ("most", "seconds", "replications"),
    [
        (None, [-9, 5, 40, 70, 80, NEVER], 3),
        (9, [-9, 5, 40, 70, 80, NEVER], 3),
        (8, [-9, 5, 70, NEVER], 2),  # the third replication does not fit
        (2, [5, 70, NEVER], 1),  # nor does the first, of which a part is kept
    ],
)
def test_times_are_pooled_over_the_replications_whose_rows_are_kept(
    most: int | None, seconds: list[int], replications: int
) -> None:
    done = [timed(0, 4, 70, NEVER, 5), timed(1, 2, -9), timed(2, 3, 80, 40), timed(3, 0)]
    (name,), (pooled,) = zip(*milestone_times(done, most).items(), strict=True)
    assert (name, pooled.seconds.tolist(), pooled.limit_s) == ("onsite", seconds, 3600)
    assert (pooled.tickets, pooled.replications) == (len(seconds), replications)
    assert np.unique(sample_of(done, most)["replication"]).size == replications


def test_without_rows_there_are_no_times() -> None:
    assert milestone_times([timed(0, 0), timed(1, 0)], None) == {}


def test_waits_become_one_figure() -> None:
    made = runs()
    made.extend(1)
    (desk,) = made.done[0].judgement.desks
    assert desk.waits.size == 0
    assert 500 < (made.done[0].wait_p90_s[0] or 0) < 600
