"""Reference cases of installed machines that fail as they run: one that is down cannot fail again."""

from __future__ import annotations

from collections.abc import Iterator

from sim.model import Event
from tests.cases.observed import Observed
from tests.cases.repair_trials import repaired
from tests.cases.small import Small, exponential, one_outlet
from tests.cases.stays import Part
from tests.cases.stock_trials import needed
from tests.cases.trial import CASES, Trial, in_units, mean_of, means, per_time_unit, share_of, shares

SITE = "hall"
MACHINES = ("mean_failed", "mean_wait", "throughput")
SHARES = ("availability", "repairer_util", "p_all_up")


def _repairmen() -> Trial:
    """Q12. Few engineers beside the machines."""
    inputs, expected = CASES["Q12"]["inputs"], CASES["Q12"]["expected"]

    def count(seen: Observed) -> dict[str, Part]:
        return {
            "availability": seen.availability(),
            "mean_failed": seen.open_tickets(),
            "mean_wait": in_units(seen.visits.mean_wait()),
            "throughput": per_time_unit(seen.closed_per_second()),
            "repairer_util": seen.visits.busy(inputs["c"]),
            "p_all_up": seen.all_up(),
        }

    fault = {"repair": exponential(1 / inputs["repair_rate"])}
    small = Small({SITE: inputs["fail_rate"]}, fault, one_outlet(inputs["c"]), 300, 30, 20, installed=inputs["N"])
    return Trial("Q12", small, {**means(expected, *MACHINES), **shares(expected, *SHARES)}, count)


def _spare_machines() -> Trial:
    """Q13. A machine that fails is exchanged at once while a spare is there; the workshop mends those taken out."""
    inputs, expected = CASES["Q13"]["inputs"], CASES["Q13"]["expected"]

    def count(seen: Observed) -> dict[str, Part]:
        mended = seen.stays(Event.RETURNED, Event.ON_BENCH, Event.REPAIRED)
        return {
            "availability": seen.availability(),
            "mean_failed": mended.under_way(),
            "mean_wait": in_units(mended.mean_wait()),
            "throughput": per_time_unit(mended.per_second()),
            "repairer_util": mended.busy(inputs["c"]),
            "p_all_up": seen.all_up(),
        }

    plan = one_outlet(
        "unlimited", {"machine": inputs["spares"]}, workshop={"benches": inputs["c"], "calendar": "always"}
    )
    parts = {"machine": {**repaired(exponential(1 / inputs["repair_rate"])), "kind": "unit"}}
    rates = {SITE: inputs["fail_rate"]}
    small = Small(rates, needed("machine"), plan, 300, 60, 40, parts=parts, installed=inputs["N"])
    return Trial("Q13", small, {**means(expected, *MACHINES), **shares(expected, *SHARES)}, count)


def _held_for_a_part() -> Trial:
    """J06. The engineer stays with the machine and waits for the part, while the others run on."""
    inputs, expected = CASES["J06"]["inputs"], CASES["J06"]["expected"]
    engineers = inputs["c"]

    def count(seen: Observed) -> dict[str, Part]:
        for_part = seen.stays(Event.PARTS_ASKED, Event.PARTS_READY, Event.RESTORED)
        total = seen.lasts("reported", "parts_ready")
        return {
            "throughput": per_time_unit(seen.closed_per_second()),
            "mean_wait_engineer": in_units(seen.visits.mean_wait()),
            "mean_wait_part": in_units(for_part.mean_wait()),
            "mean_wait_total": mean_of(total),
            "engineer_seized_frac": seen.visits.busy(engineers),
            "engineer_repairing_frac": for_part.busy(engineers),
            "part_fill_rate": seen.shelf("part").fill_rate(),
            "p_no_wait": share_of(total == 0),
            "mean_tickets_in_system": seen.open_tickets(),
            "availability": seen.availability(),
        }

    metrics = {
        **means(expected, "throughput", "mean_wait_engineer", "mean_wait_part", "mean_wait_total"),
        **means(expected, "mean_tickets_in_system"),
        **shares(expected, "engineer_seized_frac", "engineer_repairing_frac", "part_fill_rate", "p_no_wait"),
        **shares(expected, "availability"),
    }
    fault = {"repair": exponential(1 / inputs["mu_repair"]), "parts": {"part": {"known": "0%"}}}
    plan = one_outlet(engineers, {"part": inputs["S"]}, dispatch={"rule": "ready", "missing_part": "wait"})
    parts = {"part": {"lead": exponential(1 / inputs["nu_order"])}}
    rates = {SITE: inputs["fail_rate_per_machine"]}
    small = Small(rates, fault, plan, 600, 60, 60, parts=parts, installed=inputs["N"])
    return Trial("J06", small, metrics, count)


def installed_trials() -> Iterator[tuple[str, Trial]]:
    """All of them by name."""
    yield "Q12", _repairmen()
    yield "Q13", _spare_machines()
    yield "J06", _held_for_a_part()
