"""Coverage through the whole house: desks whose exact service is known, 400 runs of ten replications."""

from __future__ import annotations

import pytest

from sim import load_plan, load_scenario
from sim.oracle.erlang import service_level
from sim.study import Estimate, gather
from sim.study.replicate import Replication, replicate_one
from sim.study.tally import Tally, per_year_of

RUNS, EACH = 200, 10  # runs, each with two desks: 400 intervals of every kind
LOW, HIGH = 0.92, 0.975

# Two single seats, each with 20 calls a day by a channel of its own and talks of half an hour: two M/M/1 that know
# nothing of each other, as calls are dealt to channels by chance.
FILES = {
    "scenario.yaml": """\
schema: 1
timezone: Asia/Shanghai
horizon: {start: 2026-01-05, days: 1, warmup: 12h, runout: 1h}
channels:
  phone: {share: 50%, answer: live}
  chat: {share: 50%, answer: live}
products:
  analyser:
    faults:
      any: {rate_per_unit_year: 3650, remote_fix: 100%, talk: {mean: 30min, dist: exponential}}
""",
    "commitments.yaml": """\
- {id: phone, covers: {channel: phone}, measure: {from: reported, to: answered}, within: 20min, target: 70%}
- {id: chat, covers: {channel: chat}, measure: {from: reported, to: answered}, within: 20min, target: 70%}
""",
    "sites.csv": "site_id,lat,lon,units\nS001,40,116,4\n",
    "plans/baseline.yaml": """\
desks:
  calls: {seats: 1, takes: [phone]}
  chats: {seats: 1, takes: [chat]}
outlets: {depot: {lat: 40.0, lon: 116.0}}
teams: {depot: {engineers: 1}}
""",
}
PER_HOUR, TALK_H = 20 / 24, 0.5

Groups = list[list[Replication]]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Groups, list[list[Tally]]]:
    """The replications of every run, and its tallies."""
    folder = tmp_path_factory.mktemp("desks")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    scenario = load_scenario(folder)
    plan = load_plan(scenario)
    groups = [
        [replicate_one(scenario, plan, 1, EACH * run + number, False) for number in range(EACH)] for run in range(RUNS)
    ]
    per_year = per_year_of(scenario)
    found = [
        [
            Tally(one, [each.judgement.commitments[index] for each in group], per_year)
            for index, one in enumerate(scenario.commitments)
        ]
        for group in groups
    ]
    return groups, found


def covered(estimates: list[Estimate], truth: float) -> float:
    assert len(estimates) == 2 * RUNS
    return sum(one.low <= truth <= one.high for one in estimates) / len(estimates)  # type: ignore[operator]


def test_share_kept(runs: tuple[Groups, list[list[Tally]]]) -> None:
    """Of calls answered within 20 minutes: 1 - C exp(-(mu - lambda) t)."""
    estimates = [tally.attained() for pair in runs[1] for tally in pair]
    assert LOW <= covered(estimates, service_level(1, PER_HOUR, TALK_H, 1 / 3)) <= HIGH


def test_calls(runs: tuple[Groups, list[list[Tally]]]) -> None:
    """Poisson calls, ten replications of twenty: of a year 20 a day."""
    estimates = [desk.attempts_per_year for group in runs[0] for desk in gather.desk_results(group, 365)]
    assert LOW <= covered(estimates, 20 * 365) <= HIGH


def test_use_of_seats(runs: tuple[Groups, list[list[Tally]]]) -> None:
    seats = [use.seized for group in runs[0] for use in gather.uses(group, 365) if use.kind == "desk"]
    assert LOW <= covered(seats, PER_HOUR * TALK_H) <= HIGH
