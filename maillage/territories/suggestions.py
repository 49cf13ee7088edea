"""Knows what to propose while someone types the name of a commune."""

import re
from collections.abc import Iterator

from maillage.base.text import fold
from maillage.territories import names
from maillage.territories.index import Index
from maillage.territories.values import Commune

POSTAL_PREFIX = re.compile(r"\b\d{2,5}\b")
Match = tuple[int, int, Commune]  # closeness, place in the order of population, commune


def suggest(index: Index, text: str, limit: int) -> list[Commune]:
    """The closest first: the name itself, then names that begin so, then words in order; at equal closeness today's names, then population."""
    typed = names.bare(fold(text))  # "Paris 13" tells no postal code
    prefix = next(iter(POSTAL_PREFIX.findall(typed)), "")
    words = " ".join(POSTAL_PREFIX.sub(" ", typed).split())
    if not words:
        return _served(index, prefix, limit) if prefix else []
    found: dict[Commune, None] = {}
    for *_, commune in sorted(_matches(index, words), key=lambda match: match[:2]):
        if any(code.startswith(prefix) for code in commune.postal_codes or ("",)):
            found[commune] = None
        if len(found) == limit:
            break
    return list(found)


def _served(index: Index, prefix: str, limit: int) -> list[Commune]:
    served = {commune for code, communes in index.by_postal_code.items() if code.startswith(prefix) for commune in communes}
    return sorted(served, key=lambda commune: (-(commune.population or 0), commune.code))[:limit]


def _matches(index: Index, typed: str) -> Iterator[Match]:
    asked = {typed, names.fold_name(typed)}  # "st" may begin Strasbourg as well as Saint-Étienne
    haystacks = zip(index.haystack, (index.names, index.former_names), strict=True)
    for is_former, (haystack, named) in enumerate(haystacks):
        for words in asked:
            pattern = [f" {word}" for word in words.split()]
            rarest = max(pattern, key=len)
            for i in [i for i, padded in enumerate(haystack) if rarest in padded]:
                rank = _rank(haystack[i], words, pattern)
                if rank is not None:
                    rank = max(rank, words != typed)  # an abbreviation is never the name itself
                    yield 2 * rank + is_former, i, named[i][1]


def _rank(padded: str, words: str, pattern: list[str]) -> int | None:
    """0 the name itself, 1 its beginning, 2 its words in order, None when they are not."""
    forms = (padded[1:], names.without_article(padded[1:]))
    if words in forms:
        return 0
    if any(form.startswith(words) for form in forms):
        return 1
    start = 0
    for word in pattern:
        start = padded.find(word, start) + len(word)
        if start < len(word):
            return None
    return 2
