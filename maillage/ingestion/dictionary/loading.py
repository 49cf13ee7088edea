"""Knows the files of the dictionary, one a vocabulary: each term with its words, what forbids it, and examples that are its tests."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from maillage.directory.fields import FIELDS
from maillage.ingestion.dictionary.words import loosen

FOLDER = Path(__file__).parent
NAME, TEXTS, COLUMN = "name", "texts", "column"  # where words are looked for; a column of a list that is about the field holds those of texts too
KEYS = frozenset({"code", "words", "unless", "in", "begins", "alone", "equipment", "examples", "not"})


class WrongDictionary(ValueError):
    """A file of the dictionary says something impossible; the message names the file, the term and the fault."""


@dataclass(frozen=True, eq=False)  # each is one: compared, and hashed, by identity
class Entry:
    """Words that tell one code of one field. `words` and `unless` are loosened (`words.loosen`)."""

    field: str
    code: str
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()
    places: tuple[str, ...] = (NAME, TEXTS, COLUMN)
    begins: bool = False  # only at the beginning of a name
    alone: bool = False  # only when no other code of the field was found
    equipment: tuple[str, ...] = ()  # stated equipment that tells it too
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()

    @property
    def element(self) -> str:
        """As the field `inferred` writes it."""
        return f"{self.field}:{self.code}"


@cache
def entries() -> tuple[Entry, ...]:
    """All entries of the shipped files. Raise WrongDictionary."""
    return tuple(entry for file in files() for entry in read(file.stem, tomllib.loads(file.read_text(encoding="utf-8"))))


@cache
def version() -> str:
    """What changes with any word of the files: rows read with another are read again."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files())).hexdigest()[:16]


def files() -> list[Path]:
    return sorted(FOLDER.glob("*.toml"))


def read(field: str, data: Mapping[str, Any]) -> Iterator[Entry]:
    """The entries of one file, checked."""
    if field not in FIELDS or not FIELDS[field].vocabulary:
        raise WrongDictionary(f"{field}.toml: no list of codes is called {field!r}.")
    for term in data["term"]:
        where = f"{field}.toml, {term.get('code')!r}"
        if unknown := term.keys() - KEYS:
            raise WrongDictionary(f"{where}: unknown keys {sorted(unknown)}.")
        if not term.get("words") or not term.get("examples") or not term.get("not"):
            raise WrongDictionary(f"{where}: needs `words`, and `examples` and `not` to try them.")
        yield entry(field, term, data)


def entry(field: str, term: Mapping[str, Any], data: Mapping[str, Any]) -> Entry:
    place = term.get("in", data.get("in"))
    places = (place,) if place else (NAME, TEXTS)
    return Entry(
        field=field,
        code=term["code"],
        words=tuple(dict.fromkeys(loosen(words) for words in term["words"])),
        unless=tuple(dict.fromkeys(loosen(words) for words in (*data.get("unless", ()), *term.get("unless", ())))),
        places=(*places, COLUMN) if TEXTS in places else places,
        begins=term.get("begins", False),
        alone=term.get("alone", False),
        equipment=tuple(term.get("equipment", ())),
        examples=tuple(term["examples"]),
        counter_examples=tuple(term["not"]),
    )
