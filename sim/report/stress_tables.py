"""The tables of `pledge stress`: who survives what, each shock by itself, break-evens, inputs not searched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.report import figures, promises, words
from sim.report.differences import difference_text
from sim.report.next_steps import quoted
from sim.report.stress_words import MARKS, fate_word, flip_text, number_text, taken_text, verdict_flip_text
from sim.report.study_answer import Sheet
from sim.study.measured import MONEY, SHARE
from sim.study.tally import HOURS
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study import Estimate
    from sim.study.stressing import BreakEven, Stress, Trial

DEMAND = "profile.surges="
MOST_INPUTS = 12  # of those not searched, in a terminal
MOST_TEXTS = 1  # `--set` texts of a shock, in a terminal


def sheets(found: Stress) -> Iterator[Sheet]:
    """All tables, in the order in which they are read."""
    yield _matrix(found)
    for number, trial in enumerate(found.struck, start=1):
        yield _of_shock(found, number, trial)
    yield from filter(None, (_not_struck(found), _flips(found), _steady(found), _not_searched(found)))


def _matrix(found: Stress) -> Sheet:
    """A row per commitment, a column per shock."""
    head = (_("COMMITMENT"), _("without"), *(str(number) for number in range(1, len(found.struck) + 1)))
    rows = tuple(
        (one.id, words.verdict_word(one.verdict), *(MARKS[trial.fate(one.id)] for trial in found.struck))
        for one in found.base.results
    )
    marks = _(
        "+ survives, x falls, ? not decided, . did not stand without it either, 0 no case left, - nothing to keep"
    )
    names = [_("{number} = {name}").format(number=n, name=one.shock.name) for n, one in enumerate(found.struck, 1)]
    return Sheet(_("WHAT SURVIVES WHICH SHOCK (n {n})").format(n=f"{found.base.n:,}"), head, rows,
                 notes=(marks, *(["; ".join(names)] if names else [])))  # fmt: skip


def _of_shock(found: Stress, number: int, trial: Trial) -> Sheet:
    head = (_("COMMITMENT"), _("ATTAINED [95%]"), _("more than without"), _("VERDICT"), _("FATE"))
    rows = tuple(
        (
            one.result.id,
            promises.attained_text(one.result),
            difference_text(one.difference, HOURS if one.result.unit == HOURS else SHARE, one.result.unit == HOURS),
            words.verdict_word(one.result.verdict),
            fate_word(one.fate),
        )
        for one in trial.struck
    )
    name = trial.shock.name.upper() if trial.shock.name.isascii() else trial.shock.name
    title = _("{number} {name}: {says}").format(number=number, name=name, says=trial.shock.says)
    paste = tuple(f"--set {quoted(text)}" for text in trial.shock.changes[:MOST_TEXTS])
    return Sheet(title, head, rows, notes=tuple(_shock_notes(found, trial)), paste=paste)


def _shock_notes(found: Stress, trial: Trial) -> Iterator[str]:
    currency = found.base.variant.scenario.currency
    money = [
        _money(text, estimate, currency)
        for text, estimate in ((_("fines"), trial.penalty), (_("cost"), trial.cost))
        if estimate is not None and figures.known(estimate)
    ]
    if money:
        yield _("More a year than without it: {list}").format(list="; ".join(money))
    yield from _coverage(trial)
    more = len(trial.shock.changes) - MOST_TEXTS
    if more > 0:
        text = ngettext("As data, with {n} more in stress.json:", "As data, with {n} more in stress.json:", more)
        yield text.format(n=more)
    else:
        yield _("As data:")


def _coverage(trial: Trial) -> Iterator[str]:
    """Where customers report as often as without it, and yet promises cover other cases."""
    other = [(one.result.id, one.covered) for one in trial.struck if one.covered.mean]
    if other and not any(text.startswith(DEMAND) for text in trial.shock.changes):
        told = "; ".join(f"{name} {difference_text(estimate, '')}" for name, estimate in other)
        text = _("Covers other cases, because who serves a site depends on the plan; more a year: {list}")
        yield text.format(list=told)


def _money(what: str, estimate: Estimate, currency: str) -> str:
    text = difference_text(estimate, MONEY)
    return f"{what} {text}" if text == _("none") else f"{what} {text} {currency}"


def _not_struck(found: Stress) -> Sheet | None:
    left = [one for one in found.trials if one.outcome is None]
    if not left:
        return None
    notes = tuple(
        (_("{name}: does not apply here: {reason}") if one.shock.reason else _("{name}: {reason}")).format(
            name=one.shock.name, reason=one.reason
        )
        for one in left
    )
    return Sheet(_("SHOCKS NOT SIMULATED"), notes=notes)


def _flips(found: Stress) -> Sheet | None:
    rows = [(*_input_cells(one), flip.id, flip_text(one, flip)) for one in found.break_evens for flip in one.flips]
    if not found.break_evens:
        return None
    title = _("BREAK-EVENS OF ASSUMED INPUTS (n {n})").format(n=f"{found.break_evens[0].n:,}")
    if not rows:
        searched = any(one.reason is None for one in found.break_evens)
        none = (
            _("No commitment flips between the ends of the inputs searched.") if searched else _("None was searched.")
        )
        return Sheet(title, notes=(none, on_average()) if searched else (none,))
    head = (_("INPUT"), _("COMMITMENT"), _("target is"))
    shown = tuple((f"{path} = {value}", name, text) for path, value, name, text in rows)
    return Sheet(title, head, shown, notes=(*_flip_notes(found), on_average()))


def on_average() -> str:
    """What a break-even is, and is not."""
    return _("A break-even is where the target is still just attained on average. There a review period is kept about "
             "every other time: where more is asked for, a commitment breaks sooner.")  # fmt: skip


def _input_cells(one: BreakEven) -> tuple[str, str]:
    return one.assumption.path, one.assumption.value


def _flip_notes(found: Stress) -> Iterator[str]:
    for one in found.break_evens:
        for flip in one.flips:
            told = verdict_flip_text(flip)
            if told:
                yield _("{path}, {id}: {told}").format(path=one.assumption.path, id=flip.id, told=told)
        if one.cut:
            yield _("{path}: the budget ended the search early").format(path=one.assumption.path)


def _steady(found: Stress) -> Sheet | None:
    """What was looked for and does not happen, or could not be looked for."""
    notes = [note for one in found.break_evens for note in _steady_notes(one)]
    return Sheet(_("DOES NOT FLIP, OR WAS NOT SEARCHED"), notes=tuple(notes)) if notes else None


def _steady_notes(one: BreakEven) -> Iterator[str]:
    if one.reason is not None:
        yield _("{path}: not searched: {reason}").format(path=one.assumption.path, reason=one.reason)
    elif one.steady:
        numbers = [value.number for value in one.values]
        text = _("{path} between {low} and {high}: {list}")
        yield text.format(
            path=one.assumption.path,
            low=number_text(min(numbers), one.unit),
            high=number_text(max(numbers), one.unit),
            list=", ".join(one.steady),
        )


def _not_searched(found: Stress) -> Sheet | None:
    """Assumed inputs without a break-even, those that take most of the way to a target first."""
    left = found.not_searched
    if not left:
        return None
    head = (_("INPUT"), _("takes of the way to the target"), _("of"))
    rows = tuple(
        (one.assumption.path, *((one.reason, "") if one.reason else (taken_text(one), one.most_moved or "-")))
        for one in left
    )
    return Sheet(_("ASSUMED INPUTS NOT SEARCHED ({n})").format(n=len(left)), head, rows, most=MOST_INPUTS)
