"""Where things are: on the globe or on a plane, and the centres of Chinese cities."""

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.scenario.problems import Flaw, nearest, with_hint
from sim.scenario.units import parse_coordinate, parse_number, text_of, written
from sim.wording import _

EARTH_RADIUS_M = 6_371_008.8
CITY_TABLE = Path(__file__).parent.parent / "data" / "cn_prefectures.csv"
_SUFFIXES = ("", "市", "地区", "盟")
_ANTARCTIC = -60.0


PLANE_KEYS, GLOBE_KEYS = ("x_km", "y_km"), ("city", "lat", "lon")
PLACE_KEYS = (*GLOBE_KEYS, *PLANE_KEYS)
Coordinates = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True)
class Point:
    """Degrees north and east, and the province where a city gave the point; or kilometres on a plane."""

    lat: float
    lon: float
    province: str | None = None
    x_km: float = math.nan
    y_km: float = math.nan


class Placed(Protocol):
    """Whatever stands somewhere."""

    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...
    @property
    def x_km(self) -> float: ...
    @property
    def y_km(self) -> float: ...


def coordinates(places: Sequence[Placed], plane: bool) -> Coordinates:
    """Where the places stand: kilometres on a plane, else degrees north and east."""
    pairs = [(place.x_km, place.y_km) if plane else (place.lat, place.lon) for place in places]
    first, second = np.array(pairs, np.float64).reshape(-1, 2).T
    return first, second


def metres_between(start: Coordinates, end: Coordinates, plane: bool) -> NDArray[np.float64]:
    """Metres between places, element by element: straight on a plane, else along the great circle."""
    if plane:
        return np.asarray(1000.0 * np.hypot(end[0] - start[0], end[1] - start[1]))
    return great_circle_m(*start, *end)


def metres_apart(places: Sequence[Placed], others: Sequence[Placed], plane: bool) -> NDArray[np.float64]:
    """Metres from each place (row) to each other one (column)."""
    first, second = coordinates(places, plane)
    return metres_between((first[:, None], second[:, None]), coordinates(others, plane), plane)


def great_circle_m(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> NDArray[np.float64]:
    """Metres between points in degrees, element by element, on the sphere of mean radius (haversine formula)."""
    phi1, lambda1, phi2, lambda2 = (np.radians(np.asarray(x, np.float64)) for x in (lat1, lon1, lat2, lon2))
    h = np.sin((phi2 - phi1) / 2) ** 2 + np.cos(phi1) * np.cos(phi2) * np.sin((lambda2 - lambda1) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(h, 1.0))))


@lru_cache(maxsize=1)
def cities() -> dict[str, Point]:
    """Centres of the Chinese prefectures by name and by adcode."""
    table: dict[str, Point] = {}
    with CITY_TABLE.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            point = Point(float(row["lat"]), float(row["lon"]), row["province"])
            table[row["name"]] = table[row["adcode"]] = point
    return table


def find_city(name: object) -> Point:
    """The centre of a city by name (with or without 市) or adcode; Flaw with the nearest name if there is none."""
    text = text_of(name, _("the name of a Chinese city or its adcode"))
    table = cities()
    for suffix in _SUFFIXES:
        if text + suffix in table:
            return table[text + suffix]
    names = [name for name in table if not name.isdigit()]
    longer = next((name for name in names if len(text) > 1 and text in name), None)
    hint = longer or nearest(text if text.endswith("市") else text + "市", names)
    message = _("unknown city '{city}'; write a Chinese prefecture, or lat and lon").format(city=text)
    raise Flaw("BAD_PLACE", with_hint(message, hint), hint, at=("city",))


def place(given: Mapping[str, object], plane: bool | None = None) -> Point:
    """The point of the place keys that are written; Flaw if they lead to none.

    `plane` says what the scenario's distances are measured on; None takes either.
    """
    keys = [key for key in PLACE_KEYS if given.get(key) is not None]
    flat, round_ = [key for key in keys if key in PLANE_KEYS], [key for key in keys if key in GLOBE_KEYS]
    if plane and round_:
        message = _("with distance: plane a place is 'x_km' and 'y_km'; leave '{key}' out")
        raise Flaw("BAD_PLACE", message.format(key=round_[0]), at=(round_[0],))
    if plane is False and flat:
        message = _("'{key}' counts only with travel: {{distance: plane}}; write 'city', or 'lat' and 'lon'")
        raise Flaw("BAD_PLACE", message.format(key=flat[0]), at=(flat[0],))
    if flat and round_:
        message = _("'{flat}' and '{round}' exclude each other: a place is on a plane or on the globe")
        raise Flaw("BAD_PLACE", message.format(flat=flat[0], round=round_[0]), at=(flat[0],))
    if flat or plane:
        return _on_plane(given.get("x_km"), given.get("y_km"))
    return locate(given.get("city"), given.get("lat"), given.get("lon"))


def _on_plane(x: object, y: object) -> Point:
    if x is None and y is None:
        raise Flaw("BAD_PLACE", _("a place is needed: 'x_km' and 'y_km'"))
    for key, value, other in (("x_km", x, "y_km"), ("y_km", y, "x_km")):
        if value is None:
            raise Flaw("BAD_PLACE", _("'{key}' is missing beside '{other}'").format(key=key, other=other), at=(other,))
    return Point(math.nan, math.nan, None, _km("x_km", x), _km("y_km", y))


def _km(key: str, value: object) -> float:
    try:
        return parse_coordinate(value)
    except Flaw as flaw:
        raise Flaw(flaw.code, flaw.message, flaw.hint, at=(key,)) from flaw


def locate(city: object, lat: object, lon: object) -> Point:
    """The point of a place given by coordinates or else by its city; Flaw if neither leads to one."""
    if city is None and lat is None and lon is None:
        raise Flaw("BAD_PLACE", _("a place is needed: 'city', or 'lat' and 'lon', or on a plane 'x_km' and 'y_km'"))
    centre = find_city(city) if city is not None else None
    if lat is None and lon is None and centre is not None:
        return centre
    for key, value, other in (("lat", lat, "lon"), ("lon", lon, "lat")):
        if value is None:
            raise Flaw("BAD_PLACE", _("'{key}' is missing beside '{other}'").format(key=key, other=other), at=(other,))
    north, east = _degrees("lat", lat), _degrees("lon", lon)
    _check_on_earth(north, east, lat, lon)
    return Point(north, east, centre.province if centre else None)


def _degrees(key: str, value: object) -> float:
    try:
        return parse_number(value, _("degrees such as 39.9042"))
    except Flaw as flaw:
        raise Flaw(flaw.code, flaw.message, flaw.hint, at=(key,)) from flaw


def _check_on_earth(north: float, east: float, lat: object, lon: object) -> None:
    swapped = with_hint(
        _("lat {lat} and lon {lon} look swapped").format(lat=written(lat), lon=written(lon)),
        _("lat {lat}, lon {lon}").format(lat=written(lon), lon=written(lat)),
    )
    if abs(north) > 90 and abs(east) <= 90 and abs(north) <= 180:
        raise Flaw("BAD_PLACE", swapped, at=("lat",))
    for key, value, degrees, most in (("lat", lat, north, 90), ("lon", lon, east, 180)):
        if abs(degrees) > most:
            message = _("{key} must lie between -{most} and {most}, got {got}")
            raise Flaw("BAD_PLACE", message.format(key=key, most=most, got=written(value)), at=(key,))
    if north < _ANTARCTIC or (north == 0 and east == 0):
        in_sea = _("lat {lat}, lon {lon} is no place to be served").format(lat=written(lat), lon=written(lon))
        raise Flaw("BAD_PLACE", swapped if north else in_sea, at=("lat",))


def swapped_among(lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.intp]:
    """Positions of points far from all others that would lie among them with lat and lon exchanged."""
    if len(lats) < 3:
        return np.zeros(0, np.intp)
    middle = float(np.median(lats)), float(np.median(lons))
    away = great_circle_m(lats, lons, *middle)
    exchanged = great_circle_m(np.clip(lons, -90, 90), lats, *middle)
    return np.flatnonzero((away > 3_000_000) & (exchanged < away / 4) & (np.abs(lons) <= 90))
