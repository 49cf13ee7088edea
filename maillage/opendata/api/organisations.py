"""Knows how organisations are listed, and the places of each one told."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router

from maillage.base import refusals
from maillage.base.text import fold
from maillage.directory.models import Organisation
from maillage.opendata.api import cursors, parameters, shapes
from maillage.opendata.api.caching import until_published
from maillage.opendata.api.parameters import Parameter
from maillage.opendata.cards import open_cards
from maillage.opendata.organisations import Member, OpenOrganisation, open_organisations
from maillage.search import engine

DEFAULT_LIMIT, MOST = 100, 500
LONGEST_NAME = 200

router = Router(tags=[gettext_noop("Organisations et réseaux")])


@cache
def PARAMETERS() -> Mapping[str, Parameter]:  # noqa: N802 - a table, made when first asked
    """What may be asked of the list, by name."""
    name = gettext_noop("Mots du nom, sans égard aux capitales ni aux accents.")
    table = (
        Parameter("name", name, {"type": "string", "maxLength": LONGEST_NAME}, parameters.words(LONGEST_NAME), example="mediatheques"),
        *shapes.paging(DEFAULT_LIMIT, MOST),
    )
    return {parameter.name: parameter for parameter in table}


@cache
def MEMBERS() -> Mapping[str, Parameter]:  # noqa: N802 - a table, made when first asked
    """What may be asked of the places of one organisation, by name."""
    return {parameter.name: parameter for parameter in shapes.paging(DEFAULT_LIMIT, MOST)}


@router.get(
    "/organisations",
    operation_id="organisations",
    url_name="organisations",
    summary=gettext_noop("Les organisations et les réseaux"),
    description=gettext_noop("Ceux qui font vivre ou rassemblent au moins un lieu publié, par identité."),
    response={200: shapes.OrganisationsAnswer},
    openapi_extra={**parameters.documented(tuple(PARAMETERS().values())), "x-examples": ["/api/v1/organisations?limit=2"]},
)
@until_published
def organisations(request: HttpRequest) -> JsonResponse:
    return listed(request, {})


@router.get(
    "/organisations/{identity}",
    operation_id="organisation",
    url_name="organisation",
    summary=gettext_noop("Une organisation, et ses lieux"),
    response={200: shapes.OrganisationAnswer},
    openapi_extra=parameters.documented(tuple(MEMBERS().values())),
)
@until_published
def organisation(request: HttpRequest, identity: UUID) -> JsonResponse:
    return detailed(request, identity, {})


def listed(request: HttpRequest, kind: Mapping[str, str]) -> JsonResponse:
    """One page of the organisations of a kind."""
    asked = parameters.read(PARAMETERS(), request.GET)
    after, limit = uuid_of(asked.get("cursor")), asked.get("limit", DEFAULT_LIMIT)
    wanted = Organisation.objects.filter(**kind).order_by("pk")
    if after is not None:
        wanted = wanted.filter(pk__gt=after)
    for word in fold(asked.get("name", "")).split():
        wanted = wanted.filter(sort_name__contains=word)
    found = list(wanted[: limit + 1])
    following = cursors.next_address(request, [str(found[limit - 1].pk)]) if len(found) > limit else None
    answer = {"generation": engine.current().generation, "next": following, "organisations": [told(body) for body in open_organisations(found[:limit])]}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def detailed(request: HttpRequest, identity: UUID, kind: Mapping[str, str]) -> JsonResponse:
    """One organisation of a kind, and one page of its places."""
    asked = parameters.read(MEMBERS(), request.GET)
    after, limit = tuple(cursors.decode(asked["cursor"], str, str)) if "cursor" in asked else ("", ""), asked.get("limit", DEFAULT_LIMIT)
    found = open_organisations(Organisation.objects.filter(pk=identity, **kind).order_by("pk"))
    if not found:
        raise refusals.not_found(
            _("Aucune organisation publiée n’a pour identité « {identity} ».").format(identity=identity),
            _("Les identités sont données par /organisations et /networks."),
        )
    page = [member for member in found[0].members if tuple(member) > after][: limit + 1]
    following = cursors.next_address(request, list(page[limit - 1])) if len(page) > limit else None
    members = list(named(page[:limit]))
    answer = {"generation": engine.current().generation, "next": following, **told(found[0]), "members": members}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def uuid_of(cursor: str | None) -> UUID | None:
    """The identity in a mark."""
    if cursor is None:
        return None
    try:
        return UUID(cursors.decode(cursor, str)[0])
    except ValueError:
        raise cursors.refused(cursor) from None


def told(body: OpenOrganisation) -> dict[str, Any]:
    places = len({member.code for member in body.members})
    return {"id": str(body.id), "kind": body.kind, "name": body.name, "website": body.website, "identifiers": body.identifiers, "places": places}


def named(members: list[Member]) -> Iterator[dict[str, Any]]:
    """These places under the names that may leave; those of which nothing may are left out."""
    cards = open_cards({member.code for member in members})
    for member in members:
        if member.code in cards:
            card = json.loads(cards[member.code])
            yield {"code": member.code, "relation": member.kind, "name": card["name"], "insee": card["insee"]}
