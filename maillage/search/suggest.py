"""Knows what to propose while someone types: communes, needs, services, territories, places; the best of each kind first."""

from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _

from maillage.search import suggest_places, suggest_terms
from maillage.search.index import Index
from maillage.search.text import MAX_TEXT, words_of
from maillage.territories import selectors as territories
from maillage.territories.enums import AreaKind
from maillage.territories.suggestions import Match
from maillage.territories.values import Area

Kind = Literal["commune", "need", "service", "territory", "place"]

AREA_WORDS: dict[AreaKind, Callable[[], str]] = {
    AreaKind.DEPARTEMENT: lambda: _("département"),
    AreaKind.REGION: lambda: _("région"),
    AreaKind.EPCI: lambda: _("intercommunalité"),
}


class Suggestion(NamedTuple):
    """One thing that may be meant."""

    kind: Kind
    code: str  # commune: INSEE; territory: "dep:23"; place: its public code; need, service: code of the vocabulary
    label: str  # in the language of the moment
    detail: str = ""  # what tells homonyms apart: "23000 · Creuse"


Found = tuple[int, Suggestion]  # closeness: 0 the very name, 1 its beginning, 2 its words
FIRST = -1  # "creuse" is the département rather than the villages of that name


def suggest(index: Index, text: str, limit: int = 8) -> list[Suggestion]:
    """At most so many things that these words, or beginnings of words, may mean: the best of each kind, then the second of each…

    Among them, the closest first, then in the order of `Kind`. Nothing for no word.
    """
    typed = text[:MAX_TEXT]
    kinds = (communes(typed, limit), *needs_and_services(typed, limit), areas(typed, limit), places(index, typed, limit))
    turns = (sorted([found for found in turn if found], key=lambda found: found[0]) for turn in zip_longest(*kinds))
    ordered = [suggestion for turn in turns for _closeness, suggestion in turn]
    return ordered[:limit]


def communes(text: str, limit: int) -> Iterator[Found]:
    for match in territories.communes_like(text, limit):
        yield match.closeness, Suggestion("commune", match.commune.code, match.commune.name, detail_of(match, text))


def detail_of(match: Match, text: str) -> str:
    """ "23000 · Creuse", and the former name that answered. Of several postal codes, the first that was typed or begun, else the first."""
    typed = tuple(word for word in words_of(text) if word.isdecimal()) or ("",)
    postal_code = next((code for code in match.commune.postal_codes if code.startswith(typed)), "".join(match.commune.postal_codes[:1]))
    departement = territories.departement(match.commune.departement)
    former = _("comprend {commune}").format(commune=match.former) if match.former else ""
    return joined((postal_code, departement.name if departement else "", former))


def areas(text: str, limit: int) -> Iterator[Found]:
    for closeness, area in territories.areas_like(text, limit):
        yield closeness or FIRST, Suggestion("territory", area.key, area.name, joined((AREA_WORDS[area.kind](), number_of(area))))


def number_of(area: Area) -> str:
    """The number that people know: that of a département."""
    return area.code if area.kind is AreaKind.DEPARTEMENT else ""


def needs_and_services(text: str, limit: int) -> tuple[list[Found], list[Found]]:
    """Needs, and the services that are not worded like one of them."""
    needs, services = list(terms("need", text, limit)), list(terms("service", text, limit))
    told = {need.label for _closeness, need in needs}
    return needs, [found for found in services if found[1].label not in told]


def terms(kind: Literal["need", "service"], text: str, limit: int) -> Iterator[Found]:
    for closeness, term, label in suggest_terms.terms_like(f"{kind}s", text, limit):
        yield closeness, Suggestion(kind, term, label)


def places(index: Index, text: str, limit: int) -> Iterator[Found]:
    for closeness, card in suggest_places.places_like(index, text, limit):
        yield closeness, Suggestion("place", card["code"], card["name"], joined((card["postal_code"], card["commune"])))


def joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
