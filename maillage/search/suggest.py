"""Knows what to propose while someone types: communes, territories, needs, services, places; the best of each kind first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Literal

from maillage.search.index import Index
from maillage.search.query import SearchQuery
from maillage.search.text import MAX_TEXT
from maillage.territories import selectors as territories

Kind = Literal["commune", "territory", "need", "service", "place"]


@dataclass(frozen=True)
class Suggestion:
    """One thing that may be meant."""

    kind: Kind
    code: str  # commune: INSEE; territory: "dep:23"; place: its public code; need, service: code of the vocabulary
    label: str  # in the language of the moment
    detail: str = ""  # what tells homonyms apart: "23000 · Creuse"


def suggest(index: Index, text: str, limit: int = 8) -> list[Suggestion]:
    """At most so many things that these words, or beginnings of words, may mean; nothing for no word."""
    typed = text[:MAX_TEXT]
    turns = zip_longest(communes(typed, limit), places(index, typed, limit))
    return [each for each in chain.from_iterable(turns) if each][:limit]


def communes(text: str, limit: int) -> Iterator[Suggestion]:
    for commune in territories.suggest_communes(text, limit):
        departement = territories.departement(commune.departement)
        yield Suggestion("commune", commune.code, commune.name, joined((*commune.postal_codes[:1], departement.name if departement else "")))


def places(index: Index, text: str, limit: int) -> Iterator[Suggestion]:
    if text.strip():
        for hit in index.search(SearchQuery(text=text, sort="relevance", page_size=limit, with_counts=False)).hits:
            yield Suggestion("place", hit.code, hit.card["name"], joined((hit.card["postal_code"], hit.card["commune"])))


def joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
