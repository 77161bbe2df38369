"""Disks that are full, folders nobody may write to, and two runs that want the same folder."""

import os
import signal
from pathlib import Path

import pytest

from tests.faults.accident import Ended, contents, ended, entries, pledge, start
from tests.faults.conftest import ASKED
from tests.rooms.commands import typed

NAME = "depot-baseline-001"
Whole = tuple[Ended, dict[str, bytes]]


@pytest.mark.parametrize("first", [1, 7, 14])
def test_a_full_disk_leaves_a_complete_run_or_none_and_a_way_on(desk: Path, whole: Whole, first: int) -> None:
    """1: the first file of all; 7: the ledger; 14: a file of the run folder."""
    full = pledge(desk, *ASKED, NO_SPACE=str(first))
    assert full.code == 2, full
    assert "CANNOT_WRITE" in full.stdout and "No space left" in full.stdout
    assert NAME not in entries(desk / "results")
    if "pledge resume" in full.stderr:
        assert pledge(desk, "resume", NAME, "--jobs", "1").stdout == whole[0].stdout
        assert contents(desk / "results" / NAME) == whole[1]
    else:
        assert entries(desk / "results") == []


def test_a_ledger_that_cannot_be_written_is_said_and_stops_no_run(desk: Path, whole: Whole) -> None:
    done = pledge(desk, *ASKED, NO_LEDGER="1")
    assert (done.code, done.stdout) == (0, whole[0].stdout)
    assert done.stderr.count("cannot be written down") == 1


@pytest.mark.parametrize("place", ["/proc/nowhere/run", "depot/scenario.yaml/run", "depot", "depot/scenario.yaml"])
def test_where_nothing_can_be_written_is_refused_before_any_work(
    desk: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_work(*given: object) -> None:
        raise AssertionError

    monkeypatch.chdir(desk)
    monkeypatch.setattr("sim.study.replicate.replicate_one", no_work)
    before = contents(desk)
    done = typed.pledge(*ASKED, "--out", place)
    assert done.exit_code == 2 and len(done.stdout.splitlines()) == 1
    assert contents(desk) == before


def test_an_answer_that_cannot_be_printed_is_in_the_folder(desk: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = ended(start(desk, *ASKED, "--out", "here", stdout=full))
    assert done.code == 2 and "cannot be printed" in done.stderr and len(done.stderr.splitlines()) == 1
    assert (desk / "here" / "report.html").is_file()


def test_two_runs_into_one_folder_and_two_into_none(desk: Path) -> None:
    """The second one into a folder is refused while the first lives; without a folder each gets a number of its own."""
    asked = ("run", "depot", "--replications", "6", "--jobs", "1")
    first = start(desk, *asked, "--out", "here", CUT_AT="1", CUT_HOW="SIGSTOP")
    os.waitid(os.P_PID, first.pid, os.WSTOPPED | os.WNOWAIT)
    second = pledge(desk, *asked, "--out", "here", CUT_AT="1")
    assert second.code == 2 and "OUT_BUSY" in second.stdout and str(first.pid) in second.stdout
    assert pledge(desk, "resume", "here").code == 2
    beside = start(desk, *asked, CUT_AT="1", CUT_HOW="SIGSTOP")
    os.waitid(os.P_PID, beside.pid, os.WSTOPPED | os.WNOWAIT)
    assert pledge(desk, *asked).code == 0
    for process in (first, beside):
        os.kill(process.pid, signal.SIGCONT)
        assert ended(process).code == 0
    assert entries(desk / "results") == [NAME, "depot-baseline-002"]
    assert entries(desk) == ["depot", "here", "results"]
