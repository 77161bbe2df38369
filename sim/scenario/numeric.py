"""Which values of the files are numbers, by the path that leads to them: what a study may vary."""

from collections.abc import Sequence
from typing import Any, get_args

from sim.scenario.files import PLAN_KEYS, SCENARIO_KEYS, CommitmentsFile
from sim.scenario.grammar import Unit
from sim.scenario.nature import Outcomes, ScenarioFile
from sim.scenario.part import Part
from sim.scenario.plan import PlanFile
from sim.scenario.shape import bare, field_of, kind_of, step_into
from sim.scenario.site_rows import NUMBERS, SITES
from sim.scenario.spares import PARTS, PartsFile

WHOLE, NUMBER, NONE = "whole", "number", "none"
_WHOLE_UNITS = ("count", "positive-count", "counts", "engineers", "seats", "per-month")
_INSIDE = {"seats": WHOLE, "hour-factors": NUMBER, "counts": NUMBER, "skills": NUMBER}  # of maps that are one value


def number_at(steps: Sequence[str]) -> str | None:
    """'whole', 'number', or 'none' for words, dates and maps; None if nothing can stand where these keys lead.

    `steps` are the keys of a path as `--set` takes it; `*` and ids stand for an entry of their map or list.
    """
    if steps[0] == SITES.root:
        return _of_site(steps)
    root = _root_of(steps[0])
    return None if root is None else _walk(root, steps)


def _root_of(top: str) -> type[Part] | None:
    if top in SCENARIO_KEYS:
        return ScenarioFile
    named: dict[str, type[Part]] = {"commitments": CommitmentsFile, PARTS.root: PartsFile}
    return named.get(top, PlanFile if top in PLAN_KEYS else None)


def _of_site(steps: Sequence[str]) -> str | None:
    if len(steps) != 3 or steps[2] not in SITES.known:
        return None
    return WHOLE if steps[2] == "units" else NUMBER if steps[2] in NUMBERS else NONE


def _walk(annotation: Any, steps: Sequence[str]) -> str | None:
    """The kind of number under these keys of a type."""
    places = _below(annotation, steps[0])
    if places is None:
        return None
    unit = _unit_in(places)
    if len(steps) == 1:
        return _kind(unit, places[-1])
    if unit is not None:
        return _INSIDE.get(unit.name)
    return _walk(_entered(places[-1], steps[1]), steps[1:])


def _below(annotation: Any, step: str) -> list[Any] | None:
    """What is said of the value under a key: its annotations, then its type; None if there is no such key."""
    kind, plain = kind_of(annotation), bare(annotation)
    if kind == "part":
        found = field_of(plain, step)
        return None if found is None else [*found[1].metadata, found[1].annotation]
    if kind == "map":
        return [get_args(plain)[1]]
    return [get_args(plain)[0]] if kind == "list" else None


def _entered(annotation: Any, step: str) -> Any:
    """The type to go on in: the only entry of a list may stand without its brackets."""
    if kind_of(annotation) != "list":
        return annotation
    entry = get_args(bare(annotation))[0]
    is_key = kind_of(entry) == "part" and step_into(entry, step) is not None
    return entry if is_key else annotation


def _kind(unit: Unit | None, annotation: Any) -> str:
    if unit is not None:
        return WHOLE if unit.name in _WHOLE_UNITS else NUMBER if unit.numeric else NONE
    plain = bare(annotation)
    if kind_of(annotation) == "list":
        return _kind(_unit_in([get_args(plain)[0]]), get_args(plain)[0])
    if kind_of(annotation) != "part":
        return NONE
    if issubclass(plain, Outcomes):
        return NUMBER
    return NONE if plain.short is None else _walk(plain, (plain.short,)) or NONE


def _unit_in(places: Sequence[Any]) -> Unit | None:
    """The kind of value that annotations or an annotated type speak of."""
    for place in places:
        if isinstance(place, Unit):
            return place
        if kind_of(place) not in ("part", "map", "list"):
            found = _unit_in([*getattr(place, "__metadata__", ()), *get_args(place)])
            if found is not None:
                return found
    return None
