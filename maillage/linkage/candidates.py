"""Knows which pairs of records are worth comparing: those that share a block."""

from array import array
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from maillage.linkage import normalise

LARGEST_BLOCK = 150  # a block of more records identifies nothing
CORE_WORD = 4  # letters of a word that may make a block
CELL_LATITUDE, CELL_LONGITUDE = 0.002, 0.003  # degrees; about 220 metres
CELLS_AROUND = 1_000_000  # more than the cells of one parallel

Pairs = NDArray[np.int64]  # two columns: indexes of the records, the smaller first


def candidates(records: Sequence[normalise.Normal]) -> Pairs:
    """Pairs of records that share a block, each once, sorted."""
    count = len(records)
    codes = array("q", (one * count + other for block in _blocks(records) for one, other in combinations(block, 2)))
    return np.stack(np.divmod(np.unique(np.frombuffer(codes, dtype=np.int64)), max(count, 1)), axis=1)


def _blocks(records: Sequence[normalise.Normal]) -> Iterator[list[int]]:
    """Members of each block worth comparing, in the order of the records."""
    members: dict[Hashable, list[int]] = {}
    for index, record in enumerate(records):
        for key in set(block_keys(record)):
            block = members.setdefault(key, [])
            if len(block) <= LARGEST_BLOCK:
                block.append(index)
    return (block for block in members.values() if 2 <= len(block) <= LARGEST_BLOCK)


def block_keys(record: normalise.Normal) -> Iterable[Hashable]:
    """What a record shares with those it may be: where with what, a contact, a neighbourhood."""
    for place in (record.insee, record.commune):
        if place:
            yield from ((place, family) for family in record.families)
            yield from ((place, word) for word in record.core if len(word) >= CORE_WORD)
    if record.insee and record.street:
        yield ("street", record.insee, record.street)
    yield from (("phone", phone) for phone in record.phones)
    yield from (("email", email) for email in record.emails)
    if record.siret:
        yield ("siret", record.siret)
    if record.latitude is not None and record.longitude is not None:
        north, east = int(record.latitude // CELL_LATITUDE), int(record.longitude // CELL_LONGITUDE)
        yield from (CELLS_AROUND * (north + up) + east + right for up in (0, 1) for right in (0, 1))
