"""What a sizing comes to, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import figures
from sim.study.estimate import Estimate, exact, mean_of
from sim.study.paired import paired
from sim.study.verdict import replications_needed
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study.outcome import Outcome
    from sim.study.sizing import Sizing
    from sim.study.sizing.deciding import Decision, Rival

DECIDED = ("keep", "break")


def headline(found: Sizing) -> str:
    """The first line: what the plan found costs, what that saves, and whether it is proven."""
    if found.chosen is None:
        return _no_plan(found)
    cost, saved = cost_of(found, found.chosen), saving(found)
    words = [_("Cheapest plan found: {cost}").format(cost=money(found, cost))]
    if not found.changes:
        words = [_("No cheaper plan found than the one there is: {cost}").format(cost=money(found, cost))]
    elif saved.mean is not None:
        words.append(_against(found, saved))
    return ", ".join(words) + "; " + keeping(found.chosen)


def _against(found: Sizing, saved: Estimate) -> str:
    """What is saved, or what it takes more, against the plan of the file."""
    assert found.before is not None and saved.mean is not None
    before = cost_of(found, found.before).mean or 0.0
    share = figures.percent(abs(saved.mean) / before) if before else "-"
    text = _("{share} less than the plan as it stands") if saved.mean <= 0 else _("{share} more than it has now")
    return text.format(share=share)


def keeping(outcome: Outcome) -> str:
    """What it keeps, in the sample years that are reported."""
    verdicts = [one.verdict for one in outcome.results]
    known = [one for one in verdicts if one not in ("no-evidence", "no-target")]
    if not known:
        return _("no commitment has a case that could show whether it holds")
    if all(one == "keep" for one in known):
        return _("every commitment holds")
    broken, open_ = known.count("break"), known.count("unproven")
    if broken:
        return ngettext(
            "{count} commitment does not hold in fresh sample years",
            "{count} commitments do not hold in fresh sample years",
            broken,
        ).format(count=broken)
    more = needed(outcome)
    if more is None:
        return ngettext("{count} commitment is not decided", "{count} commitments are not decided", open_).format(
            count=open_
        )
    return ngettext(
        "{count} commitment is not decided yet ({more} more sample years)",
        "{count} commitments are not decided yet ({more} more sample years)",
        open_,
    ).format(count=open_, more=f"{more:,}")


def needed(outcome: Outcome) -> int | None:
    """More sample years that would settle everything, if shares stayed as they are; None where no number would."""
    totals = [one.replications_needed for one in outcome.results if one.verdict == "unproven"]
    known = [one for one in totals if one is not None]
    return max(known) - outcome.n if known and len(known) == len(totals) else None


def _no_plan(found: Sizing) -> str:
    if found.hopeless is None or not found.hopeless.broken:
        return _("No plan that keeps every commitment was found before the budget was spent")
    names = ", ".join(one.id for one in found.hopeless.broken)
    return ngettext(
        "No plan within these bounds keeps every commitment: with everything at its upper bound {names} still breaks",
        "No plan within these bounds keeps every commitment: with everything at its upper bound {names} still break",
        len(found.hopeless.broken),
    ).format(names=names)


def cost_of(found: Sizing, outcome: Outcome) -> Estimate:
    """What is to be small, a year."""
    each = found.costs_each(outcome)
    return exact(each[0], len(each)) if found.prices.by_posts else mean_of(each)


def saving(found: Sizing) -> Estimate:
    """What the plan found costs more than that of the file, in the same sample years; below 0 where it saves."""
    assert found.chosen is not None and found.before is not None
    return paired(found.costs_each(found.before), found.costs_each(found.chosen)).estimate


def money(found: Sizing, estimate: Estimate) -> str:
    """Money with its currency a year, or people."""
    if found.prices.by_posts:
        people = int(estimate.mean or 0)
        return ngettext("{count} person", "{count} people", people).format(count=people)
    currency = found.prices.scenario.currency
    return _("{amount} {currency} a year").format(amount=figures.money_text(estimate), currency=currency)


def state_word(rival: Rival) -> str:
    """How a plan of the shortlist stands in fresh worlds."""
    shown = {"keep": _("keeps"), "break": _("does not keep"), "unproven": _("not decided yet")}
    return _("{state}, dearer").format(state=shown[rival.state]) if rival.out == "dearer" else shown[rival.state]


def reason(decision: Decision) -> str:
    """Why the confidence asked for is not reached, and what it would take."""
    words = []
    if decision.winner.state == "unproven":
        years = decision.years
        words.append(_("{years} fresh sample years do not prove that it keeps").format(years=f"{years:,}"))
    if decision.winner.state == "break":
        words.append(_("none of the plans compared keeps in fresh sample years"))
    if decision.open_rivals:
        count = len(decision.open_rivals)
        words.append(
            ngettext(
                "{count} cheaper plan is not decided either", "{count} cheaper plans are not decided either", count
            ).format(count=count)
        )
    if not words:
        words.append(_("two plans that keep are too close in cost"))
    more = least_more(decision)
    told = _("it takes about {more} in all").format(more=f"{more:,}") if more else _("no number would settle it")
    return "; ".join((*words, told)) + "."


def least_more(decision: Decision) -> int | None:
    """Fresh sample years in all that would settle what is open, if shares stayed as they are."""
    if decision.more is not None:
        return decision.more
    risk = (1 - decision.terms.confidence) / 2 / len(decision.rivals)
    shares = [tally.commitment.assurance for tally in decision.winner.outcome.tallies.values()]
    if decision.winner.state == "break" or not shares:
        return None
    return replications_needed(1.0, 1, 1 - risk, max(shares))
