"""Knows how a refusal is told to a program: problem+json (RFC 9457), in the reader's language, with the remedy."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from maillage.base.errors import NotAllowed
from maillage.base.problems import Problem

MEDIA_TYPE = "application/problem+json"
DOCUMENTATION = "/donnees/api/"


def response_of(problem: Problem) -> HttpResponse:
    """The answer that tells it."""
    told: dict[str, Any] = {"type": "about:blank", "status": problem.status, "title": problem.title, "detail": problem.detail}
    if problem.remedy:
        told["remedy"] = problem.remedy
    content = json.dumps(told | problem.more, ensure_ascii=False).encode()
    return HttpResponse(content, status=problem.status, content_type=MEDIA_TYPE, headers=problem.headers)


def problem_of(error: Exception) -> Problem | None:
    """The refusal that this error means; None for a fault of ours."""
    match error:
        case Problem():
            return error
        case ValidationError():
            return invalid([(".".join(map(str, each["loc"][1:])), each.get("input"), str(each["msg"])) for each in error.errors])
        case Http404():
            return unknown_address()
        case NotAllowed() | PermissionDenied():
            return of_status(HTTPStatus.FORBIDDEN, str(error))
        case HttpError():
            return of_status(error.status_code, error.message)
        case RequestDataTooBig():
            return of_status(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        case SuspiciousOperation() | BadRequest():
            return of_status(HTTPStatus.BAD_REQUEST)
        case _:
            return None


def invalid(errors: list[tuple[str, object, str]]) -> Problem:
    """422: each field, the value given, what is wrong with it."""
    told = [{"field": field, "value": value, "message": message} for field, value, message in errors]
    detail = " ".join(_("« {field} » : {message}").format(field=field, message=message) for field, _value, message in errors)
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("Demande incomprise"),
        detail,
        _("Corrigez ces valeurs : {address}").format(address=DOCUMENTATION),
        more={"errors": told},
    )


def unknown_address() -> Problem:
    return Problem(
        HTTPStatus.NOT_FOUND,
        _("Adresse inconnue"),
        _("Rien ne répond à cette adresse."),
        _("Les adresses sont décrites ici : {address}").format(address=DOCUMENTATION),
    )


def not_allowed(method: str, allowed: str) -> Problem:
    """405."""
    return Problem(
        HTTPStatus.METHOD_NOT_ALLOWED,
        _("Méthode refusée"),
        _("{method} ne s’emploie pas à cette adresse.").format(method=method),
        _("Employez : {methods}").format(methods=allowed),
        headers={"Allow": allowed},
    )


def fault() -> Problem:
    """500: nothing is told of what happened inside."""
    return Problem(
        HTTPStatus.INTERNAL_SERVER_ERROR, _("Erreur de notre côté"), _("La demande n’a pas pu être traitée. L’erreur est notée."), _("Réessayez plus tard.")
    )


def of_status(status: int, detail: str = "") -> Problem:
    """A refusal of which only the status is known."""
    titles: Mapping[int, str] = {
        400: _("Demande mal formée"),
        401: _("Clé refusée"),
        403: _("Non autorisé"),
        404: _("Introuvable"),
        413: _("Demande trop longue"),
    }
    title = titles.get(status, HTTPStatus(status).phrase)
    return Problem(status, title, detail or title, _("Les adresses sont décrites ici : {address}").format(address=DOCUMENTATION))


def told_otherwise(response: HttpResponseBase) -> bool:
    """Whether an answer refuses in another form than ours."""
    return response.status_code >= HTTPStatus.BAD_REQUEST and not response.headers.get("Content-Type", "").startswith(MEDIA_TYPE)
