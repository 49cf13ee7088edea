"""A circle is a circle wherever it is: over the antimeridian, at the poles, at 0/0, and larger than half the Earth."""

from math import nextafter, pi

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from maillage.base.geometry import EARTH_RADIUS_KM, Point, distance_km
from maillage.search import build
from maillage.search.index import Index
from maillage.search.query import SearchQuery
from maillage.search.rows import OfferRow, PlaceRow

AWKWARD = st.sampled_from([Point(0, 0), Point(90, 0), Point(-90, 180), Point(90, -77), Point(-16.8, 180), Point(-16.8, -180), Point(0, 179.999999)])
POINTS = st.one_of(AWKWARD, st.builds(Point, st.floats(-90, 90), st.floats(-180, 180)))
HALF_WAY_ROUND_KM = pi * EARTH_RADIUS_KM
OFFERS = (OfferRow("courriel", {"services": ("courriel",)}),)


def found(place: Point, near: Point, radius_km: float) -> int:
    index = Index(build.segment([PlaceRow("00000001", "a", b"{}", place, offers=OFFERS)]), 1)
    return index.count(SearchQuery(near=near, radius_km=radius_km))


@pytest.mark.slow
@settings(max_examples=300)
@given(place=POINTS, near=POINTS)
@example(place=Point(-16.8, 180), near=Point(-16.8, -180))
@example(place=Point(90, 12), near=Point(90, -100))
@example(place=Point(0, 0), near=Point(0, 180))
@example(place=Point(90, 0), near=Point(-90, 0))
def test_a_place_is_found_from_its_distance_on_the_sphere(place: Point, near: Point):
    distance = distance_km(place, near)
    margin = 0.1  # 100 m: near the antipode, distances on the sphere are told from chords that hardly differ
    assert found(place, near, distance + margin) == 1
    assert distance <= margin or found(place, near, distance - margin) == 0


@pytest.mark.slow
@given(place=POINTS, near=POINTS, radius=st.sampled_from([HALF_WAY_ROUND_KM, nextafter(HALF_WAY_ROUND_KM, 1e9), 30_000.0, 1e300, float("inf")]))
@example(place=Point(0, 0), near=Point(0, 180), radius=HALF_WAY_ROUND_KM)
@example(place=Point(45, 0.1), near=Point(-45, -179.9), radius=HALF_WAY_ROUND_KM)
def test_half_way_round_holds_everything(place: Point, near: Point, radius: float):
    assert found(place, near, radius) == 1


@pytest.mark.slow
@given(point=POINTS)
def test_a_place_is_within_nothing_of_itself(point: Point):
    assert found(point, point, 0.0) == found(point, point, -1.0) == 1
