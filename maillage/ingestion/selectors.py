"""Knows how staged lists are read: what waits for the directory, what was remarked, what a list is made of today."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from maillage.ingestion.models import Run, Source, SourceRecord
from maillage.ingestion.remarks import Remark


@dataclass(frozen=True)
class Known:
    """What is stored of a record, as far as a new delivery needs it."""

    hash: str
    kept: bool
    has_remarks: bool
    usable: bool
    is_gone: bool
    staged_now: list[Remark] | None  # its remarks, when this very reading wrote it before being interrupted


@dataclass(frozen=True)
class ReportRow:
    """One remark, placed in its file."""

    line: int
    record_id: str
    values: dict[str, Any]  # what was understood of the row
    remark: Remark


def pending_records(source: Source | None = None) -> QuerySet[SourceRecord]:
    """Records whose values have not reached the directory yet, of one list or of all, in the order in which they came.

    A record that is no longer stated (gone, or set aside) waits here too: what it stated must be withdrawn. See `SourceRecord.is_stated`.
    """
    waiting = SourceRecord.objects.pending().select_related("source__origin").order_by("source_id", "pk")
    return waiting.filter(source=source) if source else waiting


def sources() -> QuerySet[Source]:
    """Every list, by key."""
    return Source.objects.select_related("origin").order_by("key")


def known_records(source: Source, run: Run) -> dict[str, Known]:
    """Every stored record of a list, gone ones included, by record id, as a reading finds it."""
    staged = {
        record_id: [Remark.from_json(each) for each in stored]
        for record_id, stored in run.written_records.filter(gone_on__isnull=True).values_list("record_id", "remarks").iterator()
    }
    rows = SourceRecord.objects.filter(source=source).values_list("record_id", "raw_hash", "state", "has_remarks", "is_usable", "gone_on")
    return {
        record_id: Known(mark, state == SourceRecord.State.KEPT, remarked, usable, gone is not None, staged.get(record_id))
        for record_id, mark, state, remarked, usable, gone in rows.iterator()
    }


def last_run(source: Source) -> Run | None:
    """The last finished reading of a list."""
    return source.runs.filter(state=Run.State.DONE).order_by("-pk").first()


def report_rows(source: Source, *, asking_only: bool = False) -> Iterator[ReportRow]:
    """Every remark on the rows of the last delivery, in the order of the file; only those that ask for somebody's eye, if wished."""
    records = SourceRecord.objects.filter(source=source).present().exclude(remarks=[]).order_by("line", "pk")
    for line, record_id, values, stored in records.values_list("line", "record_id", "values", "remarks").iterator():
        for each in stored:
            remark = Remark.from_json(each)
            if remark.asks or not asking_only:
                yield ReportRow(line, record_id, values, remark)


def raw_cell(record: SourceRecord, column: str) -> Any:
    """A cell that the mapping only knows of (« Proposition de permanence »), as received; None when absent."""
    return record.raw.get(column)
