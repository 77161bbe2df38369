"""The tables of the reference page: walks the models of the files, one section for each map."""

import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic.fields import FieldInfo

from sim.scenario.calls import DeskCall
from sim.scenario.distribution import Distribution
from sim.scenario.part import Part, Text
from sim.scenario.reference import meanings_of
from sim.scenario.reference.values import default_words, value_words
from sim.scenario.shape import bare, field_of, kind_of
from sim.scenario.stores import StockRule
from sim.wording import _

_PLAIN = (Distribution, Text)  # written as one value; the grammar says how
_APART = (StockRule, DeskCall)
_MOST_INSIDE = 4
Sections = dict[type[Part], list[str]]


def sections_of(root: type[Part], path: str = "") -> Sections:
    """Every map that has a section of its own, with the paths that lead to it, in the order of the file."""
    found: Sections = {root: [path]}
    for key, inner, is_inside in _inner_maps(root, is_top=not path):
        place = f"{path}.{key}" if path else key
        if inner is root:
            continue  # a map that may stand in itself
        for model, paths in (_inside(inner, place) if is_inside else sections_of(inner, place)).items():
            found.setdefault(model, []).extend(one for one in paths if one not in found.get(model, ()))
    return found


def _inside(model: type[Part], path: str) -> Sections:
    """The sections that a map without a section leads to."""
    return {inner: paths for inner, paths in sections_of(model, path).items() if inner is not model}


def _inner_maps(model: type[Part], is_top: bool) -> Iterator[tuple[str, type[Part], bool]]:
    """(path, model, is shown in the same table) of each map under a key."""
    for name, field in model.model_fields.items():
        inner, suffix = _map_under(field.annotation)
        if inner is not None:
            yield f"{field.alias or name}{suffix}", inner, not is_top and _fits_inside(inner)


def _map_under(annotation: Any) -> tuple[type[Part] | None, str]:
    plain, kind = bare(annotation), kind_of(annotation)
    if kind == "part":
        return (None, "") if issubclass(plain, _PLAIN) else (plain, "")
    if kind in ("map", "list"):
        inner, suffix = _map_under(get_args(plain)[1 if kind == "map" else 0])
        return inner, (".ID" if kind == "map" else ".N") + suffix
    return None, ""


def _fits_inside(model: type[Part]) -> bool:
    """Whether a map is short enough to be shown in the table of the map around it."""
    return len(model.model_fields) <= _MOST_INSIDE and not issubclass(model, _APART)


def section(model: type[Part], paths: list[str], anchors: dict[type[Part], str], is_root: bool) -> Iterator[str]:
    """Heading, a sentence and the table of a map."""
    if not is_root:
        yield "### " + heading(paths)
    intro = meanings_of(model.__name__).get("", "")
    short = model.short
    if short is not None:
        intro += " " + _("A bare value is `{key}`.").format(key=short)
    yield intro.strip()
    head = f"| {_('key')} | {_('value')} | {_('default')} | {_('meaning')} |\n|---|---|---|---|\n"
    yield head + "\n".join(_rows(model, "", anchors, is_top=paths == [""]))


def heading(paths: list[str]) -> str:
    """The shortest paths that lead to a map."""
    return ", ".join(f"`{path}`" for path in sorted(paths, key=_depth)[:3])


def _depth(path: str) -> int:
    return path.count(".")


def anchor(text: str) -> str:
    """The link to a heading."""
    return "#" + re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def _rows(model: type[Part], before: str, anchors: dict[type[Part], str], is_top: bool = False) -> Iterator[str]:
    for key, meaning in meanings_of(model.__name__).items():
        name, field = field_of(model, key) or ("", None)
        if field is None:
            continue
        inner, suffix = _map_under(field.annotation)
        is_inside = inner is not None and not is_top and _fits_inside(inner)
        link = anchors[inner] if inner is not None and not is_inside else ""
        yield _row(f"{before}{key}", link, (model, name, field), meaning)
        if inner is not None and is_inside:
            yield from _rows(inner, f"{before}{key}{suffix}.", anchors)


def _row(key: str, link: str, owned: tuple[type[Part], str, FieldInfo], meaning: str) -> str:
    model, name, field = owned
    shown = f"[`{key}`]({link})" if link else f"`{key}`"
    cells = (shown, value_words(name, field), default_words(model, name, field), meaning)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
