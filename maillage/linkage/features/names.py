"""Knows how alike the names and kinds of two records are."""

from collections.abc import Callable
from typing import Any

import numpy as np
from rapidfuzz import fuzz

from maillage.linkage.features.columns import Columns, Flags, Floats, by_values
from maillage.linkage.kinds import Likeness, likeness, succeed
from maillage.linkage.kinds import told as told_kinds
from maillage.linkage.normalise import Normal, words

MORE_WORDS = 0.3  # how much the words that only one core has count against them
CUT_WORD = 4  # letters from which a word may be another cut short ("assoc", "famill", "logist")
ACRONYM = range(3, 7)  # letters of an acronym


def of_names(columns: Columns) -> dict[str, Any]:
    """What names and kinds tell."""
    families = columns.each(lambda record: (record.family, record.declared))
    kind = by_values(families, columns.pairs, lambda one, other: likeness(one[0], other[0], one[1], other[1]))
    core_equal = columns.same(lambda record: record.core)
    told = columns.both(lambda record: record.core) & ~core_equal
    return {
        "core": (1 - MORE_WORDS) * columns.alike(core_text, fuzz.token_set_ratio) + MORE_WORDS * columns.alike(core_text, fuzz.token_sort_ratio),
        "covered": covered(columns, told),
        "acronym": acronyms(columns, told),
        "core_equal": core_equal,
        "core_none": columns.both(lambda record: not record.core),
        "kind": kind,
        "bears_both": _each(columns, kind == Likeness.SUCCESSOR, lambda one, other: float(succeed(borne(one), borne(other)))) > 0,
        "itinerant": columns.differ(lambda record: record.itinerant),
        "name": np.nan_to_num(columns.alike(lambda record: record.name, fuzz.token_set_ratio)),
        "name_sorted": np.nan_to_num(columns.alike(lambda record: record.name, fuzz.token_sort_ratio)),
        "words_equal": columns.same(lambda record: record.words),
    }


def borne(record: Normal) -> frozenset[str]:
    """Kinds that a record bears, by its name or because its list declares them."""
    return record.families | told_kinds(record.name)


def core_text(record: Normal) -> str:
    """The core as one text."""
    return " ".join(record.core)


def covered(columns: Columns, told: Flags) -> Floats:
    """How much of the core that says less the other core says too, rare words counting more; 0 where it is not `told`."""
    rarity: dict[str, float] = {word: columns.frequencies.rarity(word) for record in columns.records for word in record.core}
    return _each(columns, told, lambda one, other: cover(one.core, other.core, rarity))


def cover(one: tuple[str, ...], other: tuple[str, ...], rarity: dict[str, float]) -> float:
    """Share of one core found in the other, weighed by the rarity of its words; that of the core of which most is found."""
    return max(_found(one, other, rarity), _found(other, one, rarity))


def _found(core: tuple[str, ...], within: tuple[str, ...], rarity: dict[str, float]) -> float:
    whole = sum(rarity[word] for word in core)
    return sum(rarity[word] for word in core if any(same_word(word, one) for one in within)) / whole if whole else 0.0


def same_word(one: str, other: str) -> bool:
    """Is it one word, or a word and what is left of it when it is cut short?"""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return short == long or (len(short) >= CUT_WORD and long.startswith(short))


def acronyms(columns: Columns, told: Flags) -> Flags:
    """Is a word of one name made of the initials of the other, the rest of the two names being one?"""
    return _each(columns, told, lambda one, other: float(spells(one, other) or spells(other, one))) > 0


def spells(short: Normal, long: Normal) -> bool:
    """Is a word of the core of `short` the initials of words of `long` ("udaf"), without words of their own left on both sides?"""
    for word in short.core:
        if len(word) in ACRONYM and word not in long.core and (start := long.initials.find(word)) >= 0:
            spelt = [one for one in long.name.split() if one not in words().small][start : start + len(word)]
            rest, others = set(short.core) - {word}, set(long.core) - set(spelt)
            if not rest or not others or rest & others:
                return True
    return False


def _each(columns: Columns, told: Flags, compare: Callable[[Normal, Normal], float]) -> Floats:
    values = np.zeros(len(columns.pairs))
    rows = np.flatnonzero(told)
    values[rows] = [compare(columns.records[one], columns.records[other]) for one, other in columns.pairs[rows].tolist()]
    return values
