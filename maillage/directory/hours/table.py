"""Knows on which minutes of a day a place is open, by its stored hours: the days of a week, with or without public holidays."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # absent from its stub

from maillage.directory.hours import calendar, osm

DAY_END = 24 * 60
ORDINARY_MONDAY = date(2026, 6, 15)  # any week without a public holiday will do


class Span(NamedTuple):
    """Minutes of a day, from midnight, end excluded. Not certain: the place may be open, ask."""

    start: int
    end: int
    certain: bool = True
    note: str = ""


Day = tuple[Span, ...]


@dataclass(frozen=True)
class Week:
    """Seven days from Monday, whatever the day asked for; `regular` when every week is the same."""

    days: tuple[Day, ...]
    regular: bool


def week(hours: str, *, first: date = ORDINARY_MONDAY) -> Week:
    """The seven days from `first`, public holidays left aside; unread hours have no span."""
    regular = osm.is_regular(hours)
    start = ORDINARY_MONDAY if regular else first
    days = {day.weekday(): spans(hours, day) for day in (start + timedelta(days=shift) for shift in range(7))}
    return Week(tuple(days[weekday] for weekday in range(7)), regular)


@lru_cache(maxsize=65536)
def spans(hours: str, day: date, departement: str | None = None) -> Day:
    """Spans of one day; holidays, public or of schools, count only when a département is given. A place is closed on public ones unless it says otherwise."""
    term = calendar.school_holiday(day, departement) if departement and "SH" in hours else None
    if departement is None or not calendar.is_holiday(day, departement):
        return term_spans(hours, day, country=None, term=term)
    bare = osm.COMMENT.sub("", hours)
    if "PH" not in bare:
        return ()
    if calendar.is_national_holiday(day):
        return term_spans(hours, day, country=osm.COUNTRY, term=term)
    return () if re.search(r"PH(?:,SH)? (?:off|closed)", bare) else (Span(0, DAY_END, certain=False),)  # a holiday of this département only


def openings(hours: str, day: date, departement: str | None = None) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Minutes of one day that surely open, and those that may: notes aside, what touches is one. Two hours that open alike have the same."""
    sure: list[tuple[int, int]] = []
    perhaps: list[tuple[int, int]] = []
    for span in spans(hours, day, departement):
        kept = sure if span.certain else perhaps
        start = kept.pop()[0] if kept and kept[-1][1] == span.start else span.start
        kept.append((start, span.end))
    return sure, perhaps


def term_spans(hours: str, day: date, *, country: str | None, term: bool | None) -> Day:
    """Spans of one day, whose rules for school holidays (SH) apply or not; `term` None: nobody knows, and what differs is not certain."""
    usual = read_day(hours, day, country)  # the library knows no school holidays of France: its SH never applies
    if term is False or "SH" not in osm.COMMENT.sub("", hours):
        return usual
    holidays = read_day(re.sub(r"\bSH\b", "Mo-Su", hours), day, country)
    if term or usual == holidays:
        return holidays
    return tuple(span._replace(certain=False) for span in union(usual, holidays))


def union(one: Day, other: Day) -> Day:
    """Minutes that are in one of them."""
    kept: list[Span] = []
    for span in sorted((*one, *other)):
        if kept and span.start <= kept[-1].end:
            kept[-1] = kept[-1]._replace(end=max(kept[-1].end, span.end))
        else:
            kept.append(span)
    return tuple(kept)


def read_day(hours: str, day: date, country: str | None) -> Day:
    expression = parsed(hours, country)
    if expression is None:
        return ()
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the place's own clock, without a zone
    return tuple(
        Span(minutes(midnight, start), minutes(midnight, end), state == State.OPEN, note)
        for start, end, state, note in expression.intervals(midnight, midnight + timedelta(days=1))
        if state != State.CLOSED
    )


def minutes(midnight: datetime, moment: datetime) -> int:
    return int((moment - midnight).total_seconds()) // 60


@lru_cache(maxsize=8192)
def parsed(hours: str, country: str | None) -> OpeningHours | None:
    """The expression, or None for what was stored without `osm.check`."""
    try:
        return OpeningHours(hours, country=country)
    except ParserError:
        return None
