"""The tables of a sizing: what to change, what it keeps, what it costs, how sure that is, why none keeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.report import figures, promises, words
from sim.report.differences import difference_text
from sim.report.size_words import cost_of, money, saving, state_word
from sim.report.study_answer import Sheet
from sim.scenario.levers import OPEN
from sim.study.estimate import mean_of
from sim.study.measured import MONEY
from sim.study.paired import paired
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study.outcome import Outcome
    from sim.study.sizing import Sizing
    from sim.study.sizing.deciding import Rival
    from sim.study.sizing.hopeless import Broken
    from sim.study.sizing.space import Decision, Point

KINDS = ("pay", "overtime", "travel", "nights", "parts", "repairs", "holding", "freight", "upkeep", "penalties")
MOST_TRIED = 8
MOST_CHANGES = 30


def sheets(found: Sizing) -> Iterator[Sheet]:
    """All tables, in the order in which they are read."""
    if found.hopeless is not None:
        yield _hopeless(found)
    if found.chosen is not None and found.before is not None:
        yield _changes(found)
        yield _kept(found, found.chosen)
        yield _costs(found, found.chosen, found.before)
        yield _rivals(found)
    yield _tried(found)


def _changes(found: Sizing) -> Sheet:
    look = found.look_of(found.chosen.variant) if found.chosen is not None else None
    point = look.point if look is not None else None
    rows = _moved(found, point) if point is not None else ()
    notes = () if rows else (_("The plan stays as it is."),)
    head = (_("CHANGE"), _("from"), _("to"), _("may be"))
    return Sheet(_("THE PLAN FOUND"), head, rows, numbers=(1, 2), notes=notes, most=MOST_CHANGES)


def _moved(found: Sizing, point: Point) -> tuple[tuple[str, ...], ...]:
    pairs = zip(found.space.decisions, point, strict=True)
    return tuple(
        (one.path, value_word(one, one.lever.value), value_word(one, value), _range(one))
        for one, value in pairs
        if value != one.lever.value
    )


def value_word(one: Decision, value: int) -> str:
    """A number, or whether an outlet is open."""
    return (_("open") if value else _("shut")) if one.lever.kind == OPEN else str(value)


def _range(one: Decision) -> str:
    first, last = value_word(one, one.choices[0]), value_word(one, one.choices[-1])
    return first if first == last else f"{first}..{last}"


def _kept(found: Sizing, chosen: Outcome) -> Sheet:
    before = {one.id: one for one in found.before.results} if found.before is not None else {}
    rows = tuple(
        (
            one.id,
            figures.target_text(one.target, one.direction),
            promises.attained_text(one),
            words.verdict_word(one.verdict),
            promises.attained_text(before[one.id]).partition(" [")[0],
        )
        for one in chosen.results
    )
    head = (_("COMMITMENT"), _("target"), _("attained [95%]"), _("verdict"), _("now"))
    return Sheet(_("WHAT IT KEEPS (n {n})").format(n=f"{chosen.n:,}"), head, rows)


def _costs(found: Sizing, chosen: Outcome, before: Outcome) -> Sheet:
    bound, fixed = found.bounds.least, found.prices.fixed(chosen.variant.plan)
    notes = [_bound_text(found, bound, fixed)]
    if found.prices.by_posts:
        return Sheet(_("HOW MANY PEOPLE"), notes=(money(found, cost_of(found, chosen)) + ".", *notes))
    rows = tuple(_cost_row(kind, chosen, before) for kind in KINDS if _occurs(kind, chosen, before))
    each = [found.costs_each(one) for one in (chosen, before)]
    total = (_("total"), _mean(each[0]), _mean(each[1]), difference_text(saving(found), MONEY))
    head = (
        _("A YEAR ({currency})").format(currency=found.prices.scenario.currency),
        _("found"),
        _("now"),
        _("more [95%]"),
    )
    text = _("Total: {found} found, {now} now (n {n}).")
    ends = (figures.money_text(cost_of(found, one)) for one in (chosen, before))
    notes.insert(0, text.format(found=next(ends), now=next(ends), n=f"{chosen.n:,}"))
    return Sheet(_("WHAT IT COSTS"), head, (*rows, total), numbers=(1, 2, 3), notes=tuple(notes))


def _bound_text(found: Sizing, bound: float, fixed: float) -> str:
    gap = figures.percent(1 - bound / fixed, 0) if fixed else "-"
    if found.prices.by_posts:
        text = _("No plan that keeps has fewer than {bound} people (bound); the one found has {fixed}: a gap of {gap}.")
        return text.format(bound=f"{bound:,.0f}", fixed=f"{fixed:,.0f}", gap=gap)
    text = _(
        "No plan that keeps has less than {bound} of pay by the month and upkeep (bound); the one found has {fixed}: a "
        "gap of {gap}."
    )
    return text.format(bound=_amount(bound), fixed=_amount(fixed), gap=gap)


def _amount(value: float) -> str:
    scale, letter = figures.money_scale(value)
    return f"{value / scale:,.2f} {letter}".strip() if letter else f"{value:,.0f}"


def _occurs(kind: str, *outcomes: Outcome) -> bool:
    return any(any(outcome.cost_each(kind) or ()) for outcome in outcomes)


def _cost_row(kind: str, chosen: Outcome, before: Outcome) -> tuple[str, ...]:
    there, here = chosen.cost_each(kind) or (), before.cost_each(kind) or ()
    more = paired(here, there).estimate if len(here) == len(there) else mean_of(())
    return words.cost_word(kind), _mean(there), _mean(here), difference_text(more, MONEY)


def _mean(each: tuple[float, ...]) -> str:
    return _amount(sum(each) / len(each)) if each else "-"


def _rivals(found: Sizing) -> Sheet:
    decision = found.decision
    assert decision is not None
    ranked = sorted(decision.rivals, key=lambda one: (one is not decision.winner, one.cost))
    rows = tuple((name_of(found, one), _cost(found, one.cost), state_word(one), _apart(found, one)) for one in ranked)
    head = (_("PLAN"), _("a year"), _("in fresh years"), _("more [95%]"))
    title = _("HOW SURE THAT IS (n {n} fresh sample years)").format(n=f"{decision.years:,}")
    return Sheet(title, head, rows, numbers=(1, 3))


def _cost(found: Sizing, cost: float) -> str:
    return f"{cost:,.0f}" if found.prices.by_posts else _amount(cost)


def _apart(found: Sizing, rival: Rival) -> str:
    winner = found.decision.winner if found.decision is not None else rival
    if rival is winner:
        return ""
    both = min(len(winner.costs), len(rival.costs))
    if found.prices.by_posts:
        return f"{rival.cost - winner.cost:+.0f}"
    return difference_text(paired(winner.costs[:both], rival.costs[:both]).estimate, MONEY)


def name_of(found: Sizing, rival: Rival) -> str:
    """A plan of the shortlist by what it is: the one found, that of the file, or how it differs from the one found."""
    decision, base = found.decision, found.found.scout.variants.base
    if decision is not None and rival is decision.winner:
        return _("the plan found")
    if rival.variant.key == base.key:
        return _("as it stands")
    winner = found.look_of(decision.winner.variant) if decision is not None else None
    look = found.look_of(rival.variant)
    if winner is None or look is None:
        return rival.variant.name
    pairs = zip(found.space.decisions, winner.point, look.point, strict=True)
    changed = [f"{one.path}={b}" for one, a, b in pairs if a != b]
    if len(changed) == 1:
        return changed[0]
    return ngettext("{n} other value", "{n} other values", len(changed)).format(n=len(changed))


def _tried(found: Sizing) -> Sheet:
    head = (_("PLAN TRIED"), _("a year"), _("least margin"), _("keeps"), _("n"))
    rows = tuple(
        (
            ", ".join(found.space.texts(look.point)[:1]) + (", …" if len(found.space.texts(look.point)) > 1 else "")
            or _("as it stands"),
            _cost(found, look.cost),
            f"{100 * look.margin:+.1f}",
            _("seems so") if look.keeps else _("no") if look.misses else _("hardly"),
            str(look.years),
        )
        for look in found.tried
    )
    notes = (
        _("Margin: percentage points between the target and what is attained, of the commitment that has least; "
          "size.csv has every plan with all its values."),
    )  # fmt: skip
    title = _("WHAT THE SEARCH LOOKED AT, cheapest first")
    return Sheet(title, head, rows, numbers=(1, 2, 4), notes=notes, most=MOST_TRIED)


def _hopeless(found: Sizing) -> Sheet:
    assert found.hopeless is not None
    head = (_("COMMITMENT"), _("target"), _("attained [95%]"), _("late because of"), _("would be kept"))
    rows = tuple(
        (
            one.id,
            figures.target_text(one.target, one.direction),
            figures.share_text(one.attained, one.target),
            _cause(one),
            figures.target_text(one.could_keep, one.direction),
        )
        for one in found.hopeless.broken
    )
    n = found.hopeless.look.years
    title = _("WHAT BREAKS WITH EVERYTHING AT ITS UPPER BOUND (n {n})").format(n=n)
    return Sheet(title, head, rows, notes=tuple(_with_more(one) for one in found.hopeless.broken))


def _cause(one: Broken) -> str:
    if one.cause is None:
        return "-"
    return f"{words.cause_word(one.cause)} {figures.percent(one.cause_share, 0)}"


def _with_more(one: Broken) -> str:
    if one.with_more is None:
        return _("{id}: wider bounds were not tried.").format(id=one.id)
    if one.with_more:
        return _("{id}: the bounds stand in its way; with twice as much it is kept.").format(id=one.id)
    return _("{id}: twice as much does not help either; the target, the limit or how work is done must change.").format(
        id=one.id
    )
