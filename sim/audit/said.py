"""What the auditor says: a sentence with the facts it is about, put into words at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, NamedTuple, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from sim.audit.hours import NEVER
from sim.wording import _

LONG_AGO = 1 << 29  # an integer beyond this in a list of facts is an instant: 1987 in Unix seconds


@dataclass(frozen=True)
class Finding:
    """Something in a log that cannot have happened. `check`: which check found it; `text`: what, with all there is to
    look it up by.
    """

    check: str
    text: str


class Said(NamedTuple):
    """A sentence with places for its facts."""

    text: str
    facts: Mapping[str, Any]


class When(NamedTuple):
    """A fact that is an instant, in Unix seconds."""

    at: Any


class Who(NamedTuple):
    """A fact that is an engineer by number; -1 is anybody of a team without end."""

    engineer: int


@runtime_checkable
class Telling(Protocol):
    """A fact that puts itself into a sentence."""

    def said(self) -> Said: ...


def say(text: str, **facts: Any) -> Said:
    """A sentence (already in the user's language) about these facts."""
    return Said(text, facts)


class Teller:
    """Puts facts into words: instants as local times, engineers by their names. `name`: of an engineer by number."""

    def __init__(self, zone: ZoneInfo, name: Callable[[int], str]) -> None:
        self.zone, self.name = zone, name

    def tell(self, said: Said) -> str:
        """The sentence with its facts in place."""
        return said.text.format(**{key: self.word(fact) for key, fact in said.facts.items()})

    def word(self, fact: Any) -> str:
        """One fact, or several separated by commas."""
        if isinstance(fact, Said):
            return self.tell(fact)
        if isinstance(fact, When):
            return self.moment(fact.at) if isinstance(fact.at, int) else self.word(fact.at)
        if isinstance(fact, Who):
            return self.name(fact.engineer) if fact.engineer >= 0 else _("anybody")
        if isinstance(fact, Telling):
            return self.tell(fact.said())
        return self._plain(fact)

    def _plain(self, fact: Any) -> str:
        if isinstance(fact, IntEnum):
            return fact.name
        if isinstance(fact, Mapping):
            return ", ".join(f"{self.word(key)}: {self.word(one)}" for key, one in fact.items()) or _("none")
        if isinstance(fact, (list, tuple, set, frozenset)):
            return ", ".join(self._within(one) for one in fact) or _("none")
        if fact is None:
            return _("nothing")
        return f"{fact:g}" if isinstance(fact, float) else str(fact)

    def _within(self, fact: Any) -> str:
        """A member of a list: a tuple of plain facts keeps its brackets, a large number is an instant."""
        if isinstance(fact, int) and abs(fact) > LONG_AGO:
            return self.moment(fact)
        word = self.word(fact)
        return f"({word})" if type(fact) is tuple else word

    def moment(self, at: int) -> str:
        """Local date and time with its offset."""
        if abs(at) >= NEVER:
            return _("never")
        return datetime.fromtimestamp(at, self.zone).isoformat()
