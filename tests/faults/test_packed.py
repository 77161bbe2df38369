"""A ledger of somebody else's is refused, and leaves the program as it was."""

from __future__ import annotations

import pickle
import zlib
from dataclasses import asdict

import numpy as np
import pytest

from sim import load_plan, load_scenario
from sim.study.packed import NotOursError, pack, unpack
from sim.study.replicate import Replication, replicate_one
from tests.rooms.commands.typed import ROOT

WAIT = b"X\x09\x00\x00\x00wait_evilK\x07s\x86b"
"""Sets an attribute called wait_evil on what lies on the stack."""


class Harm:
    def __reduce__(self) -> tuple:
        return (print, ("harm",))


def test_what_is_packed_comes_out_as_it_was() -> None:
    scenario = load_scenario(ROOT / "scenarios" / "minimal")
    one = replicate_one(scenario, load_plan(scenario), 1, 3, True)
    ((number, found),) = unpack(pack([(3, one)]))
    assert number == 3 and isinstance(found, Replication)
    assert found.judgement.digest == one.judgement.digest
    np.testing.assert_equal(asdict(found), asdict(one))


@pytest.mark.parametrize(
    "plain",
    [
        pickle.dumps([Harm()]),
        pickle.dumps([(0, "replication")]),
        pickle.dumps({}),
        b"\x80\x04csim.study.replicate\nReplication\nN}" + WAIT + b"0].",
        b"\x80\x04csim.study.packed\nrecord\nN}" + WAIT + b"0].",
        b"\x80\x04cfractions\nFraction\nN}" + WAIT + b"0].",
        b"\x80\x04cnumpy\nndarray\nN}" + WAIT + b"0].",
        b"\x80\x04cnumpy._core.numeric\n_frombuffer\nN}" + WAIT + b"0].",
        b"\x80\x04csim.study.packed\nrecord\n(X\x02\x00\x00\x00osX\x06\x00\x00\x00system}tR.",
        b"\x80\x04csim.study.packed\nrecord\n(X\x13\x00\x00\x00sim.study.replicateX\x0b\x00\x00\x00Replication}tR.",
        b"garbage",
    ],
    ids=[
        "call",
        "no-replication",
        "no-list",
        "class",
        "record",
        "fraction",
        "array",
        "function",
        "os",
        "half",
        "noise",
    ],
)
def test_what_others_wrote_is_refused(plain: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NotOursError):
        unpack(zlib.compress(plain))
    assert capsys.readouterr().out == ""
    assert not hasattr(Replication, "wait_evil")
