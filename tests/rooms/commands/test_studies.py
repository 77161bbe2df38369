"""What every study has in common, whatever it answers: its folder, its streams, its end, and going on after a cut."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

from sim.commands.entry import COMMANDS
from sim.report.columns import WIDTH, display_width
from sim.study.experiment import Simulator
from tests.rooms.commands.typed import Done, pledge

STUDIES = tuple(name for name in COMMANDS if hasattr(import_module(f"sim.commands.{name}"), "STUDY"))
ASKED = {
    "compare": ("--plans", "baseline,baseline+teams.kunming.engineers=3"),
    "sweep": ("--vary", "teams.kunming.engineers=1..3"),
}
FEW = ("--replications", "2", "--jobs", "1", "--quiet")
ENDS = {"bid": (0, 1, 3)}
PARTS = {"charts", "inputs", "manifest.json", "report.html"}
NAME = re.compile(r"depot-\w+-001")
OUTSIDE = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?\s*(?:https?:)?//""")
TYPED = re.compile(r"^  pledge |^--set |^Folder: |[/\\]")  # commands and paths are never broken


@dataclass(frozen=True)
class Whole:
    """A study that nothing came between: how it ended, and its folder."""

    name: str
    done: Done
    folder: Path

    @property
    def told(self) -> dict[str, object]:
        found: dict[str, object] = json.loads((self.folder / f"{self.name}.json").read_text("utf-8"))
        return found


def ask(name: str, *more: str) -> Done:
    return pledge(name, "depot", *ASKED.get(name, ()), *FEW, *more)


def only_result(place: Path) -> Path:
    (folder,) = (place / "results").iterdir()
    return folder


@pytest.fixture(scope="module", params=STUDIES)
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """The study over the smallest scenario, with its answer as text."""
    place = tmp_path_factory.mktemp("客车 服务")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert pledge("init", "depot").exit_code == 0
        done = ask(request.param)
        assert done.exit_code in ENDS.get(request.param, (0,)), done.stdout + done.stderr
        yield Whole(request.param, done, only_result(place))


def test_the_folder_is_whole(whole: Whole) -> None:
    written = {path.name for path in whole.folder.iterdir()}
    assert PARTS | {f"{whole.name}.json", f"{whole.name}.csv"} <= written
    assert NAME.fullmatch(whole.folder.name)
    manifest = json.loads((whole.folder / "manifest.json").read_text("utf-8"))
    assert (manifest["command"], manifest["seed"], manifest["scenario"]) == (whole.name, 1, "depot")


def test_inputs_are_frozen_byte_by_byte(whole: Whole) -> None:
    original = whole.folder.parents[1] / "depot"
    frozen = {path.relative_to(whole.folder / "inputs"): path for path in (whole.folder / "inputs").rglob("*.*")}
    assert {Path("scenario.yaml"), Path("commitments.yaml"), Path("sites.csv")} <= set(frozen)
    assert [name for name, path in frozen.items() if (original / name).read_bytes() != path.read_bytes()] == []


def test_the_first_line_answers_and_nothing_is_wider_than_a_terminal(whole: Whole) -> None:
    lines = whole.done.stdout.splitlines()
    assert str(whole.told["headline"]).startswith(lines[0])
    assert [line for line in lines if display_width(line) > WIDTH and not TYPED.search(line)] == []
    assert "\x1b" not in whole.done.stdout and whole.done.stderr == ""
    assert "{" not in lines[0]


def test_it_ends_with_a_command_to_paste(whole: Whole) -> None:
    commands = whole.told["next"]
    assert isinstance(commands, list) and commands
    assert all(one.startswith("pledge ") and one.split()[1] in (*COMMANDS, *LATER) for one in commands)
    assert whole.done.stdout.rstrip().endswith(f"  {commands[-1]}")


LATER = ("compare", "sweep", "promise", "size", "advise", "stress")
"""Commands that a study may name."""


def test_json_has_its_head_and_no_figure_without_interval(whole: Whole) -> None:
    told = whole.told
    assert (told["schema_version"], told["command"], told["run"]) == (1, whole.name, whole.folder.name)
    assert {"scenario", "plan", "seed", "replications", "headline", "assumptions", "notes"} <= set(told)
    assert [one for one in estimates(told) if not {"low", "high", "n"} <= set(one)] == []
    unknown = [one for one in estimates(told) if one["mean"] is None]
    assert [one for one in unknown if not one.get("reason")] == []


def estimates(told: object) -> Iterator[dict[str, object]]:
    """Every object with a mean."""
    if isinstance(told, dict):
        if "mean" in told:
            yield told
        for one in told.values():
            yield from estimates(one)
    elif isinstance(told, list):
        for one in told:
            yield from estimates(one)


def test_the_table_is_tidy(whole: Whole) -> None:
    text = (whole.folder / f"{whole.name}.csv").read_text("utf-8-sig")
    head, *rows = csv.reader(text.splitlines())
    assert {"mean", "low", "high", "n"} <= set(head) and rows
    assert all(len(row) == len(head) for row in rows)


def test_every_chart_is_there_twice_and_stands_in_the_page(whole: Whole) -> None:
    files = sorted(path.name for path in (whole.folder / "charts").iterdir())
    stems = {Path(name).stem for name in files}
    assert stems and files == sorted(f"{stem}.{kind}" for stem in stems for kind in ("png", "svg"))
    page = (whole.folder / "report.html").read_text("utf-8")
    assert [stem for stem in stems if f'<figure id="{stem}">' not in page] == []


def test_the_page_asks_for_nothing_outside(whole: Whole) -> None:
    page = (whole.folder / "report.html").read_text("utf-8")
    assert OUTSIDE.findall(page) == [] and "<script" not in page
    assert f"pledge {whole.name} inputs" in page


def test_json_on_stdout_is_the_file_and_the_reproduce_line_gives_it_again(
    whole: Whole, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    manifest = json.loads((whole.folder / "manifest.json").read_text("utf-8"))
    monkeypatch.chdir(whole.folder)
    words = manifest["reproduce"].split()[1:]
    done = pledge(*words, "--json", "--jobs", "1", "--quiet", "--out", str(tmp_path / whole.folder.name))
    assert done.exit_code == whole.done.exit_code, done.stdout + done.stderr
    assert json.loads(done.stdout) == json.loads((tmp_path / whole.folder.name / f"{whole.name}.json").read_bytes())
    again, before = json.loads(done.stdout), dict(whole.told)
    assert [key for key in before if again[key] != before[key] and key not in NAMED] == []


NAMED = ("scenario", "next", "warnings")
"""What says where the scenario lies; typed inside the folder that is `inputs`."""


def test_cut_off_it_goes_on_to_the_very_same(whole: Whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert pledge("init", "depot").exit_code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Simulator, "__call__", cut_at(1))
        stopped = ask(whole.name)
    assert (stopped.exit_code, stopped.stdout) == (130, "")
    assert "1 finished sample year is kept" in stopped.stderr
    (left,) = (tmp_path / "results").iterdir()
    assert left.name.endswith(".unfinished")
    done = pledge("resume", whole.folder.name, "--jobs", "1", "--quiet")
    assert (done.exit_code, done.stdout) == (whole.done.exit_code, whole.done.stdout), done.stderr
    assert only_result(tmp_path).name == whole.folder.name
    for file in (f"{whole.name}.json", f"{whole.name}.csv"):
        assert (only_result(tmp_path) / file).read_bytes() == (whole.folder / file).read_bytes()


def cut_at(simulations: int) -> Callable[[Simulator, tuple[str, int]], object]:
    """As Ctrl-C after so many of them."""
    made, simulate = [], Simulator.__call__

    def stopped(self: Simulator, label: tuple[str, int]) -> object:
        if len(made) == simulations:
            raise KeyboardInterrupt
        made.append(label)
        return simulate(self, label)

    return stopped


@pytest.mark.parametrize("name", STUDIES)
def test_a_budget_that_is_spent_is_said(name: str, desk: Path) -> None:
    done = ask(name, "--budget", "2runs")
    assert done.exit_code in ENDS.get(name, (0,)), done.stdout + done.stderr
    assert "budget" in done.stdout.lower()
    assert only_result(desk).name.startswith("depot-")


@pytest.mark.parametrize("name", ["advise", "bid", "stress"])
def test_a_budget_without_room_for_the_sample_years_asked_for_says_so(name: str, desk: Path) -> None:
    done = ask(name, "--budget", "1runs")
    assert done.exit_code in ENDS.get(name, (0,)), done.stdout + done.stderr
    text = " ".join(done.stdout.split())
    assert "Only 1 of 2 sample years was simulated: the budget had no room for more." in text
    assert json.loads((only_result(desk) / f"{name}.json").read_text("utf-8"))["replications"] == 1


@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.parametrize(
    "wrong", [("--set", "tems.kunming.engineers=3"), ("--set", "teams.kunming.engineers=none")], ids=lambda w: w[1]
)
def test_bad_input_is_refused_and_leaves_nothing(name: str, wrong: tuple[str, ...], desk: Path) -> None:
    done = ask(name, *wrong)
    assert done.exit_code == 2 and wrong[1].partition(".")[0].partition("=")[0] in done.stdout
    found = json.loads(ask(name, *wrong, "--json").stdout)
    assert found["errors"]
    assert [path.name for path in desk.iterdir()] == ["depot"]


@pytest.mark.parametrize("name", STUDIES)
def test_a_taken_folder_is_refused_and_left_alone(name: str, desk: Path) -> None:
    (desk / "taken").mkdir()
    (desk / "taken" / "note.txt").write_text("mine", encoding="utf-8")
    done = ask(name, "--out", "taken")
    assert done.exit_code == 2 and len(done.stdout.splitlines()) == 1
    assert sorted(path.name for path in desk.rglob("*.txt")) == ["note.txt"]
    assert sorted(path.name for path in desk.iterdir()) == ["depot", "taken"]
