"""report.html of a study: one page without a single link to the outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.report import answer as of_run
from sim.report import words
from sim.report.page import inline, pages
from sim.study.run import warnings_of
from sim.wording import language

if TYPE_CHECKING:
    from sim.report.asked import Asked
    from sim.report.charts import Chart
    from sim.report.study_answer import StudyAnswer
    from sim.scenario import Plan, Scenario

TEMPLATE = "study.html"


def study_page(answer: StudyAnswer, charts: Sequence[Chart], asked: Asked, scenario: Scenario, plan: Plan) -> str:
    """The page as text."""
    from sim.report.study_folder import assumptions_of

    return pages().get_template(TEMPLATE).render(
        language=language(),
        title=words.spoken(scenario.name),
        plan=plan.id,
        answer=answer,
        charts=[(chart, inline(chart.svg)) for chart in charts],
        assumptions=[
            (one.path, str(one.value), of_run.range_text(one.low, one.high))
            for one in assumptions_of(answer, scenario, plan)
        ],
        warnings=[one.message for one in warnings_of(scenario, plan)],
        reproduce=asked.reproduce,
    )  # fmt: skip
