"""Formulas for what is installed: few machines, so that one that is down cannot fail again.

Rates are per unit of time and waits in the same unit; running times and repairs are exponential.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Repairman:
    """Long-run figures of machines and their repairers. `mean_failed`: machines in repair or waiting for it."""

    availability: float
    mean_failed: float
    mean_wait: float
    throughput: float
    utilisation: float
    p_all_up: float


def repairman(machines: int, fail_rate: float, repair_rate: float, repairers: int, spares: int = 0) -> Repairman:
    """So many machines should run, spares wait cold, and repairers mend one machine each: Palm's machine repairman.

    A birth and death process in the number failed. Palm, Industritidningen Norden 75 (1947); Gross, Shortle,
    Thompson, Harris, Fundamentals of Queueing Theory, 4th ed., section 2.8.
    """
    running = [min(machines, machines + spares - failed) for failed in range(machines + spares + 1)]
    weights = [1.0]
    for failed in range(1, len(running)):
        weights.append(weights[-1] * running[failed - 1] * fail_rate / (min(failed, repairers) * repair_rate))
    shares = [weight / sum(weights) for weight in weights]
    up = sum(share * number for share, number in zip(shares, running, strict=True))
    queue = sum(share * max(0, failed - repairers) for failed, share in enumerate(shares))
    throughput = up * fail_rate
    return Repairman(
        availability=up / machines,
        mean_failed=sum(failed * share for failed, share in enumerate(shares)),
        mean_wait=queue / throughput,
        throughput=throughput,
        utilisation=throughput / (repairers * repair_rate),
        p_all_up=sum(shares[: spares + 1]),
    )
