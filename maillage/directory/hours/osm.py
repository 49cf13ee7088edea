"""Knows which opening hours in OSM syntax we keep: those that are read as their author meant. Forms that say something else are refused or rewritten."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # absent from its stub

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
COUNTRY = "FR"  # without a country, public holidays are ignored
LIMIT = 500  # characters
COMMENT = re.compile(r'"[^"]*"')
DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)"
TIME = re.compile(r"\d{1,2}:\d{2}")
YEAR = re.compile(r"\b(?:19|20)\d\d\b(?!:)")
OFF = re.compile(r"\b(?:off|closed)\b", re.IGNORECASE)
PLAIN_RULE = rf"{DAY}(?:[-,]{DAY})* \d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*"
PLAIN = re.compile(rf"{PLAIN_RULE}(?:; {PLAIN_RULE})*")  # four in five; nothing to rewrite
RULE_BREAK = re.compile(r"\s*(?:;|\|\||(?<=\d),\s+(?=[A-Za-z]))\s*")
HOLIDAY_OFF = re.compile(r"(?:PH|SH|PH,SH|SH,PH) (?:off|closed)")
IRREGULAR = re.compile(r"week|\[|easter|\b(?:19|20)\d\d\b(?!:)|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b", re.IGNORECASE)
LOOK = re.compile(rf"\b(?:{DAY}|PH)\b|24/7")
KEYWORD = re.compile(rf"\b(?:{DAY}|PH|SH|off|closed|unknown)\b", re.IGNORECASE)
REWRITES = [
    (re.compile(r"[‐‑‒–—−]"), "-"),
    (re.compile(r"[\r\n]+"), "; "),
    (re.compile(r"\s+"), " "),
    (re.compile(r"(\d) ?- ?(?=\d)"), r"\1-"),
    (re.compile(rf"\b({DAY}) ?- ?(?={DAY}\b)"), r"\1-"),
    (re.compile(r"(\d) ?, ?(?=\d{1,2}:)"), r"\1,"),  # "10:00-12:00 , 14:00-16:00" would open from 14:00 every day
    (re.compile(rf"\b({DAY}|PH|SH) ?, ?(?=(?:{DAY}|PH|SH)\b)"), r"\1,"),  # "Mo, Tu 10:00-12:00" would open all Monday
    (re.compile(r"(?:\s*;)+"), ";"),
    (re.compile(r"[\s;,]+$|^[\s;,]+"), ""),
]


class Refusal(TextChoices):
    """Why hours are not kept as such. They stay visible in words, as received."""

    EMPTY = "empty", _("Aucun horaire.")
    TOO_LONG = "too-long", _("Ces horaires sont trop longs.")
    UNREADABLE = "unreadable", _("Ces horaires ne se lisent pas.")
    NO_TIMES = "no-times", _("Un jour est donné sans ses heures.")
    OPEN_END = "open-end", _("L’heure de fermeture n’est pas dite.")
    SUN = "sun", _("Les heures dépendent du soleil.")
    BACKWARDS = "backwards", _("Une heure de fermeture vient avant l’heure d’ouverture.")
    REPEATED = "repeated", _("Les mêmes jours ont deux horaires différents.")
    OFF_TIMES = "off-times", _("Des heures de fermeture y sont mêlées aux heures d’ouverture.")
    NEVER = "never", _("Ces horaires disent que le lieu n’ouvre jamais.")
    HOLIDAYS = "holidays", _("Des vacances ou des jours fériés sont mêlés à des jours de la semaine.")


@dataclass(frozen=True)
class Checked:
    """Hours fit to be stored, or why they are not."""

    value: str | None
    reason: Refusal | None = None


def may_be(text: str) -> bool:
    """Is there anything of this syntax in a text?"""
    return bool(LOOK.search(text))


def check(text: str) -> Checked:
    """Read hours in OSM syntax; the value is normalised, reads again, and checks to itself."""
    if not text.strip():
        return Checked(None, Refusal.EMPTY)  # the library reads blanks as 24/7
    if len(text) > LIMIT:
        return Checked(None, Refusal.TOO_LONG)
    return normalise(rewrite(text))


@lru_cache(maxsize=8192)
def normalise(clean: str) -> Checked:
    try:
        hours = OpeningHours(clean, country=COUNTRY)
    except ParserError:
        return Checked(None, Refusal.UNREADABLE)
    if reason := refusal(clean):
        return Checked(None, reason)
    if OFF.search(COMMENT.sub("", clean)) and never_opens(clean):
        return Checked(None, Refusal.NEVER)
    simplified = [str(hours.normalize())] if is_regular(clean) else []  # with years and months, the library simplifies wrongly
    for candidate in (*simplified, str(hours)):
        if refusal(candidate) is None and rewrite(candidate) == candidate:
            return Checked(candidate)
    return Checked(clean)  # "Mo-Fr 00:00-24:00" would normalise to "Mo-Fr", which says nothing


def never_opens(clean: str) -> bool:
    """Do its closings erase all that it opens, in school holidays as in term ("Mo 09:00-12:00; Mo off")? A year tells."""
    if YEAR.search(clean):
        return False
    first = datetime(2026, 1, 1)  # noqa: DTZ001 - the place's own clock, without a zone
    both = {clean, re.sub(r"\bSH\b", "Mo-Su", clean)}
    found = [OpeningHours(each, country=COUNTRY).intervals(first, first + timedelta(days=366)) for each in both]
    return all(state == State.CLOSED for spans in found for _start, _end, state, _note in spans)


def is_regular(hours: str) -> bool:
    """Are all weeks the same, holidays aside?"""
    return not IRREGULAR.search(COMMENT.sub("", hours))


def rewrite(text: str) -> str:
    """The same hours in a form that is read as meant; comments are left alone."""
    if PLAIN.fullmatch(text):
        return text
    comments = COMMENT.findall(text)
    bare = KEYWORD.sub(lambda match: keyword(match.group()), COMMENT.sub('"', text))
    for pattern, replacement in REWRITES:
        bare = pattern.sub(replacement, bare)
    bare = re.sub(r'^(24/7 )?"$|(?<=\|\| )(24/7 )?"$', r'\1\2unknown "', bare)  # a comment alone would open day and night
    rules = bare.split(";")
    if len(rules) > 1 and not any("PH" in rule or "SH" in rule for rule in rules[1:]) and HOLIDAY_OFF.fullmatch(rules[0].strip()):
        rules = [*rules[1:], rules[0]]  # "PH off; Mo-Fr 09:00-12:00" would open on holidays: the last rule wins
    pieces = iter(comments)
    return re.sub('"', lambda _match: next(pieces, '"'), "; ".join(rule.strip() for rule in rules))


def keyword(word: str) -> str:
    """A keyword with the capitals of the syntax: "mo" is read by the library, and would escape our own checks."""
    return word.upper() if word.lower() in ("ph", "sh") else word.capitalize() if len(word) == 2 else word.lower()


def refusal(clean: str) -> Refusal | None:
    """What is wrong with hours that are well formed."""
    bare = COMMENT.sub("", clean)
    rules = [rule.strip() for rule in RULE_BREAK.split(bare)]
    if re.search(r":\d{2}(?: ?\+|/)", bare):  # "10:00+", "10:00-18:00/02:00"
        return Refusal.OPEN_END
    if re.search(r"sunrise|sunset|dawn|dusk", bare):
        return Refusal.SUN
    if re.search(rf"(?:PH|SH) {DAY}|{DAY} (?:PH|SH)", bare):
        return Refusal.HOLIDAYS  # "SH Tu off" would close every Tuesday of the year
    if any(not says_when(rule) for rule in rules):
        return Refusal.NO_TIMES
    if any(OFF.search(rule) and TIME.search(rule) for rule in rules):
        return Refusal.OFF_TIMES  # "Mo-Fr 09:00-12:00 off" would close every day
    if any(OFF.match(rule) for rule in rules) or all(OFF.search(rule) for rule in rules):
        return Refusal.NEVER
    if any(backwards(*span) for span in re.findall(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})", bare)):
        return Refusal.BACKWARDS
    return Refusal.REPEATED if repeats(bare) else None


def says_when(rule: str) -> bool:
    return bool(TIME.search(rule) or re.search(r"\b(?:off|closed|unknown)\b", rule) or rule == "24/7")


def backwards(hour: str, minute: str, end_hour: str, end_minute: str) -> bool:
    """A range that ends before it begins, unless it ends in the small hours ("20:00-02:00")."""
    start, end = int(hour) * 60 + int(minute), int(end_hour) * 60 + int(end_minute)
    return start == end or (end < start and end > 6 * 60) or start >= 24 * 60


def repeats(bare: str) -> bool:
    """Tell "Mo 10:00-12:00; Mo 14:00-16:00": the second rule would erase the first, which nobody means."""
    selectors = [TIME.split(rule)[0].strip() for rule in bare.split(";") if TIME.search(rule)]
    return len(set(selectors)) < len(selectors)


def clock(minute: int) -> str:
    """A time in OSM syntax, from minutes since midnight."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
