"""`{value: 2, assumed: true, low: 1.5, high: 3}` in place of any value: taken out of the files and remembered."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from sim.scenario.durations import SECONDS
from sim.scenario.explain import problem_of, spots_of
from sim.scenario.part import Part
from sim.scenario.problems import Flaw, Problem, nearest, problem_at, with_hint
from sim.scenario.tree import Items, Loc, Map, Node, at, dotted, nodes, place_at
from sim.scenario.units import split_quantity
from sim.wording import _

KEYS = ("value", "assumed", "low", "high")


@dataclass(frozen=True)
class Range:
    """A value that may lie between `low` and `high`; `assumed` if nobody gave it as a fact. All as written."""

    loc: Loc
    path: str
    value: Any
    assumed: bool
    low: Any = None
    high: Any = None


def take_ranges(tree: Map, problems: list[Problem]) -> tuple[Range, ...]:
    """Put the plain value in place of each such map and return what it said."""
    found = [(loc, node) for loc, node in nodes(tree) if loc and _is_range(node)]
    return tuple(_take(tree, loc, node, problems) for loc, node in found)


def _is_range(node: Map) -> bool:
    return "value" in node and ("assumed" in node or not isinstance(node["value"], Map | Items))


def _take(tree: Map, loc: Loc, node: Map, problems: list[Problem]) -> Range:
    for key in node:
        if key not in KEYS:
            message = with_hint(_("unknown key '{key}' beside 'value'").format(key=key), nearest(key, KEYS))
            problems.append(problem_at(place_at(tree, (*loc, key), True), "UNKNOWN_KEY", message))
    assumed = node.get("assumed", False)
    if not isinstance(assumed, bool):
        message = _("{path}.assumed: expected true or false").format(path=dotted(tree, loc))
        problems.append(problem_at(place_at(tree, (*loc, "assumed")), "BAD_TYPE", message))
    result = Range(loc, dotted(tree, loc), node["value"], bool(assumed), node.get("low"), node.get("high"))
    _check_order(tree, result, problems)
    _replace(at(tree, loc[:-1]), loc[-1], node["value"])
    return result


def _replace(parent: Node, step: str | int, value: Any) -> None:
    if isinstance(parent, Map):
        parent[str(step)] = value
    elif isinstance(step, int):
        parent[step] = value


def _check_order(tree: Map, found: Range, problems: list[Problem]) -> None:
    ranks = [_rank(value) for value in (found.low, found.value, found.high) if value is not None]
    known = [rank for rank in ranks if rank is not None]
    if len(known) == len(ranks) and known != sorted(known):
        message = _("{path}: low, value and high must rise").format(path=found.path)
        problems.append(problem_at(place_at(tree, found.loc), "OUT_OF_RANGE", message))


def _rank(value: Any) -> float | None:
    try:
        amount, unit = split_quantity(value, "")
    except Flaw:
        return None
    return float(amount * SECONDS[unit]) if unit in SECONDS else float(amount / 100 if unit == "%" else amount)


def check_ends(model: type[Part], tree: Map, ranges: tuple[Range, ...], problems: list[Problem]) -> None:
    """The ends of a range must be fit to stand where the value stands."""
    for end in ("low", "high"):
        chosen = [one for one in ranges if getattr(one, end) is not None]
        if chosen:
            problems.extend(_misfits(model, tree, chosen, end))


def _misfits(model: type[Part], tree: Map, chosen: list[Range], end: str) -> list[Problem]:
    trial = deepcopy(tree)
    for one in chosen:
        parent = at(trial, one.loc[:-1])
        if parent is not None:
            _replace(parent, one.loc[-1], getattr(one, end))
    try:
        model.model_validate(trial)
    except ValidationError as error:
        locs = {one.loc for one in chosen}
        misfits = [spot for spot in spots_of(error, model, trial) if any(_within(spot.loc, loc) for loc in locs)]
        return [problem_of(spot, trial) for spot in misfits]
    return []


def _within(loc: Loc, outer: Loc) -> bool:
    return loc[: len(outer)] == outer
