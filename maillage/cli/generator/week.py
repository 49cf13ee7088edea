"""Knows how one weekly timetable is written by different lists. The truth is plain OSM: days, times, rules parted by `;`."""

from functools import cache

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
FRENCH = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
Spans = tuple[tuple[str, str], ...]  # ("09:00", "12:00"), …


@cache
def spans(hours: str) -> tuple[Spans, ...]:
    """Times of each day, Monday first; an empty day is closed."""
    week: list[Spans] = [()] * 7
    for rule in filter(None, hours.split("; ")):
        days, times = rule.split(" ")
        told = tuple((start, end) for start, end in (span.split("-") for span in times.split(",")))
        for day in _days(days):
            week[day] = told
    return tuple(week)


def in_columns(hours: str, *, style: str) -> tuple[str, ...]:
    """One cell per day, Monday to Saturday: `clock` "09:00 - 12:00 / 13:30 - 17:00", or `h` "9H00-12H00 / 13H30-17H00" ("FERMÉ" when closed)."""
    week = spans(hours)[:6]
    if style == "clock":
        return tuple(" / ".join(f"{start} - {end}" for start, end in day) for day in week)
    if not hours:
        return ("",) * 6
    return tuple(" / ".join(f"{_h(start)}-{_h(end)}" for start, end in day) or "FERMÉ" for day in week)


def in_words(hours: str) -> str:
    """A sentence, as people write: "Du mardi au vendredi de 14h à 18h, samedi de 9h30 à 12h30"."""
    told = []
    for rule in filter(None, hours.split("; ")):
        days, times = rule.split(" ")
        ranges = " et ".join(f"de {_spoken(start)} à {_spoken(end)}" for start, end in (span.split("-") for span in times.split(",")))
        told.append(f"{_spoken_days(days)} {ranges}")
    sentence = ", ".join(told)
    return sentence[:1].upper() + sentence[1:]


def hours_a_week(hours: str) -> float:
    """How long it opens in a week."""
    return sum(_minutes(end) - _minutes(start) for day in spans(hours) for start, end in day) / 60


def _days(text: str) -> list[int]:
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += range(DAYS.index(first), DAYS.index(last or first) + 1)
    return found


def _spoken_days(text: str) -> str:
    parts = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        parts.append(f"du {FRENCH[DAYS.index(first)]} au {FRENCH[DAYS.index(last)]}" if last else FRENCH[DAYS.index(first)])
    return " et ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _minutes(time: str) -> int:
    hour, minute = time.split(":")
    return int(hour) * 60 + int(minute)


def _h(time: str) -> str:
    hour, minute = time.split(":")
    return f"{int(hour)}H{minute}"


def _spoken(time: str) -> str:
    hour, minute = time.split(":")
    return f"{int(hour)}h" if minute == "00" else f"{int(hour)}h{minute}"
