"""Knows the plane coordinates in use in France, and turns them into WGS84 degrees. Constants: EPSG registry and IGN (notes NT/G 71 and NT/G 80)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import atan, atan2, cos, cosh, degrees, exp, log, pi, radians, sin, sinh, sqrt, tan

from maillage.base.geometry import Point


@dataclass(frozen=True)
class Ellipsoid:
    """An ellipsoid: half major axis in metres, flattening."""

    major: float
    flattening: float

    @property
    def eccentricity(self) -> float:
        return sqrt(self.flattening * (2 - self.flattening))


GRS80 = Ellipsoid(6_378_137.0, 1 / 298.257222101)  # RGF93 and its overseas twins; a hair from WGS84
CLARKE_1880 = Ellipsoid(6_378_249.2, 1 / 293.4660212936269)  # NTF
NTF_SHIFT = -168.0, -60.0, 320.0  # metres to add to NTF to come to WGS84 (EPSG 1193); good to about 3 m


@dataclass(frozen=True)
class Conic:
    """A Lambert conformal conic projection; angles in degrees, `parallels` are the two of true scale (twice the same with a `scale`)."""

    name: str
    parallels: tuple[float, float]
    origin: tuple[float, float]  # latitude, longitude
    false: tuple[float, float]  # east, north
    ellipsoid: Ellipsoid = GRS80
    scale: float = 1.0

    @cached_property
    def constants(self) -> tuple[float, float, float]:
        """Exponent, constant and northing of the pole."""
        wave = self.ellipsoid.eccentricity
        low, high = (radians(parallel) for parallel in self.parallels)
        exponent = sin(low) if low == high else log(self._normal(high) * cos(high) / (self._normal(low) * cos(low))) / (_iso(low, wave) - _iso(high, wave))
        constant = self.scale * self._normal(low) * cos(low) / exponent * exp(exponent * _iso(low, wave))
        return exponent, constant, self.false[1] + constant * exp(-exponent * _iso(radians(self.origin[0]), wave))

    def degrees(self, east: float, north: float) -> Point:
        """Latitude and longitude on the ellipsoid of the projection."""
        exponent, constant, pole = self.constants
        across, down = east - self.false[0], pole - north
        radius = sqrt(across * across + down * down)
        if not radius:
            return Point(90.0, self.origin[1])
        longitude = self.origin[1] + degrees(atan2(across, down) / exponent)
        return Point(degrees(_latitude(-log(radius / constant) / exponent, self.ellipsoid.eccentricity)), longitude)

    def metres(self, place: Point) -> tuple[float, float]:
        """East and north of a point given on the ellipsoid of the projection: what `degrees` reads back."""
        exponent, constant, pole = self.constants
        radius = constant * exp(-exponent * _iso(radians(place.latitude), self.ellipsoid.eccentricity))
        turn = exponent * radians(place.longitude - self.origin[1])
        return self.false[0] + radius * sin(turn), pole - radius * cos(turn)

    def _normal(self, latitude: float) -> float:
        return self.ellipsoid.major / sqrt(1 - (self.ellipsoid.eccentricity * sin(latitude)) ** 2)


LAMBERT_93 = Conic("Lambert-93", (44.0, 49.0), (46.5, 3.0), (700_000.0, 6_600_000.0))  # EPSG 2154
CC_ZONES = {  # EPSG 3942 to 3950: nine zones, the parallel of each in its name
    zone: Conic(f"Lambert CC{zone}", (zone - 0.75, zone + 0.75), (float(zone), 3.0), (1_700_000.0, (zone - 41) * 1_000_000.0 + 200_000.0))
    for zone in range(42, 51)
}
# EPSG 27572: parallel of 52 grades, meridian of Paris
LAMBERT_2 = Conic("Lambert II étendu", (46.8, 46.8), (46.8, 2.0 + 20 / 60 + 14.025 / 3600), (600_000.0, 2_200_000.0), CLARKE_1880, 0.99987742)
UTM_ZONES = {  # EPSG 5490, 2972, 2975, 4471 and 4467: zone, and whether it is south of the equator
    "971": (20, False), "972": (20, False), "977": (20, False), "978": (20, False), "973": (22, False),
    "974": (40, True), "976": (38, True), "975": (21, False),
}  # fmt: skip


def readings(east: float, north: float, departement: str) -> Iterator[tuple[str, Point]]:
    """Every system in which two numbers of metres may be coordinates, the most usual first, with the point they would be."""
    if 0 <= east <= 1_300_000 and 6_000_000 <= north <= 7_200_000:
        yield LAMBERT_93.name, LAMBERT_93.degrees(east, north)
    zone = 41 + int(north // 1_000_000)
    if 1_000_000 <= east <= 2_400_000 and zone in CC_ZONES and 50_000 <= north % 1_000_000 <= 350_000:
        yield CC_ZONES[zone].name, CC_ZONES[zone].degrees(east, north)
    if 0 <= east <= 1_300_000 and 1_550_000 <= north <= 2_750_000:
        yield LAMBERT_2.name, from_lambert2(east, north)
    if departement in UTM_ZONES and 100_000 <= east <= 900_000 and 0 <= north <= 10_000_000:
        number, is_south = UTM_ZONES[departement]
        yield f"UTM {number}{'S' if is_south else 'N'}", from_utm(east, north, number, is_south=is_south)
    if 1_000 < abs(east) <= 20_037_509 and 1_000 < abs(north) <= 20_037_509:
        yield "Web Mercator", from_web_mercator(east, north)


def from_lambert2(east: float, north: float) -> Point:
    """WGS84 degrees of Lambert II étendu metres."""
    return _from_ntf(LAMBERT_2.degrees(east, north))


def from_web_mercator(east: float, north: float) -> Point:
    """WGS84 degrees of Web Mercator metres (EPSG 3857: a sphere of the major axis of WGS84)."""
    return Point(degrees(2 * atan(exp(north / GRS80.major)) - pi / 2), degrees(east / GRS80.major))


def from_utm(east: float, north: float, zone: int, *, is_south: bool) -> Point:
    """WGS84 degrees of UTM metres, by Krüger's series to the third order (under a millimetre within a zone)."""
    third = GRS80.flattening / (2 - GRS80.flattening)
    radius = GRS80.major / (1 + third) * (1 + third**2 / 4 + third**4 / 64)
    up, across = (north - (10_000_000 if is_south else 0)) / (0.9996 * radius), (east - 500_000) / (0.9996 * radius)
    back = (third / 2 - 2 * third**2 / 3 + 37 * third**3 / 96, third**2 / 48 + third**3 / 15, 17 * third**3 / 480)
    xi = up - sum(each * sin(2 * rank * up) * cosh(2 * rank * across) for rank, each in enumerate(back, start=1))
    eta = across - sum(each * cos(2 * rank * up) * sinh(2 * rank * across) for rank, each in enumerate(back, start=1))
    conformal = atan(sin(xi) / sqrt(sinh(eta) ** 2 + cos(xi) ** 2))
    isometric = log(tan(pi / 4 + conformal / 2))
    return Point(degrees(_latitude(isometric, GRS80.eccentricity)), zone * 6 - 183 + degrees(atan2(sinh(eta), cos(xi))))


def _from_ntf(place: Point) -> Point:
    """WGS84 degrees of NTF degrees: through the three axes, at the level of the ellipsoid."""
    wave, major = CLARKE_1880.eccentricity, CLARKE_1880.major
    latitude, longitude = radians(place.latitude), radians(place.longitude)
    normal = major / sqrt(1 - (wave * sin(latitude)) ** 2)
    x = normal * cos(latitude) * cos(longitude) + NTF_SHIFT[0]
    y = normal * cos(latitude) * sin(longitude) + NTF_SHIFT[1]
    z = normal * (1 - wave**2) * sin(latitude) + NTF_SHIFT[2]
    flat, wave = sqrt(x * x + y * y), GRS80.eccentricity
    found = atan2(z, flat * (1 - wave**2))
    for _round in range(4):
        normal = GRS80.major / sqrt(1 - (wave * sin(found)) ** 2)
        found = atan2(z + wave**2 * normal * sin(found), flat)
    return Point(degrees(found), degrees(atan2(y, x)))


def _iso(latitude: float, eccentricity: float) -> float:
    """Isometric latitude."""
    wave = eccentricity * sin(latitude)
    return log(tan(pi / 4 + latitude / 2) * ((1 - wave) / (1 + wave)) ** (eccentricity / 2))


def _latitude(isometric: float, eccentricity: float) -> float:
    """Latitude whose isometric latitude is given; converges in a few rounds (error below 1e-11 rad)."""
    latitude = 2 * atan(exp(isometric)) - pi / 2
    for _round in range(8):
        wave = eccentricity * sin(latitude)
        latitude = 2 * atan(((1 + wave) / (1 - wave)) ** (eccentricity / 2) * exp(isometric)) - pi / 2
    return latitude
