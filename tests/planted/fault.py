"""What a planted fault is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """One piece of text of one file that is replaced by another.

    `stands_for`: the mistake, in the words of who would have to live with it; `layers`: folders of tests that are to
    catch it.
    """

    name: str
    file: str
    old: str
    new: str
    stands_for: str
    layers: tuple[str, ...] = ("stories",)

    def plant(self, tree: Path) -> None:
        """Into a copy of the house. ValueError where the text does not stand there exactly once."""
        path = tree / self.file
        text = path.read_text("utf-8")
        if text.count(self.old) != 1:
            raise ValueError(f"{self.name}: the text stands {text.count(self.old)} times in {self.file}")
        path.write_text(text.replace(self.old, self.new), "utf-8")
