"""Knows which places come first: those of the area asked, then by relevance or freshness when asked, by distance, by name.

The order is total, so that pages neither repeat nor skip.
"""

from collections.abc import Iterator

import numpy as np

from maillage.search.freshness import last_checks
from maillage.search.postings import Ints
from maillage.search.query import Pages, SearchQuery
from maillage.search.segment import Floats
from maillage.search.select import Selection


def page_of(selections: list[Selection], query: SearchQuery, pages: Pages) -> Ints:
    """The places of one page, in order: positions in the lists of several selections put end to end."""
    keys = [np.concatenate(key) for key in zip(*(sort_keys(selection, query) for selection in selections), strict=True)]
    return first(keys, pages.stop)[pages.start :]


def sort_keys(selection: Selection, query: SearchQuery) -> Iterator[Floats]:
    """Keys of each place, the most important first."""
    segment, places = selection.segment, selection.places
    if query.adds_remote:
        yield np.full(len(places), float(selection.is_remote))
    if query.sort == "freshness":
        yield -last_checks(segment.checked_on[places], query.day).astype(np.float64)
    if query.sort == "relevance" and selection.area.relevance is not None:
        yield -selection.area.relevance[places].astype(np.float64)
    if query.sort in ("distance", "relevance") and selection.chords is not None:
        yield np.where(segment.has_own_point[places], selection.chords, np.inf)
    if query.sort != "name":
        yield np.zeros(len(places)) if selection.inferred is None else selection.inferred.astype(np.float64)
    yield segment.rank[places]


def first(keys: list[Floats], wanted: int) -> Ints:
    """Positions of the first `wanted`, in order: each key settles what it can, and passes the ties of the last place to the next key."""
    pool, settled = np.arange(len(keys[0])), []
    for key in keys:
        if len(pool) <= wanted:
            break
        values = key[pool]
        limit = np.partition(values, wanted - 1)[wanted - 1] if wanted else -np.inf
        below = values < limit
        settled.append(pool[below])
        wanted -= len(settled[-1])
        pool = pool[values == limit]
    chosen = np.concatenate([*settled, pool])
    return chosen[np.lexsort([key[chosen] for key in reversed(keys)])]
