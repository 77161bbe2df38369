"""`pledge run --assumptions`: a step after the run that leaves the run itself as it was."""

import json
from pathlib import Path

from tests.rooms.commands.typed import pledge

FEW = ("--replications", "3", "--jobs", "1")
LIMIT = "commitments.onsite-4h.within={value: 4h, assumed: true, low: 1min, high: 20d}"


def test_the_flag_adds_a_section_a_chart_and_a_key(desk: Path) -> None:
    assert pledge("run", "depot", *FEW, "--set", LIMIT, "--out", "plain").exit_code == 0
    done = pledge("run", "depot", *FEW, "--set", LIMIT, "--assumptions", "--out", "tried")
    assert done.exit_code == 0 and done.stderr == ""
    assert "WHAT HANGS ON ASSUMPTIONS (n 3 at each end" in done.stdout
    assert "Traceback" not in done.stdout
    plain, tried = (json.loads(Path(name, "run.json").read_text("utf-8")) for name in ("plain", "tried"))
    assert plain["assumptions_tried"] == []
    assert tried["assumptions_tried"][0]["path"] == "commitments.onsite-4h.within"
    assert {**tried, "assumptions_tried": [], "run": "plain"} == plain
    assert (desk / "tried" / "charts" / "assumptions.svg").is_file()
    assert not (desk / "plain" / "charts" / "assumptions.svg").exists()
    assert "What hangs on assumptions" in (desk / "tried" / "report.html").read_text("utf-8")
    assert json.loads(Path("tried", "manifest.json").read_text("utf-8"))["reproduce"].endswith("--assumptions")
