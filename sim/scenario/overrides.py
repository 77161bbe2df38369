"""`--set path=value`: puts values into the raw files before they are checked.

A path is keys joined by dots; keys with dots or colons stand in brackets; `*` is every entry; commitments and sites
are named by their ids.
"""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, get_args

from sim.scenario.part import Part
from sim.scenario.problems import Flaw, Place, Problem, nearest, problem_at, unknown, with_hint
from sim.scenario.shape import bare, field_of, kind_of, step_into
from sim.scenario.source import parse_value
from sim.scenario.tree import Items, Map, child
from sim.scenario.units import written
from sim.wording import _

_KEY = r"(?:\[[^\[\]]+\]|[^.\[\]]+)"
_PATH = re.compile(rf"{_KEY}(?:\.{_KEY}|\[[^\[\]]+\])*")
EVERY = "*"


@dataclass(frozen=True)
class Override:
    """One value from the command line."""

    steps: tuple[str, ...]
    value: str
    place: Place


def read_override(text: str) -> Override:
    """`desks.front.seats[08:00-20:00]=4` taken apart; Flaw if it is no path and value."""
    path, equals, value = text.partition("=")
    while equals and path.count("[") > path.count("]"):
        more, equals, value = value.partition("=")
        path = f"{path}={more}"
    path = path.strip()
    if not equals or not path or not value.strip():
        raise Flaw("BAD_PATH", _("expected path=value, such as teams.north.engineers=3"))
    return Override(parse_path(path), value.strip(), Place(f"--set {path}"))


def parse_path(path: str) -> tuple[str, ...]:
    """The keys of a path; Flaw if brackets or dots do not fit."""
    if not _PATH.fullmatch(path):
        raise Flaw("BAD_PATH", _("'{path}' is no path; write keys joined by dots").format(path=path))
    return tuple(step.strip("[]").strip() for step in re.findall(_KEY, path))


def read_overrides(texts: Sequence[str], problems: list[Problem]) -> list[Override]:
    """All of them; what is no override becomes a problem."""
    found = []
    for text in texts:
        try:
            found.append(read_override(text))
        except Flaw as flaw:
            problems.append(problem_at(Place(f"--set {text.partition('=')[0]}"), flaw.code, flaw.message))
    return found


def apply(override: Override, tree: Map, model: type[Part]) -> list[Problem]:
    """Put the value into the raw file; the problems if the path leads nowhere or the value cannot be read."""
    value, problems = parse_value(override.value, override.place)
    if problems:
        return problems
    try:
        targets = list(_targets(tree, model, override.steps, override.place, isinstance(value, Map)))
    except Flaw as flaw:
        return [problem_at(override.place, flaw.code, flaw.message, flaw.hint)]
    if not targets:
        return [problem_at(override.place, "UNKNOWN_PATH", _("there is nothing that this path leads to"))]
    for node, step, owner in targets:
        _put(node, step, owner, deepcopy(value), override.place)
    return []


def _put(node: Any, step: str, owner: Any, value: Any, place: Place) -> None:
    if isinstance(node, Items):
        node[int(step)], node.places[int(step)] = value, place
        return
    plain = bare(owner)
    if kind_of(owner) == "part" and step in plain.either:
        for other in plain.either:
            node.pop(other, None)
    node.put(step, value, place, place)


_Target = tuple[Map | Items, str, Any]


def _targets(node: Any, annotation: Any, steps: Sequence[str], place: Place, is_whole: bool) -> Iterator[_Target]:
    """(container, key, type of the container) of every value the path means; makes the maps it needs on the way."""
    step, rest = steps[0], steps[1:]
    for key in _keys(node, annotation, step, not rest and _may_grow(annotation, is_whole)):
        inner = step_into(annotation, int(key) if isinstance(node, Items) else key)
        if not rest:
            yield node, key, annotation
        else:
            inner = _only_entry(child(node, int(key) if isinstance(node, Items) else key), inner, rest[0])
            yield from _targets(_opened(node, key, inner, place), inner, rest, place, is_whole)


def _only_entry(entry: Any, annotation: Any, step: str) -> Any:
    """The type of the only entry of a list that stands without brackets and is gone into by a key of the entry."""
    if kind_of(annotation) == "list" and not isinstance(entry, Items):
        element = get_args(bare(annotation))[0]
        if kind_of(element) == "part" and step in bare(element).keys():  # noqa: SIM118 - a class, not a dict
            return element
    return annotation


def _may_grow(annotation: Any, is_whole: bool) -> bool:
    """Whether a map takes an entry it does not have: one written as a whole, or under an id defined elsewhere."""
    if kind_of(annotation) != "map":
        return False
    entry = bare(get_args(bare(annotation))[1])
    return is_whole or kind_of(entry) != "part" or entry.refers


def _keys(node: Any, annotation: Any, step: str, may_grow: bool) -> list[str]:
    """The keys of a container that a step means; Flaw if there are none."""
    if isinstance(node, Items):
        return _entries(node, step)
    if not isinstance(node, Map):
        raise Flaw("UNKNOWN_PATH", _("{got} has no '{step}' in it").format(got=written(node), step=step))
    if step == EVERY:
        return list(node)
    known = bare(annotation).keys() if kind_of(annotation) == "part" else list(node)
    if step not in known and not may_grow:
        raise unknown(_("step"), step, known, "UNKNOWN_PATH")
    return [step]


def _entries(items: Items, step: str) -> list[str]:
    """Entries of a list: all, by number from 0, or by id."""
    if step == EVERY:
        return [str(index) for index in range(len(items))]
    names = {str(entry.get("id", entry.get("site_id"))): index for index, entry in enumerate(items) if _is_map(entry)}
    if step in names:
        return [str(names[step])]
    if step.isdecimal() and int(step) < len(items):
        return [step]
    raise unknown(_("entry"), step, [name for name in names if name != "None"], "UNKNOWN_PATH")


def _is_map(entry: Any) -> bool:
    return isinstance(entry, dict)


def _opened(node: Map | Items, key: str, inner: Any, place: Place) -> Any:
    """The value under a key as a container to go on into: short forms are written out, missing maps are made."""
    entry = node[int(key)] if isinstance(node, Items) else node.get(key)
    full = _written_out(entry, inner, place)
    if full is not entry:
        if isinstance(node, Items):
            node[int(key)] = full
        else:
            node.put(key, full, *node.places.get(key, (place, place)))
    return full


def _written_out(entry: Any, inner: Any, place: Place) -> Any:
    kind = kind_of(inner)
    is_range = isinstance(entry, Map) and "value" in entry and kind == "part" and field_of(bare(inner), "value") is None
    if kind == "part" and (is_range or not isinstance(entry, Map)):
        full = Map(place)
        short = bare(inner).short
        if entry is not None and short is not None:
            full.put(short, entry, place, place)
        return full
    if kind == "list" and not isinstance(entry, Items):
        items = Items(place)
        if entry is not None:
            items.put(entry, place)
        return items
    if entry is None and kind == "map":
        return Map(place)
    return entry


def apply_to_rows(override: Override, rows: Items, columns: Sequence[str]) -> list[Problem]:
    """Put a value into the cells of a table: `sites.<id>.<column>`."""
    try:
        if len(override.steps) != 3:
            raise Flaw("BAD_PATH", _("expected {table}.<id>.<column>").format(table=override.steps[0]))
        if override.steps[2] not in columns:
            raise unknown(_("column"), override.steps[2], columns, "UNKNOWN_PATH")
        for index in _entries(rows, override.steps[1]):
            rows[int(index)].put(override.steps[2], override.value, override.place, override.place)
    except Flaw as flaw:
        return [problem_at(override.place, flaw.code, flaw.message, flaw.hint)]
    return []


def unknown_top(override: Override, known: Sequence[str]) -> Problem:
    """The problem of a path whose first key no file has."""
    hint = nearest(override.steps[0], known)
    message = with_hint(_("nothing is called '{key}'").format(key=override.steps[0]), hint)
    return problem_at(override.place, "UNKNOWN_PATH", message, hint)
