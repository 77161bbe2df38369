"""Every log that a story makes goes past the auditor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.audit import audit
from tests.stories import little


@pytest.fixture(autouse=True)
def audited(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[little.Story]]:
    told: list[little.Story] = []
    tell = little.tell

    def listen(*args: object, **more: object) -> little.Story:
        told.append(tell(*args, **more))
        return told[-1]

    monkeypatch.setattr(little, "tell", listen)
    yield told
    for story in told:
        assert audit(story.world, story.plan, story.log) == ()
