"""Every way to end has its exit code and says what it must, no more."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from sim.commands import outcome
from sim.commands.outcome import exit_code
from sim.commands.streams import is_broken_pipe
from tests.rooms.commands.typed import ROOT, pledge_process


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Temporary files land in a folder of the test's own."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.delenv("PLEDGE_DEBUG", raising=False)
    yield tmp_path


def group_that(does: BaseException | int) -> click.Group:
    """A group with one command `go` that ends as told."""

    @click.command("go")
    def go() -> int:
        if isinstance(does, BaseException):
            raise does
        return does

    return click.Group("pledge", commands=[go])


@pytest.mark.parametrize("code", [0, 2])
def test_the_code_of_the_command_is_the_code_of_the_process(code: int) -> None:
    assert exit_code(group_that(code), ["go"]) == code


def test_an_internal_error_is_one_line_and_a_file(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(group_that(ZeroDivisionError("nothing\nto divide by")), ["go"]) == outcome.INTERNAL_ERROR
    out, err = capsys.readouterr()
    (file,) = elsewhere.iterdir()
    assert out == ""
    assert err.splitlines() == [
        f"Internal error: ZeroDivisionError: nothing to divide by (traceback in {file}; PLEDGE_DEBUG=1 shows it here)"
    ]
    assert file.read_text("utf-8").startswith("Traceback (most recent call last):")


def test_with_debug_the_traceback_is_shown(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLEDGE_DEBUG", "1")
    assert exit_code(group_that(ZeroDivisionError("nothing to divide by")), ["go"]) == outcome.INTERNAL_ERROR
    assert "Traceback" in capsys.readouterr().err
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()], ids=repr)
def test_an_interruption_ends_with_130(error: BaseException, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(group_that(error), ["go"]) == outcome.INTERRUPTED
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_no_click_error_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(group_that(click.ClickException("a plain one")), ["go"]) == outcome.BAD_INPUT


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["init"]], ids=" ".join)
def test_a_reader_that_has_left_is_no_error(arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, str(ROOT / "cli.py"), *arguments]
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_file_that_is_missing_is_no_broken_pipe() -> None:
    assert is_broken_pipe(BrokenPipeError(errno.EPIPE, "Broken pipe"))
    assert not is_broken_pipe(FileNotFoundError(errno.ENOENT, "No such file", "scenario.yaml"))


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp1252"])
def test_a_console_that_cannot_show_a_character_is_no_error(tmp_path: Path, encoding: str) -> None:
    folder = tmp_path / "客车 ✓"
    done = pledge_process(["init", str(folder)], tmp_path, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.exit_code == 0
    assert "pledge run" in done.stdout
    assert (folder / "scenario.yaml").is_file()


def test_cli_py_is_the_command(tmp_path: Path) -> None:
    assert pledge_process(["--version"], tmp_path).stdout.startswith("pledge ")
    assert pledge_process(["no-such-command"], tmp_path).exit_code == 2
