"""Knows of which routers the API is made. Each lives in the module that knows its subject; what surrounds their answers is in `answering`."""

from collections.abc import Callable
from functools import wraps
from inspect import unwrap
from typing import Any, NoReturn

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language, gettext_noop
from ninja import NinjaAPI, Router
from ninja.errors import ValidationError, ValidationErrorContext
from ninja.operation import Operation

from maillage.contributions.api import router as contributions
from maillage.opendata.api import (
    changes,
    explanations,
    networks,
    offers,
    organisations,
    places,
    referentials,
    search,
    sources,
    suggestions,
    territories,
)
from maillage.opendata.api.caching import until_published
from maillage.web.api import about, problems
from maillage.web.api.document import document

VERSION = "1"
ROUTERS: list[Router] = [
    about.router,
    search.router,
    suggestions.router,
    places.router,
    explanations.router,
    offers.router,
    organisations.router,
    networks.router,
    territories.router,
    referentials.router,
    changes.router,
    sources.router,
    contributions,
]

Run = Callable[..., HttpResponse]


class Door(NinjaAPI):
    """Errors go on to `answering`, which tells them all in one form."""

    def on_exception(self, request: HttpRequest, exc: Exception) -> NoReturn:  # type: ignore[override]
        raise exc

    def validation_error_from_error_contexts(self, error_contexts: list[ValidationErrorContext[Any]]) -> ValidationError:
        """Errors with the value given, which the framework drops."""
        told = super().validation_error_from_error_contexts(error_contexts)
        given = [each for context in error_contexts for each in context.pydantic_validation_error.errors(include_url=False)]
        for error, source in zip(told.errors, given, strict=True):
            error["input"] = source["input"]
        return told


def refusing_unknown_names(run: Run) -> Run:
    """Refuse what an operation does not know, instead of answering as if it had not been asked."""
    operation: Operation = unwrap(run).__self__
    if (operation.openapi_extra or {}).get("parameters"):  # its own table reads them (`opendata.api.parameters`)
        return run
    names = problems.names_of(operation)

    @wraps(run)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET and not names.issuperset(request.GET):
            raise problems.unknown_names(request.GET, names)
        return run(request, *args, **kwargs)

    return checked


api = Door(version=VERSION, urls_namespace="api", openapi_url=None, docs_url=None)
api.add_decorator(refusing_unknown_names, mode="view")
for router in ROUTERS:
    api.add_router("", router)


@api.get(
    "/openapi.json",
    operation_id="openapi",
    url_name="openapi",
    response={200: dict[str, Any]},
    tags=[gettext_noop("Pour commencer")],
    summary=gettext_noop("La description de l’API (OpenAPI 3.1)"),
    openapi_extra={"x-examples": ["/api/v1/openapi.json", "/api/v1/openapi.json?lang=en"]},
)
@until_published
def openapi(request: HttpRequest) -> JsonResponse:
    return JsonResponse(document(api, get_language() or "fr"), json_dumps_params={"ensure_ascii": False})
