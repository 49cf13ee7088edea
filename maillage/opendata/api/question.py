"""Knows how a search is asked by address: each parameter becomes a part of one `SearchQuery`, and a question is written as an address again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast
from urllib.parse import urlencode
from zlib import crc32

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from maillage.base import clock, refusals
from maillage.base.geometry import Point
from maillage.base.refusals import Wrong
from maillage.opendata.api import areas, cursors, parameters
from maillage.opendata.api.parameters import Parameter, Unreadable
from maillage.referentials import selectors as referentials
from maillage.search.facets import codes_of
from maillage.search.query import FACETS, SERVICES, SearchQuery, Sort
from maillage.territories import selectors as territories

DEFAULT_LIMIT, MOST = 50, 100
LONGEST_TEXT = 200
MOST_CODES = 100  # values of one facet
SORTS = ("distance", "relevance", "name", "freshness")
DESCRIPTIONS = {
    "services": gettext_noop("Services proposés (codes du vocabulaire services) ; un code de premier niveau trouve aussi ceux du second."),
    "roles": gettext_noop("Qui rend le service : le lieu lui-même, un partenaire, un prestataire, un accueilli."),
    "audiences": gettext_noop("Publics accueillis."),
    "care": gettext_noop("Prises en charge particulières."),
    "who_may_come": gettext_noop("Qui peut venir : tout le monde, inscrits, personnes orientées."),
    "costs": gettext_noop("Tarifs."),
    "access": gettext_noop("Modalités d’accès : sur place, sur rendez-vous, à distance…"),
    "support": gettext_noop("Modalités d’accompagnement : seul, avec de l’aide, en atelier…"),
    "level": gettext_noop("Niveaux."),
    "languages": gettext_noop("Langues parlées (ISO 639-1)."),
    "kinds": gettext_noop("Types de lieux."),
    "itinerance": gettext_noop("Lieu fixe ou itinérant."),
    "equipment": gettext_noop("Équipements."),
    "programmes": gettext_noop("Dispositifs."),
    "labels": gettext_noop("Labels."),
    "accessibility": gettext_noop("Accessibilité du lieu."),
    "freshness": gettext_noop("Fraîcheur de la dernière vérification, au jour de la question."),
}


@dataclass(frozen=True)
class Asked:
    """A question, and where to go on from: `since`, the generation of the first page."""

    query: SearchQuery
    limit: int
    first: int = 0
    since: int | None = None
    last_code: str = ""


def commune(text: str) -> str:
    code = territories.current_code(text)
    if code is None:
        raise Unreadable(_("le code INSEE d’une commune est attendu, comme 23096."))
    return code


@cache
def PARAMETERS() -> Mapping[str, Parameter]:  # noqa: N802 - a table, made when first asked: vocabularies are files
    """What may be asked, by name."""
    return {parameter.name: parameter for parameter in [*where(), *what(), *how()]}


def where() -> Iterator[Parameter]:
    yield Parameter(
        "lat",
        gettext_noop("Latitude du point autour duquel chercher (WGS 84) ; avec lon."),
        {"type": "number", "minimum": -90, "maximum": 90},
        parameters.number(-90, 90),
        example=46.1703,
    )
    yield Parameter(
        "lon",
        gettext_noop("Longitude du point autour duquel chercher ; avec lat."),
        {"type": "number", "minimum": -180, "maximum": 180},
        parameters.number(-180, 180),
        example=1.8711,
    )
    yield Parameter(
        "radius_km",
        gettext_noop("Rayon en kilomètres, avec lat et lon ; 20 si rien n’est dit."),
        {"type": "number", "minimum": 0.1, "maximum": 200},
        parameters.number(0.1, 200),
        example=20,
    )
    yield areas.several()
    yield Parameter(
        "commune",
        gettext_noop("Code INSEE de la commune de la personne : les services à distance qui la couvrent s’ajoutent à ceux du voisinage."),
        {"type": "string", "pattern": "^[0-9][0-9AB][0-9]{3}$"},
        commune,
        example="23096",
    )


def what() -> Iterator[Parameter]:
    yield Parameter(
        "text",
        gettext_noop("Mots du nom, de l’adresse ou des services ; tous doivent être trouvés."),
        {"type": "string", "maxLength": LONGEST_TEXT},
        parameters.words(LONGEST_TEXT),
        example="mediatheque",
    )
    needs = tuple(referentials.vocabulary("needs").codes)
    yield Parameter(
        "need",
        gettext_noop("Besoins d’un habitant : leurs services s’ajoutent à ceux demandés."),
        {"type": "string", "enum": list(needs)},
        parameters.one_of(needs),
        many=True,
        example=[needs[0]],
    )
    for facet in FACETS:
        codes = codes_of(facet)
        schema = {"type": "string", "enum": list(codes)}
        yield Parameter(facet, DESCRIPTIONS[facet], schema, parameters.one_of(codes), many=True, example=[codes[0]])
    yield Parameter(
        "open_at",
        gettext_noop("Lieux sûrement ouverts à ce moment ; sans fuseau, à l’horloge de chaque lieu."),
        {"type": "string", "format": "date-time"},
        parameters.moment,
        example="2026-11-25T14:30:00+01:00",
    )


def how() -> Iterator[Parameter]:
    yield Parameter(
        "sort",
        gettext_noop("Ordre : distance (avec un point), relevance (avec un texte), name, freshness. Par défaut le premier qui a un sens."),
        {"type": "string", "enum": list(SORTS)},
        parameters.one_of(SORTS),
        example="distance",
    )
    yield Parameter(
        "limit",
        gettext_noop("Nombre de lieux par page."),
        {"type": "integer", "minimum": 1, "maximum": MOST},
        parameters.whole(1, MOST),
        default=DEFAULT_LIMIT,
        example=20,
    )
    yield Parameter(
        "counts",
        gettext_noop("Compter aussi les lieux par valeur de chaque facette."),
        {"type": "boolean"},
        parameters.flag,
        default=False,
        example=True,
    )
    yield Parameter(
        "unknown",
        gettext_noop("Donner aussi, à part, les lieux dont on ne sait pas ce qu’ils proposent."),
        {"type": "boolean"},
        parameters.flag,
        default=False,
        example=True,
    )
    yield Parameter(
        "cursor",
        gettext_noop("Où reprendre : tel que donné par next."),
        {"type": "string", "maxLength": cursors.LONGEST},
        parameters.words(cursors.LONGEST),
    )


def read(request: HttpRequest) -> Asked:
    """The question of an address. Raise Problem for whatever does not read: nothing asked is ignored."""
    values = parameters.read(PARAMETERS(), request.GET)
    if wrongs := list(contradictions(values)):
        raise refusals.invalid(wrongs)
    limit = values.get("limit", DEFAULT_LIMIT)
    first, since, last_code, day = 0, None, "", clock.today()
    if "cursor" in values:
        first, since, last_code, day = resumed(request, values["cursor"])
    near = Point(values["lat"], values["lon"]) if "lat" in values else None
    query = SearchQuery(
        near=near,
        radius_km=values.get("radius_km", SearchQuery.radius_km),
        commune=values.get("commune", ""),
        territories=values.get("territory", ()),
        text=values.get("text", ""),
        facets=facets(values),
        open_at=values.get("open_at"),
        today=day,
        sort=cast(Sort, values.get("sort") or default_sort(values)),
        page_size=limit,
        first=first,
        with_counts=values.get("counts", False),
        with_unknown=values.get("unknown", False),
    )
    return Asked(query, limit, first, since, last_code)


def contradictions(values: Mapping[str, Any]) -> Iterator[Wrong]:
    """What does not go together, or would have no effect."""
    if ("lat" in values) != ("lon" in values):
        lacking = "lat" if "lon" in values else "lon"
        yield Wrong(lacking, None, _("lat et lon vont ensemble : donnez les deux."))
    if "radius_km" in values and "lat" not in values and "lon" not in values:
        yield Wrong("radius_km", f"{values['radius_km']:g}", _("un rayon demande un point : donnez aussi lat et lon."))
    if values.get("sort") == "distance" and "lat" not in values:
        yield Wrong("sort", "distance", _("l’ordre des distances demande un point : donnez lat et lon."))
    if values.get("sort") == "relevance" and not values.get("text", "").strip():
        yield Wrong("sort", "relevance", _("la pertinence demande un texte : donnez text."))
    for name, given in values.items():
        if isinstance(given, tuple) and len(given) > MOST_CODES:
            yield Wrong(name, None, _("{count} valeurs au plus sont attendues.").format(count=MOST_CODES))


def default_sort(values: Mapping[str, Any]) -> Sort:
    if "lat" in values:
        return "distance"
    return "relevance" if values.get("text", "").strip() else "name"


def facets(values: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    asked = {facet: values[facet] for facet in FACETS if facet in values}
    if "need" in values:
        needed = (service for need in values["need"] for service in referentials.services_for(need))
        asked[SERVICES] = tuple(dict.fromkeys([*asked.get(SERVICES, ()), *needed]))
    return asked


# Pages


def mark(request: HttpRequest, asked: Asked, generation: int, last_code: str, shown: int) -> list[Any]:
    """Where the next page begins."""
    day = cast(date, asked.query.today).isoformat()
    return [generation, asked.first + shown, last_code, day, subject(request)]


def resumed(request: HttpRequest, cursor: str) -> tuple[int, int, str, date]:
    """Position, generation, last place shown, day of the first page. Raise Problem for a mark that is not of this question."""
    generation, first, last_code, day, of = cursors.decode(cursor, int, int, str, str, int)
    try:
        if of == subject(request) and first >= 0:
            return first, generation, last_code, date.fromisoformat(day)
    except ValueError:
        pass
    raise cursors.refused(cursor)


def subject(request: HttpRequest) -> int:
    """What identifies a question whatever its page."""
    parts = sorted(part for part in request.META.get("QUERY_STRING", "").split("&") if part and not part.startswith(("cursor=", "limit=", "lang=")))
    return crc32("&".join(parts).encode())


def address_of(path: str, query: SearchQuery) -> str:
    """A question written as an address."""
    pairs: list[tuple[str, object]] = []
    if query.near:
        pairs += [("lat", query.near.latitude), ("lon", query.near.longitude), ("radius_km", f"{query.radius_km:g}")]
    pairs += [("commune", query.commune)] if query.commune else []
    pairs += [("territory", key) for key in query.territories]
    pairs += [("text", query.text)] if query.text else []
    pairs += [(facet, code) for facet, codes in query.asked.items() for code in codes]
    pairs += [("open_at", query.open_at.isoformat())] if query.open_at else []
    return f"{path}?{urlencode(pairs)}" if pairs else path
