"""Input made to do harm: one message, soon, in little memory; and nothing of it gets out again."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.report.spreadsheet import safe_text
from sim.scenario import InputErrors, check, load_scenario
from sim.scenario.problems import Problem
from tests.faults.accident import KILL_SWITCH_S, ROOT

MINIMAL = ROOT / "scenarios" / "minimal"
SCENARIO = (MINIMAL / "scenario.yaml").read_text("utf-8")
SITES = (MINIMAL / "sites.csv").read_text("utf-8")
NOISE = b"".join((n * 2654435761 % 2**32).to_bytes(4, "little") for n in range(2_500_000))  # 10 MB

LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{after}: &{after} [{','.join([f'*{before}'] * 9)}]\n"
    for before, after in zip("abcdefghi", "bcdefghij", strict=True)
)

Files = dict[str, str | bytes]
LIMITS: dict[str, Files] = {
    "laughs": {"scenario.yaml": SCENARIO + LAUGHS},
    "deep brackets": {"scenario.yaml": SCENARIO + "x: " + "[" * 100_000},
    "deep braces": {"scenario.yaml": SCENARIO + "x: " + "{a: " * 20_000},
    "deep lines": {"scenario.yaml": SCENARIO + "".join(" " * n + "k:\n" for n in range(900))},
    "deep dashes": {"scenario.yaml": SCENARIO + "x:\n " + "- " * 20_000 + "a"},
    "an alias of itself": {"scenario.yaml": SCENARIO + "x: &x [*x]\n"},
    "a key of itself": {"scenario.yaml": SCENARIO + "x: &x {a: *x}\n"},
    "a merge of itself": {"scenario.yaml": SCENARIO + "x: &x {<<: *x}\n"},
    "a long word": {"scenario.yaml": SCENARIO + "x: " + "a" * 30_000_000},
    "many keys": {"scenario.yaml": SCENARIO + "x: 1\n" * 300_000},
    "many columns": {"sites.csv": "site_id,city" + ",x" * 1_000_000 + "\nS1,1\n"},
    "many rows": {"sites.csv": "site_id,lat,lon\n" + "S,1,1\n" * 1_000_000},
    "many bad rows": {"sites.csv": "site_id,city\n" + "".join(f"S{n},c{n}\n" for n in range(20_000))},
    "many heads": {"plans/baseline.yaml": "outlets: {o: {lat: 1, lon: 1}}\nteams: {o: {engineers: 20000}}"},
    "many tickets": {"sites.csv": "site_id,city,units\nS001,昆明市,9000000\n"},
}
FLAWS: dict[str, tuple[str, Files]] = {
    "BROKEN_YAML": (
        "a tag, a NUL",
        {
            "scenario.yaml": SCENARIO + 'x: !!python/object/apply:os.system ["touch harm"]\n',
            "commitments.yaml": b'- a: "\0"',
        },
    ),
    "BAD_ENCODING": ("noise", {"scenario.yaml": NOISE, "sites.csv": NOISE}),
    "BROKEN_TABLE": ("an open quote", {"sites.csv": SITES + '"abc,1\n' + "x,1\n" * 50_000}),
    "EXTRA_CELLS": ("a long row", {"sites.csv": SITES + "S9,1" + ",1" * 1_000_000}),
    "DUPLICATE_KEY": ("twice", {"scenario.yaml": SCENARIO + "country: CN\n" * 2_000}),
}
NUMBERS = [
    "1e308",
    "1" + "0" * 400,
    "9" * 100_000,
    ".nan",
    ".inf",
    "-1",
    "1e-400",
    "0x7fffffffffffffff",
    "1_000_000_000_000",
]


def written(folder: Path, files: Files) -> Path:
    """The smallest scenario with these files in place of its own."""
    shutil.copytree(MINIMAL, folder)
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def read(folders: list[Path]) -> dict[str, dict[str, object]]:
    """What comes of reading them in a process with little memory."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "reader.py"), *map(str, folders)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=KILL_SWITCH_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {found["folder"]: found for found in map(json.loads, done.stdout.splitlines())}


def test_too_much_of_anything_is_refused(tmp_path: Path) -> None:
    found = read([written(tmp_path / name, files) for name, files in LIMITS.items()])
    assert {name: "LIMIT" in one.get("codes", ()) for name, one in found.items()} == dict.fromkeys(LIMITS, True), found
    assert found["many bad rows"]["count"] <= 600


def test_what_is_broken_is_said(tmp_path: Path) -> None:
    found = read([written(tmp_path / code, files) for code, (_what, files) in FLAWS.items()])
    assert {name: name in one.get("codes", ()) for name, one in found.items()} == dict.fromkeys(FLAWS, True), found
    assert not Path("harm").exists()


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:20])
def test_numbers_nobody_means_are_refused(tmp_path: Path, number: str) -> None:
    text = SCENARIO.replace("value: 2,", f"value: {number},").replace("months: 12", f"months: {number}")
    _scenario, _plans, problems = check(written(tmp_path / "s", {"scenario.yaml": text}))
    assert any(problem.is_error for problem in problems)


def test_a_device_a_pipe_and_a_folder_are_no_files(tmp_path: Path) -> None:
    folder = written(tmp_path / "s", {})
    for name, make in {"scenario.yaml": _device, "commitments.yaml": os.mkfifo, "parts.csv": Path.mkdir}.items():
        (folder / name).unlink(missing_ok=True)
        make(folder / name)
    os.mkfifo(folder / "plans" / "pipe.yaml")
    os.mkfifo(folder / "more.csv")
    codes = {Path(one.file).name: one.code for one in check(folder)[2] if one.is_error}
    assert codes.items() >= {"scenario.yaml": "UNREADABLE_FILE", "commitments.yaml": "UNREADABLE_FILE"}.items()
    assert codes["parts.csv"] == "UNREADABLE_FILE"


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("name", ["../stock.csv", "/etc/passwd", "..", "plans/../../stock.csv"])
def test_a_table_of_stock_lies_beside_the_scenario(tmp_path: Path, name: str) -> None:
    (tmp_path / "stock.csv").write_text("part_id,level\np,1\n", encoding="utf-8")
    plan = f"outlets: {{o: {{lat: 1, lon: 1, stock: {{file: '{name}'}}}}}}\nteams: {{o: {{engineers: 1}}}}"
    _scenario, _plans, problems = check(written(tmp_path / "s", {"plans/baseline.yaml": plan}))
    assert any(one.code in ("BAD_VALUE", "MISSING_FILE") and "stock" in one.message for one in problems)


@pytest.mark.parametrize("mischief", ["\x1b[2J", "\u202egnp.exe", "\x07", "\x9b31m", "\u2066a"])
def test_what_steers_a_terminal_is_refused_and_shown_written_out(tmp_path: Path, mischief: str) -> None:
    files: Files = {
        "sites.csv": SITES + f"S{mischief},昆明市,1\n",
        "commitments.yaml": (MINIMAL / "commitments.yaml").read_text("utf-8").replace("报修", f'"{mischief}"'),
    }
    folder = written(tmp_path / "s", files)
    with pytest.raises(InputErrors) as refused:
        load_scenario(folder)
    shown = str(refused.value)
    assert "sites.csv" in shown and not any(sign in shown for sign in "\x1b\x07\x9b\u202e\u2066")
    assert "\x1b" not in str(Problem(f"a{mischief}", 1, 1, "X", f"b{mischief}"))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_text_runs_as_a_formula(start: str) -> None:
    assert safe_text(f"{start}cmd|' /C calc'!A0").startswith("'")
