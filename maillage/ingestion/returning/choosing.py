"""Knows the reverse of choices, words of vocabularies and tables of values: which word of the list makes a code true, or no longer true."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import zip_longest
from typing import NamedTuple

from maillage.ingestion.mapping.choosing import looked_up
from maillage.ingestion.mapping.keywords import SAYS_NOTHING, loosen
from maillage.ingestion.mapping.plan import Cells, Choice, ValueTable, Words
from maillage.ingestion.normalisers.text import as_text
from maillage.ingestion.returning.taking import Written
from maillage.ingestion.returning.ways import Ways
from maillage.referentials.selectors import vocabulary

MOST_WORDS = 12  # tried in one column


class Column(NamedTuple):
    """A column that speaks of a code: what one of its cells says (yes, no, nothing), the sign between its words, and words known to say it."""

    name: str
    says: Callable[[str], bool | None]
    separator: str
    known: tuple[str, ...]


def columns_of(ways: Ways, field: str, code: str, provider: tuple[str, ...] = ()) -> list[Column]:
    """The columns that speak of a code; those of free text are among them. `provider`: who gives the offer, and in which form."""
    plan, found = ways.plan, list[Column]()
    for choice in plan.choices:
        if choice.field == ("offers" if provider else field) and choice.code == code and _provider(choice) == provider:
            found += [Column(name, partial(_of_choice, choice), ways.separator(name), choice.written) for name in choice.columns]
    rules: tuple[Words | ValueTable, ...] = () if provider else (*plan.words, *plan.tables)
    for rule in rules:
        if rule.field == field:
            sign = next((sign for sign in (ways.separator(name) for name in rule.columns) if sign), rule.separators[:1])
            found += [Column(name, partial(_of_words, rule, code), sign, _spellings(rule, code)) for name in rule.columns]
    return found


def _provider(choice: Choice) -> tuple[str, ...]:
    return (choice.detail.provider, choice.detail.variant) if choice.detail and (choice.detail.provider or choice.detail.variant) else ()


def _of_choice(choice: Choice, text: str) -> bool | None:
    return choice.says(loosen(text)) if text.strip() else None


def _of_words(rule: Words | ValueTable, code: str, text: str) -> bool | None:
    states = [told.state for told in looked_up(text, rule, "") if told.code == code] if text.strip() else []
    return any(states) if states else None


def _spellings(rule: Words | ValueTable, code: str) -> tuple[str, ...]:
    if isinstance(rule, ValueTable):
        return tuple(cell for cell, means in rule.table.items() if any(known == code for known, _state in means))
    term = vocabulary(rule.field).get(code)
    return tuple(dict.fromkeys(filter(None, (term.label, term.standard, code))))


def candidates(ways: Ways, cells: Cells, columns: list[Column], *, state: bool) -> Iterator[Written]:
    """Cells that make a code true, or that make it true no longer: words of the list itself, never in a column of free text."""
    return _said(ways, cells, [one for one in columns if one.name not in ways.texts]) if state else _unsaid(ways, cells, columns)


def flags(ways: Ways, cells: Cells, columns: list[Column], *, state: bool) -> Iterator[Written]:
    """Cells that make a yes or no question be answered so."""
    for column in columns:
        words = [
            text for text in (*ways.words(column.name, column.separator), *column.known, *ways.silent(column.name)) if column.says(text) is not (not state)
        ]
        yield from ({column.name: text} for text in dict.fromkeys(words[:MOST_WORDS]))


def _said(ways: Ways, cells: Cells, columns: list[Column]) -> Iterator[Written]:
    for column in columns:
        cell = as_text(cells.get(column.name)).strip()
        words = [word for word in dict.fromkeys((*ways.words(column.name, column.separator), *column.known)) if column.says(word)]
        for word in words[:MOST_WORDS]:
            if _is_free(cell, column):
                yield {column.name: word}
            elif column.separator:
                yield {column.name: f"{cell}{column.separator}{word}"}


def _is_free(cell: str, column: Column) -> bool:
    """May the cell be written over? It says nothing, or a plain no."""
    return loosen(cell).strip() in SAYS_NOTHING or column.says(cell) is False


def _unsaid(ways: Ways, cells: Cells, columns: list[Column]) -> Iterator[Written]:
    """Every column that says yes must stop: without the word that says it, else with the list's own way to say no, or nothing."""
    saying = {column.name: column for column in columns if column.says(as_text(cells.get(column.name)).strip())}
    if any(name in ways.texts for name in saying):
        return  # a text is not cut
    ways_out = [[(name, text) for text in _silenced(ways, as_text(cells.get(name)).strip(), column)] for name, column in saying.items()]
    for rank, chosen in enumerate(zip_longest(*ways_out)):
        if rank >= MOST_WORDS:
            return
        yield dict(one or ways_out[place][-1] for place, one in enumerate(chosen))


def _silenced(ways: Ways, cell: str, column: Column) -> list[str]:
    parts = cell.split(column.separator) if column.separator else [cell]
    kept = column.separator.join(part for part in parts if not column.says(part))
    noes = [word for word in ways.words(column.name, column.separator) if column.says(word) is False]
    found = [*noes, *ways.silent(column.name)] if not kept.strip() else [kept]
    return [text for text in dict.fromkeys(found) if not column.says(text)] or [""]
