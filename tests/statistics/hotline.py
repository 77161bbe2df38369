"""A hotline whose cheapest staffing is known from a formula."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "scenario.yaml": """\
schema: 1
timezone: UTC
horizon: {start: 2026-01-05, days: 3, warmup: 6h, runout: 1h}
judge: {confidence: 95%, assurance: 50%}
channels: {phone: {share: 72%, answer: live}, chat: {share: 28%, answer: live}}
products: {box: {faults: {any: {rate: 2.1/h, remote_fix: 100%, talk: {dist: exponential, mean: 1h}}}}}
travel: {distance: plane}
""",
    "commitments.yaml": """\
- {id: phone, measure: {from: reported, to: answered}, within: 15min, target: 65%, covers: {channel: phone}}
- {id: chat, measure: {from: reported, to: answered}, within: 15min, target: 65%, covers: {channel: chat}}
""",
    "sites.csv": "site_id,x_km,y_km,units\nS1,0,0,1\n",
    "plans/baseline.yaml": """\
desks:
  phone: {seats: 4, takes: phone, pay_per_seat_month: 3000}
  chat: {seats: 3, takes: chat, pay_per_seat_month: 4000}
outlets: {depot: {x_km: 0, y_km: 0}}
teams: {depot: {engineers: 0}}
decide: {"desks.*.seats": 1..4}
""",
}
CALLS_PER_HOUR = {"phone": 2.1 * 0.72, "chat": 2.1 * 0.28}
PAY = {"phone": 3000 * 12, "chat": 4000 * 12}
TALK_H, WITHIN_H, TARGET = 1.0, 0.25, 0.65


def written(folder: Path) -> Path:
    """The scenario as files."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
