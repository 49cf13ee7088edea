"""Knows the small variations with which people write cells: phones in five ways, coordinates in metres, lines of CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from math import cos, exp, log, pi, radians, sin, sqrt, tan

from maillage.cli.generator.draw import Draw

# Lambert-93 (RGF93, EPSG 2154): the two standard parallels of IGN's note NT/G 71.
MAJOR_AXIS, ECCENTRICITY = 6_378_137.0, 0.0818191910428158
FALSE_EAST, FALSE_NORTH = 700_000.0, 6_600_000.0


def phone(digits: str, draw: Draw) -> str:
    """Ten digits in one of five usual ways; "" stays ""."""
    if not digits:
        return ""
    pairs = [digits[i : i + 2] for i in range(0, 10, 2)]
    return draw.pick([" ".join(pairs), ".".join(pairs), digits, f"+33 {' '.join(pairs)[1:]}", "-".join(pairs)])


def spaced(digits: str) -> str:
    """Ten digits by pairs."""
    return " ".join(digits[i : i + 2] for i in range(0, len(digits), 2))


def address(number: str, street: str) -> str:
    """Number and street on one line."""
    return f"{number} {street}".strip()


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str, all_quoted: bool = False, end: str = "\r\n") -> str:
    """A table in CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL, lineterminator=end)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def lambert_93(latitude: float, longitude: float) -> tuple[float, float]:
    """Metres east and north of a point in WGS84 degrees."""
    exponent, scale, pole = _cone()
    radius = scale * exp(-exponent * _isometric(radians(latitude)))
    angle = exponent * radians(longitude - 3.0)
    return FALSE_EAST + radius * sin(angle), pole - radius * cos(angle)


def _cone() -> tuple[float, float, float]:
    """Exponent and constant of the projection, northing of its pole."""
    first, second, origin = radians(44.0), radians(49.0), radians(46.5)
    radii = [MAJOR_AXIS * cos(phi) / sqrt(1 - (ECCENTRICITY * sin(phi)) ** 2) for phi in (first, second)]
    exponent = log(radii[1] / radii[0]) / (_isometric(first) - _isometric(second))
    scale = radii[0] / exponent * exp(exponent * _isometric(first))
    return exponent, scale, FALSE_NORTH + scale * exp(-exponent * _isometric(origin))


def _isometric(latitude: float) -> float:
    e_sin = ECCENTRICITY * sin(latitude)
    return log(tan(pi / 4 + latitude / 2) * ((1 - e_sin) / (1 + e_sin)) ** (ECCENTRICITY / 2))
