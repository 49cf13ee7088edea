"""Knows of which routers the API is made. Each lives in the module that knows its subject; what surrounds their answers is in `answering`."""

from typing import NoReturn

from django.http import HttpRequest
from ninja import NinjaAPI, Router

from maillage.opendata.api import search

TITLE = "Maillage"
VERSION = "1"
ROUTERS: list[Router] = [search.router]


class Door(NinjaAPI):
    """Errors go on to `answering`, which tells them all in one form."""

    def on_exception(self, request: HttpRequest, exc: Exception) -> NoReturn:  # type: ignore[override]
        raise exc


api = Door(title=TITLE, version=VERSION, urls_namespace="api", openapi_url=None, docs_url=None)
for router in ROUTERS:
    api.add_router("", router)
