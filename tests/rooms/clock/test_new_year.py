"""Days off around Chinese New Year, as the State Council announced them."""

from datetime import date

from sim.clock import new_year_days_off


def test_days_off_in_a_row() -> None:
    """2025: from New Year's Eve on 28 January to 4 February; 2026: to Monday 23 February, from the eve on the 16th."""
    found = new_year_days_off("CN", date(2025, 1, 1), date(2026, 12, 31))
    assert found == [(date(2025, 1, 28), date(2025, 2, 4)), (date(2026, 2, 16), date(2026, 2, 23))]


def test_only_those_that_begin_between_the_dates() -> None:
    assert new_year_days_off("CN", date(2026, 2, 17), date(2026, 12, 31)) == []
    assert new_year_days_off("CN", date(2026, 2, 16), date(2026, 2, 16)) == [(date(2026, 2, 16), date(2026, 2, 23))]


def test_countries_without_it_have_none() -> None:
    assert new_year_days_off("DE", date(2025, 1, 1), date(2025, 12, 31)) == []
    assert new_year_days_off(None, date(2025, 1, 1), date(2025, 12, 31)) == []
