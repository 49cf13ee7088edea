"""Knows how coordinates are read: degrees in either order, decimal commas, Lambert-93; and where France is."""

import re
from math import atan, atan2, cos, degrees, exp, isfinite, log, pi, radians, sin, sqrt, tan

from maillage.base.geometry import Box, Point
from maillage.ingestion.remarks import NONE, Remark, Remarks

DECIMALS = 7  # a centimetre
NUMBER = re.compile(r"^[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?$")
INNER_SPACES = re.compile(r"[ \u00a0\u202f]")
FRANCE = (
    Box(41.2, 51.3, -5.6, 9.8),  # Europe
    Box(15.7, 18.2, -63.3, -60.9),  # Guadeloupe, Saint-Martin, Saint-Barthélemy
    Box(14.3, 15.0, -61.3, -60.7),  # Martinique
    Box(2.0, 6.0, -54.8, -51.4),  # Guyane
    Box(-21.5, -20.7, 55.1, 56.0),  # La Réunion
    Box(-13.2, -12.5, 44.9, 45.4),  # Mayotte
    Box(46.6, 47.3, -56.6, -56.0),  # Saint-Pierre-et-Miquelon
    Box(-23.0, -17.9, 158.0, 172.2),  # Nouvelle-Calédonie
    Box(-28.0, -7.5, -155.0, -134.0),  # Polynésie française
    Box(-14.6, -13.0, -178.6, -175.9),  # Wallis-et-Futuna
)
LAMBERT_X, LAMBERT_Y = (0.0, 1_300_000.0), (6_000_000.0, 7_200_000.0)  # metres

# Lambert-93 (RGF93, EPSG 2154), constants of IGN's note NT/G 71 computed from its two standard parallels.
_MAJOR_AXIS, _ECCENTRICITY = 6_378_137.0, 0.0818191910428158  # GRS80
_ORIGIN_LATITUDE, _ORIGIN_LONGITUDE, _FALSE_EAST, _FALSE_NORTH = radians(46.5), radians(3.0), 700_000.0, 6_600_000.0
_PARALLELS = radians(44.0), radians(49.0)


def point(latitude: str, longitude: str) -> tuple[Point | None, Remarks]:
    """A point in WGS84 degrees from two received cells; None when they say nothing usable."""
    cells = latitude.strip(), longitude.strip()
    if not any(cells):
        return None, NONE
    if not all(cells):
        return None, (Remark("point_half", raw=cells[0] or cells[1]),)
    first, second = number(cells[0]), number(cells[1])
    if first is None or second is None:
        return None, (Remark("point_unreadable", raw=cells[0] if first is None else cells[1]),)
    if first == 0 and second == 0:
        return None, (Remark("point_zero", raw="0, 0"),)
    return _placed(first, second)


def number(text: str) -> float | None:
    """A decimal number written with a point or a comma; None when it is not one."""
    compact = INNER_SPACES.sub("", text)
    if not NUMBER.match(compact):
        return None
    value = float(compact.replace(",", "."))
    return value if isfinite(value) else None


def in_france(place: Point) -> bool:
    """Is the point in, or just off, some part of France?"""
    return any(box.south <= place.latitude <= box.north and box.west <= place.longitude <= box.east for box in FRANCE)


def from_lambert93(east: float, north: float) -> Point:
    """WGS84 degrees of Lambert-93 metres."""
    exponent, constant, pole = _projection()
    radius = sqrt((east - _FALSE_EAST) ** 2 + (pole - north) ** 2)
    longitude = _ORIGIN_LONGITUDE + atan2(east - _FALSE_EAST, pole - north) / exponent
    return Point(degrees(_latitude(-log(radius / constant) / exponent)), degrees(longitude))


def _placed(first: float, second: float) -> tuple[Point | None, Remarks]:
    for east, north in ((first, second), (second, first)):
        if LAMBERT_X[0] <= east <= LAMBERT_X[1] and LAMBERT_Y[0] <= north <= LAMBERT_Y[1]:
            return _rounded(from_lambert93(east, north)), (Remark("point_lambert93", raw=f"{first}, {second}"),)
    as_told = Point(first, second)
    if abs(first) <= 90 and abs(second) <= 180 and in_france(as_told):
        return _rounded(as_told), NONE
    if abs(second) <= 90 and abs(first) <= 180 and in_france(Point(second, first)):
        return _rounded(Point(second, first)), (Remark("point_swapped", raw=f"{first}, {second}"),)
    if abs(first) <= 90 and abs(second) <= 180:
        return _rounded(as_told), (Remark("point_outside", raw=f"{first}, {second}"),)
    return None, (Remark("point_unreadable", raw=f"{first}, {second}"),)


def _rounded(place: Point) -> Point:
    return Point(round(place.latitude, DECIMALS), round(place.longitude, DECIMALS))


def _projection() -> tuple[float, float, float]:
    """Exponent, constant and northing of the pole of the conic projection."""
    low, high = _PARALLELS
    exponent = log(_normal(high) * cos(high) / (_normal(low) * cos(low))) / (_isometric(low) - _isometric(high))
    constant = _normal(low) * cos(low) / exponent * exp(exponent * _isometric(low))
    return exponent, constant, _FALSE_NORTH + constant * exp(-exponent * _isometric(_ORIGIN_LATITUDE))


def _normal(latitude: float) -> float:
    return _MAJOR_AXIS / sqrt(1 - (_ECCENTRICITY * sin(latitude)) ** 2)


def _isometric(latitude: float) -> float:
    wave = _ECCENTRICITY * sin(latitude)
    return log(tan(pi / 4 + latitude / 2) * ((1 - wave) / (1 + wave)) ** (_ECCENTRICITY / 2))


def _latitude(isometric: float) -> float:
    """Latitude whose isometric latitude is given; converges in a few rounds (error below 1e-11 rad)."""
    latitude = 2 * atan(exp(isometric)) - pi / 2
    for _round in range(8):
        wave = _ECCENTRICITY * sin(latitude)
        latitude = 2 * atan(((1 + wave) / (1 - wave)) ** (_ECCENTRICITY / 2) * exp(isometric)) - pi / 2
    return latitude
