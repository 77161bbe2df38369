"""Cross checks of contracts, of the dates of service and warranty, of charged work and of the state at the start."""

from sim.scenario.findings import Findings
from sim.scenario.nature import ScenarioFile
from sim.scenario.problems import Problem, problem_at
from sim.scenario.scenario import Scenario
from sim.scenario.tree import Items
from sim.wording import _


def check_service(findings: Findings, file: ScenarioFile, is_started: bool, scenario: Scenario | None) -> None:
    """What is agreed must concern somebody. `scenario` is what could be made of the files, with its sites."""
    if is_started and file.horizon.warmup and not findings.is_torn(("horizon",)):
        message = _("start.csv says what there is at horizon.start: a warm-up would come before it; write warmup: 0s")
        findings.note(("horizon", "warmup"), "CONFLICT", message)
    if scenario is not None and scenario.start is not None and scenario.start.tickets and file.failures == "operating":
        message = _("with failures: operating a unit fails by the time it has run: start.csv can hold no tickets")
        findings.note(("failures",), "CONFLICT", message)
    if scenario is None or not scenario.sites:
        return
    named = {site.contract for site in scenario.sites}
    for contract in file.contracts:
        if contract not in named:
            message = _("no site has contract '{contract}': name it in the column contract of sites.csv")
            findings.warn(("contracts", contract), "NOT_USED", message.format(contract=contract), of_key=True)
    if file.charged is not None and not file.charged.in_warranty and never_out_of_warranty(scenario):
        message = _(
            "nobody is ever charged: in_warranty is 0% and no site's warranty ends (warranty_until in sites.csv)"
        )
        findings.warn(("charged",), "NOT_USED", message, of_key=True)


def never_out_of_warranty(scenario: Scenario) -> bool:
    """Whether every site is in warranty as long as is simulated."""
    return all(end >= scenario.horizon.stop for end in scenario.warranty_of_site)


def unserved_sites(scenario: Scenario, rows: Items) -> list[Problem]:
    """Sites that are in service only before or after what is simulated."""
    by_id = {row.get("site_id"): row for row in rows}
    horizon, found = scenario.horizon, []
    for site, (first, last) in zip(scenario.sites, scenario.service_of_site, strict=True):
        if first < horizon.stop and last > horizon.begin:
            continue
        column, day = ("from", site.from_) if first >= horizon.stop else ("until", site.until)
        message = _("{column}: site '{site}' is in service only from {day} on, after all that is simulated")
        if column == "until":
            message = _("{column}: site '{site}' is in service only until {day}, before all that is simulated")
        row = by_id[site.id]
        text = message.format(column=column, site=site.id, day=day)
        found.append(problem_at(row.place_of(column) or row.place, "NEVER_IN_SERVICE", text, severity="warning"))
    return found
