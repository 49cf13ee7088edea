"""Knows what a browser lets a page with a map do: its worker, and the hosts of the chosen basemap, these and no others."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def with_map(view: View) -> View:
    """Let the page draw a map, when it answers 304 too."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response._csp_update = {**getattr(response, "_csp_update", {}), **directives()}  # type: ignore[attr-defined]
        return response

    return answer


def directives() -> dict[str, list[str]]:
    """What is added to the policy of the other pages."""
    hosts = basemap_hosts()
    return {"worker-src": [SELF]} | ({"connect-src": hosts, "img-src": hosts} if hosts else {})


def basemap_hosts() -> list[str]:
    """Origins that the basemap is asked from: that of its style, and those that the operator adds; none without a basemap."""
    if not settings.BASEMAP_STYLE_URL:
        return []
    return sorted({origin(settings.BASEMAP_STYLE_URL), *(origin(host) for host in settings.BASEMAP_HOSTS)})


def origin(address: str) -> str:
    """ "https://tiles.example/a/{z}" -> "https://tiles.example"; a bare host is asked by https."""
    parts = urlsplit(address if "://" in address else f"https://{address}")
    return f"{parts.scheme}://{parts.netloc}"
