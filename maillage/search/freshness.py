"""Knows how fresh places are on the day of a question: the directory's four words, compared day by day without opening a card."""

from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from maillage.directory.freshness import Freshness, freshness
from maillage.search.bits import Flags
from maillage.search.postings import Ints

NEVER = 0  # the day of a check that never was
CODES = tuple(word.value for word in Freshness)


def ordinal(day: date | None) -> int:
    """A day as the index stores it."""
    return day.toordinal() if day else NEVER


def code_of(checked_on: date | None, today: date) -> str:
    """Freshness of what was last checked that day."""
    return freshness(checked_on, today).value


def last_check(checked_on: date | None, today: date) -> int:
    """The day by which places are sorted, the freshest having the greatest; a day to come is a mistake, as if nobody had checked."""
    return NEVER if checked_on and checked_on.toordinal() > today.toordinal() + 1 else ordinal(checked_on)


@lru_cache(maxsize=8)
def limits(today: date) -> Ints:
    """Days on which the freshness changes, ascending: before the first, the oldest word."""
    days = range(max(1, today.toordinal() - 800), min(today.toordinal() + 3, date.max.toordinal()))
    words = [code_of(date.fromordinal(day), today) for day in days]
    changes = [day for day, word, before in zip(days[1:], words[1:], words, strict=False) if word != before]
    return np.array(changes, dtype=np.int32)


def numbers_of(checked_on: Ints, today: date) -> NDArray[np.intp]:
    """Position in `CODES` of the freshness of each of these days."""
    changes = limits(today)
    words = [CODES.index(Freshness.OLD), *(CODES.index(code_of(date.fromordinal(day), today)) for day in changes.tolist())]
    return np.array(words, dtype=np.intp)[changes.searchsorted(checked_on, side="right")]


def any_of(checked_on: Ints, codes: tuple[str, ...], today: date) -> Flags:
    """Which of these days are of one of these freshnesses."""
    return np.array([code in codes for code in CODES], dtype=np.bool_)[numbers_of(checked_on, today)]


def last_checks(checked_on: Ints, today: date) -> Ints:
    """`last_check` of each of these days."""
    return np.where(checked_on > today.toordinal() + 1, np.int32(NEVER), checked_on).astype(np.int32)


def tally(checked_on: Ints, today: date) -> dict[str, int]:
    """How many of these places are of each freshness; none = left out."""
    totals = np.bincount(numbers_of(checked_on, today), minlength=len(CODES)).tolist()
    return {code: total for code, total in zip(CODES, totals, strict=True) if total}
