"""Tables, suggestions and charts of a back office: contracts, planned work, the repair loop, stock accounts."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report import answer, columns, contracts, costs, planned_work, promises, stocks
from sim.report.charts import charts_of, readings_back
from sim.report.charts.depth import margin_rows, repair_curves, round_bars
from sim.report.charts.margins import draw_margins
from sim.report.charts.rounds import draw_round
from sim.report.charts.style import chart_style
from sim.report.next_steps import next_commands
from sim.report.page import page_html
from sim.report.summary import rows
from sim.study import Estimate, Result
from tests.rooms.report.depot import CITY, depot
from tests.rooms.report.standin import around, commitment, unknown

BACK_OFFICE = {"planned", "repairs", "margins"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The stand-in, in a folder with a Chinese name."""
    return depot(tmp_path_factory.mktemp("自动化 装备") / "line")


@pytest.fixture
def ax() -> Iterator[Axes]:
    """Axes on a figure of their own; a warning fails the test."""
    with chart_style(), warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message=r"Glyph \d+.* missing from")
        yield Figure(figsize=(7.6, 3), layout="constrained").add_subplot()


# -- text -------------------------------------------------------------------------------------------------------------


def test_all_lines_fit_80_columns(office: Result) -> None:
    lines = answer.answer_text(office).splitlines()
    assert [line for line in lines if columns.display_width(line) > 80 and not line.startswith("  pledge")] == []


def test_a_contract_shows_fee_cost_and_margin_and_what_else_comes_in(office: Result) -> None:
    """412 k = 1.2 M + 2 k + 12.3 k - 12.3 k - 790 k; a name that is too long has a line of its own."""
    lines = contracts.contract_block(office)
    assert lines[3].split("  ")[0] == CITY and lines[3].endswith("790 k [774, 806]     412 k [388, 436]")
    assert lines[4].split() == ["40.0", "[38.0,", "42.0]", "2,000", "[1,200,", "2,800]", "12.3", "k", "[11.1,", "13.6]",
                                "-"]  # fmt: skip
    assert lines[5] == "  bonus 12.3 k [11.4, 13.2]"
    assert lines[6] == "north-region-hospital-group" and "-174 k" in lines[7]
    assert lines[9].startswith("no contract       -  ")
    assert contracts.contract_block(replace(office, by_contract=())) == []


def test_a_margin_that_is_not_known_says_so(office: Result) -> None:
    one = replace(office.by_contract[0], fee=unknown("no fee is given"), margin=unknown("no fee is given"))
    line = contracts.contract_block(replace(office, by_contract=(one,)))[3]
    assert line.split()[1] == "unknown" and line.endswith("unknown")


def test_planned_work_has_a_line_per_round(office: Result) -> None:
    lines = planned_work.planned_block(office)
    assert [line.split()[0] for line in lines[1:]] == ["quarterly", "inspections"]
    assert "75.0% [73.0, 77.0]" in lines[1] and "100.0% [all alike]" in lines[2]


def test_what_became_of_tickets_is_told_where_it_happens(office: Result) -> None:
    """Nobody is relieved here."""
    assert [line.split("  ")[0] for line in planned_work.count_block(office)[1:]] == [
        "quoted: the customer has to pay",
        "declined the quote",
        "prevented by planned work, beside the tickets above",
    ]
    assert planned_work.count_block(replace(office, counts={})) == []


def test_the_loop_lists_parts_that_come_back_those_away_most_first(office: Result) -> None:
    lines = stocks.loop_block(office)
    assert [line.split("  ")[0] for line in lines[1:]] == ["kunming: board", "qujing: board"]
    assert lines[1].endswith("2.20 [2.00, 2.40]")
    assert stocks.loop_block(replace(office, stocks=office.stocks[2:])) == []


def test_the_account_that_issued_most_comes_first(office: Result) -> None:
    lines = stocks.account_block(office)
    assert lines[1].split()[:3] == ["kunming", "1.23", "M"] and lines[2].startswith("qujing ")
    many = tuple(replace(office.accounts[0], store=f"store-{i}") for i in range(11))
    assert stocks.account_block(replace(office, accounts=many))[-1] == "3 more stand in report.html."


def test_the_workshop_is_called_by_its_name(office: Result) -> None:
    lines = next(block for block in answer.resource_blocks(office) if block[0].startswith("USE"))
    assert [line.split()[0] for line in lines[1:]] == ["kunming", "late", "workshop"]


def test_bonus_and_the_right_to_leave_stand_below_the_promise(office: Result) -> None:
    lines = answer.verdict_table(office)
    at = next(i for i, line in enumerate(lines) if line.startswith("fix-24h"))
    assert " ".join(line.strip() for line in lines[at + 2 : at + 4]) == (
        "bonus 12.3 k [11.4, 13.2] a year; the customer may end the contract after 3 misses in one quarter: chance "
        "12.5% [4.2, 26.8]"
    )
    assert promises.terms_text(office, office.commitments[1]) == ""


def test_the_costs_stay_in_one_table(office: Result) -> None:
    """The longest label beside the longest amount."""
    large = replace(office.costs, total=Estimate(18_229_145.0, 17_615_168.0, 18_843_122.0, 2), without=())
    lines = costs.cost_block(replace(office, costs=large))
    assert any(line.startswith("total ") and line.endswith("18,843,122]") for line in lines)


def test_what_comes_in_is_no_cost(office: Result) -> None:
    lines = costs.cost_block(office)
    assert any(line.startswith("repair of parts ") for line in lines)
    after_total = lines[next(i for i, line in enumerate(lines) if line.startswith("total ")) + 1 :]
    assert [line.split(",")[0] for line in after_total[1:3]] == ["paid by customers", "claims on suppliers"]
    none = Estimate(0.0, 0.0, 0.0, 40)
    calm = replace(office, costs=replace(office.costs, repairs=none, income_charged=none, claims=none))
    assert not any("claims" in line or "repair of parts" in line for line in costs.cost_block(calm))


# -- files ------------------------------------------------------------------------------------------------------------


def test_summary_has_every_figure(office: Result) -> None:
    found = {row[:3]: row[3:7] for row in rows(office)}
    assert found["contract", "-", "margin"][0] == "CNY/year"
    assert found["contract", CITY, "fee"] == ("CNY/year", "1200000", "1200000", "1200000")
    assert found["planned", "quarterly", "in_window"] == ("share", "0.75", "0.73", "0.77")
    assert found["stock", "kunming/board", "mean_in_repair"][:2] == ("units", "2.2")
    assert ("stock", "kunming/drive", "mean_in_repair") not in found
    assert found["account", "kunming", "stock_value"][:2] == ("CNY", "26000")
    assert found["commitment", "fix-24h", "exit_chance"] == ("share", "0.125", "0.042", "0.268")
    assert ("commitment", "onsite-24h", "bonus") not in found
    assert found["cost", "repairs", "cost"][1] == "44000" and found["cost", "claims", "income"][1] == "900"
    assert found["run", "baseline", "prevented"][:2] == ("1/year", "8.4")


def test_the_page_has_every_table(office: Result) -> None:
    page = page_html(office, [], "pledge run")
    for text in ("Planned work", "What became of tickets", "Parts that come back", "Stock account, CNY", CITY,
                 "Contracts, CNY a year", "bonus 12.3 k", "paid by customers, not in", "no contract"):  # fmt: skip
        assert text in page
    assert "Planned work" not in page_html(replace(office, planned_work=(), counts={}), [], "pledge run")


# -- what to do next --------------------------------------------------------------------------------------------------


def test_work_that_stops_at_night_asks_for_a_relief_and_late_maintenance_for_room(office: Result) -> None:
    first, second = next_commands(office)
    assert first.endswith(" --set dispatch.end_of_shift=relief")
    assert second.endswith(" --set planned.quarterly.window=4w")


def broken_by(office: Result, cause: str, **changes: object) -> list[str]:
    """What is suggested where one cause makes the repair late and planned work is done in time."""
    broken = commitment("fix-24h", "break", 0.7, late_by_cause_h={cause: around(90, 1)})
    return next_commands(replace(office, commitments=(broken,), planned_work=(), **changes))  # type: ignore[arg-type]


def test_parts_that_wait_for_a_full_workshop_ask_for_a_bench(office: Result) -> None:
    assert [one.rpartition(" ")[2] for one in broken_by(office, "part")] == ["workshop.benches=3"]


def test_with_room_in_the_workshop_stock_is_asked_for(office: Result) -> None:
    idle = tuple(replace(one, seized=around(0.3, 0.01)) for one in office.uses)
    assert [one.rpartition(" ")[2] for one in broken_by(office, "part", uses=idle)] == ["outlets.kunming.stock.board=3"]


def test_long_repairs_ask_for_an_exchange(office: Result) -> None:
    assert [one.rpartition(" ")[2] for one in broken_by(office, "repair")] == ["swap=first"]


# -- charts -----------------------------------------------------------------------------------------------------------


def test_charts_are_drawn_where_there_is_something_to_draw(office: Result, result: Result) -> None:
    assert {chart.stem for chart in charts_of(office)} >= BACK_OFFICE
    assert BACK_OFFICE.isdisjoint(chart.stem for chart in charts_of(result))


def test_months_add_up_to_the_visits(ax: Axes, office: Result) -> None:
    bars = round_bars(office)[0]
    draw_round(ax, bars)
    heights = [bar.get_height() for bar in ax.patches]  # type: ignore[attr-defined]
    assert sum(heights) == pytest.approx(60) and len(heights) == 24
    assert [label.get_text() for label in ax.get_xticklabels()][:2] == ["01\n2026", "02"]
    assert bars.title == "quarterly: 75.0% [73.0, 77.0] in window"


def test_the_part_that_is_away_most_is_drawn_first(office: Result) -> None:
    first, second = repair_curves(office)
    assert first.title == "kunming\nboard 主控板\naway 2.20 [2.00, 2.40]" and second.title.startswith("qujing\n")
    assert np.array_equal(first.mean, office.in_repair_over_time[0].mean)


def test_a_loss_goes_to_the_left(ax: Axes, office: Result) -> None:
    draw_margins(ax, margin_rows(office), "CNY")
    widths = [bar.get_width() for bar in ax.patches]  # type: ignore[attr-defined]
    assert [round(width) for width in widths] == [412, -174, -52]
    assert [label.get_text() for label in ax.get_yticklabels()] == [CITY, "north-region-hospital-group", "no contract"]
    low, high = ax.get_xlim()
    assert low <= -192 and high >= 423


@pytest.mark.parametrize("margin", [unknown("no fee"), Estimate(5.0, None, None, 1), Estimate(0.0, 0.0, 0.0, 9)])
def test_margins_with_next_to_nothing(ax: Axes, office: Result, margin: Estimate) -> None:
    one = replace(office.by_contract[0], margin=margin)
    draw_margins(ax, margin_rows(replace(office, by_contract=(one,))), "CNY")
    ax.figure.canvas.draw()  # type: ignore[attr-defined]


def test_readings_name_the_worst(office: Result) -> None:
    assert readings_back.margins(office).startswith(
        "1 of 2 costs more than it brings: north-region-hospital-group most"
    )
    assert readings_back.planned(office).startswith("Blue is done in its window")
    assert "quarterly comes out worst" in readings_back.planned(office)
    assert readings_back.repairs(office).startswith("board 主控板 of kunming is away for repair most")
    earning = replace(office, by_contract=office.by_contract[:1])
    assert readings_back.margins(earning).startswith(f"Every contract earns its cost; {CITY} leaves least, 412 k")
