"""`pledge run`: the answer on stdout, a whole run folder or none, and every refusal in one shape."""

import json
from pathlib import Path

import pytest

from tests.rooms.commands.typed import pledge, pledge_process

FEW = ("--replications", "3", "--jobs", "1")


def entries(folder: Path) -> list[str]:
    """Everything in a folder, also what is hidden."""
    return sorted(path.name for path in folder.iterdir())


def test_the_first_line_answers_and_the_folder_is_named(desk: Path) -> None:
    done = pledge("run", "depot", *FEW)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].startswith("0 of 1 commitments hold")
    assert str(Path("results", "depot-baseline-001")) in done.stdout
    assert done.stderr == ""
    written = entries(desk / "results" / "depot-baseline-001")
    assert written == [
        "charts", "description.md", "inputs", "manifest.json", "report.html", "run.json", "summary.csv",
        "tickets.csv.gz",
    ]  # fmt: skip


def test_runs_are_numbered(desk: Path) -> None:
    for _ in range(2):
        assert pledge("run", "depot", *FEW).exit_code == 0
    assert entries(desk / "results") == ["depot-baseline-001", "depot-baseline-002"]


@pytest.mark.usefixtures("desk")
def test_json_is_the_one_object_that_run_json_holds() -> None:
    done = pledge("run", "depot", *FEW, "--json", "--html", "--quiet", "--out", "here")
    found = json.loads(done.stdout)
    assert found == json.loads(Path("here", "run.json").read_text("utf-8"))
    assert (found["command"], found["run"], found["replications"]) == ("run", "here", 3)


@pytest.mark.usefixtures("desk")
def test_a_value_is_set_from_the_command_line() -> None:
    around_the_clock = ("--set", "teams.kunming.shift=always", "--set", "teams.qujing.shift=always")
    before = json.loads(pledge("run", "depot", *FEW, "--json").stdout)
    after = json.loads(pledge("run", "depot", *FEW, "--json", *around_the_clock).stdout)
    assert after["tickets"] == before["tickets"]
    assert after["commitments"][0]["attained"]["mean"] > before["commitments"][0]["attained"]["mean"]


@pytest.mark.usefixtures("desk")
def test_the_seed_decides_and_the_number_of_jobs_does_not() -> None:
    def digest(*options: str) -> str:
        found = json.loads(pledge("run", "depot", "--replications", "2", "--json", *options).stdout)
        return str(found["digest"])

    assert digest("--jobs", "1") == digest("--jobs", "2")
    assert digest("--seed", "1") != digest("--seed", "2")


def test_a_folder_with_anything_in_it_is_refused_unless_forced(desk: Path) -> None:
    (desk / "taken").mkdir()
    (desk / "taken" / "note.txt").write_text("mine", encoding="utf-8")
    done = pledge("run", "depot", *FEW, "--out", "taken")
    assert done.exit_code == 2
    assert done.stdout.startswith("taken  ")
    assert len(done.stdout.splitlines()) == 1
    assert entries(desk / "taken") == ["note.txt"]
    assert pledge("run", "depot", *FEW, "--out", "taken", "--force").exit_code == 0
    assert "report.html" in entries(desk / "taken")


def test_errors_of_scenario_plan_and_command_line_come_at_once_and_nothing_is_written(desk: Path) -> None:
    promise = desk / "depot" / "commitments.yaml"
    promise.write_text(promise.read_text("utf-8").replace("target: 95%", "target: 195%"), encoding="utf-8")
    done = pledge("run", "depot", *FEW, "--set", "teams.kunmin.engineers=3", "--set", "tems.kunming.engineers=3")
    assert done.exit_code == 2
    assert [word for word in ("195%", "kunmin'", "tems") if word not in done.stdout] == []
    assert entries(desk) == ["depot"]


def test_a_refusal_is_one_object_with_json(desk: Path) -> None:
    done = pledge("run", "depot", *FEW, "--json", "--plan", "lean")
    found = json.loads(done.stdout)
    assert done.exit_code == 2
    assert len(found["errors"]) == 1
    assert "lean" in found["errors"][0]["file"]
    assert entries(desk) == ["depot"]


def test_a_place_where_nothing_can_be_written_is_bad_input(desk: Path) -> None:
    (desk / "file").write_text("mine", encoding="utf-8")
    done = pledge("run", "depot", *FEW, "--out", str(Path("file") / "below"))
    assert done.exit_code == 2
    assert len(done.stdout.splitlines()) == 1


def test_nothing_but_the_answer_is_printed_where_there_is_no_terminal(desk: Path) -> None:
    done = pledge_process(["run", "depot", "--replications", "3"], desk)
    assert done.exit_code == 0
    assert done.stderr == ""
    assert "\x1b" not in done.stdout


def test_the_reproduce_line_gives_the_same_digest_and_keeps_auto(desk: Path) -> None:
    assert pledge("run", "depot", *FEW, "--out", "here", "--set", "teams.kunming.engineers=1").exit_code == 0
    manifest = json.loads(Path("here", "manifest.json").read_text("utf-8"))
    again = pledge_process([*manifest["reproduce"].split()[1:], "--json"], desk / "here")
    assert json.loads(again.stdout)["digest"] == manifest["digest"]
    assert pledge("run", "depot", "--precision", "20%", "--out", "auto").exit_code == 0
    manifest = json.loads(Path("auto", "manifest.json").read_text("utf-8"))
    assert "--replications auto --precision 0.2" in manifest["reproduce"]
