"""A feature with nothing in it changes nothing: the same rows as without it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.model.little import plan_of, story, team

FAULTS = "f: {talk: 9min, repair: 40min, remote_fix: {front: 20%, experts: 40%}}"
FRONT = "seats: 2, takes: phone, escalate_to: experts"
PHONE = "channels: {phone: {patience: 5min, redial: {chance: 80%, after: 10min}}}"


def digest(folder: Path, front: str = "", fault: str = "", plan: str = "", phone: str = "", extra: str = "") -> str:
    """Eighty calls of one day."""
    minutes = np.sort(np.random.default_rng(3).integers(420, 1140, 80)).tolist()
    tickets = [(f"05 {at // 60:02d}:{at % 60:02d}", f"s{5 + at % 3}", "f") for at in minutes]
    desks = f"front: {{{FRONT}{front}}}, experts: {{seats: 1, calendar: works}}"
    return story(
        folder,
        tickets,
        FAULTS.replace("}}", "}" + fault + "}"),
        plan_of(team(engineers=3), desks=desks, more=plan),
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
        {"phone": "closed: reject, "},
        {"phone": "share: 100%, calendar: always, closed: on_call, "},
    ],
    ids=str,
)
def test_a_feature_with_nothing_in_it_changes_nothing(tmp_path: Path, nothing: dict[str, str]) -> None:
    """Everybody is of one severity, the desk never closes, no outlet has benches, nobody complains or comes back."""
    assert digest(tmp_path / "with", **nothing) == digest(tmp_path / "without")
