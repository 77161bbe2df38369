"""One site 100 km up a road without surprises, engineers without end: every arrival takes 100 minutes, never more."""

from __future__ import annotations

import math
from pathlib import Path

from sim.scenario.geography import EARTH_RADIUS_M
from sim.study.variants import Variants

ARRIVAL_MIN = 100
SCENARIO = """\
schema: 1
timezone: UTC
horizon: {start: 2026-01-05, weeks: 6, warmup: 0s, runout: 1w}
channels:
  phone: {share: 50%, answer: live}
  chat: {share: 30%, answer: live}
  mail: {share: 20%, answer: live}
products: {press: {faults: {any: {rate_per_unit_year: 150, repair: 10min}}}}
travel: {detour: 1, speeds: 60, noise_cv: 0}
prices: {per_km: 1}
"""
COMMITMENTS = """\
- {id: onsite, measure: {from: reported, to: arrived}, within: 2h, target: 90%}
- {id: swift, measure: {from: reported, to: arrived}, within: 1h, target: 90%}
- {id: slow, measure: {from: reported, to: arrived}, statistic: mean, within: 5h}
"""
PLAN = """\
outlets: {depot: {lat: 50.0, lon: 10.0}}
dispatch: {after_job: return}
teams:
  depot: {engineers: 20, shift: always, pay_per_engineer_month: 100}
  night: {outlet: depot, engineers: 3, shift: office, on_call: 1}
"""


def far_site(folder: Path, commitments: str = COMMITMENTS) -> Variants:
    """Variants of it."""
    north = 50.0 + math.degrees(100_000 / EARTH_RADIUS_M)
    (folder / "plans").mkdir(parents=True)
    texts = {
        "scenario.yaml": SCENARIO,
        "commitments.yaml": commitments,
        "plans/baseline.yaml": PLAN,
        "sites.csv": f"site_id,lat,lon,units\nfar,{north},10.0,1\n",
    }
    for path, text in texts.items():
        (folder / path).write_text(text, encoding="utf-8")
    return Variants(folder)
