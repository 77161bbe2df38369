"""A tender with two contracts: `alpha` lies at the outlet, `beta` 200 km up the road, more than three hours away."""

from __future__ import annotations

import math
from pathlib import Path

from sim.scenario.geography import EARTH_RADIUS_M
from sim.study.variants import Variants

SCENARIO = """\
schema: 1
name: {en: Two lots, zh: 两个包}
timezone: UTC
horizon: {start: 2026-01-05, weeks: 52, warmup: 0s}
products: {press: {faults: {any: {rate_per_unit_year: {value: 40, assumed: true, low: 20, high: 80}, repair: 10min}}}}
travel: {detour: 1, speeds: {value: 60, assumed: true, low: 30, high: 240}, noise_cv: 0}
contracts: {alpha: {fee_per_year: 120000, years: 3}, beta: {fee_per_year: 10000, years: 3}}
prices: {per_km: {value: 1, assumed: true, low: 0.5, high: 2}}
"""
COMMITMENTS = """\
- id: onsite-1h
  clause_ref: "3.1"
  clause: {zh: "一小时内到达现场，每超时一次扣500元", en: "On site within one hour; 500 off for every miss"}
  measure: {from: reported, to: arrived}
  within: 1h
  target: 90%
  penalty: {per_miss: 500}
- {id: onsite-1d, measure: {from: reported, to: arrived}, within: 1d, target: 90%, covers: {region: north}}
- {id: timeliness, measure: {share_of: times_kept}, target: 90%}
- {id: alpha-2h, measure: {from: reported, to: arrived}, within: 2h, target: 95%, covers: {contract: alpha}}
"""
PLAN = """\
outlets: {depot: {lat: 50.0, lon: 10.0}}
dispatch: {after_job: return}
teams: {depot: {engineers: 6, shift: always, pay_per_engineer_month: {value: 900, assumed: true, low: 800, high: 1000}}}
"""


def write(folder: Path, scenario: str = SCENARIO, commitments: str = COMMITMENTS, plan: str = PLAN) -> Path:
    """The files of the scenario."""
    far = 50.0 + math.degrees(200_000 / EARTH_RADIUS_M)
    sites = (
        "site_id,lat,lon,region,customer,contract,units\n"
        f"near,50.0,10.0,south,a,alpha,1\nfar,{far},10.0,north,b,beta,1\n"
    )
    (folder / "plans").mkdir(parents=True)
    texts = {
        "scenario.yaml": scenario,
        "commitments.yaml": commitments,
        "plans/baseline.yaml": plan,
        "sites.csv": sites,
    }
    for path, text in texts.items():
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def tender(folder: Path, **texts: str) -> Variants:
    """Variants of it."""
    return Variants(write(folder / "tender", **texts))
