"""Knows the reverse of the reading of hours: a cell a day, OSM syntax, or French words, as the list writes them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from maillage.directory.hours import days, osm, say, table
from maillage.ingestion.mapping.plan import Cells, HoursRule
from maillage.ingestion.normalisers.text import as_text
from maillage.ingestion.returning.taking import Written
from maillage.ingestion.returning.ways import Ways
from maillage.ingestion.returning.writers import DAYS, Span, Writer
from maillage.ingestion.rows import DAY_NUMBERS

NOON = 13 * 60  # what begins before is of the morning
MOST_WRITERS = 3
SPACED = re.compile(r"(?<=\d)[\u202f\xa0](h)(?:[\u202f\xa0](?=\d))?|[\u202f\xa0 ](–)[\u202f\xa0 ]")
Week = tuple[tuple[Span, ...], ...]


def candidates(ways: Ways, cells: Cells, value: Mapping[str, str] | None) -> Iterator[Written]:
    """Cells in which hours may be written: first in the columns that are filled, each in its form."""
    rule = ways.plan.hours
    if rule is None or not rule.named():
        return
    empty = dict.fromkeys((column for column in rule.named() if column not in rule.weeks), "")
    if value is None:
        yield empty
        return
    forms = [list(_by_day(ways, rule, value)), list(_in(rule.osm, value.get("hours", ""))), list(_in(rule.words, _words(value)))]
    filled = [form for form in forms if form and any(as_text(cells.get(column)).strip() for column in form[0])]
    for chosen in product(*filled) if filled else ():
        yield {column: text for form in chosen for column, text in form.items()}
    for form in forms:
        yield from ({**empty, **written} for written in form)


def _words(value: Mapping[str, str]) -> str:
    """Hours as people type them: « 9h-12h », without the spaces of printers."""
    said = say.french(value["hours"]) if "hours" in value else ""
    return SPACED.sub(lambda sign: sign[1] or "-", said).replace("\u202f", " ").replace("\xa0", " ") or value.get("hours_words", "")


def _in(columns: Sequence[str], text: str) -> Iterator[Written]:
    if columns and text:
        yield {**dict.fromkeys(columns, ""), columns[0]: text}


def week_of(hours: str) -> Week | None:
    """Spans of each day from Monday; None for hours that a week does not tell: seasons, odd weeks, remarks, holidays said otherwise."""
    if not osm.is_regular(hours):
        return None
    told = table.week(hours).days
    if any(not span.certain or span.note for day in told for span in day):
        return None
    return tuple(tuple((span.start, span.end) for span in day) for day in told)


def _by_day(ways: Ways, rule: HoursRule, value: Mapping[str, str]) -> Iterator[Written]:
    """One cell a day, or one for its morning and one for its afternoon."""
    week = week_of(value["hours"]) if rule.days and "hours" in value else None
    columns: dict[int, list[str]] = {}
    for day, named in rule.days:
        columns.setdefault(DAY_NUMBERS[day], []).extend(named)
    if week is None or any(spans and not columns.get(day) for day, spans in enumerate(week)):
        return
    shut_cells = sum((ways.cells(column) for named in columns.values() for column in named), Counter[str]())
    closed = next((text for text, _count in shut_cells.most_common() if days.read_cell(text) == ""), "")
    for write, shut in product(_usual(ways, columns)[:MOST_WRITERS], dict.fromkeys((closed, ""))):
        yield {column: text for day, named in columns.items() for column, text in _halves(named, week[day], write, shut)}


def _halves(named: list[str], spans: Sequence[Span], write: Writer, shut: str) -> Iterator[tuple[str, str]]:
    if len(named) < 2:
        yield from ((column, write(spans) if spans else shut) for column in named)
        return
    morning = [span for span in spans if span[0] < NOON][:1]
    for column, half in zip(named, (morning, [span for span in spans if span not in morning], *([] for _more in named[2:])), strict=False):
        yield column, write(half) if half else shut


def _usual(ways: Ways, columns: Mapping[int, Sequence[str]]) -> list[Writer]:
    return ways.once("days", lambda: _found(ways, columns))


def _found(ways: Ways, columns: Mapping[int, Sequence[str]]) -> list[Writer]:
    told: list[tuple[Any, str]] = []
    for cells, values in ways.rows:
        week = week_of(values["hours"]) if values.get("hours") else None
        for day, named in columns.items() if week else ():
            told += [(week[day], as_text(cells.get(named[0])).strip())] if week and week[day] and len(named) == 1 else []
    return ways.usual(DAYS, told, lambda write, spans, cell: write(spans) == cell)
