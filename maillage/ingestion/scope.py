"""Knows which rows of a wider list are of a territory or of its neighbours. A row that cannot be located is: nothing is lost in silence."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from maillage.base.geometry import Point
from maillage.ingestion.errors import ListRefused
from maillage.territories import selectors as territories

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Scope:
    """The communes whose rows are kept."""

    communes: frozenset[str]
    departements: frozenset[str]

    def holds(self, values: Values) -> bool:
        """Is this row of the territory or near it? Outside only when all that locates it says so."""
        told = [answer for answer in (self._by_commune(values), self._by_point(values)) if answer is not None]
        if not told:
            told = [answer for answer in (self._by_postal_code(values),) if answer is not None]
        return any(told) or not told

    def _by_commune(self, values: Values) -> bool | None:
        code = territories.current_code(values.get("insee") or "")
        return None if code is None else code in self.communes

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
    return Scope(frozenset(inside), frozenset(here.departement for here in found))
