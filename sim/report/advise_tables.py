"""The tables of advice: levers ranked, what to type, what becomes of each commitment, thought experiments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.report import words
from sim.report.advise_words import (
    PAID_FOR,
    gain_text,
    lever_words,
    money,
    moved_text,
    perfect_word,
    points_text,
    set_words,
    value_text,
)
from sim.report.differences import difference_text
from sim.report.study_answer import Sheet
from sim.study.measured import MONEY, SHARE
from sim.wording import _

if TYPE_CHECKING:
    from sim.study.advising import Advice, Imagined, Trial

REAL = "*"
FREE = ("rule", "swap")  # kinds that are decided, not bought
MOST_LEVERS, MOST_TYPED, CLOSE_UP = 10, 5, 3  # in a terminal


def sheets(found: Advice) -> Iterator[Sheet]:
    """All tables, in the order in which they are read."""
    if found.trials:
        yield _ranked(found)
        yield _to_type(found)
        yield _close_up(found)
    boxes = found.bottlenecks
    if boxes.first:
        yield _imagined(found, boxes.first, _("IF ONE THING WERE PERFECT (n {n})"))
        yield _by_commitment(found, boxes.first, _("IF ONE THING WERE PERFECT, BY COMMITMENT (n {n})"))
    if boxes.second and boxes.narrowest is not None:
        first = perfect_word(boxes.narrowest.perfect.name)
        title = _("AND BEHIND IT: ON TOP OF PERFECT {first} (n {n})").format(first=first.upper(), n="{n}")
        yield _imagined(found, boxes.second, title)


def _numbered(found: Advice) -> list[tuple[int, Trial]]:
    return list(enumerate(found.trials, start=1))


def _n(found: Advice) -> str:
    return f"{found.base.n:,}"


def label(number: int, trial: Trial) -> str:
    """'1. one more engineer in xian (4 then)'."""
    return f"{number}. {lever_words(trial.lever)}"


def _ranked(found: Advice) -> Sheet:
    currency = found.base.variant.scenario.currency
    title = _("CHANGES, best first (n {n}; {mark} real; {currency} a year)")
    rows = [_row(found, number, trial) for number, trial in _numbered(found)]
    if found.missing:
        head = (_("CHANGE"), _("shortfall closed"), _("its price"), _("added cost"), _("value"))
    else:
        head = (_("CHANGE"), _("saved on balance"), _("its price"), _("penalties"), _("verdicts"))
    text = title.format(n=_n(found), mark=REAL, currency=currency)
    return Sheet(text, head, tuple(rows), most=MOST_LEVERS)


def _row(found: Advice, number: int, trial: Trial) -> tuple[str, ...]:
    gain = f"{gain_text(trial)} {REAL}" if trial.real else gain_text(trial)
    price = _price(trial)
    if found.missing:
        added = difference_text(trial.cost.estimate, MONEY)
        added = _("{added} + price").format(added=added) if trial.lever.without else added
        return label(number, trial), gain, price, added, value_text(trial)
    return label(number, trial), gain, price, difference_text(trial.penalty.estimate, MONEY), _turned(trial)


def _price(trial: Trial) -> str:
    if trial.lever.without:
        return _("not given")
    kind = trial.lever.kind
    price = _("none") if kind in FREE else money(trial.price.estimate) if kind in PAID_FOR else _("by use")
    if not trial.once.estimate.mean:
        return price
    return _("{price} + {once} once").format(price=price, once=money(trial.once.estimate))


def _turned(trial: Trial) -> str:
    turned = [f"{one.id}: {words.verdict_word(one.verdict)}" for one in trial.moved if one.verdict != one.was]
    return ", ".join(turned) or _("as before")


def _to_type(found: Advice) -> Sheet:
    rows = [(set_words(trial.lever), label(number, trial)) for number, trial in _numbered(found)]
    title = _("TO TYPE BEHIND A COMMAND, to have the change made")
    return Sheet(title, (_("OPTION"), _("change")), tuple(rows), most=MOST_TYPED)


def _close_up(found: Advice) -> Sheet:
    """Every lever and commitment; a terminal shows those that the first levers move."""
    head = (_("COMMITMENT"), _("attained"), _("chance to keep"), _("penalty a year"))
    rows = [
        (
            f"{number}. {one.id}",
            moved_text(one),
            difference_text(one.kept.estimate, SHARE),
            difference_text(one.penalty.estimate, MONEY),
        )
        for number, trial in _numbered(found)
        for one in trial.moved
    ]
    shown = tuple(place for place in range(min(len(rows), CLOSE_UP * len(found.counted))) if _moves(rows[place]))
    title = _("WHAT BECOMES OF EACH COMMITMENT, change by change (n {n})").format(n=_n(found))
    return Sheet(title, head, tuple(rows), picked=shown)


def _moves(row: tuple[str, ...]) -> bool:
    return any(cell != _("none") for cell in row[1:])


def _imagined(found: Advice, imagined: tuple[Imagined, ...], title: str) -> Sheet:
    gain = _("shortfall closed") if found.missing else _("attained more, in all")
    head = (_("PERFECT"), gain, _("moves most"))
    rows = [(perfect_word(one.perfect.name), points_text(one.gain.estimate), _most_moved(one)) for one in imagined]
    return Sheet(title.format(n=_n(found)), head, tuple(rows))


def _most_moved(one: Imagined) -> str:
    moved = [each for each in one.moved if each.unit != "h" and each.attained.estimate.mean]
    if not moved:
        return _("nothing")
    most = max(moved, key=lambda each: abs(each.attained.estimate.mean or 0.0))
    return f"{most.id} {moved_text(most)}"


def _by_commitment(found: Advice, imagined: tuple[Imagined, ...], title: str) -> Sheet:
    """A terminal shows what the narrowest bottleneck does."""
    from sim.report.promises import attained_text

    head = (_("PERFECT: commitment"), _("attained then [95%]"), _("difference"))
    rows = [
        (f"{perfect_word(one.perfect.name)}: {each.id}", attained_text(one.outcome.result(each.id)), moved_text(each))
        for one in imagined
        for each in one.moved
    ]
    shown = tuple(range(min(len(rows), len(found.counted))))
    return Sheet(title.format(n=_n(found)), head, tuple(rows), picked=shown)
