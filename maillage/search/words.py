"""Knows which places of a segment hold the asked words and what these are worth there, and how a word that no place holds is read."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from maillage.search.bits import Bytes, Flags
from maillage.search.postings import Ints, Postings, Range
from maillage.search.segment import Part, Segment
from maillage.search.text import IN_ADDRESS, IN_NAME, IN_SERVICES, singular


def read(parts: Sequence[Part], asked: Sequence[str]) -> tuple[str, ...]:
    """The asked words, each once; those that no place holds are replaced by their correction, when there is one."""
    return tuple(dict.fromkeys(word if is_held(parts, word) else correction(parts, word) or word for word in asked))


def is_held(parts: Sequence[Part], word: str) -> bool:
    """Does any place hold this word, or one that begins so?"""
    return any(part.holds_any(part.segment.words.rows[first:last]) for part in parts for first, last in ranges(part.segment.words, word))


def correction(parts: Sequence[Part], asked: str) -> str:
    """The word that was probably meant, other than the asked one: `text.is_correction` says by which rule; "" when there is none."""
    held: Counter[str] = Counter()
    for part in parts:
        for word in part.segment.spelling.corrections(asked):
            held[word] += part.size_of(part.segment.words.rows_of(word))
    found = [(-places, word) for word, places in held.items() if places]
    return min(found)[1] if found else ""


def relevance_of(segment: Segment, words: Sequence[str]) -> Bytes:
    """Sum over the words of the best of what each is worth; 0 where one is missing."""
    found = [worth(segment, word) for word in words]
    everywhere: Flags = np.logical_and.reduce([best > 0 for best in found])
    total: Bytes = np.add.reduce(found, dtype=np.uint8)
    return total * everywhere


def worth(segment: Segment, word: str) -> Bytes:
    """The best of what a word is worth in each place."""
    best = np.zeros(len(segment), dtype=np.uint8)
    parts = list(ranges(segment.words, word))
    for weight in (IN_SERVICES, IN_ADDRESS, IN_NAME):  # the better ones last: they overwrite
        for part in parts:
            best[weighing(segment.words, part, weight)] = weight
    return best


def ranges(words: Postings, word: str) -> Iterator[Range]:
    """Where the postings answer a word: those that begin so, and its singular."""
    yield words.beginning(word)
    if singular(word):
        yield words.exactly(singular(word))


def weighing(words: Postings, part: Range, weight: int) -> Ints:
    """Rows of a part of the postings, where it is worth so much."""
    first, last = part
    rows: Ints = words.rows[first:last][words.weights[first:last] == weight]
    return rows
