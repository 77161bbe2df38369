"""The terminal answer: the sentence first, nothing wider than 80 columns, every figure with its interval."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from sim.judge import CAUSES
from sim.report import answer, columns, costs, figures
from sim.report.next_steps import next_commands, quoted
from sim.scenario import Problem
from sim.study import Estimate, Result, StockResult


def test_first_line_is_the_answer(result: Result) -> None:
    first = answer.answer_text(result).splitlines()[0]
    assert first == "3 of 6 commitments hold, 1 does not, 1 not decided (41 more replications), 1 no case"


def test_headline_counts_each_verdict(result: Result, standin: ModuleType) -> None:
    one = standin.commitment
    several = (one("a", "break", 0.5), one("b", "break", 0.5), one("c", "keep", 0.95), one("d", "no-target", 0.9, None))
    assert answer.headline(replace(result, commitments=several)) == ("1 of 4 commitments holds, 2 do not, 1 fine only")
    assert answer.headline(replace(result, commitments=several[2:3])) == "1 of 1 commitments holds"


def test_no_more_replications_are_promised_where_none_would_help(result: Result, standin: ModuleType) -> None:
    stuck = standin.commitment("a", "unproven", 0.9, replications_needed=None)
    assert answer.headline(replace(result, commitments=(stuck,))) == "0 of 1 commitments hold, 1 not decided"


def test_all_lines_fit_80_columns(result: Result) -> None:
    text = answer.answer_text(result, folder="results/coach-baseline-001")
    answer_line, *lines = text.splitlines()
    wide = [line for line in lines if columns.display_width(line) > 80 and not line.startswith("  pledge")]
    assert wide == [] and columns.display_width(answer_line) < 90  # the answer is one line, whatever it counts
    assert not re.search(r"\b(nan|None)\b", text)


def test_widest_figures_still_fit(result: Result, standin: ModuleType) -> None:
    worst = standin.commitment(
        standin.LONG, "unproven", 0.99999, 0.9999,
        attained=Estimate(0.999961, 0.999612, 0.9999999, 6400), penalty=Estimate(123_456_789.0, 1.2e8, 1.3e8, 6400),
        kept_probability=Estimate(0.99995, 0.98765, 0.999999, 6400),
    )  # fmt: skip
    lines = answer.verdict_table(replace(result, commitments=(worst,)))
    assert max(columns.display_width(line) for line in lines) <= 80


def test_each_commitment_shows_figure_interval_bound_verdict_and_cause(result: Result, standin: ModuleType) -> None:
    lines = answer.verdict_table(result)
    row = next(i for i, line in enumerate(lines) if line.startswith(standin.LONG))
    assert lines[row].split() == [standin.LONG, ">=", "90%", "93.1%", "[92.0,", "94.2]", "holds"]
    assert "100.0% [>= 92.8%]  n 40" in lines[row + 1] and "12.3 k [11.1, 13.6]" in lines[row + 1]
    broken = next(i for i, line in enumerate(lines) if line.startswith("same-day"))
    assert lines[broken].endswith("does not hold") and lines[broken + 1].endswith("engineers 66% [64, 68]")


def test_causes_without_late_tickets_and_without_limits(standin: ModuleType) -> None:
    found = {c.id: answer.main_cause(c) for c in standin.commitments()}
    assert found["reply-beyond-100km"] == "none late" and found["timeliness"] == "-"


def test_colour_paints_only_the_verdict(result: Result) -> None:
    plain, painted = answer.answer_text(result), answer.answer_text(result, colour=True)
    assert "\033" not in plain and painted.count("\033[0m") == len(result.commitments)
    assert plain == re.sub(r"\033\[[0-9;]*m", "", painted)


def test_no_colour_in_a_pipe_or_with_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    assert answer.wants_colour(Terminal()) and not answer.wants_colour(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not answer.wants_colour(Terminal())


def test_costs_name_what_has_no_price(result: Result) -> None:
    lines = costs.cost_block(replace(result, costs=replace(result.costs, without=("freight",))))
    assert any(line.startswith("total without courier freight ") for line in lines)
    assert not any(line.startswith("courier freight ") for line in lines)


def test_every_known_kind_of_cost_has_its_line_and_what_is_spent_once_stands_apart(result: Result) -> None:
    lines = costs.cost_block(result)
    assert [" ".join(line.split()[:2]) for line in lines[1:]] == [
        "pay 3,888,000", "overtime (price", "travel 112,345", "parts used", "holding stock", "upkeep 144,000",
        "penalties 12,000", "total without", "spent once,", "without courier",
    ]  # fmt: skip
    assert lines[-1] == "without courier freight, repair of exchanged units."
    assert lines[-2].split()[-3:] == ["250,000", "[all", "alike]"]


def test_what_only_some_plans_have_is_left_out_where_it_is_zero(result: Result) -> None:
    zero = Estimate(0.0, 0.0, 0.0, 40)
    kinds = dict.fromkeys(("nights", "parts", "holding", "upkeep", "penalties"), zero)
    lines = costs.cost_block(replace(result, costs=replace(result.costs, **kinds)))
    assert [line.split()[0] for line in lines[1:-3]] == ["pay", "overtime", "travel", "penalties"]


def test_the_worst_parts_are_listed_and_the_rest_counted(result: Result) -> None:
    lines = answer.stock_block(result)
    assert lines[1].startswith("beijing: door-pump ") and "70.0% [69.0, 71.0]" in lines[1]
    assert len(lines) == 10 and lines[-1] == "17 better ones stand in report.html."
    assert max(map(columns.display_width, lines)) <= 80
    assert answer.stock_block(replace(result, stocks=())) == []


def test_a_part_nobody_asks_for_comes_last_and_says_so(result: Result) -> None:
    lines = answer.stock_block(replace(result, stocks=result.stocks[-3:]))
    assert lines[-1].startswith("central: uv-lamp ") and "nobody asked" in lines[-1]


def test_many_prices_not_given_are_counted_and_fit(result: Result) -> None:
    missing = tuple(f"teams.north-east-number-{i}.pay_per_engineer_month" for i in range(30))
    lines = costs.cost_block(replace(result, costs=replace(result.costs, without=missing)))
    assert any(line.startswith("total without 30 prices ") for line in lines) and lines[-1].endswith("22 more.")
    assert max(map(columns.display_width, lines)) <= 80


def test_assumed_inputs_are_counted_and_listed(result: Result) -> None:
    assert f"{len(result.assumptions)} inputs are assumed" in answer.answer_text(result)
    assert all(assumption.path in answer.assumptions_text(result) for assumption in result.assumptions)


def test_warnings_stand_below_the_figures_in_short_lines(result: Result) -> None:
    odd = Problem("plans/lean.yaml", None, None, "NOBODY_ABLE", "no team has skill 'engine' " * 5, None, "warning")
    lines = answer.note_block(replace(result, assumptions=(), warnings=(odd,)))
    assert lines[0].startswith("- Warning: no team has skill 'engine'") and max(map(len, lines)) <= 80


def test_next_commands_settle_first_and_then_lift_the_bottleneck(result: Result) -> None:
    first, second = next_commands(result)
    assert first.endswith("--replications 81")
    assert second.endswith("--set teams.changsha.engineers=4")


def broken_by_parts(result: Result, standin: ModuleType, stocks: tuple[StockResult, ...]) -> list[str]:
    """What is suggested if parts make a promise break."""
    late = {cause: standin.around(900.0 if cause == "part" else 1.0, 9) for cause in CAUSES}
    broken = standin.commitment("fix", "break", 0.7, late_by_cause_h=late)
    return next_commands(replace(result, commitments=(broken,), stocks=stocks))


def test_where_parts_are_missing_one_more_of_the_worst_is_suggested(result: Result, standin: ModuleType) -> None:
    (command,) = broken_by_parts(result, standin, result.stocks)
    assert command.endswith("--set outlets.beijing.stock.door-pump=4")  # base stock 3
    (command,) = broken_by_parts(result, standin, result.stocks[1:])
    assert command.endswith("--set outlets.beijing.stock.uv-lamp.s=3")  # {s: 2, S: 6}
    assert not any("stock" in command for command in broken_by_parts(result, standin, ()))


@pytest.mark.parametrize(("text", "shown"), [("a-b/c.yaml", "a-b/c.yaml"), ("my plan", '"my plan"'), ("", '""')])
def test_commands_are_quoted_for_any_shell(text: str, shown: str) -> None:
    assert quoted(text) == shown


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.931, "93.1%"), (0.9997, "99.97%"), (0.99999, ">99.99%"), (1.0, "100.0%"), (0.0, "0.0%"), (0.00001, "<0.01%")],
)
def test_a_share_short_of_all_is_not_rounded_to_it(value: float, text: str) -> None:
    assert figures.percent(value) == text


def test_digits_show_on_which_side_of_the_target_a_share_lies() -> None:
    assert figures.share_text(Estimate(0.8998, 0.89, 0.91, 40), 0.9).startswith("89.98% ")
    assert figures.share_text(Estimate(0.9, 0.89, 0.91, 40), 0.9).startswith("90.0% ")


def test_one_replication_has_no_interval_and_unknown_is_said() -> None:
    assert figures.share_text(Estimate(0.5, None, None, 1, "one replication")) == "50.0% [no interval]"
    assert figures.amount_text(Estimate(None, None, None, 0, "no price")) == "unknown"
    assert figures.hours_text(Estimate(0.005, 0.004, 0.006, 9)) == "18 s [14, 22]"


def test_chinese_text_counts_two_cells_and_stays_in_line() -> None:
    assert columns.display_width("工单 a") == 6
    rows = columns.table(("id", "x"), [("北京班组", "1"), ("ab", "2")])
    assert {columns.display_width(line) for line in rows} == {11}


def test_wide_tables_put_the_name_on_its_own_line() -> None:
    rows: list[Any] = columns.table(("id", "x", "y"), [("n" * 40, "1" * 30, "2" * 30)])
    assert rows[2] == "n" * 40 and rows[3].split() == ["1" * 30, "2" * 30]


def test_wrapping_breaks_between_chinese_characters() -> None:
    lines = columns.wrap("服务半径在一百公里以内的应在二十四小时内到达现场处理" * 3)
    assert len(lines) > 1 and all(columns.display_width(line) <= 80 for line in lines)
