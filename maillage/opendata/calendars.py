"""Knows how closures become a calendar that people subscribe to (RFC 5545): whole days, one event a closure, the same identity each time."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop
from icalendar import Event, vText

from maillage.directory.selectors import ClosureValues
from maillage.opendata.addresses import page_of
from maillage.opendata.exporting import Format, Selection
from maillage.opendata.rows import PlaceRow

KEPT_DAYS = 31  # a closure stays in the calendar so long after its end
HEAD = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Maillage//Fermetures//FR\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
    b"X-WR-CALNAME:Fermetures\r\nX-WR-TIMEZONE:Europe/Paris\r\nREFRESH-INTERVAL;VALUE=DURATION:PT12H\r\nX-PUBLISHED-TTL:PT12H\r\n"
)
FOOT = b"END:VCALENDAR\r\n"


def event(place: PlaceRow, closure: ClosureValues) -> bytes:
    """One closure. What changes of it makes another event: its sequence stays 0. A day of a calendar is the place's own day, whatever the clock."""
    made = Event()
    made.add("uid", uid(place, closure))
    made.add("dtstamp", datetime.combine(place.changed_on, time(), UTC))
    made.add("sequence", 0)
    made.add("dtstart", closure.first_day)
    made.add("dtend", closure.last_day + timedelta(days=1))  # the end is excluded
    made["summary"] = vText(f"{place.name} : fermé")
    if closure.reason:
        made["description"] = vText(closure.reason)
    if where := " ".join(filter(None, (place.street, place.postal_code, place.commune))):
        made["location"] = vText(where)
    made.add("url", page_of(place))
    made.add("transp", "TRANSPARENT")
    return bytes(made.to_ical())


def uid(place: PlaceRow, closure: ClosureValues) -> str:
    told = f"{place.code} {closure.first_day} {closure.last_day} {closure.reason}"
    return f"{sha256(told.encode()).hexdigest()[:32]}@{urlsplit(settings.PUBLIC_URL).hostname}"


def events(places: Iterable[PlaceRow], selection: Selection) -> Iterator[bytes]:
    """Closures to come, of these days, and of the month past."""
    since = selection.today - timedelta(days=KEPT_DAYS)
    for place in places:
        for closure in dict.fromkeys(place.closures):
            if closure.last_day >= since:
                yield event(place, closure)


def of_selection(selection: Selection) -> Iterator[bytes]:
    return events(selection.places(), selection)


def calendar(records: Iterable[bytes]) -> Iterator[bytes]:
    yield HEAD
    yield from records
    yield FOOT


FORMATS = (
    Format(
        name="closures-ics",
        title=gettext_noop("Fermetures (iCalendar)"),
        about=gettext_noop("Les fermetures annoncées, à ajouter à un agenda qui se tient à jour seul."),
        media_type="text/calendar; charset=utf-8",
        file_name="fermetures.ics",
        records=of_selection,
        container=calendar,
    ),
)
