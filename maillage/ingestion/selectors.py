"""Knows how staged lists are read: what waits for the directory, what was remarked, what a list is made of today."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from maillage.ingestion.mapping.plan import Plan
from maillage.ingestion.mapping.recognising import fingerprint
from maillage.ingestion.models import Before, Outside, Run, Source, SourceRecord
from maillage.ingestion.remarks import Remark

DAYS: dict[str, int] = {Source.Rhythm.DAILY: 1, Source.Rhythm.WEEKLY: 7, Source.Rhythm.MONTHLY: 30}


class Known(NamedTuple):
    """What is stored of a record, as far as a new delivery needs it."""

    hash: str
    kept: bool
    has_remarks: bool
    usable: bool
    is_gone: bool
    was_present: bool  # in the delivery before this one
    own_id: str
    staged_now: bool  # by this very reading, before it was interrupted


class Quality(NamedTuple):
    """What one reading of a list was worth."""

    day: date
    read: int
    kept: int
    usable: int
    with_remarks: int
    gone: int


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


def due_sources(now: datetime) -> list[Source]:
    """Lists with an address whose turn has come to be fetched, those that waited longest first."""
    today = _day(now)
    followed = sources().exclude(url="").exclude(every="").filter(removed_on__isnull=True).order_by(F("asked_at").asc(nulls_first=True), "pk")
    return [one for one in followed if one.asked_at is None or (today - _day(one.asked_at)).days >= DAYS[one.every]]


def known_records(source: Source, run: Run) -> dict[str, Known]:
    """Every stored record of a list, gone ones included, by record id, as a reading finds it."""
    staged = set(run.written_records.filter(gone_on__isnull=True).values_list("record_id", flat=True).iterator())
    before = {record_id: gone_on is None for record_id, gone_on in run.befores.values_list("record__record_id", "was__gone_on").iterator()}
    names = ("record_id", "raw_hash", "state", "has_remarks", "is_usable", "gone_on", "own_id")
    return {
        record_id: Known(
            mark,
            state == SourceRecord.State.KEPT,
            remarked,
            usable,
            gone_on is not None,
            before.get(record_id, gone_on is None and record_id not in staged),
            own_id,
            record_id in staged,
        )
        for record_id, mark, state, remarked, usable, gone_on, own_id in source.records.order_by("pk").values_list(*names).iterator()
    }


def known_outside(source: Source) -> frozenset[int]:
    """Short hashes of the rows of the last delivery that were out of the territory of the list."""
    held = array("Q")
    for blob in Outside.objects.filter(source=source).order_by("pk").values_list("hashes", flat=True):
        held.frombytes(bytes(blob))
    return frozenset(held)


def remarks_of(source: Source) -> Iterator[Remark]:
    """Every remark on the rows of the last delivery, in no order."""
    for stored in source.records.present().exclude(remarks=[]).order_by("pk").values_list("remarks", flat=True).iterator():
        yield from map(Remark.from_json, stored)


def unfinished(source: Source) -> QuerySet[Run]:
    """Readings that were interrupted, or stopped over one that was: what they wrote belongs to the next one."""
    wrote = Exists(SourceRecord.objects.filter(last_run=OuterRef("pk"))) | Exists(Before.objects.filter(run=OuterRef("pk")))
    return source.runs.filter(Q(state=Run.State.RUNNING) | Q(wrote, state=Run.State.STOPPED)).order_by("pk")


def lines_of_remarks(source: Source) -> dict[str, int]:
    """Line of each present record that has remarks, by record id: a report tells where they are."""
    return dict(source.records.present().exclude(remarks=[]).order_by("pk").values_list("record_id", "line").iterator())


def records_by_fingerprint(source: Source, plan: Plan) -> dict[str, list[str]]:
    """Stable fields of the present records, read again by this plan -> their record ids."""
    found: dict[str, list[str]] = {}
    for record_id, raw in source.records.present().order_by("pk").values_list("record_id", "raw").iterator():
        found.setdefault(fingerprint(raw, plan), []).append(record_id)
    return found


def quality(source: Source) -> list[Quality]:
    """What each reading of a list was worth, oldest first; those undone are left out."""
    return [one for _source, one in _qualities(source.runs.filter(state=Run.State.DONE))]


def last_qualities(lists: Iterable[Source]) -> dict[int, Quality]:
    """What the last reading of each list was worth, by the pk of the list, in one query; nothing for those that were never read."""
    done = Run.objects.filter(state=Run.State.DONE)
    last = done.filter(source__in=list(lists)).order_by().values("source").annotate(last=Max("pk")).values("last")
    return dict(_qualities(done.filter(pk__in=last)))


def _qualities(runs: QuerySet[Run]) -> Iterator[tuple[int, Quality]]:
    for source, started, finished, *counts in runs.order_by("pk").values_list("source_id", "started_at", "finished_at", *Quality._fields[1:]).iterator():
        yield source, Quality(_day(finished or started), *counts)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


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
