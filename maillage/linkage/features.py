"""Knows how alike two records are: one array per feature, one row per pair. Nothing here says what a likeness is worth."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from maillage.linkage.candidates import LARGEST_BLOCK, Pairs
from maillage.linkage.kinds import likeness, succeed
from maillage.linkage.normalise import Normal, street_words

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]
EARTH_METRES = 6_371_008.8
MORE_WORDS = 0.3  # how much the words that only one core has count against them
SPELLINGS = 2  # addresses at which one contact may be seen and still be the contact of one place
STREET_WITHIN = 0.95  # likeness given to a street written without its titles or first names
NEIGHBOURS = 4  # house numbers so near are often the same door


@dataclass(frozen=True, slots=True)
class Features:
    """Likenesses of each pair. Ratios from 0 to 1 (nan = unknown); shared contacts from 0 (none) to 1 (theirs alone); metres (nan = unknown)."""

    core: Floats
    core_equal: Flags
    core_none: Flags
    kind: Codes
    declared_successor: Flags
    name: Floats
    name_sorted: Floats
    words_equal: Flags
    street: Floats
    number_equal: Flags
    number_near: Flags
    number_conflict: Flags
    metres: Floats
    phone: Floats
    phone_differs: Flags
    email: Floats
    domain: Floats
    site: Floats
    siret: Flags
    elsewhere: Flags
    same_commune: Flags
    same_source: Flags
    alone: Flags


@dataclass(frozen=True)
class Columns:
    """Records and their pairs, and the ways to compare a column of the first over the second."""

    records: Sequence[Normal]
    pairs: Pairs

    def each(self, told: Callable[[Normal], Any]) -> list[Any]:
        """What each record tells."""
        return [told(record) for record in self.records]

    def both(self, fact: Callable[[Normal], object]) -> Flags:
        """Does a fact hold of both records of each pair?"""
        true = np.array([bool(told) for told in self.each(fact)], dtype=np.bool_)
        return np.asarray(true[self.pairs[:, 0]] & true[self.pairs[:, 1]])

    def same(self, key: Callable[[Normal], Hashable]) -> Flags:
        """Do both records of each pair have one and the same value, known?"""
        codes, _values = coded(self.each(key))
        return np.asarray((codes[self.pairs[:, 0]] == codes[self.pairs[:, 1]]) & self.both(key))

    def alike(self, text: Callable[[Normal], str], scorer: Callable[..., float]) -> Floats:
        """Likeness of one text of each pair; nan where either is empty."""
        return alike(self.each(text), self.pairs, scorer)

    def shared(self, contacts: Callable[[Normal], frozenset[str]]) -> Floats:
        """What the contact that both records of each pair have proves."""
        return shared(self.each(contacts), self.records, self.pairs)


def features(records: Sequence[Normal], pairs: Pairs) -> Features:
    """Compare each pair of records."""
    columns = Columns(records, pairs)
    return Features(**of_names(columns), **of_addresses(columns), **of_contacts(columns), **of_lists(columns))


def of_names(columns: Columns) -> dict[str, Any]:
    """What names and kinds tell."""
    families = columns.each(lambda record: (record.family, record.declared))
    return {
        "core": (1 - MORE_WORDS) * columns.alike(core_text, fuzz.token_set_ratio) + MORE_WORDS * columns.alike(core_text, fuzz.token_sort_ratio),
        "core_equal": columns.same(lambda record: record.core),
        "core_none": columns.both(lambda record: not record.core),
        "kind": by_values(families, columns.pairs, lambda one, other: likeness(one[0], other[0], one[1], other[1])),
        "declared_successor": by_values(columns.each(lambda record: record.declared), columns.pairs, succeed) > 0,
        "name": np.nan_to_num(columns.alike(lambda record: record.name, fuzz.token_set_ratio)),
        "name_sorted": np.nan_to_num(columns.alike(lambda record: record.name, fuzz.token_sort_ratio)),
        "words_equal": columns.same(lambda record: record.words),
    }


def of_addresses(columns: Columns) -> dict[str, Any]:
    """What streets, numbers, communes and points tell."""
    homonyms = columns.both(lambda record: record.departement) & ~columns.same(lambda record: record.departement)
    same_commune = columns.same(lambda record: record.insee) | (columns.same(lambda record: record.commune) & ~homonyms)
    gap = by_values(columns.each(lambda record: record.numbers), columns.pairs, number_gap)
    return {
        "street": streets(columns.records, columns.pairs),
        "number_equal": gap == 0,
        "number_near": (gap > 0) & (gap <= NEIGHBOURS),
        "number_conflict": gap > 0,
        "metres": metres(columns.records, columns.pairs),
        "same_commune": same_commune,
        "elsewhere": ~same_commune & ~columns.same(lambda record: record.postal_code),
    }


def of_contacts(columns: Columns) -> dict[str, Any]:
    """What contacts and identifiers tell."""
    phone = columns.shared(lambda record: record.phones)
    return {
        "phone": phone,
        "phone_differs": columns.both(lambda record: record.phones) & (phone == 0),
        "email": columns.shared(lambda record: record.emails),
        "domain": columns.shared(lambda record: record.domains),
        "site": columns.shared(lambda record: record.sites),
        "siret": columns.same(lambda record: record.siret),
    }


def of_lists(columns: Columns) -> dict[str, Any]:
    """What being in one list, or alone in it, tells."""
    alone = set(lone(columns.records))
    return {"same_source": columns.same(lambda record: record.source), "alone": columns.both(lambda record: record.id in alone)}


def core_text(record: Normal) -> str:
    """The core as one text."""
    return " ".join(record.core)


# Values compared for equality


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


def number_gap(one: frozenset[int], other: frozenset[int]) -> int:
    """Smallest difference between two sets of house numbers; −1 when unknown."""
    return min((abs(a - b) for a in one for b in other), default=-1)


def lone(records: Sequence[Normal]) -> list[str]:
    """Ids of the records that are the only one of their family that their list has in the commune."""
    keys = [(record.source, record.insee or record.commune, record.family) for record in records]
    numbers = Counter(keys)
    return [record.id for record, key in zip(records, keys, strict=True) if key[1] and key[2] and numbers[key] == 1]


# Texts


def alike(texts: Sequence[str], pairs: Pairs, scorer: Callable[..., float]) -> Floats:
    """Likeness of the texts of each pair; nan where either is empty."""
    if not len(pairs):
        return np.empty(0)
    column = np.array(texts, dtype=object)
    left, right = column[pairs[:, 0]], column[pairs[:, 1]]
    ratios = process.cpdist(left.tolist(), right.tolist(), scorer=scorer, dtype=np.float64, workers=-1) / 100
    return np.where((left != "") & (right != ""), ratios, np.nan)


def streets(records: Sequence[Normal], pairs: Pairs) -> Floats:
    """Likeness of the streets; one that lacks only titles or first names of the other is the same."""
    ratios = alike([record.street for record in records], pairs, fuzz.token_sort_ratio)
    for row in np.flatnonzero((ratios > 0.6) & (ratios < STREET_WITHIN)).tolist():
        one, other = (street_words(records[index].street) for index in pairs[row].tolist())
        if one and other and (one <= other or other <= one):
            ratios[row] = STREET_WITHIN
    return ratios


# Points


def metres(records: Sequence[Normal], pairs: Pairs) -> Floats:
    """Distance on the flat of each pair; nan when a point is missing or only says where the commune or street is."""
    points = np.array([sure_point(record) for record in records], dtype=np.float64).reshape(-1, 2)
    one, other = np.radians(points[pairs[:, 0]]), np.radians(points[pairs[:, 1]])
    north = other[:, 0] - one[:, 0]
    east = (other[:, 1] - one[:, 1]) * np.cos((one[:, 0] + other[:, 0]) / 2)
    return np.asarray(EARTH_METRES * np.hypot(north, east))


def sure_point(record: Normal) -> tuple[float, float]:
    """Where a record stands for sure."""
    if record.vague or record.latitude is None or record.longitude is None:
        return np.nan, np.nan
    return record.latitude, record.longitude


# Contacts


def shared(contacts: Sequence[frozenset[str]], records: Sequence[Normal], pairs: Pairs) -> Floats:
    """What the contact that both records of each pair have proves; 0 when they share none, or one that too many share."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, held in enumerate(contacts):
        for contact in held:
            holders[contact].append(index)
    proofs: dict[int, float] = {}
    for members in holders.values():
        if 2 <= len(members) <= LARGEST_BLOCK:
            proof = rarity([records[index] for index in members])
            for one, other in combinations(members, 2):
                code = one * len(records) + other
                proofs[code] = max(proof, proofs.get(code, 0.0))
    known = np.array([*sorted(proofs), -1], dtype=np.int64)[: len(proofs)]
    codes = pairs[:, 0] * len(records) + pairs[:, 1]
    rows = np.searchsorted(codes, known)
    found = rows < len(codes)
    found[found] = codes[rows[found]] == known[found]
    values = np.zeros(len(pairs))
    values[rows[found]] = [proofs[code] for code in known[found].tolist()]
    return values


def rarity(holders: Iterable[Normal]) -> float:
    """What sharing a contact proves: 1 when one place has it, less for each further address at which it is seen."""
    addresses = {(record.commune, record.street) if record.street else record.id for record in holders}
    return min(1.0, SPELLINGS / len(addresses))
