"""Knows how hours are said to people, in the active language: « 9 h 30 – 12 h », « Fermé aujourd’hui. Ouvre demain à 9 h 30. »."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from maillage.directory.hours.status import Opening, Reason, Status
from maillage.directory.hours.table import DAY_END, Day, Span, parsed, week

A_MONDAY = date(2026, 6, 15)


@dataclass(frozen=True)
class DayLine:
    """One line of a table of hours; no span means closed."""

    name: str
    spans: tuple[str, ...]
    is_today: bool
    note: str = ""


def table(hours: str, *, today: date) -> list[DayLine]:
    """Seven lines, today first, with their dates when weeks differ; no line for hours that do not read."""
    if parsed(hours, None) is None:
        return []
    found = week(hours, first=today)
    lines = []
    for moment in (today + timedelta(days=shift) for shift in range(7)):
        spans = found.days[moment.weekday()]
        name = weekday(moment.weekday()) if found.regular else day(moment)
        lines.append(DayLine(name, tuple(map(span, spans)), moment == today, note(spans)))
    return lines


def weekday(number: int) -> str:
    """Name of a day of the week, 0 for Monday: « lundi », "Monday"."""
    return date_format(A_MONDAY + timedelta(days=number), "l")


def day(moment: date) -> str:
    """A date as people say it: « mardi 14 juillet », « jeudi 1er octobre », "Tuesday 14 July"."""
    said = date_format(moment, "l j F")
    return said.replace(" 1 ", " 1er ") if moment.day == 1 and language() == "fr" else said


def language() -> str:
    return (translation.get_language() or "fr")[:2]


def clock(minute: int) -> str:
    """A time of the day, from minutes since midnight: « 9 h 30 », « 9 h », « minuit »."""
    if minute % DAY_END == 0:
        return _("minuit")
    hour, rest = divmod(minute % DAY_END, 60)
    return _("%(hour)d h %(minute)02d") % {"hour": hour, "minute": rest} if rest else _("%(hour)d h") % {"hour": hour}


def span(of: Span) -> str:
    """A span of a day: « 9 h 30 – 12 h »."""
    if not of.certain:
        return _("à confirmer") if of.end - of.start == DAY_END else _("%(span)s, à confirmer") % {"span": bare_span(of)}
    return bare_span(of)


def bare_span(of: Span) -> str:
    return _("jour et nuit") if of.end - of.start == DAY_END else f"{clock(of.start)}\u00a0– {clock(of.end)}"


def day_ranges(spans: Day) -> str:
    """Hours of one day: « 9 h – 12 h et 14 h – 18 h », « fermé »."""
    said = [span(of) for of in spans]
    if len(said) < 2:
        return said[0] if said else _("fermé")
    return _("%(first)s et %(last)s") % {"first": ", ".join(said[:-1]), "last": said[-1]}


def note(spans: Day) -> str:
    return _(" ; ").join(dict.fromkeys(of.note for of in spans if of.note))


def sentence(hours: str) -> str:
    """A week in one line, closed days left out: « Du lundi au vendredi : 9 h – 12 h ; samedi : 9 h – 12 h »; "" when weeks differ or do not read."""
    found = week(hours)
    if not found.regular:
        return ""
    days = [group for group in groups(found.days) if found.days[group[0]]]
    parts = [_("%(days)s : %(hours)s") % {"days": say_days(group), "hours": with_note(found.days[group[0]])} for group in days]
    said = _(" ; ").join(parts)
    return said[:1].upper() + said[1:]


def with_note(spans: Day) -> str:
    said = note(spans)
    return f"{day_ranges(spans)} ({said})" if said else day_ranges(spans)


def groups(days: Sequence[Day]) -> list[list[int]]:
    """Days with the same hours, in the order of the week."""
    found: dict[Day, list[int]] = {}
    for number, spans in enumerate(days):
        found.setdefault(spans, []).append(number)
    return list(found.values())


def say_days(numbers: list[int]) -> str:
    """Days of the week: « du lundi au vendredi », « mardi et jeudi », « tous les jours »."""
    names = [weekday(number) for number in numbers]
    if len(numbers) == 7:
        return _("tous les jours")
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return _("du %(first)s au %(last)s") % {"first": names[0], "last": names[-1]}
    return _("%(first)s et %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]} if len(names) > 1 else names[0]


def french(hours: str) -> str:
    """A week in one line of French."""
    with translation.override("fr"):
        return sentence(hours)


def english(hours: str) -> str:
    """A week in one line of English."""
    with translation.override("en"):
        return sentence(hours)


def status(opening: Opening, *, now: datetime) -> str:
    """What a person needs to know now: « Ouvert jusqu’à 17 h », « Fermé aujourd’hui. Ouvre demain à 9 h 30. »; `now` is aware."""
    if opening.status == Status.OPEN:
        return with_remark(_("Ouvert jusqu’à %(time)s") % {"time": time_of(opening.until)} if opening.until else _("Ouvert jour et nuit"), opening.note)
    if opening.status == Status.DOUBTFUL:
        return doubtful(opening)
    if opening.status == Status.UNKNOWN:
        said = _("Horaires inconnus : appelez avant de venir") if opening.reason == Reason.NO_HOURS else _("Ouverture à confirmer : appelez avant de venir")
        return with_remark(said, opening.note)
    return " ".join(filter(None, [closed(opening), opens(opening.next_opening, now) if opening.next_opening else ""]))


def with_remark(said: str, remark: str) -> str:
    return f"{said} ({remark})" if remark else said


def doubtful(opening: Opening) -> str:
    if opening.checked_on is None:
        return _("Horaires peut-être anciens : appelez avant de venir")
    return _("Horaires notés en %(year)d : appelez avant de venir") % {"year": opening.checked_on.year}


def closed(opening: Opening) -> str:
    if opening.reason == Reason.CLOSURE and opening.closed_until:
        said = _("Fermé jusqu’au %(day)s") % {"day": day(opening.closed_until)}
        return with_remark(said, opening.note) + "."
    if opening.reason == Reason.HOLIDAY:
        return _("Fermé aujourd’hui, jour férié.")
    return _("Fermé aujourd’hui.") if opening.reason == Reason.DAY_OFF else _("Fermé en ce moment.")


def opens(moment: datetime, now: datetime) -> str:
    """When it opens, as near as people say it; both instants are aware."""
    away = (moment.date() - now.astimezone(moment.tzinfo).date()).days
    words = {"time": time_of(moment), "weekday": weekday(moment.weekday()), "day": day(moment.date())}
    if away <= 1:
        return (_("Ouvre demain à %(time)s.") if away else _("Ouvre à %(time)s.")) % words
    return (_("Ouvre %(weekday)s à %(time)s.") if away < 7 else _("Ouvre le %(day)s à %(time)s.")) % words


def time_of(moment: datetime) -> str:
    return clock(moment.hour * 60 + moment.minute)
