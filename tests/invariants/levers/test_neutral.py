"""A feature with nothing in it changes nothing: the same rows as without it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.stories.little import at_start, part, plan_of, story, team

FAULTS = "f: {talk: 9min, repair: 40min, remote_fix: {front: 20%, experts: 40%}}"
FRONT = "seats: 2, takes: phone, escalate_to: experts"
PHONE = "channels: {phone: {patience: 5min, redial: {chance: 80%, after: 10min}}}"


ROADS = "{detour: 1, speeds: 60, noise_cv: 0.2}"


def digest(
    folder: Path,
    front: str = "",
    fault: str = "",
    plan: str = "",
    phone: str = "",
    extra: str = "",
    roads: str = "",
) -> str:
    """Eighty calls of one day."""
    minutes = np.sort(np.random.default_rng(3).integers(420, 1140, 80)).tolist()
    tickets = [(f"05 {at // 60:02d}:{at % 60:02d}", f"s{5 + at % 3}", "f") for at in minutes]
    desks = f"front: {{{FRONT}{front}}}, experts: {{seats: 1, calendar: works}}"
    return story(
        folder,
        tickets,
        FAULTS.replace("}}", "}" + fault + "}"),
        plan_of(team(engineers=3), desks=desks, more=plan),
        travel=ROADS.replace("}", roads + "}"),
        extra=PHONE.replace("patience", phone + "patience") + extra,
    ).log.digest()


@pytest.mark.parametrize(
    "nothing",
    [
        {"front": ", trunks: 1000"},
        {"front": ", after_call: 0s"},
        {"front": ", training: {remote_fix: x1, talk: x1}"},
        {"front": ", virtual_hold: {after: 1min, accepted: 0%}"},
        {"front": ", virtual_hold: {after: 600h}"},
        {"front": ", overflow: {to: experts, after: 600h}"},
        {"front": ", order: severity"},
        {"fault": ", repeat: {chance: 0%}"},
        {"fault": ", carry_in: 100%, bring: 1h"},
        {"plan": "calls: {}"},
        {"plan": "calls: {complaint: 1d}"},
        {"plan": "calls: {three_strikes: 3}"},
        {"roads": ", disruptions: []"},
        {"roads": ", disruptions: {from: 2026-01-05, to: 2026-01-06, slower: x1}"},
        {"roads": ", disruptions: {from: 2026-02-05, to: 2026-02-06, slower: x9}"},
        {"phone": "closed: reject, "},
        {"phone": "share: 100%, calendar: always, closed: on_call, "},
    ],
    ids=str,
)
def test_a_feature_with_nothing_in_it_changes_nothing(tmp_path: Path, nothing: dict[str, str]) -> None:
    """Everybody is of one severity, the desk never closes, no outlet has benches, nobody complains or comes back."""
    assert digest(tmp_path / "with", **nothing) == digest(tmp_path / "without")


# -- back office ------------------------------------------------------------------------------------------------------

NEEDS = """
  f: {talk: 3min, repair: 40min, diagnose: 5min, parts: {pump: {chance: 60%, known: 50%}, lamp: {chance: 30%}},
      repeat: {chance: 20%, after: 5h}},
  g: {repair: 2h, carry_in: 50%, bring: 1h}"""
PARTS = {"pump": part("pump", "1d"), "lamp": part("lamp", "2d", kind="repairable", repair="3h", return_transit="5h")}
FULL = [
    at_start("stock", store=store, part_id=name, units=units)
    for store, name, units in (("crew", "pump", "2"), ("crew", "lamp", "3"), ("van:crew-1", "pump", "1"))
]


def back_office(
    folder: Path, plan: str = "", extra: str = "", dispatch: str = "", start: list | None = None,
    parts: dict[str, str] | None = None, known: dict | None = None,
) -> str:  # fmt: skip
    """Sixty tickets of three days; a crew around the clock."""
    minutes = np.sort(np.random.default_rng(4).integers(0, 3 * 1440, 60)).tolist()
    tickets = [
        (f"{5 + at // 1440:02d} {at % 1440 // 60:02d}:{at % 60:02d}", f"s{at % 4}", "fg"[at % 3 == 0]) for at in minutes
    ]
    crew = team(engineers=3, shift="always", more="van: {pump: 1}",
                outlet="benches: 1, bench_calendar: always, stock: {pump: 2, lamp: 3, spare: 1}")  # fmt: skip
    written = plan_of(crew, desks="front: {seats: 1, takes: phone}", more=plan, dispatch=dispatch)
    rows = [*(PARTS | (parts or {})).values(), part("spare", "1d")]
    return story(folder, tickets, NEEDS, written, extra=extra, start=start or [], parts=rows, known=known).log.digest()


LOOP = {"repair": "3h", "return_transit": "5h"}


@pytest.mark.parametrize(
    "nothing",
    [
        {"extra": "charged: {in_warranty: 0%, quote: 5h, confirm: 9d}"},
        {
            "extra": "charged: {in_warranty: 0%, out_of_warranty: 100%}",
            "known": {"s1": {"warranty_until": "2026-03-01"}},
        },
        {"extra": "charged: {in_warranty: 0%, quoted_after: diagnosis}"},
        {
            "extra": "charged: {in_warranty: 100%, out_of_warranty: 0%}",
            "known": {f"s{km}": {"warranty_until": "2026-01-01"} for km in range(4)},
        },
        {"extra": "appointments: {share: 0%, after: 5d}"},
        {"extra": "appointments: {share: 100%, after: 0s}"},
        {"extra": "contracts: {std: {fee_per_year: 100000, years: 3}}"},
        {"extra": "failures: calendar"},
        {"known": {"s1": {"from": "2026-01-05", "until": "2026-01-26"}}},
        {"plan": "workshop: {benches: 60, calendar: always}"},
        {"plan": "planned: {}"},
        {"dispatch": "end_of_shift: relief"},
        {"parts": {"pump": part("pump", "1d", kind="repairable")}},
        {"parts": {"lamp": part("lamp", "2d", kind="repairable", **LOOP, scrap="0%", sent_back="at_exchange")}},
        {"parts": {"lamp": part("lamp", "2d", kind="repairable", **LOOP, return_every="1s")}},
        {"start": FULL},
    ],
    ids=str,
)
def test_a_feature_of_the_back_office_with_nothing_in_it_changes_nothing(tmp_path: Path, nothing: dict) -> None:
    """Nobody pays or wants it later, the duty never ends, benches are never lacking, shelves begin full."""
    assert back_office(tmp_path / "with", **nothing) == back_office(tmp_path / "without")


def test_a_substitute_that_is_never_needed_changes_nothing(tmp_path: Path) -> None:
    rows = {"pump": part("pump", "1s"), "spare": part("spare", "1d")}
    kept = [at_start("stock", store="crew", part_id="pump", units="200")]
    with_it = rows | {"pump": part("pump", "1s", substitute="spare")}
    for name, parts in (("without", rows), ("with", with_it)):
        rows[name] = back_office(tmp_path / name, parts={"pump": parts["pump"]}, start=kept)
    assert rows["with"] == rows["without"]
