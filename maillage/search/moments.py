"""Knows which places are surely open at a moment: what `directory.hours.status.opening` says of one place, for thousands at once.

The weeks of regular hours are bits, one for five minutes. Hours that depend on the day (months, school holidays, a public holiday of which they speak)
are asked of `directory.hours`, for the places that answer all the rest.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from maillage.base.months import months_before
from maillage.directory.hours import calendar
from maillage.directory.hours.status import TRUSTED_MONTHS, Status, opening
from maillage.directory.hours.table import spans
from maillage.search.bits import Bytes, Flags
from maillage.search.postings import Ints
from maillage.search.rows import ClosedDays, PlaceRow
from maillage.search.schedules import DAY_SLOTS, NO_WEEK, SLOT_MINUTES, Clock, Schedules

FIRST_YEAR, LAST_YEAR = 1900, 2199  # out of these years nobody knows which days are holidays: nothing is said to be open


def is_in_calendar(at: datetime) -> bool:
    """May one ask what is open then?"""
    return FIRST_YEAR <= at.year <= LAST_YEAR


def local(at: datetime, zone: ZoneInfo) -> datetime:
    """A moment on the clock of a place: an instant, or that hour there when it has no zone."""
    return at.astimezone(UTC).astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)  # by UTC: an hour that a clock skips is the instant it stands for


def zone_of(row: PlaceRow) -> ZoneInfo:
    return calendar.zone(row.timezone or calendar.zone_name(row.departement))


def is_open(row: PlaceRow, at: datetime) -> bool:
    """Is this place surely open then? The rule itself, for one row: the tests compare `open_places` with it."""
    if not is_in_calendar(at):
        return False
    closures = [(first, last, "") for first, last in row.closures]
    found = opening(
        row.hours,
        at=local(at, zone_of(row)),
        departement=row.departement,
        timezone=row.timezone,
        closures=closures,
        checked_on=row.hours_checked_on,
    )
    return found.status is Status.OPEN


def closes(closures: tuple[ClosedDays, ...], row: PlaceRow, at: datetime) -> bool:
    """Is that moment, on the clock of this place, in one of these closures?"""
    if not is_in_calendar(at):
        return False
    day = local(at, zone_of(row)).date()
    return any(first <= day <= last for first, last in closures)


@dataclass(frozen=True)
class Faces:
    """What each clock shows at a moment."""

    day: Ints
    minute: Ints
    byte: Ints  # of the week
    bit: Bytes
    is_holiday: Flags
    trusted_after: Ints  # hours checked later than that day are believed


def open_places(schedules: Schedules, places: Ints, at: datetime) -> Flags:
    """Which of these places are surely open."""
    found = np.zeros(len(places), dtype=np.bool_)
    positions = np.flatnonzero(schedules.of_place[places] >= 0)
    if not is_in_calendar(at) or not len(positions):
        return found
    shown = faces_at(schedules, at)
    clock = schedules.clock[schedules.of_place[places[positions]]]
    positions = positions[schedules.checked_on[places[positions]] > shown.trusted_after[clock]]
    found[positions] = by_hours(schedules, schedules.of_place[places[positions]], shown)
    closed = schedules.closures.closed(shown.day)
    return found & ~np.isin(places, closed) if len(closed) else found


def closed_offers(schedules: Schedules, at: datetime) -> Ints:
    """Offers, ascending or not, whose own closure holds that moment."""
    return schedules.offer_closures.closed(faces_at(schedules, at).day) if is_in_calendar(at) else schedules.offer_closures.rows[:0]


def by_hours(schedules: Schedules, schedule: Ints, shown: Faces) -> Flags:
    """Which of these schedules surely open, closures aside: by the bits of their week when it is ordinary, else as their text says for that day."""
    clock, week = schedules.clock[schedule], schedules.week[schedule]
    is_holiday = shown.is_holiday[clock]
    is_open: Flags = (schedules.weeks[shown.byte[clock], week] & shown.bit[clock] != 0) & ~is_holiday
    asked = np.flatnonzero((is_holiday & schedules.tells_holidays[schedule]) | ((week == NO_WEEK) & ~is_holiday))
    if len(asked):
        each, of_asked = np.unique(schedule[asked], return_inverse=True)
        is_open[asked] = np.array([opens(schedules, one, shown) for one in each.tolist()], dtype=np.bool_)[of_asked]
    return is_open


def opens(schedules: Schedules, schedule: int, shown: Faces) -> bool:
    """Is this text open then, by `directory.hours`?"""
    clock = int(schedules.clock[schedule])
    minute = int(shown.minute[clock])
    today = spans(schedules.text_of(schedule), date.fromordinal(int(shown.day[clock])), schedules.clocks[clock][0])
    current = next((span for span in today if span.start <= minute < span.end), None)
    return current is not None and current.certain


def faces_at(schedules: Schedules, at: datetime) -> Faces:
    """What the clocks of these schedules show."""
    minute = at.replace(second=0, microsecond=0)
    return faces(schedules.clocks, minute.astimezone(UTC) if at.tzinfo else minute)


@lru_cache(maxsize=64)
def faces(clocks: tuple[Clock, ...], at: datetime) -> Faces:
    """What these clocks show: some hundred at most, in a dozen time zones."""
    moments = {name: local(at, calendar.zone(name)) for name in {zone for _departement, zone in clocks}}
    shown = [moments[zone] for _departement, zone in clocks]
    minute = np.array([moment.hour * 60 + moment.minute for moment in shown], dtype=np.int32)
    slot = np.array([moment.weekday() * DAY_SLOTS for moment in shown], dtype=np.int32) + minute // SLOT_MINUTES
    return Faces(
        day=np.array([moment.toordinal() for moment in shown], dtype=np.int32),
        minute=minute,
        byte=slot // 8,
        bit=(1 << slot % 8).astype(np.uint8),
        is_holiday=np.array([calendar.is_holiday(moment.date(), departement) for (departement, _zone), moment in zip(clocks, shown, strict=True)], np.bool_),
        trusted_after=np.array([months_before(moment.date(), TRUSTED_MONTHS).toordinal() for moment in shown], dtype=np.int32),
    )
