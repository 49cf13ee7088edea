"""Knows what to let go when nothing is found, so that no answer is a dead end."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from maillage.search.query import Relaxation, SearchQuery

RADII_KM = (10.0, 20.0, 50.0, 100.0)

Count = Callable[[SearchQuery], int]


def relaxations(query: SearchQuery, count: Count) -> tuple[Relaxation, ...]:
    """Wider questions that find something, nearest to the one asked first: one thing let go, else the whole where, else the whole need."""
    first = replace(query, page=1)
    return tuple(counted(one_thing_less(first, count), count)) or tuple(counted(last_resorts(first), count))


def counted(wider: Iterator[tuple[str, SearchQuery]], count: Count) -> Iterator[Relaxation]:
    for key, query in wider:
        if total := count(query):
            yield Relaxation(key, query, total)


def one_thing_less(query: SearchQuery, count: Count) -> Iterator[tuple[str, SearchQuery]]:
    if query.near:
        steps = (replace(query, radius_km=radius) for radius in RADII_KM if radius > query.radius_km)
        yield from (("radius", wider) for wider in [next((step for step in steps if count(step)), None)] if wider)
    for facet in query.asked:
        yield f"facet:{facet}", query.without_facet(facet)
    if query.text.strip():
        yield "text", replace(query, text="")
    if query.territories:
        yield "territories", replace(query, territories=())


def last_resorts(query: SearchQuery) -> Iterator[tuple[str, SearchQuery]]:
    if query.near or query.territories:
        yield "anywhere", replace(query, near=None, territories=())
    yield "need", replace(query, text="", facets={}, radius_km=max(query.radius_km, RADII_KM[-1]))
    yield "everything", SearchQuery(page_size=query.page_size, with_counts=query.with_counts)
