"""The bundled scenarios with random wounds: whatever comes of it is a scenario or errors with their places."""

import random
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario import check
from tests.faults.accident import ROOT

BUNDLED = ("minimal", "automation-equipment", "retail-service")
SCRAPS = [
    "", " ", "\n", "\t", ",", ":", ": ", "- ", "{", "}", "[", "]", "'", '"', "#", "&a ", "*a", "!!", "|", ">", "%",
    "：",
    "0", "-1", "1e308", ".nan", "null", "true", "2wd", "90%", "4h", "1 month", "x1.2", "always", "\x00", "\ufeff",
    "\u202e",
    "=1+1", "9" * 40, "\r", "\ud7ff", "--- ", "? ", "<<: ",
]  # fmt: skip


def wounded(text: str, luck: random.Random, wounds: int) -> str:
    """The text with pieces put in, taken out, doubled or moved."""
    for _wound in range(wounds):
        start = luck.randrange(len(text) + 1)
        end = min(len(text), start + luck.choice((0, 1, 3, 20)))
        other = luck.randrange(len(text) + 1)
        piece = luck.choice((luck.choice(SCRAPS), text[other : other + luck.choice((1, 5, 40))], text[start:end] * 2))
        text = text[:start] + piece + text[end:]
    return text


@pytest.mark.parametrize("name", BUNDLED)
@settings(max_examples=12, database=None)
@given(seed=st.integers(0, 2**32), wounds=st.integers(1, 6))
def test_a_wounded_scenario_is_read_or_refused(name: str, seed: int, wounds: int) -> None:
    luck = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "s"
        shutil.copytree(ROOT / "scenarios" / name, folder)
        victims = [path for path in sorted(folder.rglob("*")) if path.suffix in (".yaml", ".csv")]
        victim = luck.choice(victims)
        victim.write_text(wounded(victim.read_text("utf-8"), luck, wounds), encoding="utf-8")
        scenario, _plans, problems = check(folder, "baseline")
    assert scenario is not None or any(problem.is_error for problem in problems)
    assert all("\n" not in str(problem) for problem in problems)
