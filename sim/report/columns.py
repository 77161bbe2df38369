"""Plain-text tables that stay in line, also with Chinese text, and never pass 80 columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

WIDTH = 80
GAP = "  "


def display_width(text: str) -> int:
    """Terminal cells a text takes: wide (Chinese) characters count two, combining marks none."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int, right: bool = False) -> str:
    """The text filled with blanks to `width` cells, on the left if `right`-aligned."""
    blanks = " " * max(0, width - display_width(text))
    return blanks + text if right else text + blanks


def wrap(text: str, width: int = WIDTH, indent: str = "") -> list[str]:
    """Lines of at most `width` cells; Chinese text breaks between characters, other text at blanks.

    Only a word that is longer than a line is broken inside.
    """
    lines: list[str] = []
    line, most = "", width - display_width(indent)
    for piece in (short for whole in _pieces(text) for short in _short(whole, most)):
        if line.strip() and display_width(indent + line + piece.rstrip()) > width:
            lines.append(indent + line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, indent + line.rstrip()]


def _pieces(text: str) -> list[str]:
    """The units a line may break between: words with their blank, and single wide characters."""
    pieces: list[str] = []
    word = ""
    for character in text:
        if _cells(character) == 2:
            pieces += [word] if word else []
            pieces.append(character)
            word = ""
        else:
            word += character
            if character == " ":
                pieces.append(word)
                word = ""
    return pieces + ([word] if word else [])


def _short(piece: str, most: int) -> list[str]:
    """A piece of narrow characters in parts of at most `most` cells, the blank at its end not counted."""
    if display_width(piece.rstrip()) <= most:
        return [piece]
    return [piece[start : start + most] for start in range(0, len(piece), most)]


def table(head: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> list[str]:
    """Aligned columns; `numbers` are the indices of right-aligned ones.

    A table too wide for 80 columns puts the first cell of each row on a line of its own, so nothing is cut.
    """
    widths = [max(display_width(row[i]) for row in (head, *rows)) for i in range(len(head))]
    if sum(widths) + len(GAP) * (len(widths) - 1) <= WIDTH:
        return [_line(row, widths, numbers) for row in (head, *rows)]
    stacked = [[row[0], "  " + _line(row[1:], widths[1:], [i - 1 for i in numbers])] for row in (head, *rows)]
    return [line for pair in stacked for line in pair]


def _line(row: Sequence[str], widths: Sequence[int], numbers: Sequence[int]) -> str:
    cells = (pad(text, width, i in numbers) for i, (text, width) in enumerate(zip(row, widths, strict=True)))
    return GAP.join(cells).rstrip()


def bullet(text: str) -> list[str]:
    """One '- ' paragraph, its further lines indented below the text."""
    first, *rest = wrap(text, WIDTH - 2)
    return ["- " + first, *("  " + line for line in rest)]
