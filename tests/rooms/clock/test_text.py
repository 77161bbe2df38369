"""Local time text, hours and days as written, and the language spoken."""

from datetime import UTC, datetime
from time import perf_counter
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import wording
from sim.clock import NEVER, local_iso, local_iso_each, parse_days, parse_hours, parse_local, parse_time

ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]
instants = st.integers(
    int(datetime(1930, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2090, 1, 1, tzinfo=UTC).timestamp())
)


@given(st.sampled_from(ZONES), st.lists(instants | st.just(NEVER), max_size=6))
def test_text_of_many_is_the_text_of_each(zone: str, moments: list[int]) -> None:
    expected = ["" if t == NEVER else datetime.fromtimestamp(t, ZoneInfo(zone)).isoformat() for t in moments]
    assert [local_iso(t, zone) for t in moments] == expected
    assert local_iso_each(np.array(moments, np.int64), zone).tolist() == expected


@given(st.sampled_from(ZONES), instants)
def test_text_is_read_back(zone: str, t: int) -> None:
    text = local_iso(t, zone)
    assert parse_local(text, "Asia/Tokyo") == t
    fold = datetime.fromtimestamp(t, ZoneInfo(zone)).fold
    assert parse_local(text[:19], zone, fold) == t


def test_a_run_of_tickets_is_written_quickly() -> None:
    table = np.random.default_rng(7).integers(1_767_225_600, 1_800_000_000, (12_000, 20))
    table[::3] = NEVER
    began = perf_counter()
    text = local_iso_each(table, "Europe/Berlin")
    assert perf_counter() - began < 2
    assert text.shape == table.shape
    assert text[0, 0] == ""
    assert text[1, 1] == local_iso(int(table[1, 1]), "Europe/Berlin")


@pytest.mark.parametrize(
    "text",
    ["2026-01-05 08:30", "2026-01-05T08:30:00", " 2026/1/5 8:30 ", "2026-01-05T00:30:00Z", "2026/01/05 08:30:00"],
)
def test_the_ways_to_write_an_instant(text: str) -> None:
    assert local_iso(parse_local(text, "Asia/Shanghai"), "Asia/Shanghai") == "2026-01-05T08:30:00+08:00"


def test_a_date_is_its_midnight() -> None:
    assert local_iso(parse_local("2026-07-01", "Europe/Berlin"), "Europe/Berlin") == "2026-07-01T00:00:00+02:00"


def test_a_time_the_clock_skips_is_the_skip() -> None:
    skip = local_iso(parse_local("2026-03-29 02:30", "Europe/Berlin"), "Europe/Berlin")
    assert skip == local_iso(parse_local("2026-03-29 02:30", "Europe/Berlin", fold=1), "Europe/Berlin")
    assert skip == "2026-03-29T03:00:00+02:00"


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-01", "2026/2/30", "08:30"])
def test_other_text_is_no_instant(text: str) -> None:
    with pytest.raises(ValueError, match="is no date and time"):
        parse_local(text, "UTC")


def test_hours() -> None:
    assert parse_hours("08:30-12:00") == (30_600, 43_200)
    assert parse_hours("20:00-08:00") == (72_000, 115_200)
    assert parse_hours("00:00-24:00") == (0, 86_400)
    assert parse_hours(" 8:00 - 24:00 ") == (28_800, 86_400)
    assert parse_hours("22:00-00:00") == (79_200, 86_400)
    assert parse_time("16:00") == 57_600


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("8-17", "no pair of hours"),
        ("08:30", "no pair of hours"),
        ("08:60-12:00", "outside 00:00 to 24:00"),
        ("08:00-25:00", "outside 00:00 to 24:00"),
        ("08:00-24:01", "outside 00:00 to 24:00"),
        ("08:00-08:00", "never open"),
        ("24:00-08:00", "never open"),
    ],
)
def test_hours_that_are_none(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_hours(text)


def test_days() -> None:
    assert parse_days("mon-fri") == {0, 1, 2, 3, 4}
    assert parse_days("daily") == set(range(7))
    assert parse_days("sat") == {5}
    assert parse_days("Mon, wed") == {0, 2}
    assert parse_days("fri-mon") == {4, 5, 6, 0}
    assert parse_days(["mon", "wed-thu"]) == {0, 2, 3}


@pytest.mark.parametrize("text", ["weekdays", "", "mon-", "mon,,tue"])
def test_days_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="is no day"):
        parse_days(text)


def test_no_days_at_all() -> None:
    with pytest.raises(ValueError, match="no days given"):
        parse_days([])


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for variable in ("PLEDGE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(wording, "_chosen", None)
    return monkeypatch


def test_language_is_chosen_then_asked_for_then_the_systems(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("LANG", "zh_CN.UTF-8")
    assert wording.language() == "zh"
    environment.setenv("PLEDGE_LANG", "en")
    assert wording.language() == "en"
    wording.set_language("zh-Hans")
    assert wording.language() == "zh"
    wording.set_language(None)
    assert wording.language() == "en"


@pytest.mark.parametrize("name", ["C", "C.UTF-8", "POSIX", "en_US.UTF-8"])
def test_a_system_without_language_is_spoken_to_in_english(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.setenv("LANG", name)
    assert wording.language() == "en"


def test_a_language_without_catalogue_is_english(environment: pytest.MonkeyPatch) -> None:
    wording.set_language("tlh")
    assert wording._("no days given") == "no days given"
    assert [wording.ngettext("{n} day", "{n} days", n).format(n=n) for n in (1, 2)] == ["1 day", "2 days"]
