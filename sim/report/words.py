"""The reader's words for the keys of the data: verdicts, causes of lateness, milestones, shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sim.wording import _, language

if TYPE_CHECKING:
    from sim.scenario import Assumption, Measure, Text


WORKSHOP = "workshop"


def verdict_word(key: str) -> str:
    """What is shown for a verdict key; an unknown key is shown as it is."""
    shown = {
        "keep": _("holds"),
        "break": _("does not hold"),
        "unproven": _("not decided yet"),
        "no-evidence": _("no case"),
        "no-target": _("fine only"),
    }
    return shown.get(key, key)


def cause_word(key: str) -> str:
    """One or two words for a cause of lateness, short enough for a table cell."""
    shown = {
        "desk": _("desk"),
        "dispatch": _("dispatch"),
        "off_shift": _("off shift"),
        "engineer": _("engineers"),
        "part": _("part"),
        "travel": _("travel"),
        "repair": _("repair"),
        "supplier": _("supplier"),
        "customer": _("customer"),
    }
    return shown.get(key, key)


def cause_sentence(key: str) -> str:
    """What a cause means, in a planner's words."""
    shown = {
        "desk": _("waiting for a seat and talking at the desk"),
        "dispatch": _("waiting for the dispatch desk"),
        "off_shift": _("nobody who could do it is on duty"),
        "engineer": _("everybody who could do it is busy"),
        "part": _("waiting for a part"),
        "travel": _("on the road"),
        "repair": _("diagnosis and repair on site"),
        "supplier": _("waiting for the component supplier"),
        "customer": _("waiting for the customer"),
    }
    return shown.get(key, key)


def milestone_word(key: str) -> str:
    """A milestone as it is read in a chart title."""
    shown = {
        "reported": _("reported"),
        "answered": _("answered"),
        "responded": _("responded"),
        "supplier_contacted": _("supplier contacted"),
        "replied": _("replied"),
        "remote_fixed": _("fixed remotely"),
        "quoted": _("quoted"),
        "confirmed": _("confirmed"),
        "dispatched": _("dispatched"),
        "parts_ready": _("parts ready"),
        "departed": _("departed"),
        "arrived": _("arrived"),
        "diagnosed": _("diagnosed"),
        "restored": _("restored"),
        "closed": _("closed"),
        "handed_on": _("handed on"),
        "received": _("received at the repair point"),
        "abandoned": _("given up"),
    }
    return shown.get(key) or _call_word(key)


def _call_word(key: str) -> str:
    """A milestone of what the desks do of their own accord."""
    shown = {
        "progress_reported": _("progress reported"),
        "called_back": _("called back"),
        "followed_up_1": _("followed up"),
        "followed_up_2": _("followed up again"),
        "complained": _("complained"),
        "complaint_decided": _("complaint decided"),
        "complaint_answered": _("complaint answered"),
        "escalated": _("escalated"),
    }
    return shown.get(key, key)


def measure_words(measure: Measure) -> str:
    """What a time commitment measures: 'reported to arrived', 'reported to restored / handed on'."""
    ends = " / ".join(milestone_word(name) for name in measure.to or ())
    return _("{start} to {end}").format(start=milestone_word(measure.from_ or "reported"), end=ends)


def cost_word(key: str) -> str:
    """A kind of cost, or of price that is not given."""
    shown = {
        "pay": _("pay"),
        "overtime": _("overtime"),
        "travel": _("travel"),
        "nights": _("nights away"),
        "parts": _("parts used"),
        "repairs": _("repair of parts"),
        "income_charged": _("charged work"),
        "claims": _("claims on suppliers"),
        "holding": _("holding stock"),
        "freight": _("courier freight"),
        "upkeep": _("upkeep"),
        "penalties": _("penalties"),
        "one_off": _("spent once"),
        "repair of exchanged units": _("repair of exchanged units"),
    }
    return shown.get(key, key)


def weekday(number: int) -> str:
    """Short name of a day of the week, Monday 0."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[number]


def desk_word(channel: str | None) -> str:
    """The channel a desk row is about; a desk that takes none is internal."""
    return channel or _("internal")


def pool_word(kind: str, name: str) -> str:
    """A desk or team by its id; benches, which are called like the team of their outlet, with their kind."""
    if kind == "bench" and name == WORKSHOP:
        return _("workshop")
    return _("{id} (benches)").format(id=name) if kind == "bench" else name


def spoken(text: Text | None) -> str:
    """A text of the scenario in the reader's language."""
    if text is None:
        return ""
    return str(text.zh if language() == "zh" else text.en)


def and_more(names: Sequence[str], most: int = 4) -> str:
    """The names in one line; of many the first ones, and how many more there are."""
    shown, more = ", ".join(names[:most]), len(names) - most
    return shown if more <= 0 else _("{list} and {n} more").format(list=shown, n=f"{more:,}")


def is_assumed(assumptions: Iterable[Assumption], *endings: str) -> bool:
    """Whether an assumed input has one of these endings: 'pay_per_seat_month' also finds that of a single desk."""
    return any(assumption.path.endswith(endings) for assumption in assumptions)
