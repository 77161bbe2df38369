"""Known forms: the exact figure beside the simulated one, in the same unit; a disagreement is said plainly."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sim.report import answer, columns, json_text, known, summary
from sim.report.page import page_html
from sim.study import Estimate, Result
from sim.study.known import Known

WAIT = Estimate(12.1 / 3600, 11.8 / 3600, 12.4 / 3600, 40)


def form(exact_s: float, what: str = "desk front") -> Known:
    return Known(what, "mean wait", "h", exact_s / 3600, WAIT, "Erlang C", "Cooper", "Poisson calls")


@pytest.fixture
def agreeing(result: Result) -> Result:
    share = Known("team a", "working", "share", 0.75, Estimate(0.7512, 0.74, 0.7624, 40), "offered load", "s", "c")
    units = Known("depot: seal", "waited for", "units", 0.1234, Estimate(0.0, 0.0, 0.0, 40), "Palm", "s", "c")
    return replace(result, known=(form(12.05), share, units))


def test_the_exact_value_stands_beside_the_simulated_one(agreeing: Result) -> None:
    texts = [known.known_text(one) for one in agreeing.known]
    assert texts == [
        "desk front: mean wait 12.10 s [11.80, 12.40] simulated, exact 12.05 s (Erlang C)",
        "team a: working 75.12% [74.00, 76.24] simulated, exact 75.00% (offered load)",
        "depot: seal: waited for 0.000 [0.000, 0.000] simulated, exact 0.123 (Palm)",
    ]
    assert known.agreement(agreeing).startswith("All lie within the 99.9% interval")


def test_what_whole_seconds_may_move_is_said(agreeing: Result) -> None:
    lost = Known("desk a", "refused", "share", 0.12, Estimate(0.1197, 0.1195, 0.1199, 40), "Erlang B", "s", "c", 0.0006)
    assert known.known_text(lost).endswith("simulated, exact 12.00% (in whole seconds +-0.06) (Erlang B)")
    assert lost.agrees and replace(lost, grain=0.0).agrees is True
    assert replace(lost, grain=0.0, exact=0.1205).agrees is False and replace(lost, exact=0.1205).agrees is True


def test_a_disagreement_is_said(agreeing: Result) -> None:
    apart = replace(agreeing, known=(form(13.0), form(12.0)))
    assert known.known_text(apart.known[0]).endswith("OUTSIDE the 99.9% interval")
    assert known.agreement(apart).startswith("1 lies outside its 99.9% interval")
    assert "outside the 99.9% interval" in page_html(apart, [], "pledge run inputs")


def test_the_section_fits_80_columns_and_is_there_only_if_needed(agreeing: Result, result: Result) -> None:
    block = known.known_block(agreeing)
    assert block[0].startswith("KNOWN FORMS (n 40)") and block[0] in answer.answer_text(agreeing)
    assert [line for line in block if columns.display_width(line) > 80] == []
    assert known.known_block(result) == [] and "KNOWN FORMS" not in answer.answer_text(result)
    assert "Known forms" not in page_html(result, [], "pledge run inputs")


def test_json_and_rows(agreeing: Result) -> None:
    data = json.loads(json_text.run_json(agreeing, "run"))["known"]
    assert data[0]["exact"] == pytest.approx(12.05 / 3600) and data[0]["agrees"] is True
    assert set(data[0]["simulated"]) == {"mean", "low", "high", "n"}
    assert data[2]["agrees"] is None
    rows = [row for row in summary.rows(agreeing) if row[0] == "known"]
    assert [row[1] for row in rows] == ["desk front", "team a", "depot: seal"]
    assert {len(row) for row in rows} == {len(summary.HEAD)}
