"""Little companies on a plane that are short of exactly one thing, so that the right advice is known beforehand."""

from __future__ import annotations

from pathlib import Path

from sim.study.variants import Variants

SCENARIO = """\
schema: 1
timezone: UTC
horizon: {horizon}
travel: {{distance: plane, noise_cv: 0}}
{more}
products: {{box: {{faults: {{any: {{{fault}}}}}}}}}
"""
HORIZON = "{start: 2026-01-05, weeks: 4, warmup: 1w, runout: 1w}"
ONSITE = "- {id: onsite, measure: {from: reported, to: arrived}, within: 4h, target: 90%}\n"
PAY = "pay_per_engineer_month: 5000"
SITES = ("A,1,10,west", "B,401,10,east")


def company(
    folder: Path, plan: str, fault: str, commitments: str = ONSITE, more: str = "", parts: str = "", **given: str
) -> Variants:
    """Written and ready to be varied."""
    (folder / "plans").mkdir(parents=True, exist_ok=True)
    texts = {
        "scenario.yaml": SCENARIO.format(horizon=given.get("horizon", HORIZON), more=more, fault=fault),
        "commitments.yaml": commitments,
        "sites.csv": "\n".join(["site_id,x_km,y_km,region", *SITES]) + "\n",
        "plans/baseline.yaml": plan,
    }
    texts |= {"parts.csv": parts} if parts else {}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Variants(folder)


def engineers(folder: Path, horizon: str = HORIZON, rate: str = "1.6/d") -> Variants:
    """The same demand in the west and in the east; one engineer there, three here."""
    plan = f"""\
outlets: {{west: {{x_km: 1, y_km: 0}}, east: {{x_km: 401, y_km: 0}}}}
teams:
  west: {{engineers: 1, shift: always, {PAY}}}
  east: {{engineers: 3, shift: always, {PAY}}}
territories: {{w: {{regions: west, outlets: west}}, e: {{regions: east, outlets: east}}}}
"""
    return company(folder, plan, f"rate: {rate}, repair: {{dist: exponential, mean: 9h}}", horizon=horizon)


def pumps(folder: Path) -> Variants:
    """Engineers enough; every repair takes a pump, of which one lies in the west and six in the east."""
    plan = f"""\
outlets:
  west: {{x_km: 1, y_km: 0, stock: {{pump: 1}}}}
  east: {{x_km: 401, y_km: 0, stock: {{pump: 6}}}}
teams:
  west: {{engineers: 3, shift: always, {PAY}}}
  east: {{engineers: 3, shift: always, {PAY}}}
territories: {{w: {{regions: west, outlets: west}}, e: {{regions: east, outlets: east}}}}
"""
    fault = "rate: 0.5/d, repair: 1h, parts: {pump: {chance: 100%, known: 100%}}"
    parts = "part_id,unit_cost,kind,lead\npump,100,consumable,2d\n"
    promise = ONSITE.replace("4h", "8h")
    return company(folder, plan, fault, promise, "prices: {holding_per_year: 20%}", parts)


def seats(folder: Path) -> Variants:
    """One seat for the calls of the day, and engineers enough."""
    plan = f"""\
desks: {{front: {{seats: 1, takes: [phone], pay_per_seat_month: 4000}}}}
outlets: {{west: {{x_km: 1, y_km: 0}}, east: {{x_km: 401, y_km: 0}}}}
teams:
  west: {{engineers: 4, shift: always, {PAY}}}
  east: {{engineers: 4, shift: always, {PAY}}}
"""
    fault = "rate: 5/d, talk: {dist: exponential, mean: 90min}, repair: 10min"
    promise = "- {id: answer, measure: {from: reported, to: answered}, within: 10min, target: 90%}\n"
    return company(folder, plan, fault, promise, "channels: {phone: {share: 100%, answer: live}}")
