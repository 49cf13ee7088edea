"""Knows every field that leaves: its name in each format, what it means, its values. One table (`dictionary.toml`), which the exports are tested against."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from maillage.referentials import selectors as referentials

DATA = Path(__file__).with_name("dictionary.toml")


@dataclass(frozen=True)
class Field:
    """One field: of a place or of an offer."""

    name: str  # in the API and in GeoJSON
    of: str  # place | offer
    type: str
    fr: str
    en: str
    vocabulary: str = ""
    header: str = ""  # of its column in tables for people; "" = not there
    standard: str = ""  # of its column in the national standard; "" = not there

    def meaning(self, language: str) -> str:
        return self.en if language.startswith("en") else self.fr


@cache
def fields(of: str = "") -> tuple[Field, ...]:
    """Fields of places ("place"), of offers ("offer"), or all."""
    found = (Field(**told) for told in tomllib.loads(DATA.read_text("utf-8"))["field"])
    return tuple(field for field in found if not of or field.of == of)


def as_json() -> dict[str, Any]:
    """The dictionary for programs, the values of vocabularies included."""
    return {"fields": list(described())}


def described() -> Iterator[dict[str, Any]]:
    for field in fields():
        told: dict[str, Any] = {"name": field.name, "of": field.of, "type": field.type, "meaning": {"fr": field.fr, "en": field.en}}
        if field.header or field.standard:
            told["columns"] = {name: column for name, column in (("table", field.header), ("standard", field.standard)) if column}
        if field.vocabulary:
            told["vocabulary"] = vocabulary(field.vocabulary)
        yield told


def vocabulary(name: str) -> dict[str, Any]:
    """A vocabulary, where it comes from and its codes."""
    found = referentials.vocabulary(name)
    codes = [{"code": term.code, "fr": term.label, "en": term.english} for term in found]
    return {"name": name, "version": found.meta.version, "origin": found.meta.origin, "codes": codes}
