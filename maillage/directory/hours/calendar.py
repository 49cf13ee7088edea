"""Knows which days are public or school holidays and what time it is, département by département."""

import csv
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from holidays import country_holidays

DATA = Path(__file__).parent / "data"
BRIDGE = "Pont"  # "Pont de l’Ascension": schools are shut, yet nobody may say "vacances"
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


class Term(NamedTuple):
    """School holidays of one zone, first and last day included."""

    name: str
    first_day: date
    last_day: date


def school_holiday(day: date, departement: str) -> bool | None:
    """Is this day in the school holidays of that département? None where its calendar is not known, or on a bridge."""
    terms = school_terms().get(school_zones().get(departement, ""))
    if not terms or not terms[0].first_day <= day <= terms[-1].last_day:
        return None
    term = next((term for term in terms if term.first_day <= day <= term.last_day), None)
    return None if term and term.name.startswith(BRIDGE) else bool(term)


def school_calendar_end() -> date:
    """Last day that the school calendar knows in every zone it knows."""
    return min(terms[-1].last_day for terms in school_terms().values())


@lru_cache(maxsize=1)
def school_terms() -> dict[str, list[Term]]:
    """School holidays by zone, in order."""
    terms: dict[str, list[Term]] = {}
    for row in _rows("school-holidays.csv"):
        terms.setdefault(row["zone"], []).append(Term(row["name"], date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])))
    return {zone: sorted(found, key=lambda term: term.first_day) for zone, found in terms.items()}


@lru_cache(maxsize=1)
def school_zones() -> dict[str, str]:
    """School zone by département."""
    return {row["departement"]: row["zone"] for row in _rows("school-zones.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
