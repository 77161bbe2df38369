"""The run folder: complete or not there, never over somebody's files, and good for running again."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.clock import local_iso
from sim.report import folder, manifest
from sim.report.spreadsheet import safe_text
from sim.scenario import InputErrors
from sim.study import Result

NAMES = {
    "manifest.json",
    "description.md",
    "inputs",
    "run.json",
    "summary.csv",
    "tickets.csv.gz",
    "charts",
    "report.html",
}


@pytest.fixture(scope="module")
def run(result: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A written run folder."""
    return folder.write_run(result, tmp_path_factory.mktemp("runs 结果") / "r1")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the charts where a test is about the folder."""
    monkeypatch.setattr(folder, "charts_of", lambda result: iter(()))


def test_everything_is_there_and_nothing_beside_it(run: Path) -> None:
    assert {path.name for path in run.iterdir()} == NAMES
    assert [path.name for path in run.parent.iterdir()] == ["r1"]
    charts = {path.name for path in (run / "charts").iterdir()}
    stems = (
        "scorecard", "milestones", "late-minutes", "channels", "backlog", "utilisation", "overtime",
        "fill-rate", "stock", "costs", "map",
    )  # fmt: skip
    assert charts == {f"{stem}.{kind}" for stem in stems for kind in ("png", "svg")}


def _no_constants(name: str) -> Any:
    raise AssertionError(name)


def test_json_is_strict_and_named_after_the_folder(run: Path) -> None:
    data = json.loads((run / "run.json").read_text(encoding="utf-8"), parse_constant=_no_constants)
    assert data["run"] == "r1" and data["command"] == "run"


def test_manifest_freezes_inputs_and_calendars(run: Path, result: Result) -> None:
    data = json.loads((run / "manifest.json").read_text(encoding="utf-8"), parse_constant=_no_constants)
    for name, digest in data["inputs"].items():
        assert hashlib.sha256((run / name).read_bytes()).hexdigest() == digest
    assert "inputs/plans/baseline.yaml" in data["inputs"] and "inputs/scenario.yaml" in data["inputs"]
    works = data["calendars"]["works"]["windows"]
    assert ["2026-01-05T08:30:00+08:00", "2026-01-05T12:00:00+08:00"] in works
    assert data["seed"] == 1 and data["versions"]["python"] and len(data["assumptions"]) == len(result.assumptions)
    assert data["reproduce"] == "pledge run inputs --plan baseline --seed 1 --replications 40"


def test_reproduce_line_carries_the_changes(result: Result) -> None:
    line = manifest.reproduce_line(result, ["teams.beijing.engineers=4", "name=two words"])
    assert line.endswith('--set teams.beijing.engineers=4 --set "name=two words"')
    assert "--seed 1 --replications auto" in manifest.reproduce_line(result, how_many="--replications auto")


def test_frozen_files_are_byte_for_byte_the_originals(run: Path, result: Result) -> None:
    for name in ("scenario.yaml", "sites.csv", "plans/baseline.yaml"):
        assert (run / "inputs" / name).read_bytes() == (result.scenario.folder / name).read_bytes()


def test_tickets_have_local_times_blanks_and_no_formulas(run: Path, result: Result) -> None:
    with gzip.open(run / "tickets.csv.gz", "rb") as file:
        raw = file.read()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert len(rows) == len(result.sample["ticket"])
    assert rows[0]["reported"] == local_iso(int(result.sample["reported"][0]), "Asia/Shanghai")
    assert rows[0]["quoted"] == rows[0]["dispatched_last"] == rows[0]["handed_on"] == ""
    assert rows[0]["judged"] == "yes" and rows[0]["customer"] == "'=2+5"


def test_summary_opens_in_a_spreadsheet(run: Path) -> None:
    raw = (run / "summary.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and b",nan" not in raw.lower()
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    attained = [row for row in rows if row["figure"] == "attained"]
    assert len(attained) == 6 and attained[0]["n"] == "40" and attained[0]["note"] == "holds"
    fill = [row for row in rows if (row["kind"], row["figure"]) == ("stock", "fill_rate")]
    assert len(fill) == 25 and (fill[0]["id"], fill[0]["mean"]) == ("beijing/door-pump", "0.7")
    cost = {row["id"]: row["mean"] for row in rows if row["kind"] == "cost"}
    assert cost["upkeep"] == "144000" and cost["one_off"] == "250000" and cost["freight"] == ""


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@cmd", "\tx"])
def test_text_that_a_spreadsheet_would_run_is_marked(text: str) -> None:
    assert safe_text(text) == "'" + text
    assert safe_text("a" + text) == "a" + text


@pytest.mark.usefixtures("quick")
def test_default_folder_counts_up(result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = [folder.write_run(result).name for _again in range(2)]
    assert names == ["coach service-baseline-001", "coach service-baseline-002"]
    assert sorted(path.name for path in (tmp_path / "results").iterdir()) == names


@pytest.mark.usefixtures("quick")
def test_an_empty_folder_is_accepted(result: Result, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "empty"
    out.mkdir(parents=True)
    assert folder.write_run(result, out) == out
    assert {path.name for path in out.iterdir()} == NAMES


@pytest.mark.usefixtures("quick")
def test_the_folder_one_stands_in_is_filled_where_it_is(
    result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder.write_run(result, Path())
    assert {path.name for path in Path.cwd().iterdir()} == NAMES


@pytest.mark.usefixtures("quick")
def test_a_full_folder_is_refused_and_left_alone(result: Result, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputErrors) as refused:
        folder.write_run(result, tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["OUT_TAKEN"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.usefixtures("quick")
def test_force_replaces_the_run_and_keeps_foreign_files(result: Result, tmp_path: Path) -> None:
    out = tmp_path / "r"
    folder.write_run(result, out)
    (out / "charts" / "old.png").write_bytes(b"old")
    (out / "note.txt").write_text("mine", encoding="utf-8")
    folder.write_run(replace(result, seed=2), out, force=True)
    assert {path.name for path in out.iterdir()} == NAMES | {"note.txt"}
    assert not (out / "charts" / "old.png").exists()
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["seed"] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


@pytest.mark.usefixtures("quick")
def test_an_interrupted_run_leaves_nothing(result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*args: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(folder, "page_html", interrupt)
    monkeypatch.chdir(tmp_path)
    for out in (tmp_path / "r", None):
        with pytest.raises(KeyboardInterrupt):
            folder.write_run(result, out)
    assert [path.name for path in tmp_path.rglob("*")] == ["results"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("", encoding="utf-8")
    with pytest.raises(InputErrors):
        folder.check_out(tmp_path / "f", force=True)
