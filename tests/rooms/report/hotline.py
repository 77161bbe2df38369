"""A stand-in for the result of a hotline with a repair point: invented figures in a real scenario."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.scenario import load_plan, load_scenario
from sim.study import CommitmentResult, DeskResult, Estimate, HourUse, MilestoneTimes, ResourceResult, Result
from tests.rooms.report.standin import around, commitment, costs, unknown, weeks

SCENARIO = """\
schema: 1
name: {en: Software support, zh: 软件支持}
timezone: Asia/Shanghai
horizon: {start: 2026-01-05, weeks: 52}
channels:
  phone: {share: 80%, patience: {mean: 3min}, redial: {chance: 60%}, closed: reject}
  chat: {share: 20%, answer: deferred}
products:
  desk:
    faults:
      any: {rate_per_unit_year: 20, remote_fix: 60%, talk: 6min, repair: 2h, carry_in: 30%, bring: 1d, take_back: 1d}
"""
COMMITMENTS = """\
- {id: answer-speed, clause: 20秒内接听, measure: {from: reported, to: answered}, of: call, within: 20s, target: 80%}
- {id: answer-mean, measure: {from: reported, to: answered}, within: 30s, statistic: mean}
- {id: open-24x7, clause: 提供7×24小时热线电话服务, measure: {open: phone}}
- {id: uptime, measure: {availability: unit}, of: unit, target: 99%}
- {id: first-line, measure: {share_of: first_contact_fixed}, target: 70%}
- {id: in-touch, measure: {share_of: contacted}, of: customer, within: 3 months, target: 95%}
- {id: call-back, measure: {from: closed, to: called_back}, within: 2d..7d, target: 98%}
"""
PLAN = """\
desks:
  front: {seats: {"08:00-20:00": 3, "20:00-24:00": 1}, takes: [phone, chat], trunks: 8}
  partner: {seats: 1, employer: contracted}
outlets:
  shop: {lat: 31.2, lon: 121.5, benches: 2}
teams:
  shop: {engineers: 3}
"""
NO_LIMIT = {"late_h": unknown("no time limit"), "late_by_cause_h": {}, "penalty": unknown("no penalty is agreed")}


def write(folder: Path) -> Path:
    """The files of the scenario."""
    (folder / "plans").mkdir(parents=True)
    texts = {
        "scenario.yaml": SCENARIO,
        "commitments.yaml": COMMITMENTS,
        "plans/baseline.yaml": PLAN,
        "sites.csv": "site_id,lat,lon,units\nS1,31.3,121.4,100\nS2,31.9,120.4,50\n",
    }
    for path, text in texts.items():
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def hotline(folder: Path) -> Result:
    """The hotline that loses callers: three of seven commitments hold."""
    scenario = load_scenario(write(folder))
    plan = load_plan(scenario)
    none = unknown()
    return Result(
        scenario=scenario, plan=plan, seed=1, replications=40, digest="0" * 64, tickets_per_year=around(3_000, 40),
        commitments=commitments(), desks=desks(), uses=uses(), costs=costs(), counts={"repeats": none},
        by_hour=by_hour(), milestone_times=milestone_times(), backlog=weeks(scenario, "", "", 9.0),
    )  # fmt: skip


def commitments() -> tuple[CommitmentResult, ...]:
    """A share of calls, a mean, opening hours, availability, a share of fixes, customers and a window."""
    exact = Estimate(0.8333, 0.8333, 0.8333, 40)
    return (
        commitment("answer-speed", "break", 0.712, 0.8, unit="call"),
        commitment("answer-mean", "unproven", 0.0079, None, direction="at_most", unit="h", **NO_LIMIT,
                   attained=Estimate(0.0079, 0.0076, 0.0082, 40)),
        commitment("open-24x7", "break", 0.8333, None, unit="open time", attained=exact, **NO_LIMIT,
                   kept_probability=Estimate(0.0, 0.0, 0.0, 40)),
        commitment("uptime", "keep", 0.9951, 0.99, unit="availability", attained=around(0.9951, 0.0004), **NO_LIMIT),
        commitment("first-line", "break", 0.611, 0.7, **NO_LIMIT),
        commitment("in-touch", "keep", 0.97, 0.95, unit="customer", **NO_LIMIT),
        commitment("call-back", "keep", 0.985, 0.98, attained=around(0.985, 0.003)),
    )  # fmt: skip


def desks() -> tuple[DeskResult, ...]:
    """The hotline by channel, and a desk that only gets what flows over."""
    zero = Estimate(0.0, 0.0, 0.0, 40)
    phone = DeskResult(
        "front", "phone", around(14_000, 120), around(0.842, 0.006), around(0.108, 0.005), around(0.05, 0.004),
        around(0.0066, 0.0004), around(0.021, 0.001), around(0.011, 0.001),
    )  # fmt: skip
    chat = DeskResult(
        "front", "chat", around(3_000, 60), around(0.995, 0.002), zero, zero,
        around(0.41, 0.02), around(1.9, 0.1), around(0.2, 0.02),
    )  # fmt: skip
    partner = DeskResult(
        "partner", None, around(900, 30), around(0.9, 0.01), around(0.1, 0.01), zero,
        around(0.011, 0.001), around(0.03, 0.002), around(0.01, 0.001),
    )  # fmt: skip
    return phone, chat, partner


def uses() -> tuple[ResourceResult, ...]:
    """Desks, a team and the benches of its outlet."""
    zero = around(0.0, 0.0)
    rows = (("desk", "front", 0.71), ("desk", "partner", 0.4), ("team", "shop", 0.5), ("bench", "shop", 0.93))
    return tuple(
        ResourceResult(kind, name, around(busy, 0.01), around(0.9 * busy, 0.01), zero) for kind, name, busy in rows
    )


def by_hour() -> tuple[HourUse, ...]:
    """Seats busiest in the evening, when one is there; benches in office hours."""
    clock = np.arange(168) % 24
    seats = np.where(clock >= 20, 1.0, np.where(clock >= 8, 3.0, 0.0))
    busy = np.where(clock >= 20, 0.9, np.where(clock >= 8, 0.6, 0.0))
    office = ((clock >= 9) & (clock < 17) & (np.arange(168) < 120)).astype(float)
    return (
        HourUse("desk", "front", seats, seats * busy),
        HourUse("desk", "partner", np.ones(168), np.full(168, 0.4)),
        HourUse("team", "shop", 3 * office, 1.5 * office),
        HourUse("bench", "shop", 2 * office, 1.86 * office),
    )


def milestone_times() -> dict[str, MilestoneTimes]:
    """Times of calls, and of call-backs that begin two days after the repair."""
    rng = np.random.default_rng(4)
    waits = np.sort(rng.exponential(25, 9_000).astype(np.int64))
    backs = np.sort((86_400 * (1.7 + rng.gamma(3, 0.9, 2_000))).astype(np.int64))
    return {
        "answer-speed": MilestoneTimes(waits, 20, len(waits), 3),
        "answer-mean": MilestoneTimes(waits, 30, len(waits), 3),
        "call-back": MilestoneTimes(backs, 7 * 86_400, len(backs), 3),
    }


def no_calls(result: Result) -> Result:
    """The same with a promise to call back that breaks."""
    broken = tuple(replace(one, verdict="break") if one.id == "call-back" else one for one in result.commitments)
    return replace(result, commitments=broken)
