"""What may come back: the same fault again after a repair, drawn beforehand because it is luck, not a decision."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario import Scenario
from sim.world.quantiles import seconds
from sim.world.uniforms import Keys, Luck, fold_each, key_of

Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Repeats:
    """Tickets that are reported if the one before them is restored in time, generation by generation.

    `root`: the ticket that was reported of itself, `parent`: the one before (both rows of the ticket table, where the
    repeats stand behind all others); `after`: seconds from the restoration of the parent to the report.
    """

    root: Integers
    parent: Integers
    key: Keys
    after: Integers


def draw_repeats(scenario: Scenario, luck: Luck, key: Keys, fault: Integers, reported: Integers) -> Repeats:
    """A ticket comes back if its latent uniform lies below the chance of its fault, and so may its repeat.

    Only what could be reported before the end of the run-out is kept: `reported` and the delays bound it from below.
    """
    chance = np.array([kind.fault.repeat.chance if kind.fault.repeat else 0.0 for kind in scenario.faults])
    row = root = np.flatnonzero(chance[fault] > 0)
    earliest, key = reported[row], key[row]
    found: list[Repeats] = []
    size = len(fault)
    while len(row):
        again = luck.each("repeat", key) < chance[fault[root]]
        row, root, earliest, key = row[again], root[again], earliest[again], fold_each(key[again], key_of("repeat"))
        after = _delays(scenario, luck, key, fault[root])
        earliest = earliest + after
        seen = earliest < scenario.horizon.stop
        generation = Repeats(root[seen], row[seen], key[seen], after[seen])
        found.append(generation)
        row, earliest = size + np.arange(len(generation.root)), earliest[seen]
        root, key = generation.root, generation.key
        size += len(row)
    return _joined(found)


def _delays(scenario: Scenario, luck: Luck, key: Keys, fault: Integers) -> Integers:
    after = np.zeros(len(key), dtype=np.int64)
    for index, kind in enumerate(scenario.faults):
        here = np.flatnonzero(fault == index)
        if kind.fault.repeat is not None and len(here):
            after[here] = seconds(kind.fault.repeat.after, luck.each("repeat-after", key[here]))
    return after


def _joined(found: list[Repeats]) -> Repeats:
    none = Repeats(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.uint64), np.zeros(0, np.int64))
    pieces = [none, *found]
    return Repeats(
        np.concatenate([piece.root for piece in pieces]),
        np.concatenate([piece.parent for piece in pieces]),
        np.concatenate([piece.key for piece in pieces]),
        np.concatenate([piece.after for piece in pieces]),
    )
