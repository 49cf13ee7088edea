"""Knows how territories are listed and described: communes, intercommunalités, départements, régions."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router

from maillage.base import refusals
from maillage.base.text import fold
from maillage.opendata.api import areas, cursors, parameters, shapes
from maillage.opendata.api.caching import until_published
from maillage.opendata.api.parameters import Parameter
from maillage.search import engine
from maillage.search.query import SearchQuery
from maillage.territories import selectors as territories_
from maillage.territories.enums import AreaKind
from maillage.territories.values import Area, Commune

DEFAULT_LIMIT, MOST = 100, 500
LONGEST_NAME = 100

router = Router(tags=[gettext_noop("Territoires")])


class Listed(NamedTuple):
    """A territory in the order of the list: by key."""

    key: str
    words: str  # folded name
    area: Area


@cache
def PARAMETERS() -> Mapping[str, Parameter]:  # noqa: N802 - a table, made when first asked
    """What may be asked, by name."""
    kinds = tuple(str(kind) for kind in AreaKind)
    table = (
        Parameter(
            "kind",
            gettext_noop("reg : région ; dep : département ; epci : intercommunalité ; com : commune."),
            {"type": "string", "enum": list(kinds)},
            parameters.one_of(kinds),
            example="dep",
        ),
        Parameter(
            "name",
            gettext_noop("Début de mots du nom, sans égard aux capitales ni aux accents."),
            {"type": "string", "maxLength": LONGEST_NAME},
            parameters.words(LONGEST_NAME),
            example="creuse",
        ),
        areas.one("within", gettext_noop("Territoire qui contient ceux qui sont cherchés : dep:23.")),
        *shapes.paging(DEFAULT_LIMIT, MOST),
    )
    return {parameter.name: parameter for parameter in table}


@router.get(
    "/territories",
    operation_id="territories",
    url_name="territories",
    summary=gettext_noop("Les territoires"),
    description=gettext_noop("Communes, intercommunalités, départements et régions, par clé."),
    response={200: shapes.TerritoriesAnswer},
    openapi_extra={
        **parameters.documented(tuple(PARAMETERS().values())),
        "x-examples": ["/api/v1/territories?kind=dep&name=creuse", "/api/v1/territories?within=dep:23&kind=com&limit=2"],
    },
)
@until_published
def territories(request: HttpRequest) -> JsonResponse:
    asked = parameters.read(PARAMETERS(), request.GET)
    after, limit = cursors.decode(asked["cursor"], str)[0] if "cursor" in asked else "", asked.get("limit", DEFAULT_LIMIT)
    found = matching(asked, after, limit + 1)
    following = cursors.next_address(request, [found[limit - 1].key]) if len(found) > limit else None
    answer = {"attribution": territories_.attribution(), "next": following, "territories": [named(area) for area in found[:limit]]}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


@router.get(
    "/territories/{key}",
    operation_id="territory",
    url_name="territory",
    summary=gettext_noop("Un territoire"),
    description=gettext_noop(
        "Ce qui le contient, sa population, son point (celui de sa commune la plus peuplée), ses lieux. Une ancienne commune donne celle d’aujourd’hui."
    ),
    response={200: shapes.TerritoryAnswer},
    openapi_extra={"x-examples": ["/api/v1/territories/dep:23", "/api/v1/territories/com:23096"]},
)
@until_published
def territory(request: HttpRequest, key: str) -> JsonResponse:
    area = territories_.parse_territory(key)
    if area is None:
        raise refusals.not_found(
            _("Aucun territoire n’a pour clé « {key} ».").format(key=key[:40]), _("Les clés, comme dep:23 ou com:23096, sont données par /territories.")
        )
    return JsonResponse(detailed(area), json_dumps_params={"ensure_ascii": False})


def matching(asked: Mapping[str, Any], after: str, count: int) -> list[Area]:
    """Territories that answer, after this key, at most so many."""
    rows, words = table(asked.get("kind", "")), fold(asked.get("name", "")).split()
    within = territories_.parse_territory(asked["within"]) if "within" in asked else None
    inside = frozenset(keys_inside(within)) if within else None
    found: list[Area] = []
    for row in rows[bisect_right(rows, after, key=lambda row: row.key) :]:
        if all(f" {word}" in row.words for word in words) and (inside is None or row.key in inside):
            found.append(row.area)
            if len(found) == count:
                break
    return found


@lru_cache(maxsize=8)
def table(kind: str) -> list[Listed]:
    """All territories of a kind (of all kinds if none is told), by key."""
    if not kind:
        return sorted(row for each in AreaKind for row in table(str(each)))
    known = map(area_of, territories_.communes()) if kind == AreaKind.COMMUNE else territories_.areas(AreaKind(kind))
    return sorted((Listed(area.key, f" {fold(area.name)}", area) for area in known), key=lambda row: row.key)


def keys_inside(within: Area) -> Iterator[str]:
    """Keys of the territories whose communes are all in this one, itself apart."""
    members = territories_.communes_of(within)
    counts = Counter(area.key for code in members for area in territories_.areas_of(code))
    return (key for key, count in counts.items() if key != within.key and count == sizes()[key])


@lru_cache(maxsize=1)
def sizes() -> Mapping[str, int]:
    """Key of each territory -> how many communes it has."""
    return Counter(area.key for commune in territories_.communes() for area in territories_.areas_of(commune.code))


def area_of(commune: Commune) -> Area:
    return Area(AreaKind.COMMUNE, commune.code, commune.name)


def named(area: Area) -> dict[str, str]:
    return {"key": area.key, "kind": str(area.kind), "code": area.code, "name": area.name, "page": f"/territoires/{area.path}/"}


def detailed(area: Area) -> dict[str, Any]:
    """All that is told of a territory."""
    index, members = engine.current(), territories_.communes_of(area)
    communes = sorted(filter(None, map(territories_.commune, members)), key=lambda one: (-(one.population or 0), one.code))
    point = next((one.point for one in communes if one.point), None)
    populations = [one.population for one in communes if one.population is not None]
    found = index.search(SearchQuery(territories=(area.key,), page_size=1, with_counts=False))
    return {
        "generation": index.generation,
        "attribution": territories_.attribution(),
        **named(area),
        "parents": [named(one) for one in parents(area, communes)],
        "communes": len(communes),
        "population": sum(populations) if populations else None,
        "latitude": point.latitude if point else None,
        "longitude": point.longitude if point else None,
        "time_zone": territories_.time_zone(communes[0].code).key if communes else None,
        "places": found.total + found.unknown_total,
        "places_with_services": found.total - found.inferred_total,
    }


def parents(area: Area, communes: list[Commune]) -> list[Area]:
    """Territories that hold all the communes of this one, smallest first."""
    shared = [territories_.areas_of(one.code) for one in communes]
    return [one for one in shared[0] if one.kind != AreaKind.COMMUNE and one != area and all(one in others for others in shared)] if shared else []
