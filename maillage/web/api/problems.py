"""Knows how a refusal is told to a program: problem+json (RFC 9457), in the reader's language, with the remedy."""

import json
from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation

from maillage.base import refusals
from maillage.base.errors import NotAllowed
from maillage.base.problems import Problem
from maillage.base.refusals import Wrong
from maillage.opendata.api.parameters import LANGUAGE

MEDIA_TYPE = "application/problem+json"


def response_of(problem: Problem) -> HttpResponse:
    """The answer that tells it."""
    told: dict[str, Any] = {"type": "about:blank", "status": int(problem.status), "title": problem.title, "detail": problem.detail}
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
            return refusals.invalid([wrong_of(each) for each in error.errors])
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


# Values that the framework read


def wrong_of(error: Mapping[str, Any]) -> Wrong:
    """What the framework found wrong, in the reader's language."""
    where, *parts = error["loc"]
    field = ".".join(map(str, parts[1:] if where == "body" else parts)) or where  # of a body, the first part is the name of our variable
    given = error.get("input")
    value = None if given is None or error["type"] == "missing" else given if isinstance(given, str) else json.dumps(given, ensure_ascii=False, default=str)
    return Wrong(field, value, message_of(error["type"], error.get("ctx") or {}, error["msg"]))


def message_of(kind: str, limits: Mapping[str, Any], english: str) -> str:
    """The sentence for a kind of error of pydantic."""
    sentences = {
        "missing": _("cette valeur est obligatoire."),
        "greater_than_equal": _("un nombre d’au moins {ge} est attendu."),
        "greater_than": _("un nombre plus grand que {gt} est attendu."),
        "less_than_equal": _("un nombre d’au plus {le} est attendu."),
        "less_than": _("un nombre plus petit que {lt} est attendu."),
        "string_too_long": _("{max_length} caractères au plus sont attendus."),
        "string_too_short": _("{min_length} caractères au moins sont attendus."),
        "too_long": _("{max_length} éléments au plus sont attendus."),
        "too_short": _("{min_length} éléments au moins sont attendus."),
        "string_pattern_mismatch": _("la forme attendue est {pattern}"),
        "literal_error": _("une de ces valeurs est attendue : {expected}."),
        "enum": _("une de ces valeurs est attendue : {expected}."),
        "extra_forbidden": _("ce nom n’existe pas."),
        "json_invalid": _("ce n’est pas du JSON."),
    }
    families = {
        "int": _("un nombre entier est attendu."),
        "float": _("un nombre est attendu."),
        "bool": _("true ou false est attendu."),
        "string": _("un texte est attendu."),
        "date": _("une date est attendue, comme 2026-11-25."),
        "datetime": _("une date et une heure sont attendues, comme 2026-11-25T14:30:00+01:00."),
        "uuid": _("un UUID est attendu."),
        "list": _("une liste est attendue."),
        "dict": _("un objet est attendu."),
        "model": _("un objet est attendu."),
        "url": _("une adresse du web est attendue."),
    }
    told = sentences.get(kind) or families.get(kind.split("_", 1)[0])
    return told.format(**limits) if told else english


def names_of(operation: Operation) -> frozenset[str]:
    """Names that the address of an operation may give."""
    return frozenset({LANGUAGE, *(name for model in operation.models if model.__ninja_param_source__ == "query" for name in model.__ninja_flatten_map__)})


def unknown_names(given: QueryDict, names: Collection[str]) -> Problem:
    """422: what the operation does not know."""
    expected = _("ce paramètre n’existe pas ; il y a : {names}.").format(names=", ".join(sorted(names)))
    return refusals.invalid([Wrong(name, str(given[name]), expected) for name in given if name not in names])


# Other refusals


def unknown_address() -> Problem:
    return refusals.not_found(_("Rien ne répond à cette adresse."), refusals.see_documentation())


def unknown_language(language: str) -> Problem:
    return refusals.invalid([Wrong(LANGUAGE, language, _("une de ces valeurs est attendue : {expected}.").format(expected="fr, en"))])


def too_long(most: int) -> Problem:
    """414."""
    detail = _("Cette adresse dépasse {count} caractères.").format(count=most)
    return Problem(HTTPStatus.REQUEST_URI_TOO_LONG, _("Adresse trop longue"), detail, _("Demandez moins de valeurs à la fois."))


def not_allowed(method: str, allowed: str) -> Problem:
    """405."""
    return Problem(
        HTTPStatus.METHOD_NOT_ALLOWED,
        _("Méthode refusée"),
        _("{method} ne s’emploie pas à cette adresse.").format(method=method),
        _("Employez : {methods}").format(methods=allowed),
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
    return Problem(status, title, detail or title, refusals.see_documentation())


def told_otherwise(response: HttpResponseBase) -> bool:
    """Whether an answer refuses in another form than ours."""
    return response.status_code >= HTTPStatus.BAD_REQUEST and not response.headers.get("Content-Type", "").startswith(MEDIA_TYPE)
