"""Knows how a search is answered: the cards are joined as the index holds them, nothing is read from the base nor written again."""

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router

from maillage.opendata.api import cursors, parameters, question, schemas
from maillage.opendata.api.caching import until_published
from maillage.opendata.api.question import Asked
from maillage.search import engine
from maillage.search.directory_rows import NOTHING
from maillage.search.index import Index
from maillage.search.query import Hit, SearchResult

router = Router(tags=[gettext_noop("Recherche")])


@router.get(
    "/search",
    operation_id="search",
    url_name="search",
    summary=gettext_noop("Chercher des lieux"),
    description=gettext_noop(
        "Autour d’un point ou dans des territoires, par mots et par facettes. Les filtres sur les services tiennent dans une même offre. "
        "Les totaux sont exacts. Suivez next pour la suite : dans une même génération, aucun lieu n’est répété ni sauté."
    ),
    response={200: schemas.SearchAnswer},
    openapi_extra={
        **parameters.documented(tuple(question.PARAMETERS().values())),
        "x-examples": [
            "/api/v1/search?lat=46.17&lon=1.87&radius_km=50&services=demarches-administratives&limit=5",
            "/api/v1/search?territory=dep:23&need=imprimer&counts=true&unknown=true&limit=2",
            "/api/v1/search?text=mediatheque&open_at=2026-11-25T14:30&limit=5",
        ],
    },
)
@until_published
def search(request: HttpRequest) -> HttpResponse:
    asked = question.read(request)
    return HttpResponse(answer(request, asked, engine.current()), content_type="application/json")


def answer(request: HttpRequest, asked: Asked, index: Index) -> bytes:
    """The whole body."""
    changed = asked.since is not None and asked.since != index.generation
    if changed:
        asked = caught_up(asked, index)
    result = index.search(asked.query)
    head: dict[str, Any] = {
        "generation": result.generation,
        "generation_changed": changed,
        "total": result.total,
        "inferred_total": result.inferred_total,
        "remote_total": result.remote_total,
        "unknown_total": result.unknown_total,
        "corrected": result.corrected or None,
        "next": following(request, asked, result),
    }
    if asked.query.with_counts:
        head["counts"] = result.counts
    if not result.total:
        head["relaxations"] = [
            {"key": wider.key, "total": wider.total, "address": question.address_of(request.path, wider.query)} for wider in result.relaxations
        ]
    parts: list[bytes | memoryview] = [json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()[:-1], b',"places":[', *joined(result.hits), b"]"]
    if asked.query.with_unknown:
        parts += [b',"unknown":[', *joined(result.unknown), b"]"]
    return b"".join([*parts, b"}"])


def joined(hits: Iterable[Hit]) -> list[bytes | memoryview]:
    """Hits as pieces of JSON: what is said of the question, then the card. Places of which nothing may leave are left out."""
    pieces: list[bytes | memoryview] = []
    for hit in hits:
        if hit.open_raw != NOTHING:
            found = found_by(hit.matched, hit.guessed, hit.inferred, hit.remote)
            km = hit.distance_km
            pieces += (b'{"distance_km":null,%b,"place":' % found if km is None else b'{"distance_km":%.3f,%b,"place":' % (km, found), hit.open_raw, b"},")
    if pieces:
        pieces[-1] = b"}"
    return pieces


@lru_cache(maxsize=4096)
def found_by(matched: tuple[str, ...], guessed: tuple[str, ...], inferred: bool, remote: bool) -> bytes:  # noqa: FBT001 - the key of a cache
    """Why a place answers, without the braces."""
    told: dict[str, Any] = {"matched": matched, "guessed": guessed, "inferred": inferred, "remote": remote}
    return json.dumps(told, separators=(",", ":")).encode()[1:-1]


def following(request: HttpRequest, asked: Asked, result: SearchResult) -> str | None:
    """The address of the next page."""
    shown = asked.first + asked.limit
    if shown >= max(result.total, result.unknown_total if asked.query.with_unknown else 0):
        return None
    last = result.hits[-1].code if result.hits else ""
    return cursors.next_address(request, question.mark(request, asked, result.generation, last, asked.limit))


def caught_up(asked: Asked, index: Index) -> Asked:
    """The same question, from just after the last place shown, wherever publications have moved it by a page at most."""
    start = max(asked.first - asked.limit, 0)
    around = replace(asked.query, first=start, page_size=2 * asked.limit)
    _total, codes = index.codes(around)
    first = start + codes.index(asked.last_code) + 1 if asked.last_code in codes else asked.first
    return replace(asked, first=first, query=replace(asked.query, first=first))
