"""Knows which rows of a wider list are of a territory or of its neighbours. A row that cannot be located is: nothing is lost in silence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from maillage.base.geometry import Point
from maillage.ingestion.errors import ListRefused
from maillage.ingestion.processes import read_rows
from maillage.ingestion.reading import Delivery, says_the_same
from maillage.ingestion.selectors import Known
from maillage.territories import selectors as territories

Values = Mapping[str, Any]
FAR = 0.3  # degrees around a territory, beyond which the nearest commune of a point is not one of its own


@dataclass(frozen=True)
class Scope:
    """The communes whose rows are kept."""

    communes: frozenset[str]
    departements: frozenset[str]
    box: tuple[float, float, float, float]  # south, west, north, east: all its communes, and far around

    def holds(self, values: Values) -> bool:
        """Is this row of the territory or near it? Outside only when all that locates it says so."""
        by_commune = self._by_commune(values)
        if by_commune is not None and (by_commune or self._is_far(values)):
            return by_commune  # most rows of a national list: no distance to measure
        told = [answer for answer in (by_commune, self._by_point(values)) if answer is not None]
        if not told:
            told = [answer for answer in (self._by_postal_code(values),) if answer is not None]
        return any(told) or not told

    def _by_commune(self, values: Values) -> bool | None:
        code = territories.current_code(values.get("insee") or "")
        return None if code is None else code in self.communes

    def _is_far(self, values: Values) -> bool:
        """Is its point beyond doubt out of the territory?"""
        latitude, longitude, (south, west, north, east) = values.get("latitude"), values.get("longitude"), self.box
        return latitude is not None and longitude is not None and not (south <= latitude <= north and west <= longitude <= east)

    def _by_point(self, values: Values) -> bool | None:
        if values.get("latitude") is None or values.get("longitude") is None:
            return None
        return territories.nearest_communes(Point(values["latitude"], values["longitude"]))[0].code in self.communes

    def _by_postal_code(self, values: Values) -> bool | None:
        code = values.get("postal_code") or ""
        served = territories.communes_by_postal_code(code)
        if served:
            return any(commune.code in self.communes for commune in served)
        around = territories.departements_of_postal_code(code)
        return any(departement in self.departements for departement in around) if around else None


def outside_now(scope: Scope, delivery: Delivery, ids: Sequence[str], known: Mapping[str, Known], today: date) -> set[str]:
    """Records that were in the last delivery, and whose row in this one is not of the territory any more. Only rows that changed are read."""
    rows = enumerate(zip(ids, delivery.rows, strict=True))
    changed = [place for place, (record, row) in rows if (one := known.get(record)) and one.was_present and not says_the_same(one.hash, row.hash, today)]
    return {ids[place] for place, _cells, draft in read_rows(delivery, changed, today) if not scope.holds(draft.values)}


@lru_cache(maxsize=32)
def scope_of(territory: str, km: int) -> Scope:
    """A territory ("dep:23") and all that is within so many kilometres of one of its communes. Raise ListRefused when it is unknown."""
    area = territories.parse_territory(territory)
    if area is None:
        raise ListRefused(_("« %(name)s » n’est pas un territoire. Écrivez par exemple dep:23.") % {"name": territory})
    inside = set(territories.communes_of(area))
    if km:
        points = [here.point for code in inside if (here := territories.commune(code)) and here.point]
        inside |= {near.code for point in points for near, _distance in territories.communes_near(point, km)}
    found = [here for code in inside if (here := territories.commune(code))]
    return Scope(frozenset(inside), frozenset(here.departement for here in found), _box([here.point for here in found if here.point]))


def _box(points: list[Point]) -> tuple[float, float, float, float]:
    """What holds these points, and FAR degrees more on each side; the whole world without a point."""
    if not points:
        return (-90, -180, 90, 180)
    latitudes, longitudes = [point.latitude for point in points], [point.longitude for point in points]
    return (min(latitudes) - FAR, min(longitudes) - FAR, max(latitudes) + FAR, max(longitudes) + FAR)
