"""Formulas for what is installed: few machines, so that one that is down cannot fail again.

Rates are per unit of time and waits in the same unit; running times and repairs are exponential.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sim.oracle.markov import stationary


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


@dataclass(frozen=True)
class HeldForParts:
    """Long-run figures of machines whose repairers wait beside them for a part. Waits are means over all failures."""

    throughput: float
    mean_wait_engineer: float
    mean_wait_part: float
    seized: float
    repairing: float
    part_fill_rate: float
    p_no_wait: float
    mean_failed: float
    availability: float


State = tuple[int, int]
"""Machines down, parts on order."""


@dataclass(frozen=True)
class _Base:
    """Machines, engineers who each hold one failure from taking it to its end, and a shelf of one part per repair.

    The part is asked for, and ordered, when an engineer takes the failure; what is on order beyond the level is waited
    for by an engineer.
    """

    machines: int
    fail_rate: float
    repair_rate: float
    engineers: int
    level: int
    order_rate: float

    def fails(self, state: State) -> float:
        return (self.machines - state[0]) * self.fail_rate

    def waits_for_part(self, state: State) -> int:
        return max(0, state[1] - self.level)

    def repairing(self, state: State) -> int:
        return min(state[0], self.engineers) - self.waits_for_part(state)

    def requests(self, state: State) -> float:
        """How often a part is asked for: with a failure if an engineer is free, else with the end of a repair."""
        down = state[0]
        return self.fails(state) if down < self.engineers else (down > self.engineers) * self.mends(state)

    def mends(self, state: State) -> float:
        return self.repairing(state) * self.repair_rate

    def moves(self, state: State) -> Iterator[tuple[State, float]]:
        down, ordered = state
        if down < self.machines:
            yield (down + 1, ordered + (down < self.engineers)), self.fails(state)
        if self.repairing(state):
            yield (down - 1, ordered + (down > self.engineers)), self.mends(state)
        if ordered:
            yield (down, ordered - 1), ordered * self.order_rate


def held_for_parts(
    machines: int, fail_rate: float, repair_rate: float, engineers: int, level: int, order_rate: float
) -> HeldForParts:
    """Every repair needs a part of a base stock whose orders take an exponential time; the engineer waits beside it.

    A Markov chain in the machines down and the parts on order, solved numerically.
    """
    base = _Base(machines, fail_rate, repair_rate, engineers, level, order_rate)
    shares = stationary((0, 0), base.moves)

    def mean(figure: Callable[[State], float]) -> float:
        return sum(share * figure(state) for state, share in shares.items())

    def lies_there(state: State) -> bool:
        return state[1] < level

    throughput, failed = mean(base.fails), mean(lambda state: state[0])
    return HeldForParts(
        throughput=throughput,
        mean_wait_engineer=mean(lambda state: max(0, state[0] - engineers)) / throughput,
        mean_wait_part=mean(base.waits_for_part) / throughput,
        seized=mean(lambda state: min(state[0], engineers)) / engineers,
        repairing=mean(base.repairing) / engineers,
        part_fill_rate=mean(lambda state: base.requests(state) * lies_there(state)) / mean(base.requests),
        p_no_wait=mean(lambda state: base.fails(state) * (state[0] < engineers and lies_there(state))) / throughput,
        mean_failed=failed,
        availability=1 - failed / machines,
    )
