"""Knows what every format gives: columns, rows with their place in the file, and how the bytes were read. And the limits of a list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile

MAX_BYTES = 40_000_000  # ten times the national list of libraries; its text then fits in memory whatever its signs
MAX_COLUMNS = 500
MAX_CELL = 50_000  # characters
MAX_LINE = 5_000_000  # characters
MAX_ROWS = 250_000  # ten times the places of the national map
SURPLUS = "__surplus__"  # key of the cells a row has beyond its header; stored with the row, read by nobody

Row = tuple[int, dict[str, Any]]  # line of the file as a person counts, cells by column


@dataclass(frozen=True)
class Reading:
    """How a file was read, stated in the run; each part may be imposed instead of detected."""

    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()
    sheet: str = ""  # of a workbook
    key: str = ""  # path to the list within a JSON: "data.items"


@dataclass(frozen=True)
class Table:
    """A list as received. `rows` starts again at each call."""

    reading: Reading
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]


def check_size(size: int) -> None:
    """Refuse a file too large to be a list of places, before reading it. Size in bytes."""
    if size > MAX_BYTES:
        raise UnreadableFile(
            _("Le fichier pèse %(size)s Mo, la limite est de %(limit)s Mo. Vérifiez qu’il s’agit bien de la liste, ou découpez-la.")
            % {"size": size // 1_000_000, "limit": MAX_BYTES // 1_000_000}
        )
    if size == 0:
        raise UnreadableFile(_("Le fichier est vide. Vérifiez qu’il a été téléchargé en entier."))


def check_columns(count: int) -> None:
    """Refuse a table with absurdly many columns."""
    if count > MAX_COLUMNS:
        raise UnreadableFile(
            _("La liste a %(count)s colonnes, la limite est de %(limit)s. Vérifiez le séparateur, ou retirez les colonnes inutiles.")
            % {"count": count, "limit": MAX_COLUMNS}
        )


def check_rows(count: int) -> None:
    """Refuse a table with absurdly many rows."""
    if count > MAX_ROWS:
        raise UnreadableFile(_("La liste a plus de %(limit)s lignes. Vérifiez qu’il s’agit bien de la liste, ou découpez-la.") % {"limit": MAX_ROWS})


def check_cell(line: int, column: str, text: str) -> None:
    """Refuse a cell too long to be one value: nearly always a quotation mark that is never closed."""
    if len(text) > MAX_CELL:
        raise UnreadableFile(
            _("Ligne %(line)s, colonne « %(column)s » : une case de %(size)s signes, la limite est de %(limit)s. Un guillemet n’est sans doute jamais refermé.")
            % {"line": line, "column": column[:100], "size": len(text), "limit": MAX_CELL}
        )
