"""Results as pandas DataFrames; pandas is imported when the first one is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.clock import NEVER
from sim.study.estimate import Estimate

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

Cells = dict[str, Any]

NESTED = ("periods", "evidence")  # tables of their own


def of_rows(rows: Iterable[Any], kind: type) -> pd.DataFrame:
    """One row per part of a result; an estimate `x` becomes the columns x, x_low, x_high, x_n."""
    import pandas as pd

    cells = [_cells(row) for row in rows]
    return pd.DataFrame(cells, columns=None if cells else _columns(kind))


def of_estimates(part: Any) -> pd.DataFrame:
    """One row per estimate of a part: its name, mean, low, high, n, reason."""
    import pandas as pd

    named = [(f.name, getattr(part, f.name)) for f in fields(part)]
    rows = [(name, e.mean, e.low, e.high, e.n, e.reason) for name, e in named if isinstance(e, Estimate)]
    return pd.DataFrame(rows, columns=["item", "mean", "low", "high", "n", "reason"])


def of_tickets(columns: Mapping[str, NDArray[Any]], zone: str) -> pd.DataFrame:
    """Ticket rows; instants become times of the zone, NaT where there is none."""
    import pandas as pd

    from sim.judge import TIMES

    dated = {name: _times(columns[name], zone) for name in TIMES if name in columns}
    return pd.DataFrame({**columns, **dated})


def _times(instants: NDArray[Any], zone: str) -> pd.DatetimeIndex:
    import pandas as pd

    happened = instants < NEVER
    seconds = np.where(happened, instants, 0).astype("datetime64[s]")
    return pd.DatetimeIndex(np.where(happened, seconds, np.datetime64("NaT", "s")), tz="UTC").tz_convert(zone)


def _cells(row: Any) -> Cells:
    cells: Cells = {}
    for f in fields(row):
        if f.name not in NESTED:
            cells |= _spread(f.name, getattr(row, f.name))
    return cells


def _spread(name: str, value: Any) -> Cells:
    if isinstance(value, Estimate):
        return {name: value.mean, f"{name}_low": value.low, f"{name}_high": value.high, f"{name}_n": value.n}
    if isinstance(value, Mapping):
        return {f"{name}.{key}": e.mean if isinstance(e, Estimate) else e for key, e in value.items()}
    return {name: value}


def _columns(kind: type) -> list[str]:
    """The columns of an empty table."""
    names: list[str] = []
    for f in fields(kind):
        estimate = "Estimate" in str(f.type) and "Mapping" not in str(f.type)
        names += [f.name, *(f"{f.name}_{end}" for end in ("low", "high", "n") if estimate)]
    return [name for name in names if name not in NESTED]
