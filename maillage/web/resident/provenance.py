"""Knows how to say where a value comes from: who gives it, since when, and what the others say."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from maillage.base.text import fold
from maillage.directory import selectors
from maillage.directory.hours import say
from maillage.directory.models import Origin, Place
from maillage.directory.policy import PERSONS
from maillage.directory.selectors import Voice
from maillage.directory.selectors import Why as Reason
from maillage.ingestion.returning import telling
from maillage.web import words
from maillage.web.parts import Why
from maillage.web.resident import cards, guesses

# Part of the page -> subjects that may explain it, best first.
SUBJECTS = {
    "phones": ("phones",),
    "hours": ("hours", "hours_words"),
    "address": ("street", "postal_code", "commune", "latitude"),
}
FACT_GROUPS = ("audiences", "care", "costs", "access", "support", "who_may_come", "level", "languages", "equipment", "programmes", "labels")
MAX_LINES = 6
# Subject of a correction sent to a list -> part of the page that tells it.
PART_OF = {
    **{"phones": "phones", "hours": "hours", "services": "services"},
    **dict.fromkeys(("street", "complement", "postal_code", "commune", "insee", "point"), "address"),
    **dict.fromkeys(FACT_GROUPS, "facts"),
}


def whys(place: Place, *, today: date) -> dict[str, Why]:
    """One explanation per part of the page that has a value."""
    reasons = selectors.explain(place, today=today)
    single = {part: next((reasons[subject] for subject in subjects if subject in reasons), None) for part, subjects in SUBJECTS.items()}
    found = {part: Why(about()[part], lines_of(reason)) for part, reason in single.items() if reason}
    services = lines_by_origin(reasons, ("offer",))
    told = lines_by_origin(reasons, FACT_GROUPS)
    for part, lines in (sent_back(place) if is_confirmed(reasons) else {}).items():
        if part in found:
            found[part] = Why(found[part].about, [*found[part].lines, *lines])
        elif part == "services":
            services += lines
        elif part == "facts":
            told += lines
    guessed = guesses.why_lines(place.inferred, reasons)
    return {
        **found,
        **({"services": Why(about()["services"], services)} if services else {}),
        **({"guesses": Why(about()["guesses"], guessed)} if guessed else {}),
        **({"facts": Why(about()["facts"], told)} if told else {}),
    }


def is_confirmed(reasons: Mapping[str, Reason]) -> bool:
    """Is some of it the word of a person? Else nothing was sent to a list."""
    return any(reason.winner.origin.kind in PERSONS for reason in reasons.values())


def sent_back(place: Place) -> dict[str, list[str]]:
    """Part of the page -> to which lists what is confirmed was sent, and which took it, each once a part."""
    found: dict[str, dict[str, None]] = {}
    for one in telling.of_place(place):
        if part := PART_OF.get(one.subject.partition(":")[0]):
            told = {"origin": words.quoted(one.source.origin.label), "sent": words.day(one.sent_on), "taken": one.taken_on and words.day(one.taken_on)}
            line = _("Envoyé à {origin} le {sent}, repris le {taken}.") if one.taken_on else _("Envoyé à {origin} le {sent}, pas encore repris.")
            found.setdefault(part, {})[line.format(**told)] = None
    return {part: list(lines) for part, lines in found.items()}


def about() -> dict[str, str]:
    return {
        "phones": _("téléphone"),
        "hours": _("horaires"),
        "address": _("adresse"),
        "services": _("ce qu’on peut y faire"),
        "guesses": _("d’après sa description"),
        "facts": _("bon à savoir"),
    }


def lines_of(reason: Reason) -> list[str]:
    """The one who is believed, then the others."""
    first = reason.winner
    lines = [_("{origin} le dit ({day}).").format(origin=name_of(first.origin), day=words.day(first.as_of))]
    for voice in reason.others[: MAX_LINES - 1]:
        lines.append(other_line(reason.subject, voice, first))
    return lines


def other_line(subject: str, voice: Voice, first: Voice) -> str:
    told = {"origin": name_of(voice.origin), "day": words.day(voice.as_of)}
    if is_same(voice.value, first.value):
        return _("{origin} dit la même chose ({day}).").format(**told)
    value = said(subject, voice.value)
    if not value:
        return _("{origin} dit autre chose ({day}).").format(**told)
    return _("{origin} dit autre chose ({day}) : {value}.").format(**told, value=value)


def is_same(one: Any, other: Any) -> bool:
    """The same value, or the same words in other capitals."""
    return bool(one == other or (isinstance(one, str) and isinstance(other, str) and fold(one) == fold(other)))


def name_of(origin: Origin) -> str:
    return _("L’équipe du lieu") if origin.kind == Origin.Kind.TEAM else words.quoted(origin.label)


def said(subject: str, value: Any) -> str:
    """A received value as words; nothing when it is not for residents (a named person's telephone)."""
    if value is None:
        return ""
    if subject == "phones":
        return ", ".join(cards.phone(number).number for number in cards.service_contacts(value, "number"))
    if subject == "hours":
        return say.sentence(value)
    return words.typographic(str(value)) if isinstance(value, str) else ""


def lines_by_origin(reasons: Mapping[str, Reason], groups: Sequence[str]) -> list[str]:
    """What each origin says that is believed, one line each: codes of these lists, in the order of the vocabularies."""
    told: dict[int, tuple[Voice, set[tuple[str, str]]]] = {}
    for subject, reason in reasons.items():
        group, _colon, code = subject.partition(":")
        if group in groups and code and reason.winner.value:
            told.setdefault(reason.winner.origin.pk, (reason.winner, set()))[1].add((group, code.split("|")[0]))
    return [line(voice, codes, groups) for voice, codes in told.values()]


def line(voice: Voice, codes: set[tuple[str, str]], groups: Sequence[str]) -> str:
    vocabularies = {group: "services" if group == "offer" else group for group in groups}
    labels = [label for group, name in vocabularies.items() for label in cards.labels(name, (code for of, code in codes if of == group))]
    said = words.enumeration([words.lower_first(label) for label in labels])
    return _("{origin} ({day}) : {labels}.").format(origin=name_of(voice.origin), day=words.day(voice.as_of), labels=said)
