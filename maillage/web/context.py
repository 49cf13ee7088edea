"""Knows what every page shows around its subject: the door's name, the other language, its one true address."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of `web/base.html`."""
    paths = {code: path_in(request, code) for code, _ in settings.LANGUAGES}
    others = [(code, label) for code, label in settings.LANGUAGES if code != get_language()]
    return {
        "door": door(),
        "page": {
            "canonical": absolute(request.path),
            "alternates": [{"code": code, "url": absolute(path)} for code, path in paths.items()],
            "others": [{"code": code, "label": label, "path": with_query(paths[code], request)} for code, label in others],
        },
    }


def bare_page() -> dict[str, Any]:
    """Context of the same page when the request is not to be trusted."""
    return {"door": door(), "page": {"canonical": "", "alternates": [], "others": []}}


def door() -> dict[str, str]:
    return {"name": settings.SITE_NAME, "team_path": path_or_nothing("account_login"), "source": settings.SOURCE_URL}


def absolute(path: str) -> str:
    """The public address of a path."""
    return f"{settings.PUBLIC_URL}/{path.lstrip('/')}"


def path_in(request: HttpRequest, language: str) -> str:
    """The path of the same page in another language; the home page when this address leads nowhere."""
    if request.resolver_match is None:
        return translate_url(reverse("home"), language)
    return request.path if language == get_language() else translate_url(request.path, language)


def with_query(path: str, request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


def path_or_nothing(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
