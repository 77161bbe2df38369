"""Which values are numbers, and the values a number is to take."""

from __future__ import annotations

import pytest

from sim.scenario import InputErrors
from sim.scenario.numeric import number_at
from sim.scenario.overrides import parse_path
from sim.scenario.varied import MOST_POINTS, read_varied

WHOLE = (
    "teams.*.engineers", "teams.north", "teams.north.on_call", "teams.north.on_call.engineers", "teams.north.van.pump",
    "outlets.x.stock.pump", "outlets.x.stock.pump.S", "desks.front.seats", "desks.front.seats[08:00-20:00]",
    "desks.front", "sites.S1.units", "workshop.benches", "teams.x.at_most",
)  # fmt: skip
NUMBER = (
    "commitments.onsite.within", "commitments.onsite.target", "commitments.onsite.target.at_most", "judge.assurance",
    "commitments.onsite.covers.radius_km", "commitments.onsite.penalty.per_miss", "channels.phone.share",
    "prices.per_km", "products.a.faults.b.rate_per_unit_year", "products.a.faults.b.repair", "satisfaction",
    "products.a.faults.b.repair.cv", "travel.speeds", "travel.speeds.0.kmh", "travel.hour_factor[07:00-09:00]",
    "parts.pump.unit_cost", "sites.*.lat", "dispatch.due.onsite", "profile.surges.0.factor",
    "commitments.onsite.cases.0.within",
)  # fmt: skip
NONE = ("teams.north.shift", "dispatch.rule", "horizon.start", "sites.S1.city", "commitments.onsite.measure", "name")
NOWHERE = ("teams.north.engineer", "nobody.knows", "travel.kmh")


@pytest.mark.parametrize(("kind", "paths"), [("whole", WHOLE), ("number", NUMBER), ("none", NONE), (None, NOWHERE)])
def test_what_a_path_leads_to(kind: str | None, paths: tuple[str, ...]) -> None:
    assert {path: number_at(parse_path(path)) for path in paths} == dict.fromkeys(paths, kind)


@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("teams.*.engineers=1..4", "1 2 3 4", ""),
        ("teams.*.engineers=0,5,2", "0 2 5", ""),
        ("teams.*.engineers=0,2..4,2", "0 2 3 4", ""),
        ("teams.*.engineers=1..6:2", "1 3 5", ""),
        ("commitments.x.within=2h..8h:2h", "2h 4h 6h 8h", "h"),
        ("commitments.x.within=2h..4h", "2h 3h 4h", "h"),
        ("commitments.x.within=30min..2h:30min", "30min 60min 90min 120min", "min"),
        ("commitments.x.within=1d,12h,1w", "12h 1d 1w", "h"),
        ("commitments.x.within=1wd..3wd", "1wd 2wd 3wd", "wd"),
        ("commitments.x.target=85%..95%:5%", "85% 90% 95%", "%"),
        ("commitments.x.target=85%..95%:5", "85% 90% 95%", "%"),
        ("commitments.x.target=0.85..0.95:0.05", "0.85 0.9 0.95", ""),
        ("profile.surges.0.factor=x1..x2:x0.5", "x1 x1.5 x2", "x"),
        ("prices.per_km=0.1..0.3:0.1", "0.1 0.2 0.3", ""),
        ("desks.front.seats[08:00-20:00]=1..2", "1 2", ""),
        ("nobody.knows=1..2", "1 2", ""),  # loading says that there is no such path
    ],
)
def test_values(text: str, values: str, unit: str) -> None:
    found = read_varied(text)
    assert ([one.text for one in found.values], found.unit, found.ends) == (values.split(), unit, None)


def test_numbers_for_an_axis() -> None:
    mixed = read_varied("commitments.x.within=30min,2h,1d")
    assert (mixed.unit, [mixed.number(one) for one in mixed.values]) == ("h", [0.5, 2.0, 24.0])
    share = read_varied("commitments.x.target=85%..95%:5%")
    assert [share.number(one) for one in share.values] == [85.0, 90.0, 95.0]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("teams.x.engineers=6..1", "BAD_RANGE", "'6..1' does not rise"),
        ("teams.x.engineers=3..3", "BAD_RANGE", "does not rise"),
        ("teams.x.engineers=1..6:9", "BAD_RANGE", "larger than its range"),
        ("teams.x.engineers=1..6:0", "BAD_RANGE", "above 0"),
        ("teams.x.engineers=1..6:-1", "BAD_RANGE", "above 0"),
        ("teams.x.engineers=1..3:0.5", "BAD_RANGE", "only whole numbers fit here, not 1.5"),
        ("teams.x.engineers=3", "BAD_RANGE", "expected values such as 1..6"),
        ("teams.x.engineers=3,3", "BAD_RANGE", "nothing to vary"),
        ("teams.x.engineers=1..", "BAD_RANGE", "expected a number"),
        ("teams.x.engineers=1..2..3", "BAD_RANGE", "expected a number"),
        ("teams.x.engineers=a,b", "BAD_RANGE", "expected a number"),
        ("teams.x.shift=1..2", "BAD_PATH", "'teams.x.shift' is no number"),
        ("teams.x.shift=office,always", "BAD_PATH", "is no number"),
        ("teams.x.engineers", "BAD_PATH", "such as teams.north.engineers=1..6"),
        ("=1..6", "BAD_PATH", "expected a path"),
        ("commitments.x.within=2h..95%", "BAD_UNIT", "begins in one unit and ends in another"),
        ("commitments.x.within=2..8h", "BAD_UNIT", "begins in one unit"),
        ("commitments.x.within=2h,3", "BAD_UNIT", "different units: 2h, 3"),
        ("commitments.x.within=2h..8h:5%", "BAD_UNIT", "step of '2h..8h:5%' is in another unit"),
        ("commitments.x.within=1min..4h", "BAD_RANGE", "needs a step, such as 1min..4h:15min"),
        ("commitments.x.target=0.85..0.95", "BAD_RANGE", "needs a step, such as 0.85..0.95:0.01"),
        ("prices.per_km=0..2000000:1", "LIMIT", "2,000,001 values; at most 2,000"),
    ],
)
def test_refusals(text: str, code: str, said: str) -> None:
    with pytest.raises(InputErrors) as caught:
        read_varied(text)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert said in problem.message
    assert problem.file == f"--vary {text.partition('=')[0]}"


def test_a_suggested_step_is_taken() -> None:
    for path, span in (("commitments.x.within", "1min..4h"), ("commitments.x.target", "0.85..0.95"),
                       ("prices.per_km", "0..700"), ("commitments.x.within", "1s..26w")):  # fmt: skip
        with pytest.raises(InputErrors) as caught:
            read_varied(f"{path}={span}")
        step = caught.value.problems[0].message.rpartition(":")[2]
        assert 5 <= len(read_varied(f"{path}={span}:{step}").values) <= 25


def test_between_free_ends_any_value_may_lie() -> None:
    """Where points are drawn a range needs no step; of head counts and working days it has one all the same."""
    free = read_varied("commitments.x.target=0.85..0.95", is_free=True)
    assert free.ends == free.values
    assert read_varied("teams.x.engineers=1..3", is_free=True).ends is None
    assert read_varied("commitments.x.within=1wd..3wd", is_free=True).ends is None
    assert read_varied("commitments.x.within=1h..3h:1h", is_free=True).ends is None
    assert MOST_POINTS == 2_000
