"""The answer of `pledge stress`: which commitments survive which shock, and where assumed inputs make them flip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.report import stress_data, stress_tables
from sim.report.costs import without_text
from sim.report.study_answer import StudyAnswer
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.report.asked import Asked
    from sim.report.charts import Chart
    from sim.study.stressing import Stress

COMMAND = "stress"
MOST_NAMED = 4
MOST_CHANGES = 3  # in a command to paste


def stress_answer(found: Stress, asked: Asked) -> StudyAnswer:
    """Everything there is to say of a plan under stress."""
    return StudyAnswer(
        command=COMMAND,
        headline=headline(found),
        basis=basis(found, asked.seed),
        replications=found.base.n,
        sheets=tuple(stress_tables.sheets(found)),
        data=stress_data.as_data(found),
        csv=stress_data.tidy(found),
        notes=tuple(_notes(found)),
        next_commands=tuple(_next(found, asked)),
        charts=lambda: _charts(found),
    )


def _charts(found: Stress) -> Iterable[Chart]:
    from sim.report.charts.stress_album import stress_charts

    return stress_charts(found)


def headline(found: Stress) -> str:
    """'5 of 6 commitments survive all 7 shocks; onsite-100km falls with: outlet lost (guangzhou)'."""
    if not found.struck:
        return _("No shock was simulated: none applies here, or the budget has no room for any")
    parts = [_survivors(found), *_fallen(found), *_open(found), *_gone(found), *_down(found)]
    unproven, line = found.unproven, "; ".join(parts)
    if not unproven:
        return line
    shown = ngettext("as far as {n} sample year shows", "as far as {n} sample years show", found.base.n)
    shown = shown.format(n=f"{found.base.n:,}")
    if len(unproven) == len(found.judged):
        return _("{line}: {so_far}").format(line=line, so_far=shown)
    text = _("{line}; {list}: only {so_far}, not proven without a shock either")
    return text.format(line=line, list=_named(unproven), so_far=shown)


def _survivors(found: Stress) -> str:
    text = ngettext(
        "{n} of {all} commitments survive the {shocks} shock",
        "{n} of {all} commitments survive all {shocks} shocks",
        len(found.struck),
    )
    if len(found.judged) == 1:
        text = ngettext(
            "{n} of {all} commitment survives the {shocks} shock",
            "{n} of {all} commitment survives all {shocks} shocks",
            len(found.struck),
        )
    return text.format(n=len(found.survivors), all=len(found.judged), shocks=len(found.struck))


def _fallen(found: Stress) -> Iterator[str]:
    for name in found.standing:
        trials = found.fallen_by(name)
        if trials:
            yield _("{id} falls with: {shocks}").format(id=name, shocks=_named([one.shock.name for one in trials]))


def _open(found: Stress) -> Iterator[str]:
    for name in found.standing:
        trials = found.open_with(name)
        if trials:
            text = _("{id} is not decided with: {shocks}")
            yield text.format(id=name, shocks=_named([one.shock.name for one in trials]))


def _gone(found: Stress) -> Iterator[str]:
    for name in found.standing:
        trials = found.gone_with(name)
        if trials:
            text = _("{id} has no case left with: {shocks}")
            yield text.format(id=name, shocks=_named([one.shock.name for one in trials]))


def _down(found: Stress) -> Iterator[str]:
    down = [name for name in found.judged if name not in found.standing]
    if down:
        text = ngettext(
            "{list} does not stand even without a shock", "{list} do not stand even without a shock", len(down)
        )
        yield text.format(list=_named(down))


def _named(names: Sequence[str]) -> str:
    shown, more = ", ".join(names[:MOST_NAMED]), len(names) - MOST_NAMED
    return shown if more <= 0 else _("{list} and {n} more").format(list=shown, n=more)


def basis(found: Stress, seed: int) -> str:
    """What all of it rests on."""
    text = ngettext(
        "Scenario {scenario}, plan {plan}: {n} sample year, seed {seed}, the same with every shock: the same customers,"
        " talks, repairs and traffic.",
        "Scenario {scenario}, plan {plan}: {n} sample years, seed {seed}, the same with every shock: the same"
        " customers, talks, repairs and traffic.",
        found.base.n,
    )
    variant = found.base.variant
    return text.format(scenario=variant.scenario.id, plan=variant.name, n=f"{found.base.n:,}", seed=seed)


def _notes(found: Stress) -> Iterator[str]:
    yield found.when
    yield _survival_rule(found)
    yield _("[low, high]: 95% interval, n {n} with every shock; differences are paired year by year.").format(
        n=f"{found.base.n:,}"
    )
    if found.break_evens:
        yield _(
            "Break-even: the value at which the mean attained crosses the target; [low, high]: the values at which the"
            " bounds of what is attained cross it, or, where it jumps, the values simulated on both sides. Found with n"
            " {n} in common sample years, by a straight line and by halving between values simulated."
        ).format(n=f"{found.break_evens[0].n:,}")
    screened = [one for one in found.influences if one.is_tried]
    if screened:
        yield ngettext(
            "Which inputs matter was told from {n} sample year of each end of every range, against the same year.",
            "Which inputs matter was told from {n} sample years of each end of every range, against the same years.",
            screened[0].years,
        ).format(n=screened[0].years)
    without = found.base.costs.without
    if without:
        yield _("Costs are {without}.").format(without=without_text(without))


def _survival_rule(found: Stress) -> str:
    proven = [name for name in found.standing if found.base.standing(name).verdict == "keep"]
    if len(proven) == len(found.standing) and proven:
        return _("Survives: it holds without the shock and holds with it; not decided: more sample years would tell.")
    return _(
        "Survives: what holds still holds. Where n {n} proves nothing yet: the share of review periods kept"
        " is not below the assurance asked for, and the target is attained on average, without the shock and with it."
    ).format(n=f"{found.base.n:,}")


def _next(found: Stress, asked: Asked) -> Iterator[str]:
    """More sample years where nothing is proven; then the worst shock by itself, or what would help."""
    needed = [one.replications_needed or 0 for one in found.base.results]
    if max(needed, default=0) > found.base.n:
        yield asked.next_command(COMMAND, [f"--replications {max(needed)}"])
    fatal = [one for one in found.struck if any(struck.fate == "falls" for struck in one.struck)]
    short = [one for one in fatal if len(one.shock.changes) <= MOST_CHANGES]
    if short:
        yield asked.next_command("run", changes=short[0].shock.changes)
    yield asked.next_command("advise" if fatal else "promise")
