"""Raw values with the places where they were written."""

from collections.abc import Iterator, Sequence
from typing import Any

from sim.scenario.problems import Place

Loc = tuple[str | int, ...]


class Map(dict[str, Any]):
    """A map that knows where it, its keys and its values were written."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.places: dict[str, tuple[Place, Place]] = {}

    def put(self, key: str, value: Any, key_place: Place, place: Place) -> None:
        """Set a value together with its places."""
        self[key] = value
        self.places[key] = key_place, place

    def place_of(self, key: str | int, of_key: bool = False) -> Place | None:
        """Where the value, or the key, was written; None if it was not."""
        found = self.places.get(str(key))
        return found[0 if of_key else 1] if found else None


class Items(list[Any]):
    """A list that knows where it and its entries were written."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.places: list[Place] = []

    def put(self, value: Any, place: Place) -> None:
        """Append an entry with its place."""
        self.append(value)
        self.places.append(place)

    def place_of(self, key: str | int, of_key: bool = False) -> Place | None:
        """Where the entry was written."""
        return self.places[key] if isinstance(key, int) and key < len(self.places) else None

    def remove_at(self, index: int) -> None:
        """Take an entry out."""
        del self[index], self.places[index]


Node = Map | Items


def child(node: Any, step: str | int) -> Any:
    """The value under a key or index; None if there is none."""
    if isinstance(node, Map):
        return node.get(str(step))
    if isinstance(node, Items) and isinstance(step, int) and 0 <= step < len(node):
        return node[step]
    return None


def has(node: Any, step: str | int) -> bool:
    """Whether something is written under this key or index."""
    if isinstance(node, Map):
        return str(step) in node
    return isinstance(node, Items) and isinstance(step, int) and 0 <= step < len(node)


def at(node: Any, loc: Sequence[str | int]) -> Any:
    """The value a path leads to; None if it leads nowhere."""
    for step in loc:
        node = child(node, step)
    return node


def deepest(node: Any, loc: Loc) -> tuple[Loc, bool]:
    """The part of a path that is really written, and whether that is all of it.

    Short forms are shorter than what they stand for; the number of an entry that stands without its list is left out,
    and so is the key that a bare list stands for.
    """
    written: list[str | int] = []
    for step in loc:
        if has(node, step):
            written.append(step)
            node = child(node, step)
        elif isinstance(node, Items) == isinstance(step, int):
            return tuple(written), False
    return tuple(written), True


def place_at(root: Node, loc: Loc, of_key: bool = False) -> Place:
    """Where the value of a path, or the nearest value around it, was written."""
    written, is_all = deepest(root, loc)
    place, node = root.place, root
    for depth, step in enumerate(written):
        is_last = is_all and depth == len(written) - 1
        place = node.place_of(step, of_key and is_last) or place
        node = child(node, step)
    return place


def remove(root: Node, loc: Loc) -> None:
    """Take the value of a path out of its map or list."""
    parent = at(root, loc[:-1])
    if isinstance(parent, Map):
        parent.pop(str(loc[-1]), None)
        parent.places.pop(str(loc[-1]), None)
    elif isinstance(parent, Items) and isinstance(loc[-1], int):
        parent.remove_at(loc[-1])


def dotted(root: Any, loc: Loc) -> str:
    """The path as `--set` takes it: dots between keys, brackets around keys with dots or colons, ids for entries."""
    steps: list[str] = []
    for step in loc:
        if isinstance(step, int) and isinstance(root, Map | str | int | float):
            continue  # the only entry of a list that stands without its brackets
        entry = child(root, step)
        if isinstance(step, int) and isinstance(root, Items):
            step = _id_of(entry) or step
        steps.append(_step(str(step), first=not steps))
        root = entry
    return "".join(steps)


def _id_of(entry: Any) -> str | None:
    if not isinstance(entry, dict):
        return None
    found = entry.get("id", entry.get("site_id"))
    return found if isinstance(found, str) and found else None


def _step(step: str, first: bool) -> str:
    if any(sign in step for sign in ".:[]"):
        return f"[{step}]"
    return step if first else f".{step}"


def nodes(root: Any, loc: Loc = ()) -> Iterator[tuple[Loc, Map]]:
    """Every map of a tree with its path, outer ones first."""
    if isinstance(root, Map):
        yield loc, root
    pairs: list[tuple[str | int, Any]] = []
    if isinstance(root, Map):
        pairs = list(root.items())
    elif isinstance(root, Items):
        pairs = list(enumerate(root))
    for step, entry in pairs:
        if isinstance(entry, dict | list):
            yield from nodes(entry, (*loc, step))
