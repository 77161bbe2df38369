"""Where the response time is the length of the road, the tightest limit and the widest radius are known beforehand."""

from pathlib import Path

import pytest

from sim.study.experiment import Experiment
from sim.study.promising import LIMIT, RADIUS, Frontier, find_frontier
from tests.rooms.study.road import ONSITE, road

YEARS = 29  # the fewest that prove anything at 95 % and 90 %


def found(folder: Path, years: int = YEARS, redispatch: bool = False, commitments: str = ONSITE) -> Frontier:
    return find_frontier(road(folder, commitments), Experiment(), years, redispatch=redispatch)


@pytest.mark.parametrize(("years", "redispatch"), [(YEARS, False), (8, True)])
def test_the_farthest_site_sets_the_limit_and_the_limit_the_radius(
    tmp_path: Path, years: int, redispatch: bool
) -> None:
    """Sites lie 10, 25, 47 and 95 minutes away and every ticket counts: 105 min hold everywhere, 90 min do not; the
    promised 30 min hold as far as 25 km, and not as far as 50 km, which takes in the site at 47 km."""
    (one,) = found(tmp_path, years, redispatch).promisables
    limits, radii = one.curves[LIMIT], one.curves[RADIUS]
    assert limits.best and limits.beyond and radii.best and radii.beyond
    assert (limits.best.offer.text, limits.beyond.offer.text) == ("105min", "90min")
    assert (radii.best.offer.text, radii.beyond.offer.text) == ("25 km", "50 km")
    assert limits.best.is_proven == radii.best.is_proven == (years == YEARS)
    assert one.now.kept_probability.mean == 0


def test_what_too_few_years_kept_is_not_proven(tmp_path: Path) -> None:
    (one,) = found(tmp_path, years=6).promisables
    best = one.curves[LIMIT].best
    assert best is not None and best.offer.text == "105min"
    assert (best.is_proven, best.is_seen, best.more) == (False, True, YEARS - 6)


def test_shares_and_fines_follow_the_road(tmp_path: Path) -> None:
    """At 40 min the two sites beyond are missed: what they report, and 500 for each of their tickets."""
    frontier = found(tmp_path, years=4, commitments=ONSITE.replace("100%", "40%"))
    (one,) = frontier.promisables
    points = {point.offer.text: point for point in one.curves[LIMIT].points}
    radii = {point.offer.text: point for point in one.curves[RADIUS].points}
    everything, inside = radii["100 km"].covered.mean, radii["25 km"].covered.mean
    assert everything and inside
    assert points["40min"].result.attained.mean == pytest.approx(inside / everything)
    assert points["40min"].result.penalty.mean == pytest.approx(500 * (everything - inside))
    assert points["105min"].result.penalty.mean == 0
    assert [points[text].result.attained.mean for text in ("9min", "105min") if text in points] in ([0, 1], [1])
