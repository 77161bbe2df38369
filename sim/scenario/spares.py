"""Spare parts: what they are (`parts.csv`), which of them a fault needs, and the whole unit that may stand in."""

from typing import Annotated, ClassVar

from pydantic import Field

from sim.scenario.distribution import ZERO, Distribution
from sim.scenario.grammar import ASSUMED, Counts, Id, Money, Share, Step, Words, choice
from sim.scenario.part import Part
from sim.scenario.source import Source
from sim.scenario.tables import Columns, open_cells
from sim.scenario.tree import Items, Map

OPTIONAL = (
    "name",
    "unit_cost",
    "kind",
    "lead",
    "courier_lead",
    "repair",
    "scrap",
    "repair_cost",
    "return_transit",
    "return_every",
    "sent_back",
    "substitute",
)
PARTS = Columns("parts", ("part_id",), OPTIONAL, "part_id")
CONSUMABLE = "consumable"
KINDS = (CONSUMABLE, "repairable", "unit")


class SparePart(Part):
    """One kind of part: what it costs in cents, how the supplier and the courier bring it. None: not at all.

    `repair`: work of a bench on a defective one, a share of which is `scrap`; they travel back for `return_transit`,
    each by itself or together with every `return_every`, once exchanged or from the request on. `substitute`: the part
    that does as well. Loaded, `id` and `name` are always filled.
    """

    id: Id = Field("", alias="part_id")
    name: Words = ""
    unit_cost: Money | None = None
    kind: Annotated[str, choice(*KINDS)] = "consumable"
    lead: Distribution | None = None
    courier_lead: Distribution | None = None
    repair: Distribution | None = None
    scrap: Share = 0.0
    repair_cost: Money | None = None
    return_transit: Distribution = ZERO
    return_every: Step | None = None
    sent_back: Annotated[str, choice("at_exchange", "at_request")] = "at_exchange"
    substitute: Id | None = None

    @property
    def comes_back(self) -> bool:
        """Whether defective ones are repaired and used again."""
        return self.kind != CONSUMABLE and self.repair is not None


class PartsFile(Part):
    """`parts.csv` as a whole."""

    parts: dict[Id, SparePart] = Field({})


class PartNeed(Part):
    """How often a fault needs a part, how often that is known on the phone, and how many are needed."""

    short: ClassVar[str | None] = "chance"
    refers: ClassVar[bool] = True

    chance: Share = 1.0
    known: Share = Field(0.0, json_schema_extra=ASSUMED)
    quantity: Counts = ((1, 1.0),)


class Swap(Part):
    """The whole unit that may be exchanged in place of a repair, and how long that takes."""

    unit: Id
    work: Distribution


def by_part(source: Source) -> None:
    """Turn the rows of the table into a map by part, so that it reads like a file of keys; cells in braces are maps."""
    if source.tree is None:
        return
    open_cells(source, PARTS.root, OPTIONAL)
    rows: Items = source.tree[PARTS.root]
    parts = Map(source.place)
    for row in rows:
        if row.get(PARTS.key) not in (None, *parts):
            parts.put(row[PARTS.key], _as_map(row), row.place_of(PARTS.key), row.place)
    source.tree.put(PARTS.root, parts, source.place, source.place)


def _as_map(row: Map) -> Map:
    part = Map(row.place)
    for column, value in row.items():
        if column != PARTS.key:
            place = row.place_of(column) or row.place
            part.put(column, value, place, place)
    return part
