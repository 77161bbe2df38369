"""Experimentation, implementation and access."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sim.clock import local_iso
from sim.report.description.components import bullets, table
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Scenario

Manifest = Mapping[str, Any]
DAY_S = 86_400


def initialisation(scenario: Scenario) -> Iterator[str]:
    """How it begins."""
    horizon, start = scenario.horizon, scenario.start
    yield _(
        "A warm-up of {days} days, from {begin}, is simulated and never judged or costed; stock begins full, nobody is "
        "under way."
    ).format(days=_days(horizon.warmup), begin=local_iso(horizon.begin, scenario.timezone))
    yield _(
        "Whether it was long enough is checked in every run: MSER-5 on open tickets and on parts away from the "
        "shelves, by day from the start of the warm-up, averaged over replications, with the seasons of arrivals "
        "taken out; and whether the backlog grows over judged time. report.html and run.json say what was found."
    )
    if start is not None:
        yield _(
            "start.csv adds {tickets} open tickets, {hand} levels of stock and {order} deliveries under way."
        ).format(tickets=len(start.tickets), hand=len(start.on_hand), order=len(start.on_order))


def run_length(scenario: Scenario) -> Iterator[str]:
    """What is judged, and how long the world goes on after it."""
    horizon = scenario.horizon
    yield _(
        "Judged from {start} to {end} ({days} days). Arrivals go on, unjudged, for a run-out of {runout} days, so that "
        "the last tickets are not cut off."
    ).format(
        start=local_iso(horizon.start, scenario.timezone),
        end=local_iso(horizon.end, scenario.timezone),
        days=_days(horizon.end - horizon.start),
        runout=_days(horizon.runout),
    )
    rows = ([f"`{one.id}`", str(one.review), str(_judged(scenario, one.review))] for one in scenario.commitments)
    yield table((_("commitment"), _("review"), _("judged periods")), rows)


def _judged(scenario: Scenario, review: str) -> int:
    return sum(judged for _start, _end, _label, judged in scenario.horizon.periods(review))


def _days(seconds: int) -> str:
    return f"{seconds / DAY_S:g}"


def estimation(scenario: Scenario, manifest: Manifest) -> Iterator[str]:
    """How many replications, and which intervals."""
    from sim.study.verdict import LOOKS

    yield bullets(
        [
            _("This run: {n} independent replications.").format(n=manifest["replications"]),
            _("Means: two-sided 95% t-interval over replications; shares: ratio of sums, by linearisation."),
            _("Quantiles over replications: between two order statistics; chances: Clopper-Pearson."),
            _(
                "Verdicts: one-sided Clopper-Pearson bounds at {confidence} on the chance that a review period meets "
                "the target, each replication one observation; with automatic length at {looks} replications, each "
                "look at a confidence that leaves the error of all together as it was."
            ).format(confidence=f"{scenario.judge.confidence:.0%}", looks=", ".join(map(str, LOOKS))),
            _("Plans are compared on common random numbers: the luck of a replication knows no plan."),
        ]
    )


def software(manifest: Manifest) -> Iterator[str]:
    """Names and versions."""
    rows = ([name, f"`{version}`"] for name, version in manifest["versions"].items() if name != "system")
    yield table((_("software"), _("this run")), rows)


def sampling(manifest: Manifest) -> Iterator[str]:
    """Where luck comes from: said as the code says it."""
    from sim.world import uniforms

    yield "\n".join(f"> {line}".rstrip() for line in (inspect.getdoc(uniforms) or "").splitlines())
    yield _(
        "Every draw has a key of its own (site, fault, week, number; visit; leg; order) and goes through an inverse "
        "distribution function, so that it is the same whatever else happens."
    )
    yield _("This run: seed {seed}, replications numbered from 0.").format(seed=manifest["seed"])


def execution(manifest: Manifest) -> Iterator[str]:
    """The engine."""
    yield _(
        "Discrete events on SimPy, time in whole seconds. Events change the state and ask; when no further event lies "
        "at an instant, what was asked for is granted in the order of 2.4. Each replication is one sequence of events "
        "in one process; its log is judged after it has ended. The digest is the same on any number of processes."
    )
    yield _("This run: {audit}").format(audit=manifest.get("audit") or _("not audited (`--audit`)."))


def system(manifest: Manifest) -> Iterator[str]:
    """What it ran on."""
    yield _("This run: {system}.").format(system=manifest["versions"].get("system", "-"))


def repeat(manifest: Manifest) -> Iterator[str]:
    """The line that gives the same digest."""
    yield _(
        "Pledge is free software under the licence Apache-2.0. Inside the run folder this line gives the same digest:"
    )
    yield f"```sh\n{manifest['reproduce']}\n```"
    yield _("This run: digest `{digest}`.").format(digest=manifest["digest"])
