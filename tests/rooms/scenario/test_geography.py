"""Distances and places."""

import numpy as np
import pytest

from sim.scenario import Flaw
from sim.scenario.geography import EARTH_RADIUS_M, cities, find_city, great_circle_m, locate


def test_great_circles() -> None:
    quarter = EARTH_RADIUS_M * np.pi / 2
    assert float(great_circle_m(0, 0, 90, 0)) == pytest.approx(quarter)
    assert float(great_circle_m(0, 0, 0, 180)) == pytest.approx(2 * quarter)
    assert float(great_circle_m(39.9042, 116.4074, 31.2304, 121.4737)) == pytest.approx(1_067_000, rel=2e-3)
    grid = great_circle_m(np.zeros((3, 1)), np.arange(3.0)[:, None], np.zeros((1, 2)), np.arange(2.0)[None, :])
    assert grid.shape == (3, 2) and grid[1, 1] == 0


def test_the_city_table() -> None:
    assert len({point for name, point in cities().items() if not name.isdigit()}) == 340
    for name in ("昆明市", "昆明", "530100", 530100):
        assert find_city(name).province == "云南省"
    assert find_city("大兴安岭").province == "黑龙江省"


@pytest.mark.parametrize(("city", "hint"), [("昆明市区", "昆明市"), ("大理", "大理白族自治州"), ("atlantis", None)])
def test_unknown_cities(city: str, hint: str | None) -> None:
    with pytest.raises(Flaw) as caught:
        find_city(city)
    assert (caught.value.code, caught.value.hint) == ("BAD_PLACE", hint)


def test_coordinates_win_over_the_city() -> None:
    point = locate("昆明", "24.9", 102.8)
    assert (point.lat, point.lon, point.province) == (24.9, 102.8, "云南省")
