"""A run that is cut off is complete or not there, and goes on as if it had never stopped."""

import json
import os
import pickle
import signal
import time
import zlib
from pathlib import Path

import pytest

from sim.study.ledger import FRAME, HEAD
from tests.faults.accident import Ended, contents, entries, pledge, start
from tests.faults.conftest import ASKED
from tests.rooms.commands import typed

NAME = "depot-baseline-001"
LEFT = f".{NAME}.unfinished"
Whole = tuple[Ended, dict[str, bytes]]


@pytest.mark.parametrize(
    "accident",
    [
        {"CUT_AT": "1"},
        {"CUT_AT": "4"},
        {"CUT_BEFORE": "write_tickets"},
        {"CUT_BEFORE": "put_in_place"},
    ],
    ids=lambda accident: "-".join(accident.values()),
)
def test_a_killed_run_is_not_there_and_resumes_to_the_very_same(
    desk: Path, whole: Whole, accident: dict[str, str]
) -> None:
    killed = pledge(desk, *ASKED, **accident)
    assert (killed.code, killed.stdout) == (-signal.SIGKILL, "")
    assert entries(desk / "results") == [LEFT]
    done = pledge(desk, "resume", "latest", "--jobs", "1")
    assert (done.code, done.stdout) == (0, whole[0].stdout)
    assert entries(desk / "results") == [NAME]
    assert contents(desk / "results" / NAME) == whole[1]


def test_a_run_killed_after_its_last_step_is_complete(desk: Path, whole: Whole) -> None:
    assert pledge(desk, *ASKED, CUT_BEFORE="discard").code == -signal.SIGKILL
    assert entries(desk / "results") == [LEFT, NAME]
    done = pledge(desk, "resume", NAME)
    assert done.code == 0 and "complete" in done.stdout and str(Path("results", NAME, "report.html")) in done.stdout
    assert entries(desk / "results") == [NAME]
    assert contents(desk / "results" / NAME) == whole[1]
    again = pledge(desk, "resume", NAME, "--json")
    assert json.loads(again.stdout) == json.loads(whole[1]["run.json"])


def test_an_interrupted_run_says_how_to_go_on(desk: Path, whole: Whole) -> None:
    stopped = pledge(desk, *ASKED, CUT_AT="3", CUT_HOW="SIGINT")
    assert (stopped.code, stopped.stdout) == (130, "")
    assert stopped.stderr == f"Interrupted. 3 finished sample years are kept; go on with: pledge resume {NAME}\n"
    assert entries(desk / "results") == [LEFT]
    assert pledge(desk, "resume", NAME, "--json").stdout == whole[1]["run.json"].decode()


def test_a_run_can_be_cut_off_again_and_again(desk: Path, whole: Whole) -> None:
    assert pledge(desk, *ASKED, CUT_AT="2").code == -signal.SIGKILL
    for _again in range(2):
        assert pledge(desk, "resume", NAME, "--jobs", "1", CUT_AT="1").code == -signal.SIGKILL
    torn = desk / "results" / LEFT / "replications.bin"
    torn.write_bytes(torn.read_bytes()[:-7])  # as if it had been cut while it wrote
    stopped = pledge(desk, "resume", NAME, "--jobs", "1", CUT_AT="3", CUT_HOW="SIGINT")
    assert "6 finished" in stopped.stderr  # 2 + 1 + 1, less the torn one, and 3
    assert pledge(desk, "resume", NAME).stdout == whole[0].stdout
    assert contents(desk / "results" / NAME) == whole[1]


def test_what_was_asked_is_asked_again(desk: Path) -> None:
    """Automatic length, precision, values of the command line, every ticket, another plan, a folder of one's own."""
    plan = desk / "elsewhere" / "lean.yaml"
    plan.parent.mkdir()
    plan.write_bytes((desk / "depot" / "plans" / "baseline.yaml").read_bytes())
    asked = (
        "run", "depot", "--precision", "30%", "--set", "teams.kunming.engineers=2", "--set", "sites.S001.units=30",
        "--all-tickets", "--seed", "7", "--plan", str(plan), "--jobs", "1",
    )  # fmt: skip
    straight = pledge(desk, *asked, "--out", "a/run")
    assert straight.code == 0, straight
    assert pledge(desk, *asked, "--out", "b/run", CUT_AT="55").code in (-signal.SIGKILL, 0)
    plan.write_text("teams: {}", encoding="utf-8")  # frozen by then
    (desk / "depot" / "sites.csv").unlink()
    if (desk / "b" / ".run.unfinished").exists():
        resumed = pledge(desk, "resume", str(Path("b", "run")), "--jobs", "1")
        assert resumed.stdout == straight.stdout.replace("Run folder: a", "Run folder: b")
    assert contents(desk / "b" / "run") == contents(desk / "a" / "run")


def test_the_same_run_into_the_same_folder_goes_on_and_another_one_is_refused(desk: Path, whole: Whole) -> None:
    out = ("--out", "results/" + NAME)
    assert pledge(desk, *ASKED, *out, CUT_AT="4").code == -signal.SIGKILL
    other = pledge(desk, *ASKED, *out, "--seed", "2")
    assert other.code == 2 and "OUT_UNFINISHED" in other.stdout and f"pledge resume {NAME}" in other.stdout
    same = pledge(desk, *ASKED, *out, CUT_AT="3")  # three more would be too many: two are missing
    assert (same.code, same.stdout) == (0, whole[0].stdout)
    assert contents(desk / "results" / NAME) == whole[1]


def test_force_drops_another_unfinished_run_and_a_cut_replacement_keeps_foreign_files(desk: Path) -> None:
    out = ("--out", "here")
    assert pledge(desk, *ASKED, *out).code == 0
    (desk / "here" / "note.txt").write_text("mine", encoding="utf-8")
    was = contents(desk / "here")
    assert pledge(desk, *ASKED, *out, "--force", "--seed", "3", CUT_AT="2").code == -signal.SIGKILL
    assert contents(desk / "here") == was
    assert pledge(desk, *ASKED, *out, "--force", "--seed", "2", CUT_BEFORE="_bring_back").code == -9
    assert pledge(desk, "resume", "here").code == 0
    assert entries(desk) == ["depot", "here"]
    assert json.loads((desk / "here" / "run.json").read_text("utf-8"))["seed"] == 2
    assert (desk / "here" / "note.txt").read_text("utf-8") == "mine"


def test_what_cannot_be_resumed_is_refused_in_one_line(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pledge(desk, *ASKED, CUT_AT="1").code == -signal.SIGKILL
    monkeypatch.chdir(desk)
    assert "NO_RUN" in refused("elsewhere") and f"did you mean {NAME}?" in refused("depot-baselin-001")
    sites, request = (desk / "results" / LEFT / name for name in ("inputs/sites.csv", "request.json"))
    was, asked = sites.read_bytes(), json.loads(request.read_text("utf-8"))
    sites.write_bytes(was + b"\n")
    assert "RUN_CHANGED" in refused(NAME) and "sites.csv" in refused(NAME)
    sites.write_bytes(was)
    request.write_text(json.dumps({**asked, "versions": {**asked["versions"], "simpy": "3"}}), encoding="utf-8")
    assert "RUN_DIFFERS" in refused(NAME) and "simpy 3" in refused(NAME)
    request.write_text(json.dumps(asked), encoding="utf-8")
    ledger = desk / "results" / LEFT / "replications.bin"
    foreign = zlib.compress(pickle.dumps("none of ours"))
    ledger.write_bytes(HEAD + FRAME.pack(len(foreign), zlib.crc32(foreign)) + foreign)
    assert "NO_RUN" in refused(NAME) and "replications.bin" in refused(NAME)
    for nonsense in ("[" * 100_000, json.dumps({**asked, "seed": 1}), "{}"):
        request.write_text(nonsense, encoding="utf-8")
        assert "NO_RUN" in refused(NAME)


def refused(name: str) -> str:
    """What resuming a run is answered with."""
    done = typed.pledge("resume", name)
    assert done.exit_code == 2 and len(done.stdout.splitlines()) == 1
    return done.stdout


def test_a_killed_worker_is_replaced(desk: Path) -> None:
    asked = (*ASKED[:2], "--replications", "12", "--json")
    done = pledge(desk, *asked, "--jobs", "2", "--out", "x", TAKES="0.6", CUT_AT="4", CUT_HOW="WORKER")
    assert (done.code, done.stderr) == (0, ""), done
    alone = pledge(desk, *asked, "--jobs", "1", "--out", "y")
    assert json.loads(done.stdout)["digest"] == json.loads(alone.stdout)["digest"]


def test_workers_end_with_their_parent(desk: Path) -> None:
    process = start(desk, *ASKED[:2], "--replications", "60", "--jobs", "2", TAKES="0.4", CUT_AT="8")
    assert process.wait() == -signal.SIGKILL
    for _look in range(100):
        if not _of_session(process.pid):
            break
        time.sleep(0.2)  # until they have looked for their parent
    assert not _of_session(process.pid)
    process.communicate()


def _of_session(session: int) -> list[int]:
    """Processes that live in a session."""
    found = []
    for number in (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()):
        try:
            if os.getsid(number) == session and "Z" not in (Path("/proc") / str(number) / "stat").read_text()[:60]:
                found.append(number)
        except (OSError, ProcessLookupError):
            continue
    return found
