"""Knows the vocabularies of the product, loaded once and never changed while it runs."""

from collections.abc import Mapping
from functools import cache

from django.utils.translation import get_language

from maillage.base.text import fold
from maillage.referentials import loading
from maillage.referentials.terms import Term, UnknownTerm, Vocabulary, Wording


@cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """Every vocabulary by name. Raise ReferentialError when a data file is wrong."""
    return loading.load()


def vocabulary(name: str) -> Vocabulary:
    """One vocabulary: services, equipment, kinds, audiences, care, costs… Raise UnknownTerm."""
    try:
        return vocabularies()[name]
    except KeyError:
        raise UnknownTerm(f"no vocabulary {name!r}") from None


def label(vocab: str, code: str, wording: Wording = "public", language: str | None = None) -> str:
    """How to say a code to a reader, in the active language unless told. Raise UnknownTerm."""
    return vocabulary(vocab).get(code).wording(wording, language or get_language() or "fr")


def by_standard(vocab: str, text: str) -> str | None:
    """Code of what a source wrote: code, label, standard value (also of version 0.1.1) or a known variant, whatever capitals and accents."""
    return vocabulary(vocab).by_key.get(fold(text))


def standard_value(vocab: str, code: str) -> str:
    """Exact value of the national standard for a code, or for the term above it; "" when the standard has none. Raise UnknownTerm."""
    terms = vocabulary(vocab)
    return terms.get(code).standard or terms.root(code).standard


def first_level(vocab: str, code: str) -> str:
    """Code of the first-level term above a code, or the code itself. Raise UnknownTerm."""
    return vocabulary(vocab).root(code).code


def with_children(vocab: str, code: str) -> tuple[str, ...]:
    """A code and those below it: asking for the first level also finds the second. Raise UnknownTerm."""
    terms = vocabulary(vocab)
    return (terms.get(code).code, *(child.code for child in terms.children(code)))


def services_for(need: str) -> tuple[str, ...]:
    """Services that answer a resident's need. Raise UnknownTerm."""
    return vocabulary("needs").get(need).crosswalk["services"]


def needs() -> tuple[Term, ...]:
    """What residents come for, in the order in which it is proposed."""
    return vocabulary("needs").terms
