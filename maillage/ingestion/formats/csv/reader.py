"""Knows how CSV text becomes rows, each with the line where it begins."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice

from django.utils.translation import gettext as _

from maillage.base.cells import FORMULA_STARTS, unsafe
from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.data_inclusion import joining
from maillage.ingestion.formats.encoding import Decoded
from maillage.ingestion.formats.header import SAMPLE_ROWS, Record, header_place, under_header
from maillage.ingestion.formats.table import MAX_LINE, Reading, Table

DELIMITERS = (";", ",", "\t", "|", "^", "~", ":")  # as likely as they come
SAMPLE = 200_000  # characters
MOST_DOUBTS = 100  # records read twice, each from the start of the text
CHUNK = 1_000_000  # characters
GUARDED = tuple(f"'{mark}" for mark in FORMULA_STARTS if mark.isprintable())
GUARD = re.compile("|".join(map(re.escape, GUARDED)))
END = "\x00"  # no text holds it: null characters were taken out
SAYS_SEPARATOR = re.compile(r'"?sep=(.)"?[;,\t]*(\r\n|\r|\n)', re.IGNORECASE)  # first line that Excel writes for itself


def read(decoded: Decoded, delimiter: str = "") -> Table:
    """A table of the text; the delimiter is given, said by the file or detected. Raise UnreadableFile with the line and the remedy."""
    text = decoded.text
    _refuse_endless_lines(text)
    said = SAYS_SEPARATOR.match(text)
    chosen = delimiter or (said[1] if said else detect_delimiter(text))
    if len(chosen) != 1 or chosen in '\r\n"':
        raise UnreadableFile(_("Le séparateur « %(text)s » n’est pas un seul signe.") % {"text": delimiter})
    reading = Reading("csv", decoded.encoding, chosen, decoded.notes)
    records = partial(_records, text, chosen, skip=bool(said))
    is_guarded = GUARD.search(text)
    table = under_header(partial(_unguarded, records) if is_guarded else records, reading, separator=chosen)
    if set(table.columns) >= joining.SERVICE_COLUMNS:
        raise UnreadableFile(joining.services_alone())
    return table


def detect_delimiter(text: str) -> str:
    """The delimiter that parts the first rows most evenly; a list of one column has none, and any will do."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """How well a delimiter explains the first rows: many rows as wide as the header, and a wide header."""
    records = [cells for _line, cells in islice(_sample(text, delimiter), SAMPLE_ROWS)]
    place = header_place(records)
    if place is None or (width := len(records[place])) < 2:
        return 0.0, 0
    rows = [cells for cells in records[place:] if any(cells)]
    even = sum(len(cells) == width for cells in rows) / len(rows)
    return round(even, 1) * min(width, 3), width


def _sample(text: str, delimiter: str) -> Iterator[Record]:
    try:
        yield from _records(text[:SAMPLE], delimiter)
    except UnreadableFile:
        return


def _records(text: str, delimiter: str, *, skip: bool = False) -> Iterator[Record]:
    """Lines and cells. A quotation mark opened and never closed would swallow rows, or the rest of the list: it is refused."""
    reader = csv.reader(chain(split_lines(text), (END,)), delimiter=delimiter)
    line, width, doubts = 1, 0, 0
    try:
        for cells in reader:
            if cells and cells[-1].endswith(END):
                if cells != [END]:
                    raise UnreadableFile(_unclosed(line))
                return
            if reader.line_num > line and doubts < MOST_DOUBTS and any('"' in cell and ("\n" in cell or "\r" in cell) for cell in cells):
                doubts += 1
                if _swallows(list(islice(split_lines(text), line - 1, reader.line_num)), delimiter, width):
                    raise UnreadableFile(_unclosed(line))
            width = width if width > len(cells) else len(cells)
            if not skip:
                yield line, cells
            skip = False
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(_unclosed(line)) from error


def _swallows(raw: list[str], delimiter: str, width: int) -> bool:
    """Has a record of several lines taken whole rows into a cell? Its quotation marks are then wrong, and a line below the first has all its separators."""
    if width < 3 or all(line.count(delimiter) < width - 1 for line in raw[1:]):
        return False
    try:
        list(csv.reader(raw, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False


def _unguarded(records: Callable[[], Iterator[Record]]) -> Iterator[Record]:
    """Cells without the apostrophe that an export puts before what a spreadsheet would run."""
    for line, cells in records():
        yield line, [unsafe(cell) if cell.startswith("'") else cell for cell in cells]


def split_lines(text: str) -> Iterator[str]:
    """Lines ended by CR, LF or both, as they come; read by pieces, for `StringIO` takes four bytes a character."""
    return chain.from_iterable(io.StringIO(piece, newline="") for piece in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        ends = [end for mark in "\r\n" if (end := text.find(mark, start + CHUNK)) >= 0]
        end = min(ends, default=len(text)) + 1
        end += text[end - 1 : end + 1] == "\r\n"
        yield text[start:end]
        start = end


def _refuse_endless_lines(text: str) -> None:
    """A line of millions of signs is no row; told before it is copied and parsed."""
    start = 0
    while len(text) - start > MAX_LINE:
        end = max(text.rfind(mark, start, start + MAX_LINE) for mark in "\r\n")
        if end < 0:
            line = text.count("\n", 0, start) + 1
            raise UnreadableFile(
                _("Ligne %(line)s : une ligne de plus de %(limit)s signes n’est pas une ligne de tableau. Vérifiez que le fichier est bien un CSV.")
                % {"line": line, "limit": MAX_LINE}
            )
        start = end + 1


def _unclosed(line: int) -> str:
    return _(
        "Ligne %(line)s : une case ne finit pas, un guillemet s’ouvre sans doute sans se refermer. Corrigez cette ligne, ou enregistrez la liste à nouveau."
    ) % {"line": line}
