"""The answer of `pledge sweep`: every point, and where each commitment flips."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.report import sweep_data, sweep_tables
from sim.report.study_answer import StudyAnswer
from sim.report.sweep_headline import cheapest, headline, nearest
from sim.study.designs import grid_size
from sim.study.flips import flips
from sim.study.measured import ATTAINED
from sim.study.sweeping import Sweep
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.report.asked import Asked
    from sim.report.charts import Chart

COMMAND = "sweep"


def sweep_answer(found: Sweep, asked: Asked) -> StudyAnswer:
    """Everything there is to say of a sweep."""
    return StudyAnswer(
        command=COMMAND,
        headline=headline(found),
        basis=basis(found, asked),
        replications=found.n,
        sheets=tuple(sweep_tables.sheets(found)),
        data=sweep_data.as_data(found),
        csv=sweep_data.tidy(found),
        notes=tuple(_notes(found)),
        next_commands=tuple(_next(found, asked)),
        charts=lambda: _charts(found),
    )


def _charts(found: Sweep) -> Iterable[Chart]:
    from sim.report.charts.sweep_album import sweep_charts

    return sweep_charts(found)


def basis(found: Sweep, asked: Asked) -> str:
    """What was varied, and in how many sample years."""
    text = ngettext(
        "Scenario {scenario}, plan {plan}: {points}, each in {n} sample year of the same luck, seed {seed}.",
        "Scenario {scenario}, plan {plan}: {points}, each in {n} sample years of the same luck, seed {seed}.",
        found.n,
    )
    first = found.first
    names = {"scenario": first.scenario.id, "plan": first.plan_name, "seed": asked.seed}
    return text.format(**names, points=points_text(found), n=f"{found.n:,}")


def points_text(found: Sweep) -> str:
    """'12 points, 3 values of teams.*.engineers by 4 of …'; of a hypercube how many were asked for."""
    done, all_ = len(found.simulated), len(found.points)
    count = ngettext("{n} point", "{n} points", all_).format(n=f"{all_:,}")
    if done < all_:
        count = _("{done} of {points}").format(done=f"{done:,}", points=count)
    if found.asked is not None:
        text = _("{points} of a Latin hypercube over {paths}")
        return text.format(points=count, paths=", ".join(one.path for one in found.varied))
    parts = [_("{n} values of {path}").format(n=len(one.values), path=one.path) for one in found.varied]
    return _("{points}: {parts}").format(points=count, parts=_(" by ").join(parts))


def _notes(found: Sweep) -> Iterator[str]:
    yield _(
        "[low, high]: 95% interval. Holds: we are sure enough that a review period is kept often enough, judged at each"
        " point by itself."
    )
    yield _("Points meet the same luck, so neighbours differ by less than their intervals say.")
    yield from _of_points(found)
    attained = [one for point in found.simulated for one in point.figures if one.measure.name == ATTAINED]
    few = sorted({one.measure.commitment for one in attained if one.estimate.n < found.n})
    if few:
        text = _("Not every sample year has a case of {list}; there n is smaller, sweep.csv gives it.")
        yield text.format(list=", ".join(few))
    beside = sorted({text.partition("=")[0] for point in found.points for text in point.beside})
    if beside:
        text = _("So that shares make up a whole, these moved along in proportion: {paths}.")
        yield text.format(paths=", ".join(beside))
    without = sweep_tables.without(found)
    if without:
        yield without


def _of_points(found: Sweep) -> Iterator[str]:
    """What became of points that were asked for and are not there."""
    if found.asked is not None and found.asked > len(found.points):
        text = _("{asked} points were asked for; rounded to the values the paths may take {n} are left.")
        yield text.format(asked=f"{found.asked:,}", n=f"{len(found.points):,}")
    if found.asked is not None and found.asked < grid_size(found.varied):
        yield _("Between the points nothing was simulated; the full grid was not tried.")


def _next(found: Sweep, asked: Asked) -> Iterator[str]:
    """Settle what is open; run the best point."""
    if not found.simulated:
        yield asked.next_command(COMMAND, [*sweep_words(asked), "--replications 2"])
        return
    needed = [stand.needed or 0 for point in found.simulated for stand in point.stands if stand.verdict == "unproven"]
    if max(needed, default=0) > found.n and _worth_settling(found):
        words = sweep_words(asked)
        yield asked.next_command(COMMAND, [*words, f"--replications {max(needed)}"])
    best = cheapest(found) or nearest(found)
    yield asked.next_command("run", changes=(*found.changes(best), *best.beside))


def _worth_settling(found: Sweep) -> bool:
    """Whether more sample years could change what the headline says."""
    return len(found.varied) > 1 or any(flip.open for flip in flips(found))


def sweep_words(asked: Asked) -> list[str]:
    """The options that only this command has, as typed."""
    from sim.report.asked import flag_words

    return flag_words({key: value for key, value in asked.flags.items() if key != "budget"})
