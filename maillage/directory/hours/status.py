"""Knows whether a place is open at a moment: weekly hours, public holidays, closures, and how old the hours are, on the place's own clock."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from maillage.base.months import months_before
from maillage.directory.hours import calendar
from maillage.directory.hours.table import DAY_END, Span, parsed, spans

TRUSTED_MONTHS = 12  # hours unchecked for longer are shown, never as "open"
SEARCHED_DAYS = 62  # how far the next opening is looked for
LONGEST_STRETCH_DAYS = 8
A_YEAR = timedelta(days=366)
FAR = date(9000, 1, 1)  # so that adding days never leaves the calendar


class Status(StrEnum):
    """What we can say of a place at a moment."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    DOUBTFUL = "doubtful"


class Reason(StrEnum):
    """Why it is so."""

    HOURS = "hours"  # its weekly hours say it
    DAY_OFF = "day-off"  # it does not open that day
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    NO_HOURS = "no-hours"
    TO_CONFIRM = "to-confirm"  # its hours themselves say "ask"
    UNCHECKED = "unchecked"  # nobody checked its hours for a year


class ClosedDays(NamedTuple):
    """Days of a closure, first and last included."""

    first_day: date
    last_day: date
    reason: str = ""


@dataclass(frozen=True)
class Opening:
    """State of a place at a moment; instants are aware, in the place's own zone."""

    status: Status
    reason: Reason
    until: datetime | None = None  # open: when it closes; None when it does not within a week
    next_opening: datetime | None = None  # closed: when it opens; None when unknown or far
    closed_until: date | None = None  # closure: its last day
    checked_on: date | None = None  # doubtful: when the hours were last checked
    note: str = ""  # "sur rendez-vous", reason of a closure


@dataclass(frozen=True)
class Days:
    """What is needed to look at the days of a place, one after another."""

    hours: str
    departement: str
    zone: ZoneInfo
    closures: tuple[ClosedDays, ...]

    def closure(self, day: date) -> ClosedDays | None:
        return next((closure for closure in self.closures if closure.first_day <= day <= closure.last_day), None)

    def spans(self, day: date) -> tuple[Span, ...]:
        return () if self.closure(day) else spans(self.hours, day, self.departement)

    def moment(self, day: date, minute: int) -> datetime:
        return datetime.combine(day + timedelta(days=minute // DAY_END), time(minute % DAY_END // 60, minute % 60), self.zone)


def opening(
    hours: str,
    *,
    at: datetime,
    departement: str,
    timezone: str = "",
    closures: Iterable[tuple[date, date, str]] = (),
    checked_on: date | None,
) -> Opening:
    """State at an aware instant of a place with these hours (OSM syntax); its zone is its département's unless given."""
    zone = calendar.zone(timezone or calendar.zone_name(departement))
    local = at.astimezone(zone)
    days = Days(hours, departement, zone, tuple(ClosedDays(first, min(last, FAR), reason) for first, last, reason in closures))
    closure = days.closure(local.date())
    if not closure and (not hours or parsed(hours, None) is None):
        return Opening(Status.UNKNOWN, Reason.NO_HOURS)
    trusted = bool(hours) and checked_on is not None and checked_on > months_before(local.date(), TRUSTED_MONTHS)
    if closure:
        return in_closure(days, closure, local, trusted=trusted)
    if not trusted:
        return Opening(Status.DOUBTFUL, Reason.UNCHECKED, checked_on=checked_on)
    return by_hours(days, local)


def in_closure(days: Days, closure: ClosedDays, local: datetime, *, trusted: bool) -> Opening:
    """A closure is fresh news: it holds whatever the age of the hours, which only tell when it opens again."""
    last_day = closure.last_day
    while following := days.closure(last_day + timedelta(days=1)):
        last_day = following.last_day
    found = Opening(Status.CLOSED, Reason.CLOSURE, closed_until=last_day, note=closure.reason)
    known = trusted and last_day < local.date() + A_YEAR  # today's hours say nothing of a far day
    return replace(found, next_opening=next_opening(days, last_day, DAY_END)) if known else found


def by_hours(days: Days, local: datetime) -> Opening:
    today, minute = local.date(), local.hour * 60 + local.minute
    spans = days.spans(today)
    current = next((span for span in spans if span.start <= minute < span.end), None)
    if current and not current.certain:
        return Opening(Status.UNKNOWN, Reason.TO_CONFIRM, note=current.note)
    if current:
        return Opening(Status.OPEN, Reason.HOURS, until=end_of(days, today, current), note=current.note)
    reason = Reason.HOURS if spans else Reason.HOLIDAY if calendar.is_holiday(today, days.departement) else Reason.DAY_OFF
    return Opening(Status.CLOSED, reason, next_opening=next_opening(days, today, minute))


def end_of(days: Days, day: date, span: Span) -> datetime | None:
    """When an opening that may run over midnight ends; None when it lasts a week."""
    for after in (day + timedelta(days=shift) for shift in range(LONGEST_STRETCH_DAYS)):
        for following in days.spans(after):
            if following.start == span.end and following.certain:
                span = following
        if span.end < DAY_END:
            return days.moment(after, span.end)
        span = Span(0, 0)
    return None


def next_opening(days: Days, day: date, minute: int) -> datetime | None:
    """First moment after that minute when it surely opens; None when it may open before, or not within two months."""
    for shift in range(SEARCHED_DAYS):
        after = day + timedelta(days=shift)
        found = next((span for span in days.spans(after) if shift or span.start > minute), None)
        if found:
            return days.moment(after, found.start) if found.certain else None
    return None
