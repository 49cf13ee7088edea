"""Knows how coordinates are read: degrees in either order and in all writings, metres of the usual systems; and where France is."""

import re
from collections.abc import Iterator
from functools import lru_cache
from math import isfinite

from maillage.base.geometry import Box, Point, distance_km
from maillage.directory.policy import current_policy
from maillage.ingestion.normalisers import projections
from maillage.ingestion.normalisers.text import is_placeholder
from maillage.ingestion.remarks import NONE, Remark, Remarks

DECIMALS = 7  # a centimetre
DEGREES = re.compile(r"^-?[0-9]{1,3}[.,][0-9]*[1-9][0-9]*$")
NUMBER = re.compile(r"^[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?$")
INNER_SPACES = re.compile(r"[ \u00a0\u202f]")
MINUS = str.maketrans({"−": "-", "–": "-"})
PLAIN = r"[+-]?[0-9]+(?:\.[0-9]+)?"
COMMA = r"[+-]?[0-9]+(?:,[0-9]+)?"
PAIR = re.compile(rf"^[\[(]?\s*(?:({PLAIN})\s*(?:[,;|/]\s*|\s)({PLAIN})|({COMMA})\s*(?:[;|/]\s*|,?\s+)({COMMA}))\s*[\])]?$")
WKT = re.compile(rf"^(?:SRID=4326;)?\s*POINT\s*Z?\s*\(\s*({PLAIN})\s+({PLAIN})(?:\s+{PLAIN})?\s*\)$", re.IGNORECASE)
GEOJSON = re.compile(rf"^\{{.*[\"']coordinates[\"']\s*:\s*\[\s*({PLAIN})\s*,\s*({PLAIN})(?:\s*,\s*{PLAIN})?\s*\].*\}}$", re.DOTALL)
SEXAGESIMAL = re.compile(
    r"""^(?P<before>[NSEWO])?\s*(?P<sign>[+-])?(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*(?:[°ºd:]|deg\w*|\s)\s*
    (?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*(?:['′’‘´:m]|mn|min|\s)?\s*
    (?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:["″”“s]|''|’’|′′|sec)?\s*)?)?
    (?P<after>N|S|E|W|O|nord|sud|est|ouest)?$""",
    re.VERBOSE | re.IGNORECASE,
)
BETWEEN_DEGREES = re.compile(r"(?<=[NSEWO])\s*[,;/]?\s*(?=\d)|\s*[,;/]\s*(?=[NSEWO]?\s*\d{1,3}\s*°)|(?<=[\"″”'′’])\s+(?=[NSEWO]?\s*\d{1,3}\s*°)", re.IGNORECASE)
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
WITHIN_KM = 15.0  # a point rebuilt from figures without their decimal point must fall as near as this to the town hall


def point(latitude: str, longitude: str, *, near: Point | None = None, departement: str = "") -> tuple[Point | None, Remarks]:
    """A point in WGS84 degrees from two received cells, or from one that holds both; None when they say nothing usable.

    `near`, `departement`: where the row's commune is, when it is known. What is not plain degrees must fall about there, else in France.
    """
    if DEGREES.match(latitude) and DEGREES.match(longitude):  # most rows
        return _placed(float(latitude.replace(",", ".")), float(longitude.replace(",", ".")), near, departement)
    cells = _cell(latitude), _cell(longitude)
    if not any(cells):
        return None, NONE
    if not all(cells) or (cells[0] == cells[1] and number(cells[0]) is None):
        return _from_one(cells[0] or cells[1], near, departement) or (None, (Remark("point_half", raw=cells[0] or cells[1]),))
    first, second = number(cells[0]), number(cells[1])
    if first is None or second is None:
        return _from_sexagesimal(*cells) or _from_twice_the_pair(*cells) or (None, (Remark("point_unreadable", raw=_raw(*cells)),))
    if first == 0 and second == 0:
        return None, (Remark("point_zero", raw="0, 0"),)
    return _placed(first, second, near, departement)


def number(text: str) -> float | None:
    """A decimal number written with a point or a comma; None when it is not one."""
    try:
        value = float(text)  # most cells
    except ValueError:
        compact = INNER_SPACES.sub("", text).translate(MINUS)
        if compact.endswith(("°", "º")) and ("." in compact or "," in compact):
            compact = compact[:-1]
        if not NUMBER.match(compact):
            return None
        value = float(compact.replace(",", "."))
    return value if isfinite(value) and "_" not in text else None


def in_france(place: Point) -> bool:
    """Is the point in, or just off, some part of France?"""
    latitude, longitude = place
    return any(south <= latitude <= north and west <= longitude <= east for south, north, west, east in FRANCE)


@lru_cache(maxsize=1024)
def sexagesimal(text: str) -> tuple[float, str] | None:
    """Degrees, minutes and seconds ("44°50'22,5\" N") as signed degrees, with the axis their letter tells ("lat", "lon" or "")."""
    match = SEXAGESIMAL.match(text.translate(MINUS).strip())
    if match is None:
        return None
    letter = (match["before"] or match["after"] or "")[:1].upper()
    parts = [float(part.replace(",", ".")) if part else 0.0 for part in match.group("degrees", "minutes", "seconds")]
    if parts[1] >= 60 or parts[2] >= 60 or not (letter or match["minutes"]):
        return None
    value = parts[0] + parts[1] / 60 + parts[2] / 3600
    return (-value if match["sign"] == "-" or letter in ("S", "W", "O") else value), {"N": "lat", "S": "lat", "": ""}.get(letter, "lon")


def _cell(text: str) -> str:
    text = text.strip()
    return "" if text != "0" and is_placeholder(text) else text


def _raw(first: str, second: str) -> str:
    return first if first == second else f"{first}, {second}"


def _from_one(text: str, near: Point | None, departement: str) -> tuple[Point | None, Remarks] | None:
    """Both coordinates in one cell."""
    if pair := PAIR.match(text.translate(MINUS)):
        found = [part for part in pair.groups() if part]
        place, remarks = point(found[0], found[1], near=near, departement=departement)
        return place, remarks or (Remark("point_rewritten", raw=text),)
    if backwards := WKT.match(text) or GEOJSON.match(text):  # x before y, by their standards
        place, remarks = _placed(float(backwards[2]), float(backwards[1]), near, departement)
        return place, remarks or (Remark("point_rewritten", raw=text),)
    parts = [part for part in BETWEEN_DEGREES.split(text) if part.strip()]
    return _from_sexagesimal(*parts) if len(parts) == 2 else None


def _from_twice_the_pair(first: str, second: str) -> tuple[Point | None, Remarks] | None:
    """ "44.8396, -0.5802" in the column of latitudes, and the longitude again beside it; the pair may be cut short ("41.93414,8", "8.75550")."""
    for pair, alone in ((first, second), (second, first)):
        match = PAIR.match(pair.translate(MINUS))
        parts = [part for part in match.groups() if part] if match else []
        value = number(alone)
        if value in map(number, parts):
            return _from_one(pair, None, "")
        if value is not None and parts and "." in parts[0] and alone.translate(MINUS).replace(",", ".").startswith(f"{parts[1]}."):
            place, remarks = _placed(float(parts[0]), value, None, "")
            return place, remarks or (Remark("point_rewritten", raw=_raw(first, second)),)
    return None


def _from_sexagesimal(first: str, second: str) -> tuple[Point | None, Remarks] | None:
    read = [sexagesimal(cell) or ((value, "") if (value := number(cell)) is not None else None) for cell in (first, second)]
    if read[0] is None or read[1] is None:
        return None
    (one, one_axis), (other, other_axis) = read[0], read[1]
    if one_axis == "lon" or other_axis == "lat":
        one, other = other, one
    place, remarks = _placed(one, other, None, "")
    return place, remarks or (Remark("point_rewritten", raw=_raw(first, second)),)


def _placed(first: float, second: float, near: Point | None, departement: str) -> tuple[Point | None, Remarks]:
    """A point from two numbers: degrees as told, else swapped, else metres, else figures without their decimal point."""
    as_told = Point(first, second)
    if in_france(as_told):
        return _rounded(as_told), NONE
    raw = f"{first}, {second}"
    if abs(first) <= 90 and abs(second) <= 180:
        if abs(second) <= 90 and in_france(Point(second, first)):
            return _rounded(Point(second, first)), (Remark("point_swapped", raw=raw),)
        return _rounded(as_told), (Remark("point_outside", raw=raw),)
    if abs(second) <= 90 and abs(first) <= 180 and in_france(Point(second, first)):
        return _rounded(Point(second, first)), (Remark("point_swapped", raw=raw),)
    return _from_metres(first, second, near, departement) or _from_figures(first, second, near) or (None, (Remark("point_unreadable", raw=raw),))


def _from_metres(first: float, second: float, near: Point | None, departement: str) -> tuple[Point, Remarks] | None:
    """The system, among those in use, that puts the point nearest to the commune; the most usual one when the commune is not known."""
    found = [
        (distance_km(near, place) if near else 0.0, rank, name, place)
        for rank, (name, place) in enumerate(
            (name, place) for east, north in ((first, second), (second, first)) for name, place in projections.readings(east, north, departement)
        )
        if in_france(place)
    ]
    kept = min(found, default=None)
    if kept is None or kept[0] > current_policy().contradiction_km:
        return None
    return _rounded(kept[3]), (Remark("point_projected", raw=f"{first}, {second}", kept=kept[2]),)


def _from_figures(first: float, second: float, near: Point | None) -> tuple[Point, Remarks] | None:
    """ "448396123", "-5802380": the decimal point is put back where the point falls in the commune, and nowhere else."""
    if near is None:
        return None
    tried = {Point(one, other) for one in _shifted(first, 90) for other in _shifted(second, 180)}
    found = sorted((km, place) for place in tried if (km := distance_km(near, place)) <= WITHIN_KM)
    return (_rounded(found[0][1]), (Remark("point_decimals", raw=f"{first}, {second}"),)) if len(found) == 1 else None


def _shifted(value: float, most: int) -> Iterator[float]:
    if abs(value) <= most or not value.is_integer():
        yield value
        return
    figures = len(str(abs(int(value))))
    yield from (value / 10**decimals for decimals in range(max(figures - 3, 1), figures + 2) if abs(value / 10**decimals) <= most)


def _rounded(place: Point) -> Point:
    return Point(round(place.latitude, DECIMALS), round(place.longitude, DECIMALS))
