"""Knows how pairs to compare are cut in chunks, each with the records concerned, and compared by a pure function.

Whatever the size of the chunks the results are the same: a pair is compared alone as among all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from maillage.base.memory import collecting_seldom
from maillage.linkage import score
from maillage.linkage.candidates import Pairs
from maillage.linkage.clusters import Pair
from maillage.linkage.features import features
from maillage.linkage.frequencies import Frequencies
from maillage.linkage.normalise import Normal
from maillage.linkage.verdicts import Judged, judge

PAIRS = 30_000  # compared at a time: features of one pair take about a kilobyte while they are computed


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pairs to compare (indexes in `rows`, sorted), with the records concerned."""

    rows: list[Normal]
    pairs: Pairs


class Compared(NamedTuple):
    """What the rules say of some pairs, and those that may stand in one place."""

    judged: list[Judged]
    allowed: list[Pair]


def of_pairs(rows: Sequence[Normal], pairs: Pairs, size: int = PAIRS) -> Iterator[Comparison]:
    """Pairs by chunks, those of one neighbourhood together: fewer records are concerned by each."""
    _names, where = np.unique(np.array([row.postal_code or row.insee for row in rows], dtype=np.str_), return_inverse=True)
    order = np.argsort(where[pairs[:, 0]], kind="stable") if len(pairs) else np.empty(0, dtype=np.int64)
    for start in range(0, len(pairs), size):
        chosen = pairs[np.sort(order[start : start + size])]
        concerned, local = np.unique(chosen, return_inverse=True)
        yield Comparison([rows[index] for index in concerned.tolist()], local.reshape(-1, 2))


def compare(frequencies: Frequencies, chunk: Comparison) -> Compared:
    """What the rules say of these pairs of records. The same for some pairs as among all."""
    with collecting_seldom():
        found = features(chunk.rows, chunk.pairs, frequencies)
        judged, allowed = judge(chunk.rows, chunk.pairs, found, score.totals(found))
        return Compared(judged, [(chunk.rows[one].id, chunk.rows[other].id) for one, other in allowed.tolist()])
