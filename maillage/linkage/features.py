"""Knows how alike two records are: one array per feature, one row per pair. Nothing here says what a likeness is worth."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from maillage.linkage.candidates import Pairs
from maillage.linkage.kinds import likeness
from maillage.linkage.normalise import Normal, street_words

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
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
    kind: NDArray[np.int8]
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


def features(records: Sequence[Normal], pairs: Pairs) -> Features:
    """Compare each pair of records."""
    couples = [(records[one], records[other]) for one, other in pairs.tolist()]

    def same(key: Callable[[Normal], Hashable]) -> Flags:
        return _same(records, pairs, key)

    def flags(test: Callable[[Normal, Normal], bool]) -> Flags:
        return np.fromiter((test(a, b) for a, b in couples), dtype=np.bool_, count=len(couples))

    def shared(contacts: str) -> Floats:
        return _shared(records, couples, contacts)

    cores, same_commune = [not record.core for record in records], same(lambda record: record.insee) | same(lambda record: record.commune)
    phone = shared("phones")
    return Features(
        core=(1 - MORE_WORDS) * _ratios(couples, _core, fuzz.token_set_ratio) + MORE_WORDS * _ratios(couples, _core, fuzz.token_sort_ratio),
        core_equal=same(lambda record: record.core),
        core_none=_both(cores, pairs),
        kind=np.fromiter((likeness(a.family, b.family, a.families, b.families) for a, b in couples), dtype=np.int8, count=len(couples)),
        name=np.nan_to_num(_ratios(couples, _name, fuzz.token_set_ratio)),
        name_sorted=np.nan_to_num(_ratios(couples, _name, fuzz.token_sort_ratio)),
        words_equal=same(lambda record: record.words),
        street=_streets(couples),
        number_equal=flags(lambda a, b: not a.numbers.isdisjoint(b.numbers)),
        number_near=flags(lambda a, b: 0 < _number_gap(a.numbers, b.numbers) <= NEIGHBOURS),
        number_conflict=flags(lambda a, b: bool(a.numbers and b.numbers) and a.numbers.isdisjoint(b.numbers)),
        metres=_metres(records, pairs),
        phone=phone,
        phone_differs=_both([bool(record.phones) for record in records], pairs) & (phone == 0),
        email=shared("emails"),
        domain=shared("domains"),
        site=shared("sites"),
        siret=same(lambda record: record.siret),
        elsewhere=~same_commune & ~same(lambda record: record.postal_code),
        same_commune=same_commune,
        same_source=same(lambda record: record.source),
        alone=_both(_lone(records), pairs),
    )


def _core(record: Normal) -> str:
    return " ".join(record.core)


def _name(record: Normal) -> str:
    return record.name


def _same(records: Sequence[Normal], pairs: Pairs, key: Callable[[Normal], Hashable]) -> Flags:
    """Do both records of each pair have one and the same value, known?"""
    numbers: dict[Hashable, int] = {}
    codes = np.array([numbers.setdefault(value, len(numbers)) if value else -1 for value in map(key, records)], dtype=np.int64)
    one, other = codes[pairs[:, 0]], codes[pairs[:, 1]]
    return np.asarray((one == other) & (one >= 0))


def _both(facts: Sequence[bool], pairs: Pairs) -> Flags:
    """Does a fact hold of both records of each pair?"""
    true = np.array(facts, dtype=np.bool_)
    return np.asarray(true[pairs[:, 0]] & true[pairs[:, 1]])


def _shared(records: Sequence[Normal], couples: Sequence[tuple[Normal, Normal]], contacts: str) -> Floats:
    """What the contact that both records of each pair have proves; 0 when they share none."""
    proves, held = _rarity(records, contacts), attrgetter(contacts)

    def proof(one: frozenset[str], other: frozenset[str]) -> float:
        return 0.0 if one.isdisjoint(other) else max(proves[contact] for contact in one & other)

    return np.fromiter((proof(held(a), held(b)) for a, b in couples), dtype=np.float64, count=len(couples))


@lru_cache(maxsize=20_000)
def _number_gap(one: frozenset[int], other: frozenset[int]) -> int:
    """Smallest difference between two sets of house numbers (−1 = unknown)."""
    return min((abs(a - b) for a in one for b in other), default=-1)


def _ratios(couples: Sequence[tuple[Normal, Normal]], text: Callable[[Normal], str], scorer: Callable[..., float]) -> Floats:
    """Likeness of one text of each pair; nan where either is empty."""
    if not couples:
        return np.empty(0)
    left, right = [text(a) for a, _ in couples], [text(b) for _, b in couples]
    ratios = process.cpdist(left, right, scorer=scorer, dtype=np.float64, workers=-1) / 100
    known = np.array([bool(one and other) for one, other in zip(left, right, strict=True)])
    return np.where(known, ratios, np.nan)


def _streets(couples: Sequence[tuple[Normal, Normal]]) -> Floats:
    """Likeness of the streets; one that lacks only titles or first names of the other is the same."""
    ratios = _ratios(couples, lambda record: record.street, fuzz.token_sort_ratio)
    for row in np.flatnonzero((ratios > 0.6) & (ratios < STREET_WITHIN)).tolist():
        one, other = (street_words(record.street) for record in couples[row])
        if one and other and (one <= other or other <= one):
            ratios[row] = STREET_WITHIN
    return ratios


def _metres(records: Sequence[Normal], pairs: Pairs) -> Floats:
    """Distance on the flat of each pair; nan when a point is missing or only says where the commune or street is."""
    points = np.array([_sure_point(record) for record in records], dtype=np.float64).reshape(-1, 2)
    one, other = np.radians(points[pairs[:, 0]]), np.radians(points[pairs[:, 1]])
    north = other[:, 0] - one[:, 0]
    east = (other[:, 1] - one[:, 1]) * np.cos((one[:, 0] + other[:, 0]) / 2)
    metres: Floats = EARTH_METRES * np.hypot(north, east)
    return metres


def _sure_point(record: Normal) -> tuple[float, float]:
    if record.vague or record.latitude is None or record.longitude is None:
        return np.nan, np.nan
    return record.latitude, record.longitude


def _rarity(records: Iterable[Normal], contacts: str) -> dict[str, float]:
    """What sharing each contact proves: 1 when one place has it, less for each further address at which it is seen."""
    seen: dict[str, set[object]] = defaultdict(set)
    for record in records:
        for contact in getattr(record, contacts):
            seen[contact].add((record.commune, record.street) if record.street else record.id)
    return {contact: min(1.0, SPELLINGS / len(addresses)) for contact, addresses in seen.items()}


def _lone(records: Sequence[Normal]) -> list[bool]:
    """Is each record the only one of its family that its list has in the commune?"""
    keys = [(record.source, record.insee or record.commune, record.family) for record in records]
    numbers = Counter(keys)
    return [bool(commune and family) and numbers[source, commune, family] == 1 for source, commune, family in keys]
