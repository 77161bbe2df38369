"""D01: eight recorded calls at two seats, worked out by hand; the engine must give the same to the second."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.model import simulate
from sim.selftest.desk_trials import desk_alone
from sim.selftest.observed import Observed
from sim.selftest.small import UNIT_S, Small, exponential, lasting
from sim.selftest.stays import Part
from sim.world import sample_world

JUDGED = 14
LONG = 1e4
"""Time units of a patience that never ends."""


def hand_trace(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """What the case expects, as the engine finds it; times in time units from the first call on."""
    calls, served = _played(inputs), inputs["servers"]
    seen = calls.calls
    order = np.argsort(seen.joined)
    abandoned, in_time = seen.gave_up < seen.taken, seen.served_within(UNIT_S)
    return {
        "start": _times(seen.taken[order], seen.horizon.start),
        "end": _times(seen.left[order], seen.horizon.start),
        "abandon_at": _times(seen.gave_up[order], seen.horizon.start),
        "p_abandon": _ratio(seen.share(abandoned)),
        "mean_wait_served": _ratio(seen.mean_wait(~abandoned)) / UNIT_S,
        "mean_wait_all": _ratio(seen.mean_wait()) / UNIT_S,
        "avg_queue_0_14": _ratio(seen.waiting()),
        "util_0_14": _ratio(seen.busy(served)),
        "sl_le1_over_offered": _ratio(seen.share(in_time)),
        "sl_le1_over_served": seen.share(in_time)[0] / seen.share(~abandoned)[0],
    }


def _played(inputs: Mapping[str, Any]) -> Observed:
    """The calls as recorded tickets, through the engine."""
    phone = {"patience": exponential(LONG)}
    small = Small({"desk": 1.0}, {"remote_fix": "100%", "talk": exponential(1)}, desk_alone(inputs["servers"]),
                  JUDGED, 0, 20, phone, replay=[_row(*call) for call in inputs["arrive_service_patience"]])  # fmt: skip
    with TemporaryDirectory(prefix="pledge-selftest-") as folder:
        scenario, plan = small.load(Path(folder) / "case")
    world = sample_world(scenario, 1, 0)
    return Observed.of(world, plan, simulate(world, plan))


def _row(arrives: float, talk: float, patience: float) -> dict[str, str]:
    reported = datetime(2026, 1, 1) + timedelta(seconds=arrives * UNIT_S)  # noqa: DTZ001 - local time of the scenario
    return {
        "reported": reported.isoformat(sep=" "),
        "site_id": "desk",
        "fault": "any",
        "talk": lasting(talk),
        "patience": lasting(min(patience, LONG)),
    }


def _times(instants: NDArray[np.int64], start: int) -> list[float | None]:
    return [None if at == NEVER else (at - start) / UNIT_S for at in instants.tolist()]


def _ratio(part: Part) -> float:
    return part[0] / part[1]
