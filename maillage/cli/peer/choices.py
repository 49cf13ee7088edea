"""Knows how choices are judged, one code at a time: services, kinds, audiences, costs… Rules first, then judgements kept as data."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from maillage.base.text import fold
from maillage.cli.peer.verdicts import Kind, Pair, Verdict
from maillage.ingestion.dictionary.finding import found
from maillage.ingestion.dictionary.loading import NAME, TEXTS
from maillage.ingestion.mapping.choosing import Chooser
from maillage.ingestion.mapping.national import CHOICES
from maillage.ingestion.normalisers.text import as_text
from maillage.referentials.selectors import first_level, vocabulary
from maillage.referentials.terms import UnknownTerm

JUDGEMENTS = Path(__file__).parent / "judgements"
OURS, THEIRS = "ours", "theirs"
PARTS = re.compile(r"[,/;|\n]")
ANSWER = 60  # characters of one part of an answer; sentences are longer
SHORTEST = 3  # letters of a word that says a code: "epn", not "cs"


@dataclass(frozen=True)
class Judgement:
    """What a reader of the list's own cells said of a code that one side alone keeps. No `words`: whatever the row says."""

    field: str
    codes: tuple[str, ...]
    kept_by: str
    verdict: str  # better | equal | worse
    why: str
    words: tuple[str, ...] = ()  # folded; one of them stands in the row
    without: tuple[str, ...] = ()  # folded; none of them does

    def is_about(self, pair: Pair, name: str, code: str, kept_by: str) -> bool:
        if (self.field, self.kept_by) != (name, kept_by) or code not in self.codes:
            return False
        written = f" {fold(pair.written())} "
        return (not self.words or any(word in written for word in self.words)) and not any(word in written for word in self.without)


@cache
def judgements(source: str) -> tuple[Judgement, ...]:
    """Judgements about one list, in order. Raise KeyError when the file lacks something."""
    file = JUDGEMENTS / f"{source}.toml"
    if not file.is_file():
        return ()
    listed = tomllib.loads(file.read_text(encoding="utf-8"))["judgement"]
    return tuple(
        Judgement(
            entry["field"],
            tuple(entry["codes"]),
            entry["kept_by"],
            entry["verdict"],
            entry["why"],
            tuple(fold(word) for word in entry.get("words", [])),
            tuple(fold(word) for word in entry.get("without", [])),
        )
        for entry in listed
    )


def judge_choices(pair: Pair, name: str) -> Iterator[Verdict]:
    """One verdict for each code that one side alone keeps; one for the field when both keep the same."""
    ours, theirs = pair.ours.choices[name], pair.theirs.choices[name]
    if ours == theirs and ours:
        yield Verdict(name, "same", " | ".join(sorted(ours)), " | ".join(sorted(theirs)))
    for code in sorted(theirs - ours):
        yield _theirs(pair, name, code)
    for code in sorted(ours - theirs):
        yield _ours(pair, name, code)


def _theirs(pair: Pair, name: str, code: str) -> Verdict:
    vocab = CHOICES[name]
    if f"{vocab}:{code}" in pair.ours.denied:
        return Verdict(name, "denied", theirs=code)
    if f"{vocab}:{code}" in pair.ours.inferred:
        return Verdict(name, "inferred", theirs=code)
    known = pair.ours.choices[name] | {told.partition(":")[2] for told in pair.ours.inferred if told.startswith(f"{vocab}:")}
    if any(_above(vocab, mine) == code for mine in known):
        return Verdict(name, "finer", theirs=code)
    written, judged = _is_written(pair, vocab, code), _judged(pair, name, code, THEIRS)
    if not written and (judged is None or judged.kind is Kind.BETTER) and _is_answered_otherwise(pair, vocab, code):
        return Verdict(name, "answered-otherwise", theirs=code)
    return judged or Verdict(name, "only-theirs" if written else "unknown", theirs=code)


def _ours(pair: Pair, name: str, code: str) -> Verdict:
    vocab = CHOICES[name]
    if any(_above(vocab, other) == code for other in pair.theirs.choices[name]):
        return Verdict(name, "coarser", ours=code)
    if judged := _judged(pair, name, code, OURS):
        return judged
    if _above(vocab, code) in pair.theirs.choices[name]:
        return Verdict(name, "finer", ours=code)
    if _is_written(pair, vocab, code):
        return Verdict(name, "word-in-list", ours=code)
    return Verdict(name, "answered" if f"{vocab}:{code}" in pair.answered else "unknown", ours=code)


def answered(chooser: Chooser, cells: Mapping[str, Any]) -> frozenset[str]:
    """Codes that the cells of a row say, those of free text left aside: a cell whose parts are all short is an answer to a question."""
    short = {column: cell for column, cell in cells.items() if all(len(part) <= ANSWER for part in PARTS.split(as_text(cell)))}
    chosen = {f"{choice.field}:{choice.code}" for choice, state in chooser.chosen(short) if state}
    return frozenset(chosen | {f"{told.field}:{told.code}" for told in chooser.words(short) if told.code and told.state})


def _judged(pair: Pair, name: str, code: str, kept_by: str) -> Verdict | None:
    for judgement in judgements(pair.list):
        if judgement.is_about(pair, name, code, kept_by):
            return Verdict(name, f"judged-{judgement.verdict}", why=judgement.why, **{kept_by: code})
    return None


def _above(vocab: str, code: str) -> str:
    """The first-level code above this one; "" when it is of the first level itself, or of no vocabulary."""
    try:
        above = first_level(vocab, code)
    except UnknownTerm:
        return ""
    return "" if above == code else above


def _is_answered_otherwise(pair: Pair, vocab: str, code: str) -> bool:
    """Does the list answer this question by other codes, while none of its cells holds a word that tells this one?"""
    if not any(told.startswith(f"{vocab}:") for told in pair.answered):
        return False
    told = [*found(pair.ours.texts["nom"], NAME), *(entry for cell in pair.cells.values() for entry in found(as_text(cell), TEXTS))]
    return all((entry.field, entry.code) != (vocab, code) for entry in told)


def _is_written(pair: Pair, vocab: str, code: str) -> bool:
    """Is a known way to write this code in one cell?"""
    return any(found == code and pair.says(written) for written, found in vocabulary(vocab).by_key.items() if len(written) >= SHORTEST)
