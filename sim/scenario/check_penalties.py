"""Cross checks of what misses cost and when the customer may leave, against what is measured and who pays a fee."""

from collections.abc import Iterator

from sim.scenario.cover import Cover
from sim.scenario.findings import Findings
from sim.scenario.measure import CONTACTED
from sim.scenario.penalty import MISS_FORMS, Penalty
from sim.scenario.problems import listed
from sim.scenario.promise import Commitment
from sim.scenario.scenario import Scenario
from sim.scenario.sites import Site
from sim.scenario.tree import Loc
from sim.wording import _


def check_penalty(findings: Findings, loc: Loc, commitment: Commitment) -> None:
    """Each form of a penalty needs something to count: a target, a share, a time."""
    penalty = commitment.penalty
    if penalty is not None and not findings.is_torn((*loc, "target")):
        for key, message in _misfits(commitment, penalty):
            findings.note((*loc, "penalty", key), "CONFLICT", message, of_key=True)
        for key, message in _unused(commitment, penalty):
            findings.warn((*loc, "penalty", key), "NOT_USED", message, of_key=True)
    if commitment.exit is not None and not has_single_cases(commitment):
        message = _("no single case of it is kept or missed: misses cannot be counted up to a right to leave")
        findings.note((*loc, "exit"), "CONFLICT", message, of_key=True)


def has_single_cases(commitment: Commitment) -> bool:
    """Whether single tickets or calls are kept or missed."""
    measure = commitment.measure
    is_of_time = measure.is_open_alone or measure.availability is not None
    of_tickets = commitment.of in ("ticket", "call") and measure.share_of != CONTACTED
    return of_tickets and not is_of_time and commitment.statistic == "share"


def _misfits(commitment: Commitment, penalty: Penalty) -> Iterator[tuple[str, str]]:
    measure, target = commitment.measure, commitment.target
    is_share = commitment.statistic == "share" and not measure.is_open_alone
    if target is None and is_share and penalty.when == "target_missed":
        yield "when", _("there is no target that could be missed: give the commitment a 'target'")
    if target is None and is_share and penalty.bonus is not None:
        yield "bonus", _("there is no target that could be met: give the commitment a 'target'")
    if penalty.bands and not is_share:
        yield "bands", _("bands go by the share kept, and no share is measured here")
    elif penalty.bands and target is None:
        yield "bands", _("bands go with a 'target': give the commitment one")
    elif penalty.bands and target is not None and target.direction != "at_least":
        yield "bands", _("bands cost what lies below a share, and this share is to stay low")
    if penalty.per_hour_late is not None and not (measure.is_timed and commitment.statistic == "share"):
        yield "per_hour_late", _("only single cases of a time limit are late by hours")


def _unused(commitment: Commitment, penalty: Penalty) -> Iterator[tuple[str, str]]:
    if penalty.free_misses and all(getattr(penalty, key) is None for key in MISS_FORMS):
        yield "free_misses", _("no single miss costs anything: free ones change nothing")
    if penalty.exclude.customer_caused and not commitment.measure.is_timed:
        yield "exclude", _("only what has a time limit is late because of somebody: 'customer_caused' changes nothing")


def check_fees(findings: Findings, loc: Loc, commitment: Commitment, scenario: Scenario) -> None:
    """Whoever pays a share of a fee needs a contract with one."""
    named = commitment.covers.contract if commitment.covers is not None else None
    if commitment.penalty is None or not commitment.penalty.asks_fee:
        return
    if scenario.contracts and not set(named or ()) <= scenario.contracts.keys():
        return  # said where it is named
    reached = dict.fromkeys(site.contract for site in scenario.sites if _reaches(commitment.covers, site))
    known = [name for name in reached if name in scenario.contracts]
    without = [name for name in known if name is not None and scenario.contracts[name].fee_per_year is None]
    message = ""
    if not scenario.contracts:
        message = _("a share of the fee is asked: scenario.yaml needs contracts: {{std: {{fee_per_year: 1200000}}}}")
    elif not known:
        message = _("a share of the fee is asked, but none of the sites it covers has a contract (sites.csv)")
    elif without:
        message = _("a share of the fee is asked, but in scenario.yaml there is no fee_per_year for {contracts}")
    if message:
        findings.note((*loc, "penalty"), "MISSING_KEY", message.format(contracts=listed(map(str, without))))


def _reaches(cover: Cover | None, site: Site) -> bool:
    """Whether tickets of a site may be covered, by the filters about sites alone."""
    if cover is None:
        return True
    filters = ((cover.contract, site.contract), (cover.customer, site.customer), (cover.region, site.region))
    return all(words is None or word in words for words, word in (*filters, (cover.product, site.product)))
