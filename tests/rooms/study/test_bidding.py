"""Can we sign: clauses of one contract judged by its tickets alone, fines of all together, the chance to lose money."""

from pathlib import Path

import pytest

from sim.study.bidding import Bid, bid, exposure, more_needed, risks, why_not
from sim.study.bidding.contract import concerning, contracts_named, narrowed
from sim.study.experiment import Experiment
from sim.study.verdict import bounds
from tests.rooms.study.tender import COMMITMENTS, SCENARIO, tender

YEARS = 29  # the first number of sample years that can prove anything


def signed(folder: Path, contract: str | None = None, years: int = YEARS, **texts: str) -> Bid:
    return bid(tender(folder, **texts), Experiment(), years, contract=contract)


def verdicts(found: Bid) -> dict[str, str]:
    return {one.commitment.id: one.result.verdict for one in found.clauses}


def test_without_a_contract_every_clause_counts_everybody(tmp_path: Path) -> None:
    found = signed(tmp_path)
    assert verdicts(found) == {"onsite-1h": "break", "onsite-1d": "keep", "timeliness": "break", "alpha-2h": "keep"}
    assert (found.answer, found.contract, found.left_out) == ("refuse", None, ())


def test_a_contract_is_judged_by_its_own_tickets(tmp_path: Path) -> None:
    alpha = signed(tmp_path / "a", "alpha")
    assert verdicts(alpha) == {"onsite-1h": "keep", "timeliness": "keep", "alpha-2h": "keep"}
    assert (alpha.answer, alpha.left_out) == ("sign", ("onsite-1d",))
    assert alpha.clauses[0].result.attained.mean == 1
    beta = signed(tmp_path / "b", "beta")
    assert verdicts(beta) == {"onsite-1h": "break", "onsite-1d": "keep", "timeliness": "break"}
    assert (beta.answer, beta.left_out) == ("refuse", ("alpha-2h",))
    assert beta.clauses[0].result.attained.mean == 0  # 200 km at 60 km/h take 3 h 20


def test_the_tickets_of_both_contracts_are_all_there_are(tmp_path: Path) -> None:
    """And so are their fines: 500 for each ticket of beta."""
    both, alpha, beta = (signed(tmp_path / (name or "both"), name, 3) for name in (None, "alpha", "beta"))
    cases = [[float(c.covered.sum()) for c in one.outcome.tally("onsite-1h").counts] for one in (both, alpha, beta)]
    assert cases[0] == [a + b for a, b in zip(cases[1], cases[2], strict=True)]
    assert both.outcome.digest == alpha.outcome.digest == beta.outcome.digest
    assert exposure(alpha).mean.mean == 0
    assert exposure(beta).mean.mean == exposure(both).mean.mean == pytest.approx(500 * sum(cases[2]) / 3 * 365 / 364)


def test_nothing_is_decided_by_a_few_years(tmp_path: Path) -> None:
    found = signed(tmp_path, "alpha", 6)
    assert set(verdicts(found).values()) == {"unproven"}
    assert (found.answer, more_needed(found.clauses, 6)) == ("open", YEARS - 6)


def test_no_case_is_no_evidence_and_leaves_it_open(tmp_path: Path) -> None:
    promises = COMMITMENTS.replace("region: north", "repeat: true")
    found = signed(tmp_path, "alpha", commitments=promises)
    assert verdicts(found)["onsite-1d"] == "no-evidence"
    assert found.answer == "open"


def test_a_loss_is_counted_year_by_year(tmp_path: Path) -> None:
    """alpha pays ten times as much as its share of six engineers; beta less than the fines of one month."""
    alpha, beta = risks(signed(tmp_path))
    assert (alpha.contract, alpha.loss.mean, alpha.over_fee.mean) == ("alpha", 0.0, 0.0)
    assert (beta.contract, beta.loss.mean, beta.over_fee.mean) == ("beta", 1.0, 1.0)
    low, high = bounds(0, YEARS, 0.975)
    assert (alpha.loss.low, alpha.loss.high, alpha.loss.n) == (low, high, YEARS)


def test_without_a_fee_the_risk_is_unknown(tmp_path: Path) -> None:
    nature = SCENARIO.replace("beta: {fee_per_year: 10000, years: 3}", "beta: {years: 3}")
    _alpha, beta = risks(signed(tmp_path, years=2, scenario=nature))
    assert beta.loss.mean is None and beta.loss.reason


def test_which_promises_concern_a_contract(tmp_path: Path) -> None:
    scenario = tender(tmp_path).base.scenario
    assert contracts_named(scenario) == ("alpha", "beta")
    assert [one.id for one in concerning(scenario, "beta")] == ["onsite-1h", "onsite-1d", "timeliness"]
    only = narrowed(scenario, "beta").commitments
    assert [one.covers.contract for one in only if one.covers] == [("beta",)] * 3
    assert only[1].covers is not None and only[1].covers.region == ("north",)
    assert scenario.commitments[0].covers is None  # the scenario itself stays as it was


def test_a_contract_nothing_can_be_said_about(tmp_path: Path) -> None:
    scenario = tender(tmp_path).base.scenario
    assert why_not(scenario, "alpha") is None
    near = why_not(scenario, "alhpa")
    assert near is not None and (near.code, near.hint) == ("UNKNOWN_ID", "alpha")
    more = SCENARIO.replace("contracts: {", "contracts: {gamma: {fee_per_year: 1}, ")
    empty = why_not(tender(tmp_path / "more", scenario=more).base.scenario, "gamma")
    assert empty is not None and empty.code == "NO_SITE"
