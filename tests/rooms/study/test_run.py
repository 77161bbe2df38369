"""The front door of a study: looks, precision, and the JSON object with nothing missing and nothing bare."""

import json
import math
import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.judge import CAUSES
from sim.study import Estimate, Result, run
from sim.study import replicate as rooms
from sim.study.run import looks
from tests.rooms.study import standin
from tests.rooms.study.standin import commitment, count, plan, scenario

ESTIMATE = {"mean", "low", "high", "n"}


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "replicate_one", standin.replicate)
    monkeypatch.setattr("sim.scenario.advice", lambda scenario, plan: [])


def kept_like(monkeypatch: pytest.MonkeyPatch, share_met: float) -> None:
    """Every replication's year is met with this chance."""

    def one(nature: Any, plan: Any, seed: int, number: int, with_rows: bool) -> rooms.Replication:
        made = standin.replicate(nature, plan, seed, number, with_rows)
        met = np.random.default_rng([seed, number, 9]).random() < share_met
        counts = tuple(count([95 if met else 80], [100]) for _c in nature.commitments)
        return replace(made, judgement=replace(made.judgement, commitments=counts))

    monkeypatch.setattr(rooms, "replicate_one", one)


def test_looks() -> None:
    assert looks("auto", None) == (50, 100, 200, 400)
    assert looks("auto", 0.01) == (50, 100, 200, 400, 800, 1600, 3200, 6400)
    assert looks(29, None) == (29,)


def test_auto_stops_when_everything_is_decided() -> None:
    found = run(scenario(commitment()), plan())
    assert (found.replications, found.commitments[0].verdict) == (50, "keep")


def test_auto_goes_on_to_400_while_something_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    kept_like(monkeypatch, 0.90)
    found = run(scenario(commitment()), plan())
    assert found.replications == 400
    assert found.commitments[0].verdict == "unproven"
    assert (found.commitments[0].replications_needed or 401) > 400


def test_auto_breaks_early(monkeypatch: pytest.MonkeyPatch) -> None:
    kept_like(monkeypatch, 0.2)
    found = run(scenario(commitment()), plan())
    assert (found.replications, found.commitments[0].verdict) == (50, "break")


def test_a_number_is_exact_and_one_look() -> None:
    found = run(scenario(commitment()), plan(), replications=29)
    assert (found.replications, found.commitments[0].verdict) == (29, "keep")
    assert run(scenario(commitment()), plan(), replications=28).commitments[0].replications_needed == 29


def test_precision_goes_on_until_the_interval_is_narrow() -> None:
    wide = run(scenario(commitment()), plan())
    half = wide.commitments[0].attained.half_width or 0.0
    narrow = run(scenario(commitment()), plan(), precision=half / 3)
    assert narrow.replications > wide.replications
    assert (narrow.commitments[0].attained.half_width or 1.0) < half / 3


@pytest.mark.parametrize("wrong", [{"replications": 0}, {"jobs": 0}, {"precision": 0.0}, {"precision": -0.1}])
def test_numbers_that_make_no_sense(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        run(scenario(commitment()), plan(), **wrong)


def test_the_result_does_not_depend_on_jobs() -> None:
    one, two = (run(scenario(commitment()), plan(), 40, jobs=jobs).to_json() for jobs in (1, 2))
    assert one == two


def test_json_has_the_keys_people_rely_on() -> None:
    found = run(scenario(commitment()), plan(), 5).to_json("coach-001")
    assert list(found)[:19] == [
        "schema_version", "command", "run", "scenario", "plan", "seed", "replications", "digest", "tickets",
        "commitments", "desks", "resources", "stock", "accounts", "planned", "contracts", "cost", "assumptions",
        "warnings",
    ]  # fmt: skip
    assert (found["schema_version"], found["command"], found["run"]) == (1, "run", "coach-001")
    assert (found["scenario"], found["plan"]) == ("made-up", "baseline")
    assert all(
        list(stock) == [
            "store", "part", "demands_per_year", "fill_rate", "ready_rate", "mean_on_hand", "mean_backorders",
            "orders_per_year", "defective_per_year", "scrapped_per_year", "mean_in_repair",
        ]
        for stock in found["stock"]
    )  # fmt: skip
    (promise,), (desk,) = found["commitments"], found["desks"]
    assert list(promise) == [
        "id", "unit", "target", "direction", "covered_per_period", "attained", "undecided", "kept_probability",
        "verdict", "replications_needed", "penalty", "late_h", "late_by_cause_h", "bonus", "exit_chance",
        "late_share_by_cause", "volume",
    ]  # fmt: skip
    assert list(promise["late_by_cause_h"]) == list(CAUSES)
    assert set(promise["penalty"]) == ESTIMATE | {"p95", "p95_low", "p95_high", "p95_reason"}
    assert list(desk) == [
        "id", "channel", "attempts_per_year", "answered", "abandoned", "refused", "wait_mean_h", "wait_p90_h",
        "waiting_mean",
    ]  # fmt: skip
    assert all(list(use) == ["kind", "id", "seized", "working", "overtime_h"] for use in found["resources"])
    assert list(found["cost"]) == [
        "total", "pay", "overtime", "travel", "nights", "parts", "holding", "freight", "upkeep", "penalties",
        "one_off", "repairs", "income_charged", "claims", "bonus", "without", "shares",
    ]  # fmt: skip
    assert set(found["tickets"]["per_year"]) == ESTIMATE
    assert list(found["tickets"]) == ["per_year", "prevented_per_year"]


def walk(value: Any, path: str = "") -> list[tuple[str, Any]]:
    """Every node of a JSON tree with its path."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(path, value), *(node for key, child in below for node in walk(child, f"{path}/{key}"))]


NULL_ALLOWED = (
    "/audit",
    "/volume",
    "/weeks",
    "/welch_days",
    "/below",
    "/above",
    "/replications_needed",
    "/target",
    "/p95",
    "/p95_low",
    "/p95_high",
    "/mean",
    "/low",
    "/high",
    "/channel",
)


@pytest.mark.parametrize("replications", [1, 2, 50])
@pytest.mark.parametrize("promise", [commitment(), commitment(target=None), commitment(accept=100)])
def test_json_has_no_nan_and_no_bare_null(replications: int, promise: Any) -> None:
    found = run(scenario(promise), plan(), replications).to_json()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    for path, node in walk(found):
        assert node is not None or path.endswith(NULL_ALLOWED), path
        assert not (isinstance(node, float) and not math.isfinite(node)), path
        if isinstance(node, dict) and "mean" in node:
            assert set(node) >= ESTIMATE, path
            assert ("reason" in node) == (None in (node["mean"], node["low"], node["high"])), path
            assert ("p95_reason" in node) == (None in (node.get("p95_low", 0), node.get("p95_high", 0))), path
            assert node["mean"] is not None or (node["n"], node["low"], node["high"]) == (0, None, None), path


def test_money_is_per_year_and_says_what_it_leaves_out() -> None:
    costs = run(scenario(commitment()), plan(), 10).costs
    assert costs.pay.mean == pytest.approx(100_000 * 365 / 364)
    known = (costs.pay, costs.parts, costs.penalties)
    assert costs.total.mean == pytest.approx(sum(part.mean or 0 for part in known))
    assert costs.without == ("travel", "holding")
    for unpriced in (costs.overtime, costs.travel, costs.nights, costs.holding, costs.upkeep):
        assert (unpriced.mean, unpriced.n, bool(unpriced.reason)) == (None, 0, True)


@pytest.mark.parametrize("replications", [1, 10])
def test_what_luck_cannot_move_is_exact_and_what_is_spent_once_is_no_part_of_the_year(replications: int) -> None:
    costs = run(scenario(commitment()), plan(), replications).costs
    a_year = 100_000 * 365 / 364
    assert costs.pay == Estimate(a_year, a_year, a_year, replications)
    assert costs.freight == Estimate(0.0, 0.0, 0.0, replications)
    assert costs.one_off == Estimate(5_000.0, 5_000.0, 5_000.0, replications)
    assert (costs.parts.low is None) == (replications == 1)


def test_stocks() -> None:
    found = run(scenario(commitment()), plan(), 10)
    depot, van = found.stocks
    assert (depot.store, depot.part, van.store) == ("depot", "pump", "van:north")
    assert 0.9 < (depot.fill_rate.mean or 0) < 1
    assert depot.demands_per_year.mean == pytest.approx(found.counts["reported"].mean)
    assert (depot.ready_rate.mean, depot.mean_on_hand.mean, depot.mean_backorders.mean) == (0.75, 1.5, 0.25)
    assert (depot.orders_per_year.mean or 0) < (depot.demands_per_year.mean or 0)
    assert (van.demands_per_year.mean, van.fill_rate.mean, bool(van.fill_rate.reason)) == (0.0, None, True)


def test_levels_week_by_week() -> None:
    found = run(scenario(commitment()), plan(), 3)
    depot, van = found.stock_over_time
    assert (depot.store, depot.part, depot.n, van.store) == ("depot", "pump", 3, "van:north")
    assert depot.starts.tolist() == [604_800 * week for week in range(52)]
    assert depot.mean.tolist() == depot.low.tolist() == depot.high.tolist() == [2.0] * 39 + [0.0] * 13
    backlog = found.backlog
    assert (backlog.store, backlog.part, backlog.n) == ("", "", 3)
    # 1, 2 and 3 open tickets: mean 2, standard error 1 / sqrt(3), t(2, 97.5 %) = 4.303
    assert backlog.mean.tolist() == [2.0] * 52
    assert backlog.high[0] == pytest.approx(2 + 4.303 / 3**0.5, abs=1e-3)
    assert backlog.low.tolist() == [0.0] * 52  # never below nothing


def test_a_single_replication_has_levels_without_interval() -> None:
    backlog = run(scenario(commitment()), plan(), 1).backlog
    assert (backlog.n, backlog.low.tolist(), backlog.high.tolist()) == (1, [1.0] * 52, [1.0] * 52)


def test_use_of_people() -> None:
    found = run(scenario(commitment()), plan(), 10)
    front, north, partner = found.uses
    assert (front.kind, front.seized.mean, front.overtime_h.mean) == ("desk", 0.25, 0.0)
    assert 0.25 < (north.seized.mean or 0) < 0.5
    assert (north.working.mean or 0) == pytest.approx((north.seized.mean or 0) / 2, rel=1e-3)
    assert north.overtime_h.mean == pytest.approx(365 / 364)
    assert (partner.seized.mean, bool(partner.seized.reason)) == (None, True)


def test_use_by_hour_of_week() -> None:
    _front, north, partner = run(scenario(commitment()), plan(), 10).by_hour
    assert north.rostered.shape == (168,)
    assert north.rostered[9] == pytest.approx(2.0)
    assert north.share[9] == pytest.approx(0.5)
    assert north.share[8] is np.ma.masked
    assert partner.share.mask.all()


def test_desks() -> None:
    (desk,) = run(scenario(commitment()), plan(), 10).desks
    assert (desk.answered.mean or 0) + (desk.abandoned.mean or 0) == pytest.approx(1.0)
    assert desk.refused == Estimate(0.0, 0.0, 0.0, 10)
    assert 0.14 < (desk.wait_p90_h.mean or 0) < 0.16
    assert 0.07 < (desk.wait_mean_h.mean or 0) < 0.1


def test_data_frames() -> None:
    found: Result = run(scenario(commitment(), commitment("second")), plan(), 10)
    assert found.verdicts["id"].tolist() == ["onsite", "second"]
    assert {"attained", "attained_low", "attained_high", "attained_n", "late_by_cause_h.engineer"} <= set(
        found.verdicts
    )
    assert found.resources["kind"].tolist() == ["desk", "team", "team"]
    assert found.stock["store"].tolist() == ["depot", "van:north"]
    assert {"store", "part", "fill_rate", "fill_rate_low"} <= set(found.stock)
    assert found.cost["item"].tolist() == [
        "total", "pay", "overtime", "travel", "nights", "parts", "holding", "freight", "upkeep", "penalties", "one_off",
        "repairs", "income_charged", "claims", "bonus",
    ]  # fmt: skip
    assert len(found.tickets) == len(found.sample["reported"]) > 1000
    assert found.tickets["reported"].iloc[1].isoformat() == "1970-01-01T08:00:01+08:00"
    assert found.tickets["closed"].isna().all()


def test_warnings_are_those_of_the_files_and_the_advice_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    nature, ours = scenario(commitment()), plan()
    nature.warnings, ours.warnings = ("odd site", "odd year"), ("odd desk",)
    monkeypatch.setattr("sim.scenario.advice", lambda scenario, plan: ["nobody able", "odd year", "odd desk"])
    assert run(nature, ours, 1).warnings == ("odd site", "odd year", "odd desk", "nobody able")


def printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_heavy_libraries_are_imported_late() -> None:
    heavy = ("pandas", "scipy", "joblib", "matplotlib")
    assert printed(f"import sys, sim.study; print([m for m in {heavy} if m in sys.modules])") == "[]"


def test_the_front_door_is_light() -> None:
    assert printed("import sys, sim; print(sim.__version__, 'numpy' in sys.modules)") == "0.1.0 False"
    assert printed("from sim import run; print(run.__name__)") == "run"


def test_precision_is_no_reason_to_look_at_a_verdict_more_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a chance of 90 % no verdict comes: without an aim 400 are the end, else the first narrow look."""
    kept_like(monkeypatch, 0.90)
    at_400 = run(scenario(commitment()), plan()).commitments[0].attained.half_width or 0.0
    assert run(scenario(commitment()), plan(), precision=1.05 * at_400).replications == 400
    assert run(scenario(commitment()), plan(), precision=0.95 * at_400).replications == 800


def test_precision_holds_for_every_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of two shares does not vary; the other decides."""
    kept_like(monkeypatch, 0.2)
    half = run(scenario(commitment()), plan(), 50).commitments[0].attained.half_width or 0.0
    found = run(scenario(commitment(), commitment("second")), plan(), precision=0.75 * half)
    assert found.replications == 100
    assert all((one.attained.half_width or 1.0) < 0.75 * half for one in found.commitments)
