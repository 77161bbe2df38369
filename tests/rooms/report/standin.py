"""A stand-in for a result of realistic size: invented figures in a real scenario, to test showing alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.clock import NEVER
from sim.judge import CAUSES, TIMES
from sim.scenario import Scenario, load_plan, load_scenario
from sim.study import (
    CommitmentResult,
    CostResult,
    DeskResult,
    Estimate,
    HourUse,
    MilestoneTimes,
    PeriodResult,
    ResourceResult,
    Result,
    StockResult,
    WeekSeries,
)

CITIES = {
    "beijing": (39.90, 116.41), "shanghai": (31.23, 121.47), "guangzhou": (23.13, 113.26), "chengdu": (30.57, 104.07),
    "wuhan": (30.59, 114.31), "xian": (34.34, 108.94), "shenyang": (41.80, 123.43), "urumqi": (43.83, 87.62),
    "zhengzhou": (34.75, 113.63), "kunming": (25.04, 102.71), "jinan": (36.65, 117.12), "changsha": (28.23, 112.94),
}  # fmt: skip
OUTLETS = tuple(CITIES)
LONG = "onsite-24h-within-100-km-north"  # 30 characters


def around(mean: float, half: float, n: int = 40) -> Estimate:
    """An estimate with a symmetric interval."""
    return Estimate(mean, mean - half, mean + half, n)


def unknown(reason: str = "no replication has a case") -> Estimate:
    """An estimate nothing is known about."""
    return Estimate(None, None, None, 0, reason)


def write_scenario(folder: Path, sites: int = 300, outlets: int = 12, name: str = "客车售后服务") -> Path:
    """A nationwide scenario with six commitments, one team per outlet and two desks."""
    (folder / "plans").mkdir(parents=True)
    texts = {
        "scenario.yaml": _SCENARIO.replace("NAME", name),
        "commitments.yaml": _COMMITMENTS.replace("LONG", LONG),
        "sites.csv": _sites(sites),
        "plans/baseline.yaml": _plan(outlets),
        "plans/lean.yaml": _plan(outlets),
        "parts.csv": "part_id,name,unit_cost,lead\ndoor-pump,车门泵,1200,7d\nuv-lamp,紫外灯,80,3d\n",
    }
    for path, text in texts.items():
        (folder / path).write_text(text, encoding="utf-8")
    return folder


_SCENARIO = """\
schema: 1
name: {en: Coach service, zh: NAME}
timezone: Asia/Shanghai
country: CN
currency: CNY
horizon: {start: 2026-01-05, weeks: 52}
calendars:
  works: {days: mon-fri, hours: ["08:30-12:00", "13:00-17:30"], holidays: CN}
channels:
  phone: {answer: live, patience: {mean: 3min}}
products:
  coach:
    faults:
      body: {rate_per_unit_year: {value: 1.4, assumed: true, low: 1, high: 2}, remote_fix: 20%, talk: 6min, repair: 2h}
      engine: {rate_per_unit_year: 0.6, supplier: enginemaker, repair: {value: 5h, assumed: true}}
suppliers: {enginemaker: {contact: {handle: 20min}, reply: {mean: 6h}, supply: {mean: 3d}, visits: own}}
complaints: {all_kept: 0.5%, one_missed: 4%, more_missed: 15%}
prices: {per_km: 0.9}
"""
_COMMITMENTS = """\
- id: LONG
  clause: {zh: "服务半径在100KM以内的，应在24小时内到达现场处理", en: "On site within 24 h inside 100 km"}
  clause_ref: 3.2.2
  measure: {from: reported, to: arrived}
  within: 24h
  covers: {fault: [body], radius_km: {at_most: 100}}
  target: 90%
  review: quarter
  penalty: {per_miss: 500}
- id: reply-beyond-100km
  measure: {from: reported, to: replied}
  within: 12h
  covers: {any: [{radius_km: {above: 100}}, {needs_supplier: true}]}
  target: 90%
- id: same-day
  measure: {from: reported, to: restored}
  by: {end_of_day: works, cutoff: "16:00"}
  target: 85%
- id: timeliness
  measure: {share_of: times_kept}
  target: 90%
- id: complaints
  measure: {share_of: complained}
  target: {below: 3%}
- id: chassis-contact
  measure: {from: reported, to: supplier_contacted}
  within: 12h
  covers: {needs_supplier: true}
  target: 90%
"""


def _sites(count: int) -> str:
    rng = np.random.default_rng(5)
    homes = [list(CITIES.values())[i % len(CITIES)] for i in range(count)]
    spread = rng.normal(0, 1.4, (count, 2))
    rows = [
        f"S{i:03d},{lat + dy:.4f},{lon + dx:.4f},8"
        for i, ((lat, lon), (dy, dx)) in enumerate(zip(homes, spread, strict=True))
    ]
    return "\n".join(["site_id,lat,lon,units", *rows]) + "\n"


def _plan(outlets: int) -> str:
    chosen = OUTLETS[:outlets]
    stock = "stock: {door-pump: 3, uv-lamp: {s: 2, S: 6}}"
    places = "".join(f"  {name}: {{lat: {CITIES[name][0]}, lon: {CITIES[name][1]}, {stock}}}\n" for name in chosen)
    teams = "".join(f"  {name}: {{engineers: 3, shift: works, pay_per_engineer_month: 9000}}\n" for name in chosen)
    desks = "  front: {seats: 3, takes: [phone], escalate_to: experts}\n  experts: {calendar: works, seats: 2}\n"
    return f"desks:\n{desks}outlets:\n{places}teams:\n{teams}"


def standin(folder: Path, **scenario: object) -> Result:
    """A result over an invented sample: three commitments hold, one breaks, one is open, one has no case."""
    loaded = load_scenario(write_scenario(folder, **scenario))  # type: ignore[arg-type]
    plan = load_plan(loaded)
    return Result(
        scenario=loaded,
        plan=plan,
        seed=1,
        replications=40,
        digest="0123456789abcdef" * 4,
        tickets_per_year=around(12_345, 160),
        commitments=commitments(),
        desks=desks(),
        uses=uses(plan.teams),
        costs=costs(),
        stocks=stocks(plan.outlets),
        stock_over_time=stock_over_time(loaded, plan.outlets),
        backlog=weeks(loaded, "", "", 90.0),
        by_hour=by_hour(plan.teams),
        sample=sample(loaded, plan),
        milestone_times=milestone_times(),
        assumptions=(*loaded.assumptions, *plan.assumptions),
        warnings=(*loaded.warnings, *plan.warnings),
    )  # fmt: skip


def costs() -> CostResult:
    """Most kinds of cost, one of them without a price, and something spent once."""
    exact = {"pay": 3_888_000, "upkeep": 144_000, "one_off": 250_000}
    about = {"overtime": 98_000, "travel": 112_345, "parts": 61_000, "holding": 7_300, "penalties": 12_000}
    yearly = {kind: amount for kind, amount in {**exact, **about}.items() if kind != "one_off"}
    return CostResult(
        total=around(4_322_645, 9_100),
        nights=unknown("nobody stays overnight"),
        freight=unknown("no price"),
        **{kind: Estimate(amount, amount, amount, 40) for kind, amount in exact.items()},
        **{kind: around(amount, 0.01 * amount) for kind, amount in about.items()},
        without=("freight", "repair of exchanged units"),
        shares={kind: around(amount / 4_322_645, 0.001) for kind, amount in yearly.items()},
    )


BAD_YEAR = Estimate(15_000.0, 14_100.0, None, 40, "40 replications are too few for an upper bound: it takes 72")
PARTS = ("door-pump", "uv-lamp")


def stocks(outlets: Iterable[str]) -> tuple[StockResult, ...]:
    """Two parts at every outlet and one that nobody asks for."""
    found = [
        StockResult(store, part, around(40 + 3 * i, 2), around(0.70 + 0.012 * i, 0.01), around(0.75 + 0.01 * i, 0.008),
                    around(2.1, 0.1), around(0.2, 0.02), around(31, 1))
        for i, (store, part) in enumerate(itertools.product(outlets, PARTS))
    ]  # fmt: skip
    zero = around(0.0, 0.0)
    return (*found, StockResult("central", "uv-lamp", zero, unknown(), around(1.0, 0.0), around(6, 0), zero, zero))


def weeks(scenario: Scenario, store: str, part: str, level: float) -> WeekSeries:
    """52 weeks that swing with the seasons."""
    week = np.arange(52)
    mean = level * (1 + 0.4 * np.sin(week / 8))
    starts = scenario.horizon.start + 7 * 86_400 * week
    return WeekSeries(store, part, starts, mean, 0.93 * mean, 1.07 * mean, 40)


def stock_over_time(scenario: Scenario, outlets: Iterable[str]) -> tuple[WeekSeries, ...]:
    """One series per stock."""
    return tuple(weeks(scenario, store, part, 2.0) for store, part in itertools.product(outlets, PARTS))


def commitment(
    name: str, verdict: str, mean: float | None, target: float | None = 0.9, **changes: object
) -> CommitmentResult:
    """One commitment's figures; anything can be replaced by keyword."""
    attained = unknown() if mean is None else around(mean, 0.011)
    late = {cause: around(10.0 * (i % 4) * (1 if mean else 0), 1) for i, cause in enumerate(CAUSES)}
    chance = {"keep": Estimate(1.0, 0.928, 1.0, 40), "break": Estimate(0.1, 0.04, 0.21, 40)}
    made = CommitmentResult(
        id=name, unit="ticket", target=target, direction="at_least", covered_per_period=around(3_210, 40),
        attained=attained, undecided=0, kept_probability=chance.get(verdict, Estimate(0.925, 0.82, 0.98, 40)),
        verdict=verdict, replications_needed=None, penalty=around(12_345, 1_234), penalty_p95=BAD_YEAR,
        late_h=around(130, 9) if mean else Estimate(0.0, 0.0, 0.0, 40), late_by_cause_h=late,
    )  # type: ignore[arg-type]  # fmt: skip
    changed = replace(made, **changes)  # type: ignore[arg-type]
    return replace(changed, late_share=shares_of(changed.late_by_cause_h))


def shares_of(late: Mapping[str, Estimate]) -> dict[str, Estimate]:
    """Of the late hours, by cause, two points to either side."""
    total = sum(e.mean or 0.0 for e in late.values())
    return {cause: around((e.mean or 0.0) / total, 0.02) if total else unknown() for cause, e in late.items()}


def commitments() -> tuple[CommitmentResult, ...]:
    """All verdicts a run can give but 'fine only'."""
    met = Estimate(1.0, 0.91, 1.0, 40)
    quarters = tuple(
        PeriodResult(
            f"2026-Q{q}",
            q < 4,
            around(800, 9),
            around(0.93 + 0.005 * q, 0.01),
            met if q < 4 else unknown(),
        )
        for q in range(1, 5)
    )
    none = {cause: Estimate(0.0, 0.0, 0.0, 40) for cause in CAUSES}
    no_limit = {cause: unknown("no time limit") for cause in CAUSES}
    share = {
        "late_h": unknown("no time limit"),
        "late_by_cause_h": no_limit,
        "penalty": unknown("no penalty is agreed"),
    }
    engineers = {**none, "engineer": around(830, 40), "off_shift": around(310, 20), "travel": around(120, 10)}
    return (
        commitment(LONG, "keep", 0.931, periods=quarters),
        commitment("reply-beyond-100km", "keep", 0.9997, late_h=Estimate(0.0, 0.0, 0.0, 40), late_by_cause_h=none),
        commitment("same-day", "break", 0.702, 0.85, late_h=around(1260, 66), late_by_cause_h=engineers),
        commitment("timeliness", "unproven", 0.9004, undecided=7, replications_needed=81, **share),
        commitment("complaints", "keep", 0.021, 0.03, direction="below", attained=around(0.021, 0.002), **share),
        commitment("chassis-contact", "no-evidence", None, kept_probability=unknown(), late_by_cause_h=none),
    )


def desks() -> tuple[DeskResult, ...]:
    """A hotline and an internal desk."""
    front = DeskResult(
        "front", "phone", around(14_000, 120), around(0.962, 0.004), around(0.038, 0.004), around(0.0, 0.0),
        around(0.0066, 0.0004), around(0.021, 0.001), around(0.011, 0.001),
    )  # fmt: skip
    none = unknown("the desk takes no channel")
    return front, DeskResult("experts", None, none, none, none, none, none, none, none)


def uses(teams: object) -> tuple[ResourceResult, ...]:
    """Two desks and every team."""
    assert hasattr(teams, "__iter__")
    desk = [
        ResourceResult("desk", name, around(0.31, 0.01), around(0.31, 0.01), around(0, 0))
        for name in ("front", "experts")
    ]
    team = [
        ResourceResult(
            "team", name, around(0.45 + 0.04 * i, 0.01), around(0.3 + 0.02 * i, 0.01), around(130 + 60 * i, 9)
        )
        for i, name in enumerate(teams)
    ]
    return (*desk, *team)


def by_hour(teams: object) -> tuple[HourUse, ...]:
    """Office hours with a Monday peak for teams, round the clock for the hotline."""
    assert hasattr(teams, "__iter__")
    hour = np.arange(168)
    day, clock = hour // 24, hour % 24
    office = ((day < 5) & (clock >= 8) & (clock < 18)).astype(float)
    busy = np.clip(0.75 - 0.08 * day + 0.02 * (clock - 8), 0.05, 1)
    desk = HourUse("desk", "front", np.full(168, 3.0), 3 * (0.1 + 0.5 * np.exp(-((clock - 10) ** 2) / 18)))
    team = [HourUse("team", name, 3 * office, 3 * office * busy * (0.6 + 0.04 * i)) for i, name in enumerate(teams)]
    return (desk, HourUse("desk", "experts", 2 * office, office * busy), *team)


def milestone_times() -> dict[str, MilestoneTimes]:
    """Three replications of tickets, some of which never got there; one promise with deadlines of its own per ticket.

    Nothing is kept of `chassis-contact`.
    """
    rng = np.random.default_rng(8)
    hours = {
        LONG: (rng.lognormal(2.3, 0.8, 2_000), 24),
        "reply-beyond-100km": (rng.lognormal(0.5, 1.0, 4_000), 12),
        "same-day": (rng.normal(-4, 9, 6_000), None),
    }
    return {name: _times(took, limit_h) for name, (took, limit_h) in hours.items()}


def _times(hours: np.ndarray, limit_h: int | None) -> MilestoneTimes:
    seconds = np.sort((3600 * hours).astype(np.int64))
    seconds[-len(seconds) // 50 :] = NEVER
    return MilestoneTimes(seconds, None if limit_h is None else limit_h * 3600, len(seconds), 3)


def sample(scenario: object, plan: object, rows: int = 6_000) -> dict[str, np.ndarray]:
    """Ticket rows with plausible milestones; some are still open."""
    rng = np.random.default_rng(7)
    sites, horizon = scenario.sites, scenario.horizon  # type: ignore[attr-defined]
    reported = np.sort(rng.integers(horizon.start, horizon.end, rows))
    answered = reported + rng.integers(5, 300, rows)
    engine = rng.random(rows) < 0.3
    contacted = np.where(engine, answered + rng.exponential(7000, rows).astype(np.int64), NEVER)
    arrived = answered + rng.lognormal(10.4, 0.8, rows).astype(np.int64)
    restored = np.where(rng.random(rows) < 0.98, arrived + rng.lognormal(8.9, 0.7, rows).astype(np.int64), NEVER)
    times = {name: np.full(rows, NEVER) for name in TIMES}
    times |= {
        "reported": reported,
        "answered": answered,
        "responded": answered,
        "arrived": arrived,
        "diagnosed": arrived,
    }
    times |= {"replied": answered + 600, "supplier_contacted": contacted, "restored": restored, "closed": restored}
    visited = rng.integers(0, len(sites), rows)
    text = {
        "ticket": np.array([f"t{i}" for i in range(rows)]), "repeat_of": np.full(rows, ""),
        "judged": np.ones(rows, np.bool_), "site_id": np.array([sites[i].id for i in visited]),
        "customer": np.full(rows, "=2+5"), "contract": np.full(rows, ""), "product": np.full(rows, "coach"),
        "fault": np.where(engine, "engine", "body"), "severity": np.full(rows, "general"),
        "channel": np.full(rows, "phone"), "outlet": np.full(rows, "beijing"), "desk": np.full(rows, "front"),
        "team": np.full(rows, "beijing"), "engineer": np.full(rows, "beijing-1"),
    }  # fmt: skip
    counts = {
        "attempts": np.ones(rows, np.int64),
        "refused": np.zeros(rows, np.int64),
        "visits": np.ones(rows, np.int64),
    }
    causes = {f"{cause}_s": np.full(rows, 60 * i) for i, cause in enumerate(CAUSES)}
    return {
        "replication": np.arange(rows) % 3,
        **text,
        **counts,
        "distance_km": rng.random(rows) * 90,
        **times,
        **causes,
    }
