"""Knows how a delivery is written: what changed, in short transactions, beside what it replaces; what did not costs a hash.

Killed at any moment and run again, the base ends the same: each chunk is whole, and a row already staged is recognised by its hash.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction

from maillage.base.batches import batched
from maillage.directory.actions import Standing, bulk, what_stands
from maillage.ingestion.mapping.plan import Cells
from maillage.ingestion.models import LINES, Before, Outside, Run, Source, SourceRecord
from maillage.ingestion.processes import read_rows
from maillage.ingestion.reading import Delivery, Progress, Tally, asks, is_usable, mark_of, says_the_same
from maillage.ingestion.rows import Draft
from maillage.ingestion.scope import Scope
from maillage.ingestion.selectors import Known, known_outside, lines_of_remarks

Said = tuple[dict[str, Any], date | None, dict[str, str], bool]  # values, date of the row, unreadable fields, does it state anything
CHUNK = 500  # records written in one transaction: some tens of milliseconds
STOOD = "stood"  # beside the columns of a record before a reading: its word in force


class Staged(NamedTuple):
    """A record to write: the columns of SourceRecord, as the table names them."""

    source_id: int
    record_id: str
    own_id: str
    line: int
    raw: dict[str, Any]
    raw_hash: str
    values: dict[str, Any]
    as_of: date | None
    unreadable: dict[str, str]
    remarks: list[dict[str, str]]
    state: str
    has_remarks: bool
    is_usable: bool
    is_pending: bool
    first_seen_on: date
    gone_on: date | None
    last_run_id: int

    @property
    def says(self) -> Said:
        return self.values, self.as_of, self.unreadable, self.state == SourceRecord.State.KEPT


WRITTEN = tuple(name for name in Staged._fields if name not in {"source_id", "record_id", "first_seen_on"})  # what a known record takes anew


@dataclass
class Staging:
    """One delivery on its way into the base."""

    source: Source
    run: Run
    delivery: Delivery
    ids: list[str]
    own_ids: Mapping[str, str]  # record -> the identifier its list gives it now
    known: dict[str, Known]
    scope: Scope | None
    today: date
    tally: Tally = field(default_factory=Tally)
    outside: set[str] = field(default_factory=set)  # records whose row is not of the territory of the list
    outside_hashes: "array[int]" = field(default_factory=lambda: array("Q"))


def stage(staging: Staging, progress: Progress | None) -> int:
    """Read what is new or changed and write it, a chunk in each transaction; date what is gone. Returns how many are gone."""
    total = len(staging.delivery.rows)
    for done, chunk in _chunks(staging):
        _write(staging, chunk)
        if progress:
            progress(done, total)
    _follow_lines(staging)
    gone = _mark_gone(staging)
    if progress:
        progress(total, total)
    return gone


def _write(staging: Staging, chunk: list[Staged]) -> None:
    with transaction.atomic():
        stored = _stored(staging, (record.record_id for record in chunk))
        chunk = [record._replace(is_pending=_is_pending(record, stored.get(record.record_id))) for record in chunk]
        _keep_before(staging, stored.values())
        bulk.upsert(SourceRecord, Staged._fields, chunk, unique=["source_id", "record_id"], updated=WRITTEN)


def _chunks(staging: Staging) -> Iterator[tuple[int, list[Staged]]]:
    """Records to write, with how many rows were gone through."""
    known = known_outside(staging.source) if staging.scope else frozenset[int]()
    to_read, repeats = _count_known(staging, known)
    chunk: list[Staged] = []
    for place, cells, draft in read_rows(staging.delivery, to_read, staging.today):
        if staging.scope and not staging.scope.holds(draft.values):
            _leave_outside(staging, place)
            continue
        draft.remarks += staging.delivery.identity_remarks(place, first_of_base=place not in repeats)
        staging.tally.add(draft)
        chunk.append(_record(staging, place, cells, draft))
        if len(chunk) == CHUNK:
            yield place + 1, chunk
            chunk = []
    if chunk:
        yield len(staging.delivery.rows), chunk
    _remember_outside(staging, known)


def short(row_hash: str) -> int:
    """Eight bytes of the hash of a row."""
    return int(row_hash[:16], 16)


def _leave_outside(staging: Staging, place: int) -> None:
    staging.outside.add(staging.ids[place])
    staging.outside_hashes.append(short(staging.delivery.rows[place].hash))
    staging.tally.add_outside()


def _remember_outside(staging: Staging, known: Collection[int]) -> None:
    """Rows that are not of the territory are not read again as long as they say the same."""
    if known != set(staging.outside_hashes):
        Outside.objects.update_or_create(source=staging.source, defaults={"hashes": staging.outside_hashes.tobytes()})


def _count_known(staging: Staging, outside: Collection[int]) -> tuple[list[int], set[int]]:
    """Count the rows that are stored as they are, or known to be outside; the rows to read, and those whose identifier an earlier row has."""
    to_read, repeats, seen = list[int](), set[int](), set[str]()
    for place, row in enumerate(staging.delivery.rows):
        if row.base in seen:
            repeats.add(place)
        seen.add(row.base)
        known = staging.known.get(staging.ids[place])
        if known and not known.is_gone and says_the_same(known.hash, row.hash, staging.today):
            staging.tally.add_known(kept=known.kept, has_remarks=known.has_remarks, usable=known.usable, is_unchanged=not known.staged_now)
        elif outside and (known is None or known.is_gone) and short(row.hash) in outside:
            _leave_outside(staging, place)
        else:
            to_read.append(place)
    return to_read, repeats


def _record(staging: Staging, place: int, cells: Cells, draft: Draft) -> Staged:
    row, record_id = staging.delivery.rows[place], staging.ids[place]
    return Staged(
        source_id=staging.source.pk,
        record_id=record_id,
        own_id=staging.own_ids.get(record_id, ""),
        line=row.line,
        raw=dict(cells),
        raw_hash=mark_of(row.hash, cells, draft, staging.delivery.plan),
        values=draft.values,
        as_of=draft.as_of,
        unreadable=draft.unreadable,
        remarks=[remark.to_json() for remark in draft.remarks],
        state=SourceRecord.State.KEPT if draft.names_a_place else SourceRecord.State.SET_ASIDE,
        has_remarks=asks(draft),
        is_usable=is_usable(draft),
        is_pending=True,
        first_seen_on=staging.today,
        gone_on=None,
        last_run_id=staging.run.pk,
    )


def _stored(staging: Staging, record_ids: Iterable[str]) -> dict[str, SourceRecord]:
    """Records of a chunk that are in the base, as they are: locked, so that the directory hears of them before or after, not meanwhile."""
    wanted = [record_id for record_id in record_ids if record_id in staging.known]
    found = staging.source.records.select_for_update(of=("self",)).filter(record_id__in=wanted).order_by("pk") if wanted else ()
    return {record.record_id: record for record in found}


def _is_pending(record: Staged, stored: SourceRecord | None) -> bool:
    """Does the directory have to hear of it? Not when it says the same as before, nor when it never said anything."""
    is_stated = record.state == SourceRecord.State.KEPT
    if stored is None:
        return is_stated
    said = stored.values, stored.as_of, stored.unreadable, stored.is_stated
    return stored.is_pending or (said != record.says and (is_stated or stored.is_stated))


def _keep_before(staging: Staging, records: Iterable[SourceRecord]) -> None:
    """Keep what this reading is about to replace; what it wrote itself was kept, or is new."""
    replaced = [record for record in records if record.last_run_id != staging.run.pk]
    stood = what_stands(staging.source.origin, [record.record_id for record in replaced])
    kept = [(staging.run.pk, record.pk, {**columns_of(record), STOOD: _as_json(stood.get(record.record_id))}) for record in replaced]
    bulk.insert(Before, ("run_id", "record_id", "was"), kept)


def _as_json(stood: Standing | None) -> list[Any] | None:
    return [stood.statement, stood.absent_since.isoformat() if stood.absent_since else None] if stood else None


def stood_before(was: Mapping[str, Any]) -> Standing | None:
    """What was in force of a record before a reading, by the columns kept of it."""
    return Standing(was[STOOD][0], date.fromisoformat(was[STOOD][1]) if was[STOOD][1] else None) if was[STOOD] else None


def columns_of(record: SourceRecord) -> dict[str, Any]:
    """The columns that a reading writes, as JSON holds them."""
    columns = {name: getattr(record, name) for name in WRITTEN}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}


def _follow_lines(staging: Staging) -> None:
    """Rows that moved in the file without changing: their remarks are told where they now are."""
    lines = lines_of_remarks(staging.source)
    rows = zip(staging.ids, staging.delivery.rows, strict=True)
    moved = {record_id: row.line for record_id, row in rows if lines.get(record_id, row.line) != row.line}
    found = [one for batch in batched(moved, CHUNK) for one in staging.source.records.filter(record_id__in=batch).values_list("record_id", "pk", "last_run")]
    _keep_lines(staging.run, {str(pk): lines[record_id] for record_id, pk, last_run in found if last_run != staging.run.pk})
    for some in batched(found, CHUNK):
        with transaction.atomic():
            bulk.update(SourceRecord, ("line",), [(moved[record_id], pk) for record_id, pk, _last_run in some])


def _keep_lines(run: Run, lines: dict[str, int]) -> None:
    """Keep with the reading, by record, the lines it is about to replace: a `Before` for each would cost more than the move."""
    if lines:
        run.source_was = {**run.source_was, LINES: {**lines, **run.source_was.get(LINES, {})}}
        run.save(update_fields=["source_was"])


def _mark_gone(staging: Staging) -> int:
    """Records that are not in this delivery: dated, kept, and waiting for the directory to ask about them."""
    present = set(staging.ids) - staging.outside
    gone = [record_id for record_id, known in staging.known.items() if record_id not in present and not known.is_gone]
    for batch in batched(gone, CHUNK):
        with transaction.atomic():
            here = staging.source.records.filter(record_id__in=batch)
            _keep_before(staging, here.select_for_update(of=("self",)).order_by("pk"))
            here.filter(state=SourceRecord.State.KEPT).update(gone_on=staging.today, is_pending=True, last_run=staging.run)
            here.exclude(state=SourceRecord.State.KEPT).update(gone_on=staging.today, last_run=staging.run)
    return staging.run.written_records.filter(gone_on__isnull=False).count()
