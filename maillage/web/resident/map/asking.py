"""Knows what the part « Voir la carte » needs to draw the answers of a question."""

from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from maillage.territories import selectors as territories
from maillage.web.parts import MapPart
from maillage.web.resident.asked import Asked
from maillage.web.resident.cards import ANY_CODE, place_url
from maillage.web.templatetags.web_parts import is_installed

LIBRARY = "vendor/maplibre/maplibre-gl.js"


def map_part(asked: Asked, page: str = "", *, points: str = "places-points") -> MapPart | None:
    """The map of a question, and its own page unless it is at this address; None when the library was not installed: the list says everything.

    `points`: the name of the view that gives its points.
    """
    if not is_installed(LIBRARY):
        return None
    query = urlencode(replace(asked, page=1).params())
    basemap = settings.BASEMAP_STYLE_URL
    return MapPart(
        page=page or with_query(reverse("places-map"), query),
        points=with_query(reverse(points), query),
        place=place_url("", ANY_CODE),
        basemap=basemap,
        credit=" · ".join(part for part in (territories.attribution(), settings.BASEMAP_ATTRIBUTION if basemap else "") if part),
    )


def with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
