"""Knows what the words of a row let us infer, where its list states nothing. What is inferred is marked so, and never denies what is stated."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from maillage.ingestion.dictionary.finding import found
from maillage.ingestion.dictionary.loading import NAME, TEXTS, Entry, entries
from maillage.ingestion.remarks import NONE, Remark, Remarks
from maillage.referentials.selectors import label

READ = ("summary", "description", "parent", "hours_words")
STATES_SERVICES = ("services", "offers")


def infer(values: Mapping[str, Any], not_understood: Iterable[Remark] = ()) -> tuple[dict[str, bool], Remarks]:
    """What follows from the name and the texts of a row, only for fields that it does not state: {"services:securite": True, "kinds:BIB": True}.

    Kinds add up (a town hall may house France services): beside those that a row states, its name may tell others, never one that it denies.
    `not_understood`: remarks on words of a list that no vocabulary holds; each may tell a code of its own field.
    """
    told = [entry for entry in _told(values, not_understood) if not _states(values, entry.field)]
    by_field: dict[str, dict[str, Entry]] = {}
    for entry in told:
        _add(by_field.setdefault(entry.field, {}), entry)
    stated = values.get("kinds")
    if stated and (others := {code: entry for code, entry in _named_kinds(values.get("name") or "").items() if code not in stated}):
        by_field["kinds"] = others
    if not by_field:
        return {}, NONE
    inferred = {entry.element: True for codes in by_field.values() for entry in codes.values()}
    return inferred, tuple(Remark("inferred", kept=_labels(name, tuple(codes)), field=name) for name, codes in by_field.items())


def _add(codes: dict[str, Entry], entry: Entry) -> None:
    if not (entry.alone and codes):
        codes[entry.code] = entry


@lru_cache(maxsize=8192)
def _named_kinds(name: str) -> Mapping[str, Entry]:
    codes: dict[str, Entry] = {}
    for entry in found(name, NAME):
        if entry.field == "kinds":
            _add(codes, entry)
    return codes


def _told(values: Mapping[str, Any], not_understood: Iterable[Remark]) -> Iterator[Entry]:
    """Entries told by the name, the texts, the stated equipment and the words not understood."""
    if name := values.get("name"):
        yield from found(name, NAME)
    for field in READ:
        if text := values.get(field):
            yield from found(text, TEXTS)
    for text in values.get("other_labels") or ():
        yield from found(text, TEXTS)
    for code, stated in (values.get("equipment") or {}).items():
        if stated:
            yield from _by_equipment().get(code, ())
    for remark in not_understood:
        yield from (entry for entry in found(remark.raw, TEXTS) if entry.field == remark.field)


def _states(values: Mapping[str, Any], field: str) -> bool:
    """Does the row say anything of this field, even a no?"""
    return field in values or (field == "services" and any(name in values for name in STATES_SERVICES))


@cache
def _by_equipment() -> Mapping[str, tuple[Entry, ...]]:
    codes = {code for entry in entries() for code in entry.equipment}
    return {code: tuple(entry for entry in entries() if code in entry.equipment) for code in codes}


@lru_cache(maxsize=4096)
def _labels(field: str, codes: tuple[str, ...]) -> str:
    """In French whoever reads: it is stored with the row."""
    return ", ".join(f"« {label(field, code, 'professional', 'fr')} »" for code in codes)
