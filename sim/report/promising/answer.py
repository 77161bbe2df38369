"""The answer of `pledge promise`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from sim.report import figures
from sim.report.promising import phrases
from sim.report.promising.data import frontier_csv, frontier_json
from sim.report.promising.pictures import frontier_charts
from sim.report.promising.sheets import sheets_of
from sim.report.study_answer import StudyAnswer
from sim.study.promising import LIMIT, RADIUS
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.report.asked import Asked
    from sim.study.promising import Frontier, Promisable
    from sim.study.promising.axes import Kind

DAY_S = 86_400
MOST_TEAMS = 2  # named one by one


def promise_answer(frontier: Frontier, asked: Asked) -> StudyAnswer:
    """Everything about it."""
    return StudyAnswer(
        command="promise",
        headline=phrases.headline(frontier),
        basis=_basis(frontier, asked),
        replications=frontier.outcome.n,
        sheets=sheets_of(frontier),
        data=frontier_json(frontier),
        csv=frontier_csv(frontier),
        notes=tuple(_notes(frontier)),
        next_commands=tuple(_next(frontier, asked))[:2],
        charts=partial(frontier_charts, frontier),
    )


def _basis(frontier: Frontier, asked: Asked) -> str:
    scenario, n = frontier.outcome.variant.scenario, frontier.outcome.n
    text = ngettext(
        "Scenario {scenario}, plan {plan}: {n} sample year, seed {seed}.",
        "Scenario {scenario}, plan {plan}: {n} sample years, seed {seed}.",
        n,
    )
    first = text.format(scenario=scenario.id, plan=frontier.outcome.variant.plan_name, n=f"{n:,}", seed=asked.seed)
    return f"{first} {_how(frontier)}"


def _how(frontier: Frontier) -> str:
    """Whether what happens follows the limit that is tried."""
    if frontier.redispatched:
        return _("Every limit and radius that is shown was simulated anew, so that dispatch follows it; the search goes"
                 " by halves, and takes it that what is easier to keep is kept the better.")  # fmt: skip
    if not frontier.follows:
        return _("All limits, radii and targets are judged on the same simulated tickets; nothing in this plan goes by"
                 " what was promised, so another limit changes nothing about them.")  # fmt: skip
    text = _("All limits, radii and targets are judged on the same simulated tickets: dispatch and satisfaction still"
             " follow what is promised now ({paths}); --redispatch simulates each limit anew.")  # fmt: skip
    return text.format(paths=", ".join(_in_short(frontier.follows)))


def _in_short(paths: Sequence[str]) -> Iterator[str]:
    """The paths, those of many teams as one."""
    teams = [path for path in paths if path.startswith("teams.")]
    yield from (path for path in paths if path not in teams)
    if len(teams) > MOST_TEAMS:
        yield _("teams.*.on_call of {n} teams").format(n=len(teams))
    else:
        yield from teams


def _notes(frontier: Frontier) -> Iterator[str]:
    few = phrases.too_few(frontier)
    if few is not None:
        yield few
    judge = frontier.outcome.variant.scenario.judge
    text = _("n: sample years. [low, high]: 95% interval. Holds: we are {confidence} sure that a review period is kept"
             " with a chance of {assurance} or more.")  # fmt: skip
    sure, chance = figures.plain_percent(judge.confidence), figures.plain_percent(judge.assurance)
    yield text.format(confidence=sure, assurance=chance)
    if any(LIMIT in one.curves for one in frontier.promisables):
        yield _limits_tried(frontier)
    if any(RADIUS in one.curves for one in frontier.promisables):
        yield _("Each radius stands by itself: unlike limits, a wider one may do better than a narrower one.")
    yield from _not_varied(frontier)
    if frontier.outcome.n < frontier.wanted:
        text = _("The budget allowed {n} of {wanted} sample years.")
        yield text.format(n=f"{frontier.outcome.n:,}", wanted=f"{frontier.wanted:,}")
    if frontier.left_out:
        yield _("Not tried to the end, for want of budget: {ids}.").format(ids=", ".join(frontier.left_out))


def _limits_tried(frontier: Frontier) -> str:
    days = frontier.outcome.variant.scenario.horizon.runout // DAY_S
    text = ngettext(
        "Limits that end more than {n} day after the report are not tried: the simulation looks no further.",
        "Limits that end more than {n} days after the report are not tried: the simulation looks no further.",
        days,
    )
    return text.format(n=f"{days:,}")


def _not_varied(frontier: Frontier) -> Iterator[str]:
    """Every reason once, with whom it concerns."""
    reasons: dict[tuple[Kind, str], list[str]] = {}
    for one in frontier.promisables:
        for kind, why in one.untried.items():
            reasons.setdefault((kind, why), []).append(one.commitment.id)
    for (kind, why), ids in reasons.items():
        text = _("Limit not varied of {ids}: {why}.") if kind == LIMIT else _("Radius not varied of {ids}: {why}.")
        yield text.format(ids=", ".join(ids), why=why)


def _next(frontier: Frontier, asked: Asked) -> Iterator[str]:
    """Promise what holds in place of what does not; or what is tighter; then prove it, or let dispatch follow."""
    change = _change(frontier)
    if change:
        yield asked.next_command("run", changes=change)
    more = max(
        (curve.best.more for one in frontier.promisables for curve in one.curves.values() if curve.best), default=0
    )
    if more:
        yield asked.next_command("promise", [f"--replications {frontier.outcome.n + more}"])
    elif frontier.follows and not frontier.redispatched:
        yield asked.next_command("promise", ["--redispatch"])
    yield asked.next_command("size")


def _change(frontier: Frontier) -> tuple[str, ...]:
    """The best limit of a commitment that does not hold as promised; else of the first that could be tighter."""
    offered = [(one, found) for one in frontier.promisables if (found := _better(one))]
    offered.sort(key=lambda pair: _is_kept(pair[0]))
    return offered[0][1] if offered else ()


def _is_kept(one: Promisable) -> bool:
    now = one.curves[LIMIT].now
    return now is not None and now.is_supported


def _better(one: Promisable) -> tuple[str, ...]:
    curve = one.curves.get(LIMIT)
    if curve is None or curve.best is None or curve.best is curve.now:
        return ()
    return curve.best.offer.changes
