"""The answer of `pledge size`: the cheapest plan found that keeps everything, how sure that is, and what bounds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import figures, size_data, size_tables
from sim.report.asked import flag_words
from sim.report.costs import without_text
from sim.report.size_words import headline, reason
from sim.report.study_answer import StudyAnswer
from sim.study.sizing.search import FIRST_YEARS
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.report.asked import Asked
    from sim.report.charts import Chart
    from sim.study.sizing import Sizing

COMMAND = "size"


def size_answer(found: Sizing, asked: Asked) -> StudyAnswer:
    """Everything there is to say of a sizing."""
    return StudyAnswer(
        command=COMMAND,
        headline=headline(found),
        basis=basis(found, asked.seed),
        replications=found.chosen.n if found.chosen is not None else FIRST_YEARS,
        sheets=tuple(size_tables.sheets(found)),
        data=size_data.as_data(found),
        csv=size_data.tidy(found),
        notes=tuple(_notes(found)),
        next_commands=tuple(_next(found, asked)),
        charts=lambda: _charts(found),
    )


def _charts(found: Sizing) -> Iterable[Chart]:
    from sim.report.charts.size_album import size_charts

    return size_charts(found)


def basis(found: Sizing, seed: int) -> str:
    """What all of it rests on."""
    scout = found.found.scout
    text = ngettext(
        "Scenario {scenario}, plan {plan}, seed {seed}: {count} decision, {plans} plans possible, {tried} looked at "
        "in common sample years; {spent} simulations in all.",
        "Scenario {scenario}, plan {plan}, seed {seed}: {count} decisions, {plans} plans possible, {tried} looked at "
        "in common sample years; {spent} simulations in all.",
        len(found.space.decisions),
    ).format(
        scenario=scout.variants.base.scenario.id,
        plan=scout.variants.plan,
        seed=seed,
        count=len(found.space.decisions),
        plans=_count(found.space.plans),
        tried=f"{len(found.tried):,}",
        spent=f"{found.spent:,}",
    )
    if scout.variants.only:
        text += " " + _("Only {ids}, as if nothing else were promised.").format(ids=", ".join(scout.variants.only))
    if found.decision is None:
        return text
    fresh = _(
        "Chosen among {rivals} in {years} fresh sample years each; what is said of the plan comes from {n} others."
    )
    rivals, years = len(found.decision.rivals), found.decision.years
    return f"{text} " + fresh.format(rivals=rivals, years=years, n=found.chosen.n if found.chosen else 0)


def _count(plans: int) -> str:
    """'1,331', or a power of ten that nobody counts."""
    return f"{plans:,}" if plans < 1_000_000 else f"10^{len(str(plans)) - 1}"


def _notes(found: Sizing) -> Iterator[str]:
    yield from (_("Not moved: {what}.").format(what=what.rstrip(".")) for what in found.space.left)
    if found.prices.by_posts:
        yield _("Nobody whose number may be moved has a price: the plan with the fewest people is looked for.")
    else:
        without = found.found.scout.known.costs.without
        yield from [without_text(without) + "."] if without else []
    yield _search_note(found)
    yield _(
        "The bound: no plan with less capacity than the promised share of the offered work takes can keep. It counts "
        "pay by the month and upkeep only, no waiting, and leaves out whatever it cannot be sure of; a real plan needs "
        "more."
    )
    if found.decision is not None:
        yield _error_note(found)
    impossible = {why for why in found.found.scout.impossible.values() if why}
    for why in sorted(impossible)[:3]:
        yield _("Plans that cannot be were left out: {why}").format(why=why)


def _search_note(found: Sizing) -> str:
    search = found.found
    if search.whole:
        return _(
            "Every plan was looked at or ruled out: {ruled} by the bound, the others because a plan with no less of "
            "anything clearly misses, or because one that keeps costs no more than their pay and upkeep and the least "
            "of all other costs seen."
        ).format(ruled=f"{search.ruled_out:,}")
    if search.why == "budget":
        return _("The budget ended the search: more time may find a cheaper plan.")
    return _(
        "The search goes by steps and does not look at every plan: a cheaper one may have been missed, but none below "
        "the bound. That is no part of the error probability."
    )


def _error_note(found: Sizing) -> str:
    decision = found.decision
    assert decision is not None
    sure, zone = figures.plain_percent(decision.terms.confidence), figures.plain_percent(decision.terms.indifference)
    if decision.proven:
        return _(
            "With a chance of {sure} or more, the plan chosen keeps, and none of the plans compared that keeps is "
            "cheaper by more than {zone}."
        ).format(sure=sure, zone=zone)
    return _("{sure} sure is not reached: {why}").format(sure=sure, why=reason(decision))


def _next(found: Sizing, asked: Asked) -> Iterator[str]:
    if found.chosen is not None:
        yield asked.next_command("run", changes=found.changes)
        more = found.decision.more if found.decision is not None else None
        if more is not None and asked.replications != "auto" and more > asked.replications:
            yield asked.next_command("size", [*_only(asked), f"--replications {more}"])
        return
    if found.hopeless is not None:
        yield asked.next_command("promise", changes=found.space.texts(found.space.top))
        return
    yield asked.next_command("size", [*_only(asked), "--budget 2h"])


def _only(asked: Asked) -> list[str]:
    return flag_words({"only": asked.flags.get("only")})
