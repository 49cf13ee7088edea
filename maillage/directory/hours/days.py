"""Knows how lists write hours in one column per day: "09:00 - 12:00 / 13:30 - 17:00", "9h30-12h30 et 14h-17h", "Fermé". It never guesses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from maillage.base.text import fold
from maillage.directory.hours import french
from maillage.directory.hours.french.runs import EARLY, NIGHT_END
from maillage.directory.hours.osm import DAYS, clock

DAY_END = 24 * 60
FULL_DAY = "00:00-24:00"
LIMIT = 200  # characters of a cell that is read; a longer one tells more than hours
COMMENT_LIMIT = 80  # characters of an unread cell kept beside its day

CLOSED = {"ferme", "fermee", "fermes", "fermees", "ferme au public", "closed"}
BLANK = " \t\r\n\u00a0\u202f.,;:/|_-‐‑‒–—−"  # signs of an empty cell; "?" is not one, it says that nobody knows
APPOINTMENT = re.compile(r"^(?:(?:uniquement|seulement) )?sur (?:rdv|rendez vous)(?: uniquement)?$")
MOMENT = r"(?:(\d{1,2})\s*(?:[:.]\s*(\d{2})|([hH])\s*(\d{2})?)?|(midi|minuit))"
SPAN = re.compile(rf"(?:de\s+)?{MOMENT}\s*(?:-|à|jusqu'à)\s*{MOMENT}", re.IGNORECASE)
BREAK = re.compile(r"\s*(?:/|;|,|\||\n|\bet\b|\bpuis\b)\s*|(?<=[\dh])\s+(?=\d{1,2}\s*[:h.]\s*\d{0,2}\s*-)", re.IGNORECASE)
SECONDS = re.compile(r"(?<![\d:])(\d{1,2}:\d{2}):00(?![\d:])")  # "09:00:00", as databases write it
DAY_NAME = re.compile(r"(lun|mar|mer|jeu|ven|sam|dim)(?:di|credi|dredi|edi|anche)?s?\b\.?\s*:?\s*(?=\S)", re.IGNORECASE)
SHORT_NAMES = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
DASHES = re.compile(r"[‐‑‒–—−]")

Span = tuple[int, int]  # minutes since midnight
NOTHING = (0, 0)  # "00:00 - 00:00", written by software for a half-day without hours


@dataclass(frozen=True)
class Week:
    """Hours in OSM syntax (None when no day opens), and by day (0 = Monday) the cells that could not be read, and those read in words."""

    value: str | None
    unread: Mapping[int, str]
    in_words: Mapping[int, str] = field(default_factory=dict)  # what was understood of them, in OSM syntax


def from_days(cells: Mapping[int, str]) -> Week:
    """Hours from one cell per day; an absent or empty day is closed if another opens, an unread one is "unknown" and keeps its words."""
    unread: dict[int, str] = {}
    in_words: dict[int, str] = {}
    rules: dict[str, list[int]] = {}
    for day, text in sorted(cells.items()):
        rule = read_cell(own(day, text))
        if rule is None and (rule := french.read_day(own(day, text))):
            in_words[day] = rule
        if rule is None:
            unread[day] = text.strip()
            rule = f'unknown "{comment(text)}"'
        if rule:
            rules.setdefault(rule, []).append(day)
    if len(unread) == sum(map(len, rules.values())):
        return Week(None, unread)  # nothing was read: the words alone are kept
    return Week("; ".join(write_rule(days, rule) for rule, days in rules.items()), unread, in_words)


def own(day: int, text: str) -> str:
    """The cell without the name of its own day ("Lundi : 9h-12h" under Monday)."""
    name = DAY_NAME.match(text.strip())
    return text.strip()[name.end() :] if name and name.group(1).lower() == SHORT_NAMES[day] else text


def write_rule(days: list[int], rule: str) -> str:
    """Days in order and what holds on them, written as short as can be: "Mo-We,Fr 09:00-12:00"."""
    if len(days) == len(DAYS):
        return "24/7" if rule == FULL_DAY else f"24/7 {rule}" if rule.startswith("unknown") else rule
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}" for run in runs) + f" {rule}"


@lru_cache(maxsize=16384)
def read_cell(text: str) -> str | None:
    """Times of one day in OSM syntax; "" when closed; None when it cannot be read for sure."""
    if len(text) > LIMIT:
        return None
    folded = fold(text)
    if folded in CLOSED or not text.strip(BLANK):
        return ""
    if APPOINTMENT.match(folded):
        return 'unknown "sur rendez-vous"'
    spans = {read_span(part) for part in BREAK.split(plain(text))}
    known = sorted(span for span in spans if span and span != NOTHING)
    if None in spans or not known or any(start < before for (_, before), (start, _) in zip(known, known[1:], strict=False)):
        return None
    return ",".join(f"{clock(start)}-{clock(end)}" for start, end in joined(known))


def plain(text: str) -> str:
    """The cell with one kind of dash and of apostrophe, no seconds, and no sign around it."""
    return SECONDS.sub(r"\1", DASHES.sub("-", text.replace("’", "'"))).strip(" /;,|\n\t.")


def joined(spans: list[Span]) -> list[Span]:
    """Sorted spans, those that touch made one."""
    kept: list[Span] = []
    for start, end in spans:
        if kept and kept[-1][1] == start:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return kept


def read_span(part: str) -> Span | None:
    """Read "9h30-12h": minutes since midnight, the end after the start; None when it is anything else."""
    match = SPAN.fullmatch(part.strip())
    if not match:
        return None
    start, end = match.groups()[:5], match.groups()[5:]
    if not any([*start[1:], *end[1:]]):  # "9-12" may be anything
        return None
    begin, stop = minutes(*start, midnight=0), minutes(*end, midnight=DAY_END)
    if (begin, stop) == NOTHING:
        return NOTHING
    return (begin, stop) if 0 <= begin < stop and stop >= EARLY and not 0 < begin < NIGHT_END else None


def minutes(hour: str, colon_minute: str, h: str, h_minute: str, word: str, *, midnight: int) -> int:
    """Minutes since midnight, or -1 when there is no such time."""
    if word:
        return 12 * 60 if word.lower() == "midi" else midnight
    minute = int(colon_minute or h_minute or 0)
    total = int(hour) * 60 + minute
    likely = minute % 5 == 0 or minute in (1, 59)  # "9h12-14h17" means "9h-12h, 14h-17h"
    return total if minute < 60 and likely and total <= DAY_END else -1


def comment(text: str) -> str:
    """Words fit for an OSM comment."""
    words = " ".join(text.replace('"', "’").split())
    return words if len(words) <= COMMENT_LIMIT else words[:COMMENT_LIMIT].rsplit(" ", 1)[0] + "…"
