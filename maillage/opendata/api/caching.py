"""Knows when an answer that a program already has is still good: nothing was published since, nor has the minute changed where open or closed shows."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from zlib import crc32

from django.http import HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from ninja.decorators import decorate_view

from maillage.base import clock
from maillage.base.version import version
from maillage.search import engine

Answer = Callable[..., HttpResponseBase]


def conditional(answer: Answer, *, minute: bool) -> Answer:
    """Answer 304 to who has this very answer already."""

    @wraps(answer)
    def answer_once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        tag = etag(request, minute=minute)
        if tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            response: HttpResponseBase = HttpResponseNotModified()
        else:
            response = answer(request, *args, **kwargs)
        if response.status_code < 400:  # noqa: PLR2004 - a refusal has no version
            response["ETag"], response["Cache-Control"] = tag, "no-cache"
        return response

    return answer_once


def etag(request: HttpRequest, *, minute: bool) -> str:
    """The version of what would be answered to this address, in quotes. Weak: compressed or not, it is the same answer."""
    address = crc32(f"{request.path}?{request.META.get('QUERY_STRING', '')}".encode())
    when = f"{clock.now():%Y%m%d%H%M}" if minute else f"{clock.today():%Y%m%d}"
    return f'W/"{version()}-{engine.current().generation}-{get_language()}-{address:08x}-{when}"'


Operation = TypeVar("Operation", bound=Callable[..., Any])


def until_published(operation: Operation) -> Operation:
    """Answer 304 as long as nothing was published, for one day at most. To be put under `@router.get(…)`."""
    return decorate_view(lambda answer: conditional(answer, minute=False))(operation)


def until_minute(operation: Operation) -> Operation:
    """The same, for one minute at most: the answer tells what is open."""
    return decorate_view(lambda answer: conditional(answer, minute=True))(operation)
