"""Validates a file as far as it goes: what is wrong is reported and taken out, so that the rest can be checked too."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from sim.scenario.explain import Spot, problem_of, spots_of
from sim.scenario.part import Part
from sim.scenario.problems import Problem
from sim.scenario.shape import example_at
from sim.scenario.source import Source
from sim.scenario.tree import Loc, Map, at, deepest, dotted, remove

M = TypeVar("M", bound=Part)
MOST_ROUNDS = 12


@dataclass
class Draft(Generic[M]):
    """The valid part of a file; `holes` are the paths of what was taken out, `part` is None if nothing is left."""

    part: M | None
    tree: Map
    problems: list[Problem] = field(default_factory=list)
    holes: set[str] = field(default_factory=set)

    def is_gone(self, path: str) -> bool:
        """Whether what stood at this path, or around it, was taken out."""
        return any(_is_inside(path, hole) for hole in self.holes)

    def is_torn(self, path: str) -> bool:
        """Whether something at, in or around this path was taken out: what it says cannot be relied on."""
        return self.is_gone(path) or any(_is_inside(hole, path) for hole in self.holes)


def _is_inside(path: str, outer: str) -> bool:
    return path == outer or path.startswith((outer + ".", outer + "["))


def settle(model: type[M], tree: Map, stand_ins: dict[str, Any]) -> Draft[M]:
    """Validate; after an error take out or replace what is to blame and look again, until what is left is valid.

    `stand_ins` fill in for missing keys of the file itself.
    """
    draft: Draft[M] = Draft(None, tree)
    for _round in range(MOST_ROUNDS):
        try:
            draft.part = model.model_validate(tree)
            break
        except ValidationError as error:
            found = spots_of(error, model, tree)
        _report(draft, found)
        if not _take_out(draft, found, model, stand_ins):
            break
    return draft


def _report(draft: Draft[M], found: list[Spot]) -> None:
    """What follows from an error already reported is not reported again."""
    known = set(draft.problems)
    fresh = [spot for spot in found if not draft.is_torn(dotted(draft.tree, _depends_on(spot)))]
    for problem in (problem_of(spot, draft.tree) for spot in fresh):
        if problem not in known:
            draft.problems.append(problem)
            known.add(problem)


def _depends_on(spot: Spot) -> Loc:
    """The value the flaw follows from: of keys that do not go together the map that holds them."""
    if spot.flaw.at:
        return spot.loc[: -len(spot.flaw.at)]
    return spot.loc[:-1] if spot.is_lack and len(spot.loc) > 1 else spot.loc


def _take_out(draft: Draft[M], found: list[Spot], model: type[M], stand_ins: dict[str, Any]) -> bool:
    """Put good values in place of bad or missing ones that are needed, take the others out; False if nothing helps."""
    before = len(draft.holes)
    locs = {_to_blame(draft.tree, spot) for spot in found if not _patch(draft, spot, model)}
    for key in stand_ins.keys() & {str(loc[0]) for loc in locs if len(loc) == 1}:
        draft.tree.put(key, stand_ins[key], draft.tree.place, draft.tree.place)
        draft.holes.add(key)
        locs.discard((key,))
    written = sorted((loc for loc in locs if loc), key=_from_the_end, reverse=True)
    draft.holes.update(dotted(draft.tree, loc) for loc in written)
    for loc in written:
        remove(draft.tree, loc)
    return () not in locs and len(draft.holes) > before


def _patch(draft: Draft[M], spot: Spot, model: type[M]) -> bool:
    """Put an example in place of a needed value; not twice, lest it be to blame itself."""
    written, is_all = deepest(draft.tree, spot.loc[:-1])
    parent, path = at(draft.tree, written), dotted(draft.tree, spot.loc)
    if not (is_all and isinstance(parent, Map)) or path in draft.holes or spot.flaw.code == "UNKNOWN_KEY":
        return False
    example = example_at(model, spot.loc)
    if example is None:
        return False
    place = parent.place_of(spot.loc[-1]) or parent.place
    parent.put(str(spot.loc[-1]), example, place, place)
    draft.holes.add(path)
    return True


def _from_the_end(loc: Loc) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (0, step) for step in loc)


def _to_blame(tree: Map, spot: Spot) -> Loc:
    """The written value that has to go: for a missing key the map that lacks it."""
    written, is_all = deepest(tree, spot.loc)
    if spot.flaw.code == "MISSING_KEY" and not is_all:
        return spot.loc if len(spot.loc) == 1 else deepest(tree, spot.loc[:-1])[0]
    return written


def position(problem: Problem, order: Sequence[str]) -> tuple[int, int, int]:
    """For sorting: by file in this order, line and column."""
    file = order.index(problem.file) if problem.file in order else len(order)
    return file, problem.line or 0, problem.column or 0


def drafted(model: type[M], source: Source, stand_ins: dict[str, Any]) -> Draft[M]:
    """The valid part of a file; what is wrong with it is kept there."""
    if source.tree is None:
        return Draft(None, Map(source.place))
    draft = settle(model, source.tree, stand_ins)
    source.problems += draft.problems
    return draft
