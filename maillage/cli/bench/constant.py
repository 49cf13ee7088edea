"""Knows the server that is measured: the one that people run, and two answers that cost nothing, to compare with: through its door, and without it."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver, path
from django.utils.module_loading import import_string

JSON = "application/json"
BARE = "/bare"


@cache
def body(size: int) -> bytes:
    return b'{"constant":"%b"}' % (b"x" * (size - 15))


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(body(int(request.GET["size"])), content_type=JSON)


served = import_string("maillage.config.wsgi.application")  # as the server does: by its name
get_resolver().url_patterns.insert(0, path("api/v1/constant", constant))


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The WSGI application."""
    if environ["PATH_INFO"] != BARE:
        return served(environ, start_response)  # type: ignore[no-any-return]
    content = body(int(parse_qs(environ["QUERY_STRING"])["size"][0]))
    start_response("200 OK", [("Content-Type", JSON), ("Content-Length", str(len(content)))])
    return [content]
