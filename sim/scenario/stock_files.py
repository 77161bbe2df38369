"""`stock: {file: stock.csv}`: stock rules from a table beside the scenario, put in where the file is named."""

from collections.abc import Iterator
from pathlib import Path

from sim.scenario.problems import Problem, nearest, problem_at, with_hint
from sim.scenario.source import Source
from sim.scenario.tables import Columns, open_cells, read_table
from sim.scenario.tree import Items, Loc, Map, at, dotted, place_at
from sim.wording import _

STOCK = Columns("stock", ("part_id",), ("level", "s", "S", "Q"), "part_id")
WORD = "stock"
_HEADER = ("UNKNOWN_COLUMN", "DUPLICATE_COLUMN")


def expand_stock(tree: Map, folder: Path, problems: list[Problem]) -> None:
    """Put the rows of the tables in place of their names; what is written beside the name has the last word."""
    read: dict[str, Items | None] = {}
    for loc in list(_named(tree)):
        stock: Map = at(tree, loc)
        name = str(stock.pop("file"))
        if name not in read:
            read[name] = _read(tree, (*loc, "file"), folder, name, problems)
        for row in read[name] or ():
            part = row.get(STOCK.key)
            if part is not None and part not in stock:
                stock.put(part, _rule(row), row.place_of(STOCK.key), row.place)


def stock_maps(tree: Map) -> Iterator[Loc]:
    """The paths of all maps of stock rules a plan may have, written or not."""
    for group, key in (("outlets", "stock"), ("teams", "van")):
        yield from ((group, name, key) for name in tree.get(group) or () if isinstance(tree[group], Map))
    yield "central", "stock"


def _named(tree: Map) -> Iterator[Loc]:
    for loc in stock_maps(tree):
        stock = at(tree, loc)
        if isinstance(stock, Map) and isinstance(stock.get("file"), str):
            yield loc


def _read(tree: Map, loc: Loc, folder: Path, name: str, problems: list[Problem]) -> Items | None:
    place, path = place_at(tree, loc), folder / name
    if path.name != name:
        message = _("{path}: a table of stock lies beside scenario.yaml; write its name alone")
        problems.append(problem_at(place, "BAD_VALUE", message.format(path=dotted(tree, loc))))
        return None
    if not path.is_file():
        hint = nearest(name, [other.name for other in folder.glob("*.csv")])
        message = _("{path}: there is no table '{name}' beside scenario.yaml").format(path=dotted(tree, loc), name=name)
        problems.append(problem_at(place, "MISSING_FILE", with_hint(message, hint), hint))
        return None
    source: Source = read_table(path, str(path), STOCK)
    open_cells(source, STOCK.root, STOCK.optional)
    problems.extend(source.problems)
    is_sound = not any(problem.code in _HEADER for problem in source.problems)
    return source.tree[STOCK.root] if source.tree is not None and is_sound else None


def _rule(row: Map) -> Map:
    rule = Map(row.place)
    for column in row:
        if column != STOCK.key:
            place = row.place_of(column) or row.place
            rule.put(column, row[column], place, place)
    return rule
