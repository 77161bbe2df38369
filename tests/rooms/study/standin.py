"""A small company that needs no model: judgements made up from the seed, in the shape the judge gives them."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.clock import NEVER
from sim.judge import CAUSES, CommitmentCount, DeskFlow, DeskUse, Judgement, StockUse, TeamUse, TimesTaken
from sim.study.replicate import Replication, condensed

DAY, WEEK = 86_400, 604_800
TICKETS = 200


def commitment(name: str = "onsite", target: str | None = "90%", accept: int | None = None, **more: Any) -> Any:
    """A commitment with the fields a study looks at."""
    share = None if target is None else SimpleNamespace(share=Fraction(target.rstrip("%")) / 100, direction="at_least")
    measure = SimpleNamespace(share_of=None, availability=None, is_open_alone=False)
    facts = {
        "measure": measure, "statistic": "share", "of": "ticket", "confidence": 0.95, "assurance": 0.90,
        "penalty": None, "exit": None, **more,
    }  # fmt: skip
    return SimpleNamespace(id=name, target=share, accept=accept, **facts)


def count(
    kept: list[int],
    covered: list[int],
    target: float | None = 0.9,
    judged: list[bool] | None = None,
    cents: list[int] | None = None,
    late_s: int = 0,
    times: TimesTaken | None = None,
) -> CommitmentCount:
    """Counts per period; what was met follows from the target."""
    met = tuple(None if c == 0 or target is None else k >= target * c for k, c in zip(kept, covered, strict=True))
    causes = {**dict.fromkeys(CAUSES, 0), "engineer": late_s - late_s // 3, "travel": late_s // 3}
    return CommitmentCount(
        id="onsite",
        labels=tuple(f"period {i + 1}" for i in range(len(kept))),
        judged=tuple(judged or [True] * len(kept)),
        covered=np.array(covered),
        kept=np.array(kept),
        undecided=np.zeros(len(kept), np.int64),
        met=met,
        penalty_cents=np.array(cents or [0] * len(kept)),
        late_s=late_s,
        late_by_cause_s=causes,
        times=times,
    )


def scenario(*commitments: Any) -> Any:
    """Judged time of 52 weeks."""
    horizon = SimpleNamespace(start=0, end=364 * DAY)
    return SimpleNamespace(
        id="made-up", timezone="Asia/Shanghai", horizon=horizon, commitments=commitments, assumptions=(), warnings=(),
        parts={"pump": SimpleNamespace(comes_back=False)}, contracts={},
    )  # fmt: skip


def plan() -> Any:
    return SimpleNamespace(id="baseline", assumptions=(), warnings=(), answering=(), teams={}, outlets={})


def replicate(nature: Any, plan: Any, seed: int, number: int, with_rows: bool) -> Replication:
    """A replication whose tickets are kept with a chance of 97 %; the luck depends on seed and number alone."""
    generator = np.random.default_rng([seed, number])
    covered = int(generator.poisson(TICKETS)) + 1
    kept = int(generator.binomial(covered, 0.97))
    late = int(generator.integers(0, 100_000))
    fine = (covered - kept) * 10_000
    counts = tuple(count([kept], [covered], 0.9, cents=[fine], late_s=late) for _c in nature.commitments)
    judgement = Judgement(
        replication=number,
        digest=hashlib.sha256(f"{seed} {number} {covered} {kept}".encode()).hexdigest(),
        counts={"reported": covered, "visited": covered - 7},
        commitments=counts,
        desks=(_desk(generator, covered),),
        seats=(_seats(),),
        benches=(),
        teams=(_team(generator, "north", 2), _team(generator, "partner", 0)),
        costs={
            "pay": 10_000_000, "parts": kept * 1_000, "freight": 0, "one_off": 500_000,
            "penalties": sum(int(c.penalty_cents.sum()) for c in counts),
        },
        without=("travel", "holding"),
        fixed_costs=frozenset({"pay", "freight", "one_off"}),
        stocks=(_stock("depot", covered, kept), _stock("van:north", 0, 0)),
        open_by_week=np.full(52, WEEK * (number + 1)),
    )  # fmt: skip
    columns = {
        "replication": np.full(covered, number),
        "reported": np.arange(covered),
        "closed": np.full(covered, NEVER),
    }
    return condensed(judgement, columns if with_rows else None)


def _stock(store: str, asked: int, filled: int) -> StockUse:
    """Two units all the year but the last quarter, in which one is owed."""
    ready = 273 * DAY
    return StockUse(
        store=store, part="pump", asked=asked, filled=filled, on_hand_unit_s=2 * ready, ready_s=ready,
        backorder_unit_s=91 * DAY, orders=asked // 2, length_s=364 * DAY,
        on_hand_by_week=np.array([2 * WEEK] * 39 + [0] * 13),
    )  # fmt: skip


def _desk(generator: np.random.Generator, attempts: int) -> DeskFlow:
    waits = np.sort(generator.integers(0, 600, attempts))
    lost = int((waits > 500).sum())
    return DeskFlow(
        id="front", channel="phone", attempts=attempts, answered=attempts - lost, abandoned=lost, refused=0,
        wait_s=int(waits.sum()), waits=waits, waiting_mean=0.25,
    )  # fmt: skip


def _seats() -> DeskUse:
    hours = np.full(168, 3600 * 52)
    return DeskUse(
        id="front", seat_seconds=364 * DAY, seized_s=91 * DAY, working_s=91 * DAY, overtime_s=0,
        seized_by_hour=hours // 4, rostered_by_hour=hours,
    )  # fmt: skip


def _team(generator: np.random.Generator, name: str, engineers: int) -> TeamUse:
    """Office hours; without engineers it stands for a team that never runs out."""
    on = np.array([engineers * 3600 * 52 if h % 24 in range(9, 17) and h < 120 else 0 for h in range(168)])
    seized = int(generator.integers(on.sum() // 4, on.sum() // 2 + 1))
    return TeamUse(
        id=name, rostered_s=int(on.sum()), seized_s=seized, working_s=seized // 2, overtime_s=3600, on_call_s=0,
        travel_m=0, seized_by_hour=on // 2, rostered_by_hour=on, visits=9,
    )  # fmt: skip
