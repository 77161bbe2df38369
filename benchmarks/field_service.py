"""The yardstick's field service as a scenario folder: 18,000 tickets a year, 20 engineers, 4 outlets with 10 parts.

Times a scale: sites, engineers and outlets grow with the tickets.
"""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import numpy as np

PARTS = {f"p{number}": 1 / number / sum(1 / n for n in range(1, 11)) for number in range(1, 11)}  # shares of demand
NEED = 0.35  # parts a visit needs on average
WEIGHTS_WEEKDAY = [3.0 if 8 <= hour < 18 else 1.0 if hour in (6, 7, 18, 19, 20, 21) else 0.3 for hour in range(24)]
SKILLS = {"a": ["a"], "b": ["b"], "ab": ["a", "b"]}
SIDE_KM = 150.0
ORIGIN = (30.0, 110.0)


def write(folder: Path, scale: int) -> None:
    """Write scenario, promises, sites and plan into `folder`."""
    (folder / "plans").mkdir(parents=True)
    _write_json(folder / "scenario.yaml", _nature(scale))
    _write_json(folder / "commitments.yaml", _promises())
    _write_json(folder / "plans" / "baseline.yaml", _plan(scale))
    draw = np.random.default_rng(1)
    with (folder / "parts.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["part_id", "lead"])
        rows.writerows([part, "{dist: uniform, low: 118h, high: 122h}"] for part in PARTS)
    with (folder / "sites.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["site_id", "lat", "lon"])
        for number, (x, y) in enumerate(draw.uniform(0, SIDE_KM, (50 * scale, 2))):
            rows.writerow([f"s{number:05d}", *_place(x, y)])


def _write_json(path: Path, content: object) -> None:
    """JSON is YAML too."""
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def _place(x_km: float, y_km: float) -> tuple[float, float]:
    lat = ORIGIN[0] + y_km / 111.2
    return round(lat, 5), round(ORIGIN[1] + x_km / (111.2 * math.cos(math.radians(ORIGIN[0]))), 5)


def _lognormal(mean: str, sigma: float) -> dict[str, object]:
    return {"dist": "lognormal", "mean": mean, "cv": round(math.sqrt(math.expm1(sigma**2)), 6)}


def _nature(scale: int) -> dict[str, object]:
    def fault(skill: str, severity: str, share: float) -> dict[str, object]:
        return {
            "rate_per_unit_year": 365 * share,
            "skill": skill,
            "severity": severity,
            "remote_fix": "40%",
            "talk": _lognormal("12min", 0.6),
            "repair": _lognormal("150min", 0.7),
            "parts": {part: {"chance": round(NEED * share, 6), "known": 1.0} for part, share in PARTS.items()},
        }

    faults = {
        f"{skill}-{severity}": fault(skill, severity, 0.5 * share)
        for skill in ("a", "b")
        for severity, share in (("urgent", 0.2), ("general", 0.8))
    }
    weekend = [0.4 * weight for weight in WEIGHTS_WEEKDAY]
    return {
        "schema": 1,
        "timezone": "Asia/Shanghai",
        "horizon": {"start": "2026-01-05", "weeks": 52, "warmup": "0s", "runout": "2w"},
        "severities": ["urgent", "general"],
        "calendars": {"day": {"days": "mon-fri", "hours": ["08:00-18:00"]}},
        "profile": {"hours": {"weekday": WEIGHTS_WEEKDAY, "weekend": weekend}},
        "products": {"machine": {"faults": faults}},
        "travel": {"detour": 1.3, "speeds": [{"kmh": 50}], "noise_cv": 0},
    }


def _promises() -> list[dict[str, object]]:
    arrive = {"from": "reported", "to": "arrived"}
    urgent = {"covers": {"severity": ["urgent"]}}
    return [
        {"id": "urgent-8h", "measure": arrive, "within": "8h", **urgent, "target": "90%", "penalty": {"per_miss": 500}},
        {"id": "onsite-48h", "measure": arrive, "within": "48h", "target": "90%"},
        {"id": "answer", "measure": {"from": "reported", "to": "answered"}, "within": "10min", "target": "90%"},
        {"id": "restored-3d", "measure": {"from": "reported", "to": "restored"}, "within": "72h", "target": "90%"},
    ]


def _plan(scale: int) -> dict[str, object]:
    draw = np.random.default_rng(2)
    four = [(37.5, 37.5), (112.5, 37.5), (37.5, 112.5), (112.5, 112.5)]
    points = four if scale == 1 else draw.uniform(0, SIDE_KM, (4 * scale, 2)).tolist()
    week = {
        part: 50 * 0.6 * NEED / 4 * 5 * share for part, share in PARTS.items()
    }  # demand of an outlet in a lead time
    stock = {part: math.ceil(demand + 0.5 * math.sqrt(demand)) for part, demand in week.items()}
    outlets, teams = {}, {}
    for number, (x, y) in enumerate(points):
        lat, lon = _place(x, y)
        outlets[f"o{number}"] = {"lat": lat, "lon": lon, "stock": stock}
        for name, skills in SKILLS.items():
            team: dict[str, object] = {"outlet": f"o{number}", "skills": skills, "shift": "day"}
            team["overtime"] = {"cap": "12h"}
            team["engineers"] = 1 if name == "ab" else 2
            if name == "ab" and number % 4 < 2:
                team["on_call"] = {"engineers": 1, "mobilise": "0s"}
            teams[f"o{number}-{name}"] = team
    return {
        "supply": {"sourcing": ["outlet"]},
        "desks": {"front": {"seats": 3 * scale, "takes": ["phone"]}},
        "outlets": outlets,
        "teams": teams,
    }
