"""Knows how some records meet the others: only those that share a block with them. Pure: no model is read."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from maillage.linkage.blocks import LARGEST_BLOCK, marks_of
from maillage.linkage.candidates import NONE, Pairs
from maillage.linkage.clusters import Pair
from maillage.linkage.frequencies import Frequencies
from maillage.linkage.normalise import Normal
from maillage.linkage.resolve import compared
from maillage.linkage.verdicts import Judged

CROWDED = 2 * LARGEST_BLOCK  # a block of so many, that was not crowded when it was counted: what is common must be counted anew


@dataclass(frozen=True)
class Met:
    """What the rules say of some records and of those they meet: pairs with something to say, those that may stand in one place, pairs compared."""

    judged: list[Judged]
    allowed: set[Pair]
    pairs: int


def marks_by_record(records: Iterable[Normal], frequencies: Frequencies) -> dict[str, set[int]]:
    """Marks of each record by which others are looked for: those that were not crowded."""
    return {record.id: marks_of(record) - frequencies.crowded for record in records}


def crowded(marks: Mapping[str, set[int]], shared: Iterable[tuple[int, str]]) -> bool:
    """Has one of the blocks of these records grown so much that what is common must be counted anew? `shared`: marks and other records."""
    sizes = Counter(mark for mark, _other in shared)
    sizes.update(mark for held in marks.values() for mark in held)
    return max(sizes.values(), default=0) > CROWDED


def meet(
    records: Collection[Normal], others: Collection[Normal], marks: Mapping[str, set[int]], shared: Iterable[tuple[int, str]], frequencies: Frequencies
) -> Met:
    """Compare records with each other, and with the others that share a mark with them.

    `marks`: those of `records`, by id; `shared`: a mark and the id of one of `others` that has it, for each mark of `records`.
    """
    rows = sorted([*records, *others], key=lambda row: row.id)
    pairs = _pairs(rows, marks, shared)
    judged, allowed = compared(rows, pairs, frequencies)
    return Met(judged, allowed, len(pairs))


def _pairs(rows: Sequence[Normal], marks: Mapping[str, set[int]], shared: Iterable[tuple[int, str]]) -> Pairs:
    """Pairs of rows that share a mark, one of which has `marks`; each once, sorted."""
    number = {row.id: index for index, row in enumerate(rows)}
    holders: dict[int, list[int]] = defaultdict(list)
    for record in sorted(marks):
        for mark in marks[record]:
            holders[mark].append(number[record])
    told = [(one, other) for held in holders.values() for place, one in enumerate(held) for other in held[place + 1 :]]
    told += [(one, number[other]) for mark, other in shared for one in holders[mark]]
    found = np.sort(np.array(told, dtype=np.int64).reshape(-1, 2), axis=1)
    return np.unique(found, axis=0) if len(found) else NONE
