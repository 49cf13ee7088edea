"""Knows how a delivery of a list is staged: what changed is written, in short transactions; what did not costs a hash.

Killed at any moment and run again, the base ends the same: each chunk is whole, and a row already staged is recognised by its hash.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.audit import actions as audit
from maillage.base.batches import batched
from maillage.directory.actions import bulk, origin_for
from maillage.directory.models import Origin
from maillage.ingestion import policies
from maillage.ingestion.errors import DeliveryStopped, WrongMapping
from maillage.ingestion.formats.opening import load
from maillage.ingestion.formats.table import Reading
from maillage.ingestion.identity import record_ids
from maillage.ingestion.mapping.loading import SOURCE_NAME, Written, choose, compile_text
from maillage.ingestion.mapping.plan import Plan
from maillage.ingestion.models import Run, Source, SourceRecord
from maillage.ingestion.reading import Delivery, Progress, Tally, asks, is_usable, open_delivery
from maillage.ingestion.rows import Draft, RowReader
from maillage.ingestion.selectors import Known, known_records

Said = tuple[dict[str, Any], date | None, dict[str, str], bool]  # values, date of the row, unreadable fields, does it state anything
CHUNK = 500  # records written in one transaction: some tens of milliseconds
MOST_UNKNOWN_WORDS = 50
MAPPING_NAME_LIMIT = 120  # as the columns that hold it


class Staged(NamedTuple):
    """A record to write: the columns of SourceRecord, as the table names them."""

    source_id: int
    record_id: str
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


WRITTEN = [name for name in Staged._fields if name not in {"source_id", "record_id", "first_seen_on"}]  # what a known record takes anew


@dataclass
class Staging:
    """One delivery on its way into the base."""

    source: Source
    run: Run
    delivery: Delivery
    ids: list[str]
    known: dict[str, Known]
    today: date
    tally: Tally


def import_list(
    source: str,
    path: Path | None = None,
    *,
    content: bytes | None = None,
    mapping: Path | str | None = None,
    by: audit.Actor | None = None,
    today: date,
    now: datetime,
    progress: Progress | None = None,
    imposed: Reading | None = None,
    accept_losses: bool = False,
) -> Run:
    """Stage a delivery of a list, given as a file or as bytes. Raise ListRefused (unreadable file, wrong mapping, too much lost), then nothing is staged.

    `mapping`: a file or its text; else the one shipped under the source's name, else the one used last time, else the standard's columns.
    `imposed`: format, encoding or delimiter not to be detected. `accept_losses`: go on though the list shrank or lost columns.
    """
    received = content if content is not None else load(path) if path else b""
    delivery, written = _opened(source, received, mapping, imposed)
    kept_source = register(source, written, delivery.plan)
    run = _begin(kept_source, delivery, path.name if path else _("octets reçus"), hashlib.sha256(received).hexdigest(), now=now)
    known = known_records(kept_source, run)
    loss = policies.losses(kept_source.columns_seen, delivery, sum(not record.is_gone for record in known.values()))
    if loss and not accept_losses:
        _stop(run, loss, by=by, now=now)
        raise DeliveryStopped(loss)
    hashes = {record_id: record.hash for record_id, record in known.items()}
    staging = Staging(kept_source, run, delivery, record_ids(delivery.rows, hashes), known, today, Tally())
    _stage(staging, progress)
    return _finish(staging, _mark_gone(staging), by=by, now=now)


def _opened(source: str, received: bytes, mapping: Path | str | None, imposed: Reading | None) -> tuple[Delivery, Written]:
    """The delivery, opened and surveyed, and the mapping that reads it."""
    if not SOURCE_NAME.match(source):
        raise WrongMapping(_("« %(name)s » n’est pas un nom de liste : lettres minuscules, chiffres et traits d’union.") % {"name": source})
    last = Source.objects.filter(key=source).values_list("mapping_text", flat=True).first() or ""
    chosen: list[Written] = []

    def plan_for(columns: tuple[str, ...]) -> Plan:
        chosen.append(choose(source, mapping, last, columns))
        return compile_text(chosen[0].text, name=chosen[0].name, source=source)

    return open_delivery(received, plan_for, imposed), chosen[0]


def register(key: str, written: Written, plan: Plan) -> Source:
    """The list of that key, made if new, with its origin; what the mapping tells of the list (label, licence…) is kept current."""
    origin_key = f"source:{key}"
    known = Origin.objects.filter(key=origin_key).first()
    details = {name: plan.about[name] for name in ("licence", "url", "authoritative_for") if name in plan.about}
    if "attests" in plan.about:
        details["attests_each_delivery"] = plan.about["attests"]
    label = plan.about.get("label") or (known.label if known else _("Liste « %(name)s »") % {"name": key})
    with transaction.atomic():
        origin = origin_for(Origin.Kind.SOURCE, origin_key, label=label, **details)
        source, _created = Source.objects.get_or_create(key=key, defaults={"origin": origin})
        name = written.name[:MAPPING_NAME_LIMIT]
        if (source.mapping_text, source.mapping_name) != (written.text, name):
            source.mapping_text, source.mapping_name = written.text, name
            source.save(update_fields=["mapping_text", "mapping_name"])
    return source


@transaction.atomic
def mark_applied(records: Iterable[SourceRecord]) -> int:
    """Note that these records' values have reached the directory; to be called in the transaction that states them."""
    return SourceRecord.objects.filter(pk__in=[record.pk for record in records]).update(is_pending=False)


@transaction.atomic
def _begin(source: Source, delivery: Delivery, file_name: str, file_hash: str, *, now: datetime) -> Run:
    """A new reading, or the one that was interrupted on the very same delivery."""
    reading, plan = delivery.table.reading, delivery.plan
    told = {
        "file_hash": file_hash,
        "mapping_version": plan.version,
        "format": reading.format,
        "encoding": reading.encoding,
        "delimiter": reading.delimiter,
    }
    interrupted = source.runs.filter(state=Run.State.RUNNING)
    same = interrupted.filter(**told).order_by("-pk").first()
    others = interrupted.exclude(pk=same.pk) if same else interrupted
    others.update(state=Run.State.ABANDONED, finished_at=now)
    return same or source.runs.create(**told, file_name=file_name[:200], mapping_name=plan.name[:MAPPING_NAME_LIMIT], started_at=now)


@transaction.atomic
def _stop(run: Run, loss: str, *, by: audit.Actor | None, now: datetime) -> None:
    run.state, run.finished_at, run.report = Run.State.STOPPED, now, {"stopped": loss}
    run.save(update_fields=["state", "finished_at", "report"])
    audit.record("source.delivery_stopped", on=run.source, by=by, now=now, run=run.pk, reason=loss)


def _stage(staging: Staging, progress: Progress | None) -> None:
    """Read what is new or changed and write it, a chunk in each transaction."""
    total = len(staging.delivery.rows)
    for done, chunk in _chunks(staging):
        said = _said_before(staging, chunk)
        chunk = [record._replace(is_pending=_is_pending(record, said.get(record.record_id))) for record in chunk]
        with transaction.atomic():
            bulk.upsert(SourceRecord, Staged._fields, chunk, unique=["source_id", "record_id"], updated=WRITTEN)
        if progress:
            progress(done, total)
    if progress:
        progress(total, total)


def _chunks(staging: Staging) -> Iterator[tuple[int, list[Staged]]]:
    """Records to write, with how many rows were gone through."""
    reader, seen, chunk = RowReader(staging.delivery.plan, staging.today), set[str](), list[Staged]()
    for place, (row, cells) in enumerate(zip(staging.delivery.rows, staging.delivery.cells(), strict=True)):
        first_of_base = row.base not in seen
        seen.add(row.base)
        known = staging.known.get(staging.ids[place])
        if known and known.hash == row.hash and not known.is_gone:
            staging.tally.add_known(kept=known.kept, has_remarks=known.has_remarks, usable=known.usable, remarks=known.staged_now)
            continue
        draft = reader.read(cells)
        draft.remarks += staging.delivery.identity_remarks(place, first_of_base=first_of_base)
        staging.tally.add(draft)
        chunk.append(_record(staging, place, cells, draft))
        if len(chunk) == CHUNK:
            yield place + 1, chunk
            chunk = []
    if chunk:
        yield len(staging.delivery.rows), chunk


def _record(staging: Staging, place: int, cells: dict[str, Any], draft: Draft) -> Staged:
    row = staging.delivery.rows[place]
    return Staged(
        source_id=staging.source.pk,
        record_id=staging.ids[place],
        line=row.line,
        raw=cells,
        raw_hash=row.hash,
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


def _said_before(staging: Staging, chunk: list[Staged]) -> dict[str, tuple[Said, bool]]:
    """What the known records of a chunk said, and whether the directory still has to hear of it."""
    wanted = [record.record_id for record in chunk if record.record_id in staging.known]
    if not wanted:
        return {}
    stored = SourceRecord.objects.filter(source=staging.source, record_id__in=wanted).order_by("pk")
    return {record.record_id: ((record.values, record.as_of, record.unreadable, record.is_stated), record.is_pending) for record in stored}


def _is_pending(record: Staged, before: tuple[Said, bool] | None) -> bool:
    """Does the directory have to hear of it? Not when it says the same as before, nor when it never said anything."""
    is_stated = record.state == SourceRecord.State.KEPT
    if before is None:
        return is_stated
    said, was_pending = before
    return was_pending or (said != record.says and (is_stated or said[-1]))


def _mark_gone(staging: Staging) -> int:
    """Records that are not in this delivery: dated, kept, and waiting for the directory to ask about them."""
    present = set(staging.ids)
    gone = [record_id for record_id, known in staging.known.items() if record_id not in present and not known.is_gone]
    for batch in batched(gone, CHUNK):
        with transaction.atomic():
            here = SourceRecord.objects.filter(source=staging.source, record_id__in=batch)
            here.filter(state=SourceRecord.State.KEPT).update(gone_on=staging.today, is_pending=True, last_run=staging.run)
            here.exclude(state=SourceRecord.State.KEPT).update(gone_on=staging.today, last_run=staging.run)
    return len(gone)


@transaction.atomic
def _finish(staging: Staging, gone: int, *, by: audit.Actor | None, now: datetime) -> Run:
    run, tally, delivery = staging.run, staging.tally, staging.delivery
    for name, count in tally.counts().items():
        setattr(run, name, count)
    run.gone, run.state, run.finished_at = gone, Run.State.DONE, now
    run.report = {
        "notes": list(delivery.table.reading.notes),
        "warnings": delivery.warnings,
        "remarks": dict(sorted(tally.rules.items())),
        "unknown_words": dict(tally.unknown_words.most_common(MOST_UNKNOWN_WORDS)),
    }
    run.save()
    if staging.source.columns_seen != list(delivery.table.columns):
        staging.source.columns_seen = list(delivery.table.columns)
        staging.source.save(update_fields=["columns_seen"])
    audit.record("source.imported", on=staging.source, by=by, now=now, run=run.pk, gone=gone, **run.counts())
    return run
