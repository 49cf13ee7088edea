"""Knows which pairs of records are worth comparing: those that share a block."""

from collections.abc import Collection, Iterator

import numpy as np
from numpy.typing import NDArray

from maillage.linkage.blocks import Blocks, Marks, without

Pairs = NDArray[np.int64]  # two columns: indexes of the records, the smaller first
NONE: Pairs = np.empty((0, 2), dtype=np.int64)


def candidates(found: Blocks, crowded: Collection[int]) -> Pairs:
    """Pairs of records that share a block that is not crowded, each once, sorted."""
    pairs = np.concatenate([NONE, *_by_size(found, without(found, crowded))])
    count = int(found.members.max(initial=0)) + 1
    return np.stack(np.divmod(np.unique(pairs[:, 0] * count + pairs[:, 1]), count), axis=1)


def _by_size(found: Blocks, wanted: NDArray[np.bool_]) -> Iterator[Pairs]:
    """Pairs within the wanted blocks; all blocks of one size at once."""
    sizes, starts = found.sizes[wanted], found.starts[:-1][wanted]
    for size in np.unique(sizes).tolist():
        table = found.members[starts[sizes == size][:, None] + np.arange(size)]
        yield _couples(table, size)


def _couples(table: Marks, size: int) -> Pairs:
    """Each couple of columns of each line."""
    one, other = np.triu_indices(size, k=1)
    return np.stack((table[:, one].ravel(), table[:, other].ravel()), axis=1)
