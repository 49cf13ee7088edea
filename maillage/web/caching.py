"""Knows when a page that a browser already has is still good: the same minute, the same publication, the same version of the product."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import condition

from maillage.base import clock
from maillage.base.version import version
from maillage.search import engine

View = Callable[..., HttpResponse]


def until_published(view: View) -> View:
    """Answer 304 as long as nothing was published and the clock shows the same minute ("open" becomes "closed" at one)."""
    conditional = condition(etag_func=etag)(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = conditional(request, *args, **kwargs)
        patch_cache_control(response, no_cache=True)
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

    return answer


def etag(request: HttpRequest, *args: Any, **kwargs: Any) -> str | None:
    """The version of what would be answered; none in development, where templates change."""
    if settings.DEBUG:
        return None
    return f'"{version()}-{engine.current().generation}-{get_language()}-{clock.now():%Y%m%d%H%M}"'
