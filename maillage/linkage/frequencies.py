"""Knows what is common among the records, so that sharing it proves little.

Counted by a full run over all of them, kept under a version, and the same for every comparison until the next one: a record compared alone
meets the same verdicts as among all.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from maillage.linkage.blocks import LARGEST_BLOCK, Blocks, blocks, domain_key, email_key, mark, phone_key, siret_key, site_key
from maillage.linkage.normalise import Normal

POINT_SPELLINGS = 3  # addresses at which lists may see one point: they write the same address in several ways
SPELLINGS = 2  # addresses at which one contact may be seen and still be the contact of one place


@dataclass(frozen=True)
class Frequencies:
    """What is common. Keys are marks (`blocks.mark`): no contact is kept here.

    `crowded`: keys that make no block. `contacts`: contacts seen at more addresses than `SPELLINGS`, with their number.
    `several`: a list, a commune, a family, and a proper name or none, of which the list has several there.
    `words`: words of names, with the number of records (2 or more).
    """

    records: int = 0
    crowded: frozenset[int] = frozenset()
    contacts: Mapping[int, int] = field(default_factory=dict)
    several: frozenset[int] = frozenset()
    words: Mapping[str, int] = field(default_factory=dict)

    def proof(self, contact: str) -> float:
        """What sharing a contact proves: 1 when one place has it, less for each further address at which it is seen; 0 when too many have it."""
        key = mark(contact)
        return 0.0 if key in self.crowded else min(1.0, SPELLINGS / self.contacts.get(key, SPELLINGS))

    def rarity(self, word: str) -> float:
        """What a word of a name tells: 1 when one or two records have it, towards 0 when all do."""
        return 1 - log(max(1, self.words.get(word, 1) / 2)) / log(max(2, self.records))

    def shared_point(self, record: Normal) -> bool:
        """Is the point of the record that of several addresses: the middle of a commune or of a street, not a place?"""
        key = point_key(record)
        return bool(key) and self.contacts.get(mark(key), 0) > POINT_SPELLINGS

    def alone(self, record: Normal) -> bool:
        """Is the record the only one of its family that its list has in the commune, as far as is known?"""
        key = sort_key(record)
        return bool(key) and mark(key) not in self.several

    def has_namesake(self, record: Normal) -> bool:
        """Has the list of the record another of its family and proper name in the commune, as far as is known?"""
        key = namesake_key(record)
        return bool(key) and mark(key) in self.several


def sort_key(record: Normal) -> str:
    """A list, a commune, a family; "" when one is not known."""
    commune = record.insee or record.commune
    return f"sort {record.source} {commune} {record.family}" if commune and record.family else ""


def namesake_key(record: Normal) -> str:
    """A list, a commune, a family, a proper name; "" when one is not known."""
    key = sort_key(record)
    return f"{key} {' '.join(record.core)}" if key and record.core else ""


def point_key(record: Normal) -> str:
    """The point of a record, to a metre; "" without one."""
    return "" if record.latitude is None or record.longitude is None else f"point {record.latitude:.5f} {record.longitude:.5f}"


def hours_key(record: Normal) -> str:
    """The hours of a record; "" without any."""
    return f"hours {record.hours}" if record.hours else ""


def contact_keys(record: Normal) -> list[str]:
    """Keys of the contacts of a record, and of its point, hours and SIRET, which common ones do not tell from others either."""
    return [
        *filter(None, (point_key(record), hours_key(record))),
        *map(siret_key, filter(None, (record.siret,))),
        *map(phone_key, record.phones),
        *map(email_key, record.emails),
        *map(domain_key, record.domains),
        *map(site_key, record.sites),
    ]


def count(records: Sequence[Normal], found: Blocks | None = None) -> Frequencies:
    """Count what these records share. `found`: their blocks, when they are made already."""
    sorts, words = (
        Counter(key for record in records for key in (sort_key(record), namesake_key(record))),
        Counter(word for record in records for word in record.words),
    )
    holders: dict[str, list[Normal]] = defaultdict(list)
    for record in records:
        for contact in contact_keys(record):
            holders[contact].append(record)
    return Frequencies(
        records=len(records),
        crowded=(found or blocks(records)).crowded() | _crowded(holders),
        contacts={mark(contact): number for contact, held in holders.items() if (number := addresses(held)) > SPELLINGS},
        several=frozenset(mark(key) for key, number in sorts.items() if key and number > 1),
        words={word: number for word, number in words.items() if number > 1},
    )


def addresses(holders: Sequence[Normal]) -> int:
    """At how many addresses a contact is seen."""
    return len({(record.commune, record.street) if record.street else record.id for record in holders})


def _crowded(holders: Mapping[str, Sequence[Normal]]) -> frozenset[int]:
    return frozenset(mark(contact) for contact, held in holders.items() if len(held) > LARGEST_BLOCK)
