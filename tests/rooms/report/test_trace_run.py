"""Tracing from a run folder: found, checked, simulated again, and told within 80 columns."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from sim.judge import CAUSES
from sim.report import columns, write_run
from sim.report.run_folder import RunFolder, find_run
from sim.report.trace import SampleYear, trace_of, trace_text
from sim.report.trace.life import Stretch, life
from sim.report.trace.of_run import trace_ticket, trace_worst
from sim.report.trace.text import traces_text
from sim.scenario import InputErrors, load_plan, load_scenario
from sim.study import run
from sim.study.again import again
from tests.rooms.report.traced import traced
from tests.stories.little import ARRIVE, HORIZON, SCENARIO, TRAVEL, plan_of, story, team, write

RATED = "f: {rate_per_unit_year: 120, first_fix: 80%, talk: 6min, repair: 2h, supplier: {id: maker, chance: 20%}}"
DESKS = 'front: {seats: {"08:00-18:00": 1}, takes: phone}, duty: {role: dispatch, seats: 1, handle: 4min}'
LATE = "- {id: arrive, measure: {from: reported, to: arrived}, within: 2h, target: 90%}\n"


@pytest.fixture(scope="module")
def run_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of three replications of a little company with Chinese names."""
    folder = tmp_path_factory.mktemp("客车") / "depot"
    extra = "suppliers: {maker: {reply: 6h, supply: 1d}}\nchannels: {phone: {patience: 5min, redial: {chance: 60%}}}"
    travel = "{detour: 1.3, speeds: 60, noise_cv: 0.3}"
    given = {"zone": "Asia/Shanghai", "horizon": HORIZON, "calendars": "", "product": ""}
    text = SCENARIO.format(**given, faults=RATED, travel=travel, extra=extra)
    write(folder, text, LATE, ["s10", "s40", "s90"], {"baseline": plan_of(team(engineers=2), desks=DESKS)})
    sites = (folder / "sites.csv").read_text("utf-8").split()
    named = [f"{sites[0]},name", *(f"{line},湖北省武汉市长途客运集团有限责任公司" for line in sites[1:])]
    (folder / "sites.csv").write_text("\n".join(named) + "\n", encoding="utf-8")
    scenario = load_scenario(folder)
    return write_run(run(scenario, load_plan(scenario), replications=3), folder.parent / "results" / "r1")


@pytest.fixture
def copy(run_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the run that may be spoilt, named `r1` under the results of the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(run_path, Path("results") / "r1"))


def refusal(error: pytest.ExceptionInfo[InputErrors]) -> tuple[str, str]:
    """Code and message of the one problem."""
    (problem,) = error.value.problems
    return problem.code, problem.message


@pytest.mark.usefixtures("copy")
def test_a_run_is_a_folder_a_name_or_the_latest() -> None:
    newer = Path(shutil.copytree(Path("results") / "r1", Path("results") / "r0"))
    os.utime(newer / "manifest.json", ns=(2**61, 2**61))
    assert find_run("r1").path == find_run(str(Path("results", "r1"))).path == Path("results", "r1")
    assert find_run("latest").path == newer


@pytest.mark.usefixtures("copy")
def test_a_run_that_is_not_there_gets_the_nearest_name() -> None:
    with pytest.raises(InputErrors) as error:
        find_run("r11")
    assert refusal(error) == (
        "NO_RUN", "there is no run here: neither a run folder nor a name under results; did you mean r1?"
    )  # fmt: skip
    Path("results/r1/manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputErrors) as error:
        find_run("r1")
    assert refusal(error) == ("NO_RUN", "this is not the manifest of a run")


def test_changed_inputs_are_named(copy: Path) -> None:
    plan = copy / "inputs" / "plans" / "baseline.yaml"
    plan.write_text(plan.read_text("utf-8").replace("engineers: 2", "engineers: 3"), encoding="utf-8")
    with pytest.raises(InputErrors) as error:
        trace_worst(find_run("r1"), 1)
    code, message = refusal(error)
    assert code == "RUN_CHANGED" and message.startswith("changed since the run was written")
    assert error.value.problems[0].file == str(plan)


def test_another_version_that_simulates_otherwise_is_refused(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest |= {"seed": 2, "versions": {**manifest["versions"], "simpy": "4.0.0"}}
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(InputErrors) as error:
        trace_worst(find_run("r1"), 1)
    code, message = refusal(error)
    assert code == "RUN_DIFFERS"
    assert message.startswith("simulated again, replication 0 has other tickets than when the run was written")
    assert "simpy 4.0.0, now " in message and "pledge run inputs --plan baseline --seed 1" in message


def test_the_digest_decides_where_there_is_one_replication(run_path: Path, tmp_path: Path) -> None:
    scenario = load_scenario(run_path / "inputs")
    one = write_run(run(scenario, load_plan(scenario), replications=1), tmp_path / "one")
    assert trace_worst(find_run(str(one)), 1).traces
    manifest = json.loads((one / "manifest.json").read_text("utf-8"))
    (one / "manifest.json").write_text(json.dumps({**manifest, "digest": "0" * 64}), encoding="utf-8")
    with pytest.raises(InputErrors) as error:
        trace_worst(find_run(str(one)), 1)
    assert refusal(error)[0] == "RUN_DIFFERS"


def test_a_ticket_is_found_and_others_of_its_id_are_named(run_path: Path) -> None:
    folder = find_run(str(run_path))
    kept = {number: [cells[1] for cells in rows] for number, rows in folder.kept_tickets()}
    assert list(kept) == [0, 1, 2]
    shared = next(name for name in kept[0] if name in kept[1] and name in kept[2])
    found = trace_ticket(folder, shared)
    assert found.traces[0].id == shared and found.replications == [0]
    assert found.remarks == ["Replications 1, 2 have a ticket of this id too: --replication tells of one of them."]
    assert trace_ticket(folder, shared, replication=2).traces[0].year.replication == 2


def test_a_ticket_that_is_not_there_gets_the_nearest_id(run_path: Path) -> None:
    folder = find_run(str(run_path))
    name = trace_worst(folder, 1).traces[0].id
    with pytest.raises(InputErrors) as error:
        trace_ticket(folder, name.replace("press", "pres"))
    assert refusal(error)[0] == "UNKNOWN_TICKET" and "did you mean s" in refusal(error)[1]
    with pytest.raises(InputErrors) as error:
        trace_ticket(folder, name, replication=3)
    assert refusal(error) == ("NO_REPLICATION", "the run has replications 0 to 2, and no 3")


def test_a_replication_that_was_not_kept_cannot_be_checked(copy: Path) -> None:
    kept = find_run("r1").kept_tickets()
    name = next(cells[1] for number, rows in kept for cells in rows if number == 2)
    (copy / "tickets.csv.gz").unlink()
    found = trace_ticket(find_run("r1"), name, replication=2)
    assert found.remarks == ["tickets.csv.gz does not hold replication 2, so it could not be checked against the run."]


def test_without_the_tickets_no_worst_ones_can_be_found(copy: Path) -> None:
    (copy / "tickets.csv.gz").write_bytes(b"nothing")
    for _again in range(2):
        with pytest.raises(InputErrors) as error:
            trace_worst(find_run("r1"), 1)
        assert refusal(error)[0] == "NO_TICKETS"
        (copy / "tickets.csv.gz").unlink(missing_ok=True)


def test_the_worst_are_the_latest_of_all_judged_tickets(run_path: Path) -> None:
    """Against lateness read from tickets.csv: arrived less reported less two hours."""
    folder = find_run(str(run_path))
    found = trace_worst(folder, 4)
    late = sorted((-seconds, number, name) for number, name, seconds in _late(folder))
    assert [(-one.late_s, one.year.replication, one.year.world.ticket_id(one.ticket)) for one in found.worst] == late[
        :4
    ]
    assert found.remarks == [
        "Looked at the first 3 of the 3 replications of the run (tickets.csv.gz holds 3; at most 5 are looked at)."
    ]


def _late(folder: RunFolder) -> list[tuple[int, str, int]]:
    """Replication, ticket and seconds past two hours of all judged tickets that came late."""
    scenario, plan = folder.load()
    found = []
    for number in range(3):
        year = SampleYear(again(scenario, plan, folder.seed, number))
        for index, name in enumerate(year.rows["ticket"]):
            arrived, reported = (int(year.rows[column][index]) for column in ("arrived", "reported"))
            seconds = min(arrived, year.stop) - reported - 7200
            gone = year.happened("abandoned", index) or year.happened("handed_on", index)
            if year.rows["judged"][index] and not gone and seconds > 0:
                found.append((number, str(name), seconds))
    return found


def test_the_steps_of_every_ticket_add_up_to_its_cause_columns(run_path: Path) -> None:
    year = SampleYear(again(*find_run(str(run_path)).load(), 1, 1))
    for ticket in range(len(year.world.tickets)):
        parts = life(year, ticket)
        stretches = [part for part in parts if isinstance(part, Stretch)]
        spent = {cause: sum(one.seconds for one in stretches if one.cause == cause) for cause in CAUSES}
        assert spent == year.seconds_by_cause(ticket)
        ends = [part.end if isinstance(part, Stretch) else part.at for part in parts]
        starts = [part.start if isinstance(part, Stretch) else part.at for part in parts]
        assert starts[1:] == ends[:-1]  # no gap and no overlap


def test_every_text_fits_80_columns(run_path: Path) -> None:
    year = SampleYear(again(*find_run(str(run_path)).load(), 1, 0))
    for ticket in range(len(year.world.tickets)):
        text = trace_text(trace_of(year, ticket))
        assert [line for line in text.splitlines() if columns.display_width(line) > 80] == []
        assert "None" not in text and "{" not in text


def test_the_worst_are_listed_and_then_told(run_path: Path) -> None:
    found = trace_worst(find_run(str(run_path)), 2)
    text = traces_text(found).splitlines()
    assert text[0].startswith("1. arrive missed by ")
    assert sum(line == "-" * 80 for line in text) == 2
    first = found.worst[0]
    assert any(line.startswith(f"Ticket {first.year.world.ticket_id(first.ticket)}, replication") for line in text)


def test_json_carries_facts_steps_and_causes(run_path: Path) -> None:
    found = trace_worst(find_run(str(run_path)), 1).as_json()
    (ticket,) = json.loads(json.dumps(found, allow_nan=False))["tickets"]
    assert found["command"] == "trace" and found["replications_looked_at"] == [0, 1, 2]
    assert ticket["worst"]["late_s"] == ticket["commitments"][0]["late_s"] > 0
    assert sum(ticket[f"{cause}_s"] for cause in CAUSES) > 0
    assert ticket["steps"][0]["elapsed_s"] == 0 and ticket["steps"][1]["cause"] in CAUSES


def test_the_whole_text_of_a_ticket(tmp_path: Path) -> None:
    """Reported at 09:30 with an hour allowed; crew-1 is free at 10:15 and 40 km away."""
    tickets = [("05 09:00", "s0", "f", None, "15min", "1h"), ("05 09:30", "s40", "f", None, None, "30min")]
    clause = ARRIVE.replace("within: 1d", "within: 1h").replace("{id:", "{clause: 一小时内到达, id:")
    found = story(tmp_path, tickets, "f: {}", plan_of(team(shift="always")), clause, travel=TRAVEL)
    assert trace_text(traced(found, 1)) == EXPECTED.strip("\n")


EXPECTED = """
Ticket s40.press.f.recorded.2, replication 0
site s40, customer s40, region rs40
fault f of press, severity general, reported Mon 2026-01-05 09:30:00
served by crew; 40.0 km from crew

- arrive: reported to arrived, due Mon 01-05 10:30: missed by 25 min, mainly
  engineers
  一小时内到达

Mon 01-05 09:30    +0:00  The customer calls; the plan has no desks, so somebody
                          answers at once. The customer is told what will
                          happen. A visit can go.
                  45 min  engineers: 1 of 1 able engineer busy: crew-1 is on
                          s0.press.f.recorded.1, free 10:15
Mon 01-05 10:15    +0:45  crew-1 is sent, just free from s0.press.f.recorded.1.
                          crew-1 leaves site s0.
                  40 min  travel: crew-1 drives 40.0 km from site s0, expected
                          40 min, took 40 min
Mon 01-05 10:55    +1:25  crew-1 is on site.
                  30 min  repair: crew-1 repairs
Mon 01-05 11:25    +1:55  It works again. The customer signs: closed.

WHERE THE TIME WENT (until restored or over)  seconds
engineers: everybody who could do it is busy    2,700  45 min
travel: on the road                             2,400  40 min
repair: diagnosis and repair on site            1,800  30 min
total                                           6,900  1 h 55 min

'engineers' took 45 min of 1 h 25 min, more than arrive was late (25 min): one
more able engineer free at Mon 01-05 09:30 could have saved it.
"""
