"""report.html: one offline file with the answer, the charts, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.report import (
    answer,
    assumptions,
    audit,
    contracts,
    costs,
    desks,
    figures,
    known,
    planned_work,
    promises,
    stocks,
    volume,
    warm_up,
    words,
)
from sim.report.charts import Chart
from sim.report.charts.style import VERDICT_COLOUR
from sim.report.stocks import part_label, worst_first
from sim.wording import _, language

if TYPE_CHECKING:
    from jinja2 import Environment

    from sim.study import CommitmentResult, Result

TEMPLATE = "report.html"
SPEAKING = {
    "figure": promises.figure_text,
    "cases_unit": promises.cases_unit,
    "amount": figures.amount_text,
    "share": figures.share_text,
}


def page_html(result: Result, charts: Sequence[Chart], reproduce: str) -> str:
    """The whole page as text; nothing in it asks for the network, and every text from a file is escaped."""
    return pages().get_template(TEMPLATE).render(**contents(result, charts, reproduce))


def pages() -> Environment:
    """Where templates are found; every text they are given is escaped, and one they lack is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("sim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = _
    return environment


def contents(result: Result, charts: Sequence[Chart], reproduce: str) -> dict[str, Any]:
    """What the template shows, as texts and rows of texts."""
    return {
        "language": language(),
        "title": words.spoken(result.scenario.name),
        "result": result,
        "headline": answer.headline(result),
        "basis": answer.basis(result),
        "meaning": answer.table_note(result),
        "commitments": [_commitment(result, c) for c in result.commitments],
        "charts": [(chart, inline(chart.svg)) for chart in charts],
        "tried": assumptions.page_rows(result),
        "audited": audit.sentences(result.audit) if result.audit is not None else [],
        "tried_told": assumptions.told(result) if result.assumptions_tried else [],
        "tried_left_out": assumptions.page_left_out(result),
        "pairing": assumptions.pairing_text(result),
        "periods": [c for c in result.commitments if len(c.periods) > 1],
        "desks": desks.page_rows(result),
        "desk_meaning": desks.meaning(),
        "uses": _use_rows(result),
        "stocks": _stock_rows(result),
        "loop": stocks.loop_rows(result),
        "accounts": stocks.account_rows(result),
        "known": known.page_rows(result),
        "known_agreement": known.agreement(result),
        "planned": planned_work.page_rows(result),
        "counts": planned_work.count_rows(result),
        "contracts": contracts.page_rows(result),
        "contract_meaning": contracts.meaning(result),
        "income": costs.income_lines(result),
        "costs": _cost_rows(result),
        "once": figures.amount_text(result.costs.one_off) if result.costs.one_off.mean else "",
        "without": costs.without_text(result.costs.without) if result.costs.without else "",
        "assumptions": _assumption_rows(result),
        "growth": warm_up.growth_text(result),
        "settled": warm_up.page_text(result),
        "warnings": [warning.message for warning in result.warnings],
        "reproduce": reproduce,
        **SPEAKING,
    }


def _commitment(result: Result, c: CommitmentResult) -> Mapping[str, str | bool]:
    promise = promises.find(result, c.id)
    return {
        "id": c.id,
        "clause": words.spoken(promise.clause) if promise is not None else "",
        "clause_ref": str(promise.clause_ref) if promise is not None and promise.clause_ref else "",
        "target": figures.typeset(promises.target_text(result, c)),
        "assumed": words.is_assumed(result.assumptions, *(f"commitments.{c.id}.{key}" for key in ("target", "within"))),
        "attained": promises.attained_text(c),
        "counted": promises.counted_text(result, c),
        "few": volume.volume_text(result, c),
        "terms": promises.terms_text(result, c),
        "n": f"{c.attained.n:,}",
        "cases": figures.amount_text(c.covered_per_period),
        "chance": figures.typeset(answer.chance_text(c)),
        "verdict": words.verdict_word(c.verdict),
        "colour": VERDICT_COLOUR.get(c.verdict, "#666"),
        "penalty": answer.penalty_text(result, c),
        "bad_year": promises.bad_year_text(c),
        "cause": answer.main_cause(c),
        "why": "; ".join(figures.why_unknown((c.attained, c.kept_probability))),
    }


def inline(svg: str) -> str:
    """The <svg> element alone, scaling with the page, its declared fonts followed by the reader's own."""
    element = svg[svg.index("<svg") :]
    head, rest = element.split(">", 1)
    keep = (part for part in head.split('" ') if not part.startswith(("width=", "height=", "xmlns:xlink")))
    start = '" '.join(keep)
    return (start if start.endswith('"') else start + '"') + ' role="img">' + rest.replace("xlink:href", "href")


def _use_rows(result: Result) -> list[tuple[str, ...]]:
    kinds = {"desk": _("desk"), "team": _("team"), "bench": _("bench")}
    return [
        (
            kinds.get(r.kind, r.kind),
            r.id,
            figures.share_text(r.seized),
            figures.share_text(r.working),
            figures.amount_text(r.overtime_h),
        )
        for r in result.uses
    ]


def _stock_rows(result: Result) -> list[tuple[str, ...]]:
    return [
        (
            one.store,
            part_label(result, one.part),
            figures.amount_text(one.demands_per_year),
            figures.share_text(one.fill_rate) if figures.known(one.fill_rate) else _("nobody asked"),
            figures.share_text(one.ready_rate),
            figures.amount_text(one.mean_on_hand),
            figures.amount_text(one.mean_backorders),
            figures.amount_text(one.orders_per_year),
        )
        for one in worst_first(result.stocks)
    ]


def _cost_rows(result: Result) -> list[tuple[str, str, str]]:
    return [(name, figures.amount_text(e), e.reason or "") for name, e in costs.cost_lines(result)]


def _assumption_rows(result: Result) -> list[tuple[str, str, str]]:
    return [(a.path, str(a.value), answer.range_text(a.low, a.high)) for a in result.assumptions]
