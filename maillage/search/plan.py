"""Knows a question made ready: words folded, circle turned into a chord, facets sorted by what they filter. Made once, used on every segment."""

from dataclasses import dataclass
from datetime import date, datetime

from maillage.search import sphere
from maillage.search.coverage import keys_covering
from maillage.search.query import FRESHNESS, OFFER_FACETS, SERVICES, SearchQuery

Codes = tuple[str, ...]


@dataclass(frozen=True)
class Circle:
    """A disc on the sphere."""

    center: sphere.Vector
    chord2: float  # squared chord of the radius
    south: float  # band of latitudes that holds the disc
    north: float


@dataclass(frozen=True)
class Filters:
    """What is asked of places and of their offers, wherever they are."""

    services: Codes
    offers: dict[str, Codes]  # other facets of an offer
    places: dict[str, Codes]
    freshness: Codes
    today: date
    open_at: datetime | None

    @classmethod
    def of(cls, query: SearchQuery) -> "Filters":
        asked = query.asked
        offers = {name: codes for name, codes in asked.items() if name in OFFER_FACETS and name != SERVICES}
        places = {name: codes for name, codes in asked.items() if name not in OFFER_FACETS and name != FRESHNESS}
        return cls(asked.get(SERVICES, ()), offers, places, asked.get(FRESHNESS, ()), query.day, query.open_at)


@dataclass(frozen=True)
class Plan:
    """One question, ready."""

    circle: Circle | None
    territories: Codes
    words: Codes
    filters: Filters
    covering: Codes  # areas of an offer at a distance that cover the commune asked; none = such offers are not added

    @classmethod
    def of(cls, query: SearchQuery, words: Codes) -> "Plan":
        covering = keys_covering(query.commune) if query.adds_remote else ()
        return cls(circle(query), query.territories, words, Filters.of(query), covering)


def circle(query: SearchQuery) -> Circle | None:
    if query.near is None:
        return None
    half = sphere.band(query.radius_km)
    south, north = query.near.latitude - half, query.near.latitude + half
    return Circle(sphere.unit_vector(query.near), sphere.chord2_of(query.radius_km), south, north)
