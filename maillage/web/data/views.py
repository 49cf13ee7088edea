"""Knows how the pages of the data answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.opendata import sources
from maillage.web.caching import until_published
from maillage.web.context import absolute
from maillage.web.data import shown


@require_safe
@until_published
def data(request: HttpRequest) -> HttpResponse:
    """What there is to take."""
    listed = sources.sources()
    context = {"data": shown.data(), "sources": [each for each in listed if each.leaves], "kept": [each for each in listed if not each.leaves]}
    return render(request, "web/data/data.html", {**context, "address": absolute("")})


@require_safe
@until_published
def dictionary(request: HttpRequest) -> HttpResponse:
    """What each field means."""
    return render(request, "web/data/dictionary.html", {"places": shown.meanings("place"), "offers": shown.meanings("offer")})
