"""The answer of `pledge compare`: plans side by side, what differs, and which differences are more than luck."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sim.report import compare_data, compare_tables, figures
from sim.report.compare_headline import headline
from sim.report.costs import without_text
from sim.report.next_steps import quoted
from sim.report.study_answer import StudyAnswer
from sim.study.comparing import Against, Comparison
from sim.study.experiment import each_of
from sim.study.measured import ATTAINED, COVERED, Measured
from sim.study.variants import is_of_plan, is_of_promise, plan_text, split_plans
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.report.asked import Asked
    from sim.report.charts import Chart
    from sim.study.outcome import Outcome

COMMAND = "compare"


def compare_answer(found: Comparison, asked: Asked) -> StudyAnswer:
    """Everything there is to say of a comparison."""
    return StudyAnswer(
        command=COMMAND,
        headline=headline(found),
        basis=basis(found, asked.seed),
        replications=found.n,
        sheets=tuple(compare_tables.sheets(found)),
        data=compare_data.as_data(found),
        csv=compare_data.tidy(found),
        notes=(*_budget(found, asked), *_notes(found)),
        next_commands=tuple(_next(found, asked)),
        charts=lambda: _charts(found),
    )


def _charts(found: Comparison) -> Iterable[Chart]:
    from sim.report.charts.compare_album import compare_charts

    return compare_charts(found)


def basis(found: Comparison, seed: int) -> str:
    """What all of it rests on."""
    text = ngettext(
        "Scenario {scenario}: {plans} plans in the same {n} sample year, seed {seed}. Every plan meets the same"
        " customers, faults, talks, repairs and traffic.",
        "Scenario {scenario}: {plans} plans in the same {n} sample years, seed {seed}. Every plan meets the same"
        " customers, faults, talks, repairs and traffic.",
        found.n,
    )
    scenario = found.reference.variant.scenario.id
    return text.format(scenario=scenario, plans=len(found.outcomes), n=f"{found.n:,}", seed=seed)


def _budget(found: Comparison, asked: Asked) -> Iterator[str]:
    """Where it did not reach for what was asked."""
    wanted = each_of(asked.replications)
    if found.n < wanted:
        text = _("The budget had room for {n} of {wanted} sample years.")
        yield text.format(n=f"{found.n:,}", wanted=f"{wanted:,}")


def _notes(found: Comparison) -> Iterator[str]:
    yield _(
        "* is a real difference: it survives Holm's step-down at 5% over all differences of its plan (paired t-tests;"
        " of the chance to keep a period, where years are kept or not, the exact test of signs). What is the same in"
        " every year whatever happens, such as pay, is real if it is not 0."
    )
    yield _("[low, high]: 95% interval of each figure by itself (n {n}).").format(n=f"{found.n:,}")
    if found.n == 1:
        yield _("One sample year tells nothing from luck: two are the least that show a spread.")
    worth = _pairing(found)
    if worth:
        yield worth
    for one in found.others:
        yield from _of_plan(found, one)
    yield from _without(found)
    few = {one.measure.commitment for one in _attained(found) if one.estimate.n < found.n}
    if few:
        text = _("Not every sample year has a case of {list}; there n is smaller, compare.csv gives it.")
        yield text.format(list=", ".join(sorted(few)))


def _attained(found: Comparison) -> Iterator[Measured]:
    for figures_of_plan in (found.figures, *(one.figures for one in found.others)):
        yield from (one for one in figures_of_plan if one.measure.name == ATTAINED)


def _pairing(found: Comparison) -> str:
    """What meeting the same luck was worth."""
    share = found.pairing
    if share is None:
        return ""
    taken = figures.percent(max(0.0, share), 0)
    if share <= 0:
        return _("Meeting the same luck took nothing off the spread of a typical difference.")
    if share >= 1:
        return _("Meeting the same luck left a typical difference without any spread.")
    text = _(
        "Meeting the same luck took {share} off the variance of a typical difference; with luck of their own the plans"
        " would need about {times} times the sample years."
    )
    return text.format(share=taken, times=figures.amount(1 / (1 - share)))


def _of_plan(found: Comparison, one: Against) -> Iterator[str]:
    """What sets a plan and the first one apart beside what they decide."""
    names = {"plan": one.outcome.variant.name, "first": found.reference.variant.name}
    said = [
        (one.same, _("{plan} did exactly what {first} did in every sample year."), ()),
        (False, _("{plan} is held to other promises than {first}: {list}."), _own(found, one, is_of_promise)),
        (False, _("{plan} meets another nature than {first}: {list}. Luck is the same, customers need not be."),
         _own(found, one, lambda text: not is_of_plan(text) and not is_of_promise(text))),
        (False, _("{plan} really covers more or fewer cases than {first} of {list} (who serves a site, or what comes"
                  " again, depends on the plan): what is attained there speaks of other cases."),
         [gap.measure.commitment for gap in one.gaps if gap.measure.name == COVERED and gap.real]),
        (False, _("Not compared, because only one of {plan} and {first} is judged by it: {list}."), one.unpaired),
    ]  # fmt: skip
    yield from (text.format(**names, list=", ".join(words)) for is_so, text, words in said if is_so or words)


def _own(found: Comparison, one: Against, is_meant: Callable[[str], bool]) -> list[str]:
    """Changes of one kind that only one of the two has."""
    here, there = one.outcome.variant.overrides, found.reference.variant.overrides
    return [text for text in (*here, *there) if (text in here) != (text in there) and is_meant(text)]


def _without(found: Comparison) -> Iterator[str]:
    """What the totals leave out, once for all plans that leave out the same."""
    plans: dict[tuple[str, ...], list[str]] = {}
    for one in found.outcomes:
        plans.setdefault(one.costs.without, []).append(one.variant.name)
    for without, names in plans.items():
        if without and len(plans) == 1:
            yield _("Costs are {without}.").format(without=without_text(without))
        elif without:
            text = _("Costs of {plans} are {without}.")
            yield text.format(plans=", ".join(names), without=without_text(without))


def _next(found: Comparison, asked: Asked) -> Iterator[str]:
    """Settle what is open; then look at the plan that does best."""
    needed = [result.replications_needed or 0 for one in found.outcomes for result in one.results]
    if max(needed, default=0) > found.n:
        plans = asked.flags["plans"]
        yield asked.next_command(COMMAND, [f"--plans {quoted(plans)}", f"--replications {max(needed)}"])
    best = min(found.outcomes, key=_rank).variant
    own = best.overrides[len(asked.overrides) :]
    yield asked.next_command("run", plan=_typed(asked, best.plan_name), changes=own)


def _typed(asked: Asked, name: str) -> str:
    """A plan as the user named it: by its path where it lies elsewhere."""
    typed = [plan_text(text)[0] for text in split_plans(asked.flags["plans"])]
    return next((plan for plan in typed if Path(plan).stem == name), name)


def _rank(outcome: Outcome) -> tuple[int, int, float, float]:
    """The fewest promises broken, the most kept, the best chances to keep them, then the cheapest."""
    verdicts = [one.verdict for one in outcome.results]
    chances = sum(one.kept_probability.mean or 0.0 for one in outcome.results)
    return verdicts.count("break"), -verdicts.count("keep"), -chances, outcome.costs.total.mean or 0.0
