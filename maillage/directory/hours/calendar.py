"""Knows which days are public holidays and what time it is, département by département."""

from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

PARIS = "Europe/Paris"
ZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "984": "Indian/Kerguelen",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
# Départements with holidays of their own, by their name in the package `holidays`. Alsace and Moselle keep Good Friday and 26 December (droit local).
OWN_HOLIDAYS = {
    "57": "57",
    "67": "6AE",
    "68": "6AE",
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "975": "PM",
    "976": "976",
    "977": "BL",
    "978": "MF",
    "984": "TF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}


def zone_name(departement: str) -> str:
    """Name of the time zone of a département, mainland's by default."""
    return ZONES.get(departement, PARIS)


@lru_cache(maxsize=32)
def zone(name: str) -> ZoneInfo:
    """A time zone. Raise ZoneInfoNotFoundError."""
    return ZoneInfo(name)


def is_holiday(day: date, departement: str) -> bool:
    """Is this day a public holiday there, national or local?"""
    return day in holidays_of(day.year, OWN_HOLIDAYS.get(departement))


def is_national_holiday(day: date) -> bool:
    """Is this day one of the eleven holidays of the whole country?"""
    return day in holidays_of(day.year, None)


@lru_cache(maxsize=512)
def holidays_of(year: int, subdivision: str | None) -> frozenset[date]:
    return frozenset(country_holidays("FR", subdiv=subdivision, years=year, expand=False))
