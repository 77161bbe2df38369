"""`pledge selftest`: what it runs, how it judges, and what it says."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.oracle.cases import Case, reference_cases
from sim.report.selftest import markdown_table, selftest_text
from sim.selftest import selftest, suite
from sim.selftest.judging import COARSE, NOT_JUDGED, leaves, tolerance, values_of
from sim.selftest.measure import MAX_Z, Counted, Measured, Metric
from sim.selftest.outcome import Outcome, Spread
from sim.selftest.trial import Trial
from sim.selftest.trials import simulations, trials
from sim.selftest.value import SIMULATION, Value
from tests.rooms.commands.typed import pledge

CASES = reference_cases()
Floats = NDArray[np.float64]


@lru_cache
def _told(case: str) -> list[Value]:
    return values_of(CASES[case])


@dataclass(frozen=True)
class Quick:
    """A quick run, and what luck brought to each of its simulations: a row of numbers a replication."""

    outcome: Outcome
    luck: list[Floats]


@pytest.fixture(scope="module")
def quick() -> Iterator[Quick]:
    luck: list[Floats] = []
    value = Trial.values

    def listen(trial: Trial, counted: Sequence[Counted]) -> list[Value]:
        luck.append(np.array([one.luck for one in counted]))
        return value(trial, counted)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Trial, "values", listen)
        yield Quick(selftest(quick=True, jobs=2), luck)


@pytest.mark.cases
def test_quick_selftest_passes(quick: Quick) -> None:
    outcome = quick.outcome
    assert len(outcome.cases) == len(CASES) == 79
    assert [case.id for case in outcome.cases if not case.ok] == [], selftest_text(outcome)
    assert not outcome.too_near
    first = outcome.spread_of_first
    assert first.mean is not None and abs(first.mean) < 3 / math.sqrt(first.n)
    assert first.sd is not None and abs(first.sd - 1) < 3 / math.sqrt(2 * first.n) + 0.1  # t with 80 and more freedom


@pytest.mark.cases
def test_what_counts_as_luck_has_mean_zero(quick: Quick) -> None:
    """Else taking it out of the figures would move them."""
    z = np.concatenate([_z_of_means(rows) for rows in quick.luck])
    print(f"{len(z)} figures of luck: root mean square of z {np.sqrt((z**2).mean()):.2f}, greatest {abs(z).max():.2f}")
    assert np.sqrt((z**2).mean()) < 1.4
    assert abs(z).max() < 4.5


def _z_of_means(rows: Floats) -> Floats:
    rows = rows[:, np.ptp(rows, axis=0) > 0]
    return rows.mean(axis=0) / (rows.std(axis=0, ddof=1) / np.sqrt(len(rows)))


def test_who_gave_up_thins_the_flow_to_the_engineers() -> None:
    """J04: taken as Poisson, the flow behind a hotline with abandonment would make engineers 13 % too busy to come.

    However far a passing estimate may lie from the exact value, it does not reach that.
    """
    wait = trials()["J04"].metrics["mean_wait_engineer"]
    naive = CASES["J04"].expected["naive_poisson_mean_wait_engineer"]
    assert wait.expected + MAX_Z * wait.largest_error < naive


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_formulas_calendars_and_hand_traces(case: Case) -> None:
    assert [value for value in _told(case.id) if not value.ok] == []


def test_every_expected_value_is_looked_at() -> None:
    """Without simulation all of them are, but for printed figures that are shown beside the exact ones."""
    for case in CASES.values():
        looked_at = {value.metric for value in _told(case.id)}
        assert looked_at == {path for path, _value in leaves(case.expected)}, case.id


NOT_SIMULATED = {
    "G03": "distances in a square are a formula; G04 drives them",
    "G53": "as G03",
    **{case: "arithmetic of a sample" for case in CASES if case.startswith("T") and case not in ("T08", "T09")},
}


def test_every_case_that_can_be_simulated_is() -> None:
    simulated = {one.case for one in simulations(False).values()}
    told_exactly = {case.id for case in CASES.values() if case.family in ("calendar", "trace")}
    assert simulated | told_exactly | set(NOT_SIMULATED) == set(CASES)
    assert not simulated & set(NOT_SIMULATED)


APPROXIMATE = ("naive_poisson_mean_wait_engineer", "allen_cunneen_approx", "published", "metric", "vari")
BY_FORMULA = {
    "Q02": lambda path: path.endswith(("(30,25)", "(100,95)")),  # 30 seats and more
    "Q03": lambda path: "positions" in path,
    "Q14": lambda path: path == "expected_arrivals",  # taken out as luck
    "Q15": lambda path: path == "expected_arrivals",
    "Q16": lambda path: path.startswith("staff"),
}


def test_every_value_of_a_simulated_case_is_simulated() -> None:
    """Approximations are no target of a simulation."""
    for case in {trial.case for trial in trials().values()}:
        simulated = {m.expected for trial in trials().values() if trial.case == case for m in trial.metrics.values()}
        for path, value in leaves(CASES[case].expected):
            by_formula = BY_FORMULA.get(case, lambda path: False)(path) or path.startswith(APPROXIMATE)
            assert value in simulated or by_formula, (case, path)


def test_a_hundred_replications_at_least() -> None:
    assert min(one.replications for quick in (False, True) for one in simulations(quick).values()) >= 100


# -- how values are judged ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metric", "mean", "error", "passes"),
    [
        (Metric(2.0), 2.019, 0.0199, True),
        (Metric(2.0), 2.0, 0.0201, False),  # the standard error is more than 1 %: it would prove nothing
        (Metric(2.0), 2.041, 0.01, False),  # more than four standard errors off
        (Metric(0.5, "share"), 0.503, 0.0029, True),
        (Metric(0.5, "share"), 0.5, 0.0031, False),  # more than 0.3 points
        (Metric(2.0, slack=8), 2.0, 0.159, True),
        (Metric(0.5, "share", slack=8), 0.5, 0.0241, False),
        (Metric(2.0), 2.0, 0.0, True),
        (Metric(2.0), 2.001, 0.0, False),  # the same in every replication, and wrong
    ],
)
def test_judging_a_simulated_value(metric: Metric, mean: float, error: float, passes: bool) -> None:
    assert Measured(metric, mean, error).passes == passes


def test_a_quick_run_allows_five_percent() -> None:
    full, quick = trials()["Q02-3-seats"].sized(False), trials()["Q02-3-seats"].sized(True)
    assert full.metrics["W(3,1.5)"].largest_error == pytest.approx(0.01 * 0.1578947368)
    assert quick.metrics["W(3,1.5)"].largest_error == pytest.approx(0.05 * 0.1578947368)
    assert quick.metrics["C(3,1.5)"].largest_error == pytest.approx(0.015)
    assert trials()["Q14"].sized(True).metrics["Eq(6)"].largest_error == pytest.approx(0.08 * 0.2385133441)


def test_tolerance_is_the_one_of_the_case() -> None:
    assert {case: tolerance(CASES[case]) for case in ("Q01", "T03", "T05", "T07", "G03", "T01")} == {
        "Q01": 1e-6,
        "T03": 1e-8,
        "T05": 1e-3,
        "T07": 1e-6,
        "G03": 1e-6,
        "T01": 1e-9,
    }
    assert set(COARSE) == {("G03", "nearest_of_5"), ("G53", "nearest_of_3")}


def test_what_is_wrong_by_more_than_that_fails() -> None:
    case = replace(CASES["Q51"], expected={**CASES["Q51"].expected, "B(1,0.3)": 0.230769231 * (1 + 1.2e-6)})
    assert [value.metric for value in values_of(case) if not value.ok] == ["B(1,0.3)"]


# -- what is repeated -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coin:
    """A simulation of G02 that is right with one of two seeds only."""

    right_seed: int
    case: str = "G02"
    replications: int = 100
    work: float = 1000.0

    def counted(self, seed: int, numbers: Sequence[int]) -> list[Counted]:
        return [Counted({"seed": (float(seed), 1.0), "number": (float(number), 1.0)}, []) for number in numbers]

    def values(self, counted: Sequence[Counted]) -> list[Value]:
        assert [one.parts["number"][0] for one in counted] == list(range(len(counted)))
        seed = counted[0].parts["seed"][0]
        return [Value("coin", 1.0, seed, 0.5, SIMULATION, seed == self.right_seed, str(len(counted)))]


@pytest.fixture
def coin(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outcome]:
    monkeypatch.setattr(suite, "simulations", lambda quick: {"coin": Coin(request.param)})
    return selftest(["G02"], seed=7)


@pytest.mark.parametrize("coin", [7], indirect=True)
def test_what_passes_is_not_repeated(coin: Outcome) -> None:
    (case,) = coin.cases
    assert (case.ok, case.repeated, case.values[-1].allowed) == (True, (), "100")


@pytest.mark.parametrize("coin", [8], indirect=True)
def test_what_fails_is_repeated_with_fresh_luck_and_four_times_the_sample(coin: Outcome) -> None:
    (case,) = coin.cases
    assert case.ok and coin.ok
    assert [(value.estimate, value.allowed) for value in case.repeated] == [(7.0, "100")]
    assert (case.values[-1].estimate, case.values[-1].allowed) == (8.0, "400")
    assert "FAILS*" in selftest_text(coin)
    assert coin.as_json()["cases"][0]["first_values"][0]["ok"] is False


@pytest.mark.parametrize("coin", [9], indirect=True)
def test_the_second_run_counts(coin: Outcome) -> None:
    assert not coin.ok
    assert "0 of 1 case passes" in selftest_text(coin)


# -- distances from the exact values -------------------------------------------------------------------------------


def _outcome(distances: Sequence[float]) -> Outcome:
    values = tuple(Value(str(n), 0.0, z, 1.0, SIMULATION, True, "") for n, z in enumerate(distances))
    case = suite.CaseOutcome("X", "queue", "", values, at_first=values)
    return Outcome((case,), tuple(distances[:2]), False, 1, 0.0)


def test_spread() -> None:
    outcome = _outcome([1.0, -1.0, 3.0])
    assert outcome.spread == Spread(1.0, 2.0, 3)
    assert outcome.spread_of_first.n == 2
    assert not outcome.too_near


def test_all_too_near_is_a_warning() -> None:
    outcome = _outcome([0.1, -0.1, 0.05])
    assert outcome.too_near and outcome.ok
    assert "standard errors must be wrong" in selftest_text(outcome)


# -- the command ---------------------------------------------------------------------------------------------------

SHORT = ("--quick", "--case", "d01", "--case", "K03", "--case", "G02", "--jobs", "1")


def test_the_object() -> None:
    done = pledge("selftest", *SHORT, "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert [case["id"] for case in told["cases"]] == ["G02", "D01", "K03"]
    assert all(set(value) >= {"metric", "exact", "estimate", "se", "z"} for c in told["cases"] for value in c["values"])
    assert set(told["z"]) == {"mean", "sd", "n"}
    simulated = [value for value in told["cases"][0]["values"] if value["how"] == "simulation"]
    assert told["z"]["n"] == len(simulated) == 4
    assert all(value["z"] == pytest.approx((value["estimate"] - value["exact"]) / value["se"]) for value in simulated)
    formula = told["cases"][0]["values"][0]
    assert (formula["how"], formula["se"], formula["z"]) == ("formula", None, None)


def test_the_table_is_80_columns_wide() -> None:
    done = pledge("selftest", *SHORT)
    assert done.exit_code == 0
    assert done.stdout.startswith("3 of 3 cases pass\n")
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "A quick run" in done.stdout


def test_a_case_that_fails_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = replace(CASES["K03"], expected={"deadline": "2026-02-24T15:00:00+08:00"})
    monkeypatch.setattr(suite, "reference_cases", lambda: {**CASES, "K03": wrong})
    done = pledge("selftest", "--case", "K03")
    assert done.exit_code == 1
    assert "FAILS" in done.stdout and "Failing: K03." in done.stdout


def test_an_unknown_case_gets_the_nearest_one() -> None:
    done = pledge("selftest", "--case", "Q144")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "did you mean 'Q14'?" in done.stderr


def test_the_same_figures_on_any_number_of_jobs() -> None:
    alone, together = (selftest(["G02"], quick=True, jobs=jobs, seed=3) for jobs in (1, 2))
    assert alone.cases == together.cases
    assert selftest(["G02"], quick=True, seed=4).cases != alone.cases


def test_a_table_for_a_page() -> None:
    outcome = selftest(["K01", "T10"])
    lines = markdown_table(outcome).splitlines()
    assert len(lines) == 2 + 1 + 4
    assert lines[0].startswith("| case | what | exact |")


def test_printed_figures_of_others_are_not_judged() -> None:
    beside = [value for value in values_of(CASES["G01"]) if value.metric.startswith(NOT_JUDGED)]
    assert len(beside) == 6 and all(value.ok and value.how == "comparison" for value in beside)
