"""Several channels, calls of the desks, benches and measures: what is read, what is odd, what can be set."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import Plan, Scenario, Step, load_plan, load_scenario, resolved
from tests.rooms.scenario.front import FRONT

Said = Callable[[str, dict[str, str], str], tuple[list[str], list[str]]]
Write = Callable[..., Path]
ODD = (Path(__file__).parent / "front_odd.txt").read_text("utf-8").rstrip().split("\n\n")


@pytest.mark.parametrize("block", ODD)
def test_what_is_odd(said: Said, block: str) -> None:
    found, expected = said(block, FRONT, "warning")
    assert found == expected


@pytest.fixture
def loaded(folder: Write) -> Callable[..., tuple[Scenario, Plan]]:
    def of(*overrides: str) -> tuple[Scenario, Plan]:
        scenario = load_scenario(folder(FRONT), overrides)
        return scenario, load_plan(scenario, "baseline", overrides)

    return of


Loaded = Callable[..., tuple[Scenario, Plan]]


def test_what_is_measured(loaded: Loaded) -> None:
    promises = {one.id: one for one in loaded()[0].commitments}
    hotline, window = promises["hotline"], promises["follow-up"]
    assert (hotline.measure.open, hotline.measure.share_of, hotline.of) == ("phone", "answered", "ticket")
    assert promises["manned"].measure.is_open_alone and not promises["manned"].measure.is_timed
    assert (window.earliest, window.within) == (172_800, 604_800)
    assert (promises["no-repeat"].within, promises["solved"].within) == (30 * 86_400, 14 * 86_400)
    touch = promises["in-touch"]
    assert (touch.of, touch.step, touch.within) == ("customer", Step(months=3), None)
    assert (promises["works"].of, promises["works"].per, promises["fix-time"].statistic) == ("unit", "site", "mean")


def test_what_is_planned(loaded: Loaded) -> None:
    scenario, plan = loaded()
    assert [(one.share, one.is_live, one.closed) for one in scenario.channels.values()] == [
        (0.7, True, "reject"),
        (0.2, True, "on_call"),
        (0.1, False, "message"),
    ]
    assert list(plan.calls.entries) == list(type(plan.calls).model_fields)
    assert plan.calls.follow_up_1 is not None and plan.calls.follow_up_1.window == (172_800, 604_800)
    assert plan.calls.contact is not None and plan.calls.contact.every == Step(months=3)
    assert plan.dispatch.due == {"fix-time": 72_000} and plan.outlets["kunming"].benches == 2
    assert plan.desks["online"].overflow is not None and plan.desks["online"].overflow.after == 0
    assert plan.desks["experts"].training is not None and plan.desks["experts"].training.one_off == 4_000_000


def test_origins(loaded: Loaded) -> None:
    entries = {entry.path: (entry.value, entry.origin) for entry in resolved(*loaded())}
    assert entries["channels.phone.share"] == ("70%", "given")
    assert entries["products.analyser.faults.gas.repeat.after"] == ("{dist: lognormal, mean: 1w, cv: 0.8}", "assumed")
    assert entries["calls.progress.handle"] == ("{dist: lognormal, mean: 5min, cv: 0.8}", "assumed")
    assert entries["calls.call_back.reached"] == ("100%", "default")
    assert entries["calls.follow_up_1.due"] == ("2d..1w", "given")
    assert entries["calls.contact.every"] == ("3 months", "given")
    assert entries["commitments.no-repeat.within"] == ("30d", "default")
    assert entries["commitments.in-touch.of"] == ("customer", "default")
    assert entries["desks.experts.training.remote_fix"] == ("x1.2", "given")
    assert entries["outlets.kunming.bench_calendar"] == ("works", "given")


def test_values_from_the_command_line(loaded: Loaded) -> None:
    scenario, plan = loaded(
        "channels.phone.share=60%",
        "channels.chat.share=30%",
        "desks.front.training.remote_fix=x1.5",
        "calls.progress.every=3h",
        "calls.follow_up_1.due=3d..7d",
        "commitments.in-touch.within=1 year",
        "dispatch.due.fix-time=10h",
    )
    assert (scenario.channels["phone"].share, scenario.channels["chat"].share) == (0.6, 0.3)
    assert plan.desks["front"].training is not None and plan.desks["front"].training.remote_fix == 1.5
    assert plan.calls.progress is not None and plan.calls.progress.every == 10_800
    assert plan.calls.follow_up_1 is not None and plan.calls.follow_up_1.window == (3 * 86_400, 604_800)
    assert next(one for one in scenario.commitments if one.id == "in-touch").step == Step(months=12)
    assert plan.dispatch.due == {"fix-time": 36_000}
