"""From files to the first line: a company that cannot keep up says so, one that can does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim import load_plan, load_scenario, run
from sim.report import answer_text
from sim.study import Result

# 24 units with 45 faults a year each: three visits a day of more than five hours. In days of eight hours one engineer
# falls behind, four do not.
FILES = {
    "scenario.yaml": """\
schema: 1
timezone: Asia/Shanghai
horizon: {start: 2026-01-05, weeks: 30, warmup: 4w, runout: 2w}
calendars: {daily: {days: daily, hours: "09:00-17:00"}}
products:
  analyser:
    faults:
      any: {rate_per_unit_year: 45, repair: {mean: 5h}}
""",
    "commitments.yaml": """\
- {id: onsite, measure: {from: reported, to: arrived}, within: 48h, target: 80%}
""",
    "sites.csv": "site_id,lat,lon,units\nS001,25.0,102.7,12\nS002,25.1,102.8,12\n",
    "plans/baseline.yaml": """\
outlets: {kunming: {lat: 25.05, lon: 102.75}}
teams: {kunming: {engineers: 1, shift: daily}}
""",
}


def result_of(folder: Path, engineers: int) -> Result:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    scenario = load_scenario(folder)
    plan = load_plan(scenario, overrides=[f"teams.kunming.engineers={engineers}"])
    return run(scenario, plan, replications=5, jobs=1)


def test_a_company_that_cannot_keep_up_says_so_first(tmp_path: Path) -> None:
    found = result_of(tmp_path / "one", 1)
    assert found.trend.grows and found.warm_up.verdict == "never settles"
    assert answer_text(found).startswith("The backlog grows all year: ")
    told = found.to_json()
    assert told["backlog"]["grows"] is True and told["backlog"]["growth"]["low"] > 0
    assert told["warm_up"]["verdict"] == "never settles"
    # the ends are the same figures that the weekly curve of the report shows
    ends = found.backlog.mean[:4].mean(), found.backlog.mean[26:30].mean()
    assert (found.trend.begin.mean, found.trend.end.mean) == pytest.approx(ends)
    assert found.trend.level.mean == pytest.approx(found.backlog.level.mean)


def test_a_company_that_keeps_up_says_nothing(tmp_path: Path) -> None:
    found = result_of(tmp_path / "four", 4)
    assert not found.trend.grows and found.warm_up.verdict == "ok"
    assert "backlog" not in answer_text(found) and "warm-up" not in answer_text(found)
