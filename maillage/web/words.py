"""Knows how dates, distances, numbers and lists are said on a page, in the language of the moment."""

import re
from collections.abc import Sequence
from datetime import date

from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.directory import naming

INNER_QUOTES = re.compile(r"«\s*(.*?)\s*»")
WAYS = re.compile(r"\b(Rue|Avenue|Av|Place|Boulevard|Bd|Chemin|Impasse|Allée|Allee|Route|Quai|Cours|Square|Esplanade|Passage|Rond-Point|Lieu-Dit|Bis|Ter)\b")
BULKY_KM = 10  # beyond, tenths of kilometres say nothing


def day(value: date) -> str:
    """ "3 mars 2026", "1er mars 2026"."""
    return _("{day} {month} {year}").format(day=_day_of_month(value), month=MONTHS[value.month], year=value.year)


def _day_of_month(value: date) -> str:
    return _("1er") if value.day == 1 else str(value.day)


def distance(km: float | None) -> str:
    """2.34 -> "à 2,3 km à vol d’oiseau"; nothing when it is not known."""
    if km is None:
        return ""
    metres = max(100, round(km * 10) * 100)
    if metres < 1000:
        return (_("à {metres} m à vol d’oiseau") if metres > 100 else _("à moins de {metres} m")).format(metres=metres)
    digits = 1 if round(km, 1) < BULKY_KM else 0
    return _("à {km} km à vol d’oiseau").format(km=formats.number_format(round(km, digits), decimal_pos=digits, use_l10n=True))


def places(count: int) -> str:
    """ "1 lieu", "1 234 lieux"."""
    return ngettext("{count} lieu", "{count} lieux", count).format(count=formats.number_format(count, use_l10n=True, force_grouping=True))


def enumeration(items: Sequence[str]) -> str:
    """ "a, b et c"."""
    if len(items) < 2:
        return "".join(items)
    return _("{first} et {last}").format(first=", ".join(items[:-1]), last=items[-1])


def typographic(text: str) -> str:
    """Received text with the apostrophe of print: "L'Haÿ" -> "L’Haÿ"."""
    return text.replace("'", "’")


def street(text: str) -> str:
    """A received street, its capitals softened: "9 RUE DES TANNEURS" -> "9 rue des Tanneurs"."""
    if not text.isupper():
        return typographic(text)
    return WAYS.sub(lambda found: found.group().lower(), naming.soften(text))


def quoted(text: str) -> str:
    """« Liste “ville” »: a name between quotation marks, its own marks inside."""
    inside = INNER_QUOTES.sub(lambda found: _("“{text}”").format(text=found.group(1)), text)
    return _("« {text} »").format(text=inside)


def sentence_case(text: str) -> str:
    """First letter in capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """First letter small: what follows a comma."""
    return text[:1].lower() + text[1:]


def near(name: str) -> str:
    """ "près de Guéret", "près d’Aubusson", "près du Mans"; in English "near Guéret"."""
    return _("près {of_place}").format(of_place=naming.of(name), place=name)


def lower_first(text: str) -> str:
    """First letter small, unless its word has other capitals ("CAF", "Wi-Fi")."""
    first = text.split(" ", 1)[0]
    return text if first[1:] != first[1:].lower() else text[:1].lower() + text[1:]


def listing(items: Sequence[str]) -> str:
    """ "a ; b ; c": for items that hold commas."""
    return _(" ; ").join(items)
