"""Knows the few figures of the home page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import Exists, OuterRef

from maillage.directory.models import Generation, Origin, Place
from maillage.search.query import SearchQuery, SearchResult


class Index(Protocol):
    """What answers: `search.engine.current()`."""

    def search(self, query: SearchQuery) -> SearchResult: ...


@dataclass(frozen=True)
class Figures:
    """How much there is, and since when."""

    places: int
    lists: int
    published_at: datetime | None


def figures(index: Index) -> Figures | None:
    """Figures of what is published; nothing before the first publication."""
    everything = index.search(SearchQuery(page_size=1, with_counts=False))
    places = everything.total + everything.unknown_total
    if not places:
        return None
    published_at = Generation.objects.order_by("pk").values_list("published_at", flat=True).first()
    lists = Origin.objects.filter(Exists(Place.objects.filter(founding_origin=OuterRef("pk"))), kind=Origin.Kind.SOURCE).count()
    return Figures(places, lists, published_at)
