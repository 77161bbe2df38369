"""`compare` and `sweep` as typed: what they refuse, in one line each; what they answer stands in the folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.study.variants import split_plans
from tests.rooms.commands.typed import pledge

ONCE = ("--replications", "1", "--jobs", "1", "--quiet")


@pytest.mark.parametrize(
    ("text", "plans"),
    [
        ("a,b", ["a", "b"]),
        ("a, b+teams.x={engineers: 1, shift: night},c", ["a", "b+teams.x={engineers: 1, shift: night}", "c"]),
        ("a,b+desks.front.seats[08:00-12:00,13:00-17:00]=4", ["a", "b+desks.front.seats[08:00-12:00,13:00-17:00]=4"]),
        ("a,b+teams.x.skills=[gas, particle]", ["a", "b+teams.x.skills=[gas, particle]"]),
        ("a", ["a"]),
        ("a,", ["a", ""]),
    ],
)
def test_commas_inside_a_value_part_no_plans(text: str, plans: list[str]) -> None:
    assert split_plans(text) == plans


@pytest.mark.parametrize(
    ("plans", "said"),
    [
        ("baseline", "--plans  BAD_VALUE  two plans or more are needed"),
        ("baseline,baseline", "--plans  DUPLICATE_ID  'baseline' is named twice"),
        ("baseline,", "--plans  BAD_VALUE  a plan between two commas"),
        ("baseline,baselin", "baselin.yaml  MISSING_FILE  there is no such plan"),
        ("baseline,baseline+teams.kunmin.engineers=3", "UNKNOWN_PATH  unknown step 'kunmin'; did you mean kunming?"),
        ("baseline,baseline+teams.kunming.engineers=x", "BAD_TYPE  teams.kunming.engineers: expected a whole number"),
    ],
)
def test_what_cannot_be_compared(plans: str, said: str, desk: Path) -> None:
    done = pledge("compare", "depot", "--plans", plans, *ONCE)
    assert (done.exit_code, done.stderr) == (2, "1 error\n")
    assert said in done.stdout
    assert done.stdout.count("\n") == 1
    assert not (desk / "results").exists()


def test_a_plan_beside_plans_is_refused(desk: Path) -> None:
    done = pledge("compare", "depot", "--plan", "lean", "--plans", "baseline,lean", *ONCE)
    assert done.exit_code == 2
    assert done.stdout.startswith("--plan  CONFLICT")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--vary", "teams.kunming.engineers=6..1"), "BAD_RANGE  '6..1' does not rise"),
        (("--vary", "teams.kunming.engineers=1..6:9"), "BAD_RANGE  the step of '1..6:9' is larger than its range"),
        (("--vary", "teams.kunming.shift=1..6"), "BAD_PATH  'teams.kunming.shift' is no number"),
        (("--vary", "teams.kunmin.engineers=1..2"), "UNKNOWN_PATH  unknown step 'kunmin'; did you mean kunming?"),
        (("--vary", "teams.kunming.engineers=1..2", "--vary", "teams.kunming.engineers=3..4"),
         "--vary teams.kunming.engineers  CONFLICT  this path is varied twice"),
        (("--vary", "teams.*.engineers=1..50", "--vary", "commitments.onsite-4h.within=1h..50h:1h"),
         "--vary  LIMIT  2,500 points; at most 2,000 are simulated"),
        (("--vary", "teams.*.engineers=1..50", "--points", "5000"),
         "--points  LIMIT  5,000 points; at most 2,000 are simulated"),
    ],
)  # fmt: skip
def test_what_cannot_be_swept(words: tuple[str, ...], said: str, desk: Path) -> None:
    done = pledge("sweep", "depot", *words, *ONCE)
    assert (done.exit_code, done.stderr) == (2, "1 error\n")
    assert said in done.stdout
    assert done.stdout.count("\n") == 1
    assert not (desk / "results").exists()


def test_every_wrong_range_is_told_at_once(desk: Path) -> None:
    done = pledge("sweep", "depot", "--vary", "teams.x.engineers=6..1", "--vary", "teams.x.shift=1..2", "--json", *ONCE)
    assert done.exit_code == 2
    assert [error["code"] for error in json.loads(done.stdout)["errors"]] == ["BAD_RANGE", "BAD_PATH"]


def test_a_plan_by_its_path_is_frozen_and_compared(desk: Path) -> None:
    elsewhere = desk / "精简.yaml"
    elsewhere.write_text((desk / "depot" / "plans" / "baseline.yaml").read_text("utf-8"), "utf-8")
    done = pledge("compare", "depot", "--plans", f"baseline,{elsewhere.name}", "--out", "out", *ONCE)
    assert done.exit_code == 0, done.stdout + done.stderr
    assert done.stdout.startswith("精简 costs the same as baseline and keeps the same\n")
    assert "精简 did exactly what baseline did in every sample year." in done.stdout
    assert (desk / "out" / "inputs" / "plans" / "精简.yaml").is_file()


def test_auto_goes_on_until_every_plan_is_clear(desk: Path) -> None:
    """Fifty years are enough here: both plans break the promise in nearly all of them."""
    more = (
        "--out",
        "out",
        "--json",
        "--jobs",
        "1",
        "--quiet",
        "--set",
        "horizon.months=1",
        "--set",
        "horizon.warmup=1w",
    )
    done = pledge("compare", "depot", "--plans", "baseline,baseline+teams.kunming.engineers=1", *more)
    told = json.loads(done.stdout)
    assert told["replications"] == 50
    assert [plan["several_looks"] for plan in told["plans"]] == [True, True]
    assert {c["verdict"] for plan in told["plans"] for c in plan["commitments"]} == {"break"}


def test_a_sweep_goes_on_within_its_budget(desk: Path) -> None:
    done = pledge(
        "sweep", "depot", "--vary", "teams.kunming.engineers=1..4", "--budget", "2runs", "--out", "out", *ONCE
    )
    assert done.exit_code == 0
    assert "- engineers=3; engineers=4: the budget was spent before" in done.stdout
    table = (desk / "out" / "sweep.csv").read_text("utf-8-sig").splitlines()
    assert table[0].startswith("point,teams.kunming.engineers,commitment,measure,unit,mean,low,high,n,verdict")
    assert table[-1].startswith("4,4,")
    assert table[-1].endswith(",budget spent")
