"""`pledge validate`: all problems at once, each on a line of its own."""

import json
import re
from pathlib import Path

import pytest

from tests.rooms.commands.typed import pledge

LINE = re.compile(r"^[^:]+(:\d+:\d+)?  [A-Z_]+  \S.*$")
BASELINE = Path("depot") / "plans" / "baseline.yaml"


def break_it() -> None:
    """A wrong key in the promise and a wrong unit in the plan."""
    promise = Path("depot") / "commitments.yaml"
    promise.write_text(promise.read_text("utf-8").replace("within:", "witin:"), encoding="utf-8")
    BASELINE.write_text(BASELINE.read_text("utf-8").replace("engineers: 6", "engineers: many"), encoding="utf-8")


@pytest.mark.usefixtures("desk")
def test_a_good_scenario_is_said_to_be_good_first() -> None:
    done = pledge("validate", "depot")
    assert done.exit_code == 0
    assert re.match(r"depot: no errors, (no|\d+) warnings?; plans baseline$", done.stdout.splitlines()[0])
    assert done.stdout.endswith("Next:\n  pledge run depot\n")
    assert done.stderr == ""


@pytest.mark.usefixtures("desk")
def test_errors_of_all_files_come_one_per_line_and_nothing_else() -> None:
    break_it()
    done = pledge("validate", "depot")
    lines = done.stdout.splitlines()
    assert done.exit_code == 2
    assert all(LINE.match(line) for line in lines)
    assert any(line.startswith(f"{Path('depot') / 'commitments.yaml'}:") and "within" in line for line in lines)
    assert any(line.startswith(f"{BASELINE}:") and "many" in line for line in lines)
    assert re.match(r"\d+ errors", done.stderr)


@pytest.mark.usefixtures("desk")
def test_json_is_one_object_with_errors_and_warnings_apart() -> None:
    good = json.loads(pledge("validate", "depot", "--json").stdout)
    assert good["errors"] == []
    break_it()
    done = pledge("validate", "depot", "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 2
    assert list(found) == ["schema_version", "errors", "warnings"]
    assert len(found["errors"]) >= 2
    assert all(list(e) == ["file", "line", "column", "code", "message", "hint"] for e in found["errors"])
    assert "within" in {error["hint"] for error in found["errors"]}


@pytest.mark.usefixtures("desk")
def test_only_the_plan_that_is_named_is_looked_at() -> None:
    break_it()
    Path("depot", "commitments.yaml").write_text(
        Path("depot", "commitments.yaml").read_text("utf-8").replace("witin:", "within:"), encoding="utf-8"
    )
    good = BASELINE.read_text("utf-8").replace("engineers: many", "engineers: 6")
    BASELINE.with_name("better.yaml").write_text(good, encoding="utf-8")
    assert pledge("validate", "depot").exit_code == 2
    done = pledge("validate", "depot", "--plan", "better")
    assert done.exit_code == 0
    assert "plans better" in done.stdout
    assert "--plan better" in done.stdout


@pytest.mark.usefixtures("desk")
def test_every_value_is_shown_with_its_origin() -> None:
    shown = pledge("validate", "depot", "--resolved").stdout
    assert "  timezone = Asia/Shanghai  (given)" in shown
    assert "  currency = CNY  (default)" in shown
    assert "  country = CN  (assumed)" in shown
    assert "\nplans/baseline:\n" in shown
    assert "  teams.kunming.engineers = 6  (given)" in shown
    values = json.loads(pledge("validate", "depot", "--resolved", "--json").stdout)["resolved"]
    assert {"path": "teams.kunming.engineers", "value": "6", "origin": "given"} in values["plans/baseline"]


@pytest.mark.usefixtures("desk")
def test_a_folder_that_is_not_there_is_one_line() -> None:
    done = pledge("validate", "nowhere")
    assert done.exit_code == 2
    assert len(done.stdout.splitlines()) == 1
    assert done.stdout.startswith("nowhere  ")
