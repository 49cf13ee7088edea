"""Knows which moments a visitor may ask for, and how each is said: in words that stay true whatever the day the page is read."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import dates
from django.utils.translation import gettext as _

NOW, EVENING, WEDNESDAY, SATURDAY = "maintenant", "soir", "mercredi", "samedi"
MOMENTS = (NOW, EVENING, WEDNESDAY, SATURDAY)

EVENING_AT, WEDNESDAY_AT, SATURDAY_AT = time(18, 30), time(15), time(10, 30)
FRIDAY = 4


@dataclass(frozen=True)
class Moment:
    """A moment asked. `at`: aware, this very instant; naive, that day and hour on each place's own clock."""

    at: datetime
    label: str


def moment(name: str, now: datetime) -> Moment | None:
    """The next moment of that name, from now on; None for no name of ours."""
    if name == NOW:
        return Moment(now, _("Ouvert maintenant"))
    local = now.replace(tzinfo=None)
    if name == EVENING:
        return dated(next_evening(local))
    days = {WEDNESDAY: (2, WEDNESDAY_AT), SATURDAY: (5, SATURDAY_AT)}
    return dated(next_weekday(local, *days[name])) if name in days else None


def next_weekday(now: datetime, weekday: int, hour: time) -> datetime:
    """The first such day and hour that is not over."""
    day = datetime.combine(now.date() + timedelta(days=(weekday - now.weekday()) % 7), hour)
    return day if day > now else day + timedelta(days=7)


def next_evening(now: datetime) -> datetime:
    """The first evening of a working day that is not over."""
    day = datetime.combine(now.date(), EVENING_AT)
    while day <= now or day.weekday() > FRIDAY:
        day += timedelta(days=1)
    return day


def dated(at: datetime) -> Moment:
    day = _("{weekday} {number}").format(weekday=dates.WEEKDAYS[at.weekday()], number=at.day)
    hour = _("{h} h {m}").format(h=at.hour, m=f"{at.minute:02}") if at.minute else _("{h} h").format(h=at.hour)
    return Moment(at, _("Ouvert {day} à {hour}").format(day=day, hour=hour))
