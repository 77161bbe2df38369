"""What is typed wrongly is said in one line and ends with exit code 2; help needs no scenario."""

import pytest

from tests.rooms.commands.typed import pledge

COMMANDS = ("init", "validate", "run", "trace", "demo", "selftest")
SIMULATING = ("run",)
LATER = (["--xlsx"], ["--docx"], ["--lang", "zh"], ["--lang", "both"], ["--budget", "15m"])


def test_without_a_command_the_commands_are_listed() -> None:
    done = pledge()
    assert done.exit_code == 0
    assert all(f"\n  {command} " in done.stdout for command in COMMANDS)
    assert done.stdout == pledge("--help").stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    done = pledge(command, "--help")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"Usage: pledge {command} ")
    assert f"pledge {command}" in done.stdout.partition("Example")[2]


def test_the_version_is_one_line() -> None:
    done = pledge("--version")
    assert (done.exit_code, done.stdout) == (0, "pledge 0.1.0\n")


def test_a_command_that_does_not_exist_gets_the_nearest_word() -> None:
    done = pledge("valdiate")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "did you mean 'validate'?" in done.stderr


@pytest.mark.parametrize("command", SIMULATING)
@pytest.mark.parametrize("option", LATER, ids=" ".join)
def test_options_that_do_not_exist_are_refused(command: str, option: list[str]) -> None:
    done = pledge(command, "somewhere", *option)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert f"No such option '{option[0]}'" in done.stderr or f"No such option: {option[0]}" in done.stderr


@pytest.mark.parametrize(
    "option",
    [
        ["--replications", "0"],
        ["--replications", "many"],
        ["--replications", "1.5"],
        ["--precision", "120%"],
        ["--precision", "fine"],
        ["--precision", "0"],
        ["--seed", "-1"],
        ["--jobs", "0"],
        ["--set", "teams.north.engineers"],
        ["--set", "=3"],
        ["--out"],
    ],
    ids=" ".join,
)
def test_values_that_cannot_be_are_refused(option: list[str]) -> None:
    done = pledge("run", "somewhere", *option)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert option[0] in done.stderr


def test_a_scenario_must_be_named() -> None:
    assert pledge("run").exit_code == 2
    assert pledge("validate").exit_code == 2
