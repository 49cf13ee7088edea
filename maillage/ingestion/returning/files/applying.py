"""Knows which rows of a file the corrections are about, and which format writes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.encoding import decode
from maillage.ingestion.formats.table import Table
from maillage.ingestion.identity import record_ids
from maillage.ingestion.mapping.loading import compile_text
from maillage.ingestion.mapping.plan import Plan
from maillage.ingestion.models import Source
from maillage.ingestion.reading import open_delivery
from maillage.ingestion.returning.files import delimited, objects, sheets
from maillage.ingestion.returning.taking import Written
from maillage.ingestion.returning.telling import waiting

Changes = dict[int, Written]  # line of the file, as the table counts -> column -> text


@dataclass(frozen=True)
class Applied:
    """The corrected file, and the records of the corrections that were found in it."""

    content: bytes
    records: frozenset[str]


def apply_to_file(content: bytes, plan_for: Callable[[tuple[str, ...]], Plan], cells: Mapping[str, Written], known: Mapping[str, str] | None = None) -> Applied:
    """The same file with its cells corrected. `cells`: by record id; `known`: record ids -> hash of their row, to tell twins apart.

    Raise UnreadableFile when it is not a list, or of a format that is not written (XLS, ODS, XLSB, structures and services joined).
    """
    delivery = open_delivery(content, plan_for)
    ids = record_ids(delivery.rows, known or {})
    changes = {row.line: cells[record] for record, row in zip(ids, delivery.rows, strict=True) if cells.get(record)}
    found = frozenset(record for record in ids if cells.get(record))
    return Applied(_written(content, delivery.table, changes) if changes else content, found)


def apply_waiting(source: Source, content: bytes) -> Applied:
    """A delivery of a list with the corrections that wait for it written in its cells. Raise ListRefused when it is not the list."""
    cells: dict[str, Written] = {}
    for one in waiting(source):
        cells.setdefault(one.record.record_id, {}).update(one.cells)
    known = dict(source.records.filter(record_id__in=cells).values_list("record_id", "raw_hash"))
    return apply_to_file(content, lambda _columns: compile_text(source.mapping_text, name=source.mapping_name, source=source.key), cells, known)


def _written(content: bytes, table: Table, changes: Changes) -> bytes:
    match table.reading.format:
        case "csv":
            return delimited.written(decode(content), table, changes)
        case "json" | "jsonl" | "geojson":
            return objects.written(decode(content), table, changes)
        case "xlsx":
            return sheets.written(content, table, changes)
    raise UnreadableFile(
        _("Le format %(name)s n’est pas réécrit. Enregistrez la liste en CSV ou en XLSX, ou reportez les lignes de la feuille de corrections.")
        % {"name": table.reading.format}
    )
