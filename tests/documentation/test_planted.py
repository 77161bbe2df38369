"""The planted faults can still be planted: each text that is replaced stands exactly once in its file."""

import ast
import shutil
from pathlib import Path

import pytest

from tests.planted import FAULTS
from tests.planted.fault import Fault

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_changes_one_place_and_is_still_a_program(fault: Fault, tmp_path: Path) -> None:
    (tmp_path / fault.file).parent.mkdir(parents=True)
    shutil.copy(ROOT / fault.file, tmp_path / fault.file)
    fault.plant(tmp_path)
    assert ast.dump(ast.parse((tmp_path / fault.file).read_text("utf-8"))) != ast.dump(
        ast.parse((ROOT / fault.file).read_text("utf-8"))
    )


def test_a_text_that_is_gone_is_said(tmp_path: Path) -> None:
    (tmp_path / "rule.py").write_text("later", "utf-8")
    with pytest.raises(ValueError, match=r"early: the text stands 0 times in rule\.py"):
        Fault("early", "rule.py", "sooner", "later", "").plant(tmp_path)


def test_there_are_faults_in_every_room_that_decides_or_counts() -> None:
    assert len(FAULTS) >= 20
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    assert {fault.file.split("/")[1] for fault in FAULTS} >= {"clock", "world", "model", "judge"}


def test_every_fault_names_layers_that_are_there() -> None:
    assert [layer for fault in FAULTS for layer in fault.layers if not (ROOT / "tests" / layer).is_dir()] == []
