"""Ranges in tables, and every assumed input set to the ends of its range."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario import Assumption, InputErrors, companions, load_plan, load_scenario, resolved
from tests.rooms.scenario.conftest import Write

SCENARIOS = Path(__file__).parents[3] / "scenarios"
PLANS = sorted(SCENARIOS.glob("*/plans/baseline.yaml"))
RANGED_SITES = 'site_id,city,units\nS001,昆明市,"{value: 4, assumed: true, low: 3, high: 6}"\nS002,玉溪市,1\n'


def values(folder: Path, plan: str, changes: list[str]) -> tuple[dict[str, str], list[Assumption]]:
    """Every value by its path, and the assumptions."""
    scenario = load_scenario(folder, changes)
    chosen = load_plan(scenario, plan, changes)
    found = {entry.path: entry.value for entry in resolved(scenario, chosen)}
    return found, [*scenario.assumptions, *chosen.assumptions]


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.parents[1].name)
def test_every_assumed_input_takes_the_ends_of_its_range(plan: Path) -> None:
    folder = plan.parents[1]
    before, assumed = values(folder, plan.stem, [])
    for end in ("low", "high"):
        moved = {one.path: getattr(one, end) for one in assumed if getattr(one, end) not in (None, one.value)}
        changes = [f"{path}={value}" for path, value in moved.items()]
        shares = [change for change in changes if change.startswith("channels.")]
        changes += [more for change in shares for more in companions(folder, plan.stem, (), change)]
        after, _left = values(folder, plan.stem, changes)
        assert [path for path in moved if path not in before] == []
        assert [path for path in moved if before[path] == after[path]] == []


def test_a_cell_of_the_sites_may_be_a_range(folder: Write) -> None:
    home = folder(sites=RANGED_SITES)
    [found] = [one for one in load_scenario(home).assumptions if one.path.startswith("sites.S")]
    assert found == Assumption("sites.S001.units", "4", "3", "6")
    assert [site.units for site in load_scenario(home, ["sites.S001.units=6"]).sites] == [6, 1]


def test_an_end_that_does_not_fit_its_cell_is_an_error_there(folder: Write) -> None:
    with pytest.raises(InputErrors) as caught:
        load_scenario(folder(sites=RANGED_SITES.replace("high: 6", "high: many")))
    [problem] = caught.value.problems
    assert (problem.code, problem.line, problem.column) == ("BAD_TYPE", 2, 3)


def test_a_table_of_stock_may_hold_a_range(folder: Write, stocked: dict[str, str]) -> None:
    table = stocked["stock.csv"].replace("pump,2,", 'pump,"{value: 2, assumed: true, low: 1, high: 5}",')
    scenario = load_scenario(folder(stocked, stock=table))
    assert Assumption("outlets.qujing.stock.pump.level", "2", "1", "5") in load_plan(scenario).assumptions
    plan = load_plan(scenario, "baseline", ["outlets.qujing.stock.pump.level=5"])
    assert plan.outlets["qujing"].stock["pump"].level == 5
    assert not [one for one in plan.assumptions if one.path.endswith("level")]


MIXED = """\
schema: 1
timezone: Asia/Shanghai
horizon: {start: 2026-01-01, months: 12}
channels:
  phone: {share: {value: 50%, assumed: true, low: 20%, high: 60%}, answer: live}
  chat: {share: 30%, answer: deferred}
  mail: {share: 20%, answer: deferred}
products:
  analyser:
    faults:
      any:
        rate_per_unit_year: 2
        repair: {dist: mixture, of: [{share: 75%, mean: 1h}, {share: {value: 25%, assumed: true, high: 40%}, mean: 9h}]}
        talk: {dist: empirical, values: [1min, 5min, 9min], shares: [20%, 30%, 50%]}
        crew: {1: {value: 80%, assumed: true, low: 60%}, 2: 20%}
"""


@pytest.mark.parametrize(
    ("change", "beside"),
    [
        ("channels.phone.share=60%", {"channels.chat.share": 0.24, "channels.mail.share": 0.16}),
        ("products.analyser.faults.any.repair.of.1.share=40%", {"products.analyser.faults.any.repair.of.0.share": 0.6}),
        (
            "products.analyser.faults.any.talk.shares.2=0%",
            {"products.analyser.faults.any.talk.shares.0": 0.4, "products.analyser.faults.any.talk.shares.1": 0.6},
        ),
        ("products.analyser.faults.any.crew.1=60%", {"products.analyser.faults.any.crew.2": 0.4}),
        ("products.analyser.faults.any.rate_per_unit_year=3", {}),
        ("teams.kunming.engineers=3", {}),
        ("nothing.of=3", {}),
    ],
)
def test_the_rest_of_a_whole_keeps_its_proportions(
    folder: Write, smallest: dict[str, str], change: str, beside: dict[str, float]
) -> None:
    home = folder(smallest, scenario=MIXED)
    found = dict(text.split("=") for text in companions(home, "baseline", (), change))
    shares = {path: float(text.rstrip("%")) / (100 if "%" in text else 1) for path, text in found.items()}
    assert shares == pytest.approx(beside)
    if beside:
        load_scenario(home, [change, *(f"{path}={text}" for path, text in found.items())])
