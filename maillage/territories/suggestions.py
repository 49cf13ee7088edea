"""Knows what to propose while someone types the name of a commune, a département, a région or an EPCI."""

import re
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice
from typing import NamedTuple

from maillage.base.text import fold
from maillage.territories import names
from maillage.territories.beginnings import Beginnings
from maillage.territories.enums import AreaKind
from maillage.territories.index import Index
from maillage.territories.values import Area, Commune

POSTAL_PREFIX = re.compile(r"\b\d{2,5}\b")
SAME, BEGINS, HOLDS = 0, 1, 2  # closeness: the name itself, its beginning, its words in order


class Match(NamedTuple):
    """A commune that may be meant."""

    closeness: int
    commune: Commune
    former: str = ""  # the name that answered, when it is that of a former commune


def communes(index: Index, text: str, limit: int) -> list[Match]:
    """The closest first: the name itself, then names that begin so, then words in order; at equal closeness today's names, then population."""
    typed = names.bare(fold(text))  # "Paris 13" tells no postal code
    prefix = next(iter(POSTAL_PREFIX.findall(typed)), "")
    words = " ".join(POSTAL_PREFIX.sub(" ", typed).split())
    if not words:
        return [Match(BEGINS, commune) for commune in served(index, prefix, limit)] if prefix else []
    answering = (match for match in named(index, words) if any(code.startswith(prefix) for code in match.commune.postal_codes or ("",)))
    return list(islice(each_once(answering), limit))


def each_once(matches: Iterable[Match]) -> Iterator[Match]:
    seen: set[Commune] = set()
    for match in matches:
        if match.commune not in seen:
            seen.add(match.commune)
            yield match


def served(index: Index, prefix: str, limit: int) -> list[Commune]:
    """Communes served by the postal codes that begin so, largest first."""
    found = {commune for code, communes in index.by_postal_code.items() if code.startswith(prefix) for commune in communes}
    return sorted(found, key=lambda commune: (-(commune.population or 0), commune.code))[:limit]


def named(index: Index, typed: str) -> Iterator[Match]:
    today, former = index.beginnings
    current, past = index.by_population, index.former_named
    turns = zip(closest(today, typed), closest(former, typed), strict=True)
    for closeness, (now, before) in enumerate(turns):
        yield from (Match(closeness, current[i]) for i in now)
        yield from (Match(closeness, index.communes[past[i].current], past[i].name) for i in before)


def closest(beginnings: Beginnings, typed: str) -> Iterator[Iterable[int]]:
    """Positions of the names, closeness by closeness."""
    asked = sorted({typed, names.fold_name(typed)})  # "st" may begin Strasbourg as well as Saint-Étienne
    yield beginnings.same(typed)  # an abbreviation is never the name itself
    yield merge(*(beginnings.beginning(words) for words in asked))
    yield merge(*(beginnings.holding(words) for words in asked))


def areas(index: Index, text: str, limit: int) -> list[tuple[int, Area]]:
    """Départements, régions and EPCI with their closeness, the closest first, then the most populated; a département by its code too."""
    typed, found = fold(text), {}
    if departement := index.area(AreaKind.DEPARTEMENT, typed.upper()):
        found[departement] = SAME
    if typed:
        for closeness, positions in enumerate(closest(index.area_beginnings, typed)):
            for i in islice(positions, limit):
                found.setdefault(index.areas_by_population[i], closeness)
    return [(closeness, area) for area, closeness in found.items()][:limit]
