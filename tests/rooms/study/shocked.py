"""A little company with everything that a shock can hit: two outlets, parts, a supplier, desks, assumed inputs."""

from __future__ import annotations

from pathlib import Path

from sim.study.variants import Variants

SCENARIO = """\
schema: 1
timezone: Asia/Shanghai
country: CN
horizon: {start: 2026-01-05, weeks: 13, warmup: 1w, runout: 3w}
calendars: {daily: {days: daily, hours: "08:00-20:00"}}
profile:
  surges: {from: 2026-03-02, to: 2026-03-08, factor: x1.3, regions: 云南省}
suppliers:
  maker: {reply: {mean: {value: 3h, assumed: true, low: 1h, high: 12h}}, supply: 20h}
products:
  press:
    faults:
      any:
        rate_per_unit_year: {value: 30, assumed: true, low: 20, high: 200}
        repair: {mean: {value: 2h, assumed: true, low: 1h, high: 9h}, cv: 0.5}
        parts: {pump: {chance: {value: 20%, assumed: true, low: 10%, high: 50%}, known: 50%}, lamp: 5%}
      made: {rate_per_unit_year: 10, supplier: {id: maker, chance: 100%}, repair: 1h}
travel: {detour: 1.3, speeds: {kmh: {value: 60, assumed: true, low: 20, high: 80}}, noise_cv: 0.2}
prices: {per_km: {value: 1, assumed: true, low: 0.5, high: 2}}
"""
COMMITMENTS = """\
- {id: onsite, measure: {from: reported, to: arrived}, within: 24h, target: 80%, penalty: {per_miss: 100}}
- {id: reply, measure: {from: reported, to: replied}, covers: {needs_supplier: true}, within: 8h, target: 80%}
- {id: restored, measure: {from: reported, to: restored}, within: 1h, target: 90%}
- {id: arrival, measure: {from: reported, to: arrived}, statistic: mean, within: 24h}
- {id: fined, measure: {from: reported, to: restored}, within: 48h, penalty: {per_miss: 50}}
"""
PLAN = """\
outlets:
  kunming: {city: 昆明, stock: {pump: 2, lamp: 1}}
  qujing: {city: 曲靖, stock: {pump: 1, lamp: 1}}
desks: {front: {seats: 1, takes: phone}}
supply: {sourcing: [van, outlet]}
teams:
  kunming: {engineers: 3, shift: daily, leave: {from: 2026-01-07, to: 2026-01-08}, pay_per_engineer_month: 9000}
  qujing: {engineers: 1, shift: daily, pay_per_engineer_month: 9000}
"""
PARTS = "part_id,lead\npump,8d\nlamp,{mean: 4d}\n"
SITES = "site_id,city,units\na,昆明,4\nb,昆明,3\nc,曲靖,2\nd,玉溪,2\n"


def shocked(
    folder: Path, scenario: str = SCENARIO, commitments: str = COMMITMENTS, plan: str = PLAN, parts: str = PARTS
) -> Variants:
    """Variants of it."""
    (folder / "plans").mkdir(parents=True)
    texts = {
        "scenario.yaml": scenario,
        "commitments.yaml": commitments,
        "plans/baseline.yaml": plan,
        "sites.csv": SITES,
        "parts.csv": parts,
    }
    for path, text in texts.items():
        (folder / path).write_text(text, encoding="utf-8")
    return Variants(folder)
