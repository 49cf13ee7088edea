"""Knows the communes of France and the areas they form. In memory, loaded once when first asked; never touches the database."""

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from math import atan2, cos, degrees, hypot, radians, sin
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings

from maillage.base.geometry import Point, distance_km
from maillage.base.text import fold
from maillage.territories import codes, files, names, suggestions
from maillage.territories.enums import AreaKind
from maillage.territories.index import Index
from maillage.territories.values import Area, Arrondissement, Commune

WRITTEN_AREA = re.compile(r"^(reg|dep|epci|com):(\w+)$|^(region|departement|epci|commune)-(\w+)$", re.ASCII | re.IGNORECASE)
PARIS = ZoneInfo("Europe/Paris")


@cache
def index() -> Index:
    """The communes: those brought by `update_communes` if any, else the shipped ones."""
    return Index(files.read_tables(data_folder()))


def data_folder() -> Path:
    """Folder the communes are read from."""
    updated = updated_folder()
    return updated if (updated / files.ORIGIN).is_file() else files.SHIPPED


def updated_folder() -> Path:
    """Where `update_communes` puts newer communes."""
    return Path(settings.VAR) / "territories"


def reload() -> None:
    """Forget what was loaded, after an update."""
    index.cache_clear()
    _members.cache_clear()
    codes_of.cache_clear()


def attribution() -> str:
    """The credit to show wherever this geography is used."""
    origin = index().origin
    return f"{origin['attribution']} ({origin['vintage']})"


# Communes


def commune(code: str) -> Commune | None:
    """The commune of today with this INSEE code (a former code gives None: see `current_code`)."""
    return index().communes.get(code)


def communes() -> list[Commune]:
    """All communes, most populated first."""
    return index().by_population


def current_code(code: str) -> str | None:
    """Today's commune for a code: itself if current, else the commune a former one or an arrondissement belongs to; None when unknown."""
    return index().current_codes.get(code)


def communes_by_postal_code(postal_code: str) -> list[Commune]:
    """Communes served by a postal code, most populated first. Several share one: never decide on the postal code alone."""
    return list(index().by_postal_code.get(postal_code, ()))


def departements_of_postal_code(postal_code: str) -> tuple[str, ...]:
    """Départements a postal code belongs to: by its communes when it is known, else (CEDEX) by its first figures."""
    known = {commune.departement for commune in communes_by_postal_code(postal_code)}
    return tuple(sorted(known)) or tuple(code for code in codes.departements_from_prefix(postal_code) if code in index().departements)


def find_commune(name: str, postal_code: str = "", departement: str = "") -> list[Commune]:
    """Communes of this name, most populated first: one when all is well, several homonyms, none when name and place contradict each other.

    Saints, articles, CEDEX, arrondissements and names of former communes are understood. A postal code that none of the homonyms has
    (CEDEX, mistyped end) still tells the département.
    """
    found = list(index().named(names.asked_keys(name)))
    if departement:
        found = _keep(found, lambda commune: commune.departement == departement)
    if postal_code:
        exact = _keep(found, lambda commune: postal_code in commune.postal_codes)
        around = departements_of_postal_code(postal_code)
        found = exact or _keep(found, lambda commune: commune.departement in around)
    return list(found[0]) if found else []


def suggest_communes(text: str, limit: int = 8) -> list[Commune]:
    """Communes whose name, article apart, is, begins with or holds these words or beginnings of words; figures read as the start of a postal code."""
    return [match.commune for match in suggestions.communes(index(), text, limit)]


def communes_like(text: str, limit: int = 8) -> list[suggestions.Match]:
    """The same, with how close each is and the former name that answered."""
    return suggestions.communes(index(), text, limit)


def areas_like(text: str, limit: int = 8) -> list[tuple[int, Area]]:
    """Départements, régions and EPCI whose name answers in the same way, or whose code this is, with how close each is (0 = the name itself)."""
    return suggestions.areas(index(), text, limit)


def nearest_communes(point: Point, limit: int = 1) -> list[Commune]:
    """The communes whose point is nearest, nearest first."""
    located, _ = index().located
    distances = index().distances_km(point)
    few = np.argpartition(distances, min(limit, len(located) - 1))[:limit]
    return [located[i] for i in few[np.argsort(distances[few], kind="stable")]]


def communes_near(point: Point, radius_km: float) -> list[tuple[Commune, float]]:
    """Communes whose point is within a radius, with their distance in kilometres, nearest first."""
    located, _ = index().located
    distances = index().distances_km(point)
    inside = np.flatnonzero(distances <= radius_km)
    return [(located[i], float(distances[i])) for i in inside[np.argsort(distances[inside], kind="stable")]]


def neighbours(code: str, radius_km: float) -> list[tuple[Commune, float]]:
    """Other communes within a radius of a commune; none when it has no point."""
    here = commune(code)
    if here is None or here.point is None:
        return []
    return [(other, distance) for other, distance in communes_near(here.point, radius_km) if other.code != code]


def circle_of(communes: Iterable[str]) -> tuple[Commune, float] | None:
    """The commune in the middle of these, and how many kilometres away the farthest is (by their points); None when none has a point."""
    points = [here.point for code in sorted(communes) if (here := commune(code)) and here.point]
    if not points:
        return None
    x, y, z = (sum(axis) for axis in zip(*map(_vector, points), strict=True))
    middle = nearest_communes(Point(degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))))[0]
    return middle, max(distance_km(middle.point, point) for point in points if middle.point)


def _vector(point: Point) -> tuple[float, float, float]:
    latitude, longitude = radians(point.latitude), radians(point.longitude)
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)


def arrondissement(code: str) -> Arrondissement | None:
    """The municipal arrondissement with this code (Paris, Lyon, Marseille)."""
    return index().arrondissements.get(code)


def arrondissements_of(code: str) -> list[Arrondissement]:
    """The municipal arrondissements of a commune, by code; none but in three cities."""
    return list(index().arrondissements_of.get(code, ()))


def departement_of(code: str) -> str:
    """Département (or overseas collectivity) of a commune's code, known or not."""
    return codes.departement_of(code)


def time_zone(code: str) -> ZoneInfo:
    """Time zone of a commune or a département, by code."""
    return next((zone for key in (code, codes.departement_of(code)) if (zone := _zones().get(key))), PARIS)


# Areas


def departement(code: str) -> Area | None:
    """Area of a département or overseas collectivity."""
    return index().area(AreaKind.DEPARTEMENT, code)


def region(code: str) -> Area | None:
    """Area of a région."""
    return index().area(AreaKind.REGION, code)


def epci(code: str) -> Area | None:
    """Area of an intercommunality."""
    return index().area(AreaKind.EPCI, code)


def areas(kind: AreaKind) -> list[Area]:
    """All régions, départements or EPCI, by name; communes are not listed here."""
    tables: dict[AreaKind, Iterable[str]] = {
        AreaKind.REGION: index().regions,
        AreaKind.DEPARTEMENT: index().departements,
        AreaKind.EPCI: index().epcis,
    }
    found = (index().area(kind, code) for code in tables.get(kind, ()))
    return sorted((area for area in found if area), key=lambda area: (fold(area.name), area.code))


def areas_of(code: str) -> tuple[Area, ...]:
    """The areas a commune belongs to, smallest first: itself, its EPCI, département and région."""
    here = commune(current_code(code) or "")
    if here is None:
        return ()
    kinds = ((AreaKind.COMMUNE, here.code), (AreaKind.EPCI, here.epci), (AreaKind.DEPARTEMENT, here.departement), (AreaKind.REGION, here.region))
    return tuple(area for kind, member in kinds if member and (area := index().area(kind, member)))


def parse_territory(text: str) -> Area | None:
    """The area written `dep:23` (API) or `departement-23` (addresses); None when it is not one. A former commune gives today's."""
    written = WRITTEN_AREA.match(text.strip())
    if written is None:
        return None
    short, code, word, other_code = written.groups()
    kind = AreaKind(short.lower()) if short else AreaKind[word.upper()]
    return index().area(kind, (code or other_code).upper())


def communes_of(area: Area) -> frozenset[str]:
    """Codes of the communes of an area."""
    if area.kind is AreaKind.COMMUNE:
        return frozenset({area.code})
    return _members(area)


@lru_cache(maxsize=64)
def codes_of(area: Area) -> frozenset[str]:
    """Codes by which a place may be in an area: those of its communes, and the former ones that these hold."""
    members = communes_of(area)
    return members | frozenset(code for code, current in index().current_codes.items() if current in members)


@lru_cache(maxsize=256)
def _members(area: Area) -> frozenset[str]:
    column = {AreaKind.DEPARTEMENT: "departement", AreaKind.REGION: "region", AreaKind.EPCI: "epci"}[area.kind]
    return frozenset(commune.code for commune in communes() if getattr(commune, column) == area.code)


@cache
def _zones() -> dict[str, ZoneInfo]:
    return {code: ZoneInfo(zone) for code, zone in files.read_zones().items()}


def _keep(groups: list[list[Commune]], condition: Callable[[Commune], bool]) -> list[list[Commune]]:
    kept = ([commune for commune in group if condition(commune)] for group in groups)
    return [group for group in kept if group]
