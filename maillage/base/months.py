"""Knows how to count months in dates."""

from calendar import monthrange
from datetime import date


def months_before(day: date, months: int) -> date:
    """The same day that many months earlier, or the last of its month when there is none ("31 May" - 3 -> "28 February")."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
