"""Knows what surrounds every answer of the API: no session, no cookie, open to every origin, and each refusal told as a problem."""

import gzip
import logging
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, resolve
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from maillage.opendata.api.parameters import LANGUAGE
from maillage.web.api import access, problems

PREFIX = "/api/"
LANGUAGES = ("fr", "en")
AROUND = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Language, ETag, Location, Retry-After, X-Request-ID",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Language, Accept-Encoding",
}
ALLOWED_HEADERS = "Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Api-Key"
PREFLIGHT_KEPT_S = 24 * 3600
LONGEST_QUERY = 8_192  # bytes
WORTH_COMPRESSING = 860  # bytes: what fits in one packet gains nothing
GZIP_LEVEL = 4
BODILESS = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)

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
    is_head = request.method == "HEAD"
    if is_head:
        request.method = "GET"
    with translation.override(language):
        response = attempt(request)
    response.headers["Content-Language"] = language
    for name, value in AROUND.items():
        response.headers[name] = value
    return without_body(response) if is_head else compressed(request, response)


def attempt(request: HttpRequest) -> HttpResponseBase:
    """What the router answers, or the refusal."""
    try:
        check_form(request)
        if request.method == "OPTIONS":
            return preflight(request, resolve(request.path_info))
        access.check(request)
        response = call(request, resolve(request.path_info))
        return retold(request, response) if problems.told_otherwise(response) else response
    except Exception as error:  # noqa: BLE001 - nothing else would tell it as a problem
        problem = problems.problem_of(error)
        if problem is None:
            log.exception("%s failed", request.path)
            got_request_exception.send(sender=ApiMiddleware, request=request)
            problem = problems.fault()
        return problems.response_of(problem)


def check_form(request: HttpRequest) -> None:
    """Refuse a host that is not ours, an endless address, a language that we do not speak."""
    request.get_host()
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        raise problems.too_long(LONGEST_QUERY)
    if request.GET.get(LANGUAGE, LANGUAGES[0]) not in LANGUAGES:
        raise problems.unknown_language(str(request.GET[LANGUAGE]))


def call(request: HttpRequest, found: ResolverMatch) -> HttpResponseBase:
    request.resolver_match = found
    return found.func(request, *found.args, **found.kwargs)  # type: ignore[no-any-return]


def preflight(request: HttpRequest, found: ResolverMatch) -> HttpResponse:
    """What a browser asks before a page of another origin asks."""
    allowed = methods_of(call(request, found))
    response = HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": allowed, "Access-Control-Allow-Methods": allowed})
    del response.headers["Content-Type"]
    response.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
    response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_KEPT_S)
    return response


def methods_of(refusal: HttpResponseBase) -> str:
    """Methods of an address, by what it refuses: the routers do not know HEAD and OPTIONS, which are answered here."""
    known = [method.strip() for method in refusal.headers.get("Allow", "GET").split(",")]
    return ", ".join(sorted({*known, "OPTIONS", *(["HEAD"] if "GET" in known else [])}))


def retold(request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
    """A refusal of the framework, told as ours."""
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return problems.response_of(problems.not_allowed(str(request.method), methods_of(response)))
    return problems.response_of(problems.of_status(response.status_code))


def without_body(response: HttpResponseBase) -> HttpResponseBase:
    """The headers alone."""
    if isinstance(response, HttpResponse):
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
        return response
    response.close()
    return HttpResponse(status=response.status_code, headers=dict(response.headers))


def compressed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The same answer, smaller for who reads gzip. No secret is in it: nothing to learn from its size."""
    if not isinstance(response, HttpResponse) or response.status_code in BODILESS:
        return response
    accepts = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    if accepts and len(response.content) > WORTH_COMPRESSING and not response.headers.get("Content-Encoding"):
        response.content = gzip.compress(response.content, GZIP_LEVEL, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    return response


def language_of(request: HttpRequest) -> str:
    """`?lang=`, else what the client prefers, else French."""
    try:
        asked = request.GET.get(LANGUAGE, "")
    except (BadRequest, SuspiciousOperation):  # told by `attempt`
        asked = ""
    return asked if asked in LANGUAGES else preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))


@lru_cache(maxsize=256)
def preferred(accepted: str) -> str:
    """The first language of an Accept-Language that we speak."""
    codes = (code.partition("-")[0] for code, _quality in parse_accept_lang_header(accepted))
    return next((code for code in codes if code in LANGUAGES), LANGUAGES[0])
