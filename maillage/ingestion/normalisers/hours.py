"""Knows how received hours become OSM syntax, or stay in the words of their owner. Nothing is guessed: `directory.hours` decides what reads."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from maillage.base.text import fold
from maillage.directory.hours import days as day_columns
from maillage.directory.hours import osm
from maillage.ingestion.normalisers.text import clean, cut, is_placeholder, paragraphs
from maillage.ingestion.remarks import NONE, Remark, Remarks

LIMIT = 10_000
OSM_LOOK = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)\b|24/7")
FRENCH_DAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
EVEN, ODD = "week 2-52/2", "week 1-53/2"


@dataclass(frozen=True)
class Hours:
    """Hours in OSM syntax and in words; either may be empty."""

    osm: str = ""
    words: str = ""
    remarks: Remarks = NONE


def from_osm(text: str) -> Hours:
    """Hours said to be in OSM syntax; those that do not read stay as words, with a remark."""
    written = clean(text).strip()
    if is_placeholder(written):
        return Hours()
    checked = osm.check(written)
    if checked.value:
        return Hours(checked.value)
    words, _remarks = paragraphs(written, limit=LIMIT)
    return Hours("", words, (Remark("hours_unreadable", raw=written),))


def from_words(text: str) -> Hours:
    """Hours in free words, kept as received; if they are OSM syntax after all, they are read."""
    words, remarks = paragraphs(text, limit=LIMIT)
    if is_placeholder(words):
        return Hours()
    if OSM_LOOK.search(words) and (checked := osm.check(words)).value:
        return Hours(checked.value)
    return Hours("", words, remarks)


def from_days(cells: Mapping[int, str]) -> Hours:
    """Hours from a cell a day (0 = Monday); days that do not read stay in words."""
    written = {day: clean(text).strip() for day, text in cells.items()}
    if not any(fold(text) for text in written.values()):
        return Hours()
    week = day_columns.from_days(written)
    remarks = tuple(Remark("hours_unreadable", raw=text) for text in week.unread.values())
    told = written if week.value is None else week.unread
    if week.value and not remarks:
        return Hours(week.value)
    words, cut_short = _bounded("\n".join(f"{FRENCH_DAYS[day]} : {text}" for day, text in sorted(told.items()) if fold(text) or day in week.unread))
    return Hours(week.value or "", words, (*remarks, *cut_short))


def _bounded(words: str) -> tuple[str, Remarks]:
    """Words within the limit of their field."""
    return (words, NONE) if len(words) <= LIMIT else (cut(words, LIMIT), (Remark("text_cut", raw=words),))


def every_other_week(hours: Hours, cell: str) -> Hours:
    """The same hours one week in two, when a cell says even or odd weeks."""
    folded = fold(cell)
    parity = ODD if "impair" in folded else EVEN if "pair" in folded else ""
    if not parity or not hours.osm:
        return hours
    checked = osm.check("; ".join(f"{parity} {rule.strip()}" for rule in hours.osm.split(";")))
    return Hours(checked.value, hours.words, hours.remarks) if checked.value else hours
