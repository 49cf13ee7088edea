"""Knows what an index shows to the pages of others: the cards as other software may have them, without named persons nor values that may not be re-used."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from maillage.search.directory_rows import NOTHING
from maillage.search.query import Hit, SearchQuery, SearchResult
from maillage.web.resident.question import Index


@dataclass(frozen=True)
class OpenIndex:
    """The same answers as this index, with open cards."""

    index: Index

    def search(self, query: SearchQuery) -> SearchResult:
        result = self.index.search(query)
        return replace(result, hits=opened(result.hits), unknown=opened(result.unknown))


def opened(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """These hits, but for the places of which nothing may leave."""
    return tuple(replace(hit, raw=hit.open_raw or hit.raw) for hit in hits if hit.open_raw != NOTHING)
