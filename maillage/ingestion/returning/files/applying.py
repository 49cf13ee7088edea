"""Knows which rows of a file the corrections are about, and which format writes them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.encoding import decode
from maillage.ingestion.formats.table import Table
from maillage.ingestion.identity import record_ids
from maillage.ingestion.mapping.loading import compile_text
from maillage.ingestion.mapping.plan import Cells, Plan
from maillage.ingestion.models import Source
from maillage.ingestion.normalisers.text import as_text
from maillage.ingestion.reading import open_delivery
from maillage.ingestion.returning.files import delimited, objects, sheets
from maillage.ingestion.returning.taking import Written
from maillage.ingestion.returning.telling import waiting

OBJECTS = ("json", "jsonl", "geojson")  # where an object may bear a name that no other bears
Changes = Mapping[int, Written]  # line of the file, as the table counts -> column -> text


@dataclass(frozen=True)
class Applied:
    """The corrected file, and the records of the corrections that it now holds. `moved`: those of which a cell to write is no longer what it was."""

    content: bytes
    records: frozenset[str]
    moved: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Wanted:
    """What one correction writes in a row. `before`: the row in which it was worked out; None when any may stand there."""

    cells: Written
    before: Cells | None = None

    def is_said(self, cells: Cells) -> bool:
        return all(_text(cells, column) == text for column, text in self.cells.items())

    def fits(self, cells: Cells, may_write: Callable[[str], bool]) -> bool:
        """Do the cells still stand as they were? A newer word of the owner is not written over, nor a row that only bears the same identifier."""
        before = self.before
        return all(may_write(column) and (before is None or _text(cells, column) == _text(before, column)) for column in self.cells)


def _text(cells: Cells, column: str) -> str:
    return as_text(cells.get(column)).strip()


def apply_to_file(content: bytes, plan_for: Callable[[tuple[str, ...]], Plan], cells: Mapping[str, Written], known: Mapping[str, str] | None = None) -> Applied:
    """The same file with its cells corrected. `cells`: by record id; `known`: record ids -> hash of their row, to tell twins apart.

    Raise UnreadableFile when it is not a list, or of a format that is not written (XLS, ODS, XLSB, structures and services joined).
    """
    return _applied(content, plan_for, {record: [Wanted(written)] for record, written in cells.items() if written}, known or {})


def _applied(content: bytes, plan_for: Callable[[tuple[str, ...]], Plan], wanted: Mapping[str, Sequence[Wanted]], known: Mapping[str, str]) -> Applied:
    delivery = open_delivery(content, plan_for)
    table, columns = delivery.table, frozenset(delivery.table.columns)
    changes: dict[int, dict[str, str]] = {}
    found, moved = set[str](), set[str]()
    for record, row, cells in zip(record_ids(delivery.rows, known), delivery.rows, delivery.cells(), strict=True):
        for one in wanted.get(record, ()):
            is_written = one.fits(cells, lambda column: table.reading.format in OBJECTS or column in columns)
            if is_written:
                changes.setdefault(row.line, {}).update(one.cells)
            (found if is_written or one.is_said(cells) else moved).add(record)
    return Applied(_written(content, table, changes) if changes else content, frozenset(found), frozenset(moved))


def apply_waiting(source: Source, content: bytes) -> Applied:
    """A delivery of a list with the corrections that wait for it written in its cells. Raise ListRefused when it is not the list."""
    wanted: dict[str, list[Wanted]] = {}
    for one in waiting(source):
        if one.cells:
            wanted.setdefault(one.record.record_id, []).append(Wanted(one.cells, one.record.raw))
    known = dict(source.records.filter(record_id__in=wanted).values_list("record_id", "raw_hash"))
    return _applied(content, lambda _columns: compile_text(source.mapping_text, name=source.mapping_name, source=source.key), wanted, known)


def _written(content: bytes, table: Table, changes: Changes) -> bytes:
    match table.reading.format:
        case "csv":
            return delimited.written(decode(content), table, changes)
        case kind if kind in OBJECTS:
            return objects.written(decode(content), table, changes)
        case "xlsx":
            return sheets.written(content, table, changes)
    raise UnreadableFile(
        _("Le format %(name)s n’est pas réécrit. Enregistrez la liste en CSV ou en XLSX, ou reportez les lignes de la feuille de corrections.")
        % {"name": table.reading.format}
    )
