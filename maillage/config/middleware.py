"""Knows what happens around every request: its name in the logs, and its language."""

import logging
import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from maillage.config.logs import request_id

GetResponse = Callable[[HttpRequest], HttpResponseBase]

log = logging.getLogger("maillage.request")
GIVEN_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


class RequestLogMiddleware:
    """Names each request and logs one line for it: method, path without query, status, milliseconds."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token, start = request_id.set(name_of(request)), perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            log.log(
                logging.DEBUG if request.path.startswith(settings.STATIC_URL) else logging.INFO,
                "answered",
                extra={"method": request.method, "path": request.path, "status": response.status_code, "ms": round(1000 * (perf_counter() - start), 1)},
            )
            return response
        finally:
            request_id.reset(token)


def name_of(request: HttpRequest) -> str:
    """The id given by our proxy, when there is one and it looks like an id; else a new one."""
    given = request.headers.get("X-Request-ID", "") if settings.PROXIES else ""
    return given if GIVEN_ID.fullmatch(given) else uuid4().hex


class PathLanguageMiddleware:
    """Chooses the language by the address alone (`/en/…`), so that a page is the same for everybody and can be cached."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        return response
