"""Knows how cells of a CSV are replaced: the other cells keep their quotation marks, the other lines their every sign."""

import csv
from collections.abc import Iterator, Mapping

from maillage.ingestion.formats.csv.reader import split_lines
from maillage.ingestion.formats.encoding import Decoded
from maillage.ingestion.formats.table import Table
from maillage.ingestion.report.corrected import harmless
from maillage.ingestion.returning.files.encoding import encoded

ENDS = "\r\n"


def written(decoded: Decoded, table: Table, changes: Mapping[int, Mapping[str, str]]) -> bytes:
    """The file with these cells, by line and column."""
    lines = list(split_lines(decoded.text))
    for line in sorted(changes, reverse=True):
        last = _last(lines, line, table.reading.delimiter)
        record = "".join(lines[line - 1 : last])
        cells = _cells(record.rstrip(ENDS), table.reading.delimiter)
        for column, text in changes[line].items():
            place = table.columns.index(column)
            cells += [""] * (place + 1 - len(cells))
            cells[place] = _quoted(harmless(text), like=cells[place], among=cells, delimiter=table.reading.delimiter)
        lines[line - 1 : last] = [table.reading.delimiter.join(cells) + record[len(record.rstrip(ENDS)) :]]
    return encoded("".join(lines), decoded.encoding)


def _last(lines: list[str], first: int, delimiter: str) -> int:
    """The line on which the record that begins on this one ends."""
    reader = csv.reader(iter(lines[first - 1 :]), delimiter=delimiter)
    next(reader)
    return first - 1 + reader.line_num


def _cells(record: str, delimiter: str) -> list[str]:
    """The cells of a record as written, with their quotation marks."""
    return ["".join(part) for part in _parted(record, delimiter)]


def _parted(record: str, delimiter: str) -> Iterator[list[str]]:
    """Parts a record where the reader of CSV does: a cell is quoted from its very first sign, up to a mark that is not doubled."""
    cell, quoted, ended = list[str](), False, False
    for sign in record:
        if sign == delimiter and (not quoted or ended):
            yield cell
            cell, quoted, ended = [], False, False
            continue
        if not quoted:
            quoted = sign == '"' and not cell
        elif sign == '"':
            ended = not ended
        elif ended:
            quoted = ended = False  # what follows the last mark is told as it stands
        cell.append(sign)
    yield cell


def _quoted(text: str, *, like: str, among: list[str], delimiter: str) -> str:
    """A cell with quotation marks where it needs them, or where the list puts them: around the cell it replaces, else around most others."""
    others = [cell for cell in among if cell]
    usual = like.startswith('"') if like else bool(text) and 2 * sum(cell.startswith('"') for cell in others) > len(others)
    if not usual and not any(sign in text for sign in (delimiter, '"', *ENDS)) and text == text.strip():
        return text
    return '"' + text.replace('"', '""') + '"'
