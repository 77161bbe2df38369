"""What the documentation tells people to type works as it stands."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sim.commands.demo import REPLICATIONS
from sim.commands.entry import COMMANDS
from sim.study.verdict import decide
from tests.rooms.commands.typed import ROOT, pledge, pledge_process

README = (ROOT / "README.md").read_text("utf-8")
SHELL_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
PYTHON_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
HELP_EXAMPLE = re.compile(r"^ {4}pledge (.*)$", re.MULTILINE)
SLOW = ("demo",)  # tried on its own below
ENDS = {"bid": (1, 3)}  # what it answers about the smallest template
SHORTER = {
    "selftest": ["--case", "G02"],  # all of its cases are run by the exact layer
    **{name: ["--replications", "2"] for name in ("compare", "sweep", "promise", "size", "advise", "stress", "bid")},
}


def typed(text: str) -> list[str]:
    """The words of a command line; the documentation quotes nothing."""
    return text.removeprefix("pledge ").split()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder in which the README was followed from top to bottom."""
    folder = tmp_path_factory.mktemp("客车 服务")
    for command in (line for block in SHELL_BLOCK.findall(README) for line in block.splitlines()):
        if typed(command)[0] in SLOW:
            continue
        done = pledge_process(typed(command), folder)
        assert done.exit_code == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return folder


def test_the_first_two_commands_set_everything_up() -> None:
    first = [line.strip() for line in README.splitlines() if line.startswith("    ")][:2]
    assert first == ["make demo", "make test"]
    targets = (ROOT / "Makefile").read_text("utf-8")
    assert all(re.search(rf"^{target}:", targets, re.MULTILINE) for target in ("demo", "test", "lint"))


def test_the_tour_of_the_readme_leaves_what_it_says(desk: Path) -> None:
    assert (desk / "my-service" / "commitments.yaml").is_file()
    assert (desk / "results" / "my-service-baseline-001" / "report.html").is_file()
    assert (desk / "results" / "for-the-bid" / "manifest.json").is_file()


def test_the_library_example_of_the_readme_runs(desk: Path) -> None:
    (program,) = PYTHON_BLOCK.findall(README)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=desk, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert "onsite-4h" in done.stdout


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in SLOW])
def test_the_example_of_a_help_text_works(command: str, tmp_path: Path) -> None:
    """Every help text ends with an example; my-service is the smallest template, latest a run of it."""
    (example,) = HELP_EXAMPLE.findall(pledge(command, "--help").stdout)
    if command != "init":
        assert pledge_process(["init", "my-service"], tmp_path).exit_code == 0
    if command in ("trace", "resume"):
        assert pledge_process(["run", "my-service", "--replications", "2"], tmp_path).exit_code == 0
    done = pledge_process([*typed(example), *SHORTER.get(command, [])], tmp_path)
    assert done.exit_code in ENDS.get(command, (0,)), f"{example}\n{done.stdout}\n{done.stderr}"


def test_the_demo_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a tenth of its sample years, which take a minute on two cores."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.commands.demo.REPLICATIONS", 4)
    done = pledge("demo")
    assert done.exit_code == 0, done.stderr
    (folder,) = (tmp_path / "results").iterdir()
    assert "commitments" in done.stdout.splitlines()[0]
    assert str(Path("results") / folder.name / "report.html") in done.stdout


def test_the_demo_has_years_enough_for_a_verdict() -> None:
    """What is kept in every one of them is known to hold, at the usual confidence and target."""
    assert decide(REPLICATIONS, REPLICATIONS, 0.95, 0.90) == "keep"


def test_every_command_is_in_the_readme() -> None:
    table = re.findall(r"^\| `pledge (\w+)", README, re.MULTILINE)
    assert set(table) == set(COMMANDS)


def test_files_named_in_the_documentation_exist() -> None:
    text = README + (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = set(re.findall(r"`((?:sim|docs|tests|scenarios)/[\w./-]*|[A-Z]+\.md|LICENSE)`", text))
    assert [name for name in sorted(named) if not (ROOT / name).exists() and name != "sim/bundled"] == []


def test_functions_and_classes_named_in_the_architecture_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = re.findall(r"`((?:sim|tests)/[\w/]+\.py): (\w+)`", text)
    assert named
    missing = [
        f"{file}: {name}"
        for file, name in named
        if not re.search(rf"^(def|class) {name}\b", (ROOT / file).read_text("utf-8"), re.MULTILINE)
    ]
    assert missing == []


def test_the_room_table_of_the_architecture_is_the_import_contract() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    contract = re.search(r"layers = \[\n(.*?)\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.DOTALL)
    assert contract is not None
    layers = set(re.findall(r"\w+", contract[1]))
    assert set(re.findall(r"^\| `sim/(\w+)", text, re.MULTILINE)) == layers
