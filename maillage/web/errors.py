"""Knows how a page says that something went wrong: the fact, then the way out. The last one works when nothing else does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from maillage.web.context import bare_page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return render(request, "web/errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403; a refusal with a reason shows it."""
    return render(request, "web/errors/403.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return render(request, "web/errors/404.html", status=404)


def gone(request: HttpRequest, name: str) -> HttpResponse:
    """410: a place that is no more."""
    return render(request, "web/errors/410.html", {"name": name}, status=410)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form too old, or sent from elsewhere."""
    return render(request, "web/errors/csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: neither the base nor the request is trusted any more."""
    return HttpResponse(get_template("web/errors/500.html").render(bare_page()), status=500)
