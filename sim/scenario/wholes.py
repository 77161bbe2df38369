"""Shares that make up a whole: what the others must become when one of them is given another value."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.scenario.files import read_files, read_plan, set_values
from sim.scenario.overrides import Override, apply, parse_path, read_override, read_overrides
from sim.scenario.plan import PlanFile
from sim.scenario.problems import Flaw
from sim.scenario.tree import Items, Loc, Map, at, dotted
from sim.scenario.units import parse_share, write_share

CHANNELS, MIXTURE, EMPIRICAL, SHARE = "channels", "of", "shares", "share"


def companions(folder: Path, plan: str | Path, overrides: Sequence[str], change: str) -> tuple[str, ...]:
    """The values to set beside `change` (`path=value`) so that the shares it is one of still make up a whole.

    The others keep their proportions: with channels at 50 %, 30 % and 20 %, `channels.phone.share=60%` asks for 24 %
    and 16 %. Empty where the value is no such share, or the only one.
    """
    wanted, last = read_override(change), parse_path(change.partition("=")[0])[-1]
    if last != SHARE and not last.isdecimal():
        return ()
    for tree in _trees(folder, plan, overrides):
        loc = _located(tree, parse_path(change.partition("=")[0]))
        if loc is not None:
            return tuple(_rest(tree, loc, _group(tree, loc), wanted.value))
    return ()


def _trees(folder: Path, plan: str | Path, overrides: Sequence[str]) -> list[Map]:
    """The raw files as a run with these overrides reads them."""
    chosen = read_overrides(overrides, [])
    files = read_files(folder)
    set_values(files, chosen)
    found = [files.scenario.tree, files.commitments.tree, files.parts.tree if files.parts else None]
    return [tree for tree in (*found, _plan_tree(folder, plan, chosen)) if tree is not None]


def _plan_tree(folder: Path, plan: str | Path, overrides: Sequence[Override]) -> Map | None:
    tree = read_plan(folder, plan).tree
    for override in overrides:
        if tree is not None and override.steps[0] in PlanFile.keys():  # noqa: SIM118 - a class, not a dict
            apply(override, tree, PlanFile)
    return tree


def _located(tree: Map, steps: Sequence[str]) -> Loc | None:
    """Where a path of names leads in a raw file; None if not into this one."""
    node: Any = tree
    loc: list[str | int] = []
    for step in steps:
        found = _entry(node, step)
        if found is None:
            return None
        loc.append(found)
        node = node[found]
    return tuple(loc)


def _entry(node: Any, step: str) -> str | int | None:
    if isinstance(node, Items):
        ids = {entry.get("id"): index for index, entry in enumerate(node) if isinstance(entry, dict)}
        return ids.get(step, int(step) if step.isdecimal() and int(step) < len(node) else None)
    return step if isinstance(node, Map) and step in node else None


def _group(tree: Map, loc: Loc) -> list[Loc]:
    """The shares, itself among them, that a share makes up a whole with."""
    if loc[-1] == SHARE and len(loc) > 2 and (loc[0] == CHANNELS or loc[-3] == MIXTURE):
        return [(*loc[:-2], key, SHARE) for key in _steps(at(tree, loc[:-2])) if SHARE in at(tree, (*loc[:-2], key))]
    siblings = at(tree, loc[:-1])
    is_list = len(loc) > 1 and loc[-2] == EMPIRICAL and isinstance(siblings, Items)
    is_counts = isinstance(siblings, Map) and all(key.isdecimal() for key in siblings)
    return [(*loc[:-1], key) for key in _steps(siblings)] if is_list or is_counts else []


def _steps(node: Any) -> list[Any]:
    return list(range(len(node))) if isinstance(node, Items) else list(node)


def _rest(tree: Map, loc: Loc, group: Sequence[Loc], value: str) -> list[str]:
    others = [one for one in group if one != loc]
    try:
        shares = [_share(at(tree, one)) for one in others]
        left = 1.0 - parse_share(value)
    except Flaw:
        return []
    return [
        f"{dotted(tree, one)}={write_share(share / sum(shares) * left)}"
        for one, share in zip(others, shares, strict=True)
        if sum(shares) > 0
    ]


def _share(written: Any) -> float:
    return parse_share(written["value"] if isinstance(written, Map) and "value" in written else written)
