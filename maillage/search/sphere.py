"""Knows distances as chords: points are unit vectors, and comparing squared chords is comparing distances (no antimeridian, no trigonometry by row)."""

from math import asin, cos, degrees, inf, pi, radians, sin, sqrt

from maillage.base.geometry import EARTH_RADIUS_KM, Point

Vector = tuple[float, float, float]


def unit_vector(point: Point) -> Vector:
    """The point on the unit sphere."""
    latitude, longitude = radians(point.latitude), radians(point.longitude)
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)


def chord2(a: Vector, b: Vector) -> float:
    """Squared chord between two unit vectors. By differences: exact zero for one point with itself."""
    dx, dy, dz = a[0] - b[0], a[1] - b[1], a[2] - b[2]
    return dx * dx + dy * dy + dz * dz


def chord2_of(radius_km: float) -> float:
    """Squared chord of a distance on the sphere; from half the way round, whatever the rounding, nothing is farther."""
    half_angle = max(radius_km, 0.0) / EARTH_RADIUS_KM / 2
    return (2 * sin(half_angle)) ** 2 if half_angle < pi / 2 else inf


def kilometres(squared_chord: float) -> float:
    """Distance on the sphere of a squared chord."""
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(squared_chord) / 2))


def band(radius_km: float) -> float:
    """Half-height in degrees of the band of latitudes that holds the circle, rounding included."""
    return degrees(max(radius_km, 0.0) / EARTH_RADIUS_KM) + 1e-7
