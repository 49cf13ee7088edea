"""Knows how a place is told to search engines in its own page: schema.org in JSON-LD, of the card that other software has. Nothing unknown, no person."""

import json
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from maillage.directory.hours import table
from maillage.directory.hours.table import Span
from maillage.opendata.addresses import page_at
from maillage.opendata.cards import open_cards
from maillage.search.query import Card

KINDS = {
    "BIB": "Library",
    "MUNI": "GovernmentOffice",
    "RFS": "GovernmentOffice",
    "CCAS": "GovernmentOffice",
    "PREF": "GovernmentOffice",
    "LA_POSTE": "PostOffice",
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}  # no text ends the script that holds it


def script_of(code: str, *, today: date) -> SafeString:
    """The data of the page of a place, to be put within `<script type="application/ld+json">`; "" when nothing of it may leave.

    Its address is that without the name, as in all that leaves: the page's own may hold the name of a person.
    """
    card = open_cards([code]).get(code)
    if card is None:
        return SafeString("")
    return mark_safe(json.dumps(thing(json.loads(card), today=today), ensure_ascii=False, separators=(",", ":")).translate(ESCAPED))  # noqa: S308


def thing(place: Card, *, today: date) -> dict[str, Any]:
    """A place as schema.org describes one. A library or an office has an address of mail; a place as such has none."""
    kind = next((KINDS[code] for code in place["kinds"] if code in KINDS), "Place")
    address = page_at(place["code"])
    told = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": address,
        "url": address,
        "name": place["name"],
        "description": place["summary"],
        "address": postal_address(place),
        "geo": geo(place),
        "telephone": place["phones"],
        "email": place["emails"] if kind != "Place" else [],
        "sameAs": place["websites"],
        "openingHoursSpecification": opening_hours(place["hours"]),
        "specialOpeningHoursSpecification": closures(place, today),
    }
    return {name: value for name, value in told.items() if value}


def postal_address(place: Card) -> dict[str, str]:
    told = {"streetAddress": place["street"], "postalCode": place["postal_code"], "addressLocality": place["commune"]}
    known = {name: value for name, value in told.items() if value}
    return {"@type": "PostalAddress", **known, "addressCountry": "FR"} if known else {}


def geo(place: Card) -> dict[str, Any]:
    latitude, longitude = place["latitude"], place["longitude"]
    if latitude is None or longitude is None or place["precision"] == "commune":
        return {}
    return {"@type": "GeoCoordinates", "latitude": round(latitude, 6), "longitude": round(longitude, 6)}


def opening_hours(hours: str) -> list[dict[str, Any]]:
    """Hours that are the same every week and that are sure: the days that open alike together."""
    week = table.week(hours) if hours else None
    if week is None or not week.regular:
        return []
    alike: dict[Span, list[str]] = {}
    for day, spans in zip(DAYS, week.days, strict=True):
        for span in spans:
            if span.certain:
                alike.setdefault(span._replace(note=""), []).append(day)
    return [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": days, "opens": clock(span.start), "closes": clock(span.end)}
        for span, days in sorted(alike.items(), key=lambda item: item[0][:2])
    ]


def closures(place: Card, today: date) -> list[dict[str, Any]]:
    """Days to come without opening."""
    return [
        {"@type": "OpeningHoursSpecification", "opens": "00:00", "closes": "00:00", "validFrom": first, "validThrough": last}
        for first, last, _reason in place["closures"]
        if last >= today.isoformat()
    ]


def clock(minute: int) -> str:
    """« 09:30 »; midnight, at the end of a day, is 23:59."""
    return "23:59" if minute >= table.DAY_END else f"{minute // 60:02d}:{minute % 60:02d}"
