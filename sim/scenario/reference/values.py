"""Kinds of values and defaults as words of the reference page."""

from collections.abc import Callable, Iterator
from typing import Any, get_args

from pydantic.fields import FieldInfo

from sim.scenario.distribution import Distribution
from sim.scenario.part import OneOrMany, Part, Text
from sim.scenario.resolved import distribution_text, text_of_value
from sim.scenario.shape import bare, field_of, kind_of
from sim.wording import _

_KINDS: dict[str, Callable[[], str]] = {
    "count": lambda: _("whole number"),
    "positive-count": lambda: _("whole number from 1"),
    "id": lambda: _("id"),
    "label": lambda: _("text"),
    "words": lambda: _("text"),
    "share": lambda: _("share"),
    "inner-share": lambda: _("share"),
    "exact-share": lambda: _("share"),
    "duration": lambda: _("duration"),
    "length": lambda: _("duration"),
    "limit": lambda: _("limit"),
    "step": lambda: _("step"),
    "window": lambda: _("duration or window"),
    "rate": lambda: _("rate"),
    "growth": lambda: _("percentage"),
    "markup": lambda: _("percentage"),
    "weight": lambda: _("number from 0"),
    "positive": lambda: _("number above 0"),
    "factor": lambda: _("factor"),
    "money": lambda: _("money"),
    "distance": lambda: _("km"),
    "coordinate": lambda: _("km"),
    "degrees": lambda: _("degrees"),
    "flag": lambda: "`true` · `false`",
    "yes-no": lambda: "`yes` · `no`",
    "choices": lambda: _("values, such as `1..8`, `0..30:5` or `[no, yes]`"),
    "date": lambda: _("date"),
    "local-time": lambda: _("date, or date and time"),
    "time": lambda: _("time of day"),
    "hours": lambda: _("hours"),
    "days": lambda: _("days"),
    "counts": lambda: _("count, or counts with shares"),
    "seats": lambda: _("count, or counts by hours"),
    "engineers": lambda: _("whole number or `unlimited`"),
    "skills": lambda: _("ids, or factors by id"),
    "wake": lambda: _("`if_due` · `always` · severities"),
    "per-month": lambda: _("times, such as `40/month`"),
    "hour-factors": lambda: _("factors by hours"),
}
# whose ids are named by a key
_NAMED: dict[str, Callable[[], str]] = {
    **dict.fromkeys(
        ("calendar", "clock", "shift", "store_hours", "bench_calendar", "reported_during", "all_of"),
        lambda: _("calendar"),
    ),
    **dict.fromkeys(("desk", "escalate_to", "to"), lambda: _("desk")),
    **dict.fromkeys(("outlet", "outlets", "between"), lambda: _("outlet")),
    **dict.fromkeys(("takes", "channel", "open"), lambda: _("channel")),
    **dict.fromkeys(("unit", "substitute"), lambda: _("part")),
    **dict.fromkeys(("product", "products"), lambda: _("product")),
    **dict.fromkeys(("severity", "severities"), lambda: _("severity")),
    **dict.fromkeys(("region", "regions"), lambda: _("region")),
    "sites": lambda: _("site"),
    "teams": lambda: _("team"),
    "skill": lambda: _("skill"),
    "fault": lambda: _("fault"),
    "contract": lambda: _("contract"),
    "customer": lambda: _("customer"),
    "city": lambda: _("city"),
}
_MOST_WORDS = 9
# what stands in for a key that is left out, where it is no plain value
_STAND_INS: dict[tuple[str, str], Callable[[], str]] = {
    ("ScenarioFile", "country"): lambda: _("`CN` in Chinese time zones, else none"),
    ("ScenarioFile", "channels"): lambda: "`phone`",
    ("Team", "outlet"): lambda: _("the outlet of its own id"),
    ("Dispatch", "assign"): lambda: _("`territory` where there are territories, else `nearest`"),
    ("Desk", "level"): lambda: _("`experts` where a desk escalates to it, else `front`"),
    ("RemoteFix", "experts"): lambda: _("as the front"),
    ("DayHours", "weekend"): lambda: _("as weekdays"),
    ("SparePart", "part_id"): lambda: _("**needed**"),
    ("SparePart", "name"): lambda: _("its id"),
    ("Commitment", "of"): lambda: _("`ticket`; `customer` for contacts, `unit` for availability"),
    ("Commitment", "confidence"): lambda: _("the scenario's"),
    ("Commitment", "assurance"): lambda: _("the scenario's"),
    ("Travel", "hour_factor"): lambda: _("none"),
}


def value_words(name: str, field: FieldInfo) -> str:
    """What may be written: the kind of value, or the words to choose from."""
    plain, kind = bare(field.annotation), kind_of(field.annotation)
    if kind == "part":
        return _of_map(plain)
    if kind == "map":
        inner = get_args(plain)[1]
        is_map = kind_of(inner) == "part"
        return _("map by id") if is_map else _("{value} by id").format(value=_of_kinds(name, [inner]))
    units = [*field.metadata, field.annotation]
    if kind == "list" and not _is_whole(field):
        inner = get_args(plain)[0]
        value = _of_map(bare(inner)) if kind_of(inner) == "part" else _of_kinds(name, units)
        is_loose = any(isinstance(entry, OneOrMany) for entry in _metadata(field.annotation, field.metadata))
        return (_("{value}, or a list") if is_loose else _("list of: {value}")).format(value=value)
    return _of_kinds(name, units)


def _metadata(annotation: Any, beside: list[Any]) -> list[Any]:
    """What is annotated, also inside `X | None`."""
    inner = [entry for part in get_args(annotation) for entry in getattr(part, "__metadata__", ())]
    return [*beside, *getattr(annotation, "__metadata__", ()), *inner]


def _of_map(model: type[Part]) -> str:
    """A map; what may stand in its place."""
    if issubclass(model, Distribution):
        return _("distribution")
    if issubclass(model, Text):
        return _("text")
    if model.short is None:
        return _("map")
    name, field = field_of(model, model.short) or ("", None)
    value = value_words(name, field).partition(",")[0] if field is not None else ""
    return _("{value}, or a map").format(value=value)


def _of_kinds(name: str, places: list[Any]) -> str:
    kinds = list(_units(places))
    if name in _NAMED and kinds and kinds[0].name in ("id", "words", "label"):
        return _NAMED[name]()
    return _one(kinds[0]) if kinds else _("map")


def _is_whole(field: FieldInfo) -> bool:
    """Whether a tuple is written as one value."""
    return any(hasattr(entry, "write") for entry in field.metadata)


def _one(unit: Any) -> str:
    if unit.name in _KINDS:
        return _KINDS[unit.name]()
    if len(unit.schema["enum"]) > _MOST_WORDS:
        return _("one of those below")
    return " · ".join(f"`{word}`" for word in unit.schema["enum"])


def _units(places: list[Any]) -> Iterator[Any]:
    """The kinds of value in an annotation, but none of the keys of a map or of its inner maps."""
    for place in places:
        if hasattr(place, "write") and hasattr(place, "schema"):
            yield place
        elif kind_of(place) == "value" or kind_of(place) == "list":
            yield from _units([*getattr(place, "__metadata__", ()), *get_args(place)])


def default_words(model: type[Part], name: str, field: FieldInfo) -> str:
    """What holds where the key is left out."""
    key = field.alias or name
    if (model.__name__, key) in _STAND_INS:
        return _STAND_INS[model.__name__, key]()
    if key in model.either:
        return _("one of these") if _is_needed(model) else ""
    if field.is_required():
        return _("**needed**")
    value = field.get_default(call_default_factory=True)
    text = _text_of(value, field)
    is_assumed = isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get("assumed") is True
    return _("{value} (assumed)").format(value=text) if text and is_assumed else text


def _is_needed(model: type[Part]) -> bool:
    """Whether one of the keys that exclude each other must be there."""
    return model.__name__ != "StockRule"


def _text_of(value: Any, field: FieldInfo) -> str:
    if value is None or value != value or value in ((), {}, frozenset()):
        return ""
    if isinstance(value, Distribution):
        return f"`{distribution_text(value)}`"
    if isinstance(value, Part):
        return _of_short(value)
    if isinstance(value, tuple) and isinstance(value[0], Part):
        return _of_short(value[0])
    return f"`{text_of_value(value, field)}`"


def _of_short(part: Part) -> str:
    """The short form of a map that is there by default."""
    short = part.short
    if short is None:
        return ""
    name, field = next(
        (name, field) for name, field in type(part).model_fields.items() if (field.alias or name) == short
    )
    return _text_of(getattr(part, name), field)
