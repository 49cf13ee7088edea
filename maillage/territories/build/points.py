"""Knows where to put a commune's point: at its town hall if that is believable, else inside its contour."""

from collections import defaultdict
from math import cos, hypot, radians
from typing import Any

from shapely import from_wkb, unary_union
from shapely.ops import nearest_points

from maillage.territories.build.packages import ContourRow

KM_PER_DEGREE = 111.2
BELIEVABLE_KM = 0.5  # 1,098 town halls of the source lie more than 2 km outside their commune: sign lost, another town's point…
Geometry = Any  # shapely has no types

Contours = dict[str, tuple[Geometry | None, Geometry | None]]  # code -> contour, town hall


def read(rows: list[ContourRow]) -> Contours:
    """Contour and town hall of communes (COM) and arrondissements (ARM), by code."""
    parts: dict[str, list[Geometry]] = defaultdict(list)
    for row in rows:
        if row.type == "COMD" and row.contour:
            parts[row.parent].append(from_wkb(row.contour))
    known = {}
    for row in rows:
        if row.type in {"COM", "ARM"}:
            contour = _geometry(row.contour)
            if contour is None and parts[row.id]:
                contour = unary_union(parts[row.id])
            known[row.code] = contour, _geometry(row.town_hall)
    return known


def gap_km(area: Geometry, point: Geometry) -> float:
    """Kilometres from a point to an area, 0 inside."""
    near = nearest_points(area, point)[0]
    return hypot((near.x - point.x) * KM_PER_DEGREE * cos(radians(near.y)), (near.y - point.y) * KM_PER_DEGREE)


def place(contour: Geometry | None, town_hall: Geometry | None) -> tuple[float | None, float | None, str]:
    """Latitude, longitude (4 decimals) and where they come from."""
    if contour is None:
        return None, None, ""
    if town_hall is not None and gap_km(contour, town_hall) <= BELIEVABLE_KM:
        point, origin = town_hall, "mairie"
    else:
        point, origin = contour.representative_point(), "contour"
    return round(point.y, 4), round(point.x, 4), origin


def _geometry(hex_wkb: str) -> Geometry | None:
    shape = from_wkb(hex_wkb) if hex_wkb else None
    return None if shape is None or shape.is_empty else shape
