"""Whatever plans keep and cost: against itself a plan differs in nothing, and swapping two turns every sign."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.study.comparing import compare
from sim.study.flips import shape_of
from sim.study.telling import step_down
from tests.rooms.study.by_hand import outcome

YEARS = 4
FEW = settings(max_examples=25)
YEARLY = st.lists(st.integers(0, 60), min_size=YEARS, max_size=YEARS)


@st.composite
def plans(draw: Any) -> dict[str, Any]:
    return {
        "kept": {"x": draw(YEARLY), "y": draw(YEARLY)},
        "covered": draw(st.lists(st.integers(61, 99), min_size=YEARS, max_size=YEARS)),
        "pay": draw(st.integers(0, 5)),
        "cents": draw(YEARLY),
        "km": draw(YEARLY),
    }


@FEW
@given(plans())
def test_against_itself(plan: dict[str, Any]) -> None:
    (other,) = compare([outcome("a", **plan), outcome("b", **plan)]).others
    assert other.same
    assert {gap.mean for gap in other.gaps} == {0.0}
    assert not any(gap.real or gap.more for gap in other.gaps)


@FEW
@given(plans(), plans())
def test_swapped(one: dict[str, Any], two: dict[str, Any]) -> None:
    a, b = outcome("a", **one), outcome("b", **two)
    there, back = compare([a, b]).others[0], compare([b, a]).others[0]
    for gap in there.gaps:
        other = back.gap(gap.measure.name, gap.measure.commitment)
        assert other is not None
        assert gap.mean == pytest.approx(-other.mean, abs=1e-9)
        assert (gap.real, gap.exact, gap.more) == (other.real, other.exact, other.more)


@given(st.lists(st.floats(0, 1), max_size=20))
def test_step_down_is_between_bonferroni_and_none(values: list[float]) -> None:
    """What falls at 5 % / m falls; what falls at all lies below 5 %; nothing falls above what stands."""
    falls, _held = step_down(values, 0.05)
    assert all(fell for fell, p in zip(falls, values, strict=True) if p <= 0.05 / len(values))
    assert all(p <= 0.05 for fell, p in zip(falls, values, strict=True) if fell)
    stands = [p for fell, p in zip(falls, values, strict=True) if not fell]
    assert all(p <= min(stands, default=1.0) for fell, p in zip(falls, values, strict=True) if fell)


@given(st.lists(st.booleans(), max_size=8))
def test_shapes_say_what_holds(good: list[bool]) -> None:
    """From the shape and the values where something holds, every value can be told."""
    shape = shape_of(good)
    places = [place for place, yes in enumerate(good) if yes]
    told = {
        "nothing": [],
        "never": [],
        "throughout": list(range(len(good))),
        "from": list(range(places[0], len(good))) if places else [],
        "up to": list(range(places[-1] + 1)) if places else [],
        "at": places,
    }[shape]
    assert told == places
    assert (shape == "nothing") == (not good)
