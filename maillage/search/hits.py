"""Knows how the places of a page are shown."""

import numpy as np

from maillage.search import order, sphere
from maillage.search.postings import Ints
from maillage.search.query import Hit, Pages, SearchQuery
from maillage.search.select import Selection


def page_of(selections: list[Selection], query: SearchQuery, pages: Pages) -> tuple[Hit, ...]:
    """The hits of one page, in order, among the places of several selections."""
    shown = order.page_of(selections, query, pages)
    if len(selections) == 1:
        return tuple(hits_of(selections[0], shown))
    found: dict[int, Hit] = {}
    start = 0
    for selection in selections:
        mine = shown[(shown >= start) & (shown < start + len(selection))]
        found |= zip(mine.tolist(), hits_of(selection, mine - start), strict=True)
        start += len(selection)
    return tuple(found[position] for position in shown.tolist())


def codes_of(selections: list[Selection], query: SearchQuery, pages: Pages) -> list[str]:
    """Public codes of the places of one page, in order."""
    codes = np.concatenate([selection.segment.code[selection.places] for selection in selections])
    return [code.decode() for code in codes[order.page_of(selections, query, pages)].tolist()]


def hits_of(selection: Selection, positions: Ints) -> list[Hit]:
    """The hits at these positions of a selection."""
    segment, places = selection.segment, selection.places[positions]
    codes, cards = segment.code[places].tolist(), segment.cards.take(places)
    open_cards = segment.open_cards.take(places) if segment.has_open_cards else cards
    return [
        Hit(code.decode(), card, distance, stated, guessed, is_inferred, open_card or card, selection.is_remote)
        for code, card, open_card, distance, (stated, guessed), is_inferred in zip(
            codes, cards, open_cards, distances(selection, positions), selection.concepts_of(places), inferred(selection, positions), strict=True
        )
    ]


def inferred(selection: Selection, positions: Ints) -> list[bool]:
    """Whether each was found only by what was deduced from texts."""
    return [False] * len(positions) if selection.inferred is None else selection.inferred[positions].tolist()


def distances(selection: Selection, positions: Ints) -> list[float | None]:
    """Kilometres; None when no point was asked, or when the place has none of its own."""
    if selection.chords is None:
        return [None] * len(positions)
    own = np.take(selection.segment.has_own_point, selection.places[positions]).tolist()
    return [sphere.kilometres(chord) if known else None for chord, known in zip(selection.chords[positions].tolist(), own, strict=True)]
