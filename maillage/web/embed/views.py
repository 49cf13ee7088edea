"""Knows how the pages that others embed answer: any page may frame them, any script may read them, and they leave no cookie."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from maillage.search import engine
from maillage.web.caching import until_published
from maillage.web.embed import sheets
from maillage.web.embed.asked import EmbeddedAsked
from maillage.web.embed.colours import Look
from maillage.web.embed.open_index import OpenIndex
from maillage.web.resident import results, what
from maillage.web.resident.asked import Asked
from maillage.web.resident.map.asking import map_part
from maillage.web.resident.map.policy import with_map
from maillage.web.resident.map.views import points_json
from maillage.web.resident.views import local_now

MODULE = "web/embed/maillage-carte.js"
View = Callable[..., HttpResponseBase]


def for_others(view: View) -> View:
    """Let any page frame this one and any script read it; keep it out of search engines, which have the site's own pages."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return xframe_options_exempt(csp_replace({"frame-ancestors": ["*"]})(answer))


@require_safe
@for_others
@with_map
@until_published
def frame(request: HttpRequest) -> HttpResponse:
    """The list inside a frame: complete without script."""
    asked = EmbeddedAsked.read(request.GET)
    return render(request, "web/embed/frame.html", answer_to(asked))


@require_safe
@for_others
@until_published
def fragment(request: HttpRequest) -> HttpResponse:
    """The same list, without a page around it: what the component shows."""
    asked = EmbeddedAsked.read(request.GET)
    return render(request, "web/embed/fragment.html", answer_to(asked))


@require_safe
@for_others
@with_map
@until_published
def map_page(request: HttpRequest) -> HttpResponse:
    """The map alone, in a frame that the component opens when asked: a worker cannot be started from another origin."""
    asked = EmbeddedAsked.read(request.GET)
    return render(request, "web/embed/map.html", {"asked": asked, "map": map_part(asked.plain(), points="embed-points"), "colours": colours_url(asked.look)})


@require_safe
@for_others
@until_published
def places(request: HttpRequest) -> JsonResponse:
    """Points of the same places, as other software may have them: of the question that the frame asks, already put in the site's own words."""
    return points_json(Asked.read(request.GET), OpenIndex(engine.current()))


@require_safe
@for_others
def module(request: HttpRequest) -> HttpResponse:
    """The component. At an address of its own that never changes, open to other origins whoever serves the static files."""
    return public(sheets.text_of(MODULE), "text/javascript")


@require_safe
@for_others
def colours(request: HttpRequest) -> HttpResponse:
    """Colours of the frame."""
    return public(sheets.frame_colours(Look.read(request.GET)), "text/css")


@require_safe
@for_others
def component_style(request: HttpRequest) -> HttpResponse:
    """Everything the component wears."""
    return public(sheets.component(Look.read(request.GET)), "text/css")


def public(text: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    patch_cache_control(response, public=True, max_age=600)
    return response


def answer_to(asked: EmbeddedAsked) -> dict[str, Any]:
    """What both forms show."""
    now = local_now()
    answer = results.answer(asked, index=OpenIndex(engine.current()), now=now)
    return {
        "asked": asked,
        "answer": answer,
        "suggestions": what.suggestions(),
        "outside": asked.plain().url(page=asked.page),
        "map": map_part(asked.plain(), page=asked.map_url(), points="embed-points"),
        "today": now.date(),
        "colours": colours_url(asked.look),
        "carried": [(name, value) for name, value in asked.params() if name in CARRIED],
    }


CARRIED = ("territoire", "couleur", "fond", "texte-couleur", "theme", "rayon")  # by the search form


def colours_url(look: Look) -> str:
    query = "&".join(f"{name}={value}" for name, value in look.params())
    return f"{reverse('embed-colours')}?{query}" if query else reverse("embed-colours")
