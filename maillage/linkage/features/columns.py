"""Knows how a column of values is compared over pairs of records: equality, likeness, contacts in common."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process

from maillage.linkage.candidates import Pairs
from maillage.linkage.frequencies import Frequencies
from maillage.linkage.normalise import Normal

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Columns:
    """Records, their pairs and what is common among all, with the ways to compare a column of the first over the second."""

    records: Sequence[Normal]
    pairs: Pairs
    frequencies: Frequencies

    def each(self, told: Callable[[Normal], Any]) -> list[Any]:
        """What each record tells."""
        return [told(record) for record in self.records]

    def both(self, fact: Callable[[Normal], object]) -> Flags:
        """Does a fact hold of both records of each pair?"""
        true = np.array([bool(told) for told in self.each(fact)], dtype=np.bool_)
        return np.asarray(true[self.pairs[:, 0]] & true[self.pairs[:, 1]])

    def either(self, fact: Callable[[Normal], object]) -> Flags:
        """Does a fact hold of one record at least of each pair?"""
        true = np.array([bool(told) for told in self.each(fact)], dtype=np.bool_)
        return np.asarray(true[self.pairs[:, 0]] | true[self.pairs[:, 1]])

    def differ(self, fact: Callable[[Normal], object]) -> Flags:
        """Does a fact hold of one record only of each pair?"""
        true = np.array([bool(told) for told in self.each(fact)], dtype=np.bool_)
        return np.asarray(true[self.pairs[:, 0]] ^ true[self.pairs[:, 1]])

    def same(self, key: Callable[[Normal], Hashable]) -> Flags:
        """Do both records of each pair have one and the same value, known?"""
        codes, _values = coded(self.each(key))
        return np.asarray((codes[self.pairs[:, 0]] == codes[self.pairs[:, 1]]) & self.both(key))

    def alike(self, text: Callable[[Normal], str], scorer: Callable[..., float]) -> Floats:
        """Likeness of one text of each pair; nan where either is empty."""
        return alike(self.each(text), self.pairs, scorer)

    def shared(self, contacts: Callable[[Normal], Iterable[str]]) -> Floats:
        """What the contact that both records of each pair have proves (`contacts`: its keys); 0 when they share none, or one that too many share."""
        return shared(self.each(contacts), self.pairs, self.frequencies)


def coded(values: Iterable[Hashable]) -> tuple[Codes, list[Hashable]]:
    """A number for each value, and the value of each number."""
    numbers: dict[Hashable, int] = {}
    codes = np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)
    return codes, list(numbers)


def by_values(values: Sequence[Hashable], pairs: Pairs, compare: Callable[..., int]) -> Codes:
    """What a comparison says of the values of each pair; made once for each couple of values that comes."""
    codes, distinct = coded(values)
    couples, rows = np.unique(codes[pairs[:, 0]] * len(distinct) + codes[pairs[:, 1]], return_inverse=True)
    told = [compare(*(distinct[code] for code in divmod(couple, len(distinct)))) for couple in couples.tolist()]
    return np.array(told, dtype=np.int64)[rows]


def alike(texts: Sequence[str], pairs: Pairs, scorer: Callable[..., float]) -> Floats:
    """Likeness of the texts of each pair; nan where either is empty."""
    if not len(pairs):
        return np.empty(0)
    column = np.array(texts, dtype=object)
    left, right = column[pairs[:, 0]], column[pairs[:, 1]]
    ratios = process.cpdist(left.tolist(), right.tolist(), scorer=scorer, dtype=np.float64, workers=-1) / 100
    return np.where((left != "") & (right != ""), ratios, np.nan)


def shared(contacts: Sequence[Iterable[str]], pairs: Pairs, frequencies: Frequencies) -> Floats:
    """What the contact that both records of each pair have proves; 0 when they share none, or one that too many share."""
    held = list(map(frozenset, contacts))
    known = np.array([bool(one) for one in held], dtype=np.bool_)
    values = np.zeros(len(pairs))
    rows = np.flatnonzero(known[pairs[:, 0]] & known[pairs[:, 1]])
    for row, (one, other) in zip(rows.tolist(), pairs[rows].tolist(), strict=True):
        if common := held[one] & held[other]:
            values[row] = max(map(frequencies.proof, common))
    return values
