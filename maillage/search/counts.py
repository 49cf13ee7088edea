"""Knows how many places hold each facet value. A facet's counts ignore its own filter, so that the visitor sees what widening would give."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from maillage.search import freshness, select
from maillage.search.bits import tally
from maillage.search.plan import Filters
from maillage.search.query import FACETS, FRESHNESS, SearchQuery
from maillage.search.select import Selection

Counts = Mapping[str, Counter[str]]


def count_all(selections: list[Selection], query: SearchQuery) -> dict[str, dict[str, int]]:
    """Facet -> code -> places; codes that no place holds are left out, and facets without any code."""
    counts = dict(count(selections, query.day))
    for facet in query.asked:
        filters = Filters.of(query.without_facet(facet))
        counts |= count([select.known(selection.segment, selection.area, filters) for selection in selections], query.day, facet)
    return {facet: dict(counts[facet]) for facet in FACETS if counts.get(facet)}


def count(selections: list[Selection], today: date, facet: str | None = None) -> Counts:
    """Places found that hold each code of this facet, or of all."""
    total: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for selection in selections:
        for bits in (selection.offer_bits(facet), selection.place_bits(facet)):
            for name, codes in tally(bits.layout, bits.columns).items():
                total[name].update(codes)
        if facet in (None, FRESHNESS):
            total[FRESHNESS].update(freshness.tally(selection.segment.checked_on[selection.places], today))
    return total
