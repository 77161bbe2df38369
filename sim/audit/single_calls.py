"""Attempts to reach us, where a promise counts every single call."""

from __future__ import annotations

from dataclasses import dataclass

from sim.audit.dossiers import ANSWERING, Dossier
from sim.audit.hours import NEVER
from sim.model import Event, Purpose

E = Event


@dataclass
class Attempt:
    """One call or message: when it began, was answered, responded to, or failed: he hung up, or was refused."""

    number: int
    begun: int
    answered: int = NEVER
    responded: int = NEVER
    failed: int = NEVER


def attempts_of(dossier: Dossier) -> list[Attempt]:
    """All that a customer tried, in order. The first begins with the report, also where nobody may open it yet."""
    found = {1: Attempt(1, dossier.reported)}
    for line in dossier.lines:
        if line.value not in ANSWERING:
            continue
        if line.event in (E.QUEUED, E.REFUSED):
            found.setdefault(line.n, Attempt(line.n, line.at))
        if line.event in (E.GAVE_UP, E.REFUSED):
            found[line.n].failed = line.at
        if line.event == E.STARTED:
            found[line.n].answered = line.at
        is_word = E.STARTED if line.value == Purpose.CALL else E.ENDED
        if line.event == is_word:
            found[line.n].responded = line.at
    return [found[number] for number in sorted(found)]
