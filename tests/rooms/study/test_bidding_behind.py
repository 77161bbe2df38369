"""What stands behind the answers of a bid: guesses that move a clause, where it flips, what would help."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.study.bidding import Bid, bid, looked_behind
from sim.study.bidding.guesses import spread, widest
from sim.study.bidding.remedies import ADVICE, INSTEAD, LEVERS
from sim.study.budget import Budget
from sim.study.experiment import Experiment
from tests.rooms.study.tender import tender

KM = 200  # up the road to the far site
RATE = "products.press.faults.any.rate_per_unit_year"
SPEED = "travel.speeds"


def behind(folder: Path, contract: str | None = None, years: int = 2, budget: Budget | None = None) -> Bid:
    variants, experiment = tender(folder), Experiment(budget=budget or Budget())
    return looked_behind(bid(variants, experiment, years, contract=contract), variants, experiment, years)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Bid:
    return behind(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def beta(tmp_path_factory: pytest.TempPathFactory) -> Bid:
    return behind(tmp_path_factory.mktemp("beta"), "beta")


def test_only_clauses_that_break_are_helped(whole: Bid) -> None:
    assert (
        {one.commitment.id for one in whole.clauses if one.breaks} == set(whole.remedies) == {"onsite-1h", "timeliness"}
    )
    tried = {one.lever.changes for remedy in whole.remedies.values() for one in remedy.advice.trials}
    assert 0 < len(tried) <= LEVERS and whole.no_room == ()


def test_a_lever_that_moves_nothing_is_no_help(whole: Bid) -> None:
    """Of six engineers hardly ever more than one is away: a seventh is never needed."""
    remedy = whole.remedies["onsite-1h"]
    trials = {" ".join(one.lever.changes): one for one in remedy.advice.trials}
    assert trials["teams.depot.engineers=7"].gained == 0
    assert trials["teams.depot.engineers=7"] not in (*remedy.helping, *remedy.hopeful)
    assert all(one in remedy.helping for one in remedy.enough)


def test_what_one_contract_could_be_promised_in_place(beta: Bid) -> None:
    """200 km at 60 km/h take 3 h 20: of the limits tried, 3.5 h is the first above; no ticket keeps one hour."""
    instead = beta.remedies["onsite-1h"].instead
    assert instead is not None and instead.curves["limit"].best is not None
    assert instead.curves["limit"].best.offer.text == "3.5h"
    assert instead.targets is not None and not instead.targets.tenths


def test_the_guess_that_moves_a_clause_is_found_and_where_it_flips(beta: Bid) -> None:
    """At 240 km/h an hour is enough; the true break-even is 200 km/h."""
    assert beta.guesses is not None
    first, *_rest = beta.guesses.of("onsite-1h")
    assert first.assumption.path == SPEED
    at_high = {one.id: one.after - one.before for end in first.ends if end.side == "high" for one in end.moved}
    assert at_high["onsite-1h"] == pytest.approx(1.0)
    (flip,) = [one for even in beta.guesses.break_evens for one in even.flips if one.id == "onsite-1h"]
    near, far = (float(text) for text in flip.between)
    assert not flip.is_lost and near < KM <= far


def test_what_no_guess_moves(whole: Bid) -> None:
    assert whole.guesses is not None
    assert whole.guesses.of("alpha-2h") == []
    assert whole.guesses.falls_with("alpha-2h") == []


def test_the_widest_ranges_are_tried_first_and_money_never(whole: Bid) -> None:
    scenario, plan = whole.scenario, whole.outcome.variant.plan
    every = (*scenario.assumptions, *plan.assumptions)
    assert {one.path for one in every} > {SPEED, RATE}
    chosen, rest = widest(every, whole, 1)
    assert ([one.path for one in chosen], [one.path for one in rest]) == ([SPEED], [RATE])
    ranges = {one.path: spread(one) for one in every}
    assert ranges[SPEED] == pytest.approx(ranges[RATE] * 1.5)  # 30 to 240 against 20 to 80: 2 ** 3 and 2 ** 2


def test_without_room_nothing_is_tried_and_that_is_known(tmp_path: Path) -> None:
    found = behind(tmp_path, budget=Budget(runs=2))
    assert found.no_room == (INSTEAD, ADVICE)
    assert found.guesses is not None and found.guesses.tried == ()
    assert [one.outcome for one in found.guesses.shocks if one.outcome is not None] == []
    assert {one.result.verdict for one in found.clauses} == {"break", "unproven"}
