"""Knows how a vocabulary is laid out: its terms under those that hold them, and their words for each reader and each neighbouring system."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maillage.referentials import selectors as referentials
from maillage.referentials.terms import Term, Vocabulary


@dataclass(frozen=True)
class Group:
    """Vocabularies that answer one question."""

    title: str
    vocabularies: Sequence["Entry"]


@dataclass(frozen=True)
class Entry:
    """One vocabulary in the list."""

    name: str
    title: str
    terms: int
    version: str
    examples: str


@dataclass(frozen=True)
class Meant:
    """What a term is called elsewhere."""

    where: str
    labels: Sequence[str]


@dataclass(frozen=True)
class Row:
    """One term."""

    code: str
    label: str  # professionals
    public: str  # residents
    is_part: bool
    words: str
    meant: Sequence[Meant]


EXAMPLES = 3
COMMON = ("services", "needs", "equipment")
OF_AN_OFFER = ("audiences", "care", "who_may_come", "costs", "access", "support", "level", "languages", "roles")
OF_A_PLACE = ("kinds", "accessibility", "itinerance", "programmes", "labels")


def groups() -> list[Group]:
    """All vocabularies, ours by what they tell, then those of others."""
    others = [name for name, vocabulary in referentials.vocabularies().items() if vocabulary.meta.external]
    titled = {
        _("Services et besoins"): COMMON,
        _("Pour qui, et comment"): OF_AN_OFFER,
        _("Ce qu’est le lieu"): OF_A_PLACE,
        _("Vocabulaires d’autres systèmes"): others,
    }
    return [Group(title, [entry(referentials.vocabulary(name)) for name in names]) for title, names in titled.items()]


def entry(vocabulary: Vocabulary) -> Entry:
    examples = [wording(term) for term in vocabulary if not term.parent][:EXAMPLES]
    return Entry(vocabulary.name, vocabulary.title(language()), len(vocabulary), vocabulary.meta.version, " · ".join(examples))


def rows(vocabulary: Vocabulary) -> Iterator[Row]:
    """Its terms, each followed by those it holds."""
    for first in vocabulary:
        if not first.parent:
            yield row(vocabulary, first)
            yield from (row(vocabulary, part) for part in vocabulary.children(first.code))


def row(vocabulary: Vocabulary, term: Term) -> Row:
    public = "" if vocabulary.meta.external else term.wording("public", language())
    return Row(term.code, wording(term), public, bool(term.parent), ", ".join(term.words), list(meanings(vocabulary, term)))


def meanings(vocabulary: Vocabulary, term: Term) -> Iterator[Meant]:
    """The national standard first, then the vocabularies that this one leads to."""
    if term.standard:
        yield Meant(_("standard national"), [term.standard])
    for name, codes in term.crosswalk.items():
        other = referentials.vocabulary(name)
        yield Meant(other.title(language()), [wording(other.get(code)) for code in codes])


def wording(term: Term) -> str:
    return term.wording("professional", language())


def language() -> str:
    return get_language() or "fr"
