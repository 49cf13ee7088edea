"""Knows how networks are listed, and their members told: organisations that gather places."""

from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_noop
from ninja import Router

from maillage.directory.models import Organisation
from maillage.opendata.api import organisations, parameters, shapes
from maillage.opendata.api.caching import until_published

NETWORK = {"kind": Organisation.Kind.NETWORK.value}

router = Router(tags=organisations.router.tags)


@router.get(
    "/networks",
    operation_id="networks",
    url_name="networks",
    summary=gettext_noop("Les réseaux"),
    description=gettext_noop("Ceux qui rassemblent au moins un lieu publié, par identité."),
    response={200: shapes.OrganisationsAnswer},
    openapi_extra={**parameters.documented(tuple(organisations.PARAMETERS().values())), "x-examples": ["/api/v1/networks?limit=2"]},
)
@until_published
def networks(request: HttpRequest) -> JsonResponse:
    return organisations.listed(request, NETWORK)


@router.get(
    "/networks/{identity}",
    operation_id="network",
    url_name="network",
    summary=gettext_noop("Un réseau, et ses membres"),
    response={200: shapes.OrganisationAnswer},
    openapi_extra=parameters.documented(tuple(organisations.MEMBERS().values())),
)
@until_published
def network(request: HttpRequest, identity: UUID) -> JsonResponse:
    return organisations.detailed(request, identity, NETWORK)
