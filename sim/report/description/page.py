"""The twenty items of the checklist, one heading each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sim.report.description import components, experiment, inputs
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Plan, Scenario

Manifest = Mapping[str, Any]


def describe(scenario: Scenario, plan: Plan, manifest: Manifest) -> str:
    """The page as Markdown, from what was loaded and the manifest of the run."""
    blocks = [block for section in _sections(scenario, plan, manifest) for block in section]
    return "\n\n".join(blocks) + "\n"


def _sections(scenario: Scenario, plan: Plan, manifest: Manifest) -> Iterator[Iterable[str]]:
    yield [
        "# " + _("What was simulated: {name}, plan {plan}").format(name=scenario.name, plan=plan.id),
        _(
            "In the order of the STRESS-DES checklist (Monks and others, Journal of Simulation 13, 2019). Written from "
            "the code, the inputs and the manifest of this run; what holds for every run stands in docs/model.md."
        ),
        "## " + _("1 Objectives"),
    ]
    yield _item("1.1", _("Purpose of the model"), inputs.purpose(scenario))
    yield _item("1.2", _("Model outputs"), inputs.outputs())
    yield _item("1.3", _("Aims of experimentation"), inputs.aims(scenario, plan, manifest))
    yield ["## " + _("2 Logic")]
    yield _item("2.1", _("Overview"), components.overview(scenario, plan))
    yield _item("2.2", _("Base model logic"), components.milestones_reached())
    yield _item("2.3", _("Scenario logic"), inputs.scenario_logic(plan, manifest))
    yield _item("2.4", _("Algorithms"), components.algorithms(plan))
    yield _item("2.5.1", _("Entities"), components.entities(scenario))
    yield _item("2.5.2", _("Activities"), components.activities(scenario))
    yield _item("2.5.3", _("Resources"), components.resources(plan))
    yield _item("2.5.4", _("Queues"), components.queues(plan))
    yield _item("2.5.5", _("Entry and exit points"), components.ends(scenario))
    yield ["## " + _("3 Data")]
    yield _item("3.1", _("Data sources"), inputs.sources(manifest))
    yield _item("3.2", _("Pre-processing"), inputs.preprocessing(scenario))
    yield _item("3.3", _("Input parameters"), inputs.parameters(scenario, plan))
    yield _item("3.4", _("Assumptions"), inputs.assumptions(scenario, plan))
    yield ["## " + _("4 Experimentation")]
    yield _item("4.1", _("Initialisation"), experiment.initialisation(scenario))
    yield _item("4.2", _("Run length"), experiment.run_length(scenario))
    yield _item("4.3", _("Estimation"), experiment.estimation(scenario, manifest))
    yield ["## " + _("5 Implementation")]
    yield _item("5.1", _("Software"), experiment.software(manifest))
    yield _item("5.2", _("Random sampling"), experiment.sampling(manifest))
    yield _item("5.3", _("Model execution"), experiment.execution(manifest))
    yield _item("5.4", _("System"), experiment.system(manifest))
    yield ["## " + _("6 Code access")]
    yield _item("6.1", _("How to repeat it"), experiment.repeat(manifest))


def _item(number: str, title: str, blocks: Iterable[str]) -> Iterator[str]:
    yield f"### {number} {title}"
    yield from blocks
