"""The judgement beside the auditor's own: what one says and the other does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.wording import _

if TYPE_CHECKING:
    from sim.audit.verdicts import SecondCell, SecondCount
    from sim.judge import CommitmentCount, Judgement
    from sim.model import EventLog
    from sim.scenario import Plan
    from sim.world import World

NEAR = 1e-6


class Counted(NamedTuple):
    """One review period and group as both have counted it; met is None without a case or anything promised."""

    judged: bool
    covered: int
    kept: int
    undecided: int
    met: bool | None

    def said(self) -> str:
        """In words."""
        met = {True: _("met"), False: _("not met"), None: _("neither met nor missed")}[self.met]
        text = _("kept {kept} of {covered}, undecided {undecided}, {met}")
        return text.format(kept=self.kept, covered=self.covered, undecided=self.undecided, met=met)


def disagreements(world: World, plan: Plan, log: EventLog, judgement: Judgement) -> tuple[str, ...]:
    """Every period of every promise that the auditor counts otherwise, in sentences; empty if there is none."""
    from sim.audit.verdicts import second_judgement

    pairs = zip(judgement.commitments, second_judgement(world, plan, log), strict=True)
    return tuple(text for first, second in pairs for text in _differences(world, first, second))


def _differences(world: World, first: CommitmentCount, second: SecondCount) -> Iterator[str]:
    places = {label: place for place, label in enumerate(first.labels)}
    for label in dict.fromkeys([*places, *second.cells]):
        cell, text = second.cells.get(label), _("{promise}, {period}: judged {one}; judged again {other}")
        for one, other in _in_period(first, places.get(label), cell):
            yield text.format(promise=second.id, period=label, one=one, other=other) + _hint(world, cell)
    if bool(first.may_end) != bool(second.may_end):
        text = _("{promise}: a right to end the contract {one}; judged again {other}")
        yield text.format(promise=second.id, one=_yes(first.may_end), other=_yes(second.may_end))
    if int(first.late_s) != second.late_s:
        text = _("{promise}: late by {one} s in all; judged again {other} s")
        yield text.format(promise=second.id, one=int(first.late_s), other=second.late_s)


def _in_period(first: CommitmentCount, place: int | None, second: SecondCell | None) -> Iterator[tuple[str, str]]:
    """What differs in a period, in words; a group that one of them leaves out has to be empty in the other."""
    if place is not None and second is not None:
        yield from _of_cases(first, place, second)
        yield from _of_money(first, place, second)
    elif second is not None and not second.is_empty:
        yield _("no such group"), _("such a group")
    elif place is not None and not _is_empty(first, place):
        yield _("such a group"), _("no such group")


def _of_cases(first: CommitmentCount, place: int, second: SecondCell) -> Iterator[tuple[str, str]]:
    one = Counted(first.judged[place], *_counts(first, place), first.met[place])
    other = Counted(second.judged, second.covered, second.kept, second.undecided, second.met)
    if one != other:
        yield one.said(), other.said()
    figure = first.figures.cells[place] if first.figures else None
    if not _is_near(figure, second.figure):
        yield f"{figure} s", f"{second.figure} s"


def _of_money(first: CommitmentCount, place: int, second: SecondCell) -> Iterator[tuple[str, str]]:
    paid, earned = int(first.penalty_cents[place]), _bonus(first, place)
    if not second.least_cents <= paid <= second.most_cents:
        yield _cents(paid), _cents(second.most_cents)
    if earned != second.bonus_cents:
        yield _cents(earned), _cents(second.bonus_cents)


def _counts(first: CommitmentCount, place: int) -> tuple[int, int, int]:
    return int(first.covered[place]), int(first.kept[place]), int(first.undecided[place])


def _is_empty(first: CommitmentCount, place: int) -> bool:
    return not (any(_counts(first, place)) or int(first.penalty_cents[place]) or _bonus(first, place))


def _bonus(first: CommitmentCount, place: int) -> int:
    return int(first.bonus_cents[place]) if len(first.bonus_cents) else 0


def _is_near(one: Any, other: Any) -> bool:
    """Whether two figures in seconds are one, but for rounding."""
    if one is None or other is None:
        return one is other
    return bool(abs(float(one) - float(other)) <= NEAR * max(1.0, abs(float(other))))


def _hint(world: World, cell: SecondCell | None) -> str:
    """Where to begin to look."""
    if cell is None or cell.first_miss is None:
        return ""
    return _(" (its first miss: {ticket})").format(ticket=world.ticket_id(cell.first_miss))


def _cents(cents: int) -> str:
    return _("{amount} of penalty or bonus").format(amount=f"{cents / 100:.2f}")


def _yes(right: bool | None) -> str:
    return _("yes") if right else _("no")
