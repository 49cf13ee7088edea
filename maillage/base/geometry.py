"""Knows the sphere: distances and boxes, in degrees and kilometres."""

from math import asin, cos, degrees, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088


class Point(NamedTuple):
    """A position in WGS84 degrees."""

    latitude: float
    longitude: float


class Box(NamedTuple):
    """Bounds in degrees; `west` may exceed `east` across the antimeridian."""

    south: float
    north: float
    west: float
    east: float


def distance_km(a: Point, b: Point) -> float:
    """Great-circle distance between two points, in kilometres."""
    dlat, dlon = radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)
    h = sin(dlat / 2) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(dlon / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(h)))


def bounding_box(center: Point, radius_km: float) -> Box:
    """Smallest box that holds the circle."""
    dlat = degrees(radius_km / EARTH_RADIUS_KM)
    south, north = center.latitude - dlat, center.latitude + dlat
    if south <= -90 or north >= 90:
        return Box(max(south, -90), min(north, 90), -180, 180)
    dlon = degrees(asin(min(1.0, sin(radius_km / EARTH_RADIUS_KM) / cos(radians(center.latitude)))))
    west, east = center.longitude - dlon, center.longitude + dlon
    return Box(south, north, (west + 180) % 360 - 180, (east + 180) % 360 - 180)
