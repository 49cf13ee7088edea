"""Knows which points a question puts on the map: those of the list, in its order, without reading the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from maillage.search.query import Hit, SearchQuery, SearchResult
from maillage.territories import selectors as territories
from maillage.web import words
from maillage.web.resident import cards, where
from maillage.web.resident.asked import Asked
from maillage.web.resident.question import Index, Question, ask, understood

MOST = 2_000  # of the places that answer, and as many of those of which nothing is stated: some 100 kB before compression
SLICE = 500

TOWNS = 40  # named on the map, to find one's way: the largest around the points
MARGIN = 0.05  # degrees
Town = tuple[str, float, float]  # name, latitude, longitude
Row = tuple[str, float, float, str, str, int]  # code, latitude, longitude, name, town, 1 when it says what it offers


@dataclass(frozen=True)
class Points:
    """What the map draws. `total`: places of the list; `nowhere`: those met that have no point of their own, in the list only."""

    total: int = 0
    nowhere: int = 0
    places: list[Row] = field(default_factory=list)
    towns: list[Town] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return {"total": self.total, "nowhere": self.nowhere, "places": self.places, "towns": self.towns}


@dataclass(frozen=True)
class Slice:
    """An index whose pages are longer than those of the list."""

    index: Index
    page: int

    def search(self, query: SearchQuery) -> SearchResult:
        return self.index.search(replace(query, page=self.page, page_size=SLICE, with_counts=False))


def points(asked: Asked, index: Index) -> Points:
    """Points of the places that answer, then of those of which nothing is stated."""
    question = Question(asked, where.resolve(asked.where), understood(asked))
    if question.where.choices or question.where.unknown:
        return Points()
    found = list(slices(question, index))
    hits = [(hit, True) for result in found for hit in result.hits] + [(hit, False) for result in found for hit in result.unknown]
    rows = [row(hit, known=known) for hit, known in hits]
    located = [each for each in rows if each]
    return Points(found[0].total + found[0].unknown_total, rows.count(None), located, towns(located))


def slices(question: Question, index: Index) -> Iterator[SearchResult]:
    """The first answers, by long pages."""
    for page in range(1, MOST // SLICE + 1):
        result = ask(question, Slice(index, page)).result
        yield result
        if page >= result.pages:
            return


def row(hit: Hit, *, known: bool) -> Row | None:
    """One point; None for a place of which only the commune is known: it is not where the middle of the commune is."""
    card = hit.card
    latitude, longitude = card["latitude"], card["longitude"]
    if latitude is None or longitude is None or card["precision"] == "commune":
        return None
    return hit.code, round(latitude, 5), round(longitude, 5), words.typographic(card["name"]), cards.town(card), int(known)


def towns(rows: list[Row]) -> list[Town]:
    """The most populated communes around these points, largest first."""
    if not rows:
        return []
    south, north = min(row[1] for row in rows) - MARGIN, max(row[1] for row in rows) + MARGIN
    west, east = min(row[2] for row in rows) - MARGIN, max(row[2] for row in rows) + MARGIN
    points = ((commune.name, commune.point) for commune in territories.communes())
    around = ((words.typographic(name), point[0], point[1]) for name, point in points if point and south < point[0] < north and west < point[1] < east)
    return list(islice(around, TOWNS))
