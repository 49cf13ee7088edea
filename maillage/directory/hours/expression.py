"""Knows how to take hours in OSM syntax apart: the hours of each part of the year, of school and public holidays, and the days off.

Only the forms that can be said are taken; a rule that would erase another in a way nobody would guess is not.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from maillage.directory.hours.osm import DAYS, MONTHS
from maillage.directory.hours.table import DAY_END, Day, Span

DAY = "|".join(DAYS)
MONTH = "|".join(MONTHS)
SEASON = rf"(?P<month>{MONTH})(?: (?P<day>\d+))?(?:-(?:(?P<last_month>{MONTH})(?: (?P<last_day>\d+))?|(?P<last>\d+)))?"
SELECTOR = rf"(?:{DAY})(?:-(?:{DAY})|\[-?\d(?:,-?\d)*\])?"
RULE = re.compile(
    rf"(?:{SEASON} )?(?:week ?0?(?P<week>[12])-5[23]/2 ?)?(?P<days>24/7|(?:{SELECTOR}|PH|SH)(?:,(?:{SELECTOR}|PH|SH))*)? ?"
    r"(?P<times>\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)? ?(?P<state>off|closed|unknown)?(?: ?\"(?P<note>[^\"]*)\")?"
)
BREAK = re.compile(r"(; |, (?=[A-Z\dw])| \|\| )(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")
TIME = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")

Ref = tuple[int, tuple[int, ...]]  # a weekday, 0 for Monday, and which of the month: all when empty
Season = tuple[tuple[int, int], tuple[int, int]]  # (month, day) twice; a day of 0 is the whole month
When = tuple[Season | None, int]  # and even (2) or odd (1) weeks, 0 for all
ALWAYS: When = (None, 0)
WEEK: frozenset[Ref] = frozenset((day, ()) for day in range(7))


@dataclass
class Year:
    """What an expression says."""

    layers: dict[When, dict[Ref, Day]] = field(default_factory=dict)
    off: list[tuple[When, frozenset[Ref]]] = field(default_factory=list)  # no day at all: the whole part of the year
    holidays: Day | None = None  # public holidays; () when closed
    school: dict[Ref, Day] | None = None  # the week of school holidays, when it is another
    otherwise: Day | None = None  # at any other time


@dataclass(frozen=True)
class Rule:
    when: When
    refs: frozenset[Ref]
    kinds: frozenset[str]  # PH, SH
    spans: Day
    adds: bool
    otherwise: bool


class Unknown(Exception):
    """A form that cannot be taken apart."""


@lru_cache(maxsize=8192)
def taken_apart(hours: str) -> Year | None:
    """The parts of an expression, or None for a form that is not ours."""
    try:
        rules = [rule_of(text, sign) for text, sign in pieces(hours)]
        return year(rules)
    except Unknown:
        return None


def pieces(hours: str) -> list[tuple[str, str]]:
    """Each rule, and the sign before it."""
    parts = BREAK.split(hours)
    return list(zip(parts[::2], ["", *parts[1::2]], strict=True))


def rule_of(text: str, sign: str) -> Rule:
    match = RULE.fullmatch(text)
    if not match or not text:
        raise Unknown
    days, state = match["days"] or "", match["state"] or ""
    certain, note = state != "unknown", match["note"] or ""
    spans = tuple(span(*times, certain=certain, note=note) for times in TIME.findall(match["times"] or ""))
    if not spans and state not in ("off", "closed"):
        if days != "24/7" and certain:
            raise Unknown
        spans = (Span(0, DAY_END, certain, note),)
    if spans and state in ("off", "closed"):
        raise Unknown
    kinds = frozenset(part for part in days.split(",") if part in ("PH", "SH"))
    refs = WEEK if days == "24/7" or (not days and spans) else refs_of(days)
    return Rule((season_of(match), int(match["week"] or 0)), refs, kinds, spans, sign == ", ", sign == " || ")


def span(hour: str, minute: str, end_hour: str, end_minute: str, *, certain: bool, note: str) -> Span:
    start, end = int(hour) * 60 + int(minute), int(end_hour) * 60 + int(end_minute)
    if not start < end <= DAY_END:
        raise Unknown  # over midnight
    return Span(start, end, certain, note)


def refs_of(days: str) -> frozenset[Ref]:
    """ "Mo-We,Fr,Th[2,4]"."""
    found: set[Ref] = set()
    for name, last, ranks in re.findall(rf"({DAY})(?:-({DAY})|\[([-\d,]+)\])?", days):
        first, end = DAYS.index(name), DAYS.index(last or name)
        found |= {(day % 7, tuple(map(int, ranks.split(","))) if ranks else ()) for day in range(first, end + (1 if end >= first else 8))}
    return frozenset(found)


def season_of(match: re.Match[str]) -> Season | None:
    if not match["month"]:
        return None
    first = (MONTHS.index(match["month"]) + 1, int(match["day"] or 0))
    month = MONTHS.index(match["last_month"]) + 1 if match["last_month"] else first[0]
    last = (month, int(match["last_day"] or match["last"] or (0 if match["last_month"] else first[1])))
    if bool(first[1]) != bool(last[1]):
        raise Unknown
    return first, last


def year(rules: list[Rule]) -> Year:
    """Rules in order: each erases those before it on its own days, and on no other."""
    found = Year()
    for place, rule in enumerate(rules):
        if rule.otherwise:
            if place != len(rules) - 1 or rule.refs != WEEK or rule.when != ALWAYS or rule.kinds:
                raise Unknown
            found.otherwise = rule.spans
        elif rule.kinds:
            add_holidays(found, rule)
        else:
            add_rule(found, rule)
    return found


def add_holidays(found: Year, rule: Rule) -> None:
    if rule.when != ALWAYS or rule.adds:
        raise Unknown
    if "SH" in rule.kinds:
        if rule.spans and (found.off or any(when != ALWAYS for when in found.layers)):
            raise Unknown
        found.school = dict.fromkeys(WEEK, rule.spans) if rule.spans else {}
    if "PH" in rule.kinds:
        found.holidays = rule.spans
    if rule.refs:
        add_rule(found, Rule(rule.when, rule.refs, frozenset(), rule.spans, False, False))


def add_rule(found: Year, rule: Rule) -> None:
    days = {day for day, _ranks in rule.refs}
    erased = [ref for when, layer in found.layers.items() for ref in layer if ref[0] in days and hides(rule, when, ref)]
    if erased or (rule.spans and found.off) or (found.school is not None and rule.when != ALWAYS):
        raise Unknown
    layer = found.layers.setdefault(rule.when, {})
    if not rule.spans:
        if rule.when == ALWAYS and not any(ranks for _day, ranks in rule.refs):
            for ref in rule.refs:
                layer.pop(ref, None)
        else:
            found.off.append((rule.when, rule.refs))
    for ref in rule.refs if rule.spans else ():
        layer[ref] = tuple(sorted((*layer.get(ref, ()), *rule.spans))) if rule.adds else rule.spans
        if any(one.end > other.start for one, other in pairwise(layer[ref])):
            raise Unknown
    if found.school is not None:
        found.school.update({ref: layer.get(ref, ()) for ref in rule.refs})


def hides(rule: Rule, when: When, ref: Ref) -> bool:
    """Would this rule erase hours that were told of a narrower part of the year, or of the month?"""
    if when == rule.when:
        return bool(ref[1]) and ref not in rule.refs and (ref[0], ()) in rule.refs
    opposite = rule.when[1] and when[1] and rule.when[1] != when[1]
    return when != ALWAYS and not opposite and not apart(rule.when[0], when[0])


def apart(one: Season | None, other: Season | None) -> bool:
    """Have two seasons no day in common?"""
    return one is not None and other is not None and not dates(one) & dates(other)


@lru_cache(maxsize=256)
def dates(season: Season) -> frozenset[tuple[int, int]]:
    every = [(month, day) for month in range(1, 13) for day in range(1, 32)]
    first, last = (season[0][0], season[0][1] or 1), (season[1][0], season[1][1] or 31)
    if first <= last:
        return frozenset(date for date in every if first <= date <= last)
    return frozenset(date for date in every if date >= first or date <= last)
