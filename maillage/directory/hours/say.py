"""Knows how hours are said to people, in the active language: « 9 h 30 – 12 h », « Fermé aujourd’hui. Ouvre demain à 9 h 30. »."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache, wraps
from typing import ParamSpec

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.directory.hours.expression import ALWAYS, Ref, Season, When, Year, taken_apart
from maillage.directory.hours.osm import COMMENT
from maillage.directory.hours.status import Opening, Reason, Status
from maillage.directory.hours.table import DAY_END, Day, Span, parsed, week

APPOINTMENT = "sur rendez-vous"  # as `french` writes it in the hours
A_MONDAY = date(2026, 6, 15)

Arguments = ParamSpec("Arguments")


def remembered(function: Callable[Arguments, str]) -> Callable[Arguments, str]:
    """Remember what was said, in each language: lists repeat the same days and times by thousands."""

    @lru_cache(maxsize=8192)
    def in_language(_language: str, *args: Arguments.args, **kwargs: Arguments.kwargs) -> str:
        return function(*args, **kwargs)

    @wraps(function)
    def say(*args: Arguments.args, **kwargs: Arguments.kwargs) -> str:
        return in_language(translation.get_language() or "", *args, **kwargs)  # type: ignore[arg-type]  # mypy cannot know them hashable

    return say


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


@remembered
def weekday(number: int) -> str:
    """Name of a day of the week, 0 for Monday: « lundi », "Monday"."""
    return date_format(A_MONDAY + timedelta(days=number), "l")


def day(moment: date) -> str:
    """A date as people say it: « mardi 14 juillet », « jeudi 1er octobre », "Tuesday 14 July"."""
    said = date_format(moment, "l j F")
    return said.replace(" 1 ", " 1er ") if moment.day == 1 and language() == "fr" else said


def language() -> str:
    return (translation.get_language() or "fr")[:2]


@remembered
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
    """Hours in one line, closed days left out: « Du lundi au vendredi : 9 h – 12 h ; le 2e jeudi du mois : 14 h – 17 h »; "" when they cannot be said."""
    told = taken_apart(hours)
    parts = [*clauses(told), *closings(told), *parts_of_year(told), *school_clauses(told)] if told else week_clauses(hours)
    said = _(" ; ").join(parts)
    if said and told and told.otherwise:
        said = _("%(hours)s, sinon %(otherwise)s") % {"hours": said, "otherwise": said_day(told.otherwise)}
    return said[:1].upper() + said[1:]


def week_clauses(hours: str) -> list[str]:
    """Each group of days of a week like all others, for a form that `expression` does not take apart (over midnight)."""
    found = week(hours)
    if not found.regular or "SH" in COMMENT.sub("", hours):
        return []
    return [clause(say_days(group), found.days[group[0]]) for group in groups(found.days) if found.days[group[0]]]


def clauses(told: Year) -> list[str]:
    """Hours of the whole year, and of public holidays."""
    parts = [clause(days, spans) for days, spans in by_hours(told.layers.get(ALWAYS, {}))]
    return [*parts, clause(_("les jours fériés"), told.holidays)] if told.holidays else parts


def parts_of_year(told: Year) -> list[str]:
    """Hours of each season, or of even and odd weeks: after its name when they are of one kind and replace those of the year, else with each group of days."""
    layers = {when: layer for when, layer in told.layers.items() if when != ALWAYS and layer}
    usual = {day for day, _ranks in told.layers.get(ALWAYS, {})}
    titled = all(weeks == 0 for _season, weeks in layers) or all(season is None for season, _weeks in layers)
    titled = titled and all(usual <= {day for day, _ranks in layer} for layer in layers.values())
    parts = []
    for when, layer in layers.items():
        if titled and len(layers) + len(layer) > 2:
            parts += section(part_of_year(when), layer)
        else:
            parts += [clause(_("%(days)s, %(when)s") % {"days": days, "when": part_of_year(when)}, spans) for days, spans in by_hours(layer)]
    return parts


def section(title: str, layer: Mapping[Ref, Day]) -> list[str]:
    """The hours of a part of the year, after its name."""
    parts = [_("%(days)s, %(hours)s") % {"days": days, "hours": said_day(spans)} for days, spans in by_hours(layer)]
    return [_("%(title)s : %(first)s") % {"title": title, "first": parts[0]}, *parts[1:]] if parts else []


def closings(told: Year) -> list[str]:
    """Days off; those of the week go without saying."""
    parts = [_("fermé %(when)s") % {"when": " ".join(filter(None, [" ".join(closed_days(refs)), part_of_year(when)]))} for when, refs in told.off]
    if told.school is not None and not any(told.school.values()):
        parts.append(_("fermé pendant les vacances scolaires"))
    if told.holidays == ():
        parts.append(_("fermé les jours fériés"))
    return parts


def closed_days(refs: Iterable[Ref]) -> list[str]:
    plain = sorted(day for day, ranks in refs if not ranks)
    said = [_("le %(day)s") % {"day": weekday(plain[0])} if len(plain) == 1 else say_days(plain)] if plain else []
    ranked = say_ranked(ref for ref in refs if ref[1])
    return [*said, *([ranked] if ranked else [])]


def school_clauses(told: Year) -> list[str]:
    """The week of school holidays, when it is another."""
    usual = told.layers.get(ALWAYS, {})
    week = {ref: spans for ref, spans in (told.school or {}).items() if spans}
    return section(_("pendant les vacances scolaires"), week) if week and week != usual else []


def by_hours(layer: Mapping[Ref, Day]) -> Iterator[tuple[str, Day]]:
    """Days that have the same hours, and these hours, in the order of the week; days of some weeks of the month come after."""
    found: dict[tuple[bool, Day], list[Ref]] = {}
    for ref in sorted(layer, key=lambda ref: (bool(ref[1]), ref)):
        found.setdefault((bool(ref[1]), layer[ref]), []).append(ref)
    for (ranked, spans), refs in found.items():
        yield say_ranked(refs) if ranked else say_plain([day for day, _ranks in refs], spans), spans


def say_plain(numbers: list[int], spans: Day) -> str:
    """Days of the week; « tous les jours » is only clear of what never closes."""
    if len(numbers) == 7 and [(of.start, of.end) for of in spans] != [(0, DAY_END)]:
        return _("du %(first)s au %(last)s") % {"first": weekday(0), "last": weekday(6)}
    return say_days(numbers)


def say_ranked(refs: Iterable[Ref]) -> str:
    """« le 2e et le 4e jeudi du mois »."""
    said = [_("%(ranks)s %(day)s") % {"ranks": listed([rank(number) for number in ranks]), "day": weekday(day)} for day, ranks in sorted(refs)]
    return _("%(days)s du mois") % {"days": listed(said)} if said else ""


def rank(number: int) -> str:
    """Which of the month: « le 2e », "the 2nd"."""
    return {1: _("le 1er"), 2: _("le 2e"), 3: _("le 3e"), 4: _("le 4e"), 5: _("le 5e"), -1: _("le dernier")}[number]


def part_of_year(when: When) -> str:
    """« d’octobre à juin », « du 1er avril au 30 septembre, les semaines paires »."""
    season, weeks = when
    said = [say_season(season)] if season else []
    said += [{1: _("les semaines impaires"), 2: _("les semaines paires")}[weeks]] if weeks else []
    return ", ".join(said)


def say_season(season: Season) -> str:
    (month, first), (last_month, last) = season
    if first:
        return pgettext("dates", "du %(first)s au %(last)s") % {"first": date_in_year(month, first), "last": date_in_year(last_month, last)}
    if month == last_month:
        return _("en %(month)s") % {"month": month_name(month)}
    names = {"first": month_name(month), "last": month_name(last_month)}
    return (_("d’%(first)s à %(last)s") if names["first"][0] in "ao" else _("de %(first)s à %(last)s")) % names


@remembered
def month_name(number: int) -> str:
    return date_format(date(2024, number, 1), "F")


def date_in_year(month: int, number: int) -> str:
    """« 1er avril », "1 April"."""
    said = date_format(date(2024, month, number), "j F")
    return said.replace("1 ", "1er ", 1) if number == 1 and language() == "fr" else said


def clause(days: str, spans: Day) -> str:
    return _("%(days)s : %(hours)s") % {"days": days, "hours": said_day(spans)}


@remembered
def said_day(spans: Day) -> str:
    """Hours of a day with its remarks: « 9 h – 12 h sans rendez-vous et 14 h – 17 h sur rendez-vous »."""
    by_appointment = [of for of in spans if of.note == APPOINTMENT and not of.certain]
    free = [of for of in spans if of not in by_appointment]
    if not by_appointment or any(of.note for of in free):
        return with_note(spans)
    if [(of.start, of.end) for of in spans] == [(0, DAY_END)]:
        return _("sur rendez-vous")
    hours = day_ranges(tuple(of._replace(certain=True) for of in by_appointment))
    if not free and len(by_appointment) > 1:
        return _("sur rendez-vous, %(hours)s") % {"hours": hours}  # said last, it may bear on the last hours alone
    if not free:
        return _("%(hours)s, sur rendez-vous") % {"hours": hours}
    return _("%(free)s sans rendez-vous et %(hours)s sur rendez-vous") % {"free": day_ranges(tuple(free)), "hours": hours}


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
    return listed(names)


def listed(names: Sequence[str]) -> str:
    return _("%(first)s et %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]} if len(names) > 1 else names[0]


def french(hours: str) -> str:
    """Hours in one line of French."""
    with translation.override("fr"):
        return sentence(hours)


def english(hours: str) -> str:
    """Hours in one line of English."""
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
