"""Knows the reverse of a take: in which cells of a row a text is written so that the same take reads it again."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from maillage.base.geometry import Point
from maillage.ingestion.mapping.plan import ALL, JOIN, SPLIT, Cells, Take
from maillage.ingestion.normalisers.text import as_text
from maillage.ingestion.returning.ways import Ways
from maillage.ingestion.returning.writers import POINTS, PointWriter, Writer, writers_of

Written = dict[str, str]  # column -> text
MOST_WRITERS = 4  # tried for one value
NUMBERED = re.compile(r"(\d+(?:\s?(?:bis|ter|quater|[a-d])\b)?),?\s+(.+)", re.IGNORECASE)  # "20 bis rue Haute"
TYPED = re.compile(r"(\d+(?:\s?(?:bis|ter|quater|[a-d])\b)?),?\s+(\S+)\s+(.+)", re.IGNORECASE)  # number, kind of way, its name


def candidates(ways: Ways, cells: Cells, name: str, value: Any, stated: Any) -> Iterator[Written]:
    """Cells in which a field may be written, the most usual way of the list first. `stated`: what the row says now, to be replaced where it stands."""
    take = ways.plan.takes.get(name)
    if take is None or not take.named():
        return
    if value is None:
        yield dict.fromkeys(take.named(), "")
        return
    for write in islice(_usual(ways, name, take), MOST_WRITERS):
        if stated is not None:
            yield from _replaced(take, cells, write(stated), write(value))
        yield from _written(take, cells, write, value)


def _usual(ways: Ways, name: str, take: Take) -> list[Writer]:
    """The writings of a field, that of this list first."""
    return ways.once(name, lambda: _found(ways, name, take))


def _found(ways: Ways, name: str, take: Take) -> list[Writer]:
    told = []
    for cells, values in ways.rows:
        if name in values and values[name] is not None:
            told += [(values[name], text) for column in take.named() if (text := as_text(cells.get(column)).strip())]
    return ways.usual(writers_of(name), told, lambda write, value, cell: _same(write, value, cell))


def _same(write: Writer, value: Any, cell: str) -> bool:
    return write(value) == cell


def _written(take: Take, cells: Cells, write: Writer, value: Any) -> Iterator[Written]:
    """The value in the column that gives it now, else in the first one; the columns that would hide it or add to it are emptied."""
    if take.how == JOIN and len(take.columns) > 1:
        yield from (_completed(take, written) for written in _apart(take, write(value)))
    elif take.how == SPLIT:
        yield from _part(take, cells, write(value))
    elif take.how == ALL and len(take.columns) > 1:
        yield from (_completed(take, written) for written in _each(take.columns, write, value))
    else:
        giving = take.read(cells)[1]
        for column in dict.fromkeys((giving, *take.named())):
            if column in take.columns and take.how != SPLIT:
                before = take.columns[: take.columns.index(column)]
                yield {**dict.fromkeys(before, ""), **(_without_completion(take)), column: write(value)}
            elif column and take.otherwise:
                yield from _written(take.otherwise, cells, write, value)


def _completed(take: Take, written: Written) -> Written:
    return {**_without_completion(take), **written}


def _without_completion(take: Take) -> Written:
    """The columns that complete a text, emptied: what is written is whole."""
    return dict.fromkeys(take.complete.columns, "") if take.complete else {}


def _each(columns: Sequence[str], write: Writer, value: Sequence[Any]) -> Iterator[Written]:
    """One value a column when there is room, else all in the first."""
    if len(value) <= len(columns):
        yield {**dict.fromkeys(columns, ""), **{column: write([each]) for column, each in zip(columns, value, strict=False)}}
    yield {**dict.fromkeys(columns, ""), columns[0]: write(value)}


def _apart(take: Take, text: str) -> Iterator[Written]:
    """A text in the columns that a join reads: number and street, or parts between its separator; else all in one."""
    empty = dict.fromkeys(take.columns, "")
    match = (TYPED if len(take.columns) > 2 else NUMBERED).fullmatch(text)
    if match:
        yield {**empty, **dict(zip(take.columns, match.groups(), strict=False))}
    is_list = bool(take.separator.strip())  # parts that stand by themselves, the first one first; else the words of one text, which ends in the last
    if is_list and take.separator in text:
        yield {**empty, **dict(zip(take.columns, text.split(take.separator, len(take.columns) - 1), strict=False))}
    for column in (take.columns[0], take.columns[-1]) if is_list else (take.columns[-1], take.columns[0]):
        yield {**empty, column: text}


def _part(take: Take, cells: Cells, text: str) -> Iterator[Written]:
    """One part of a cell that holds several."""
    for column in take.columns:
        if cell := as_text(cells.get(column)).strip():
            sign = take.separator if take.separator in cell else "|"
            parts = cell.split(sign)
            if -len(parts) <= take.part < len(parts):
                blank = parts[take.part][: len(parts[take.part]) - len(parts[take.part].lstrip())]
                parts[take.part] = blank + text
                yield {column: sign.join(parts)}
            return


def _replaced(take: Take, cells: Cells, old: str, new: str) -> Iterator[Written]:
    """The new value in the place of the old one, within a cell that says more ("8 rue Haute - 33000 Bordeaux")."""
    for column in take.named():
        cell = as_text(cells.get(column))
        at = cell.casefold().find(old.casefold()) if old else -1
        if at >= 0 and cell.casefold() != old.casefold() and len(cell.casefold()) == len(cell):
            yield {column: cell[:at] + new + cell[at + len(old) :]}


def points(ways: Ways, cells: Cells, value: Any) -> Iterator[Written]:
    """Cells in which a point may be written: the system, the decimal mark and the order of the list first."""
    latitude, longitude = ways.plan.takes.get("latitude"), ways.plan.takes.get("longitude")
    if latitude is None or longitude is None:
        return
    if value is None:
        yield dict.fromkeys((*latitude.named(), *longitude.named()), "")
        return
    place = Point(value["latitude"], value["longitude"])
    for write in _usual_points(ways, latitude, longitude)[:MOST_WRITERS]:
        first, second = write(place)
        for sign in (", ", ",", " ", " ; ") if latitude.columns == longitude.columns and latitude.how != SPLIT else ():
            yield {latitude.columns[0]: f"{first}{sign}{second}"}
        for one in _written(latitude, cells, partial(_constant, first), None):
            for other in _written(longitude, {**cells, **one}, partial(_constant, second), None):
                yield {**one, **other}


def _constant(text: str, _value: Any) -> str:
    return text


def _usual_points(ways: Ways, latitude: Take, longitude: Take) -> list[PointWriter]:
    return ways.once("point", lambda: _found_points(ways, latitude, longitude))


def _found_points(ways: Ways, latitude: Take, longitude: Take) -> list[PointWriter]:
    told = []
    for cells, values in ways.rows:
        if values.get("latitude") is not None and values.get("longitude") is not None:
            received = latitude.read(cells)[0], longitude.read(cells)[0]
            told.append((Point(values["latitude"], values["longitude"]), received))
    return ways.usual(POINTS, told, lambda write, place, cell: write.explains(place, cell))
