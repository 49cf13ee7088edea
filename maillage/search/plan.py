"""Knows a question made ready: words folded, circle turned into a chord, facets sorted by what they filter. Made once, used on every segment."""

from dataclasses import dataclass

from maillage.search import sphere
from maillage.search.query import OFFER_FACETS, SERVICES, SearchQuery
from maillage.search.text import asked_words

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
    """Facets asked, by what they filter."""

    services: Codes
    offers: dict[str, Codes]  # other facets of an offer
    places: dict[str, Codes]

    @classmethod
    def of(cls, asked: dict[str, Codes]) -> "Filters":
        offers = {name: codes for name, codes in asked.items() if name in OFFER_FACETS and name != SERVICES}
        places = {name: codes for name, codes in asked.items() if name not in OFFER_FACETS}
        return cls(asked.get(SERVICES, ()), offers, places)


@dataclass(frozen=True)
class Plan:
    """One question, ready."""

    circle: Circle | None
    territories: Codes
    words: Codes
    filters: Filters

    @classmethod
    def of(cls, query: SearchQuery) -> "Plan":
        return cls(circle(query), query.territories, asked_words(query.text), Filters.of(query.asked))


def circle(query: SearchQuery) -> Circle | None:
    if query.near is None:
        return None
    half = sphere.band(query.radius_km)
    south, north = query.near.latitude - half, query.near.latitude + half
    return Circle(sphere.unit_vector(query.near), sphere.chord2_of(query.radius_km), south, north)
