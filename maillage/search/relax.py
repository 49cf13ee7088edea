"""Knows what to let go when nothing is found, so that no answer is a dead end: one thing, else two, else the whole where or the whole need.

A key says what is let go: `spelling` `radius` `around` `facet:costs` `open_at` `text` `territories`, two joined by "+"; `anywhere` `need` `everything`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import combinations, islice

from maillage.search.query import Relaxation, SearchQuery
from maillage.territories import selectors as territories
from maillage.territories.enums import AreaKind
from maillage.territories.values import Commune

RADII_KM = (10.0, 20.0, 50.0, 100.0)
MOST_PAIRED = 4  # things let go two by two: the first ones, so that an answer stays quick
MOST_PAIRS = 3  # shown

Count = Callable[[SearchQuery], int]
Respell = Callable[[str], Iterable[str]]  # the text with one word read otherwise, each in turn
Wider = tuple[str, SearchQuery]


def relaxations(query: SearchQuery, count: Count, respell: Respell) -> tuple[Relaxation, ...]:
    """Wider questions that find something, the closest to the one asked first. Each is really asked: its total is exact."""
    first = replace(query, page=1, first=None)
    return (
        tuple(one_thing_less(first, count, respell))
        or tuple(islice(counted(two_things_less(first), count), MOST_PAIRS))
        or tuple(counted(last_resorts(first), count))
    )


def counted(wider: Iterable[Wider], count: Count) -> Iterator[Relaxation]:
    for key, query in wider:
        if total := count(query):
            yield Relaxation(key, query, total)


def one_thing_less(query: SearchQuery, count: Count, respell: Respell) -> Iterator[Relaxation]:
    """Of what can be let go step by step, the first step that finds something."""
    yield from islice(counted((("spelling", replace(query, text=text)) for text in respell(query.text)), count), 1)
    yield from smallest("radius", list(wider_circles(query)), count)
    yield from smallest("around", list(circles_around(query)), count)
    yield from counted(simply_less(query), count)


def smallest(key: str, circles: list[SearchQuery], count: Count) -> Iterator[Relaxation]:
    """The first circle that finds something. The widest holds the others: when it finds nothing, they are not asked."""
    if circles and count(circles[-1]):
        yield from islice(counted(((key, circle) for circle in circles), count), 1)


def two_things_less(query: SearchQuery) -> Iterator[Wider]:
    """The circle counts as one thing: at its widest."""
    widest = [*[("radius", step) for step in wider_circles(query)][-1:], *[("around", step) for step in circles_around(query)][-1:]]
    things = [*widest, *simply_less(query)][:MOST_PAIRED]
    for (key, wider), (other, _wider) in combinations(things, 2):
        yield f"{key}+{other}", dict(simply_less(wider))[other]


def simply_less(query: SearchQuery) -> Iterator[Wider]:
    for facet in query.asked:
        yield f"facet:{facet}", query.without_facet(facet)
    if query.open_at:
        yield "open_at", replace(query, open_at=None)
    if query.text.strip():
        yield "text", replace(query, text="")
    if query.territories and query.near:
        yield "territories", replace(query, territories=())


def wider_circles(query: SearchQuery) -> Iterator[SearchQuery]:
    if query.near:
        yield from (replace(query, radius_km=radius) for radius in RADII_KM if radius > query.radius_km)


def circles_around(query: SearchQuery) -> Iterator[SearchQuery]:
    """The territories asked and their neighbours: the circles, from the commune in their middle, that reach beyond them."""
    circle = circle_of(query.territories) if query.territories and not query.near else None
    if circle:
        middle, reach = circle
        around = replace(query, territories=(), near=middle.point, commune=middle.code)
        yield from (replace(around, radius_km=radius) for radius in RADII_KM if radius > reach)


@lru_cache(maxsize=512)
def circle_of(codes: tuple[str, ...]) -> tuple[Commune, float] | None:
    """The commune in the middle of these territories, and their reach from it in kilometres; None when one is unknown, or a région: too large."""
    areas = [territories.parse_territory(code) for code in codes]
    small = [area for area in areas if area and area.kind is not AreaKind.REGION]
    return territories.circle_of({code for area in small for code in territories.communes_of(area)}) if len(small) == len(codes) else None


def last_resorts(query: SearchQuery) -> Iterator[Wider]:
    if query.near or query.territories:
        yield "anywhere", replace(query, near=None, territories=())
    yield "need", replace(query, text="", facets={}, open_at=None, radius_km=max(query.radius_km, RADII_KM[-1]))
    yield "everything", SearchQuery(page_size=query.page_size, with_counts=query.with_counts)
