"""Knows how communes are found: by code, by postal code, by name as people write it, by nearness. Built once, never changed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from maillage.base.geometry import EARTH_RADIUS_KM, Point
from maillage.base.text import fold
from maillage.territories import names
from maillage.territories.beginnings import Beginnings
from maillage.territories.enums import AreaKind
from maillage.territories.files import Tables
from maillage.territories.values import Area, Arrondissement, Commune, Former

ByName = dict[str, list[Commune]]


class Index:
    """All communes, by whatever they are looked up with."""

    def __init__(self, tables: Tables) -> None:
        self.communes = {commune.code: commune for commune in tables.communes}
        self.arrondissements = {item.code: item for item in tables.arrondissements}
        self.former = tables.former
        self.regions = tables.regions
        self.departements = tables.departements
        self.epcis = tables.epcis
        self.origin = tables.origin
        # A code that is current today is never replaced, although 584 of them were also a former commune's.
        self.current_codes = {item.code: item.current for item in tables.former} | {code: code for code in self.communes}

    @cached_property
    def by_population(self) -> list[Commune]:
        """Largest first, then by code: the order of every list of homonyms and suggestions."""
        return sorted(self.communes.values(), key=lambda commune: (-(commune.population or 0), commune.code))

    @cached_property
    def by_postal_code(self) -> dict[str, list[Commune]]:
        """Communes a postal code serves, largest first."""
        found = defaultdict(list)
        for commune in self.by_population:
            for postal_code in commune.postal_codes:
                found[postal_code].append(commune)
        return dict(found)

    @cached_property
    def names(self) -> list[tuple[str, Commune]]:
        """Folded name of each commune, in order of population."""
        return [(fold(commune.name), commune) for commune in self.by_population]

    @cached_property
    def former_named(self) -> list[Former]:
        """Former communes of which the name is known."""
        return [item for item in self.former if item.name]

    @cached_property
    def former_names(self) -> list[tuple[str, Commune]]:
        """Folded names of former communes, with the commune of today."""
        return [(fold(item.name), self.communes[item.current]) for item in self.former_named]

    @cached_property
    def by_name(self) -> tuple[ByName, ByName, ByName]:
        """Communes by folded name: exact, shortened (no article, no parenthesis), then by the names of former communes."""
        exact: defaultdict[str, list[Commune]] = defaultdict(list)
        short: defaultdict[str, list[Commune]] = defaultdict(list)
        former: defaultdict[str, list[Commune]] = defaultdict(list)
        for folded, commune in self.names:
            exact[folded].append(commune)
            for key in names.other_keys(commune.name, folded):
                short[key].append(commune)
        for folded, commune in self.former_names:
            for key in {folded, names.without_article(folded)}:
                if commune not in former[key]:
                    former[key].append(commune)
        return dict(exact), dict(short), dict(former)

    @cached_property
    def beginnings(self) -> tuple[Beginnings, Beginnings]:
        """Names of today's and of former communes, in the order of `by_population` and `former_named`."""
        return Beginnings([name for name, _ in self.names]), Beginnings([name for name, _ in self.former_names])

    @cached_property
    def areas_by_population(self) -> list[Area]:
        """Départements, régions and EPCI, most populated first."""
        population: Counter[tuple[AreaKind, str]] = Counter()
        for commune in self.communes.values():
            for key in ((AreaKind.DEPARTEMENT, commune.departement), (AreaKind.REGION, commune.region), (AreaKind.EPCI, commune.epci)):
                population[key] += commune.population or 0
        keys = sorted(population, key=lambda key: (-population[key], key))
        return [area for area in (self.area(kind, code) for kind, code in keys) if area]

    @cached_property
    def area_beginnings(self) -> Beginnings:
        """Their names, in the same order."""
        return Beginnings([fold(area.name) for area in self.areas_by_population])

    @cached_property
    def located(self) -> tuple[list[Commune], NDArray[np.float64]]:
        """Communes that have a point, and their positions as unit vectors."""
        communes = [commune for commune in self.communes.values() if commune.latitude is not None]
        latitudes = np.array([commune.latitude for commune in communes], dtype=np.float64)
        longitudes = np.array([commune.longitude for commune in communes], dtype=np.float64)
        return communes, _unit(latitudes, longitudes)

    @cached_property
    def arrondissements_of(self) -> dict[str, list[Arrondissement]]:
        """Arrondissements of Paris, Lyon and Marseille, by the city's code."""
        found = defaultdict(list)
        for item in self.arrondissements.values():
            found[item.commune].append(item)
        return dict(found)

    def area(self, kind: AreaKind, code: str) -> Area | None:
        """The area of this kind and code, or None."""
        match kind:
            case AreaKind.COMMUNE:
                commune = self.communes.get(self.current_codes.get(code, ""))
                return Area(kind, commune.code, commune.name) if commune else None
            case AreaKind.DEPARTEMENT:
                name = self.departements.get(code, ("", ""))[0]
            case AreaKind.REGION:
                name = self.regions.get(code, "")
            case AreaKind.EPCI:
                name = self.epcis.get(code, "")
        return Area(kind, code, name) if name else None

    def named(self, keys: Iterable[str]) -> Iterable[list[Commune]]:
        """Communes under each of these folded names, most faithful reading first."""
        for table in self.by_name:
            for key in keys:
                if found := table.get(key):
                    yield found

    def distances_km(self, point: Point) -> NDArray[np.float64]:
        """Kilometres from a point to each located commune."""
        _, vectors = self.located
        chord = np.linalg.norm(vectors - _unit(np.array([point.latitude]), np.array([point.longitude])), axis=1)
        angles: NDArray[np.float64] = np.arcsin(np.minimum(1.0, chord / 2))
        return 2 * EARTH_RADIUS_KM * angles


def _unit(latitudes: NDArray[np.float64], longitudes: NDArray[np.float64]) -> NDArray[np.float64]:
    latitude, longitude = np.radians(latitudes), np.radians(longitudes)
    return np.column_stack((np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)))
