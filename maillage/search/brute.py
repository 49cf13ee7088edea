"""Knows the right answer, slowly: each rule of the search written once in plain Python over rows. The tests compare the index with it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from maillage.search.coverage import is_remote, keys_covering
from maillage.search.freshness import code_of, last_check
from maillage.search.moments import closes, is_open
from maillage.search.query import FACETS, FRESHNESS, OFFER_FACETS, SERVICES, Hit, SearchQuery, SearchResult
from maillage.search.relax import relaxations
from maillage.search.rows import OfferRow, PlaceRow
from maillage.search.sphere import chord2, chord2_of, kilometres, unit_vector
from maillage.search.text import asked_words, is_correction, matches

FAR = float("inf")


class BruteIndex:
    """Answers like `index.Index`, by reading every row."""

    def __init__(self, rows: Iterable[PlaceRow], generation: int = 0) -> None:
        self.rows = list(rows)
        self.generation = generation

    def search(self, asked: SearchQuery) -> SearchResult:
        """Answer one question."""
        query = replace(asked, text=self.read(asked.text))
        found = self.sorted(query, lambda row: answers(row, query))
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
            remote_total=sum(not is_here(row, query) for row in found),
            relaxations=() if found else relaxations(asked, self.count, self.respell),
            corrected=query.text if query.text != " ".join(asked_words(asked.text)) else "",
        )

    def count(self, asked: SearchQuery) -> int:
        """How many places answer."""
        query = replace(asked, text=self.read(asked.text))
        return sum(answers(row, query) for row in self.rows)

    def read(self, text: str) -> str:
        """The asked words, each once, corrected when no place holds them."""
        asked = asked_words(text)
        return " ".join(dict.fromkeys(word if self.holds(word) else self.correction(word) or word for word in asked))

    def holds(self, word: str) -> bool:
        return any(worth(row, word) for row in self.rows)

    def correction(self, asked: str) -> str:
        """The correction that most places hold, at equality the first by letters; "" when there is none."""
        held = Counter(word for row in self.rows for word in row.words if is_correction(asked, word))
        return min(held, key=lambda word: (-held[word], word), default="")

    def respell(self, text: str) -> list[str]:
        """The words searched with one of them replaced by its correction, each in turn."""
        read = self.read(text).split()
        corrections = [(i, self.correction(word)) for i, word in enumerate(read)]
        return [" ".join([*read[:i], correction, *read[i + 1 :]]) for i, correction in corrections if correction]

    def sorted(self, query: SearchQuery, wanted: Callable[[PlaceRow], bool]) -> list[PlaceRow]:
        return sorted([row for row in self.rows if wanted(row)], key=lambda row: sort_key(row, query))

    def counts(self, query: SearchQuery) -> dict[str, dict[str, int]]:
        counts = {facet: self.count_values(facet, query.without_facet(facet)) for facet in FACETS}
        return {facet: values for facet, values in counts.items() if values}

    def count_values(self, facet: str, query: SearchQuery) -> dict[str, int]:
        seen: Counter[str] = Counter()
        for row in self.rows:
            if answers(row, query):
                facets = [offer.facets for offer in matched(row, query)] if facet in OFFER_FACETS else [facets_of(row, query)]
                seen.update({value for each in facets for value in each.get(facet, ())})
        return dict(seen)


def answers(row: PlaceRow, query: SearchQuery) -> bool:
    """One of its offers holds all that is asked of offers, and it holds all that is asked of places."""
    return fits(row, query) and bool(matched(row, query))


def is_here(row: PlaceRow, query: SearchQuery) -> bool:
    """Is it in the circle and in the territories asked?"""
    if query.territories and not set(query.territories) & set(row.territories):
        return False
    return not query.near or (row.point is not None and squared(row, query) <= chord2_of(query.radius_km))


def fits(row: PlaceRow, query: SearchQuery) -> bool:
    """Text and facets of the place, wherever it is; and surely open at the moment asked."""
    facets = facets_of(row, query)
    if not all(set(values) & set(facets.get(name, ())) for name, values in query.asked.items() if name not in OFFER_FACETS):
        return False
    if query.open_at and not is_open(row, query.open_at):
        return False
    return all(worth(row, word) for word in asked_words(query.text))


def facets_of(row: PlaceRow, query: SearchQuery) -> Mapping[str, tuple[str, ...]]:
    """Facets of the place, its freshness on the day of the question among them."""
    return {**row.facets, FRESHNESS: (code_of(row.checked_on, query.day),)}


def matched(row: PlaceRow, query: SearchQuery) -> list[OfferRow]:
    """Offers of the place that hold all the offer facets asked and that no closure of their own stops.

    Of a place outside the area asked, only those given at a distance that cover the commune asked.
    """
    asked = [(name, set(values)) for name, values in query.asked.items() if name in OFFER_FACETS]
    offers = [offer for offer in row.offers if all(values & set(offer.facets.get(name, ())) for name, values in asked)]
    offers = [offer for offer in offers if not (query.open_at and closes(offer.closures, row, query.open_at))]
    return offers if is_here(row, query) else [offer for offer in offers if covers(offer, query)]


def covers(offer: OfferRow, query: SearchQuery) -> bool:
    """Is it given at a distance, in an area that holds the commune asked?"""
    return query.adds_remote and is_remote(offer) and bool(set(offer.area) & set(keys_covering(query.commune)))


def is_unknown(row: PlaceRow, query: SearchQuery) -> bool:
    """Here, is nothing stated nor deduced of its services, not even that it does not offer those asked?"""
    services = set(query.asked.get(SERVICES, ()))
    return is_here(row, query) and fits(row, query) and not row.offers and not (services and services <= set(row.denied))


def is_inferred(row: PlaceRow, query: SearchQuery) -> bool:
    """Does it answer only by what was deduced from its texts?"""
    stated = {name: {code for code in codes if f"{name}:{code}" not in row.inferred} for name, codes in facets_of(row, query).items()}
    holds = all(set(values) & stated.get(name, set()) for name, values in query.asked.items() if name not in OFFER_FACETS)
    return not holds or all(offer.inferred for offer in matched(row, query))


def worth(row: PlaceRow, word: str) -> int:
    return max((value for stored, value in row.words.items() if matches(word, stored)), default=0)


def squared(row: PlaceRow, query: SearchQuery) -> float:
    return chord2(unit_vector(row.point), unit_vector(query.near)) if row.point and query.near else 0.0


def sort_key(row: PlaceRow, query: SearchQuery) -> tuple[bool, int, float, bool, tuple[str, str]]:
    """Those here before those at a distance; relevance or freshness when asked; distance; what is stated before what is deduced; name, code."""
    first, distance = 0, 0.0
    if query.sort == "freshness":
        first = last_check(row.checked_on, query.day)
    if query.sort == "relevance":
        first = sum(worth(row, word) for word in asked_words(query.text))
    if query.near and query.sort in ("distance", "relevance"):
        distance = squared(row, query) if row.has_own_point else FAR
    guess = query.sort != "name" and bool(matched(row, query)) and is_inferred(row, query)
    return not is_here(row, query), -first, distance, guess, row.order


def hit(row: PlaceRow, query: SearchQuery, offers: Iterable[OfferRow]) -> Hit:
    told = kilometres(squared(row, query)) if query.near and row.has_own_point else None
    holding = list(offers)
    stated = dict.fromkeys(offer.concept for offer in holding if not offer.inferred)
    guessed = dict.fromkeys(offer.concept for offer in holding if offer.concept not in stated)
    is_guess = bool(holding) and is_inferred(row, query)
    return Hit(row.code, row.card, told, tuple(stated), tuple(guessed), is_guess, row.open_card or row.card, not is_here(row, query))
