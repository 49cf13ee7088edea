"""Knows what people mean by the words they type: which needs they name. Words that name none are searched as they are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language

from maillage.base.text import fold
from maillage.referentials import selectors as referentials
from maillage.referentials.terms import Term
from maillage.search.text import asked_words, singular

SHORTEST_BEGINNING = 5  # letters: "impri" may mean "imprimer"; "imp" may mean anything
MAX_MEANINGS = 4
ICONS = {
    "demarches-administratives": "file-text",
    "outils-du-quotidien": "mouse-pointer-click",
    "insertion-professionnelle": "briefcase",
    "securite": "shield-check",
    "parentalite-education": "baby",
    "loisirs-creation": "palette",
    "culture-numerique": "newspaper",
    "acces-internet-materiel": "wifi",
    "materiel-solidaire": "hand-coins",
}
NEED_ICONS = {"imprimer": "printer", "utiliser-sur-place": "monitor-smartphone", "apprendre": "mouse-pointer-click"}


@dataclass(frozen=True)
class Meaning:
    """One need or one service: its words, and what to ask of the search. `better` says more than the services do (a printer) and is asked first."""

    code: str
    label: str
    facets: Mapping[str, tuple[str, ...]]
    better: Mapping[str, tuple[str, ...]]


def needs() -> list[Meaning]:
    """What residents come for, in the order in which it is proposed."""
    return [meaning_of_need(term) for term in referentials.needs()]


def need(code: str) -> Meaning:
    """One need. Raise UnknownTerm."""
    return meaning_of_need(referentials.vocabulary("needs").get(code))


def service(code: str) -> Meaning:
    """One service. Raise UnknownTerm."""
    return meaning_of_service(referentials.vocabulary("services").get(code))


def understand(typed: str) -> list[Meaning]:
    """The needs that these words name, else the services; nothing when the words are not those of a need (a name, a street)."""
    asked = asked_words(typed)
    if not asked:
        return []
    found = [meaning_of_need(term) for term in named("needs", asked)]
    if not found:
        found = [meaning_of_service(term) for term in named("services", asked)]
    return found if len(found) <= MAX_MEANINGS else []


def named(vocabulary: str, asked: Iterable[str]) -> list[Term]:
    """Terms that answer all the words: by their label if any does, else by what residents type, else by the beginnings of words."""
    asked = tuple(asked)
    tiers = ((label_words, is_same), (words_of, is_same), (words_of, is_beginning))
    answering = ([term for term in referentials.vocabulary(vocabulary) if answers(asked, words(vocabulary, term.code), same)] for words, same in tiers)
    return next((terms for terms in answering if terms), [])


def answers(asked: Iterable[str], stored: frozenset[str], same: Callable[[str, str], bool]) -> bool:
    return all(any(same(word, known) for known in stored) for word in asked)


def is_same(asked: str, stored: str) -> bool:
    """The same word, plural or not, in either language ("taxes" also for "tax")."""
    return stored in (asked, singular(asked), f"{asked}s", f"{asked}x", f"{asked}es")


def is_beginning(asked: str, stored: str) -> bool:
    """The same word, or a long enough beginning of it."""
    return is_same(asked, stored) or (len(asked) >= SHORTEST_BEGINNING and stored.startswith(asked))


@cache
def label_words(vocabulary: str, code: str) -> frozenset[str]:
    """Folded words of the labels that residents read."""
    term = referentials.vocabulary(vocabulary).get(code)
    return folded(term.public, term.english_public)


@cache
def words_of(vocabulary: str, code: str) -> frozenset[str]:
    """Folded words that name a term: what residents type, and what they read."""
    return label_words(vocabulary, code) | folded(*referentials.vocabulary(vocabulary).get(code).words)


def folded(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in asked_words(text))


def suggestions() -> list[str]:
    """What the field proposes while one types: the needs, in the language of the moment."""
    return [meaning.label for meaning in needs()]


def meaning_of_need(term: Term) -> Meaning:
    services = term.crosswalk.get("services", ())
    equipment = term.crosswalk.get("equipment", ())
    return Meaning(term.code, term.wording("public", language()), {"services": services}, {"equipment": equipment} if equipment else {})


def meaning_of_service(term: Term) -> Meaning:
    return Meaning(term.code, term.wording("public", language()), {"services": (term.code,)}, {})


def is_label(typed: str, meaning: Meaning) -> bool:
    """Was the proposed wording itself typed or chosen?"""
    return fold(typed) == fold(meaning.label)


def icon_of_service(code: str) -> str:
    """Icon of a service: that of its first level."""
    return ICONS.get(referentials.first_level("services", code), "")


def icon_of_need(meaning: Meaning) -> str:
    services = meaning.facets["services"]
    return NEED_ICONS.get(meaning.code) or (icon_of_service(services[0]) if services else "")


def language() -> str:
    return get_language() or "fr"
