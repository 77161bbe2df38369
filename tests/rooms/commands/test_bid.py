"""`pledge bid`: exit codes, one contract, and what must not leave the house."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.rooms.commands.typed import Done, pledge
from tests.rooms.study.tender import SCENARIO, write

OF_THE_HOUSE = ("margin", "per_km", "pay_per_engineer_month", "INTERNAL", "the plan costs", "loses money")
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


@pytest.fixture
def lots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds a tender of two contracts as `lots`."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "lots")
    return tmp_path


def bid(*more: str, years: int = 30) -> Done:
    return pledge("bid", "lots", "--replications", str(years), "--jobs", "1", "--quiet", *more)


@pytest.mark.parametrize(
    ("more", "years", "code", "first"),
    [
        ((), 2, 1, "Cannot be signed: 2 of 4 clauses do not hold"),
        (("--contract", "alpha"), 30, 0, "Can be signed: all 3 clauses hold."),
        (("--contract", "alpha"), 2, 3, "Not decided yet: 0 of 3 clauses hold"),
    ],
    ids=["breaks", "holds", "open"],
)
@pytest.mark.usefixtures("lots")
def test_the_first_words_and_the_exit_code_agree(more: tuple[str, ...], years: int, code: int, first: str) -> None:
    done = bid(*more, years=years)
    assert (done.exit_code, done.stdout[: len(first)]) == (code, first), done.stdout + done.stderr


@pytest.mark.usefixtures("lots")
def test_nothing_that_may_go_out_tells_what_must_stay_in() -> None:
    """Whatever a customer may be handed: what is printed, the page, the charts, the table, the data."""
    told = bid("--out", "out", years=2).stdout
    handed = [Path("out") / name for name in ("report.html", "bid.json", "bid.csv")] + list(
        Path("out/charts").glob("*.svg")
    )
    text = STYLE.sub("", told + "".join(path.read_text("utf-8") for path in handed))
    assert [word for word in OF_THE_HOUSE if word in text] == []
    inside = bid("--internal", "--out", "in", years=2)
    text = inside.stdout + Path("in", "report.html").read_text("utf-8") + Path("in", "bid.json").read_text("utf-8")
    assert [word for word in OF_THE_HOUSE if word not in text] == []


@pytest.mark.usefixtures("lots")
def test_the_data_of_a_clause() -> None:
    found = json.loads(bid("--json", "--contract", "beta", years=2).stdout)
    first, *_rest = found["clauses"]
    assert (found["answer"], found["contract"], found["left_out"]) == ("refuse", "beta", ["alpha-2h"])
    assert (first["id"], first["clause_ref"], first["verdict"], first["can_be_signed"]) == (
        "onsite-1h", "3.1", "break", False,
    )  # fmt: skip
    assert first["clause"]["zh"].startswith("一小时内到达现场")
    assert first["attained"]["mean"] == 0 and first["kept_probability"]["n"] == 2
    assert first["penalty"]["p95"] >= first["penalty"]["mean"] > 0
    assert "internal" not in found


@pytest.mark.parametrize(
    ("scenario", "contract", "code"),
    [
        (SCENARIO, "alhpa", "UNKNOWN_ID"),
        (SCENARIO.replace("contracts: {", "contracts: {gamma: {fee_per_year: 1}, "), "gamma", "NO_SITE"),
    ],
    ids=["unknown", "no site"],
)
def test_a_contract_that_cannot_be_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scenario: str,
                                              contract: str, code: str) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "lots", scenario=scenario)
    done = bid("--contract", contract)
    assert done.exit_code == 2
    assert done.stdout.startswith(f"--contract  {code}  ")
    assert [path.name for path in tmp_path.iterdir()] == ["lots"]


@pytest.mark.usefixtures("desk")
def test_a_scenario_without_contracts_says_so() -> None:
    done = pledge("bid", "depot", "--contract", "any", "--replications", "2")
    assert (done.exit_code, done.stdout) == (
        2, "--contract  NO_CONTRACT  this scenario names no contract: leave --contract out\n",
    )  # fmt: skip
