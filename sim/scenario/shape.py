"""What may stand where: walks the models of the files by the path of a value."""

from collections.abc import Iterable
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from sim.scenario.part import Part
from sim.scenario.tree import Loc


def field_of(model: type[Part], key: str) -> tuple[str, FieldInfo] | None:
    """Name and field of a key as written in files; None if the model has no such key."""
    for name, field in model.model_fields.items():
        if (field.alias or name) == key:
            return name, field
    return None


class Leaf:
    """The type of a value that is written as a whole, whatever it is inside."""


def writes_itself(metadata: Iterable[Any]) -> bool:
    """Whether the annotations of a type say how its values are written."""
    return any(hasattr(entry, "write") for entry in metadata)


def bare(annotation: Any) -> Any:
    """A type without its annotations and without `None`."""
    while True:
        if get_origin(annotation) is Annotated:
            plain, *metadata = get_args(annotation)
            annotation = Leaf if writes_itself(metadata) else plain
        elif get_origin(annotation) in (Union, UnionType):
            annotation = next(part for part in get_args(annotation) if part is not type(None))
        else:
            return annotation


def kind_of(annotation: Any) -> str:
    """'part', 'map' (of ids), 'list' or 'value'."""
    plain = bare(annotation)
    if isinstance(plain, type) and issubclass(plain, Part):
        return "part"
    return {dict: "map", tuple: "list", frozenset: "list"}.get(get_origin(plain) or plain, "value")


def step_into(annotation: Any, step: str | int) -> Any:
    """The type under a key or index; None if nothing can stand there."""
    plain = bare(annotation)
    kind = kind_of(plain)
    if kind == "part":
        found = field_of(plain, str(step))
        if found is None:
            return None
        return Leaf if writes_itself(found[1].metadata) else found[1].annotation
    if kind == "map":
        return get_args(plain)[1]
    if kind == "list":
        return get_args(plain)[0] if isinstance(step, int) else step_into(get_args(plain)[0], step)
    return None


def type_at(root: type[Part], loc: Loc) -> Any:
    """The type of the value a path leads to; None if nothing can stand there."""
    annotation: Any = root
    for step in loc:
        annotation = step_into(annotation, step)
        if annotation is None:
            return None
    return annotation


def keys_at(root: type[Part], loc: Loc) -> list[str]:
    """The keys that may stand in the map a path leads to."""
    plain = bare(type_at(root, loc))
    if kind_of(plain) == "list":
        plain = bare(get_args(plain)[0])
    return plain.keys() if kind_of(plain) == "part" else []


def example_at(root: type[Part], loc: Loc) -> Any:
    """A good value for a key that may not be left out; None if it may, or if it is more than one value."""
    owner: Any = bare(type_at(root, loc[:-1])) if loc else None
    found = field_of(owner, str(loc[-1])) if kind_of(owner) == "part" else None
    if found is None or not found[1].is_required():
        return None
    return next((entry.example for entry in found[1].metadata if hasattr(entry, "example")), None)
