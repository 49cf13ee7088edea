"""Knows how CSV text becomes rows, each with the line where it begins."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _

from maillage.base.cells import FORMULA_STARTS, unsafe
from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.encoding import Decoded
from maillage.ingestion.formats.table import MAX_CELL, SURPLUS, Reading, Row, Table, check_cell, check_columns

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_ROWS = 50
UNCLOSED = "unexpected end of data"


def read(decoded: Decoded, delimiter: str = "") -> Table:
    """A table of the text; the delimiter is given or detected. Raise UnreadableFile with the line and the remedy."""
    text = decoded.text
    chosen = delimiter or detect_delimiter(text)
    if len(chosen) != 1:
        raise UnreadableFile(_("Le séparateur « %(text)s » n’est pas un seul signe.") % {"text": delimiter})
    _check_quotes(text, chosen)
    header = next(_records(text, chosen), (1, []))[1]
    check_columns(len(header))
    columns = name_columns(header)
    if not columns:
        raise UnreadableFile(_("La liste n’a pas d’en-tête. La première ligne doit nommer les colonnes."))
    reading = Reading("csv", decoded.encoding, chosen, decoded.notes)
    return Table(reading, columns, lambda: _rows(text, chosen, columns))


def detect_delimiter(text: str) -> str:
    """The delimiter that parts the first rows most evenly; a list of one column has none, and any will do."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """How well a delimiter explains the first rows: many rows as wide as the header, and a wide header."""
    widths = [len(record) for _line, record in islice(_sample(text, delimiter), SAMPLE_ROWS)]
    if not widths or widths[0] < 2:
        return 0.0, 0
    even = sum(width == widths[0] for width in widths) / len(widths)
    return round(even, 1) * min(widths[0], 3), widths[0]


def name_columns(header: list[str]) -> tuple[str, ...]:
    """Names of columns, each one once: a repeated name takes `__1`, `__2`; an empty one is named by its rank."""
    written = [" ".join(name.split()) or f"colonne {rank}" for rank, name in enumerate(header, start=1)]
    seen: Counter[str] = Counter()
    named: list[str] = []
    for base in written:
        name = base
        while name in named or (seen[base] and name in written):
            name = f"{base}__{seen[base]}"
            seen[base] += 1
        seen[base] += not seen[base]
        named.append(name)
    return tuple(named) if any(name.strip() for name in header) else ()


def _rows(text: str, delimiter: str, columns: tuple[str, ...]) -> Iterator[Row]:
    width = len(columns)
    blank = [""] * width
    is_guarded = any(f"'{start}" in text for start in FORMULA_STARTS)
    records = _records(text, delimiter)
    next(records, None)
    for line, cells in records:
        if not any(cells):
            continue  # a blank line is no row
        if is_guarded:
            cells = [unsafe(cell) for cell in cells]  # an export guarded them from spreadsheets
        for column, cell in zip(columns, cells, strict=False):
            if len(cell) > MAX_CELL:
                check_cell(line, column, cell)
        row = dict(zip(columns, cells if len(cells) >= width else cells + blank[len(cells) :], strict=False))
        if len(cells) > width and any(cells[width:]):
            row[SURPLUS] = delimiter.join(cells[width:])
        yield line, row


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(_unclosed(line)) from error


def _sample(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from _records(text[:200_000], delimiter)
    except UnreadableFile:
        return


def _check_quotes(text: str, delimiter: str) -> None:
    """A quotation mark opened and never closed would swallow the rest of the list."""
    line = 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for _cells in reader:
            line = reader.line_num + 1
    except csv.Error as error:
        if UNCLOSED in str(error) or "field larger" in str(error):
            raise UnreadableFile(_unclosed(line)) from error
        # any other fault is a stray quotation mark, which the lenient reading understands


def _unclosed(line: int) -> str:
    return _(
        "Ligne %(line)s : une case ne finit pas, un guillemet s’ouvre sans doute sans se refermer. Corrigez cette ligne, ou enregistrez la liste à nouveau."
    ) % {"line": line}
