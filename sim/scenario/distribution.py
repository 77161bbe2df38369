"""How long something takes: one value or a distribution, in seconds."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, model_validator

from sim.scenario.grammar import ASSUMED, Seconds, Share, Weight, choice
from sim.scenario.part import ListOf, Part
from sim.scenario.problems import Flaw
from sim.wording import _

USUAL_CV = 0.8

NEEDS: Mapping[str, tuple[str, ...]] = {
    "constant": ("mean",),
    "exponential": ("mean",),
    "lognormal": ("mean", "cv"),
    "gamma": ("mean", "cv"),
    "weibull": ("mean", "cv"),
    "triangular": ("low", "mode", "high"),
    "uniform": ("low", "high"),
    "empirical": ("values", "shares"),
    "mixture": ("of",),
}

Kind = Annotated[str, choice(*NEEDS)]


class MixturePart(Part):
    """One component of a mixture with its share of the cases."""

    derived: ClassVar[tuple[str, ...]] = ("dist",)

    share: Share
    dist: "Distribution"

    @classmethod
    def expand(cls, data: Any) -> Any:
        """`{share: 30%, dist: gamma, mean: 9h, cv: 0.5}` and `{share: 30%, dist: {…}}` are the same."""
        if not isinstance(data, dict):
            return super().expand(data)
        rest = {key: value for key, value in data.items() if key != "share"}
        if not rest:
            return data
        inline = rest.get("dist") in NEEDS if isinstance(rest.get("dist"), str) else "dist" not in rest
        if inline:
            return {**{key: data[key] for key in ("share",) if key in data}, "dist": rest}
        return data


class Distribution(Part):
    """A distribution of durations. `kind` says which of the other values are used; all in seconds.

    Short forms: a bare duration is constant; a mean alone is lognormal with a coefficient of variation of 0.8, assumed.
    """

    short: ClassVar[str | None] = "mean"

    kind: Kind = Field("lognormal", alias="dist")
    mean: Seconds | None = None
    cv: Weight | None = Field(None, json_schema_extra=ASSUMED)
    low: Seconds | None = None
    mode: Seconds | None = None
    high: Seconds | None = None
    values: tuple[Seconds, ...] | None = None
    shares: tuple[Share, ...] | None = None
    parts: ListOf[MixturePart] | None = Field(None, alias="of")

    @classmethod
    def expand(cls, data: Any) -> Any:
        """The full form of a bare duration."""
        return data if isinstance(data, dict) else {**super().expand(data), "dist": "constant"}

    @classmethod
    def constant(cls, seconds: float) -> Self:
        """Always the same."""
        return cls.model_validate({"dist": "constant", "mean": f"{seconds!r}s"})

    @property
    def of(self) -> tuple[tuple[float, "Distribution"], ...]:
        """The components of a mixture, each with its share."""
        return tuple((part.share, part.dist) for part in self.parts or ())

    @property
    def average(self) -> float:
        """The mean in seconds."""
        return _AVERAGES.get(self.kind, _mean)(self)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.kind == "lognormal" and self.cv is None:
            object.__setattr__(self, "cv", USUAL_CV)
        self._check_keys()
        if self.kind in ("triangular", "uniform"):
            self._check_order()
        if self.kind == "empirical":
            self._check_shares("shares", self.shares or (), len(self.values or ()))
        if self.kind == "mixture":
            self._check_shares("of", [share for share, _part in self.of], len(self.of))
        if self.kind in ("gamma", "weibull") and not 0.01 <= (self.cv or 0) <= 50:
            raise Flaw(
                "OUT_OF_RANGE", _("a cv between 0.01 and 50 is needed; for no spread write a bare duration"), at=("cv",)
            )
        return self

    def _check_keys(self) -> None:
        fields = {field.alias or name: name for name, field in type(self).model_fields.items() if name != "kind"}
        for key in NEEDS[self.kind]:
            if getattr(self, fields[key]) is None:
                message = _("a {kind} distribution needs {keys}; '{key}' is missing")
                if "kind" not in self.model_fields_set:
                    message = _("without 'dist' it is {kind} and needs {keys}; '{key}' is missing")
                raise Flaw("MISSING_KEY", message.format(kind=self.kind, keys=", ".join(NEEDS[self.kind]), key=key))
        for key, name in fields.items():
            if getattr(self, name) is not None and key not in NEEDS[self.kind]:
                message = _("a {kind} distribution has no '{key}'; it has {keys}")
                keys = ", ".join(NEEDS[self.kind])
                raise Flaw("UNKNOWN_KEY", message.format(kind=self.kind, key=key, keys=keys), at=(key,))

    def _check_order(self) -> None:
        points = [point for point in (self.low, self.mode, self.high) if point is not None]
        if points != sorted(points) or points[0] == points[-1]:
            raise Flaw("OUT_OF_RANGE", _("low, mode and high must rise"), at=("high",))

    def _check_shares(self, key: str, shares: Any, count: int) -> None:
        if len(shares) != count or not count:
            message = _("as many shares as values are needed: {shares} shares for {count} values")
            raise Flaw("BAD_VALUE", message.format(shares=len(shares), count=count), at=(key,))
        if abs(sum(shares) - 1) > 1e-6:
            message = _("shares must add up to 100%, these make {sum:.4g}%").format(sum=100 * sum(shares))
            raise Flaw("OUT_OF_RANGE", message, at=(key,))


def _mean(dist: Distribution) -> float:
    return dist.mean or 0.0


_AVERAGES: dict[str, Callable[[Distribution], float]] = {
    "triangular": lambda dist: ((dist.low or 0.0) + (dist.mode or 0.0) + (dist.high or 0.0)) / 3,
    "uniform": lambda dist: ((dist.low or 0.0) + (dist.high or 0.0)) / 2,
    "empirical": lambda dist: sum(v * s for v, s in zip(dist.values or (), dist.shares or (), strict=True)),
    "mixture": lambda dist: sum(share * part.average for share, part in dist.of),
}

MixturePart.model_rebuild()
Distribution.model_rebuild()
ZERO = Distribution.constant(0.0)
