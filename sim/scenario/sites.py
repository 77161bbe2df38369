"""Rows of the tables as the other rooms see them: where customers are, and tickets that were recorded."""

import math
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Site:
    """A place with units of one product: degrees north and east, or kilometres on a plane. No `access` is always.

    In service from the date `from_` to `until`, in warranty to `warranty_until`, these dates included; None: no end.
    """

    id: str
    name: str
    lat: float
    lon: float
    customer: str
    region: str
    product: str
    units: int
    outlet: str | None
    contract: str | None
    city: str | None = None
    access: str | None = None
    x_km: float = math.nan
    y_km: float = math.nan
    warranty_until: date | None = None
    from_: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """A recorded ticket; durations in seconds, None is drawn. `fault` is the key of a FaultKind."""

    reported: int
    site: str
    fault: str
    talk: int | None
    diagnose: int | None
    repair: int | None
    patience: int | None
