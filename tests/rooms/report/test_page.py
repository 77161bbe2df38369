"""report.html: one file, no network, nothing from a file that could act."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from sim.report import answer
from sim.report.charts import Chart, charts_of
from sim.report.page import page_html
from sim.scenario import Problem
from sim.study import Result

VOID = {"meta", "br", "img", "hr", "link", "input"}


@pytest.fixture(scope="module")
def charts(result: Result) -> list[Chart]:
    """All charts, drawn once."""
    return list(charts_of(result))


@pytest.fixture(scope="module")
def html(result: Result, charts: list[Chart]) -> str:
    """The page of the stand-in."""
    return page_html(result, charts, "pledge run inputs --plan baseline")


class Balance(HTMLParser):
    """Fails on a tag that closes what is not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.requests: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(str(value))
            if name in ("src", "href") and not str(value).startswith(("#", "data:")):
                self.requests.append(str(value))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag


def test_page_is_whole_small_and_asks_for_nothing(html: str) -> None:
    parser = Balance()
    parser.feed(html)
    assert parser.open == [] and parser.requests == []
    assert len(parser.ids) == len(set(parser.ids))
    assert "@import" not in html and "url(http" not in html and "<script" not in html
    assert len(html.encode()) < 1_000_000


def test_references_inside_the_pictures_lead_somewhere(html: str) -> None:
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    wanted = set(re.findall(r'href="#([^"]+)"', html)) | set(re.findall(r"url\(#([^)]+)\)", html))
    assert wanted and wanted <= ids


def test_page_carries_the_answer_and_every_commitment(html: str, result: Result) -> None:
    assert f"<h1>{answer.headline(result)}</h1>" in html
    assert all(f"<b>{c.id}</b>" in html for c in result.commitments)
    assert "nan" not in re.sub(r"<[^>]+>", " ", html).lower().split()


def test_every_stock_and_every_cost_has_its_row(html: str, result: Result) -> None:
    assert html.count("<td>door-pump 车门泵</td>") == 12
    assert "<td>nobody asked</td>" in html and "<td>spent once, not in the total</td><td>250,000" in html
    assert "<td>courier freight</td><td>unknown" in html and "<td>nights away</td>" not in html


def test_a_result_without_parts_has_no_table_of_them(result: Result) -> None:
    assert "Parts in stores" not in page_html(replace(result, stocks=()), (), "x")


def test_assumed_inputs_are_marked(html: str, result: Result) -> None:
    assert html.count('<span class="assumed">') == len(result.assumptions) > 0


def test_texts_from_files_are_escaped(result: Result) -> None:
    evil = Problem("scenario.yaml", 1, 1, "W", "<script>alert(1)</script>", None, "warning")
    page = page_html(replace(result, warnings=(evil,)), (), "x")
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_same_result_same_page(result: Result, charts: list[Chart], html: str) -> None:
    again = list(charts_of(result))
    assert [chart.svg for chart in again] == [chart.svg for chart in charts]
    assert page_html(result, again, "pledge run inputs --plan baseline") == html
