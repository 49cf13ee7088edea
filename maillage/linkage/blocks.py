"""Knows what a record shares with those it may be: where with what, a contact, a neighbourhood. Each such key is a mark of eight bytes."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from struct import unpack

import numpy as np
from numpy.typing import NDArray

from maillage.linkage.normalise import Normal

LARGEST_BLOCK = 150  # a key that more records share identifies nothing
CORE_WORD = 4  # letters of a word that may make a block
CELL_LATITUDE, CELL_LONGITUDE = 0.002, 0.003  # degrees; about 220 metres

Marks = NDArray[np.int64]


def mark(key: str) -> int:
    """A signed number of eight bytes for a key: the same in every process and on every day."""
    number: int = unpack("<q", blake2b(key.encode(), digest_size=8).digest())[0]
    return number


def keys(record: Normal) -> Iterator[str]:
    """What a record may share with another."""
    for place in (record.insee, record.commune):
        if place:
            yield from (f"family {place} {family}" for family in record.families)
            yield from (f"word {place} {word}" for word in record.core if len(word) >= CORE_WORD)
    if record.insee and record.street:
        yield f"street {record.insee} {record.street}"
    if record.reading.network:
        yield f"network {record.departement} {record.reading.network}"
    yield from map(phone_key, record.phones)
    yield from map(email_key, record.emails)
    if record.siret:
        yield siret_key(record.siret)
    if record.latitude is not None and record.longitude is not None:
        north, east = int(record.latitude // CELL_LATITUDE), int(record.longitude // CELL_LONGITUDE)
        yield from (f"cell {north + up} {east + right}" for up in (0, 1) for right in (0, 1))


def phone_key(phone: str) -> str:
    """Key of a telephone number, normalised."""
    return f"phone {phone}"


def email_key(email: str) -> str:
    """Key of an e-mail address, normalised."""
    return f"email {email}"


def siret_key(siret: str) -> str:
    """Key of a SIRET, which often is that of who runs many places."""
    return f"siret {siret}"


def domain_key(domain: str) -> str:
    """Key of an e-mail domain; it makes no block."""
    return f"domain {domain}"


def site_key(site: str) -> str:
    """Key of a site, normalised; it makes no block."""
    return f"site {site}"


def marks_of(record: Normal) -> set[int]:
    """The marks of all that a record may share."""
    return set(map(mark, keys(record)))


@dataclass(frozen=True)
class Blocks:
    """Records that share a mark: members of block i are `members[starts[i]:starts[i + 1]]`, in the order of the records."""

    marks: Marks
    starts: Marks
    members: Marks

    @property
    def sizes(self) -> Marks:
        """How many records share each mark."""
        return np.diff(self.starts)

    def crowded(self) -> frozenset[int]:
        """Marks that too many records share."""
        return frozenset(self.marks[self.sizes > LARGEST_BLOCK].tolist())


def blocks(records: Sequence[Normal]) -> Blocks:
    """All blocks of these records."""
    owners, told = array("q"), array("q")
    for index, record in enumerate(records):
        found = marks_of(record)
        told.extend(found)
        owners.extend([index] * len(found))
    return grouped(np.frombuffer(told, dtype=np.int64), np.frombuffer(owners, dtype=np.int64))


def grouped(marks: Marks, owners: Marks) -> Blocks:
    """Blocks of marks and of the records that have them, side by side."""
    order = np.lexsort((owners, marks))
    distinct, starts = np.unique(marks[order], return_index=True)
    return Blocks(distinct, np.append(starts, len(marks)).astype(np.int64), owners[order])


def without(found: Blocks, crowded: Iterable[int]) -> NDArray[np.bool_]:
    """Blocks worth comparing: two records or more, and not crowded."""
    common = np.fromiter(crowded, dtype=np.int64)
    return (found.sizes >= 2) & ~np.isin(found.marks, common)
