"""The answer of `pledge advise`: the next best money, everything tried, and the bottleneck behind the bottleneck."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.report import advise_data, advise_tables
from sim.report.advise_words import (
    PAID_FOR,
    gain_text,
    kind_count,
    lever_words,
    money,
    moved_text,
    perfect_sentence,
    perfect_word,
    strongest,
    unit_of_value,
    why_not_perfect,
)
from sim.report.costs import without_text
from sim.report.next_steps import quoted
from sim.report.study_answer import StudyAnswer
from sim.report.words import and_more
from sim.study.advising import KINDS
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.report.asked import Asked
    from sim.report.charts import Chart
    from sim.study import Estimate
    from sim.study.advising import Advice, Lever, Trial

COMMAND = "advise"
MOST_PASTED = 3  # plans in a comparison to paste


def advise_answer(found: Advice, asked: Asked) -> StudyAnswer:
    """Everything there is to say."""
    return StudyAnswer(
        command=COMMAND,
        headline=headline(found),
        basis=basis(found, asked.seed),
        replications=found.base.n,
        sheets=tuple(advise_tables.sheets(found)),
        data=advise_data.as_data(found),
        csv=advise_data.tidy(found),
        notes=tuple(_notes(found)),
        next_commands=tuple(_next(found, asked)),
        charts=lambda: _charts(found),
    )


def _charts(found: Advice) -> Iterable[Chart]:
    from sim.report.charts.advise_album import advise_charts

    return advise_charts(found)


def headline(found: Advice) -> str:
    """'The next best money: one more engineer in xian: onsite-4h +3.1 points [2.6, 3.6] for 144,000 CNY a year'."""
    best = found.best
    if best is None:
        return _nothing_helps(found)
    currency = found.base.variant.scenario.currency
    text = (
        _("The next best money: {lever}: {brings}")
        if best.is_priced
        else _("The most help, its price not given: {lever}: {brings}")
    )
    line = text.format(lever=lever_words(best.lever), brings=_brings(best, found.missing, currency))
    if not best.once.estimate.mean:
        return line
    once = {"amount": money(best.once.estimate), "currency": currency}
    return _("{line}, and {amount} {currency} spent once").format(line=line, **once)


def _brings(best: Trial, missing: Sequence[str], currency: str) -> str:
    """What it gains and for how much."""
    saved = {"saved": money(_saved(best)), "currency": currency}
    if not best.is_priced:
        before = _("saves {saved} {currency} a year before it is paid for")
        return _gain(best, missing) if best.in_points else before.format(**saved)
    if not best.in_points:
        return _("saves {saved} {currency} a year on balance").format(**saved)
    if not best.helps:
        return _("saves {saved} {currency} a year").format(**saved)
    if best.is_free:
        return _("{gain}, at no added cost a year").format(gain=_gain(best, missing))
    if best.saves:
        return _("{gain}, and saves {saved} {currency} a year").format(gain=_gain(best, missing), **saved)
    words = {"gain": _gain(best, missing), "currency": currency}
    if best.lever.kind in PAID_FOR:
        return _("{gain} for {amount} {currency} a year").format(amount=money(best.price.estimate), **words)
    if best.added <= 0:
        return _("{gain}; what it adds to the cost is not told from nothing").format(gain=_gain(best, missing))
    amount = money(best.cost.estimate)
    return _("{gain} for {amount} {currency} a year of added cost").format(amount=amount, **words)


def _gain(best: Trial, missing: Sequence[str]) -> str:
    moved = strongest(best, missing)
    return gain_text(best) if moved is None else f"{moved.id} {moved_text(moved)}"


def _saved(best: Trial) -> Estimate:
    """The added cost as what is saved."""
    from sim.study.estimate import Estimate

    cost = best.cost.estimate
    low, high = (None if end is None else -end for end in (cost.high, cost.low))
    return Estimate(-(cost.mean or 0.0), low, high, cost.n, cost.reason)


def _nothing_helps(found: Advice) -> str:
    if not found.trials:
        return _("No change was simulated: the plan has none of these levers, or the budget has no room for any")
    text = ngettext(
        "Nothing helps: of {n} change tried none is known to be worth its money",
        "Nothing helps: of {n} changes tried none is known to be worth its money",
        len(found.trials),
    ).format(n=len(found.trials))
    likely = _likeliest(found)
    if likely is None:
        return text
    trial, years = likely
    more = ngettext("{n} more sample year may tell of: {lever}", "{n} more sample years may tell of: {lever}", years)
    return f"{text}; {more.format(n=f'{years:,}', lever=lever_words(trial.lever))}"


def _likeliest(found: Advice) -> tuple[Trial, int] | None:
    """The change that would be told with the fewest further sample years."""
    known = [(one, one.more) for one in found.trials if one.more is not None and one.gained > 0]
    return min(known, key=lambda pair: (not pair[0].is_priced, pair[1]), default=None)


def basis(found: Advice, seed: int) -> str:
    """What all of it rests on."""
    text = ngettext(
        "Scenario {scenario}, plan {plan}: {n} sample year, seed {seed}, the same with every change: the same"
        " customers, faults, talks, repairs and traffic.",
        "Scenario {scenario}, plan {plan}: {n} sample years, seed {seed}, the same with every change: the same"
        " customers, faults, talks, repairs and traffic.",
        found.base.n,
    )
    variant = found.base.variant
    line = text.format(scenario=variant.scenario.id, plan=variant.name, n=f"{found.base.n:,}", seed=seed)
    if found.missing:
        open_ = _("Not holding yet: {list}.").format(list=", ".join(found.missing))
        return f"{line} {open_}"
    return _("{line} All that is promised is kept as often as it is to be.").format(line=line)


# -- notes ------------------------------------------------------------------------------------------------------------


def _notes(found: Advice) -> Iterator[str]:
    yield unit_of_value(found)
    yield _(
        "* real: the gain survives Holm's step-down at 5% over all changes tried (paired t-tests). [low, high]: 95%"
        " interval of each figure by itself, paired year by year; n {n} everywhere."
    ).format(n=f"{found.base.n:,}")
    yield _(
        "Its price: pay, upkeep, holding and freight of a year; by use: nothing of its own, what it costs follows from"
        " what it does (hours on call are overtime); what is spent once stands apart and counts in no value."
        " Added cost: everything a year costs more, penalties included."
    )
    if found.base.n == 1:
        yield _("One sample year tells nothing from luck: two are the least that show a spread.")
    yield from _untold(found)
    yield from _left_out(found)
    yield from _prices(found)
    yield from _bottlenecks(found)


def _untold(found: Advice) -> Iterator[str]:
    """What more sample years would tell."""
    open_ = [one for one in found.trials if one.more is not None and one.gained > 0]
    if open_:
        nearest = min(open_, key=lambda one: one.more or 0)
        yield ngettext(
            "{n} gain is not told from luck yet; sample years that would tell: {lever}, {more} more.",
            "{n} gains are not told from luck yet; sample years that would tell the nearest: {lever}, {more} more.",
            len(open_),
        ).format(n=len(open_), more=f"{nearest.more:,}", lever=lever_words(nearest.lever))


def _left_out(found: Advice) -> Iterator[str]:
    if found.passed_over:
        text = _(
            "Not tried, because what the plan as it stands shows promises less: {list}. --most tries more; {file} names"
            " them all."
        )
        yield text.format(list=_counted(found.passed_over), file="advise.json")
    if found.no_room:
        text = _("Not tried, because the budget has no room: {list}.")
        yield text.format(list=and_more([lever_words(one) for one in found.no_room], 8))
    for lever, why in found.refused:
        yield _("Not tried: {lever}: {why}").format(lever=lever_words(lever), why=why)


def _counted(levers: Sequence[Lever]) -> str:
    kinds = Counter(lever.kind for lever in levers)
    return ", ".join(kind_count(kind, kinds[kind]) for kind in KINDS if kinds[kind])


def _prices(found: Advice) -> Iterator[str]:
    tried = [trial.lever for trial in found.trials]
    missing = list(dict.fromkeys(path for lever in tried for path in lever.without))
    if missing:
        text = _("Changes of which a price is not given have no value and stand behind: {list}.")
        yield text.format(list=and_more(missing, 6))
    assumed = [f"{lever_words(lever)}: {value}" for lever in tried for value in lever.assumed]
    if assumed:
        yield _("Assumed by this command, given by nobody: {list}.").format(list=and_more(assumed, 4))
    without = found.base.costs.without
    if without:
        yield _("Costs are {without}.").format(without=without_text(without))


def _bottlenecks(found: Advice) -> Iterator[str]:
    boxes = found.bottlenecks
    if boxes.first:
        made = "; ".join(perfect_sentence(one.perfect) for one in boxes.first)
        yield _("What is perfect is a thought experiment, no plan: {list}.").format(list=made)
    if boxes.narrowest is not None:
        yield _bottleneck(found)
    elif boxes.first:
        yield _("None of these alone would close anything: what is missing lies elsewhere.")
    if boxes.not_tried:
        list_ = ", ".join(why_not_perfect(name, why) for name, why in boxes.not_tried)
        yield _("Not imagined perfect: {list}.").format(list=list_)


def _bottleneck(found: Advice) -> str:
    boxes = found.bottlenecks
    assert boxes.narrowest is not None
    first = perfect_word(boxes.narrowest.perfect.name)
    if boxes.next_narrowest is None:
        return _("The bottleneck: {first}; with that perfect none of the others would add anything.").format(
            first=first
        )
    second = perfect_word(boxes.next_narrowest.perfect.name)
    return _("The bottleneck: {first}; behind it: {second}.").format(first=first, second=second)


# -- next -------------------------------------------------------------------------------------------------------------


def _next(found: Advice, asked: Asked) -> Iterator[str]:
    """The best ones side by side with the plan, to be sure of them; else more sample years; then the cheapest plan."""
    worth = [one for one in found.trials if one.is_worth_it][:MOST_PASTED]
    likely = _likeliest(found)
    if worth:
        plans = ",".join([asked.plan, *("+".join((asked.plan, *one.lever.changes)) for one in worth)])
        yield asked.next_command("compare", [f"--plans {quoted(plans)}"])
    elif likely is not None:
        yield asked.next_command(COMMAND, [f"--replications {found.base.n + likely[1]}"])
    yield asked.next_command("size")
