"""Knows where a program begins: what the API is, and its description."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router

from maillage.opendata.api.caching import until_published
from maillage.opendata.api.schemas import Shape
from maillage.search import engine

router = Router(tags=[gettext_noop("Pour commencer")])


class About(Shape):
    name: str
    version: str
    generation: int
    licence: str
    documentation: str
    openapi: str


@router.get(
    "/",
    operation_id="about",
    url_name="about",
    response=About,
    summary=gettext_noop("Ce que c’est"),
    openapi_extra={"x-examples": ["/api/v1/"]},
)
@until_published
def about(request: HttpRequest) -> dict[str, Any]:
    return {
        "name": settings.SITE_NAME,
        "version": "1",
        "generation": engine.current().generation,
        "licence": "Licence Ouverte 2.0",
        "documentation": f"{settings.PUBLIC_URL}/donnees/api/",
        "openapi": f"{settings.PUBLIC_URL}/api/v1/openapi.json",
    }
