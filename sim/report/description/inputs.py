"""Objectives and data: what is asked, what was put in, and who vouches for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sim.report.description.components import bullets, table
from sim.scenario.resolved import resolved
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Plan, Scenario

Manifest = Mapping[str, Any]


def purpose(scenario: Scenario) -> Iterator[str]:
    """The question, and the promises it is asked about."""
    yield _("To say with what probability a service plan keeps these commitments, before either is signed:")
    yield table(
        (_("commitment"), _("clause")), ([f"`{one.id}`", str(one.clause or "-")] for one in scenario.commitments)
    )


def outputs() -> Iterator[str]:
    """The figures of a run, by table."""
    from sim.study.figures import CostResult, DeskResult, ResourceResult, StockResult
    from sim.study.result import CommitmentResult

    tables = {
        "commitments": CommitmentResult, "desks": DeskResult, "resources": ResourceResult, "stock": StockResult,
        "cost": CostResult,
    }  # fmt: skip
    rows = ([f"`{name}`", ", ".join(f"`{f.name}`" for f in fields(kind))] for name, kind in tables.items())
    yield table((_("in run.json"), _("figures")), rows)


def aims(scenario: Scenario, plan: Plan, manifest: Manifest) -> Iterator[str]:
    """What was tried in this run."""
    yield _(
        "This run: plan `{plan}` in {n} worlds of {scenario}. For each commitment the share kept and the chance that "
        "a review period meets its target, at {confidence} confidence against an assurance of {assurance}."
    ).format(
        plan=plan.id,
        n=manifest["replications"],
        scenario=manifest["scenario"],
        confidence=f"{scenario.judge.confidence:.0%}",
        assurance=f"{scenario.judge.assurance:.0%}",
    )


def scenario_logic(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """In what this run departs from the files."""
    changed = manifest["overrides"]
    yield _("Plan `{plan}` as written.").format(plan=plan.id) if not changed else _("Set for this run:")
    if changed:
        yield bullets(f"`{one}`" for one in changed)


def sources(manifest: Manifest) -> Iterator[str]:
    """The files, by checksum."""
    yield _(
        "All inputs are files of the scenario, frozen in `inputs/`; where their figures come from, they say themselves."
    )
    yield table((_("file"), "SHA-256"), ([f"`{name}`", f"`{digest}`"] for name, digest in manifest["inputs"].items()))


def preprocessing(scenario: Scenario) -> Iterator[str]:
    """What was worked out from the files before anything was simulated."""
    yield _(
        "None of the figures is changed. Calendars are resolved to open windows in the time zone {zone} (the manifest "
        "lists them, with public holidays and make-up workdays), places to metres, money to cents, time to seconds."
    ).format(zone=scenario.timezone)


def parameters(scenario: Scenario, plan: Plan) -> Iterator[str]:
    """Every value that counts, with its origin."""
    entries = resolved(scenario, plan)
    told = [entry for entry in entries if entry.origin != "default"]
    yield _("{n} values count; these {m} are given or assumed, the others have the defaults of docs/format.md.").format(
        n=len(entries), m=len(told)
    )
    yield table((_("path"), _("value"), _("origin")), ([f"`{e.path}`", e.value, _(e.origin)] for e in told))


def assumptions(scenario: Scenario, plan: Plan) -> Iterator[str]:
    """What nobody gave as a fact, with its range."""
    found = [*scenario.assumptions, *plan.assumptions]
    if not found:
        yield _("Nothing is assumed.")
        return
    rows = ([f"`{one.path}`", one.value, one.low or "-", one.high or "-"] for one in found)
    yield table((_("path"), _("assumed"), _("low"), _("high")), rows)
