"""`docs/format.md`: every key and column of the files, written from the models that read them.

`python -m sim.scenario.format_page` writes it anew.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from sim.scenario.files import DRIVE_TABLE, PART_TABLE, REPLAY_TABLE, SITE_TABLE, START_TABLE, CommitmentsFile
from sim.scenario.nature import ScenarioFile
from sim.scenario.part import Part
from sim.scenario.plan import PlanFile
from sim.scenario.promise import Commitment
from sim.scenario.reference import columns_of
from sim.scenario.reference.grammar import grammar
from sim.scenario.reference.milestones import milestones, shares
from sim.scenario.reference.sections import Sections, anchor, heading, section, sections_of
from sim.scenario.spares import SparePart
from sim.wording import _

PAGE = Path(__file__).parents[2] / "docs" / "format.md"
_TABLES = {
    SITE_TABLE: "sites",
    PART_TABLE: "parts",
    DRIVE_TABLE: "travel_matrix",
    REPLAY_TABLE: "replay",
    START_TABLE: "start",
    "stock.csv": "stock",
}


def page() -> str:
    """The page as it is committed."""
    return "\n\n".join(_blocks()) + "\n"


def _blocks() -> Iterator[str]:
    yield "# " + _("The files of a scenario")
    yield _(
        "A scenario is a folder: `scenario.yaml` (what happens), `commitments.yaml` (what is promised), `sites.csv` "
        "(where), `plans/*.yaml` (what management decides), and the tables that are needed. This page lists all they "
        "may hold. It is written by the program that reads them (`python -m sim.scenario.format_page`). What the words "
        "do stands in [model.md](model.md); `scenarios/minimal` is the smallest scenario."
    )
    yield _(
        "Needed are `schema`, `timezone`, `horizon`, a product with a fault and its rate (or replay.csv), a "
        "commitment, an outlet, a team and a site. Everything else has a default."
    )
    files = ("scenario.yaml", "commitments.yaml", "plans/*.yaml", *_TABLES)
    yield "\n".join(f"- [{name}]({anchor(name)})" for name in files)
    yield from grammar()
    yield from _file("scenario.yaml", ScenarioFile, "")
    yield from _file("commitments.yaml", Commitment, f"{_root_of(CommitmentsFile)}.ID")
    yield from _file("plans/*.yaml", PlanFile, "")
    for name, table in _TABLES.items():
        yield from _table(name, table)


def _root_of(model: type[Part]) -> str:
    """The only key of a file that is a list."""
    return next(iter(model.model_fields))


def _file(name: str, root: type[Part], path: str) -> Iterator[str]:
    yield "## " + name
    found: Sections = sections_of(root, path)
    anchors = {model: anchor(heading(paths)) for model, paths in found.items()}
    for model, paths in found.items():
        yield from section(model, paths, anchors, model is root)
        if heading(paths).endswith(".measure`"):
            yield _words(_("milestone"), milestones())
            yield _words("share_of", shares())


def _words(title: str, meanings: Mapping[str, str]) -> str:
    head = f"| {title} | {_('meaning')} |\n|---|---|\n"
    return head + "\n".join(f"| `{word}` | {meaning} |" for word, meaning in meanings.items())


def _table(name: str, table: str) -> Iterator[str]:
    yield "## " + name
    if table == "parts":
        blocks = section(SparePart, [], {}, True)
        yield next(blocks)
        yield next(blocks).replace(f"| {_('key')} |", f"| {_('column')} |", 1)
        return
    columns = columns_of(table)
    yield columns[""][2]
    head = f"| {_('column')} | {_('value')} | {_('blank')} | {_('meaning')} |\n|---|---|---|---|\n"
    rows = (f"| `{column}` | {' | '.join(cells)} |" for column, cells in columns.items() if column)
    yield head + "\n".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
