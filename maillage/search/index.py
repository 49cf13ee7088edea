"""Knows how one generation answers: the snapshot's segment, less the places edited since, plus the small segment of these edits."""

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np

from maillage.search import build, counts, hits, remote, select, where, words
from maillage.search.plan import Plan
from maillage.search.query import SearchQuery, SearchResult
from maillage.search.relax import relaxations
from maillage.search.rows import PlaceRow
from maillage.search.segment import Part, Segment
from maillage.search.select import Selection
from maillage.search.text import asked_words
from maillage.search.where import Area
from maillage.search.words import MOST_REMEMBERED

Edits = Mapping[str, PlaceRow | None]  # public code -> its row now; None = no longer published


class Index:
    """Answers questions about one generation. Immutable: take it once per request, from any thread."""

    def __init__(self, base: Segment, generation: int, edits: Edits | None = None) -> None:
        self.base, self.generation, self.edits = base, generation, dict(edits or {})
        self.parts = parts(base, self.edits)
        self.lately: dict[tuple[str, ...], tuple[str, ...]] = {}  # words asked lately, as they are read: the one thing that changes

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer one question: no query to the database, no lock."""
        plan = self.plan(query)
        areas = [where.area(part.segment, plan, part.alive) for part in self.parts]
        known = self.known(plan, areas)
        unknown = [select.unknown(part.segment, area, plan.filters) for part, area in zip(self.parts, areas, strict=True)]
        total, unknown_total = size(known), size(unknown)
        pages = query.pages(max(total, unknown_total))
        return SearchResult(
            total=total,
            hits=hits.page_of(known, query, pages),
            counts=counts.count_all(known, query) if query.with_counts else {},
            unknown_total=unknown_total,
            unknown=hits.page_of(unknown, query, pages) if query.with_unknown else (),
            page=pages.page,
            pages=pages.last,
            generation=self.generation,
            inferred_total=sum(int(np.count_nonzero(selection.inferred)) for selection in known if selection.inferred is not None),
            remote_total=size(selection for selection in known if selection.is_remote),
            relaxations=() if total else relaxations(query, self.count, self.respell),
            corrected=corrected(plan, query),
        )

    def codes(self, query: SearchQuery) -> tuple[int, list[str]]:
        """The total and the public codes of one page, in order: `search` without cards, counts or unknown places."""
        known = self.found(query)
        pages = query.pages(size(known))
        return size(known), hits.codes_of(known, query, pages)

    def count(self, query: SearchQuery) -> int:
        """How many places answer: `search(query).total` alone."""
        return self.known_places if query.asks_nothing else size(self.found(query))

    def found(self, query: SearchQuery) -> list[Selection]:
        plan = self.plan(query)
        return self.known(plan, [where.area(part.segment, plan, part.alive) for part in self.parts])

    def plan(self, query: SearchQuery) -> Plan:
        return Plan.of(query, self.read(query.text))

    def read(self, text: str) -> tuple[str, ...]:
        """The words to search, corrected when no place holds them; those read lately are remembered: one question reads them many times."""
        asked = asked_words(text)
        found = self.lately.get(asked)
        if found is None:
            if len(self.lately) >= MOST_REMEMBERED:
                self.lately.clear()
            found = self.lately[asked] = words.read(self.parts, asked)
        return found

    def respell(self, text: str) -> list[str]:
        """The words searched with one of them read otherwise, each in turn."""
        return words.respelled(self.parts, self.read(text))

    def known(self, plan: Plan, areas: list[Area]) -> list[Selection]:
        """Places found in each part, in the area asked, then those outside whose offers at a distance cover the commune asked."""
        asked = list(zip(self.parts, areas, strict=True))
        if plan.covering:
            asked += [(part, remote.area(part.segment, plan, near, part.alive)) for part, near in asked]
        return [select.known(part.segment, area, plan.filters) for part, area in asked]

    @cached_property
    def known_places(self) -> int:
        """How many places tell at least one service."""
        return size(self.found(SearchQuery()))

    @cached_property
    def places(self) -> int:
        """How many places it holds, known and unknown."""
        return sum(len(part.segment) if part.alive is None else int(np.count_nonzero(part.alive)) for part in self.parts)


def corrected(plan: Plan, query: SearchQuery) -> str:
    """The words searched, when they are not those asked."""
    return "" if plan.words == asked_words(query.text) else " ".join(plan.words)


def parts(base: Segment, edits: Edits) -> list[Part]:
    """The base alone, or the base less the edited places and the segment of their new rows."""
    if not edits:
        return [Part(base)]
    alive = np.ones(len(base), dtype=np.bool_)
    alive[[row for row in map(base.row_of, edits) if row is not None]] = False
    return [Part(base, alive), Part(build.segment_beside(base, (row for row in edits.values() if row)))]


def size(selections: Iterable[Selection]) -> int:
    return sum(len(selection) for selection in selections)
