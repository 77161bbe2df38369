"""Values as planners write them, there and back."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario import counts, durations, hour_factors, people, spans, units
from sim.scenario.problems import Flaw

BOUND = 10**10


@given(st.integers(0, BOUND))
def test_durations_there_and_back(seconds: int) -> None:
    assert durations.parse_duration(durations.write_duration(seconds)) == seconds


@given(st.floats(0, 1e9, allow_subnormal=False).filter(lambda x: x == 0 or x > 1e-9))
def test_exact_lengths_there_and_back(seconds: float) -> None:
    assert durations.parse_seconds(durations.write_duration(seconds)) == pytest.approx(seconds, rel=1e-12)


@given(st.integers(1, 10**6), st.sampled_from(["s", "min", "h", "d", "w", "wd"]))
def test_limits_there_and_back(amount: int, unit: str) -> None:
    limit = durations.parse_limit(f"{amount}{unit}")
    assert limit == (amount * durations.SECONDS.get(unit, 1), unit)
    assert durations.parse_limit(durations.write_limit(limit)) == limit


@pytest.mark.parametrize("text", ["3 months", "1 year", "2 years", "90min", "1 month"])
def test_steps_there_and_back(text: str) -> None:
    assert spans.write_step(spans.parse_step(text)) == text


@pytest.mark.parametrize("text", ["3d", "2d..7d", "36h..3d", "2wd", "3 months"])
def test_spans_there_and_back(text: str) -> None:
    assert spans.write_span(spans.parse_span(text)) == text


@given(st.integers(0, BOUND))
def test_money_there_and_back(cents: int) -> None:
    assert units.parse_money(units.write_money(cents)) == cents


@given(st.integers(0, 40_000_000))
def test_distances_there_and_back(metres: int) -> None:
    assert units.parse_distance(units.write_distance(metres)) == metres


@given(st.decimals(0, 1, places=6))
def test_shares_there_and_back(share: object) -> None:
    exact = Fraction(str(share))
    assert units.parse_exact_share(units.write_share(exact)) == exact
    assert units.parse_share(units.write_share(float(exact))) == float(exact)


@given(st.decimals(0, 1000, places=3), st.sampled_from(sorted(durations.SECONDS)))
def test_rates_there_and_back(amount: object, unit: str) -> None:
    rate = durations.parse_rate(f"{amount}/{unit}")
    assert durations.parse_rate(durations.write_rate(rate)) == pytest.approx(rate)


@given(st.sets(st.integers(1, 99), min_size=1, max_size=4))
def test_counts_there_and_back(numbers: set[int]) -> None:
    several = tuple((number, 1 / len(numbers)) for number in sorted(numbers))
    written = {
        text: share for text, _colon, share in (part.partition(": ") for part in _parts(counts.write_counts(several)))
    }
    assert counts.parse_counts(written if len(numbers) > 1 else counts.write_counts(several)) == several


def _parts(text: str) -> list[str]:
    return text.strip("{}").split(", ")


@given(st.integers(1, 10**6))
def test_so_many_a_month_there_and_back(count: int) -> None:
    assert counts.parse_per_month(counts.write_per_month(count)) == count


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (durations.parse_duration, "90s", 90),
        (durations.parse_duration, "30min", 1800),
        (durations.parse_duration, "4h", 14_400),
        (durations.parse_duration, "2.5 h", 9000),
        (durations.parse_duration, "2d", 172_800),
        (durations.parse_duration, "1w", 604_800),
        (durations.parse_duration, "0h", 0),
        (durations.parse_duration, "0.33min", 20),
        (durations.parse_seconds, "0.5s", 0.5),
        (spans.parse_step, "1 year", spans.Step(months=12)),
        (spans.parse_step, "2w", spans.Step(seconds=1_209_600)),
        (spans.parse_window, "3d", (0, 259_200)),
        (spans.parse_window, "2d .. 7d", (172_800, 604_800)),
        (spans.parse_span, "2wd", spans.Span(2, "wd")),
        (spans.parse_span, "3 months", spans.Span(3, "month")),
        (spans.parse_span, "36h..3d", spans.Span(259_200, "d", (129_600, "h"))),
        (units.parse_share, "90%", 0.9),
        (units.parse_share, 0.9, 0.9),
        (units.parse_share, "100 %", 1.0),
        (units.parse_exact_share, "0.5%", Fraction(1, 200)),
        (durations.parse_rate, "36/h", 0.01),
        (units.parse_money, 0.9, 90),
        (units.parse_money, "5000", 500_000),
        (units.parse_distance, 100, 100_000),
        (units.parse_distance, "2.5 km", 2500),
        (units.parse_factor, "x1.2", 1.2),
        (units.parse_factor, 1.2, 1.2),
        (units.parse_growth, "-3%", -0.03),
        (units.parse_count, "12", 12),
        (units.parse_coordinate, "-3.5 km", -3.5),
        (counts.parse_counts, 2, ((2, 1.0),)),
        (counts.parse_counts, {"5": "20%", "1": 0.5, "2": "30%"}, ((1, 0.5), (2, 0.3), (5, 0.2))),
        (counts.parse_counts, {"1": "100%", "2": "0%"}, ((1, 1.0),)),
        (counts.parse_per_month, "40 / month", 40),
        (people.parse_skills, "body", (("body", 1.0),)),
        (people.parse_skills, ["body", "gas", "body"], (("body", 1.0), ("gas", 1.0))),
        (people.parse_skills, {"gas": 1, "dust": "x1.25"}, (("gas", 1.0), ("dust", 1.25))),
        (people.parse_wake, "general", ("general",)),
        (people.parse_wake, "if_due", "if_due"),
        (hour_factors.parse_hour_factors, "x1.2", ((0, 86_400, 1.2),)),
    ],
)
def test_reads(parse: Callable[[object], object], text: object, value: object) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text", "code", "hint"),
    [
        (durations.parse_duration, 4, "BAD_UNIT", "4min or 4h"),
        (durations.parse_duration, "4", "BAD_UNIT", "4min or 4h"),
        (durations.parse_duration, "30m", "BAD_UNIT", "30min"),
        (durations.parse_duration, "4 hours", "BAD_UNIT", "4h"),
        (durations.parse_duration, "4H", "BAD_UNIT", "4h"),
        (durations.parse_duration, "4小时", "BAD_UNIT", "4h"),
        (durations.parse_duration, "3 months", "BAD_UNIT", None),
        (durations.parse_duration, "2wd", "BAD_UNIT", None),
        (durations.parse_duration, "soon", "BAD_TYPE", None),
        (durations.parse_duration, True, "BAD_TYPE", None),
        (durations.parse_duration, {"a": 1}, "BAD_TYPE", None),
        (durations.parse_duration, "-1h", "OUT_OF_RANGE", None),
        (durations.parse_duration, "1e400h", "BAD_TYPE", None),
        (durations.parse_duration, "9" * 400 + "h", "BAD_TYPE", None),
        (spans.parse_step, "3年", "BAD_UNIT", "3 years"),
        (spans.parse_step, "0d", "OUT_OF_RANGE", None),
        (spans.parse_window, "1d..2d..3d", "BAD_VALUE", None),
        (spans.parse_window, "2d..2d", "OUT_OF_RANGE", None),
        (spans.parse_span, "2wd..3wd", "BAD_UNIT", None),
        (durations.parse_limit, "0h", "OUT_OF_RANGE", None),
        (durations.parse_limit, "1.5wd", "OUT_OF_RANGE", None),
        (units.parse_share, 90, "OUT_OF_RANGE", "90%"),
        (units.parse_share, "150%", "OUT_OF_RANGE", None),
        (units.parse_share, "-1%", "OUT_OF_RANGE", None),
        (units.parse_share, "90 percent", "BAD_UNIT", None),
        (units.parse_inner_share, "100%", "OUT_OF_RANGE", None),
        (durations.parse_rate, 4, "BAD_UNIT", None),
        (durations.parse_rate, "4/hour", "BAD_UNIT", "4/h"),
        (units.parse_money, "5000元", "BAD_UNIT", "5000"),
        (units.parse_money, 0.123, "OUT_OF_RANGE", None),
        (units.parse_count, 2.5, "BAD_TYPE", None),
        (units.parse_count, "two", "BAD_TYPE", None),
        (units.parse_count, -1, "OUT_OF_RANGE", None),
        (units.parse_factor, "double", "BAD_TYPE", None),
        (units.parse_coordinate, "3 m", "BAD_UNIT", None),
        (counts.parse_counts, {}, "OUT_OF_RANGE", None),
        (counts.parse_counts, {"1": "50%", "1.0": "50%"}, "CONFLICT", None),
        (counts.parse_counts, {"one": "100%"}, "BAD_TYPE", None),
        (counts.parse_counts, [1, 2], "BAD_TYPE", None),
        (counts.parse_per_month, 40, "BAD_UNIT", "40/month"),
        (counts.parse_per_month, "40/月", "BAD_UNIT", "40/month"),
        (counts.parse_per_month, "1.5/month", "BAD_TYPE", None),
        (people.parse_skills, {"Gas": 1}, "BAD_ID", "gas"),
        (people.parse_skills, ["gas", {}], "BAD_TYPE", None),
        (people.parse_wake, ["Line down"], "UNKNOWN_WORD", None),
    ],
)
def test_refuses(parse: Callable[[object], object], text: object, code: str, hint: str | None) -> None:
    with pytest.raises(Flaw) as caught:
        parse(text)
    assert (caught.value.code, caught.value.hint) == (code, hint)
