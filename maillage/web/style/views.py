"""Knows the living page of the parts, in development only."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.web.style import examples

PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "home": ("web/home.html", {"needs": examples.NEEDS, "figures": examples.FIGURES, "suggestions": ["imprimer"]}),
    "results": ("web/results.html", {"answer": examples.ANSWER, "suggestions": ["imprimer"]}),
    "nothing": ("web/results.html", {"answer": examples.NOTHING, "suggestions": ["imprimer"]}),
    "place": ("web/place.html", {"sheet": examples.SHEET}),
    "place-unknown": ("web/place.html", {"sheet": examples.EMPTY_SHEET}),
}


def parts(request: HttpRequest) -> HttpResponse:
    """All parts on one page."""
    return render(request, "web/style.html", {"examples": examples, "pages": list(PAGES), "suggestions": ["imprimer"]})


def example(request: HttpRequest, name: str) -> HttpResponse:
    """One whole page, with made-up values."""
    if name not in PAGES:
        raise Http404
    template, context = PAGES[name]
    return render(request, template, context)
