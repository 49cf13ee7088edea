"""Knows the right answer, slowly: each rule of the search written once in plain Python over rows. The tests compare the index with it."""

from collections import Counter
from collections.abc import Callable, Iterable

from maillage.search.query import FACETS, OFFER_FACETS, PLACE_FACETS, SERVICES, Hit, SearchQuery, SearchResult
from maillage.search.relax import relaxations
from maillage.search.rows import OfferRow, PlaceRow
from maillage.search.sphere import chord2, chord2_of, kilometres, unit_vector
from maillage.search.text import asked_words, matches

FAR = float("inf")


class BruteIndex:
    """Answers like `index.Index`, by reading every row."""

    def __init__(self, rows: Iterable[PlaceRow], generation: int = 0) -> None:
        self.rows = list(rows)
        self.generation = generation

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer one question."""
        found = self.sorted(query, lambda row: bool(matched(row, query)))
        unknown = self.sorted(query, lambda row: is_unknown(row, query))
        pages = query.pages(max(len(found), len(unknown)))
        shown = slice(pages.start, pages.stop)
        return SearchResult(
            total=len(found),
            hits=tuple(hit(row, query, matched(row, query)) for row in found[shown]),
            counts=self.counts(query) if query.with_counts else {},
            unknown_total=len(unknown),
            unknown=tuple(hit(row, query, ()) for row in unknown[shown]),
            page=pages.page,
            pages=pages.last,
            generation=self.generation,
            inferred_total=sum(is_inferred(row, query) for row in found),
            relaxations=() if found else relaxations(query, self.count),
        )

    def count(self, query: SearchQuery) -> int:
        """How many places answer."""
        return sum(is_here(row, query) and bool(matched(row, query)) for row in self.rows)

    def sorted(self, query: SearchQuery, wanted: Callable[[PlaceRow], bool]) -> list[PlaceRow]:
        rows = [row for row in self.rows if is_here(row, query) and wanted(row)]
        return sorted(rows, key=lambda row: sort_key(row, query))

    def counts(self, query: SearchQuery) -> dict[str, dict[str, int]]:
        counts = {facet: self.count_values(facet, query.without_facet(facet)) for facet in FACETS}
        return {facet: values for facet, values in counts.items() if values}

    def count_values(self, facet: str, query: SearchQuery) -> dict[str, int]:
        seen: Counter[str] = Counter()
        for row in self.rows:
            if is_here(row, query):
                holders = matched(row, query)
                facets = [row.facets] if facet in PLACE_FACETS and holders else [offer.facets for offer in holders]
                seen.update({value for each in facets for value in each.get(facet, ())})
        return dict(seen)


def is_here(row: PlaceRow, query: SearchQuery) -> bool:
    """Where, text and facets of the place."""
    if query.territories and not set(query.territories) & set(row.territories):
        return False
    if query.near and (row.point is None or squared(row, query) > chord2_of(query.radius_km)):
        return False
    if not all(set(values) & set(row.facets.get(name, ())) for name, values in query.asked.items() if name not in OFFER_FACETS):
        return False
    return all(worth(row, word) for word in asked_words(query.text))


def matched(row: PlaceRow, query: SearchQuery) -> list[OfferRow]:
    """Offers of the place that hold all the offer facets asked."""
    asked = [(name, set(values)) for name, values in query.asked.items() if name in OFFER_FACETS]
    return [offer for offer in row.offers if all(values & set(offer.facets.get(name, ())) for name, values in asked)]


def is_unknown(row: PlaceRow, query: SearchQuery) -> bool:
    """Is nothing stated of its services, not even that it does not offer those asked?"""
    services = set(query.asked.get(SERVICES, ()))
    return not row.offers and not (services and services <= set(row.denied))


def is_inferred(row: PlaceRow, query: SearchQuery) -> bool:
    """Does it answer only by what was deduced from its texts?"""
    stated = {name: {code for code in row.facets.get(name, ()) if f"{name}:{code}" not in row.inferred} for name in PLACE_FACETS}
    holds = all(set(values) & stated.get(name, set()) for name, values in query.asked.items() if name not in OFFER_FACETS)
    return not holds or all(offer.inferred for offer in matched(row, query))


def worth(row: PlaceRow, word: str) -> int:
    return max((value for stored, value in row.words.items() if matches(word, stored)), default=0)


def squared(row: PlaceRow, query: SearchQuery) -> float:
    return chord2(unit_vector(row.point), unit_vector(query.near)) if row.point and query.near else 0.0


def sort_key(row: PlaceRow, query: SearchQuery) -> tuple[int, float, bool, tuple[str, str]]:
    relevance = sum(worth(row, word) for word in asked_words(query.text)) if query.sort == "relevance" else 0
    distance = 0.0
    if query.near and query.sort != "name":
        distance = squared(row, query) if row.has_own_point else FAR
    guess = query.sort != "name" and bool(row.offers) and bool(matched(row, query)) and is_inferred(row, query)
    return -relevance, distance, guess, row.order


def hit(row: PlaceRow, query: SearchQuery, offers: Iterable[OfferRow]) -> Hit:
    told = kilometres(squared(row, query)) if query.near and row.has_own_point else None
    holding = list(offers)
    stated = dict.fromkeys(offer.concept for offer in holding if not offer.inferred)
    guessed = dict.fromkeys(offer.concept for offer in holding if offer.concept not in stated)
    is_guess = bool(holding) and is_inferred(row, query)
    return Hit(row.code, row.card, told, tuple(stated), tuple(guessed), is_guess, row.open_card or row.card)
