"""The reference page of the files: nothing is left out of it, nothing in it is made up, and it is the committed one."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from sim.scenario.distribution import Distribution
from sim.scenario.files import CommitmentsFile
from sim.scenario.format_page import PAGE, page
from sim.scenario.matrix import DRIVES
from sim.scenario.measure import MILESTONES, SHARES
from sim.scenario.nature import ScenarioFile
from sim.scenario.part import Part, Text
from sim.scenario.plan import PlanFile
from sim.scenario.reference import MEANINGS, TABLES, columns_of, meanings_of
from sim.scenario.reference.milestones import milestones, shares
from sim.scenario.reference.sections import anchor
from sim.scenario.replay_rows import REPLAY
from sim.scenario.shape import bare, kind_of
from sim.scenario.site_rows import SITES
from sim.scenario.spares import PARTS, PartsFile
from sim.scenario.start_rows import START
from sim.scenario.stock_files import STOCK

COLUMNS = {"sites": SITES, "travel_matrix": DRIVES, "replay": REPLAY, "start": START, "stock": STOCK}


def maps(annotation: Any, seen: set[type[Part]]) -> Iterator[type[Part]]:
    """Every map of keys that an annotation leads to."""
    plain, kind = bare(annotation), kind_of(annotation)
    if kind in ("map", "list"):
        yield from maps(get_args(plain)[1 if kind == "map" else 0], seen)
    elif kind == "part" and plain not in seen and not issubclass(plain, Distribution | Text):
        seen.add(plain)
        yield plain
        for field in plain.model_fields.values():
            yield from maps(field.annotation, seen)


SEEN: set[type[Part]] = set()
FILES = (ScenarioFile, CommitmentsFile, PlanFile, PartsFile)
MODELS = [model for root in FILES for model in maps(root, SEEN) if model not in (CommitmentsFile, PartsFile)]


def test_the_committed_page_is_the_generated_one() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_has_a_meaning(model: type[Part]) -> None:
    meanings = meanings_of(model.__name__)
    assert set(model.keys()) == set(meanings) - {""}
    assert all(text.endswith((".", ",", ":")) or not text or len(text) < 30 for text in meanings.values())


def test_no_map_is_explained_that_is_not_there() -> None:
    assert {model.__name__ for model in MODELS} == set(MEANINGS)


@pytest.mark.parametrize("table", COLUMNS)
def test_every_column_has_a_meaning(table: str) -> None:
    assert set(COLUMNS[table].known) == set(columns_of(table)) - {""}
    assert set(PARTS.known) == set(meanings_of("SparePart")) - {""}
    assert set(COLUMNS) == set(TABLES)


def test_every_milestone_and_share_has_a_meaning() -> None:
    assert list(milestones()) == list(MILESTONES) and list(shares()) == sorted(shares(), key=list(SHARES).index)
    assert set(shares()) == set(SHARES)


def test_every_link_leads_to_a_heading() -> None:
    text = page()
    anchors = {anchor(line.lstrip("# ")) for line in text.splitlines() if line.startswith("#")}
    links = set(re.findall(r"\]\((#[^)]*)\)", text))
    assert links and links <= anchors


def test_every_key_of_every_file_is_on_the_page() -> None:
    text = page()
    keys = {key for model in MODELS for key in model.keys()}  # noqa: SIM118 - a class, not a dict
    assert [key for key in sorted(keys) if not re.search(rf"[`.]{key}`", text)] == []


def test_every_row_has_four_cells() -> None:
    """A bar inside a cell would shift the others."""
    lines = page().splitlines()
    wide = [line for line in lines if line.startswith("| ") and "`start`" not in line]
    widths = {len(re.findall(r"(?<!\\)\|", line)) - 1 for line in wide}
    assert widths <= {2, 3, 4}


def test_what_is_assumed_is_marked() -> None:
    text = page()
    assert "| `detour` | number above 0 | `1.3` (assumed) |" in text
    assert "| `on_call.mobilise` | duration | `30min` (assumed) |" in text
    assert "| `charged` |" not in text and "| [`charged`](#charged) | map |" in text
