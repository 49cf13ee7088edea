"""Knows the containers: how records become a CSV, a JSON list or JSON Lines. Each yields bytes as records come, some kilobytes at a time."""

import csv as csv_module
import json as json_module
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import groupby
from operator import itemgetter
from typing import Any

from maillage.base.cells import safe

Record = Mapping[str, Any]

PIECE = 1 << 16  # characters gathered before they leave
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")  # also "+33241397543": a spreadsheet takes it for a number, never for a formula
SEPARATOR = "|"


def csv(names: Sequence[str], records: Iterable[Record]) -> Iterator[bytes]:
    """A CSV: UTF-8, comma, a line of names. Lists are parted by bars; free text that a spreadsheet would run as a formula takes an apostrophe."""
    return pieces(csv_lines(names, records))


def csv_lines(names: Sequence[str], records: Iterable[Record]) -> Iterator[str]:
    buffer = StringIO()
    writer = csv_module.writer(buffer)  # lines end as RFC 4180 says: a lone return within a cell is then quoted
    writer.writerow(names)
    yield buffer.getvalue()
    for record in records:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([cell(record.get(name)) for name in names])
        yield buffer.getvalue()


def cell(value: Any) -> str:
    """A value as a cell: nothing for what is absent."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value if NUMBER.fullmatch(value) else safe(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, (list, tuple)):
        return safe(joined(map(str, value)))
    return str(value)


def joined(values: Iterable[str]) -> str:
    """Several values in one, parted by bars; a bar within one becomes a space."""
    return SEPARATOR.join(value.replace(SEPARATOR, " ") for value in values)


def number(value: float) -> str:
    """A number as people write it: no exponent, no needless zero."""
    return f"{value:.7f}".rstrip("0").rstrip(".")


def json(records: Iterable[Record]) -> Iterator[bytes]:
    """A JSON list, one record a line."""
    return pieces(json_list(records))


def json_list(records: Iterable[Record]) -> Iterator[str]:
    before = "[\n"
    for record in records:
        yield before + compact(record)
        before = ",\n"
    yield "\n]" if before == ",\n" else "[]"


def json_lists(names: Sequence[str], head: Record, told: Iterable[tuple[str, Record]]) -> Iterator[bytes]:
    """A JSON object: what `head` says, then a list for each of these names. `told`: records with the name of their list, one list after the other."""
    return pieces(json_object(names, head, told))


def json_object(names: Sequence[str], head: Record, told: Iterable[tuple[str, Record]]) -> Iterator[str]:
    before = compact(head)[:-1] + ("," if head else "")
    empty = dict.fromkeys(names)
    for name, records in groupby(told, itemgetter(0)):
        del empty[name]
        yield f"{before}\n{compact(name)}: "
        yield from json_list(record for _name, record in records)
        before = ","
    for name in empty:
        yield f"{before}\n{compact(name)}: []"
        before = ","
    yield "\n}\n"


def json_lines(records: Iterable[Record]) -> Iterator[bytes]:
    """JSON Lines: one record a line, nothing around."""
    return pieces(compact(record) + "\n" for record in records)


def compact(value: Any) -> str:
    """A value in JSON, on one line; dates and identities as text."""
    return json_module.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def pieces(texts: Iterable[str]) -> Iterator[bytes]:
    """The same text in pieces of a size that travels well."""
    waiting, size = [], 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size >= PIECE:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()
