"""Every value of a scenario or plan with its origin: given, default or assumed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic.fields import FieldInfo

from sim.scenario.distribution import NEEDS, Distribution
from sim.scenario.nature import ScenarioFile
from sim.scenario.part import Part, Text
from sim.scenario.plan import PlanFile
from sim.scenario.ranges import Range
from sim.scenario.scenario import Assumption, Plan, Scenario
from sim.scenario.shape import Leaf, bare, writes_itself
from sim.scenario.stores import StockRule
from sim.scenario.tree import Items, Map, dotted
from sim.scenario.units import number_text
from sim.wording import _

_WITHOUT = {
    "skills": lambda: _("all"),
    "patience": lambda: _("waits for ever"),
    "redial": lambda: _("never"),
    "covers": lambda: _("all"),
}
GIVEN, DEFAULT, ASSUMED = "given", "default", "assumed"
_WHOLE = (Text, StockRule)


@dataclass(frozen=True)
class Entry:
    """One value as text, the path that leads to it, and where it comes from."""

    path: str
    value: str
    origin: str


def resolved(scenario: Scenario, plan: Plan | None = None) -> list[Entry]:
    """Every value of the scenario (and the plan) in the order of the files; sites are counted, not listed."""
    assumed = {assumption.path for assumption in scenario.assumptions}
    entries = [_marked(entry, assumed) for entry in _scenario_entries(scenario)]
    return entries if plan is None else entries + resolved_plan(plan)


def resolved_plan(plan: Plan) -> list[Entry]:
    """Every value of the plan in the order of the file."""
    assumed = {assumption.path for assumption in plan.assumptions}
    return [_marked(entry, assumed) for entry in _top(PlanFile, plan, plan.given)]


def _marked(entry: Entry, assumed: set[str]) -> Entry:
    hit = any(entry.path == path or entry.path.startswith(path + ".") for path in assumed)
    return Entry(entry.path, entry.value, ASSUMED) if hit else entry


def _scenario_entries(scenario: Scenario) -> Iterator[Entry]:
    yield from _top(ScenarioFile, scenario, scenario.given)
    yield Entry("sites", str(len(scenario.sites)), GIVEN)
    for part in scenario.parts.values():
        yield from _entries(part, f"parts{dotted({}, ('', part.id))}", True, skip=("part_id",))
    if scenario.travel_matrix:
        yield Entry("travel_matrix", str(len(scenario.travel_matrix)), GIVEN)
    if scenario.replay is not None:
        yield Entry("replay", str(len(scenario.replay)), GIVEN)
    if scenario.start is not None:
        state = scenario.start
        yield Entry("start", str(len(state.tickets) + len(state.on_hand) + len(state.on_order)), GIVEN)
    for commitment in scenario.commitments:
        yield from _entries(commitment, f"commitments.{commitment.id}", True, skip=("id",))


def _top(model: type[Part], owner: Any, given: frozenset[str]) -> Iterator[Entry]:
    for name, field in model.model_fields.items():
        key = field.alias or name
        value: Any = 1 if key == "schema" else getattr(owner, name)
        value = value.spec if key == "horizon" else value
        yield from _value(value, field, key, key in given)


def _entries(part: Part, path: str, given: bool, origin: str = DEFAULT, skip: Sequence[str] = ()) -> Iterator[Entry]:
    for name, field in type(part).model_fields.items():
        key, value = field.alias or name, getattr(part, name)
        written = name in part.model_fields_set or not (part.sparse or key in part.either)
        if written and key not in skip and value == value:  # a place on the globe has no x and y
            here = given and name in part.model_fields_set
            yield from _value(value, field, f"{path}{dotted({}, ('', key))}", here, origin)


def _value(value: Any, field: FieldInfo, path: str, given: bool, unsaid: str = DEFAULT) -> Iterator[Entry]:
    """The entries of one key; `unsaid` is the origin of what was not given."""
    if isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get("assumed"):
        unsaid = ASSUMED
    origin = GIVEN if given else unsaid
    if isinstance(value, Distribution):
        yield from _distribution(value, path, origin, given)
    elif isinstance(value, Part) and not isinstance(value, _WHOLE):
        yield from _entries(value, path, given, DEFAULT if given else unsaid)
    elif isinstance(value, Mapping):
        if not value:
            yield Entry(path, _("none"), origin)
            return
        inner = FieldInfo.from_annotation(get_args(bare(field.annotation))[1])
        for key, entry in value.items():
            yield from _value(entry, inner, f"{path}{dotted({}, ('', key))}", given)
    elif isinstance(value, tuple) and value and isinstance(value[0], Part):
        for number, entry in enumerate(value):
            yield from _entries(entry, f"{path}.{number}", given, DEFAULT if given else unsaid)
    elif value is None:
        yield Entry(path, _WITHOUT.get(path.rpartition(".")[2], lambda: _("none"))(), origin)
    else:
        yield Entry(path, text_of_value(value, field), origin)


def _distribution(dist: Distribution, path: str, origin: str, given: bool) -> Iterator[Entry]:
    """One line for a bare duration or a mixture, else one for each of its values."""
    if not given or dist.kind in ("constant", "mixture"):
        yield Entry(path, distribution_text(dist), origin)
        return
    for name, field in Distribution.model_fields.items():
        value, key = getattr(dist, name), field.alias or name
        if value is not None:
            own = GIVEN if name in dist.model_fields_set else ASSUMED if name == "cv" else DEFAULT
            yield Entry(f"{path}.{key}", text_of_value(value, field), own)


def distribution_text(dist: Distribution) -> str:
    """The distribution as it may be written in a file."""
    fields = {field.alias or name: (name, field) for name, field in Distribution.model_fields.items()}
    if dist.kind == "constant":
        return text_of_value(dist.mean, fields["mean"][1])
    if dist.kind == "mixture":
        parts = ", ".join(
            f"{{share: {number_text(share)}, dist: {distribution_text(part)}}}" for share, part in dist.of
        )
        return f"{{dist: mixture, of: [{parts}]}}"
    pairs = [f"{key}: {text_of_value(getattr(dist, fields[key][0]), fields[key][1])}" for key in NEEDS[dist.kind]]
    return f"{{dist: {dist.kind}, {', '.join(pairs)}}}"


def text_of_value(value: Any, field: FieldInfo) -> str:
    """A value in the units of the files."""
    write: Callable[[Any], str] = _writer([*field.metadata, field.annotation])
    is_whole = writes_itself(field.metadata) or bare(field.annotation) is Leaf
    if isinstance(value, tuple | frozenset) and not is_whole:
        several = sorted(value) if isinstance(value, frozenset) else value
        return "[" + ", ".join(write(entry) for entry in several) + "]"
    return write(value)


def _writer(places: Sequence[Any]) -> Any:
    """The function that writes values of an annotated type."""
    for place in places:
        if hasattr(place, "write"):
            return place.write
        found = _writer([*getattr(place, "__metadata__", ()), *get_args(place)]) if get_args(place) else None
        if found is not None and found is not number_text:
            return found
    return number_text


def assumptions_of(ranges: Sequence[Range], entries: Sequence[Entry]) -> list[Assumption]:
    """What the files call assumed, and the assumed values that stand in for what they do not say."""
    marked = [
        Assumption(one.path, flow_text(one.value), _as_text(one.low), _as_text(one.high))
        for one in ranges
        if one.assumed
    ]
    known = {assumption.path for assumption in marked}
    return marked + [
        Assumption(entry.path, entry.value) for entry in entries if entry.origin == ASSUMED and entry.path not in known
    ]


def _as_text(value: Any) -> str | None:
    return None if value is None else flow_text(value)


def flow_text(value: Any) -> str:
    """A raw value on one line, as `--set` takes it."""
    if isinstance(value, Map):
        return "{" + ", ".join(f"{key}: {flow_text(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, Items):
        return "[" + ", ".join(map(flow_text, value)) + "]"
    return str(getattr(value, "text", value))
