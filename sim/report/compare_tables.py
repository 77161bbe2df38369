"""The tables of a comparison: every commitment under every plan, then each plan against the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.report import figures, promises, words
from sim.report.costs import COSTS
from sim.report.differences import difference_text, level_text, measure_label
from sim.report.study_answer import Sheet
from sim.study.comparing import Against, Comparison, Gap
from sim.study.measured import ATTAINED, COST, COVERED, KEPT, OF_COMMITMENTS, PENALTY, TOTAL
from sim.study.tally import OPEN_TIME
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study import CommitmentResult

REAL = "*"
MOST_OPEN = 8  # of the differences not told, in a terminal


def sheets(found: Comparison) -> Iterator[Sheet]:
    """All tables, in the order in which they are read."""
    yield _verdicts(found)
    yield _covered(found)
    for one in found.others:
        yield _of_commitments(found, one)
        yield _of_money(found, one)
    yield _levels(found)
    if found.n > 1:
        yield from filter(None, (_not_told(found, one) for one in found.others))


def _verdicts(found: Comparison) -> Sheet:
    head = (_("COMMITMENT: plan"), _("ATTAINED [95%]"), _("CHANCE TO KEEP"), _("VERDICT"))
    by_plan = [(outcome.variant.name, {one.id: one for one in outcome.results}) for outcome in found.outcomes]
    rows = [
        (_of(name, plan), *_standing(results[name]))
        for name in found.reference.ids
        for plan, results in by_plan
        if name in results
    ]
    return Sheet(_("WHAT EACH PLAN KEEPS (n {n})").format(n=f"{found.n:,}"), head, tuple(rows))


def _of(name: str, plan: str) -> str:
    return _("{id}: {plan}").format(id=name, plan=plan)


def _standing(result: CommitmentResult) -> tuple[str, str, str]:
    is_open = result.unit == OPEN_TIME
    chance = _("always alike") if is_open else figures.chance_text(result.kept_probability, result.verdict)
    return promises.attained_text(result), chance, words.verdict_word(result.verdict)


def _covered(found: Comparison) -> Sheet:
    """What each plan covers, because that depends on the plan; one row where all cover the same in every year."""
    head = (_("COVERED A YEAR"), _("[95%]"), _("counted"))
    tables = [(found.reference, found.figures), *((one.outcome, one.figures) for one in found.others)]
    rows = []
    for name in found.reference.ids:
        gaps = [one.gap(COVERED, name) for one in found.others]
        is_alike = all(gap is not None and difference_text(gap.difference.estimate, "") == _("none") for gap in gaps)
        for outcome, table in tables[:1] if is_alike else tables:
            for one in table:
                if one.measure.key == (name, COVERED):
                    plan = _("every plan") if is_alike else outcome.variant.name
                    rows.append((_of(name, plan), level_text(one.estimate, ""), one.measure.unit))
    return Sheet(_("WHAT EACH PLAN COVERS (n {n})").format(n=f"{found.n:,}"), head, tuple(rows))


def _of_commitments(found: Comparison, one: Against) -> Sheet:
    """Differences in what is attained, in the chance to keep, and in what is covered."""
    head = (_("COMMITMENT"), _("attained"), _("chance to keep"), _("covered a year"))
    rows = [
        (name, *(_cell(one.gap(measure, name)) for measure in (ATTAINED, KEPT, COVERED)))
        for name in found.reference.ids
        if one.gap(ATTAINED, name)
    ]
    return Sheet(_title(found, one), head, tuple(rows), notes=(_("in percentage points where it is a share"),))


def _title(found: Comparison, one: Against) -> str:
    text = _("WHAT {plan} HAS MORE THAN {first} [95%], {mark} real (n {n})")
    names = {"plan": one.outcome.variant.name, "first": found.reference.variant.name}
    return text.format(**names, mark=REAL, n=f"{found.n:,}")


def _cell(gap: Gap | None, with_unit: bool = False) -> str:
    if gap is None:
        return "-"
    text = difference_text(gap.difference.estimate, gap.measure.unit, with_unit or gap.measure.unit == "h")
    return f"{text} {REAL}" if gap.real else text


def _of_money(found: Comparison, one: Against) -> Sheet:
    currency = found.reference.variant.scenario.currency
    first = found.reference.variant.name
    head = (_("A YEAR, {currency}").format(currency=currency), _("[95%]"), _("more than {first}").format(first=first))
    rows = []
    for gap in one.gaps:
        figure = next(measured for measured in one.figures if measured.measure.key == gap.measure.key)
        if is_of_plan(gap.measure.name) and occurs(found, gap.measure.key):
            level = level_text(figure.estimate, gap.measure.unit)
            rows.append((_money_label(gap), level, _cell(gap, with_unit=True)))
    title = _("COSTS AND EFFORT OF {plan} (n {n})").format(plan=one.outcome.variant.name, n=f"{found.n:,}")
    return Sheet(title, head, tuple(rows))


def _money_label(gap: Gap) -> str:
    return measure_label(gap.measure.name, gap.measure.commitment)


def is_of_plan(name: str) -> bool:
    """Whether a measure is money or effort, not what a commitment comes to."""
    return name == PENALTY or name not in OF_COMMITMENTS


def occurs(found: Comparison, key: tuple[str, str]) -> bool:
    """Whether any plan has anything of it; the total is always told."""
    tables = (found.figures, *(one.figures for one in found.others))
    if key[1] == TOTAL:
        return True
    return any(one.estimate.mean or one.estimate.high for table in tables for one in table if one.measure.key == key)


def _levels(found: Comparison) -> Sheet:
    """Costs and effort of the first plan."""
    name = found.reference.variant.name
    currency = found.reference.variant.scenario.currency
    rows = [
        (measure_label(one.measure.name, one.measure.commitment), level_text(one.estimate, one.measure.unit))
        for one in found.figures
        if is_of_plan(one.measure.name) and occurs(found, one.measure.key)
    ]
    head = (_("A YEAR, {currency}").format(currency=currency), _("[95%]"))
    return Sheet(_("COSTS AND EFFORT OF {plan} (n {n})").format(plan=name, n=f"{found.n:,}"), head, tuple(rows))


def _not_told(found: Comparison, one: Against) -> Sheet | None:
    """Differences that may be luck, with the sample years that would tell."""
    open_gaps = [gap for gap in one.gaps if gap.mean and not gap.real and occurs(found, gap.measure.key)]
    if not open_gaps:
        return None
    open_gaps.sort(key=lambda gap: (gap.more is None, gap.more or 0))
    rows = tuple(
        (_money_label(gap), difference_text(gap.difference.estimate, gap.measure.unit), more_text(gap))
        for gap in open_gaps
    )
    title = _("NOT TOLD FROM LUCK: {plan} (n {n})").format(plan=one.outcome.variant.name, n=f"{found.n:,}")
    head = (_("DIFFERENCE"), _("so far [95%]"), _("sample years to tell"))
    note = _("Sample years: further ones, if the difference and its spread stay as they are.")
    return Sheet(title, head, rows, notes=(note,), most=MOST_OPEN)


def more_text(gap: Gap) -> str:
    """How many further sample years would tell a difference of this size."""
    if gap.more is None:
        return _("too small to tell")
    return ngettext("{n} more", "{n} more", gap.more).format(n=f"{gap.more:,}")


def kinds_of_cost(found: Comparison) -> Sequence[str]:
    """The kinds of cost that any plan has, without the total and what is earned or spent once."""
    return [kind for kind in COSTS if occurs(found, ("", COST + kind))]
