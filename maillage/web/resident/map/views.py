"""Knows how the map is asked for: its page, its points, the outline of the départements. No session, no query to the database."""

import gzip
from functools import cache
from zlib import crc32

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from maillage.search import engine
from maillage.territories import files
from maillage.web.caching import until_published
from maillage.web.resident.asked import Asked
from maillage.web.resident.map.asking import map_part
from maillage.web.resident.map.points import points
from maillage.web.resident.map.policy import with_map
from maillage.web.resident.question import Index


@cache
def outlines() -> tuple[bytes, bytes]:
    """The file as served, compressed once for all, and plain."""
    plain = (files.SHIPPED / files.OUTLINE).read_bytes()
    return gzip.compress(plain, 9, mtime=0), plain


@require_safe
@with_map
@until_published
def page(request: HttpRequest) -> HttpResponse:
    """The map alone: where « Voir la carte » leads without script, and a page to keep open."""
    asked = Asked.read(request.GET)
    return render(request, "web/map.html", {"map": map_part(asked), "list_url": asked.url()})


@require_safe
@until_published
def places(request: HttpRequest) -> HttpResponse:
    """Points of the places that answer a question."""
    return points_json(Asked.read(request.GET), engine.current())


def points_json(asked: Asked, index: Index) -> JsonResponse:
    """The points that this index shows, as the map reads them."""
    return JsonResponse(points(asked, index).as_json(), json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


@require_safe
@cache_control(public=True, max_age=24 * 3600)
@condition(etag_func=lambda request: f'"{crc32(outlines()[1]):08x}"')
def outline(request: HttpRequest) -> HttpResponse:
    """The départements, drawn small."""
    packed, plain = outlines()
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if takes_gzip else plain, content_type="application/geo+json")
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
