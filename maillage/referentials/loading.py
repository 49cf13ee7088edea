"""Knows how a vocabulary is written in a TOML file, and says by file and line what is wrong in it."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from maillage.referentials.terms import Meta, ReferentialError, Term, Vocabulary

DATA = Path(__file__).parent / "data"
META_KEYS = {"title": str, "english_title": str, "version": str, "origin": str, "licence": str, "read_on": date}
WORDINGS = ("label", "public", "english", "english_public")
OPTIONAL_TEXTS = ("parent", "standard")
OPTIONAL_LISTS = ("aliases", "words")
TERM_KEYS = {"code", "crosswalk", *WORDINGS, *OPTIONAL_TEXTS, *OPTIONAL_LISTS}


def load(folder: Path | None = None) -> Mapping[str, Vocabulary]:
    """All vocabularies of a folder (ours by default), checked one by one and against each other. Raise ReferentialError with every fault found."""
    folder = folder or DATA
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))}
    faults: list[str] = []
    vocabularies = {}
    for path, text in texts.items():
        try:
            vocabularies[path.stem] = parse(path.stem, text)
        except ReferentialError as error:
            faults.append(f"{path}{error}")
    if not faults:
        faults = [f"{path}:{line_of(texts[path], code)}: {fault}" for path in texts for code, fault in link_faults(vocabularies[path.stem], vocabularies)]
    if faults or not texts:
        raise ReferentialError("\n".join(faults) or f"{folder}: no vocabulary here")
    return MappingProxyType(vocabularies)


def parse(name: str, text: str) -> Vocabulary:
    """One file's text -> its vocabulary. Raise ReferentialError, whose message starts with ":line: "."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ReferentialError(f": {error}") from error
    meta = content.get("meta", {})
    for key, kind in META_KEYS.items():
        if not isinstance(meta.get(key), kind) or not meta[key]:
            raise ReferentialError(f":1: [meta] must give {key} ({kind.__name__})")
    rows = content.get("term", [])
    if not rows:
        raise ReferentialError(":1: no [[term]]")
    external = bool(meta.get("external", False))
    for row, fault in row_faults(rows, external=external):
        raise ReferentialError(f":{row_line(text, row)}: {fault}")
    return Vocabulary(name, Meta(**{key: meta[key] for key in META_KEYS}, external=external), tuple(read_term(row, external=external) for row in rows))


def read_term(row: dict[str, Any], *, external: bool) -> Term:
    values: dict[str, Any] = {key: row.get(key, row["label"]) if external else row[key] for key in WORDINGS}
    values |= {key: row.get(key, "") for key in OPTIONAL_TEXTS}
    values |= {key: tuple(row.get(key, ())) for key in OPTIONAL_LISTS}
    crosswalk = MappingProxyType({name: tuple(codes) for name, codes in row.get("crosswalk", {}).items()})
    return Term(code=row["code"], crosswalk=crosswalk, **values)


def row_faults(rows: list[dict[str, Any]], *, external: bool) -> Iterator[tuple[int, str]]:
    """(position, fault) of the terms as written."""
    seen: set[object] = set()
    required = ("code", "label") if external else ("code", *WORDINGS)
    for position, row in enumerate(rows):
        yield from ((position, fault) for fault in shape_faults(row, required))
        if row.get("code") in seen:
            yield position, f"code {row['code']!r} is already used above"
        seen.add(row.get("code"))


def shape_faults(row: dict[str, Any], required: Iterable[str]) -> Iterator[str]:
    if unknown := sorted(row.keys() - TERM_KEYS):
        yield f"unknown key {unknown[0]!r}"
    yield from (f"{key} must be a text, not empty and not blank at its ends" for key in required if not is_text(row.get(key)))
    yield from (f"{key} must be a text: leave it out when there is none" for key in OPTIONAL_TEXTS if key in row and not is_text(row[key]))
    yield from (f"{key} must be a list of texts" for key in OPTIONAL_LISTS if not is_texts(row.get(key, [])))
    crosswalk = row.get("crosswalk", {})
    if not isinstance(crosswalk, dict) or not all(is_texts(codes) for codes in crosswalk.values()):
        yield "crosswalk must be { vocabulary = [codes] }"


def is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value) and value == value.strip()


def is_texts(value: object) -> bool:
    return isinstance(value, list) and all(is_text(item) for item in value)


def link_faults(vocabulary: Vocabulary, others: Mapping[str, Vocabulary]) -> Iterator[tuple[str, str]]:
    """(code, fault) of what a term says of other terms."""
    owners: dict[str, str] = {}
    for term in vocabulary:
        if term.parent and (term.parent not in vocabulary or vocabulary.get(term.parent).parent):
            yield term.code, f"parent {term.parent!r} is not a first-level code of {vocabulary.name}"
        if not vocabulary.meta.external:
            for key in sorted(term.forms()):
                if owners.setdefault(key, term.code) != term.code:
                    yield term.code, f"{key!r} also means {owners[key]!r}: a source's value must lead to one term"
        yield from ((term.code, fault) for fault in crosswalk_faults(term, others))


def crosswalk_faults(term: Term, others: Mapping[str, Vocabulary]) -> Iterable[str]:
    for name, codes in term.crosswalk.items():
        if name not in others:
            yield f"crosswalk to {name!r}: no such file"
            continue
        yield from (f"crosswalk to {name}: no code {code!r}" for code in codes if code not in others[name])


def line_of(text: str, code: str) -> int:
    """Line on which a term's code is written; 1 when it cannot be found."""
    wanted = {f'code = "{code}"', f"code = '{code}'"}
    return next((number for number, line in enumerate(text.splitlines(), 1) if line.strip() in wanted), 1)


def row_line(text: str, position: int) -> int:
    """Line of the n-th [[term]]."""
    starts = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[term]]"]
    return starts[position] if position < len(starts) else 1
