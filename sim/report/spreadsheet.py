"""CSV as spreadsheets want it: with a byte-order mark, and no text that a spreadsheet would run as a formula."""

from __future__ import annotations

import math

ENCODING = "utf-8-sig"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_text(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet would take it for a formula (OWASP, CSV injection)."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def number_cell(value: float | None) -> str:
    """A number in full precision; blank where it is unknown."""
    return "" if value is None or not math.isfinite(value) else f"{value:.10g}"
