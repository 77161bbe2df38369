"""What a planner is told about parts, crews, sites and drives before anything is simulated."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import check

Said = Callable[[str, dict[str, str], str], tuple[list[str], list[str]]]
Write = Callable[..., Path]
BLOCKS = (Path(__file__).parent / "stocked_odd.txt").read_text("utf-8").rstrip().split("\n\n")
USUAL = "travel_matrix.csv leaves out 6 of the 8 ways"
PLAN, STOCK = "plans/baseline.yaml", "stock.csv"


@pytest.mark.parametrize("block", BLOCKS)
def test_one_by_one(said: Said, stocked: dict[str, str], block: str) -> None:
    """All that is odd, but for the drives that the scenario always leaves out."""
    found, expected = said(block, stocked, "warning")
    assert [line for line in found if USUAL not in line] == expected


@pytest.mark.parametrize(
    ("old", "new", "is_late"),
    [
        ("within: 1w", "within: 3w", False),
        ("within: 1w", "within: 13d", True),
        ("covers: {needs_part: true}", "covers: {fault: [gas]}", False),
        ("covers: {needs_part: true}", "covers: {fault: [dust]}", True),
        ("covers: {needs_part: true}", "covers: {needs_part: false}", False),
        ("to: restored", "to: arrived", False),
        ("from: reported, to: restored", "from: arrived, to: closed", True),
    ],
)
def test_a_promise_shorter_than_a_lead(
    folder: Write, stocked: dict[str, str], old: str, new: str, is_late: bool
) -> None:
    files = {**stocked, PLAN: stocked[PLAN].replace(", courier]", "]")}
    files[STOCK] = files[STOCK].replace("filter,,3,,12\n", "")
    promise = stocked["commitments.yaml"].replace(old, new)
    codes = [problem.code for problem in check(folder(files, commitments=promise))[2]]
    assert ("LEAD_TOO_LONG" in codes) == is_late


def test_a_part_known_on_the_phone_holds_up_the_visit(folder: Write, stocked: dict[str, str]) -> None:
    files = {**stocked, PLAN: stocked[PLAN].replace(", courier]", "]")}
    files[STOCK] = files[STOCK].replace("filter,,3,,12\n", "")
    files["scenario.yaml"] = files["scenario.yaml"].replace("{quantity: 2}", "{quantity: 2, known: 50%}")
    promise = stocked["commitments.yaml"].replace("to: restored", "to: arrived")
    assert "LEAD_TOO_LONG" in [problem.code for problem in check(folder(files, commitments=promise))[2]]


# -- load -------------------------------------------------------------------------------------------------------------

ONE_SITE = {
    "sites.csv": "site_id,city,units\nS001,昆明市,2\n",
    PLAN: "outlets: {only: {city: 昆明市}}\nteams: {only: {engineers: 3, shift: always}}\n",
}


@pytest.mark.parametrize(
    ("rate", "changes", "words"),
    [
        # two units beside their outlet: r faults a year and unit of 6 h are 12 r h a year, there are 3 x 8760 h
        (2180, {}, None),
        (2200, {}, "about 506 h of work and travel a week for 504 h of only on duty"),
        (1090, {"repair: 6h": "repair: 6h, crew: {1: 50%, 3: 50%}"}, None),
        (1100, {"repair: 6h": "repair: 6h, crew: {1: 50%, 3: 50%}"}, "about 506 h of work and travel a week for 504 h"),
        (
            1100,
            {"repair: 6h": "repair: 6h, skill: gas", "engineers: 3": "engineers: 3, skills: {gas: 2}"},
            "about 506 h",
        ),
        (2000, {"engineers: 3": "engineers: 3, shrinkage: 10%"}, "about 460 h of work and travel a week for 454 h"),
    ],
)
def test_more_work_than_people(
    folder: Write, smallest: dict[str, str], rate: float, changes: dict[str, str], words: str | None
) -> None:
    text = smallest["scenario.yaml"].replace("2, repair: {mean: 2h}", f"{rate}, repair: 6h")
    files = {**smallest, **ONE_SITE, "scenario.yaml": text}
    for old, new in changes.items():
        files = {name: text.replace(old, new) for name, text in files.items()}
    found = [problem.message for problem in check(folder(files))[2] if problem.code == "OVERLOADED"]
    assert not found if words is None else words in found[0]


def test_known_drives_count_in_the_load(folder: Write, smallest: dict[str, str]) -> None:
    text = smallest["scenario.yaml"].replace("2, repair: {mean: 2h}", "1095, repair: 6h")
    drives = "from,to,km,minutes\nonly,S001,400,420\nS001,only,400,420\n"
    home = folder({**smallest, **ONE_SITE}, scenario=text, drives=drives)
    [problem] = [one for one in check(home)[2] if one.code == "OVERLOADED"]
    assert "about 546 h of work and travel a week for 504 h" in problem.message  # 42 visits of 6 h, 7 h on the road
