"""Knows how the part of a proposed mapping is written that says what the cells of a column mean: words, dictionary, table of values, yes and no."""

import json
from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from maillage.base.text import fold
from maillage.ingestion.mapping.guessing import asked_cost, marked_codes, question
from maillage.ingestion.mapping.keywords import NO
from maillage.ingestion.mapping.lint import code_of
from maillage.ingestion.mapping.profile import Profile, codes_told

WORDS_KNOWN = 0.9  # share of words of the vocabulary from which no table is needed
LONGEST_TABLE = 80
FREE_TEXT = 50  # signs of a value from which words are looked for in it
SELDOM = 0.5  # share of different values from which they are free words, not a choice among some
HEARD = 0.3  # share of the cells in which the dictionary must hear something to be proposed
OF_DICTIONARY = ("services", "audiences", "costs", "access", "support", "equipment", "languages")
SAYS_NOTHING = ("tout public", "tous publics", "tous", "tout le monde")  # of audiences: whom, when it is everybody


def elements(column: Profile, vocab: str) -> Iterator[str]:
    """What the cells of a column mean, in the codes of a vocabulary."""
    if vocab == "costs" and (asked := question(column)):
        yield from _answers(column, asked)
        return
    if (column.marks or column.answers or column.counts) and marked_codes(column):
        yield from _marks(column)
        return
    separators = _best_separators(column, vocab)
    parts = column.parts(separators)
    known = sum(count for word, count in parts.items() if code_of(vocab, word))
    if not column.filled or known >= WORDS_KNOWN * sum(parts.values()):
        yield f"[[words.{vocab}]]"
        yield f"columns = [{quote(column.name)}]"
        if separators and separators not in "|;":
            yield f"separators = {quote(separators)}"
    elif _is_free(column, vocab, parts):
        yield from _dictionary(column, vocab)
    else:
        yield from _table(column, vocab, separators, parts)


def _is_free(column: Profile, vocab: str, parts: Mapping[str, int]) -> bool:
    """Are its cells free words, in which the dictionary hears enough?"""
    lengths = [len(word) for word in parts]
    if not lengths or sum(lengths) > FREE_TEXT * len(lengths) or len(lengths) > LONGEST_TABLE:
        return True
    return vocab in OF_DICTIONARY and len(parts) > SELDOM * sum(parts.values()) and column.heard(vocab) >= HEARD


def _dictionary(column: Profile, vocab: str) -> Iterator[str]:
    yield f"[[words.{vocab}]]"
    yield f"columns = [{quote(column.name)}]"
    yield "dictionary = true"
    if skipped := [word for word in SAYS_NOTHING if vocab == "audiences" and any(fold(cell) == word for cell in column.cells)]:
        yield f"skip = {quote_all(skipped)}"


def _answers(column: Profile, asked: tuple[str, str]) -> Iterator[str]:
    """A column that asks whether it is free: each answer, with what it means."""
    yield "[[values.costs]]"
    yield f"columns = {quote(column.name)}"
    yield "[values.costs.table]"
    cells = {fold(cell): cell for cell, _count in reversed(column.cells.most_common(LONGEST_TABLE))}
    for folded, cell in reversed(cells.items()):
        if folded:
            yield _line(cell, [code] if (code := asked_cost(cell, asked)) else [])


def _table(column: Profile, vocab: str, separators: str, parts: Mapping[str, int]) -> Iterator[str]:
    """A table of the values, those it cannot tell left to a person."""
    yield f"[[values.{vocab}]]"
    yield f"columns = {quote(column.name)}"
    if separators:
        yield f"separators = {quote(separators)}"
    yield f"[values.{vocab}.table]"
    seen = set[str]()
    for word in parts:
        if fold(word) and fold(word) not in seen:
            seen.add(fold(word))
            yield _line(word, [code for _vocab, code in codes_told(word, vocab)])


def _line(cell: str, codes: list[str]) -> str:
    """A line of a table of values; one that says nothing yet is for a person to fill in."""
    return f"{quote(' '.join(cell.split()))} = {quote_all(codes)}" + ("" if codes else "  # " + _("à compléter"))


def _best_separators(column: Profile, vocab: str) -> str:
    """The separators under which most values are known, and come again from one cell to another."""
    options = ["", *column.separators, column.separators]
    best: str = max(options, key=lambda signs: (round(_worth(column, vocab, signs), 2), -len(signs)))
    return best


def _worth(column: Profile, vocab: str, separators: str) -> float:
    parts = column.parts(separators)
    total = sum(parts.values())
    exact = sum(count for word, count in parts.items() if code_of(vocab, word))
    told = sum(count for word, count in parts.items() if len(word) < FREE_TEXT and not code_of(vocab, word) and codes_told(word, vocab))
    fewer = max(0.0, 1 - len(parts) / len(column.cells)) if column.cells else 0.0
    return (exact + 0.8 * told) / total + 0.5 * fewer if total else 0.0


def _marks(column: Profile) -> Iterator[str]:
    """A column for one thing: answered by yes or no, counted, or filled where it is so."""
    for rank, (vocab, code) in enumerate(marked_codes(column)):
        yield from [""] if rank else []
        yield f"[[{vocab}]]"
        if code != "":
            yield f"code = {quote(code)}"
        yield f"columns = [{quote(column.name)}]"
        if column.answers:
            yield "answers = true"
        elif column.counts and (noes := sorted({fold(cell) for cell in column.cells} & NO)):
            yield f"no = {quote_all(noes)}"


def quote(text: str) -> str:
    """A text as TOML writes it."""
    return str(json.dumps(text, ensure_ascii=False)).replace("\x7f", "\\u007f")


def quote_all(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(quote, texts))}]"
