"""Knows which places are meant by the beginnings of words of their name and address, in any order."""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

import numpy as np

from maillage.base.text import fold
from maillage.search import order, words
from maillage.search.directory_rows import NOTHING
from maillage.search.index import Index
from maillage.search.query import Card
from maillage.search.segment import Part
from maillage.search.text import IN_ADDRESS, IN_NAME, typed_words

SAME, BEGINS, HOLDS = 0, 1, 2


class Named(NamedTuple):
    """A place that may be meant; the order of its fields is that of suggestions."""

    unlike: int  # less what the asked words are worth: three in the name, two in the address
    length: int  # of the name: the shorter, the more of it was typed
    name: bytes  # folded, then the code
    part: Part
    row: int


def places_like(index: Index, text: str, limit: int) -> list[tuple[int, Card]]:
    """Closeness and card of the places that answer: all the words in the name and the address, one at least in the name.

    The card is the one that may leave; our own, for a place of which nothing may: whoever gives suggestions to others leaves it out.

    Those that hold most of them in the name come first, then the shortest names, then in the order of names.
    """
    asked = words.read(index.parts, typed_words(text))
    if not asked:
        return []
    found = sorted([named for part in index.parts for named in best(part, asked, limit)], key=lambda named: named[:3])[:limit]
    typed = fold(text).encode()
    return [(closeness(named.name, typed), card_of(named)) for named in found]


def best(part: Part, asked: Sequence[str], limit: int) -> Iterator[Named]:
    """The first places of one part, in any order."""
    segment = part.segment
    found = [words.worth(segment, word, (IN_ADDRESS, IN_NAME)) for word in asked]
    relevance = words.total(found) * np.logical_or.reduce([worth == IN_NAME for worth in found])
    if part.alive is not None:
        relevance *= part.alive
    rows = np.flatnonzero(relevance)
    lengths = segment.names.lengths(rows)
    keys = [-relevance[rows].astype(np.float64), lengths.astype(np.float64), segment.rank[rows]]
    for position in order.first(keys, limit).tolist():
        row = int(rows[position])
        yield Named(-int(relevance[row]), int(lengths[position]), segment.names[row], part, row)


def closeness(name: bytes, typed: bytes) -> int:
    """0 the very name, 1 its beginning, 2 its words."""
    if name.startswith(typed):
        return SAME if name[len(typed) : len(typed) + 1] == b"\0" else BEGINS
    return HOLDS


def card_of(named: Named) -> Card:
    segment = named.part.segment
    leaving = segment.open_cards[named.row]
    return cast(Card, json.loads(segment.cards[named.row] if leaving in (b"", NOTHING) else leaving))
