"""A stand-in for the result of a back office: contracts, a workshop, planned work; invented figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.scenario import Scenario, load_plan, load_scenario
from sim.study import (
    AccountResult,
    CommitmentResult,
    ContractResult,
    Estimate,
    HourUse,
    PlannedMonths,
    PlannedResult,
    ResourceResult,
    Result,
    StockResult,
    WeekSeries,
)
from tests.rooms.report.standin import around, commitment, costs, unknown

CITY = "昆明市公交集团"
SCENARIO = """\
schema: 1
name: {en: Automation, zh: 自动化装备}
timezone: Asia/Shanghai
horizon: {start: 2026-01-05, weeks: 52}
products:
  line:
    swap: {unit: drive, work: 45min}
    faults:
      any: {rate_per_unit_year: 4, repair: 3h, parts: {board: 60%}}
charged: {out_of_warranty: 100%, refused: 10%}
contracts: {昆明市公交集团: {fee_per_year: 1200000, years: 3}, north-region-hospital-group: 480000}
"""
COMMITMENTS = """\
- id: fix-24h
  clause: 维修现场实施连续不间断工作，争取在开始服务24小时内排除故障
  measure: {from: arrived, to: restored}
  within: 24h
  target: 90%
  penalty: {per_miss: 5000, bonus: 20000}
  exit: {misses: 3, in: quarter, per: customer}
- {id: onsite-24h, measure: {from: reported, to: arrived}, within: 24h, target: 95%}
"""
PLAN = """\
outlets:
  kunming: {lat: 25.0, lon: 102.7, stock: {board: 2, drive: 1}}
  qujing: {lat: 25.5, lon: 103.8, stock: {board: 1}}
teams:
  kunming: {engineers: 3}
  late: {outlet: kunming, engineers: 2, shift: late}
workshop: {benches: 2}
planned:
  quarterly: {every: 3 months, window: 2w, teams: [kunming], work: 2h, lowers_failures: 15%}
  季度巡检: {kind: inspection, every: 1 month}
"""
PARTS = """\
part_id,name,unit_cost,kind,lead,repair,scrap
board,主控板,3000,repairable,30d,6h,10%
drive,驱动单元,20000,unit,60d,,
"""
NO_LOOP = {"defective_per_year": unknown("it does not come back"), "mean_in_repair": unknown("it does not come back")}


def write(folder: Path) -> Path:
    """The files of the scenario."""
    (folder / "plans").mkdir(parents=True)
    texts = {
        "scenario.yaml": SCENARIO.replace("products:", 'calendars: {late: {hours: "14:00-22:00"}}\nproducts:', 1),
        "commitments.yaml": COMMITMENTS,
        "plans/baseline.yaml": PLAN.replace("季度巡检", "inspections"),
        "parts.csv": PARTS,
        "sites.csv": f"site_id,lat,lon,units,contract\nS1,25.1,102.8,10,{CITY}\nS2,25.6,103.7,5,\n",
    }
    for path, text in texts.items():
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def depot(folder: Path) -> Result:
    """Work on site breaks its promise, boards wait for the workshop, a quarter of the maintenance is late."""
    scenario = load_scenario(write(folder))
    plan = load_plan(scenario)
    return Result(
        scenario=scenario, plan=plan, seed=1, replications=40, digest="0" * 64, tickets_per_year=around(60, 4),
        commitments=commitments(), desks=(), uses=uses(), by_hour=by_hour(), stocks=stocks(), accounts=accounts(),
        costs=replace(costs(), repairs=around(44_000, 900), income_charged=around(31_000, 800), claims=around(900, 60)),
        by_contract=contracts(), planned_work=planned(), planned_months=planned_by_month(),
        in_repair_over_time=in_repair(scenario),
        counts={"quoted": around(21, 2), "declined": around(2.1, 0.3), "prevented": around(8.4, 0.9),
                "relieved": around(0, 0)},
    )  # fmt: skip


def commitments() -> tuple[CommitmentResult, ...]:
    """One broken by nights, with bonus and a right to end the contract; one that holds."""
    late = {"off_shift": around(300, 20), "part": around(80, 9), "repair": around(40, 5)}
    terms = {"bonus": around(12_345, 900), "exit_chance": Estimate(0.125, 0.042, 0.268, 40)}
    broken = commitment("fix-24h", "break", 0.71, late_by_cause_h=late, **terms)
    return broken, commitment("onsite-24h", "keep", 0.98, 0.95, late_by_cause_h={"travel": around(2, 1)})


def contracts() -> tuple[ContractResult, ...]:
    """One that earns, one that loses, and sites without any."""
    zero = Estimate(0.0, 0.0, 0.0, 40)

    def one(name: str, fee: float, cost: float, penalties: float, tickets: float) -> ContractResult:
        charged = 31_000.0 if not name else 2_000.0
        margin = fee + charged - cost - penalties + (0 if fee < 1e6 else 12_345) + (0 if name else 900)
        return ContractResult(
            id=name,
            fee=Estimate(fee, fee, fee, 40),
            income_charged=around(charged, 800),
            claims=zero if name else around(900, 60),
            bonus=zero if fee < 1e6 else around(12_345, 900),
            penalties=around(penalties, 0.1 * penalties),
            cost=around(cost, 0.02 * cost),
            margin=around(margin, 0.03 * cost),
            tickets_per_year=around(tickets, 2),
        )

    return (
        one(CITY, 1_200_000, 790_000, 12_345, 40),
        one("north-region-hospital-group", 480_000, 611_000, 45_000, 12),
        one("", 0, 84_000, 0, 8),
    )


def planned() -> tuple[PlannedResult, ...]:
    """Maintenance a quarter of which comes too late, inspections in time."""
    return (
        PlannedResult("quarterly", around(60, 0), around(0.75, 0.02), around(121, 3)),
        PlannedResult("inspections", around(24, 0), Estimate(1.0, 1.0, 1.0, 40), around(25, 1)),
    )


def planned_by_month() -> tuple[PlannedMonths, ...]:
    """Twelve months, the summer worse."""
    months = tuple(f"2026-{month:02d}" for month in range(1, 13))
    share = 0.75 + 0.2 * np.cos(np.arange(12) / 12 * 2 * np.pi)
    return (
        PlannedMonths("quarterly", months, 5 * share, 5 * (1 - share), 40),
        PlannedMonths("inspections", months, np.full(12, 2.0), np.zeros(12), 40),
    )


def in_repair(scenario: Scenario) -> tuple[WeekSeries, ...]:
    """Boards away for repair, more of them after the summer."""
    week = np.arange(52)
    starts = scenario.horizon.start + 7 * 86_400 * week
    mean = 2 + 1.2 * np.sin(week / 8 - 2)
    return tuple(
        WeekSeries(store, "board", starts, factor * mean, factor * 0.8 * mean, factor * 1.2 * mean, 40)
        for store, factor in (("kunming", 1.0), ("qujing", 0.4))
    )


def stocks() -> tuple[StockResult, ...]:
    """Boards that come back, drives that do not."""

    def one(store: str, part: str, fill: float, **loop: Estimate) -> StockResult:
        return StockResult(store, part, around(36, 2), around(fill, 0.02), around(fill - 0.1, 0.02), around(1.1, 0.1),
                           around(0.3, 0.1), around(4, 1), **loop)  # fmt: skip

    return (
        one("kunming", "board", 0.61, defective_per_year=around(35, 2), scrapped_per_year=around(3.6, 0.4),
            mean_in_repair=around(2.2, 0.2)),
        one("qujing", "board", 0.74, defective_per_year=around(14, 1), scrapped_per_year=around(1.3, 0.2),
            mean_in_repair=around(0.8, 0.1)),
        one("kunming", "drive", 0.9, **NO_LOOP),
    )  # fmt: skip


def accounts() -> tuple[AccountResult, ...]:
    """Both outlets."""
    return (
        AccountResult("qujing", around(42_000, 2_000), around(2_900, 200), around(14, 1)),
        AccountResult("kunming", around(1_234_567, 20_000), around(26_000, 900), around(35, 2)),
    )


def uses() -> tuple[ResourceResult, ...]:
    """The workshop is full."""
    zero = around(0.0, 0.0)
    rows = (("team", "kunming", 0.6), ("team", "late", 0.3), ("bench", "workshop", 0.93))
    return tuple(ResourceResult(kind, name, around(busy, 0.01), around(busy, 0.01), zero) for kind, name, busy in rows)


def by_hour() -> tuple[HourUse, ...]:
    """Office hours."""
    clock = np.arange(168) % 24
    office = ((clock >= 9) & (clock < 17) & (np.arange(168) < 120)).astype(float)
    return HourUse("team", "kunming", 3 * office, 1.8 * office), HourUse("bench", "workshop", 2 * office, 1.86 * office)
