"""Knows how a feature becomes one plain object with `latitude` and `longitude`."""

from collections.abc import Iterator
from typing import Any

POINT = "Point"
SHAPE = "geometry.type"  # column that tells a shape that is not a point


def is_feature(value: Any) -> bool:
    """Is this object a GeoJSON feature?"""
    return isinstance(value, dict) and value.get("type") == "Feature" and isinstance(value.get("properties"), dict)


def as_object(feature: dict[str, Any]) -> dict[str, Any]:
    """The properties, completed by the identifier and the point where they have none; a line or a surface gives the middle of its vertices."""
    row = dict(feature["properties"])
    if feature.get("id") is not None:
        row.setdefault("id", feature["id"])
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict):
        return row
    vertices = list(_vertices(geometry))
    if vertices:
        row.setdefault("longitude", _middle([x for x, _y in vertices]))
        row.setdefault("latitude", _middle([y for _x, y in vertices]))
    if geometry.get("type") != POINT:
        row.setdefault(SHAPE, geometry.get("type"))
    return row


def _vertices(geometry: dict[str, Any]) -> Iterator[tuple[float, float]]:
    """Every vertex of a geometry; the last one of a ring repeats the first and is left out."""
    if isinstance(geometries := geometry.get("geometries"), list):
        for each in geometries:
            if isinstance(each, dict):
                yield from _vertices(each)
    is_ring = str(geometry.get("type")).endswith("Polygon")
    waiting = [geometry.get("coordinates")]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, list):
            continue
        if len(part) >= 2 and all(isinstance(number, int | float) and not isinstance(number, bool) for number in part[:2]):
            yield part[0], part[1]
        else:
            waiting += part[:-1] if is_ring and len(part) > 3 and part[0] == part[-1] else part


def _middle(numbers: list[float]) -> float:
    return numbers[0] if len(numbers) == 1 else round(sum(numbers) / len(numbers), 7)
