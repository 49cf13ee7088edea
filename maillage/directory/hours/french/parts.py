"""Knows what hours are made of: days, times, seasons, and the phrases that tell them."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

NOON, LUNCH_END, DAY_END = 12 * 60, 14 * 60, 24 * 60

Span = tuple[int, int]  # minutes since midnight
Nth = tuple[int, ...]  # which of the month, all when empty


@dataclass(frozen=True, order=True)
class Ref:
    """A weekday (0 for Monday), every week or on some weeks of the month."""

    day: int
    nth: Nth = ()


@dataclass(frozen=True)
class Days:
    """Days of the week, public holidays perhaps."""

    refs: frozenset[Ref] = frozenset()
    holidays: bool = False
    every: bool = False  # "tous les jours", which may or may not mean Sunday
    plural: bool = False  # "les mardi et jeudi": what follows holds for all of them
    other: bool = False  # one week in two


@dataclass(frozen=True, order=True)
class Season:
    """From a date to another, as (month, day); a day of 0 is the whole month."""

    first: tuple[int, int]
    last: tuple[int, int]


class What(StrEnum):
    """Kinds of phrases."""

    DAYS = "days"
    TIMES = "times"
    TIME = "time"  # one alone
    SEASON = "season"
    WEEKS = "weeks"
    SCHOOL = "school"
    HALF = "half"
    NOTE = "note"
    CLOSED = "closed"
    EXCEPT = "except"
    WITH = "with"
    UNTIL = "until"


class Gap(IntEnum):
    """What parts two phrases."""

    NONE = 0
    WEAK = 1  # a comma, a dash, "et"
    LINE = 2
    STOP = 3


@dataclass
class Phrase:
    """One phrase, and what comes before it."""

    what: What
    value: object
    gap: Gap = Gap.NONE
    colon: bool = False
    linked: bool = False  # by "et"
    depth: int = 0  # of brackets
    also: bool = False  # after "ouvert", "aussi": it may add rather than narrow
