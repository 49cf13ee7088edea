"""Knows how days are written in lists. What is not a day of a possible update gives no date: none is ever made up."""

import re
from datetime import date

from maillage.ingestion.normalisers.text import is_placeholder
from maillage.ingestion.remarks import NONE, Remark, Remarks

OLDEST = date(1990, 1, 1)  # nobody kept such lists before; 1970-01-01 is a computer's zero
TIME = r"(?:[T ]+\d{1,2}[:h]\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
YEAR_FIRST = re.compile(rf"^(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){TIME}$")
DAY_FIRST = re.compile(rf"^(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){TIME}$")
COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")


def day(text: str, *, today: date) -> tuple[date | None, Remarks]:
    """The day a cell says; None with a remark when it is unreadable, in the future, or before 1990."""
    written = text.strip()
    if not written or is_placeholder(written):
        return None, NONE
    found = _parse(written)
    if found is None:
        return None, (Remark("date_unreadable", raw=written),)
    if not OLDEST <= found <= today:
        return None, (Remark("date_impossible", raw=written),)
    return found, NONE


def _parse(written: str) -> date | None:
    year_first = YEAR_FIRST.match(written) or COMPACT.match(written)
    day_first = DAY_FIRST.match(written)
    if year_first:
        year, month, number = map(int, year_first.groups())
    elif day_first:
        number, month, year = map(int, day_first.groups())
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None
