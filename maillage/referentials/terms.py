"""Knows what a vocabulary is: ordered terms, each with its wordings, its place in the national standard and its links to other vocabularies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from maillage.base.text import fold

Wording = Literal["public", "professional"]


class ReferentialError(Exception):
    """A data file is wrong; the message names file, line and remedy."""


class UnknownTerm(LookupError):
    """No vocabulary, or no term, of that name."""


@dataclass(frozen=True)
class Meta:
    """What a file is about, and where it comes from. An external one holds another system's codes, only as targets of crosswalks."""

    title: str
    english_title: str
    version: str
    origin: str
    licence: str
    read_on: date
    external: bool = False


@dataclass(frozen=True)
class Term:
    """One notion: `label` for professionals, `public` for residents, both also in English."""

    code: str
    label: str
    public: str
    english: str
    english_public: str
    parent: str = ""
    standard: str = ""  # exact value of the national standard; "" when it has none
    aliases: tuple[str, ...] = ()  # what sources write: older versions, other spellings
    words: tuple[str, ...] = ()  # what residents type
    crosswalk: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def wording(self, wording: Wording, language: str) -> str:
        """This term for that reader; French unless English is asked."""
        if language.startswith("en"):
            return self.english_public if wording == "public" else self.english
        return self.public if wording == "public" else self.label

    def forms(self) -> set[str]:
        """Folded forms under which a source may write this term."""
        return {fold(text) for text in (self.code, self.label, self.standard, *self.aliases) if text}


@dataclass(frozen=True)
class Vocabulary:
    """Terms in the order in which they are shown."""

    name: str
    meta: Meta
    terms: tuple[Term, ...]
    by_code: Mapping[str, Term] = field(init=False, repr=False, compare=False)
    by_key: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", MappingProxyType({term.code: term for term in self.terms}))
        object.__setattr__(self, "by_key", MappingProxyType({key: term.code for term in reversed(self.terms) for key in term.forms()}))

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def title(self, language: str) -> str:
        """What it is about, for that reader; French unless English is asked."""
        return self.meta.english_title if language.startswith("en") else self.meta.title

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.by_code)

    def get(self, code: str) -> Term:
        """The term of that code. Raise UnknownTerm."""
        try:
            return self.by_code[code]
        except KeyError:
            raise UnknownTerm(f"{self.name}: no term {code!r}") from None

    def children(self, code: str) -> tuple[Term, ...]:
        """Terms whose parent is that code."""
        return tuple(term for term in self.terms if term.parent == code)

    def root(self, code: str) -> Term:
        """The first-level term above that code, or itself."""
        term = self.get(code)
        while term.parent:
            term = self.get(term.parent)
        return term
