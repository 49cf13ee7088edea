"""Knows how days are written in lists. What is not a day of a possible update gives no date: none is ever made up."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from maillage.base.text import fold
from maillage.ingestion.normalisers.text import is_placeholder
from maillage.ingestion.remarks import NONE, Remark, Remarks

SOON = 2  # years: a date farther ahead is a slip, no date to wait for
OLDEST = date(1990, 1, 1)  # nobody kept such lists before; 1970-01-01 is a computer's zero
ZONE = r"(?:Z|UTC|(?:GMT)?(?:[+-]\d{2}(?::?\d{2})?)?)(?:\s*\([^)]*\))?"  # "GMT+0100 (CET)"
TIME = rf"(?:(?: - |[T ,])*(?:à )?\d{{1,2}}\s?[:hH]\s?\d{{0,2}}(?::\d{{2}}(?:[.,]\d+)?)?\s*(?:[AaPp][Mm])?\s*{ZONE})?"
YEAR_FIRST = re.compile(rf"^(\d{{4}})[-/. ](\d{{1,2}})[-/. ](\d{{1,2}}){TIME}$")
DAY_FIRST = re.compile(rf"^(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){TIME}$")
IN_WORDS = re.compile(rf"^(?:(\d{{1,2}})(?:er)?[-/. ]+)?([A-Za-zÀ-ÿ]{{3,9}})\.?[-/., ]+(\d{{4}}|\d{{2}}){TIME}$")
MONTH_FIRST = re.compile(rf"^([A-Za-z]{{3,9}})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){TIME}$")
YEAR_MONTH = re.compile(r"^(\d{4})[-/.](\d{1,2})$")
MONTH_YEAR = re.compile(r"^(\d{1,2})[-/.](\d{4})$")
YEAR = re.compile(r"^((?:19|20)\d{2})$")
COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?\d{6}Z?)?$")
COMPACT_DAY_FIRST = re.compile(r"^(\d{2})(\d{2})(\d{4})$")
SERIAL = re.compile(r"^(\d{5})(?:[.,]\d+)?$")  # days of a spreadsheet, counted from 1899-12-30
EPOCH = re.compile(r"^(\d{9,10}|\d{12,13})(?:\.\d+)?$")  # seconds or milliseconds since 1970
BEFORE = re.compile(
    r"^(?:.*\bjour\s*:?\s*(?:le\s+)?|le\s+|(?:lun|mar|mercre|jeu|vendre|same)di\s+|dimanche\s+|date\s*:\s*"
    r"|(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)[.,]+\s*(?=\d{1,2}\D|[A-Za-z])|(?:mon|tue|wed|thu|fri|sat|sun)\s+)+",
    re.IGNORECASE,
)
OF_A_PROGRAM = re.compile(r"^/Date\((\d+)(?:[+-]\d{4})?\)/$")  # what .NET writes
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january", "fevrier fevr fev feb february", "mars mar march", "avril avr apr april", "mai may", "juin jun june",
            "juillet juil jul july", "aout aou aug august", "septembre sept sep september", "octobre oct october", "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

Parsed = tuple[date, str]  # the day, and the rule of the remark it deserves


def day(text: str, *, today: date) -> tuple[date | None, Remarks]:
    """The day a cell says; None with a remark when it is unreadable, to come, or before 1990.

    A day to come may be true tomorrow: `date_future` tells that the row must be read again, even unchanged.
    """
    written = text.strip()
    if not written or is_placeholder(written):
        return None, NONE
    found = parsed(written)
    if found is None:
        return None, (Remark("date_unreadable", raw=written),)
    kept, rule = found
    if kept.year > today.year + SOON:
        return None, (Remark("date_impossible", raw=written),)
    if kept > today:
        return None, (Remark("date_future", raw=written, kept=kept.isoformat()),)
    if kept < OLDEST:
        return None, (Remark("date_impossible", raw=written),)
    return kept, (Remark(rule, raw=written, kept=kept.isoformat()),) if rule else NONE


@lru_cache(maxsize=4096)
def parsed(written: str) -> Parsed | None:
    """The day written, whether possible or not."""
    bare = " ".join(BEFORE.sub("", OF_A_PROGRAM.sub(r"\1", written)).split()).rstrip(" .,;")
    try:
        return _in_figures(bare) or _in_words(bare) or _partial(bare) or _counted(bare)
    except (ValueError, OverflowError):
        return None


def _in_figures(bare: str) -> Parsed | None:
    if match := YEAR_FIRST.match(bare) or COMPACT.match(bare):
        year, month, number = map(int, match.groups())
        if month <= 12 or not bare.isdecimal():
            return date(year, month, number), ""
    if match := DAY_FIRST.match(bare) or COMPACT_DAY_FIRST.match(bare):
        number, month, year = map(int, match.groups())
        if month > 12 >= number:  # 06/29/2024 can only be American
            return date(_full(year), number, month), "date_american"
        return date(_full(year), month, number), ""
    return None


def _in_words(bare: str) -> Parsed | None:
    """ "3 mars 2024", "mars 2024", "1er févr. 24"."""
    if match := IN_WORDS.match(bare):
        if month := MONTHS.get(fold(match[2])):
            return date(_full(int(match[3])), month, int(match[1] or 1)), "" if match[1] else "date_partial"
    elif (match := MONTH_FIRST.match(bare)) and (month := MONTHS.get(fold(match[1]))):
        return date(int(match[3]), month, int(match[2])), ""
    return None


def _partial(bare: str) -> Parsed | None:
    """A month or a year: its first day, since nothing was said before it."""
    if match := YEAR_MONTH.match(bare):
        return date(int(match[1]), int(match[2]), 1), "date_partial"
    if match := MONTH_YEAR.match(bare):
        return date(int(match[2]), int(match[1]), 1), "date_partial"
    if match := YEAR.match(bare):
        return date(int(match[1]), 1, 1), "date_partial"
    return None


def _counted(bare: str) -> Parsed | None:
    """Days of a spreadsheet, seconds or milliseconds of a computer."""
    if match := SERIAL.match(bare):
        return date(1899, 12, 30) + timedelta(days=int(match[1])), "date_counted"
    if match := EPOCH.match(bare):
        seconds = int(match[1]) / (1000 if len(match[1]) > 10 else 1)
        return datetime.fromtimestamp(seconds, UTC).date(), "date_counted"
    return None


def _full(year: int) -> int:
    return year if year > 99 else 2000 + year
