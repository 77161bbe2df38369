"""The ledger alone: torn records, foreign bytes, and nothing but replications comes out."""

import os
import pickle
import zlib
from pathlib import Path

import pytest

from sim.study.ledger import Ledger
from sim.study.packed import NotOursError, pack, unpack
from tests.rooms.study.standin import commitment, plan, replicate, scenario


class Harm:
    """A pickle of it would make a folder."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("harm",)


def written(path: Path, *numbers: int) -> Ledger:
    """A ledger with a record for each replication."""
    ledger = Ledger(path)
    for number in numbers:
        ledger.append(number, replicate(scenario(commitment()), plan(), 1, number, with_rows=True))
        ledger.flush()
    return ledger


def test_what_is_torn_counts_as_never_written_and_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "r.bin"
    written(path, 0)
    first = path.stat().st_size
    written(tmp_path / "two.bin", 0, 1)
    whole = (tmp_path / "two.bin").read_bytes()
    for length in (first, first + 1, first + 11, first + 12, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert set(Ledger(path).read()) == {0}
    path.write_bytes(whole[:-2] + b"??")
    again = Ledger(path)
    assert set(again.read()) == {0}
    again.append(5, replicate(scenario(commitment()), plan(), 1, 5, with_rows=False))
    again.flush()
    assert set(Ledger(path).read()) == {0, 5}


def test_a_replication_comes_out_as_it_went_in(tmp_path: Path) -> None:
    written(tmp_path / "r.bin", 3)
    one = replicate(scenario(commitment()), plan(), 1, 3, with_rows=True)
    found = Ledger(tmp_path / "r.bin").read()[3]
    assert found.judgement.digest == one.judgement.digest and found.wait_p90_s == one.wait_p90_s
    assert one.rows is not None and found.rows is not None
    assert {name: column.tolist() for name, column in found.rows.items()} == {
        name: column.tolist() for name, column in one.rows.items()
    }


@pytest.mark.parametrize(
    "foreign",
    [
        pickle.dumps(Harm()),
        pickle.dumps([(0, Harm())]),
        pickle.dumps([(0, "no replication")]),
        b"no pickle",
        pickle.dumps(print),
    ],
)
def test_what_is_none_of_ours_is_refused_and_never_run(
    foreign: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotOursError):
        unpack(zlib.compress(foreign))
    with pytest.raises(NotOursError):
        unpack(foreign)
    assert not Path("harm").exists()
    assert unpack(pack([])) == []
