"""Knows how received hours become OSM syntax, or stay in the words of their owner. Nothing is guessed: `directory.hours` decides what reads."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from maillage.base.text import fold
from maillage.directory.hours import days as day_columns
from maillage.directory.hours import french, osm, say
from maillage.directory.hours.expression import taken_apart
from maillage.ingestion.normalisers.text import clean, cut, is_placeholder, paragraphs
from maillage.ingestion.remarks import NONE, Remark, Remarks

LIMIT = 10_000
RULE_BREAK = re.compile(r"(; |, (?=[A-Z]))(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")  # outside of comments
NOT_EVERY_WEEK = re.compile(r"[SP]H|week|\|\||24/7")  # what even weeks would change
FRENCH_DAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
SHORT = 12  # letters of a cell that names a kind of weeks ("A", "semaine 1"); a longer one tells other things too
TOLD_APART = re.compile(r"\"|\|\||, [a-z\d]")  # rules with remarks, and those that RULE_BREAK does not part
MEETING = re.compile(r"rdv|rendez ?vous")
BY_APPOINTMENT = 'unknown "sur rendez-vous"'
EVEN, ODD = "week 2-52/2", "week 1-53/2"


@dataclass(frozen=True)
class Hours:
    """Hours in OSM syntax and in words; either may be empty."""

    osm: str = ""
    words: str = ""
    remarks: Remarks = NONE
    raw: str = field(default="", compare=False)  # as their owner wrote them


def from_osm(text: str) -> Hours:
    """Hours said to be in OSM syntax, or in French after all; those that do not read stay as words, with a remark."""
    written = clean(text).strip()
    if is_placeholder(written):
        return Hours()
    checked = osm.check(written)
    return Hours(checked.value, raw=written) if checked.value else from_words(text)


def from_words(text: str) -> Hours:
    """Hours in free words. Those that are read are said back, and their words kept when they tell more; the others stay as received."""
    words, remarks = paragraphs(text, limit=LIMIT)
    if is_placeholder(words):
        return Hours()
    found = french.read(words)
    if found.value is None:
        return Hours("", words, (*remarks, Remark("hours_unreadable", raw=words)), words)
    if osm.may_be(words) and osm.check(words).value:
        return Hours(found.value, raw=words)
    return Hours(found.value, words if found.rest else "", (*remarks, Remark("hours_read", raw=words, kept=said(found.value))), words)


@lru_cache(maxsize=8192)
def said(value: str) -> str:
    """Hours as their owner can check them."""
    return say.french(value) or value


def of_day(halves: Sequence[str]) -> str:
    """One day told in several cells: a closed half says nothing beside one that opens."""
    if len(halves) < 2:
        return "".join(halves)
    return ", ".join([text for text in halves if day_columns.read_cell(clean(text)) != "" and not is_placeholder(text.strip())] or halves[:1])


def from_days(cells: Mapping[int, str]) -> Hours:
    """Hours from a cell a day (0 = Monday); days that do not read stay in words."""
    return _from_week(tuple(cells.items()))


@lru_cache(maxsize=4096)
def _from_week(cells: tuple[tuple[int, str], ...]) -> Hours:
    written = {day: "" if is_placeholder(cell := clean(text).strip()) and "?" not in cell else cell for day, text in cells}
    if not any(fold(text) for text in written.values()):
        return Hours()
    week = day_columns.from_days(written)
    remarks = tuple(Remark("hours_read", raw=written[day], kept=said(f"{osm.DAYS[day]} {rule}")) for day, rule in week.in_words.items())
    raw = _day_by_day(written)
    if week.value and not week.unread:
        return Hours(week.value, "", remarks, raw)
    remarks += tuple(Remark("hours_unreadable", raw=text) for text in week.unread.values())
    words, cut_short = _bounded(raw if week.value is None else _day_by_day(week.unread))
    return Hours(week.value or "", words, (*remarks, *cut_short), raw)


def _day_by_day(cells: Mapping[int, str]) -> str:
    return "\n".join(f"{FRENCH_DAYS[day]} : {text}" for day, text in sorted(cells.items()) if fold(text) or text == "?")


def settled(sources: Sequence[tuple[str, Hours]]) -> tuple[Hours, str]:
    """One answer from several columns, and which one gave it: the first that reads. What the others say more, or otherwise, stays in words.

    « Sur rendez-vous » alone beside hours bears on all of them, as at the end of a text.
    """
    told = [(column, each) for column, each in sources if each.osm or each.words]
    if len(told) < 2:
        return (told[0][1], told[0][0]) if told else (Hours(), "")
    place = next((place for place, (_column, each) in enumerate(told) if each.osm), 0)
    kept, remarks = told[place][1], list(told[place][1].remarks)
    words, value = [kept.words], kept.osm
    for column, each in [*told[:place], *told[place + 1 :]]:
        if each.raw and each.raw == kept.raw:
            continue  # the same cell, named twice by the mapping
        if day_columns.read_cell(each.words) == BY_APPOINTMENT and (appointed := by_appointment(kept)):
            value = appointed
            remarks.append(Remark("hours_read", column=column, raw=each.raw, kept=said(appointed)))
            continue
        differs = bool(each.osm) and not same(kept.osm, each.osm)
        words.append(each.raw if differs else each.words)
        remarks += [replace(remark, column=column) for remark in each.remarks if not each.osm or remark.rule != "hours_read"]
        remarks += [Remark("hours_contradict", column=column, raw=each.raw, kept=said(kept.osm))] if differs else []
    all_words, cut_short = _bounded("\n".join(dict.fromkeys(filter(None, words))))
    return Hours(value, all_words, (*remarks, *cut_short), kept.raw), told[place][0]


def by_appointment(hours: Hours) -> str:
    """The same hours « sur rendez-vous », never said open; "" when some of them have remarks or words of their own about it."""
    if not hours.osm or TOLD_APART.search(hours.osm) or MEETING.search(fold(hours.raw)):
        return ""
    parts = RULE_BREAK.split(hours.osm)
    appointed = [part if place % 2 or part.endswith(("off", "closed")) else f"{part} {BY_APPOINTMENT}" for place, part in enumerate(parts)]
    return osm.check("".join(appointed)).value or ""


def same(one: str, other: str) -> bool:
    """Do two expressions say the same hours?"""
    apart = taken_apart(one)
    return one == other or (apart is not None and apart == taken_apart(other))


def _bounded(words: str) -> tuple[str, Remarks]:
    """Words within the limit of their field."""
    return (words, NONE) if len(words) <= LIMIT else (cut(words, LIMIT), (Remark("text_cut", raw=words),))


def says_every_week(folded: str) -> bool:
    """Does a folded cell about weeks say that they are all alike, or nothing?"""
    return len(folded) > SHORT or is_placeholder(folded) or any(word in folded for word in ("tou", "chaque", "hebdo"))


def every_other_week(hours: Hours, cell: str) -> Hours:
    """The same hours one week in two, when a cell says even or odd weeks; in words when the syntax cannot say it."""
    folded = fold(cell)
    odd, even = "impair" in folded, "pair" in folded.replace("impair", "")
    parity = "" if odd and even else ODD if odd else EVEN if even else ""
    if not hours.osm or (not parity and (odd or says_every_week(folded))):
        return hours
    rules = RULE_BREAK.split(hours.osm)
    checked = osm.check("".join(part if place % 2 else f"{parity} {part}" for place, part in enumerate(rules)))
    if parity and checked.value and not NOT_EVERY_WEEK.search(osm.COMMENT.sub("", hours.osm)):
        return replace(hours, osm=checked.value)
    words, cut_short = _bounded("\n".join(filter(None, [hours.raw or said(hours.osm), hours.words if hours.words != hours.raw else "", clean(cell).strip()])))
    return Hours("", words, (*hours.remarks, *cut_short, Remark("hours_unreadable", raw=cell)))
