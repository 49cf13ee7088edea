"""Knows how hours become schedules of HSDS: one for each opening of the week, repeated as iCalendar says; what repeats otherwise is said in words.

Times are those of the place's own clock.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from maillage.directory.hours import say
from maillage.directory.hours.expression import ALWAYS, Ref, taken_apart
from maillage.directory.hours.table import DAY_END, Day, Span
from maillage.opendata.rows import PlaceRow
from maillage.opendata.schemas.hsds.naming import filled, identity

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def schedules(place: PlaceRow) -> list[dict[str, Any]]:
    """The opening hours of a place."""
    with translation.override("fr"):
        told = list(regular(place.hours)) or [words(place.hours)] if place.hours else []
        told += [{"description": place.hours_words}] if place.hours_words else []
    return [filled({"id": identity("schedule", rank, within=place.id), "location_id": str(place.id), **each}) for rank, each in enumerate(told)]


def regular(hours: str) -> Iterator[dict[str, Any]]:
    """One schedule for each opening that comes back every week or every month; none when the hours change with the season or from week to week."""
    year = taken_apart(hours)
    if year is None or year.layers.keys() != {ALWAYS} or year.off or year.otherwise is not None or year.school is not None:
        return
    notes = _("Fermé les jours fériés") if year.holidays == () else ""
    for span, refs in by_span(year.layers[ALWAYS]).items():
        for ranked in (False, True):
            days = [by_day(ref) for ref in refs if bool(ref[1]) is ranked]
            if days:
                yield repeated(span, days, monthly=ranked) | ({"notes": notes} if notes else {})


def by_span(layer: Mapping[Ref, Day]) -> dict[Span, list[Ref]]:
    """The days of each opening, from Monday."""
    found: dict[Span, list[Ref]] = {}
    for ref, spans in sorted(layer.items()):
        for span in spans:
            found.setdefault(span, []).append(ref)
    return dict(sorted(found.items()))


def by_day(ref: Ref) -> str:
    """ "TU"; "2TU,4TU" for the second and fourth of the month."""
    day, ranks = ref
    return ",".join(f"{rank}{DAYS[day]}" for rank in ranks) if ranks else DAYS[day]


def repeated(span: Span, days: list[str], *, monthly: bool) -> dict[str, Any]:
    return {
        "freq": "MONTHLY" if monthly else "WEEKLY",
        "wkst": "MO",
        "byday": ",".join(days),
        "opens_at": clock(span.start),
        "closes_at": clock(span.end),
        "description": span.note if span.certain else span.note or _("Sur rendez-vous"),
    }


def clock(minute: int) -> str:
    """ "09:30". The end of the day is its last minute, for HSDS has no 24:00."""
    shown = min(minute, DAY_END - 1)
    return f"{shown // 60:02}:{shown % 60:02}"


def words(hours: str) -> dict[str, Any]:
    """Hours that repeat in a way HSDS has no field for, said in French."""
    return {"description": say.sentence(hours) or hours}
