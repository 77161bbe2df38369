"""A road with one depot and four sites; a drive takes a minute per km, and there is always somebody to send."""

from __future__ import annotations

import math
from pathlib import Path

from sim.scenario.geography import EARTH_RADIUS_M
from sim.study.variants import Variants

KM = {"near": 10, "mid": 25, "away": 47, "far": 95}
SCENARIO = """\
schema: 1
timezone: UTC
horizon: {start: 2026-01-05, weeks: 8, warmup: 0s, runout: 5w}
calendars: {works: {days: mon-fri, hours: "08:00-17:00"}}
products: {press: {faults: {any: {rate_per_unit_year: 40, repair: {mean: 2h, cv: 0.8}}}}}
travel: {detour: 1, speeds: 60, noise_cv: 0}
"""
ONSITE = (
    "- {id: onsite, measure: {from: reported, to: arrived}, within: 30min, target: 100%, penalty: {per_miss: 500}}\n"
)
MANY = """\
- id: onsite
  measure: {from: reported, to: arrived}
  within: 30min
  target: 60%
  penalty: {per_miss: 500, per_hour_late: 100, free_misses: 1}
- {id: fixed, measure: {from: arrived, to: restored}, within: 2h, target: 90%, covers: {radius_km: {at_most: 50}}}
- id: away
  measure: {from: reported, to: restored}
  within: 1d
  target: 90%
  covers: {any: [{radius_km: {above: 30}}, {region: [north]}]}
  review: month
- {id: days, measure: {from: reported, to: restored}, within: 2wd, clock: works, target: 90%}
- id: by-hours
  measure: {from: reported, to: arrived}
  cases: [{covers: {reported_during: works}, within: 1h}, {within: 4h}]
  target: 90%
- {id: mean, measure: {from: reported, to: restored}, within: 4h, statistic: mean}
- {id: same-day, measure: {from: reported, to: restored}, by: {end_of_day: works}, target: 50%}
- {id: timeliness, measure: {share_of: times_kept}, target: 50%}
- {id: open, measure: {open: phone}, clock: works}
"""
PLAN = """\
outlets: {depot: {lat: 50.0, lon: 10.0}}
dispatch: {rule: order_of_arrival}
teams: {depot: {engineers: unlimited, shift: always}}
"""


def write(folder: Path, commitments: str = ONSITE, plan: str = PLAN) -> Path:
    """The files of the scenario."""
    rows = [
        f"{name},{50.0 + math.degrees(km * 1000 / EARTH_RADIUS_M)},10.0,{'north' if km > 90 else 'south'},2"
        for name, km in KM.items()
    ]
    (folder / "plans").mkdir(parents=True, exist_ok=True)
    texts = {
        "scenario.yaml": SCENARIO,
        "commitments.yaml": commitments,
        "plans/baseline.yaml": plan,
        "sites.csv": "\n".join(["site_id,lat,lon,region,units", *rows]) + "\n",
    }
    for path, text in texts.items():
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def road(folder: Path, commitments: str = ONSITE, plan: str = PLAN) -> Variants:
    """Variants of it."""
    return Variants(write(folder, commitments, plan))
