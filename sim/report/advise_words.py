"""Levers, thought experiments and what they bring, in a planner's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sim.report.differences import difference_text
from sim.report.next_steps import quoted
from sim.study.advising import PER, Advice, Lever, Moved, Perfect, Trial
from sim.study.measured import MONEY, SHARE
from sim.study.tally import HOURS
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study import Estimate

WORKSHOP, CENTRAL = "workshop", "central"
A_POINT = 0.01


PAID_FOR = ("engineer", "seat", "part", "van")
"""Kinds with a price of their own; what the others cost follows from what they do."""


def lever_words(lever: Lever) -> str:
    """'one more engineer at xian (4 then)', 'one more seat of front, 08:00-11:00 (4 then)'."""
    words = WORDS[lever.kind](lever)
    return words if lever.count is None else _("{words} ({n} then)").format(words=words, n=f"{lever.count:,}")


def _seat(lever: Lever) -> str:
    if not lever.what:
        return _("one more seat of {desk}").format(desk=lever.where)
    return _("one more seat of {desk}, {hours}").format(desk=lever.where, hours=lever.what)


def _part(lever: Lever) -> str:
    if lever.where == CENTRAL:
        return _("one more {part} in the central store").format(part=lever.what)
    return _("one more {part} at {outlet}").format(part=lever.what, outlet=lever.where)


def _bench(lever: Lever) -> str:
    if lever.where == WORKSHOP:
        return _("one more bench in the workshop")
    return _("one more bench at {outlet}").format(outlet=lever.where)


WORDS: dict[str, Callable[[Lever], str]] = {
    "engineer": lambda one: _("one more engineer in {team}").format(team=one.where),
    "on_call": lambda one: _("one more on call in {team}").format(team=one.where),
    "backup": lambda one: _("contracted backup at {outlet}, day and night").format(outlet=one.where),
    "seat": _seat,
    "lines": lambda one: _("more lines to {desk}").format(desk=one.where),
    "part": _part,
    "van": lambda one: _("one more {part} in each van of {team}").format(part=one.what, team=one.where),
    "courier": lambda one: _("a courier within {lead} for missing parts").format(lead=one.what),
    "bench": _bench,
    "training": lambda one: _("training of {desk}: {factor} fixed by phone").format(desk=one.where, factor=one.what),
    "skill": lambda one: _("{team} learns {skill}").format(team=one.where, skill=one.what),
    "move": lambda one: _("outlet {outlet} moved to {place}").format(outlet=one.where, place=one.what),
    "swap": lambda one: _("whole units exchanged first"),
    "rule": lambda one: _("dispatch {rule}").format(rule=one.what),
}


def kind_count(kind: str, n: int) -> str:
    """'12 about engineers'."""
    shown = {
        "engineer": ngettext("{n} engineer", "{n} engineers", n),
        "on_call": _("{n} on call"),
        "backup": ngettext("{n} contracted backup", "{n} contracted backups", n),
        "seat": ngettext("{n} seat", "{n} seats", n),
        "lines": ngettext("{n} on lines", "{n} on lines", n),
        "part": ngettext("{n} part on a shelf", "{n} parts on shelves", n),
        "van": ngettext("{n} part in vans", "{n} parts in vans", n),
        "courier": ngettext("{n} courier", "{n} couriers", n),
        "bench": ngettext("{n} bench", "{n} benches", n),
        "training": ngettext("{n} training", "{n} trainings", n),
        "skill": ngettext("{n} skill", "{n} skills", n),
        "move": ngettext("{n} outlet moved", "{n} outlets moved", n),
        "swap": _("{n} on exchanging units"),
        "rule": ngettext("{n} rule of dispatch", "{n} rules of dispatch", n),
    }
    return shown[kind].format(n=f"{n:,}")


def set_words(lever: Lever) -> str:
    """What to paste behind a command."""
    return " ".join(f"--set {quoted(change)}" for change in lever.changes)


def perfect_word(name: str) -> str:
    """What is perfect, in a word."""
    return {
        "parts": _("parts"),
        "travel": _("travel"),
        "engineers": _("number of engineers"),
        "hours": _("hours of the teams"),
        "desks": _("desks"),
        "suppliers": _("suppliers"),
    }.get(name, name)


def perfect_sentence(perfect: Perfect) -> str:
    """What it means to be perfect."""
    text = {
        "parts": _("parts: every part in every van and on every shelf, as many as anybody asks for"),
        "travel": _("travel: everybody is there at once"),
        "engineers": _("number of engineers: 25 more in every team, and on call where anybody is"),
        "hours": _("hours of the teams: the same heads on duty day and night"),
        "desks": _("desks: 99 seats at every desk, day and night"),
        "suppliers": _("suppliers: they answer at once, and what they send is there"),
    }[perfect.name]
    if perfect.limits:
        return _("{text} (drives written in travel_matrix.csv stay as long as they are)").format(text=text)
    return text


def why_not_perfect(name: str, reason: str) -> str:
    """'parts: no repair needs any'."""
    why = {
        "no parts": _("no repair needs any"),
        "no desks": _("the plan has none"),
        "no suppliers": _("the scenario has none"),
        "always on duty": _("everybody is on duty day and night"),
        "budget": _("no room in the budget"),
    }[reason]
    words = _(" and ").join(perfect_word(one) for one in name.split("+"))
    return _("{what}: {why}").format(what=words, why=why)


# -- figures ----------------------------------------------------------------------------------------------------------


def gain_text(trial: Trial) -> str:
    """'+3.1 points [2.6, 3.6]'; where money counts '+41 k [39, 43]'."""
    estimate = trial.gain.estimate
    return points_text(estimate) if trial.in_points else difference_text(estimate, MONEY)


def points_text(estimate: Estimate, with_unit: bool = True) -> str:
    """A figure in points."""
    return difference_text(estimate.times(A_POINT), SHARE, with_unit)


def moved_text(moved: Moved) -> str:
    """What is attained more: '+3.1 points [2.6, 3.6]', '-0.3 h [-0.4, -0.2]'."""
    return difference_text(moved.attained.estimate, HOURS if moved.unit == HOURS else SHARE)


def value_text(trial: Trial) -> str:
    """Points for 10,000 a year; a dash where what it costs is not told from nothing."""
    if trial.lever.without:
        return "-"
    if trial.value is None:
        return _("saves money") if trial.saves else "-"
    return f"{trial.value:.2f}"


def money(estimate: Estimate) -> str:
    """'141,600', or with its interval where it varies."""
    from sim.report import figures

    if estimate.low is None or estimate.high is None or estimate.low == estimate.high:
        return figures.amount(estimate.mean or 0.0)
    return figures.money_text(estimate)


def unit_of_value(found: Advice) -> str:
    """What a value is, in one sentence."""
    currency = found.base.variant.scenario.currency
    if found.missing:
        return _(
            "Value: points of shortfall closed for {per} {currency} a year of added cost. Shortfall: target less what"
            " is attained in a review period, in points, summed over the commitments that do not hold; what is above"
            " target counts nothing."
        ).format(per=f"{PER:,}", currency=currency)
    return _("Value: every commitment holds as far as these sample years show, so what counts is money: penalties and"
             " other costs saved less what is added, in {currency} a year.").format(currency=currency)  # fmt: skip


def strongest(trial: Trial, missing: Sequence[str]) -> Moved | None:
    """The commitment that gains most, of those that do not hold, or of all."""
    found = [one for one in trial.moved if (one.id in missing or not missing) and one.attained.estimate.mean]
    return max(found, key=lambda one: abs(one.attained.estimate.mean or 0.0), default=None)
