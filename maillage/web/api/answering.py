"""Knows what surrounds every answer of the API: no session, no cookie, open to every origin, and each refusal told as a problem."""

import logging
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus

from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, resolve
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from maillage.opendata.api.parameters import LANGUAGE
from maillage.web.api import problems

PREFIX = "/api/"
LANGUAGES = ("fr", "en")
GetResponse = Callable[[HttpRequest], HttpResponseBase]

log = logging.getLogger("django.request")


class ApiMiddleware:
    """Answers what is asked under /api/ at once: what pages need around them (sessions, messages, policies for browsers) is not for programs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return answer(request) if request.path_info.startswith(PREFIX) else self.get_response(request)


def answer(request: HttpRequest) -> HttpResponseBase:
    """The whole answer, whatever happens."""
    language = language_of(request)
    with translation.override(language):
        response = attempt(request)
    response["Content-Language"] = language
    response["Access-Control-Allow-Origin"] = "*"
    response["Vary"] = "Accept-Language, Accept-Encoding"
    return response


def attempt(request: HttpRequest) -> HttpResponseBase:
    """What the router answers, or the refusal."""
    try:
        request.get_host()  # refuses a host that is not ours
        if request.GET.get(LANGUAGE, LANGUAGES[0]) not in LANGUAGES:
            raise problems.unknown_language(request.GET[LANGUAGE])
        found = resolve(request.path_info)
        response = call(request, found)
        return retold(request, response) if problems.told_otherwise(response) else response
    except Exception as error:  # noqa: BLE001 - nothing else would tell it as a problem
        problem = problems.problem_of(error)
        if problem is None:
            log.exception("%s failed", request.path)
            got_request_exception.send(sender=ApiMiddleware, request=request)
            problem = problems.fault()
        return problems.response_of(problem)


def call(request: HttpRequest, found: ResolverMatch) -> HttpResponseBase:
    """What the view answers. HEAD is GET without its body."""
    request.resolver_match = found
    if request.method != "HEAD":
        return found.func(request, *found.args, **found.kwargs)  # type: ignore[no-any-return]
    request.method = "GET"
    response: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
    return response


def retold(request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
    """A refusal of the framework, told as ours."""
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return problems.response_of(problems.not_allowed(str(request.method), response["Allow"]))
    return problems.response_of(problems.of_status(response.status_code))


def language_of(request: HttpRequest) -> str:
    """`?lang=`, else what the client prefers, else French."""
    asked = request.GET.get(LANGUAGE, "")
    return asked if asked in LANGUAGES else preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))


@lru_cache(maxsize=256)
def preferred(accepted: str) -> str:
    """The first language of an Accept-Language that we speak."""
    codes = (code.partition("-")[0] for code, _quality in parse_accept_lang_header(accepted))
    return next((code for code in codes if code in LANGUAGES), LANGUAGES[0])
