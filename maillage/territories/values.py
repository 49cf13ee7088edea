"""Knows the shape of a commune, an arrondissement, a former commune and an area: plain values, shared by all readers."""

from dataclasses import dataclass

from maillage.base.geometry import Point
from maillage.territories.enums import AreaKind


# Communes are made 35,000 at a time and shared: not frozen, because that would make loading half as long again, but never modified.
@dataclass(slots=True, eq=False)
class Located:
    """What a commune and an arrondissement share. Codes are text; the population and the point may be unknown."""

    code: str
    name: str
    postal_codes: tuple[str, ...]
    population: int | None
    latitude: float | None
    longitude: float | None
    point_origin: str  # mairie (town hall) | contour (inside the commune) | api (centre, geo.api.gouv.fr) | "" (no point)

    @property
    def point(self) -> Point | None:
        """Where it is, when known."""
        return None if self.latitude is None or self.longitude is None else Point(self.latitude, self.longitude)


@dataclass(slots=True, eq=False)
class Commune(Located):
    """A commune of today; `epci` is "" for the few that belong to none."""

    departement: str
    region: str
    epci: str


@dataclass(slots=True, eq=False)
class Arrondissement(Located):
    """A municipal arrondissement of Paris, Lyon or Marseille; `commune` is the city's code."""

    commune: str


@dataclass(frozen=True, slots=True)
class Former:
    """A code no longer (or not only) that of a commune: the commune it belongs to now; the name is "" when unknown."""

    code: str
    name: str
    current: str


@dataclass(frozen=True, slots=True)
class Area:
    """A territory: region, département, EPCI or commune."""

    kind: AreaKind
    code: str
    name: str

    @property
    def key(self) -> str:
        """As written in the API: `dep:23`."""
        return f"{self.kind}:{self.code}"

    @property
    def path(self) -> str:
        """As written in addresses of pages: `departement-23`."""
        return f"{self.kind.word}-{self.code}"
