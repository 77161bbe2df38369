"""A hotline and a repair point shown: by channel, in hours, in shares of time, exact; what to try next."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.report import answer, columns, desks, promises
from sim.report.charts import charts_of, readings
from sim.report.charts.sources import channel_rows, score_rows, time_curves, use_rows
from sim.report.next_steps import next_commands
from sim.report.page import page_html
from sim.report.summary import write_summary
from sim.scenario import load_plan, load_scenario
from sim.study import Estimate, Result
from tests.rooms.report.hotline import hotline, no_calls


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The stand-in."""
    return hotline(tmp_path_factory.mktemp("hotline") / "support")


def block(result: Result, name: str) -> list[str]:
    """The lines of the verdict table about one commitment."""
    lines = answer.verdict_table(result)
    start = next(i for i, line in enumerate(lines) if line.startswith(name))
    end = next((i for i in range(start + 1, len(lines)) if not lines[i].startswith("  ")), len(lines))
    return [" ".join(line.split()) for line in lines[start:end]]


def test_nothing_is_wider_than_80_columns(busy: Result) -> None:
    lines = answer.answer_text(busy).splitlines()[1:]
    assert [line for line in lines if columns.display_width(line) > 80 and not line.startswith("  pledge")] == []


def test_a_share_of_calls_says_what_it_counts(busy: Result) -> None:
    first, _proof, counted = block(busy, "answer-speed")
    assert first == "answer-speed >= 80% 71.2% [70.1, 72.3] does not hold"
    assert counted == "counts calls, every attempt by itself"


def test_a_mean_is_shown_in_its_unit_with_its_limit_and_interval(busy: Result) -> None:
    first, proof, counted = block(busy, "answer-mean")
    assert first == "answer-mean <= 30s 28 s [27, 30] not decided yet"
    assert proof.startswith("92.5% [82.0, 98.0] n 40") and counted == "the mean of all cases"


def test_opening_hours_are_exact(busy: Result) -> None:
    first, proof, counted = block(busy, "open-24x7")
    assert first == "open-24x7 open 83.3% [all alike] does not hold"
    assert proof.startswith("the same in every period n 40")
    assert counted == "share of its hours with a seat on duty; exact, without luck"


def test_availability_is_a_share_of_time(busy: Result) -> None:
    assert block(busy, "uptime")[0] == "uptime >= 99% 99.5% [99.5, 99.5] holds"
    assert block(busy, "uptime")[2] == "share of the time in which units work"


def test_the_desk_table_has_a_row_for_each_channel_and_says_what_its_shares_are_of(busy: Result) -> None:
    lines = desks.desk_block(busy)
    assert [" ".join(line.split()) for line in lines[3:7]] == [
        "front (phone) 14.0 k [13.9, 14.1] 84.2% [83.6, 84.8] 10.8% [10.3, 11.3]",
        "24 s [22, 25] 76 s [72, 79] 5.0% [4.6, 5.4] 40",
        "front (chat) 3,000 [2,940, 3,060] 99.5% [99.3, 99.7] 0.0% [all alike]",
        "24.6 min [23.4, 25.8] 1.90 h [1.80, 2.00] none 40",
    ]
    assert lines[7].startswith("partner") and "Shares are of attempts" in lines[9]
    assert max(map(columns.display_width, lines)) <= 80


def test_a_desk_with_a_long_or_chinese_name_stays_in_line(busy: Result) -> None:
    long = replace(busy.desks[0], id="北京客户服务中心热线", channel="phone")
    lines = desks.desk_block(replace(busy, desks=(long,)))
    assert lines[3] == "北京客户服务中心热线 (phone)" and lines[4].index("14.0 k") == lines[0].index("attempts")


def test_benches_are_told_apart_from_the_team_of_their_outlet(busy: Result) -> None:
    text = answer.answer_text(busy)
    assert "shop (benches)  93.0% [92.0, 94.0]" in text
    assert [(row.kind, row.id) for row in use_rows(busy)][-2:] == [("team", "shop"), ("bench", "shop")]
    assert "shop (benches) is the busiest" in readings.utilisation(busy)


# -- charts -----------------------------------------------------------------------------------------------------------


def test_the_scorecard_says_how_far_a_mean_is_from_its_limit_and_holds_opening_hours_against_all_the_time(
    busy: Result,
) -> None:
    rows = {row.id: row for row in score_rows(busy)}
    assert rows["answer-mean"].margin is None and rows["answer-mean"].instead == "5.2% under its limit"
    assert rows["answer-mean"].target == "≤ 30s" and rows["answer-mean"].attained == "28 s [27, 30]"
    assert rows["open-24x7"].margin == pytest.approx((-16.67, -16.67, -16.67))
    assert rows["uptime"].margin == pytest.approx((0.51, 0.47, 0.55))


def test_channels_are_drawn_with_all_three_shares(busy: Result) -> None:
    rows = channel_rows(busy)
    assert [row.label for row in rows] == ["front: phone", "front: chat"]
    assert rows[0].refused.mean == 0.05
    assert readings.channels(busy) == (
        "Green is answered: at front: phone most attempts come to nothing, 10.8% [10.3, 11.3] given up and 5.0%"
        " [4.6, 5.4] refused. Shares are of attempts: who calls twice counts twice."
    )


def test_calls_windows_and_means_have_curves_of_their_own(busy: Result) -> None:
    curves = {one.id: one for one in time_curves(busy)}
    assert list(curves) == ["answer-speed", "answer-mean", "call-back"]
    assert (curves["answer-speed"].limit, curves["answer-speed"].unit) == (20.0, "s")
    assert (curves["answer-speed"].of, curves["answer-speed"].attained) == ("call", "kept 71.2% [70.1, 72.3]")
    assert curves["answer-mean"].statistic and curves["answer-mean"].attained == "mean 28 s [27, 30]"
    assert (curves["call-back"].earliest, curves["call-back"].limit) == (48.0, 168.0)


def test_everything_is_drawn_and_stands_on_the_page(busy: Result) -> None:
    charts = list(charts_of(busy))
    assert "channels" in [chart.stem for chart in charts]
    html = page_html(busy, charts, "pledge run inputs")
    assert "<td>5.0% [4.6, 5.4]</td>" in html and "counts calls, every attempt by itself" in html
    assert "the same in every period" in html and "≤ 30s" in html


def test_the_summary_says_the_unit_of_every_figure(busy: Result, tmp_path: Path) -> None:
    write_summary(busy, tmp_path / "summary.csv")
    with (tmp_path / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    rows = {(row["id"], row["figure"]): row for row in table}
    waits = [(row["note"], row["mean"]) for row in table if (row["id"], row["figure"]) == ("front", "wait_p90")]
    assert waits == [("phone", "0.021"), ("chat", "1.9")]
    assert (rows["answer-mean", "attained"]["unit"], rows["answer-mean", "attained"]["mean"]) == ("h", "0.0079")
    assert float(rows["answer-mean", "target"]["mean"]) == pytest.approx(30 / 3600)
    assert rows["open-24x7", "target"]["mean"] == "1" and rows["answer-speed", "covered_per_period"]["unit"] == "call"
    assert rows["front", "refused"]["mean"] == "0" and rows["shop", "seized"]["kind"] == "bench"


# -- what to try next -------------------------------------------------------------------------------------------------


def broken(result: Result, *names: str) -> Result:
    """Only these commitments break; the others hold."""
    found = tuple(replace(one, verdict="break" if one.id in names else "keep") for one in result.commitments)
    return replace(result, commitments=found)


def suggested(result: Result) -> list[str]:
    """The changes suggested; each of them loads."""
    changes = [line.partition(" --set ")[2].strip('"') for line in next_commands(result) if " --set " in line]
    for change in changes:
        load_plan(load_scenario(result.scenario.folder, (change,)), "baseline", (change,))
    return changes


def test_a_seat_more_in_the_busiest_shift(busy: Result) -> None:
    assert suggested(broken(busy, "answer-speed"))[0] == "desks.front.seats={08:00-20:00: 3, 20:00-24:00: 2}"


def test_a_line_more_where_most_are_refused(busy: Result) -> None:
    phone = replace(busy.desks[0], refused=Estimate(0.2, 0.19, 0.21, 40))
    refused = replace(broken(busy, "answer-speed"), desks=(phone, *busy.desks[1:]))
    assert suggested(refused)[0] == "desks.front.trunks=10"


def test_somebody_in_the_hours_in_which_nobody_is_there(busy: Result) -> None:
    found = suggested(broken(busy, "open-24x7"))
    assert found[0] == "desks.front.seats={00:00-08:00: 1, 08:00-20:00: 3, 20:00-24:00: 1}"


def test_training_where_too_little_is_solved_by_phone(busy: Result) -> None:
    assert suggested(broken(busy, "first-line"))[0] == "desks.front.training={remote_fix: x1.2}"


def test_the_call_that_the_plan_has_not_got(busy: Result) -> None:
    assert suggested(no_calls(broken(busy, "call-back")))[0] == "calls.call_back.due=168h"


def test_customers_who_hear_too_seldom_are_called(busy: Result) -> None:
    assert suggested(broken(busy, "in-touch"))[0] == "calls.contact.every=3 months"


def test_one_more_bench_where_units_wait_for_one(busy: Result) -> None:
    waits = {"engineer": Estimate(900.0, 880.0, 920.0, 40)}
    late = tuple(replace(one, verdict="break", late_by_cause_h=waits) for one in busy.commitments[3:4])
    assert suggested(replace(busy, commitments=late)) == ["outlets.shop.benches=3"]


def test_no_figure_of_a_chart_is_missing_where_nothing_is_known(busy: Result) -> None:
    unknown = Estimate(None, None, None, 0, "no replication has a case")
    phone = replace(busy.desks[0], answered=unknown, abandoned=unknown, refused=unknown, wait_mean_h=unknown)
    assert channel_rows(replace(busy, desks=(phone,))) == []
    mean = replace(busy.commitments[1], attained=unknown)
    assert promises.against_limit(busy, mean) == "" and np.isfinite(promises.limit_s(busy, mean) or 0)
