"""Map of sites and outlets with the radius rings the commitments speak of. No borders, no tiles, no network."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.report.charts import style
from sim.scenario.geography import EARTH_RADIUS_M
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]
LEAST_SPAN = 1.5  # degrees of latitude a map shows at least
MARGIN = 1.2  # of the window around all places
MOST_LABELS = 40
RING_POINTS = 121
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
LABEL_GROUND = {"facecolor": "white", "alpha": 0.75, "pad": 0.6, "linewidth": 0}
KM_PER_DEGREE = EARTH_RADIUS_M * math.pi / 180 / 1000


@dataclass(frozen=True)
class Places:
    """Sites with their outlet (index into the outlet rows) and their radius; all in file order."""

    site_lat: Floats
    site_lon: Floats
    site_outlet: NDArray[np.int64]
    site_radius_m: NDArray[np.int64]
    outlet_ids: Sequence[str]
    outlet_lat: Floats
    outlet_lon: Floats
    rings_km: Sequence[float]


def draw_sites_map(ax: Axes, places: Places) -> Axes:
    """Sites in the colour of their outlet (hollow beyond the ring), outlets as stars with rings and a scale bar."""
    if not places.site_lat.size:
        return style.say(ax, _("no sites"))
    _set_window(ax, places)
    for outlet in range(len(places.outlet_ids)):
        _draw_territory(ax, places, outlet)
    _label_outlets(ax, places)
    _draw_scale(ax)
    _draw_key(ax, places)
    return ax


def ring(lat: float, lon: float, radius_m: float) -> tuple[Floats, Floats]:
    """Latitudes and longitudes of the circle of all points `radius_m` metres of great circle away.

    Snyder, Map Projections: A Working Manual (1987), eqs. 5-5 and 5-6.
    """
    bearing = np.linspace(0, 2 * np.pi, RING_POINTS)
    phi, arc = math.radians(lat), radius_m / EARTH_RADIUS_M
    sine = math.sin(phi) * math.cos(arc) + math.cos(phi) * math.sin(arc) * np.cos(bearing)
    east = math.sin(arc) * np.sin(bearing)
    north = math.cos(phi) * math.cos(arc) - math.sin(phi) * math.sin(arc) * np.cos(bearing)
    return np.degrees(np.arcsin(np.clip(sine, -1, 1))), lon + np.degrees(np.arctan2(east, north))


@dataclass(frozen=True)
class Window:
    """The part of the globe a map shows, in degrees; `stretch`: how much longer a degree of latitude is."""

    west: float
    east: float
    south: float
    north: float
    stretch: float

    @property
    def tallness(self) -> float:
        """Height over width on paper."""
        return (self.north - self.south) * self.stretch / (self.east - self.west)


def window(places: Places) -> Window:
    """Around all sites and outlets, and never so narrow that one place fills the map."""
    lat = np.concatenate([places.site_lat, places.outlet_lat])
    lon = np.concatenate([places.site_lon, places.outlet_lon])
    middle, centre = float(lat.min() + lat.max()) / 2, float(lon.min() + lon.max()) / 2
    stretch = 1 / max(0.05, math.cos(math.radians(middle)))
    half_lat = max(LEAST_SPAN, float(np.ptp(lat)) * MARGIN, float(np.ptp(lon)) / stretch / 3) / 2
    half_lon = max(LEAST_SPAN * stretch, float(np.ptp(lon)) * MARGIN, float(np.ptp(lat)) * stretch / 1.2) / 2
    return Window(centre - half_lon, centre + half_lon, middle - half_lat, middle + half_lat, stretch)


def _set_window(ax: Axes, places: Places) -> None:
    seen = window(places)
    ax.set_xlim(seen.west, seen.east)
    ax.set_ylim(seen.south, seen.north)
    ax.set_aspect(seen.stretch)
    ax.tick_params(labelsize=7, color=style.GRID, labelcolor=style.FAINT)
    ax.xaxis.set_major_formatter("{x:g}°")
    ax.yaxis.set_major_formatter("{x:g}°")
    ax.grid(color="#eeeeee", linewidth=0.6)
    ax.set_axisbelow(True)


def _draw_territory(ax: Axes, places: Places, outlet: int) -> None:
    colour = style.PLACE_COLOURS[outlet % len(style.PLACE_COLOURS)]
    mark = style.PLACE_MARKS[outlet // len(style.PLACE_COLOURS) % len(style.PLACE_MARKS)]
    lat, lon = float(places.outlet_lat[outlet]), float(places.outlet_lon[outlet])
    for radius in places.rings_km:
        around_lat, around_lon = ring(lat, lon, 1000 * radius)
        ax.fill(around_lon, around_lat, facecolor=colour, alpha=0.10, linewidth=0)
        ax.plot(around_lon, around_lat, color=colour, linewidth=0.9, alpha=0.8)
    mine = places.site_outlet == outlet
    near = mine & (places.site_radius_m <= 1000 * min(places.rings_km, default=math.inf))
    size = 14 if places.site_lat.size > 100 else 26
    ax.scatter(places.site_lon[near], places.site_lat[near], s=size, c=colour, marker=mark, linewidths=0, zorder=3)
    far = mine & ~near
    ax.scatter(
        places.site_lon[far],
        places.site_lat[far],
        s=size,
        facecolors="white",
        edgecolors=colour,
        marker=mark,
        linewidths=1,
        zorder=3,
    )
    ax.plot([lon], [lat], "*", color=colour, markersize=13, markeredgecolor=style.INK, markeredgewidth=0.8, zorder=5)


def _label_outlets(ax: Axes, places: Places) -> None:
    """Each id on the side of its star where it covers least of what is already there."""
    if len(places.outlet_ids) > MOST_LABELS:
        return
    stars = ax.transData.transform(np.column_stack([places.outlet_lon, places.outlet_lat]))
    sites = ax.transData.transform(np.column_stack([places.site_lon, places.site_lat]))
    taken = [_box(x, y, 12, 12) for x, y in stars.tolist()] + [_box(x, y, 5, 5) for x, y in sites.tolist()]
    scale = ax.figure.dpi / 72  # points to pixels
    for number, ((x, y), name) in enumerate(zip(stars.tolist(), places.outlet_ids, strict=True)):
        width, height = 5.4 * scale * len(name), 10 * scale
        middles = [(x + dx * (6 * scale + width / 2), y + dy * (6 * scale + height / 2)) for dx, dy in SIDES]
        covered = [_covered(_box(u, v, width, height), taken) for u, v in middles]
        strange = [_nearest(u, v, stars) != number for u, v in middles]
        best = min(range(len(SIDES)), key=lambda side: (strange[side], covered[side]))
        taken.append(_box(*middles[best], width, height))
        at = ax.transData.inverted().transform(middles[best])
        ax.text(at[0], at[1], name, ha="center", va="center", fontsize=8, weight="bold", zorder=6, bbox=LABEL_GROUND)


def _nearest(x: float, y: float, stars: Floats) -> int:
    """The star a reader would take a label at (x, y) for."""
    return int(np.argmin((stars[:, 0] - x) ** 2 + (stars[:, 1] - y) ** 2))


Box = tuple[float, float, float, float]


def _box(x: float, y: float, width: float, height: float) -> Box:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _covered(box: Box, taken: Sequence[Box]) -> float:
    return sum(_overlap(box, other) for other in taken)


def _overlap(a: Box, b: Box) -> float:
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, wide) * max(0.0, high)


def _draw_scale(ax: Axes) -> None:
    """A bar of a round number of kilometres, about a fifth of the map, true at the map's middle latitude."""
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    km_per_degree = KM_PER_DEGREE * max(0.05, math.cos(math.radians((south + north) / 2)))
    fifth = (east - west) * km_per_degree / 5
    length = max((step for step in _round_steps() if step <= fifth), default=1.0)
    x, y = west + 0.03 * (east - west), south + 0.035 * (north - south)
    ax.plot([x, x + length / km_per_degree], [y, y], color=style.INK, linewidth=2.5, solid_capstyle="butt", zorder=6)
    ax.text(x, y + 0.012 * (north - south), f"{length:g} km", fontsize=8, zorder=6)


def _round_steps() -> list[float]:
    return [base * 10.0**power for power in range(4) for base in (1, 2, 5)]


def _draw_key(ax: Axes, places: Places) -> None:
    from matplotlib.lines import Line2D

    rings = ", ".join(f"{km:g}" for km in places.rings_km)
    keys = [Line2D([], [], marker="*", color=style.FAINT, markersize=11, linestyle="", label=_("outlet"))]
    keys.append(
        Line2D([], [], marker="o", color=style.FAINT, markersize=4, linestyle="", label=_("site, colour of its outlet"))
    )
    if places.rings_km:
        within = _("ring {km} km; hollow: site beyond it").format(km=rings)
        keys.append(
            Line2D(
                [], [], marker="o", markerfacecolor="white", color=style.FAINT, markersize=8, linestyle="", label=within
            )
        )
    ax.legend(handles=keys, loc="upper left", bbox_to_anchor=(0, -0.05), ncols=3, handletextpad=0.3, columnspacing=1.2)
