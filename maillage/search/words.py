"""Knows which places of a segment hold the asked words and what these are worth there, and how a word that no place holds is read."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from maillage.search.bits import Bytes
from maillage.search.postings import Ints, Postings
from maillage.search.segment import Part, Segment
from maillage.search.text import WORTHS, singular

MOST_REMEMBERED = 8  # answers to the same words: pages, counts and relaxations of one question


def read(parts: Sequence[Part], asked: Sequence[str]) -> tuple[str, ...]:
    """The asked words, each once; those that no place holds are replaced by their correction, when there is one."""
    return tuple(dict.fromkeys(word if is_held(parts, word) else correction(parts, word) or word for word in asked))


def is_held(parts: Sequence[Part], word: str) -> bool:
    """Does any place hold this word, or one that begins so?"""
    return any(part.holds_any(rows) for part in parts for words in part.segment.words.values() for rows in answering(words, word))


def correction(parts: Sequence[Part], asked: str) -> str:
    """The word that was probably meant, other than the asked one: `text.is_correction` says by which rule; "" when there is none."""
    held: Counter[str] = Counter()
    for part in parts:
        for word in part.segment.spelling.corrections(asked):
            held[word] += sum(part.size_of(words.rows_of(word)) for words in part.segment.words.values())
    found = [(-places, word) for word, places in held.items() if places]
    return min(found)[1] if found else ""


def respelled(parts: Sequence[Part], read: Sequence[str]) -> list[str]:
    """These words with one of them replaced by its correction, each in turn: a rare word may be a mistake that some list made."""
    corrections = [(i, correction(parts, word)) for i, word in enumerate(read)]
    return [" ".join([*read[:i], corrected, *read[i + 1 :]]) for i, corrected in corrections if corrected]


def relevance_of(segment: Segment, words: tuple[str, ...]) -> Bytes:
    """Sum over the words of the best of what each is worth; 0 where one is missing. The segment remembers those asked lately."""
    found = segment.lately.get(words)
    if found is None:
        found = total([worth(segment, word) for word in words])
        found.flags.writeable = False
        if len(segment.lately) >= MOST_REMEMBERED:
            segment.lately.clear()
        segment.lately[words] = found
    return found


def total(found: Sequence[Bytes]) -> Bytes:
    """What several words are worth together; 0 where one is worth nothing."""
    together: Bytes = np.add.reduce(found, dtype=np.uint8)
    for each in found:
        together *= each > 0
    return together


def worth(segment: Segment, word: str, values: Sequence[int] = WORTHS) -> Bytes:
    """The best of what a word is worth in each place, among these values (ascending)."""
    best = np.zeros(len(segment), dtype=np.uint8)
    for value in values:  # the better ones last: they overwrite
        for places in answering(segment.words[value], word):
            best[places] = value
    return best


def answering(words: Postings, word: str) -> Iterator[Ints]:
    """Places of the words that begin so, and of its singular; a place may be there several times."""
    first, last = words.beginning(word)
    yield words.rows[first:last]
    if singular(word):
        yield words.rows_of(singular(word))
