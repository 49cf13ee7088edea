"""Knows the words one mistake away from a word. Two such words become the same when one letter is taken from one or from both:
words are filed under all that they become so, and a few look-ups replace the reading of all words."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.search.bits import Bytes
from maillage.search.postings import Arrays, Ints
from maillage.search.text import SHORTEST_CORRECTION, forms_to_correct, is_correction

Hashes = NDArray[np.uint32]

BASE = np.uint32(0x9E3779B1)  # odd and large, so that words spread; two that meet by chance are told apart by their letters
FIRST_LETTER = ord("a")


class Spelling:
    """Words filed under all that they become when at most one letter is taken away."""

    def __init__(self, arrays: Arrays) -> None:
        self.words: NDArray[np.bytes_] = arrays["spelling.words"]
        self.hashes: Hashes = arrays["spelling.hashes"]
        self.positions: Ints = arrays["spelling.positions"]  # of the words

    def corrections(self, asked: str) -> list[str]:
        """Words that this one may have been meant for, in the order of letters."""
        near = {word for form in forms_to_correct(asked) for word in self.filed_like(form)}
        return sorted(word for word in near if is_correction(asked, word))

    def filed_like(self, word: str) -> list[str]:
        hashes = hashes_of(np.frombuffer(word.encode(), dtype=np.uint8)[None, :])[0]
        first, last = self.hashes.searchsorted(hashes, "left").tolist(), self.hashes.searchsorted(hashes, "right").tolist()
        found = {int(position) for start, stop in zip(first, last, strict=True) for position in self.positions[start:stop]}
        return [self.words[position].decode() for position in found]


def arrays(words: NDArray[np.bytes_]) -> dict[str, NDArray[Any]]:
    """The arrays of `Spelling`, for words of letters alone."""
    by_length = dict(lengths(words))
    hashes = [hashes_of(letters) for _positions, letters in by_length.values()]
    positions = [np.repeat(rows, length + 1) for length, (rows, _letters) in by_length.items()]
    filed = np.concatenate([each.ravel() for each in hashes] or [np.zeros(0, dtype=np.uint32)])
    under = np.concatenate(positions or [np.zeros(0, dtype=np.int32)])
    order = np.argsort(filed, kind="stable")
    return {"spelling.words": words, "spelling.hashes": filed[order], "spelling.positions": under[order].astype(np.int32)}


def lengths(words: NDArray[np.bytes_]) -> Mapping[int, tuple[Ints, Bytes]]:
    """Length -> positions and letters of the words of that length, a word a line."""
    cells: Bytes = words.view(np.uint8).reshape(len(words), words.itemsize)
    sizes = (cells != 0).sum(axis=1)
    has_figures = ((cells != 0) & (cells < FIRST_LETTER)).any(axis=1)
    found = {}
    for length in range(SHORTEST_CORRECTION, words.itemsize + 1):
        rows = np.flatnonzero((sizes == length) & ~has_figures).astype(np.int32)
        found[length] = (rows, cells[rows, :length])
    return found


def hashes_of(letters: Bytes) -> Hashes:
    """Of each word (a line of letters): the hash of the whole, then of the word without its first letter, its second…"""
    length = letters.shape[1]
    powers = np.power(BASE, np.arange(length + 1, dtype=np.uint32), dtype=np.uint32)
    kept = np.cumsum(letters * powers[:length], axis=1, dtype=np.uint32)
    moved = np.cumsum(letters[:, 1:] * powers[: length - 1], axis=1, dtype=np.uint32)  # each letter one place earlier
    before = np.concatenate([np.zeros_like(kept[:, :1]), kept[:, :-1]], axis=1)
    after = moved[:, -1:] - np.concatenate([np.zeros_like(moved[:, :1]), moved], axis=1)
    return np.concatenate([kept[:, -1:], before + after], axis=1)
