"""Collects what cross checks find, at the place of the value to blame and not where the file was torn anyway."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sim.scenario.draft import Draft
from sim.scenario.problems import Flaw, Problem, Severity, problem_at, unknown
from sim.scenario.tree import Loc, dotted, place_at
from sim.wording import _


@dataclass
class Findings:
    """Problems of one file."""

    draft: Draft[Any]
    problems: list[Problem] = field(default_factory=list)

    def note(
        self,
        loc: Loc,
        code: str,
        message: str,
        hint: str | None = None,
        severity: Severity = "error",
        of_key: bool = False,
    ) -> None:
        """Keep a problem of the value (or the key) at a path, unless that value was taken out or patched."""
        path = dotted(self.draft.tree, loc)
        if self.draft.is_gone(path):
            return
        text = f"{path}: {message}" if path else message
        found = problem_at(place_at(self.draft.tree, loc, of_key), code, text, hint, severity)
        if found not in self.problems:
            self.problems.append(found)

    def is_torn(self, loc: Loc, as_prefix: bool = False) -> bool:
        """Whether the value at a path, or a part of it, was taken out or patched; or one whose key begins like it."""
        path = dotted(self.draft.tree, loc)
        return self.draft.is_torn(path) or (as_prefix and any(hole.startswith(path) for hole in self.draft.holes))

    def warn(self, loc: Loc, code: str, message: str, of_key: bool = False) -> None:
        """Keep something odd."""
        self.note(loc, code, message, severity="warning", of_key=of_key)

    def flaw(self, loc: Loc, flaw: Flaw) -> None:
        """Keep a flaw."""
        self.note(loc, flaw.code, flaw.message, flaw.hint)

    def refer_parts(self, loc: Loc, parts: Iterable[str], known: Collection[str] | None) -> None:
        """Every part that is a key of the map at a path must be known."""
        for part in parts:
            if known is not None and part not in known:
                flaw = unknown_part(part, known)
                self.note((*loc, part), flaw.code, flaw.message, flaw.hint, of_key=True)

    def refer(self, loc: Loc, what: str, words: str | Iterable[str] | None, known: Collection[str] | None) -> None:
        """Every word must be known; not asked where what is known could not be read."""
        if words is None or known is None:
            return
        several = [words] if isinstance(words, str) else list(words)
        for number, word in enumerate(several):
            if word not in known:
                self.flaw(loc if isinstance(words, str) else (*loc, number), unknown(what, word, known))


def unknown_part(part: str, known: Collection[str]) -> Flaw:
    """The flaw of a part that is in no table."""
    if known:
        return unknown(_("part"), part, known)
    return Flaw("UNKNOWN_ID", _("unknown part '{part}': the scenario has no parts.csv").format(part=part))
