"""What happens: products with their faults, and the suppliers of components."""

from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, model_validator

from sim.scenario.distribution import ZERO, Distribution
from sim.scenario.grammar import ASSUMED, Counts, Id, Rate, Share, Weight, choice
from sim.scenario.part import Part
from sim.scenario.problems import Flaw
from sim.scenario.spares import PartNeed, Swap
from sim.wording import _

YEAR_S = 365 * 86_400


class RemoteFix(Part):
    """Shares fixed by phone: by the front desk, and by the experts in all (never fewer)."""

    short: ClassVar[str | None] = "front"
    derived: ClassVar[tuple[str, ...]] = ("experts",)

    front: Share
    experts: Share

    @classmethod
    def expand(cls, data: Any) -> Any:
        """Without experts they fix what the front fixes."""
        full = super().expand(data)
        return {**full, "experts": full["front"]} if "front" in full and "experts" not in full else full

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.experts < self.front:
            message = _("the share of experts includes that of the front: at least {front:.4g}% is needed")
            raise Flaw("OUT_OF_RANGE", message.format(front=100 * self.front), at=("experts",))
        return self


class SupplierShare(Part):
    """The share of a fault's tickets that need a component supplier."""

    short: ClassVar[str | None] = "id"

    id: Id
    chance: Share = 1.0


class Repeat(Part):
    """The share of repaired tickets that come back with the same fault, and how long after the repair."""

    short: ClassVar[str | None] = "chance"

    chance: Share
    after: Distribution = Field(Distribution.model_validate({"mean": "7d"}), json_schema_extra=ASSUMED)


class Fault(Part):
    """One kind of fault of a product: how often, how grave, what work."""

    either: ClassVar[tuple[str, ...]] = ("rate_per_unit_year", "rate")

    rate_per_unit_year: Weight | None = None
    rate: Rate | None = None
    severity: Id = "general"
    skill: Id | None = None
    remote_fix: RemoteFix = RemoteFix(front=0.0, experts=0.0)
    first_fix: Share = 1.0
    crew: Counts = ((1, 1.0),)
    talk: Distribution = ZERO
    diagnose: Distribution = ZERO
    repair: Distribution = ZERO
    sign_off: Distribution = ZERO
    parts: dict[Id, PartNeed] = Field({})
    supplier: SupplierShare | None = None
    carry_in: Share = 0.0
    bring: Distribution = ZERO
    take_back: Distribution = ZERO
    repeat: Repeat | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        self.one_of(("rate_per_unit_year", "rate"), needed=False)
        if self.first_fix == 0:
            raise Flaw("OUT_OF_RANGE", _("a first_fix of 0% would never end"), at=("first_fix",))
        return self

    @property
    def is_rated(self) -> bool:
        """Whether it says how often it happens."""
        return self.rate is not None or self.rate_per_unit_year is not None

    @property
    def rate_per_second(self) -> float:
        """Faults per unit and second; a year has 365 days."""
        return self.rate if self.rate is not None else (self.rate_per_unit_year or 0.0) / YEAR_S

    @property
    def front(self) -> float:
        """Share fixed by the front desk on the phone."""
        return self.remote_fix.front

    @property
    def experts(self) -> float:
        """Share fixed by phone if experts talk too."""
        return self.remote_fix.experts


class Product(Part):
    """What is installed at the sites; `unit` is the part that a whole one is, `swap` when one may stand in."""

    unit: Id | None = None
    swap: Swap | None = None
    faults: dict[Id, Fault] = Field(min_length=1)


class Contact(Part):
    """The desk's letter to a supplier: how long it takes and who writes it (none: whoever took the call)."""

    short: ClassVar[str | None] = "handle"

    handle: Distribution = ZERO
    desk: Id | None = None


class Supplier(Part):
    """Who makes a component: how long an answer and a part take, who visits, and the share of our cost he pays back."""

    contact: Contact = Contact()
    reply: Distribution = ZERO
    supply: Distribution = ZERO
    visits: Annotated[str, choice("own", "supplier")] = "own"
    pays_back: Share = 0.0

    @property
    def contact_handle(self) -> Distribution:
        """Desk work of the letter."""
        return self.contact.handle

    @property
    def contact_desk(self) -> str | None:
        """The desk that writes it, if one is named."""
        return self.contact.desk
