"""All ids of a scenario, taken from the raw files, so that one broken value does not make its neighbours unknown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sim.scenario.scenario import BUILT_IN, Scenario
from sim.scenario.tree import Items, Map, at

Ids = tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """The ids that may be named, and whether places are on a plane; None where the file that says so is unreadable.

    `contracts` are those of the sites and of scenario.yaml, `fees` those of scenario.yaml, None if it lists none.
    """

    products: Ids | None = None
    faults: tuple[tuple[str, str], ...] | None = None
    severities: Ids | None = None
    skills: Ids | None = None
    calendars: Ids | None = None
    channels: Ids | None = None
    suppliers: Ids | None = None
    parts: Ids | None = None
    sites: Ids | None = None
    regions: Ids | None = None
    customers: Ids | None = None
    contracts: Ids | None = None
    fees: Ids | None = None
    plane: bool | None = None

    @property
    def fault_words(self) -> Ids | None:
        """Faults by id and by `product.fault`."""
        if self.faults is None:
            return None
        words = [word for product, fault in self.faults for word in (fault, f"{product}.{fault}")]
        return tuple(dict.fromkeys(words))


def names_of(scenario: Scenario) -> Names:
    """The ids of a loaded scenario."""
    faults = [kind.fault for kind in scenario.faults]
    return Names(
        products=tuple(scenario.products),
        faults=tuple((kind.product, kind.id) for kind in scenario.faults),
        severities=scenario.severities,
        skills=_once(fault.skill for fault in faults),
        calendars=scenario.calendar_names,
        channels=tuple(scenario.channels),
        suppliers=tuple(scenario.suppliers),
        sites=tuple(site.id for site in scenario.sites),
        regions=_once(site.region for site in scenario.sites),
        customers=_once(site.customer for site in scenario.sites),
        contracts=_once((*(site.contract for site in scenario.sites), *scenario.contracts)),
        fees=tuple(scenario.contracts) or None,
        parts=tuple(scenario.parts),
        plane=scenario.plane,
    )


def _once(words: Iterable[str | None]) -> Ids:
    return tuple(dict.fromkeys(word for word in words if word is not None))


def raw_names(tree: Map | None, rows: Items | None, scenario: Scenario | None) -> Names:
    """The ids that are written, whatever else is wrong with them; `scenario` is what could be made of the files."""
    read = names_of(scenario) if scenario is not None else Names()
    found: dict[str, Any] = {}
    if tree is not None:
        found = _written(tree)
    if rows is not None:
        found["sites"] = _column(rows, "site_id", read.sites)
        found["customers"] = _column(rows, "customer", read.customers)
        found["regions"] = _column(rows, "region", read.regions) if read.sites else None
        found["contracts"] = _column(rows, "contract", (*(read.contracts or ()), *(found.get("fees") or ())))
    return Names(**found)


def _written(tree: Map) -> dict[str, Any]:
    severities = tree.get("severities", ("general",))
    several = severities if isinstance(severities, list | tuple) else [severities]
    return {
        **_of_products(tree),
        "severities": None if any(isinstance(one, dict | list) for one in several) else _texts(several),
        "calendars": _once((*(_keys(tree, "calendars") or ()), *BUILT_IN)),
        "channels": _keys(tree, "channels") or ("phone",),
        "suppliers": _keys(tree, "suppliers") or (),
        "fees": _keys(tree, "contracts") or None,
        "plane": _plane(at(tree, ("travel", "distance"))),
    }


def _plane(distance: Any) -> bool | None:
    """Whether places are on a plane; None if what is written there says neither."""
    return None if distance not in (None, "great_circle", "plane") else distance == "plane"


def _of_products(tree: Map) -> dict[str, Any]:
    products = _keys(tree, "products")
    if products is None:
        return {}
    by_product = {product: _keys(tree, "products", product, "faults") for product in products}
    if None in by_product.values():
        return {"products": products}
    pairs = tuple((product, fault) for product, faults in by_product.items() for fault in faults or ())
    faults = [at(tree, ("products", product, "faults", fault)) for product, fault in pairs]
    skills = _texts(fault.get("skill") for fault in faults if isinstance(fault, dict))
    return {"products": products, "faults": pairs, "skills": skills}


def _keys(tree: Map, *loc: str) -> Ids | None:
    """The ids in a map; None if there is no map."""
    node = at(tree, loc)
    return tuple(node) if isinstance(node, dict) else None


def _texts(values: Iterable[Any]) -> Ids:
    return _once(str(getattr(value, "text", value)) for value in values if value is not None)


def _column(rows: Items, column: str, read: Ids | None) -> Ids:
    return _once((*(row.get(column) for row in rows), *(read or ())))
