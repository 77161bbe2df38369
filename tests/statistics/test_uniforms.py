"""Keyed uniforms: uniform, independent, the same one by one and all at once, never 0 nor 1."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.world.uniforms import Luck, fold, fold_each, key_of, unit

N = 100_000
KEYS = np.arange(N, dtype=np.uint64)
words = st.integers(-(2**63), 2**64 - 1)


def test_the_ends_are_never_reached() -> None:
    ends = unit(np.array([0, 2**12 - 1, 2**63, 2**64 - 1], dtype=np.uint64))
    assert 0 < ends[0] == ends[1]
    assert ends[3] < 1
    assert ends[0] == 1 - ends[3]


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(-(2**62), 2**62))
def test_one_by_one_is_all_at_once(key: int, second: int, third: int) -> None:
    luck = Luck(7, 3)
    keys = np.array([key, second], dtype=np.uint64)
    thirds = np.array([third, third], dtype=np.int64)
    assert luck.one("talk", key) == luck.each("talk", keys)[0]
    assert luck.one("talk", second, third) == luck.each("talk", keys, thirds)[1]
    assert luck.one("talk", key, second, third) == luck.each("talk", keys, keys[::-1], third)[0]
    assert fold(key, third) == int(fold_each(np.array([key], dtype=np.uint64), third)[0])


def test_keys_of_text_are_the_same_on_every_machine() -> None:
    """A changed key would change every run that anybody has kept."""
    assert key_of("world") == 0xF93D6A77FC33158
    assert Luck(1, 0).one("talk", key_of("S001"), 202601) == 0.926293552271431


@pytest.mark.parametrize("stream", ["count", "instant", "talk", "repair"])
def test_uniform(stream: str) -> None:
    luck = Luck(1, 0)
    for u in (luck.each(stream, KEYS), luck.each(stream, KEYS[:1], KEYS), luck.each(stream, KEYS << np.uint64(40), 1)):
        assert stats.kstest(u, "uniform").pvalue > 1e-4


def pairs() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    luck = Luck(1, 0)
    talk = luck.each("talk", KEYS)
    return {
        "streams": (talk, luck.each("repair", KEYS)),
        "neighbours": (talk[:-1], talk[1:]),
        "replications": (talk, Luck(1, 1).each("talk", KEYS)),
        "seeds": (talk, Luck(2, 0).each("talk", KEYS)),
        "seed and replication exchanged": (Luck(1, 2).each("talk", KEYS), Luck(2, 1).each("talk", KEYS)),
        "visits": (luck.each("talk", KEYS, 1), luck.each("talk", KEYS, 2)),
        "weeks": (luck.each("count", KEYS, 202601), luck.each("count", KEYS, 202602)),
        "keys exchanged": (luck.each("leg", KEYS, 1, 2), luck.each("leg", KEYS, 2, 1)),
    }


@pytest.mark.parametrize("name", pairs())
def test_independent(name: str) -> None:
    """No correlation (4.5 standard errors), and all squares of a chessboard equally full."""
    one, other = pairs()[name]
    assert abs(np.corrcoef(one, other)[0, 1]) < 4.5 / np.sqrt(len(one))
    board, _, _ = np.histogram2d(one, other, bins=16, range=[[0, 1], [0, 1]])
    assert stats.chisquare(board.ravel()).pvalue > 1e-4


def test_keys_do_not_collide() -> None:
    sites = np.array([key_of(f"site-{number}") for number in range(300)], dtype=np.uint64)
    weeks = np.arange(202601, 202653)
    keys = fold_each(fold_each(sites[:, None], weeks[None, :])[:, :, None], np.arange(30)[None, None, :])
    assert len(np.unique(keys)) == keys.size


@given(st.lists(words, min_size=2, max_size=4, unique=True))
def test_folding_is_one_to_one_in_its_last_part(parts: list[int]) -> None:
    assert len({fold(12345, part & (2**64 - 1)) for part in parts}) == len({part & (2**64 - 1) for part in parts})
