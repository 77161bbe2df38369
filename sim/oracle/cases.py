"""The reference cases: questions with known answers, each with the source of its answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Case:
    """One case. `inputs` and `expected` as in cases.json; `tolerance_basis`: how near a right answer must come."""

    id: str
    family: str
    title: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    source: str
    notes: str
    tolerance_basis: str


@lru_cache
def reference_cases() -> Mapping[str, Case]:
    """All cases by id, in the order of the file."""
    text = (files("sim.oracle") / "cases.json").read_text(encoding="utf-8")
    return {case["id"]: Case(**case) for case in json.loads(text)["cases"]}
