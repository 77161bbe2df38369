"""Maps of the files: known keys, short forms, lists of one."""

from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from sim.scenario.grammar import Words
from sim.scenario.problems import Flaw
from sim.scenario.units import bad_type
from sim.wording import _


class OneOrMany:
    """A list of which a single entry may be written without the brackets."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_as_list, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        array = handler(core)
        items = dict(handler.resolve_ref_schema(array)).get("items", {})
        return {"anyOf": [items, array]}


def _as_list(value: object) -> object:
    return list(value) if isinstance(value, list | tuple | frozenset | set) else [value]


T = TypeVar("T")
ListOf = Annotated[tuple[T, ...], OneOrMany()]


class Part(BaseModel):
    """A map of known keys; frozen.

    `short` is the key that a bare value stands for, `either` are keys that exclude each other, `derived` are keys that
    follow from others where they are not written, `bare` is the JSON Schema of a short form that is no key's value,
    `sparse` says that keys which are not written mean nothing, `refers` that in a map it stands under an id which is
    defined elsewhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
    short: ClassVar[str | None] = None
    either: ClassVar[tuple[str, ...]] = ()
    derived: ClassVar[tuple[str, ...]] = ()
    bare: ClassVar[dict[str, Any] | None] = None
    sparse: ClassVar[bool] = False
    refers: ClassVar[bool] = False

    @model_validator(mode="before")
    @classmethod
    def _from_short_form(cls, data: Any) -> Any:
        return cls.expand(data) if not isinstance(data, cls) else data

    @classmethod
    def expand(cls, data: Any) -> Any:
        """The full form of what was written."""
        if isinstance(data, dict):
            return data
        if cls.short is None or isinstance(data, list | tuple):
            raise bad_type(_("a map with keys such as {keys}").format(keys=", ".join(cls.keys()[:4])), data)
        return {cls.short: data}

    @classmethod
    def keys(cls) -> list[str]:
        """The keys as written in files."""
        return [field.alias or name for name, field in cls.model_fields.items()]

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core)
        full = handler.resolve_ref_schema(schema)
        needed = [key for key in full.get("required", ()) if key not in cls.derived]
        inner = {**{key: value for key, value in full.items() if key != "required"}, "required": needed}
        inner["description"] = str(inner.get("description", "")).partition("\n\n")[0]
        bare = cls.bare or (inner["properties"][cls.short] if cls.short else None)
        full.clear()
        full.update({"title": cls.__name__, "anyOf": [bare, inner]} if bare else inner)
        return schema

    def one_of(self, keys: tuple[str, ...], needed: bool = True) -> None:
        """Refuse none (if one is needed) or several of these keys."""
        fields = {field.alias or name: name for name, field in type(self).model_fields.items()}
        given = [key for key in keys if getattr(self, fields[key]) is not None]
        if len(given) > 1:
            message = _("{keys} exclude each other; keep one").format(keys=_(" and ").join(f"'{key}'" for key in given))
            raise Flaw("CONFLICT", message, at=(given[-1],))
        if needed and not given:
            raise Flaw("MISSING_KEY", _("one of {keys} is needed").format(keys=", ".join(f"'{key}'" for key in keys)))


class Text(Part):
    """Words in English and Chinese; one language stands for both if it is the only one."""

    derived: ClassVar[tuple[str, ...]] = ("en", "zh")
    bare: ClassVar[dict[str, Any] | None] = {"type": ["string", "number"]}

    en: Words
    zh: Words

    @classmethod
    def expand(cls, data: Any) -> Any:
        """One text for both languages."""
        if not isinstance(data, dict):
            return {"en": data, "zh": data}
        known = {key: data[key] for key in ("en", "zh") if key in data}
        return {**dict.fromkeys(("en", "zh"), next(iter(known.values()))), **data} if known else data

    def __str__(self) -> str:
        return self.en

    @classmethod
    def same(cls, text: str) -> Self:
        """The same words in every language."""
        return cls(en=text, zh=text)


P = TypeVar("P", bound=Part)


def not_given(part: Part, values: dict[str, Any]) -> dict[str, Any]:
    """Those of the values whose keys are not written."""
    return {key: value for key, value in values.items() if key not in part.model_fields_set}


def filled(part: P, **values: Any) -> P:
    """A copy with derived values, which do not count as given."""
    copy = part.model_copy(update=values)
    copy.__pydantic_fields_set__.intersection_update(part.model_fields_set)
    return copy
