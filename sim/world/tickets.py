"""The tickets of one replication: when, where and what, and the luck each carries with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.scenario import Distribution, Scenario
from sim.world.arrivals import arrivals_of, block_keys, running_time
from sim.world.needs import counts
from sim.world.quantiles import mean_one_lognormal, seconds
from sim.world.repeats import draw_repeats
from sim.world.uniforms import Keys, Luck, fold_each

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Tickets:
    """Columns of equal length, sorted by (reported, site id, fault, week, number), and behind them what may come back.

    The latter (see `repeats`) have NEVER for `reported`: only the model knows; `parent` is the row of the ticket before
    them, -1 for all others. `key`: 64-bit identity. `site`, `fault`, `channel`: positions in `scenario.sites`,
    `scenario.faults`, `scenario.channels`. `week`: ISO year * 100 + week (0: recorded), `number`: n-th draw of its
    block. `reported` in Unix seconds, durations in seconds (`swap`: the exchange of the unit; `complain_after`: from
    the signature; `repeat_after`: from the restoration of the parent; `appointment`: how much later than offered the
    visit is wanted). `runs`: seconds that a unit runs until it fails, from the start of its service on, where failures
    hang on that: then `week` is minus the unit's number at its site, and `reported` is NEVER too. `stage`: of tickets
    that are open at the start, 1 waits for a visit, 0 for the desk; -1 all others. `crew`: engineers it takes. Columns
    named u_… are latent uniforms that the model compares with what the plan makes of them. What the scenario does not
    have is 0.
    """

    key: Keys
    site: Integers
    fault: Integers
    week: Integers
    number: Integers
    reported: Integers
    channel: Integers
    parent: Integers
    patience: Integers
    talk: Integers
    expert_talk: Integers
    contact: Integers
    reply: Integers
    supply: Integers
    diagnose: Integers
    repair: Integers
    sign_off: Integers
    swap: Integers
    bring: Integers
    take_back: Integers
    complain_after: Integers
    decision: Integers
    repeat_after: Integers
    quote: Integers
    confirm: Integers
    appointment: Integers
    runs: Integers
    stage: Integers
    crew: Integers
    noise: Floats
    u_remote: Floats
    u_supplier: Floats
    u_first_fix: Floats
    u_satisfied: Floats
    u_complained: Floats
    u_carry_in: Floats
    u_charged: Floats
    u_refused: Floats
    u_appointment: Floats

    def __len__(self) -> int:
        return len(self.key)


def draw_tickets(scenario: Scenario, luck: Luck) -> Tickets:
    """All tickets from the start of the warm-up to the end of the run-out."""
    arrivals = arrivals_of(scenario, luck)
    sites, faults = _ranks([site.id for site in scenario.sites]), _ranks([kind.key for kind in scenario.faults])
    keys = (arrivals.number, arrivals.week, faults[arrivals.fault], sites[arrivals.site], arrivals.reported)
    order = np.lexsort(keys)
    site, fault, week, number, reported, stage = (column[order] for column in arrivals)
    key = fold_each(fold_each(block_keys(scenario, site, fault), week), number)
    back = draw_repeats(scenario, luck, key, fault, reported)
    size, parent = len(key), np.append(np.full(len(key), -1), back.parent)
    rows = np.append(np.arange(size), back.root)
    site, fault, week, number = site[rows], fault[rows], week[rows], number[rows]
    runs, reported = running_time(scenario, site[:size], reported)
    none = np.zeros(len(back.root), np.int64)
    reported, key = np.append(reported, none + NEVER), np.append(key, back.key)
    columns = _luck_of(scenario, luck, key, fault)
    columns["repeat_after"] = np.append(np.zeros(size, np.int64), back.after)
    columns["runs"], columns["stage"] = np.append(runs, none), np.append(stage, none - 1)
    if scenario.replay is not None:
        _put_recorded(scenario, columns, np.where(week[:size] == 0, number[:size], -1))
    return Tickets(key, site, fault, week, number, reported, parent=parent, **columns)


def _ranks(ids: list[str]) -> Integers:
    """Position of each id among all in order, so that ties never hang on the order of a file."""
    return np.argsort(np.argsort(np.array(ids, dtype=object)))


def _luck_of(scenario: Scenario, luck: Luck, key: Keys, fault: Integers) -> dict[str, NDArray[Any]]:
    """Durations and latent uniforms of every ticket, each from a stream of its own."""
    kinds = [kind.fault for kind in scenario.faults]
    suppliers = [scenario.suppliers[kind.supplier.id] if kind.supplier else None for kind in kinds]
    durations: dict[str, list[Distribution | None]] = {
        "talk": [kind.talk for kind in kinds],
        "expert_talk": [kind.talk for kind in kinds],
        "diagnose": [kind.diagnose for kind in kinds],
        "repair": [kind.repair for kind in kinds],
        "sign_off": [kind.sign_off for kind in kinds],
        "swap": [swap.work if (swap := scenario.products[kind.product].swap) else None for kind in scenario.faults],
        "bring": [kind.bring for kind in kinds],
        "take_back": [kind.take_back for kind in kinds],
        "contact": [supplier.contact_handle if supplier else None for supplier in suppliers],
        "reply": [supplier.reply if supplier else None for supplier in suppliers],
        "supply": [supplier.supply if supplier else None for supplier in suppliers],
    }
    columns: dict[str, NDArray[Any]] = {
        name: _by_fault(dists, luck, name, key, fault) for name, dists in durations.items()
    }
    columns["channel"] = channel = _channels(scenario, luck, key)
    columns["patience"] = _patience(scenario, luck, key, channel)
    complaints, none = scenario.complaints, np.zeros(len(key), np.int64)
    columns["complain_after"] = seconds(complaints.after, luck.each("complain-after", key)) if complaints else none
    columns["decision"] = seconds(complaints.decision, luck.each("decision", key)) if complaints else none
    columns |= _charged(scenario, luck, key)
    columns["crew"] = _crews(scenario, luck, key, fault)
    columns["noise"] = mean_one_lognormal(scenario.travel.noise_cv, luck.each("travel", key, 1, 1))
    columns["u_first_fix"] = luck.each("first-fix", key, 1)
    for name in ("remote", "supplier", "satisfied", "complained", "carry_in"):
        columns[f"u_{name}"] = luck.each(name, key)
    return columns


def _charged(scenario: Scenario, luck: Luck, key: Keys) -> dict[str, NDArray[Any]]:
    """What becomes of a quote, and whether the visit is wanted later."""
    none, never = np.zeros(len(key), np.int64), np.ones(len(key))
    charged, wishes = scenario.charged, scenario.appointments
    drawn: dict[str, NDArray[Any]] = dict.fromkeys(("quote", "confirm", "appointment"), none)
    drawn |= dict.fromkeys(("u_charged", "u_refused", "u_appointment"), never)
    if charged is not None:
        drawn["quote"] = seconds(charged.quote, luck.each("quote", key))
        drawn["confirm"] = seconds(charged.confirm, luck.each("confirm", key))
        drawn |= {f"u_{name}": luck.each(name, key) for name in ("charged", "refused")}
    if wishes is not None:
        drawn["appointment"] = seconds(wishes.after, luck.each("appointment-after", key))
        drawn["u_appointment"] = luck.each("appointment", key)
    return drawn


def _channels(scenario: Scenario, luck: Luck, key: Keys) -> Integers:
    """How each ticket is reported; by the order of ids, so that the order of a file decides nothing."""
    ids = list(scenario.channels)
    if len(ids) == 1:
        return np.zeros(len(key), dtype=np.int64)
    shares = tuple((ids.index(name), scenario.channels[name].share or 0.0) for name in sorted(ids))
    return counts(shares, luck.each("channel", key))


def _patience(scenario: Scenario, luck: Luck, key: Keys, channel: Integers) -> Integers:
    """Seconds the customer waits on his first attempt; NEVER where the channel has no patience."""
    patience = np.full(len(key), NEVER, dtype=np.int64)
    for position, entry in enumerate(scenario.channels.values()):
        here = np.flatnonzero(channel == position)
        if entry.patience is not None:
            patience[here] = seconds(entry.patience, luck.each("patience", key[here], 1))
    return patience


def _crews(scenario: Scenario, luck: Luck, key: Keys, fault: Integers) -> Integers:
    """Engineers each ticket takes."""
    crews = np.ones(len(key), dtype=np.int64)
    for index, kind in enumerate(scenario.faults):
        if kind.fault.crew != ((1, 1.0),):
            here = np.flatnonzero(fault == index)
            crews[here] = counts(kind.fault.crew, luck.each("crew", key[here]))
    return crews


def _by_fault(dists: list[Distribution | None], luck: Luck, stream: str, key: Keys, fault: Integers) -> Integers:
    """Seconds drawn from the distribution of each ticket's fault; visits draw with their number, here the first."""
    values = np.zeros(len(key), dtype=np.int64)
    for index, dist in enumerate(dists):
        here = np.flatnonzero(fault == index)
        if dist is not None and len(here):
            values[here] = seconds(dist, luck.each(stream, key[here], 1))
    return values


def _put_recorded(scenario: Scenario, columns: dict[str, NDArray[Any]], number: Integers) -> None:
    """Given durations replace the drawn ones."""
    assert scenario.replay is not None
    for name in ("talk", "diagnose", "repair", "patience"):
        given = [getattr(scenario.replay[row], name) if row >= 0 else None for row in number]
        here = [index for index, value in enumerate(given) if value is not None]
        columns[name][here] = [given[index] for index in here]
