"""Knows how times said one after another make spans, and initials make days."""

from maillage.directory.hours.french.parts import DAY_END, LUNCH_END, NOON, Span
from maillage.directory.hours.french.tokens import Kind, Unsaid

EARLY, NIGHT_END = 7 * 60, 5 * 60  # no place of ours ends its day before the one, nor begins it before the other
PARTING = {Kind.COMMA, Kind.AND, Kind.SLASH, Kind.SEMICOLON, Kind.LINE}


def ordered(letters: list[tuple[int, ...]]) -> list[list[int]]:
    """Ways of reading initials so that days come in the order of the week."""
    ways: list[list[int]] = [[]]
    for possible in letters:
        ways = [[*way, day] for way in ways for day in possible if not way or day > way[-1]]
    return ways


def spans(times: list[int], joins: list[Kind | None]) -> tuple[Span, ...]:
    """Times taken two by two. Raise Unsaid when what joins them leaves a doubt."""
    if len(times) % 2:
        raise Unsaid
    inner, outer = set(joins[::2]), set(joins[1::2])
    rising = all(one < other for one, other in zip(times, times[1:], strict=False))
    if inner <= {Kind.TO, Kind.DASH, Kind.UNTIL}:
        clear = outer <= PARTING | {None} or (rising and not outer & inner) or (rising and is_lunch(times))
    else:
        clear = (
            rising
            and (inner == {Kind.SLASH} or inner == {None})
            and outer <= PARTING | {None, Kind.DASH}
            and not (inner == {Kind.SLASH} and Kind.SLASH in outer)
        )
    if not clear:
        raise Unsaid
    found = {(start, end) for start, end in zip(times[::2], times[1::2], strict=True) if (start, end) != (0, 0)}
    known = sorted((0 if start == DAY_END else start, end or DAY_END) for start, end in found)
    if not known or any(start >= end for start, end in known) or any(start < before for (_, before), (start, _) in zip(known, known[1:], strict=False)):
        raise Unsaid
    if any(end < EARLY or 0 < start < NIGHT_END for start, end in known):
        raise Unsaid  # "2h-5h" is of the afternoon
    return tuple(known)


def is_lunch(times: list[int]) -> bool:
    """Do four times leave a midday break, so that "9h-12h-14h-17h" is clear?"""
    return len(times) == 4 and times[1] <= LUNCH_END and times[2] >= NOON
