"""`pledge trace`: tickets of a run told, and every refusal in one shape."""

import csv
import gzip
import json
import shutil
from pathlib import Path

import pytest

from tests.rooms.commands.typed import ROOT, pledge


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of two replications of the smallest scenario."""
    out = tmp_path_factory.mktemp("runs") / "first"
    scenario = str(ROOT / "scenarios" / "minimal")
    assert pledge("run", scenario, "--replications", "2", "--jobs", "1", "--quiet", "--out", str(out)).exit_code == 0
    return out


@pytest.fixture
def ran(first_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it that may be spoilt, in the results of the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(first_run, tmp_path / "results" / "depot-baseline-001"))


def kept(run: Path) -> list[dict[str, str]]:
    """The rows of its tickets.csv.gz."""
    with gzip.open(run / "tickets.csv.gz", "rt", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["latest", "depot-baseline-001", str(Path("results", "depot-baseline-001"))])
def test_one_ticket_is_told(ran: Path, name: str) -> None:
    row = next(row for row in kept(ran) if row["replication"] == "1" and row["restored"])
    done = pledge("trace", name, "--ticket", row["ticket"], "--replication", "1")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == f"Ticket {row['ticket']}, replication 1"
    assert any(line.startswith("- onsite-4h: reported to arrived, due ") for line in lines)
    assert max(map(len, lines)) <= 80


def test_the_cause_columns_are_those_of_tickets_csv(ran: Path) -> None:
    row = next(row for row in kept(ran) if row["restored"])
    found = json.loads(pledge("trace", "latest", "--ticket", row["ticket"], "--json").stdout)
    (told,) = found["tickets"]
    columns = [name for name in row if name.endswith("_s")]
    assert len(columns) == 9
    assert {name: told[name] for name in columns} == {name: int(row[name]) for name in columns}
    assert (told["site_id"], told["reported"]) == (row["site_id"], row["reported"])


@pytest.mark.usefixtures("ran")
def test_the_worst_come_first_with_how_many_replications_were_looked_at() -> None:
    done = pledge("trace", "latest", "--worst", "2")
    assert done.exit_code == 0
    assert done.stdout.startswith("1. onsite-4h missed by ")
    assert "Looked at the first 2 of the 2 replications of the run" in done.stdout
    found = json.loads(pledge("trace", "latest", "--worst", "2", "--json").stdout)
    first, second = (ticket["worst"]["late_s"] for ticket in found["tickets"])
    assert first >= second > 0


@pytest.mark.usefixtures("ran")
def test_an_unknown_ticket_gets_the_nearest_one() -> None:
    done = pledge("trace", "latest", "--ticket", "S001.analyser.any.2026w99.1")
    assert done.exit_code == 2
    assert (
        "UNKNOWN_TICKET  replication 0 has no ticket 'S001.analyser.any.2026w99.1'; did you mean S001." in done.stdout
    )
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("name", ["latest", "nowhere"])
def test_a_run_that_is_not_there_is_one_line(name: str) -> None:
    done = pledge("trace", name, "--worst", "1")
    assert done.exit_code == 2
    assert done.stdout.startswith(f"{name}  NO_RUN  ")
    found = json.loads(pledge("trace", name, "--worst", "1", "--json").stdout)
    assert [error["code"] for error in found["errors"]] == ["NO_RUN"]


def test_inputs_that_were_changed_are_refused(ran: Path) -> None:
    sites = ran / "inputs" / "sites.csv"
    sites.write_text(sites.read_text("utf-8").replace(",4", ",5"), encoding="utf-8")
    done = pledge("trace", "latest", "--worst", "1")
    assert done.exit_code == 2
    assert f"{Path('results', 'depot-baseline-001', 'inputs', 'sites.csv')}  RUN_CHANGED  " in done.stdout


NEITHER_NOR = ([], ["--ticket", "a", "--worst", "2"], ["--worst", "0"], ["--worst", "1", "--replication", "0"])


@pytest.mark.usefixtures("ran")
@pytest.mark.parametrize("options", NEITHER_NOR, ids=" ".join)
def test_one_ticket_or_the_worst(options: list[str]) -> None:
    done = pledge("trace", "latest", *options)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "--ticket" in done.stderr or "--worst" in done.stderr
