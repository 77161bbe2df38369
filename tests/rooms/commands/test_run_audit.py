"""`pledge run --audit`: how much was looked at stands in the answer and in run.json; a finding ends the run with 5."""

import json
from pathlib import Path

import pytest

from sim.audit import CHECKS, Finding
from sim.study.audited import FIRST, JUDGING
from tests.rooms.commands.typed import pledge

FEW = ("--replications", "3", "--jobs", "1", "--quiet")


@pytest.mark.usefixtures("desk")
def test_the_answer_says_how_much_was_audited() -> None:
    done = pledge("run", "depot", *FEW, "--audit", "--out", "here")
    audit = json.loads(Path("here", "run.json").read_text("utf-8"))["audit"]
    assert done.exit_code == 0
    said = (
        f"Audited: 3 of 3 replications, no contradiction found ({audit['events']:,} events, {len(CHECKS) + 1} checks)."
    )
    assert said in done.stdout
    assert (audit["replications"], audit["total"], audit["found"], audit["findings"]) == (3, 0, {}, [])
    assert audit["checks"] == [*CHECKS, JUDGING] and audit["events"] > 0
    assert json.loads(Path("here", "manifest.json").read_text("utf-8"))["reproduce"].endswith(" --audit")


@pytest.mark.usefixtures("desk")
def test_without_it_nothing_is_said_and_nothing_else_changes() -> None:
    plain, audited = (json.loads(pledge("run", "depot", *FEW, "--json", *more).stdout) for more in ((), ("--audit",)))
    assert plain["audit"] is None
    assert plain["digest"] == audited["digest"]
    assert {key: value for key, value in audited.items() if key not in ("audit", "run")} == {
        key: value for key, value in plain.items() if key not in ("audit", "run")
    }
    assert "Audited" not in pledge("run", "depot", *FEW).stdout


@pytest.mark.usefixtures("desk")
def test_findings_are_told_counted_and_end_with_five(monkeypatch: pytest.MonkeyPatch) -> None:
    many = tuple(Finding("stock", f"unit {n} is nowhere") for n in range(FIRST + 5))
    monkeypatch.setattr("sim.audit.audit", lambda world, plan, log: (*many, Finding("order", "a row too many")))
    done = pledge("run", "depot", *FEW, "--audit", "--out", "here")
    assert done.exit_code == 5
    total = 3 * (FIRST + 6)
    assert f"Audited: 3 of 3 replications, {total} CONTRADICTIONS" in done.stdout
    assert "- replication 0, stock: unit 0 is nowhere" in done.stdout
    assert f"… and {total - 10} more." in done.stdout
    assert "Internal error" in done.stderr
    audit = json.loads(Path("here", "run.json").read_text("utf-8"))["audit"]
    assert audit["found"] == {"stock": 3 * (FIRST + 5), "order": 3} and audit["total"] == total
    assert len(audit["findings"]) == FIRST + 3
    assert audit["findings"][0] == {"replication": 0, "check": "stock", "text": "unit 0 is nowhere"}


@pytest.mark.usefixtures("desk")
def test_worker_processes_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.study.replicate.WORTH_WORKERS_S", 0.0)
    one, two = (
        json.loads(pledge("run", "depot", "--replications", "3", "--audit", "--json", "--quiet", "--jobs", jobs).stdout)
        for jobs in ("1", "2")
    )
    assert one["audit"] == two["audit"]
