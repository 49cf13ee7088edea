"""Knows which needs and services are meant by the beginnings of words, in both languages."""

from functools import cache
from typing import NamedTuple

from django.utils.translation import get_language

from maillage.base.text import fold
from maillage.referentials import selectors as referentials
from maillage.search.text import asked_words, words_of

SHORTEST_HELD = 3  # letters before words inside a wording are looked at: fewer may begin anything
SAME, BEGINS, HOLDS = 0, 1, 2


class Wordings(NamedTuple):
    """How one term is told, folded."""

    code: str
    labels: tuple[str, ...]
    said: frozenset[str]  # what residents type: whole expressions
    words: frozenset[str]  # of all these


def terms_like(vocabulary: str, text: str, limit: int) -> list[tuple[int, str, str]]:
    """Closeness, code and wording of the terms that answer, the closest first, then in the order of the vocabulary."""
    typed, asked = fold(text), asked_words(text)
    found = ((closeness(each, typed, asked), each.code) for each in wordings(vocabulary)) if asked else ()
    closest = sorted([(rank, code) for rank, code in found if rank is not None], key=lambda pair: pair[0])[:limit]
    terms, language = referentials.vocabulary(vocabulary), get_language() or "fr"
    return [(rank, code, terms.get(code).wording("public", language)) for rank, code in closest]


def closeness(told: Wordings, typed: str, asked: tuple[str, ...]) -> int | None:
    """0 the very wording, 1 its beginning or what residents type, 2 all its words; None when it does not answer."""
    if typed in told.labels:
        return SAME
    if typed in told.said or any(label.startswith(typed) for label in told.labels):
        return BEGINS
    is_held = all(len(word) >= SHORTEST_HELD and any(known.startswith(word) for known in told.words) for word in asked)
    return HOLDS if is_held else None


@cache
def wordings(vocabulary: str) -> tuple[Wordings, ...]:
    """All terms, in the order of the vocabulary."""
    return tuple(
        Wordings(
            term.code,
            (fold(term.public), fold(term.english_public)),
            frozenset(fold(said) for said in term.words),
            frozenset(words_of(" ".join((term.public, term.english_public, *term.words)))),
        )
        for term in referentials.vocabulary(vocabulary)
    )
