"""What every key and column of the files means, in a planner's words: for `docs/format.md` and for editors."""

from collections.abc import Callable

from sim.scenario.reference.nature import NATURE
from sim.scenario.reference.plan import PLAN
from sim.scenario.reference.plan_work import PLAN_WORK
from sim.scenario.reference.promises import PROMISES
from sim.scenario.reference.tables import TABLES, Column, part_meanings

MEANINGS: dict[str, Callable[[], dict[str, str]]] = {
    **NATURE,
    **PROMISES,
    **PLAN,
    **PLAN_WORK,
    "SparePart": part_meanings,
}


def meanings_of(model: str) -> dict[str, str]:
    """The meaning of each key of a map, by the name of its model; that of the map as a whole under ''."""
    return MEANINGS[model]()


def columns_of(table: str) -> dict[str, Column]:
    """Value, blank and meaning of each column of a table; what the table is under ''."""
    return TABLES[table]()


__all__ = ["MEANINGS", "TABLES", "columns_of", "meanings_of"]
