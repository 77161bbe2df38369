"""The people in the field: teams, what they know, when they are there, what they cost."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from sim.scenario.grammar import (
    ASSUMED,
    Count,
    Date,
    Duration,
    Id,
    Money,
    PerMonth,
    PositiveCount,
    Share,
    choice,
    parse_id,
    unit,
)
from sim.scenario.limits import heads
from sim.scenario.part import ListOf, Part
from sim.scenario.problems import Flaw
from sim.scenario.stores import StockRule
from sim.scenario.units import is_number, out_of_range, parse_count, parse_factor, write_factor
from sim.wording import _

UNLIMITED = -1
IF_DUE = "if_due"
WAKE_WORDS = (IF_DUE, "always")
_LONGEST_MOBILISE, _LONGEST_REST = 24 * 3600, 48 * 3600
Skills = tuple[tuple[str, float], ...]


def parse_head_count(value: object) -> int:
    """A head count, or `unlimited`."""
    if not is_number(value) and str(value).strip() == "unlimited":
        return UNLIMITED
    return heads(parse_count(value))


def write_head_count(count: int) -> str:
    """`6` or `unlimited`."""
    return "unlimited" if count < 0 else str(count)


def parse_skills(value: object) -> Skills:
    """(skill, slowness) in the order written, from `body`, `[body, gas]` or `{gas: 1.0, particle: 1.25}`."""
    if isinstance(value, dict):
        return tuple(_at(skill, skill, factor) for skill, factor in value.items())
    several = value if isinstance(value, list | tuple) else [value]
    pairs = (_at(number if several is value else None, skill, 1) for number, skill in enumerate(several))
    return tuple(dict.fromkeys(pairs))


def _at(step: str | int | None, skill: object, factor: object) -> tuple[str, float]:
    try:
        slowness = parse_factor(factor)
        if slowness == 0:
            raise out_of_range(_("a factor above 0; 1.25 takes a quarter longer"), factor)
        return parse_id(skill), slowness
    except Flaw as flaw:
        raise Flaw(flaw.code, flaw.message, flaw.hint, at=() if step is None else (step,)) from flaw


def write_skills(skills: Skills) -> str:
    """A list, or a map where someone is slow at something."""
    if all(slowness == 1 for _skill, slowness in skills):
        return "[" + ", ".join(skill for skill, _slowness in skills) + "]"
    return "{" + ", ".join(f"{skill}: {write_factor(slowness)}" for skill, slowness in skills) + "}"


def parse_wake(value: object) -> str | tuple[str, ...]:
    """`if_due`, `always`, or the severities that wake."""
    if value in WAKE_WORDS:
        return str(value)
    several = value if isinstance(value, list | tuple) else [value]
    return tuple(
        dict.fromkeys(_wake_word(word, number if several is value else None) for number, word in enumerate(several))
    )


def _wake_word(value: object, number: int | None) -> str:
    try:
        return parse_id(value)
    except Flaw as flaw:
        message = _("expected {words} or a list of severities").format(words=", ".join(WAKE_WORDS))
        raise Flaw("UNKNOWN_WORD", message, at=() if number is None else (number,)) from flaw


def write_wake(wake: str | tuple[str, ...]) -> str:
    """The word, or the severities."""
    return wake if isinstance(wake, str) else "[" + ", ".join(wake) + "]"


_ID = {"type": ["string", "integer"]}
_FACTOR = {"type": ["number", "string"]}
_WORDS = {"anyOf": [_ID, {"type": "array", "items": _ID}]}
_COUNT = {"type": "integer", "minimum": 0}
HeadCount = Annotated[
    int, unit("engineers", parse_head_count, write_head_count, False, anyOf=[_COUNT, {"const": "unlimited"}])
]
KnownSkills = Annotated[
    Skills,
    unit(
        "skills",
        parse_skills,
        write_skills,
        False,
        anyOf=[*_WORDS["anyOf"], {"type": "object", "additionalProperties": _FACTOR}],
    ),
]
Wake = Annotated[str | tuple[str, ...], unit("wake", parse_wake, write_wake, False, **_WORDS)]


class OnCall(Part):
    """Engineers who can be called outside the shift: how soon they set out, how long they rest, for what."""

    short: ClassVar[str | None] = "engineers"

    engineers: Count
    mobilise: Duration = Field(1800, json_schema_extra=ASSUMED)
    rest: Duration = Field(39_600, json_schema_extra=ASSUMED)
    wake: Wake = IF_DUE

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.mobilise > _LONGEST_MOBILISE:
            raise Flaw("OUT_OF_RANGE", _("who is on call sets out within 24h"), at=("mobilise",))
        if self.rest > _LONGEST_REST:
            raise Flaw("OUT_OF_RANGE", _("a rest of at most 48h after a job on call is needed"), at=("rest",))
        if self.wake == ():
            raise Flaw("MISSING_KEY", _("nothing would ever wake who is on call"), at=("wake",))
        return self


class Overtime(Part):
    """How far work may run over the end of a duty."""

    short: ClassVar[str | None] = "cap"

    cap: Duration = 7200


class Leave(Part):
    """From the first to the last of these dates (both included) so many engineers are away."""

    from_: Date = Field(alias="from")
    to: Date
    engineers: PositiveCount = 1

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.to < self.from_:
            raise Flaw("OUT_OF_RANGE", _("the leave ends before it begins"), at=("to",))
        return self


class Team(Part):
    """Engineers of one outlet with the same skills, shift and employer. Loaded, `outlet` is always filled."""

    short: ClassVar[str | None] = "engineers"

    outlet: Id = ""
    head_count: HeadCount = Field(alias="engineers")
    employer: Annotated[str, choice("own", "contracted")] = "own"
    known_skills: KnownSkills | None = Field(None, alias="skills")
    shift: Id = "office"
    on_call: OnCall | None = None
    overtime: Overtime = Overtime()
    shrinkage: Share = 0.0
    leave: ListOf[Leave] = ()
    van: dict[Id, StockRule] = Field({})
    at_most: PerMonth | None = None
    pay_per_engineer_month: Money | None = None
    pay_per_visit: Money | None = None
    cost_per_month: Money | None = None
    one_off: Money | None = None

    @property
    def engineers(self) -> int | None:
        """Head count; None never runs out."""
        return None if self.head_count == UNLIMITED else self.head_count

    @property
    def skills(self) -> frozenset[str] | None:
        """What they know; None is everything."""
        return None if self.known_skills is None else frozenset(skill for skill, _slowness in self.known_skills)

    @property
    def slowness(self) -> dict[str, float]:
        """By skill, how much longer their work takes; 1 for a skill that is not there."""
        return dict(self.known_skills or ())

    @property
    def overtime_cap(self) -> int:
        """Seconds."""
        return self.overtime.cap

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.skills is not None and not self.skills:
            raise Flaw(
                "OUT_OF_RANGE", _("a team without a skill does nothing; leave 'skills' out for all"), at=("skills",)
            )
        if self.shrinkage >= 1:
            raise Flaw("OUT_OF_RANGE", _("a team that is always absent does nothing"), at=("shrinkage",))
        if self.at_most is not None and self.employer == "own":
            message = _("only a contracted team has 'at_most'; write employer: contracted, or leave it out")
            raise Flaw("CONFLICT", message, at=("at_most",))
        if self.engineers is None:
            self._check_unlimited()
        else:
            self._check_heads(self.engineers)
        return self

    def _check_unlimited(self) -> None:
        words = {
            "on_call": _("a team that never runs out has nobody on call; give it the shift 'always'"),
            "van": _("a team that never runs out would have endless vans full of parts; leave 'van' out"),
            "shrinkage": _("a team that never runs out misses nobody; leave 'shrinkage' out"),
            "leave": _("a team that never runs out misses nobody; leave 'leave' out"),
        }
        for key, message in words.items():
            if getattr(self, key):
                raise Flaw("CONFLICT", message, at=(key,))

    def _check_heads(self, engineers: int) -> None:
        if self.on_call and self.on_call.engineers > engineers:
            message = _("{on_call} on call of {engineers} engineers")
            text = message.format(on_call=self.on_call.engineers, engineers=engineers)
            raise Flaw("OUT_OF_RANGE", text, at=("on_call",))
        for number, leave in enumerate(self.leave):
            if leave.engineers > engineers:
                message = _("{away} on leave of {engineers} engineers")
                text = message.format(away=leave.engineers, engineers=engineers)
                raise Flaw("OUT_OF_RANGE", text, at=("leave", number, "engineers"))
