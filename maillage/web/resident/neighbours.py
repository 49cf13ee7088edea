"""Knows the near places that help with what a place does not do."""

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import gettext as _

from maillage.base.geometry import Point
from maillage.directory import selectors
from maillage.directory.models import Place
from maillage.referentials import selectors as referentials
from maillage.search.query import Hit, SearchQuery, SearchResult
from maillage.territories import selectors as territories
from maillage.web import words
from maillage.web.parts import Neighbour
from maillage.web.resident import cards

SHOWN = 5
LOOKED_AT = 20  # the place itself is among them, and those of which nothing is stated
RADIUS_KM = 50.0
TOLD_HELPS = 3


class Index(Protocol):
    """What answers: `search.engine.current()`."""

    def search(self, query: SearchQuery) -> SearchResult: ...


def neighbours(place: Place, offered: Iterable[str], *, index: Index) -> list[Neighbour]:
    """The nearest five of which a stated offer is not among those of this place; those that are linked to it are told elsewhere on its page."""
    near = point_of(place)
    here = {referentials.first_level("services", concept) for concept in offered}
    rest = tuple(term.code for term in referentials.vocabulary("services") if not term.parent and term.code not in here)
    if near is None or not rest:
        return []
    result = index.search(SearchQuery(near=near, radius_km=RADIUS_KM, facets={"services": rest}, page_size=LOOKED_AT, with_counts=False))
    known = {place.code, *(link.place.code for link in selectors.relations_of(place) if link.place)}
    return [neighbour(hit, here) for hit in result.hits if hit.code not in known and hit.matched][:SHOWN]


def point_of(place: Place) -> Point | None:
    """Its own point unless its address is hidden, else that of its commune."""
    if place.latitude is not None and place.longitude is not None and place.visibility != Place.Visibility.ADDRESS_HIDDEN:
        return Point(place.latitude, place.longitude)
    commune = territories.commune(place.insee)
    return commune.point if commune else None


def neighbour(hit: Hit, here: set[str]) -> Neighbour:
    card = hit.card
    roots = dict.fromkeys(referentials.first_level("services", concept) for concept in hit.matched)
    labels = [words.lower_first(referentials.label("services", code)) for code in roots if code not in here]
    more = len(labels) - TOLD_HELPS
    told = words.listing(labels[:TOLD_HELPS]) + ("…" if more > 0 else "")
    return Neighbour(
        url=cards.place_url(card["slug"], card["code"]),
        name=words.typographic(card["name"]),
        where=cards.town(card),
        distance=words.distance(hit.distance_km),
        helps=_("Aide à : {services}").format(services=told),
    )
