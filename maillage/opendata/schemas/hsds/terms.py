"""Knows our vocabularies as taxonomies of HSDS, and what is said with them of a service or a location."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from maillage.opendata.schemas.hsds.naming import filled, identity
from maillage.referentials import selectors as referentials
from maillage.referentials.terms import Term, Vocabulary


def ours() -> list[Vocabulary]:
    """The vocabularies with which places are described."""
    return [vocabulary for vocabulary in referentials.vocabularies().values() if not vocabulary.meta.external]


def taxonomies() -> Iterator[dict[str, Any]]:
    """Each vocabulary as a taxonomy."""
    for vocabulary in ours():
        yield {
            "id": identity("taxonomy", vocabulary.name),
            "name": vocabulary.name,
            "description": vocabulary.title("fr"),
            "version": vocabulary.meta.version,
        }


def taxonomy_terms() -> Iterator[dict[str, Any]]:
    """Each term of each vocabulary."""
    return (taxonomy_term(vocabulary.name, term) for vocabulary in ours() for term in vocabulary)


def taxonomy_term(vocabulary: str, term: Term) -> dict[str, Any]:
    """A term: its official wording for name, ours for description."""
    return filled({
        "id": identity("term", vocabulary, term.code),
        "code": term.code,
        "name": term.label,
        "description": term.public,
        "parent_id": identity("term", vocabulary, term.parent) if term.parent else None,
        "taxonomy": vocabulary,
        "taxonomy_id": identity("taxonomy", vocabulary),
        "language": "fr",
    })  # fmt: skip


@cache
def known_term(vocabulary: str, code: str) -> dict[str, Any] | None:
    """The term of a code; None for a code that has left its vocabulary."""
    terms = referentials.vocabulary(vocabulary)
    return taxonomy_term(vocabulary, terms.get(code)) if code in terms else None


def attributes(entity: str, of: UUID, stated: Mapping[str, Iterable[str]]) -> list[dict[str, Any]]:
    """What is said of a thing with our vocabularies. `entity`: its table in HSDS. `stated`: vocabulary -> codes."""
    return [
        {
            "id": identity("attribute", vocabulary, code, within=of),
            "link_id": str(of),
            "link_entity": entity,
            "link_type": vocabulary,
            "taxonomy_term_id": term["id"],
            "taxonomy_term": term,
        }
        for vocabulary, codes in stated.items()
        for code in dict.fromkeys(codes)
        if (term := known_term(vocabulary, code))
    ]
