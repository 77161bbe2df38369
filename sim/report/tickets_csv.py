"""tickets.csv.gz: the ticket rows kept, one line each, times in local ISO 8601 with offset."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.clock import local_iso_each
from sim.judge import TIMES
from sim.report.spreadsheet import ENCODING, number_cell, safe_text
from sim.wording import _

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.study import Result

COMPRESSION = 5  # a fifth of the time of 9 for a file a twentieth longer


def write_tickets(sample: Mapping[str, NDArray[Any]], zone: str, path: Path) -> None:
    """Write the columns as gzipped CSV; the same rows always give the same bytes."""
    columns = [cells(name, column, zone) for name, column in sample.items()]
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", COMPRESSION, raw, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding=ENCODING, newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(sample)
        writer.writerows(zip(*columns, strict=True))


def cells(name: str, column: NDArray[Any], zone: str) -> list[Any]:
    """One column as it is written: times as local text, yes/no, blanks for what is not known, no formulas."""
    if name in TIMES and column.dtype.kind == "i":
        return list(local_iso_each(column.astype(np.int64), zone).tolist())
    if column.dtype.kind == "b":
        return ["yes" if flag else "no" for flag in column.tolist()]
    if column.dtype.kind in "iu":
        return list(column.tolist())
    if column.dtype.kind == "f":
        return [number_cell(value) for value in column.tolist()]
    return [safe_text(text) for text in column.tolist()]


def contents(result: Result) -> str:
    """What tickets.csv.gz holds, in a sentence."""
    sample = result.sample
    size = len(next(iter(sample.values()))) if sample else 0
    kept = int(np.unique(sample["replication"]).size) if size else 0
    if kept == result.replications:
        return _("all {rows} tickets of all {n} replications").format(rows=size, n=kept)
    return _("all {rows} tickets of the first {kept} of {n} replications (--all-tickets keeps the rest)").format(
        rows=size, kept=kept, n=result.replications
    )
