"""Planes become degrees: checked on published points and on the origins, which are known by definition."""

import pytest

from maillage.base.geometry import Point, distance_km
from maillage.ingestion.normalisers import projections
from maillage.ingestion.normalisers.projections import CC_ZONES, LAMBERT_93, Conic, Ellipsoid

CLARKE_1866_FEET = Ellipsoid(20_925_832.16, 1 / 294.97870)
CLARKE_1866 = Ellipsoid(6_378_206.4, 1 / 294.97870)


def close(found: Point, expected: Point, metres: float) -> bool:
    return distance_km(found, expected) * 1000 < metres


def test_the_conic_gives_the_worked_examples_of_the_registry() -> None:
    """IOGP guidance note 373-7-2 (EPSG): with two parallels (NAD27 / Texas South Central), with one (JAD69 / Jamaica)."""
    texas = Conic("", (28 + 23 / 60, 30 + 17 / 60), (27 + 50 / 60, -99.0), (2_000_000.0, 0.0), CLARKE_1866_FEET)
    jamaica = Conic("", (18.0, 18.0), (18.0, -77.0), (250_000.0, 150_000.0), CLARKE_1866)

    assert close(texas.degrees(2_963_503.91, 254_759.80), Point(28.5, -96.0), 0.02)
    assert close(jamaica.degrees(255_966.58, 142_493.51), Point(17 + 55 / 60 + 55.80 / 3600, -(76 + 56 / 60 + 37.26 / 3600)), 0.2)


@pytest.mark.parametrize(
    ("east", "north", "expected", "metres"),
    [
        (700_000.0, 6_600_000.0, Point(46.5, 3.0), 0.01),  # the origin
        (652_381.0, 6_862_047.0, Point(48.8566, 2.3509), 30),  # Paris, town hall
        (475_198.121680863, 6_692_424.50691385, Point(47.294016025126346, 0.024660205836775376), 1),
    ],
)
def test_lambert_93(east: float, north: float, expected: Point, metres: float) -> None:
    assert close(LAMBERT_93.degrees(east, north), expected, metres)


@pytest.mark.parametrize("zone", sorted(CC_ZONES))
def test_the_origin_of_each_zone_is_on_its_parallel(zone: int) -> None:
    assert close(CC_ZONES[zone].degrees(1_700_000, (zone - 41) * 1_000_000 + 200_000), Point(zone, 3.0), 0.01)


def test_lambert_2_is_brought_from_the_meridian_of_paris_to_wgs84() -> None:
    origin = projections.from_lambert2(600_000, 2_200_000)

    assert close(origin, Point(46.79995, 2.33653), 5)  # 46.8 N on the meridian of Paris, 60 m away once out of NTF


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (projections.from_web_mercator(261_848.155, 6_250_566.72), Point(48.856614, 2.352222)),
        (projections.from_utm(448_251.795, 5_411_932.678, 31, is_south=False), Point(48.858222, 2.2945)),  # the Eiffel tower
        (projections.from_utm(500_000, 0, 20, is_south=False), Point(0.0, -63.0)),
        (projections.from_utm(500_000, 10_000_000, 40, is_south=True), Point(0.0, 57.0)),
    ],
)
def test_cylinders(found: Point, expected: Point) -> None:
    assert close(found, expected, 5)


def test_utm_is_the_same_on_both_sides_of_the_equator() -> None:
    north, south = projections.from_utm(338_000, 2_310_000, 40, is_south=False), projections.from_utm(338_000, 7_690_000, 40, is_south=True)

    assert close(north, Point(-south.latitude, south.longitude), 0.01)
