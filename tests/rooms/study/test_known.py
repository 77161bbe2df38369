"""A textbook case gets its formula beside the simulated figure; what is nearly one gets nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sim import load_plan, load_scenario, run
from sim.scenario import Distribution
from sim.study import Estimate, Result
from sim.study.known import Known
from sim.study.known.form import widened
from sim.study.known.settling import gap_of, queue_gap, second_moment

Write = Callable[..., Result]
REPLICATIONS = 20

CALLS = """\
schema: 1
timezone: UTC
horizon: {start: 2026-01-05, days: 4, warmup: 4d, runout: 1d}
channels: {phone: {answer: live}}
products:
  meter:
    faults:
      question: {rate: 6/h, remote_fix: 100%, talk: {dist: exponential, mean: 20min}}
"""
HALL = """\
schema: 1
timezone: UTC
horizon: {start: 2026-01-05, days: 28, warmup: 21d, runout: 7d}
products:
  press:
    faults:
      stop: {rate: 0.5/h, repair: {dist: exponential, mean: 3h}}
"""
SHELF = """\
schema: 1
timezone: UTC
horizon: {start: 2026-01-05, days: 84, warmup: 42d, runout: 7d}
products:
  pump:
    faults:
      seal: {rate: 0.05/h, repair: 0s, parts: {seal: {known: 100%}}}
"""
FILES = {
    "commitments.yaml": "- {id: closed, measure: {from: reported, to: closed}, within: 20h, target: 50%}\n",
    "sites.csv": "site_id,lat,lon,units\nhere,30,110,1\n",
}
HERE = "outlets: {depot: {lat: 30, lon: 110}}\n"
DESK = "desks: {front: {seats: 3, takes: phone}}\n" + HERE + "teams: {depot: {engineers: 1}}\n"
TEAM = HERE + "teams: {depot: {engineers: 2, shift: always}}\n"
STORE = (
    "outlets: {depot: {lat: 30, lon: 110, stock: {seal: 3}}}\nteams: {depot: {engineers: unlimited, shift: always}}\n"
)
PARTS = 'part_id,unit_cost,lead\nseal,10,"{dist: lognormal, mean: 2d, cv: 0.7}"\n'


@pytest.fixture
def found(tmp_path: Path) -> Write:
    """What a run of so few words comes to."""

    def write(
        scenario: str, plan: str, parts: str | None = None, replications: int = REPLICATIONS, **more: str
    ) -> Result:
        files = {**FILES, "scenario.yaml": scenario, "plans/baseline.yaml": plan}
        files |= {f"{name}.csv" if name == "sites" else f"{name}.yaml": text for name, text in more.items()}
        files |= {"parts.csv": parts} if parts else {}
        for name, text in files.items():
            path = tmp_path / "known" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        loaded = load_scenario(tmp_path / "known")
        return run(loaded, load_plan(loaded), replications=replications)

    return write


def figures(result: Result) -> dict[str, tuple[str, float]]:
    """Figure, formula and exact value of everything that is known."""
    return {one.figure: (one.formula, one.exact) for one in result.known}


def check(result: Result, expected: Mapping[str, str]) -> None:
    """These figures by these formulas, each within four standard errors (and what whole seconds move) of simulation."""
    assert {one.figure: one.formula for one in result.known} == expected
    from scipy.special import stdtrit

    for one in result.known:
        assert one.simulated.mean is not None and one.simulated.half_width is not None
        error = one.simulated.half_width / float(stdtrit(one.simulated.n - 1, 0.975))
        assert abs(one.simulated.mean - one.exact) <= 4 * error + one.grain, one
        assert one.conditions and one.source


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def test_erlang_c(found: Write) -> None:
    result = found(CALLS, DESK)
    check(result, {"mean wait": "Erlang C", "busy": "offered load"})
    # two erlangs at three seats: C = 4/9, wait = C / (3 - 2) talks
    assert figures(result)["mean wait"][1] == pytest.approx(4 / 9 * 20 / 60)
    assert figures(result)["busy"][1] == pytest.approx(2 / 3)


def test_severity_moves_no_mean_over_all(found: Write) -> None:
    kinds = changed(
        CALLS,
        ("channels", "severities: [bad, small]\nchannels"),
        ("6/h, remote_fix", "4/h, severity: small, remote_fix"),
    )
    kinds += "      outage: {rate: 2/h, severity: bad, remote_fix: 100%, talk: {dist: exponential, mean: 20min}}\n"
    result = found(kinds, changed(DESK, ("takes: phone", "takes: phone, order: severity")))
    check(result, {"mean wait": "Erlang C", "busy": "offered load"})
    assert figures(result)["mean wait"][1] == pytest.approx(4 / 9 * 20 / 60)


def test_erlang_a(found: Write) -> None:
    patient = changed(CALLS, ("answer: live", "answer: live, patience: {dist: exponential, mean: 16min}"))
    result = found(changed(patient, ("6/h", "10.5/h")), DESK)
    check(result, {"gave up": "Erlang A", "mean wait": "Erlang A", "busy": "Erlang A"})
    of = figures(result)
    # who gives up does so at the rate of his patience: lost rate = waiting / patience
    assert of["gave up"][1] == pytest.approx(of["mean wait"][1] / (16 / 60))
    assert of["busy"][1] == pytest.approx(10.5 * (1 - of["gave up"][1]) * 20 / 60 / 3)


def test_erlang_b_whatever_the_talk(found: Write) -> None:
    any_talk = changed(CALLS, ("{dist: exponential, mean: 20min}", "{dist: uniform, low: 4min, high: 36min}"))
    result = found(any_talk, changed(DESK, ("takes: phone", "takes: phone, trunks: 3")))
    check(result, {"refused": "Erlang B", "busy": "Erlang B"})
    assert figures(result)["refused"][1] == pytest.approx((8 / 6) / (1 + 2 + 2 + 8 / 6))


def test_few_more_lines_than_seats(found: Write) -> None:
    result = found(CALLS, changed(DESK, ("takes: phone", "takes: phone, trunks: 4")))
    check(result, {"refused": "M/M/c/K", "mean wait": "M/M/c/K", "busy": "M/M/c/K"})
    weights = [1, 2, 2, 8 / 6, 8 / 6 * 2 / 3]
    assert figures(result)["refused"][1] == pytest.approx(weights[4] / sum(weights))


def test_one_seat_and_any_talk(found: Write) -> None:
    any_talk = changed(
        CALLS, ("{dist: exponential, mean: 20min}", "{dist: gamma, mean: 20min, cv: 0.5}"), ("6/h", "1.8/h")
    )
    result = found(any_talk, changed(DESK, ("seats: 3", "seats: 1")))
    check(result, {"mean wait": "Pollaczek-Khinchine", "busy": "offered load"})
    assert figures(result)["mean wait"][1] == pytest.approx(0.6 / 0.4 * (1 + 0.25) / 2 * 20 / 60)


def test_several_seats_and_any_talk_are_busy_as_offered(found: Write) -> None:
    mixed = CALLS + "      outage: {rate: 1.5/h, remote_fix: 100%, talk: {mean: 32min, cv: 0.5}}\n"
    result = found(changed(mixed, ("6/h", "3/h")), DESK)
    check(result, {"busy": "offered load"})
    assert figures(result)["busy"][1] == pytest.approx((3 * 20 + 1.5 * 32) / 60 / 3)


def test_engineers_beside_the_machines(found: Write) -> None:
    result = found(HALL, TEAM)
    check(result, {"mean wait for an engineer": "Erlang C", "working": "offered load"})
    # 1.5 erlangs at two engineers: C = 9/14, wait = C / (2 - 1.5) repairs
    assert figures(result)["mean wait for an engineer"][1] == pytest.approx(9 / 14 / 0.5 * 3)


def test_what_the_phone_fixes_needs_no_engineer(found: Write) -> None:
    half = changed(HALL, ("0.5/h", "0.5/h, remote_fix: 60%"))
    result = found(half, changed(TEAM, ("engineers: 2", "engineers: 1")))
    check(result, {"mean wait for an engineer": "Erlang C", "working": "offered load"})
    assert figures(result)["working"][1] == pytest.approx(0.6)


def test_one_engineer_and_any_repair(found: Write) -> None:
    constant = changed(HALL, ("{dist: exponential, mean: 3h}", "90min"), ("0.5/h", "0.4/h"))
    result = found(constant, changed(TEAM, ("engineers: 2", "engineers: 1")))
    check(result, {"mean wait for an engineer": "Pollaczek-Khinchine", "working": "offered load"})
    assert figures(result)["mean wait for an engineer"][1] == pytest.approx(0.6 / 0.4 / 2 * 1.5)


def test_machine_repairman(found: Write) -> None:
    few = changed(HALL, ("products", "failures: operating\nproducts"), ("0.5/h", "0.1/h"))
    promise = FILES["commitments.yaml"] + "- {id: up, measure: {availability: unit}, target: 50%}\n"
    result = found(few, TEAM, sites="site_id,lat,lon,units\nhere,30,110,6\n", commitments=promise)
    expected = ("mean wait for an engineer", "working", "available (up)")
    check(result, dict.fromkeys(expected, "machine repairman"))


def test_base_stock_by_palm(found: Write) -> None:
    result = found(SHELF, STORE, PARTS)
    names = ("handed out at once", "on the shelf", "waited for")
    check(result, dict.fromkeys(names, "Palm's theorem"))
    of, mean = figures(result), 0.05 * 48
    below = [math.exp(-mean) * mean**n / math.factorial(n) for n in range(3)]
    assert of["handed out at once"][1] == pytest.approx(sum(below))
    assert of["on the shelf"][1] - of["waited for"][1] == pytest.approx(3 - mean)


def test_lots_and_up_to(found: Write) -> None:
    constant = changed(PARTS, ('"{dist: lognormal, mean: 2d, cv: 0.7}"', "2d"))
    names = ("handed out at once", "on the shelf", "waited for")
    result = found(SHELF, changed(STORE, ("seal: 3", "seal: {s: 2, Q: 4}")), constant)
    check(result, dict.fromkeys(names, "(s, Q)"))
    several = changed(SHELF, ("known: 100%", "known: 100%, quantity: {1: 60%, 3: 40%}"))
    result = found(several, changed(STORE, ("seal: 3", "seal: {s: 4, S: 9}")), constant)
    check(result, dict.fromkeys(names, "(s, S)"))


def test_what_is_short_comes_by_courier(found: Write) -> None:
    plan = STORE + "supply: {courier: 8h}\n"
    result = found(SHELF, plan, PARTS)
    check(result, dict.fromkeys(("handed out at once", "on the shelf"), "Erlang's loss formula"))


def test_repair_shop(found: Write) -> None:
    back = (
        "part_id,unit_cost,kind,repair,sent_back,return_transit\n"
        'seal,10,repairable,"{dist: exponential, mean: 8h}",at_request,0s\n'
    )
    plan = STORE + "workshop: {benches: 1, calendar: always}\n"
    result = found(SHELF, plan, back)
    check(result, dict.fromkeys(("handed out at once", "on the shelf", "waited for"), "M/M/c"))
    assert figures(result)["handed out at once"][1] == pytest.approx(1 - 0.4**3)


NEARLY = [
    ("bad days", CALLS, DESK, [("channels", "dispersion: {region_day_cv: 0.3}\nchannels")], []),
    ("bad sites", CALLS, DESK, [("channels", "dispersion: {site_cv: 0.3}\nchannels")], []),
    ("growth", CALLS, DESK, [("channels", "profile: {growth_per_year: 5%}\nchannels")], []),
    ("months", CALLS, DESK, [("channels", "profile: {months: [1,1,1,1,1,1,1,1,1,1,1,2]}\nchannels")], []),
    ("lognormal patience", CALLS, DESK, [("answer: live", "answer: live, patience: {mean: 3min}")], []),
    (
        "redial",
        CALLS,
        DESK,
        [("answer: live", "answer: live, patience: {dist: exponential, mean: 3min}, redial: {chance: 20%}")],
        [],
    ),
    ("overload", CALLS, DESK, [("6/h", "10/h")], []),
    ("no warm-up to speak of", CALLS, DESK, [("warmup: 4d", "warmup: 20min")], []),
    ("office hours", CALLS, DESK, [], [("seats: 3", 'seats: {"08:00-20:00": 6}')]),
    ("after-call work", CALLS, DESK, [], [("takes: phone", "takes: phone, after_call: 1min")]),
    (
        "two channels",
        CALLS,
        DESK,
        [("phone: {answer: live}", "phone: {share: 90%}, mail: {share: 10%, answer: deferred}")],
        [("takes: phone", "takes: [phone, mail]")],
    ),
    ("call-backs", CALLS, DESK, [], [("teams", "calls: {call_back: 3d}\nteams")]),
    ("repeats", CALLS, DESK, [("remote_fix: 100%", "remote_fix: 100%, repeat: 3%")], []),
    ("a drive", HALL, TEAM, [], [("lat: 30", "lat: 30.2")]),
    ("office shift", HALL, TEAM, [], [(", shift: always", "")]),
    ("diagnosis", HALL, TEAM, [("0.5/h", "0.5/h, diagnose: 10min")], []),
    ("second tries", HALL, TEAM, [("0.5/h", "0.5/h, first_fix: 90%")], []),
    ("crews", HALL, TEAM, [("0.5/h", "0.3/h, crew: 2")], []),
    ("absence", HALL, TEAM, [], [("engineers: 2", "engineers: 3, shrinkage: 5%")]),
    (
        "someone slow",
        HALL,
        TEAM,
        [("0.5/h", "0.4/h, skill: press")],
        [("engineers: 2", "engineers: 2, skills: {press: 1.25}")],
    ),
]


@pytest.mark.parametrize(
    ("scenario", "plan"),
    [pytest.param(changed(s, *of_s), changed(p, *of_p), id=name) for name, s, p, of_s, of_p in NEARLY],
)
def test_what_is_nearly_a_textbook_case_gets_nothing(found: Write, scenario: str, plan: str) -> None:
    assert found(scenario, plan, replications=2).known == ()


@pytest.mark.parametrize(
    ("scenario", "plan", "parts"),
    [
        pytest.param(changed(SHELF, ("known: 100%", "known: 60%")), STORE, PARTS, id="found on site"),
        pytest.param(changed(SHELF, ("0.05/h", "0.05/h, first_fix: 90%")), STORE, PARTS, id="second tries"),
        pytest.param(SHELF, STORE + "central: {stock: {seal: 2}}\n", PARTS, id="central store"),
        pytest.param(SHELF, changed(STORE, ("engineers: unlimited", "engineers: 2, van: {seal: 1}")), PARTS, id="vans"),
        pytest.param(SHELF, changed(STORE, ("seal: 3", "seal: {s: 2, Q: 4}")), PARTS, id="lots with a drawn lead"),
        pytest.param(changed(SHELF, ("warmup: 42d", "warmup: 4d")), STORE, PARTS, id="orders of the start"),
        pytest.param(SHELF, "desks: {front: {seats: 2, takes: phone}}\n" + STORE, PARTS, id="a desk between"),
    ],
)
def test_nor_does_a_store(found: Write, scenario: str, plan: str, parts: str) -> None:
    assert found(scenario, plan, parts, replications=2).known == ()


def test_outside_its_wide_interval_is_said() -> None:
    def known(exact: float, low: float, high: float, n: int = 30) -> Known:
        return Known("desk", "wait", "h", exact, Estimate((low + high) / 2, low, high, n), "f", "s", "c")

    assert widened(30) == pytest.approx(3.659 / 2.045, abs=1e-3)
    assert known(1.17, 0.9, 1.1).agrees is True and known(1.19, 0.9, 1.1).agrees is False
    assert known(1.0, 0.0, 0.0).agrees is None


def test_gaps_of_queues() -> None:
    # one server that never empties far: (sqrt mu - sqrt lambda)^2; infinitely many: mu; two states: both rates
    assert queue_gap(0.25, 1.0, 1) == pytest.approx(0.25, rel=1e-3)
    assert queue_gap(2.0, 1.0, 60) == pytest.approx(1.0, rel=1e-6)
    assert gap_of([0.3], [0.7]) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("dist", "second"),
    [
        ("60s", 3600),
        ("{dist: exponential, mean: 60s}", 7200),
        ("{dist: gamma, mean: 60s, cv: 0.5}", 4500),
        ("{dist: uniform, low: 0s, high: 60s}", 1200),
        ("{dist: triangular, low: 0s, mode: 60s, high: 60s}", 1800),
        ("{dist: empirical, values: [0s, 60s], shares: [50%, 50%]}", 1800),
        ("{dist: mixture, of: [{share: 50%, dist: 60s}, {share: 50%, dist: exponential, mean: 60s}]}", 5400),
    ],
)
def test_mean_of_the_square(dist: str, second: float) -> None:
    from ruamel.yaml import YAML

    assert second_moment(Distribution.model_validate(YAML(typ="safe").load(dist))) == pytest.approx(second)
