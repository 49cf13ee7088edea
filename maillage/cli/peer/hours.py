"""Knows how hours are judged: alike when they open the same minutes of a year, else by the days and times that the list writes."""

import re
from datetime import date, timedelta
from functools import lru_cache

from maillage.base.text import fold
from maillage.cli.peer.verdicts import Pair, Verdict
from maillage.directory.hours import osm, table
from maillage.territories.codes import departement_of

YEAR = tuple(date(2026, 1, 1) + timedelta(days=shift) for shift in range(365))
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
DAY = rf"({'|'.join(DAYS)})s?"
RANGE = re.compile(rf"\b{DAY}\s+(?:au|a|jusqu au)\s+{DAY}\b")
DASHED = re.compile(rf"\b{DAY}\s*[-–]\s*{DAY}\b(?!\s*[-–])", re.IGNORECASE)
TIME = re.compile(r"\b(\d{1,2})\s*(?:[hH:.]\s*(\d{2})?)(?!\d)")
OSM_TIME = re.compile(r"\d{2}:\d{2}")
CONDITION = re.compile(
    r"\b(?:rdv|rendez vous|sur deux|semaines|hiver|ete|mois|vacances|sauf|fermee?s?|fermeture|apres midi|matin|telephoni\w+"
    r"|premiers?|deuxiemes?|troisiemes?|quatriemes?|derniers?|\d(?:er|e|eme))\b"
)
CONDITIONAL = re.compile(r'unknown|\[|week|off|closed|SH|"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b')


def judge_hours(pair: Pair, text: str) -> Verdict | None:
    """`text`: what the list writes in its columns of hours."""
    mine, other = pair.ours.hours, pair.theirs.hours
    reason = _reason(pair, mine, other, text)
    return Verdict("horaires", reason, mine or pair.ours.hours_words, other) if reason else None


def _reason(pair: Pair, mine: str, other: str, text: str) -> str:
    if not other:
        return "only-ours" if mine or pair.ours.hours_words else ""
    if osm.check(other).value is None:
        return "hours-unreadable" if mine or pair.ours.hours_words else "unknown"
    if mine and alike(mine, other, departement_of(pair.ours.texts["code_insee"])):
        return "same"
    if not fold(text):
        return "not-in-list"
    if CONDITION.search(fold(text)) and not CONDITIONAL.search(other):
        return "hours-certain"
    ours, theirs = (told_by(hours) == told_in(text) for hours in (mine, other))
    if ours == theirs:
        return "unknown" if mine else "hours-not-read" if theirs else "hours-wrong-words"
    return "hours-wrong" if ours else "hours-misread" if mine else "hours-not-read"


@lru_cache(maxsize=4096)
def alike(one: str, other: str, departement: str) -> bool:
    """Do they open the same minutes all year?"""
    return all(table.openings(one, day, departement) == table.openings(other, day, departement) for day in YEAR)


Told = tuple[frozenset[int], frozenset[str]]  # days from Monday, times


def told_by(hours: str) -> Told:
    """Days and times that hours in OSM syntax open."""
    week = table.week(hours).days if hours else ()
    return frozenset(day for day, spans in enumerate(week) if spans), frozenset(OSM_TIME.findall(osm.COMMENT.sub("", hours)))


def told_in(text: str) -> Told:
    """Days and times that a French text names."""
    words, days = fold(text), set[int]()
    for first, last in [*RANGE.findall(words), *DASHED.findall(text.lower())]:
        days |= set(range(DAYS.index(first), DAYS.index(last) + 1))
    days |= {number for number, day in enumerate(DAYS) if re.search(rf"\b{day}s?\b", words)}
    if re.search(r"\bla semaine\b", words):
        days |= set(range(5))
    return frozenset(days), frozenset(f"{int(hour):02d}:{minute or '00'}" for hour, minute in TIME.findall(text))
