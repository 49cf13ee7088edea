"""Knows how to draw the départements small: one outline each, without the holes that old contours leave."""

from collections import defaultdict
from math import cos, radians
from typing import Any

from shapely import MultiPolygon, Point, Polygon, coverage_simplify, get_coordinates, make_valid, set_precision, unary_union
from shapely.geometry import mapping
from shapely.strtree import STRtree

from maillage.territories.build.points import Contours, Geometry
from maillage.territories.codes import departement_of

TOLERANCE_DEGREES = 0.01
GRID_DEGREES = 0.001
SMALLEST_RING_KM2 = 10
LLIVIA = Point(1.982, 42.466)  # a Spanish town inside Pyrénées-Orientales: a hole that is true


def outline(contours: Contours, departements: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """GeoJSON of the départements, overseas départements included, collectivities without contour left out."""
    codes, whole = _union(contours)
    filled = [_fill(area, [other for j, other in enumerate(whole) if j != i]) for i, area in enumerate(whole)]
    simple = coverage_simplify(filled, TOLERANCE_DEGREES)
    features = []
    for code, area in zip(codes, simple, strict=True):
        kept = _drop_small(set_precision(area, GRID_DEGREES))
        geometry = {"type": kept.geom_type, "coordinates": _rounded(mapping(kept)["coordinates"])}
        features.append({"type": "Feature", "id": code, "properties": {"code": code, "name": departements[code][0]}, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def area_km2(ring: Geometry) -> float:
    """Area of a small ring on the sphere, good to a per cent."""
    coordinates = get_coordinates(ring)
    latitude = coordinates[:, 1].mean()
    return float(Polygon(ring).area * 111.2**2 * cos(radians(latitude)))


def is_true_hole(ring: Geometry, others: list[Geometry]) -> bool:
    """Is this inner ring another département or Llívia, rather than communes missing from the source?"""
    hole = Polygon(ring)
    covered = sum(other.intersection(hole).area for other in others)
    return bool(covered > hole.area / 2 or hole.contains(LLIVIA))


def _union(contours: Contours) -> tuple[list[str], list[Geometry]]:
    parts: dict[str, list[Geometry]] = defaultdict(list)
    for code, (contour, _) in contours.items():
        if contour is not None:
            parts[departement_of(code)].append(contour)
    codes = sorted(parts)
    return codes, [unary_union(parts[code]) for code in codes]


def _fill(area: Geometry, others: list[Geometry]) -> Geometry:
    tree = STRtree(others)
    polygons = []
    for polygon in _polygons(area):
        near = [others[i] for i in tree.query(polygon)]
        holes = [ring for ring in polygon.interiors if is_true_hole(ring, near)]
        polygons.append(Polygon(polygon.exterior, holes))
    return _gather(polygons)


def _drop_small(area: Geometry) -> Geometry:
    polygons = sorted(_polygons(make_valid(area)), key=lambda polygon: -area_km2(polygon.exterior))
    kept = [polygon for i, polygon in enumerate(polygons) if i == 0 or area_km2(polygon.exterior) >= SMALLEST_RING_KM2]
    return _gather([Polygon(p.exterior, [ring for ring in p.interiors if area_km2(ring) >= SMALLEST_RING_KM2]) for p in kept])


def _polygons(area: Geometry) -> list[Geometry]:
    return [area] if area.geom_type == "Polygon" else [part for part in area.geoms if part.geom_type == "Polygon"]


def _gather(polygons: list[Geometry]) -> Geometry:
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, 3)
    return [_rounded(part) for part in coordinates]
