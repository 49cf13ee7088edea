"""Knows where the header of a table is, what its columns are called, and how the records below become rows. Shared by CSV and workbooks."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from statistics import median

from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.table import MAX_CELL, SURPLUS, Reading, Row, Table, check_cell, check_columns, check_rows

Record = tuple[int, list[str]]  # line, cells
SAMPLE_ROWS = 60
LONGEST_NAME = 200  # characters; a longer cell names no column
SHOWN = 80


def under_header(records: Callable[[], Iterator[Record]], reading: Reading, *, separator: str) -> Table:
    """The table whose header is the first record that looks like one. `separator` joins the cells that a row has in excess."""
    sample = list(islice(records(), SAMPLE_ROWS))
    place = header_place([cells for _line, cells in sample])
    if place is None:
        raise UnreadableFile(_("La liste n’a pas d’en-tête. La première ligne doit nommer les colonnes."))
    line, header = sample[place]
    if not any(sign.isalpha() for cell in header for sign in cell):
        raise UnreadableFile(_("Ligne %(line)s : l’en-tête ne nomme aucune colonne. La première ligne doit dire ce que contient chacune.") % {"line": line})
    width = min(len(header), max(_width(cells) for _line, cells in sample[place:]))
    check_columns(width)
    columns = name_columns(header[:width])
    above = [(at, cells) for at, cells in sample[:place] if any(cells)]
    reading = replace(reading, notes=(*reading.notes, *_told(above)))
    return Table(reading, columns, lambda: _rows(records(), line, columns, separator))


def header_place(records: Sequence[list[str]]) -> int | None:
    """Rank of the header: the first record that is not blank, below titles of one or two cells. None when all is blank."""
    filled = [sum(map(bool, map(str.strip, cells))) for cells in records]
    first = next((place for place, count in enumerate(filled) if count), None)
    if first is None:
        return None
    usual = median(count for count in filled if count)
    title = 2 if usual >= 5 else 1 if usual >= 3 else 0
    place = next((place for place in range(first, len(records)) if filled[place] > title), first)
    return place if place == first or _names_columns(records[place]) else first


def _names_columns(cells: list[str]) -> bool:
    """Could these cells be names? No long text, no number, and none twice."""
    names = [name for cell in cells if (name := cell.strip())]
    return len(set(names)) == len(names) and not any(len(name) > LONGEST_NAME or name.replace(",", "").replace(".", "").isdigit() for name in names)


def _told(above: list[Record]) -> tuple[str, ...]:
    if not above:
        return ()
    said = " ".join(cell.strip() for _line, cells in above for cell in cells if cell.strip())
    shown = said if len(said) <= SHOWN else said[:SHOWN].rstrip() + "…"
    return (_("L’en-tête n’est pas la première ligne : ce qui la précède n’est pas lu (« %(text)s »).") % {"text": shown},)


def _width(cells: list[str]) -> int:
    """Cells up to the last filled one."""
    return next((rank for rank in range(len(cells), 0, -1) if cells[rank - 1].strip()), 0)


def name_columns(header: list[str]) -> tuple[str, ...]:
    """Names of columns, each one once: a repeated name takes `__1`, `__2`; an empty one is named by its rank."""
    written = [" ".join(name.split())[:LONGEST_NAME] or f"colonne {rank}" for rank, name in enumerate(header, start=1)]
    seen: Counter[str] = Counter()
    named: dict[str, None] = {}
    for base in written:
        name = base
        while name in named or (seen[base] and name in written):
            name = f"{base}__{seen[base]}"
            seen[base] += 1
        seen[base] += not seen[base]
        named[name] = None
    return tuple(named) if any(name.strip() for name in header) else ()


def _rows(records: Iterator[Record], header_line: int, columns: tuple[str, ...], separator: str) -> Iterator[Row]:
    width = len(columns)
    blank = [""] * width
    for rank, (line, cells) in enumerate(records):
        if not rank & 1023:
            check_rows(rank)
        if line <= header_line or not any(cells):
            continue  # a blank line is no row
        if (count := len(cells)) < width:
            cells += blank[count:]
        if max(map(len, cells)) > MAX_CELL:
            for column, cell in zip(columns, cells, strict=False):
                check_cell(line, column, cell)
        row = dict(zip(columns, cells, strict=False))
        if count > width and any(cells[width:]):
            row[SURPLUS] = separator.join(cells[width:])
            check_cell(line, SURPLUS, row[SURPLUS])
        yield line, row
