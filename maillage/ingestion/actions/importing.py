"""Knows how a delivery of a list comes in: opened, compared with what is known of the list, stopped or staged, and told."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.audit import actions as audit
from maillage.base.memory import collecting_seldom
from maillage.ingestion import policies
from maillage.ingestion.actions.forgetting import forget_persons
from maillage.ingestion.actions.registering import MAPPING_NAME_LIMIT, describe_for, enrol, fold_again, forget_before, heard, state_of
from maillage.ingestion.actions.staging import Staging, stage
from maillage.ingestion.actions.troubles import note_trouble
from maillage.ingestion.errors import DeliveryStopped, WrongMapping
from maillage.ingestion.formats.opening import load
from maillage.ingestion.formats.table import Reading
from maillage.ingestion.identity import NOT_RENAMED, record_ids, renamed_records
from maillage.ingestion.locking import ListBusy, alone
from maillage.ingestion.mapping.loading import Written, choose, compile_text
from maillage.ingestion.mapping.plan import Plan
from maillage.ingestion.mapping.recognising import fingerprint
from maillage.ingestion.mapping.storing import SOURCE_NAME
from maillage.ingestion.models import Before, Run, Source, SourceRecord
from maillage.ingestion.policies import Presence
from maillage.ingestion.processes import LONG, others
from maillage.ingestion.reading import Delivery, Progress, Tally, open_delivery, says_the_same
from maillage.ingestion.returning.actions.following import follow, renamed_by_corrections
from maillage.ingestion.rows import RowReader
from maillage.ingestion.scope import Scope, outside_now, scope_of
from maillage.ingestion.selectors import Known, known_records, records_by_fingerprint, remarks_of, unfinished

MOST_UNKNOWN_WORDS = 50
UNDOABLE = 2  # readings of a list, the last ones, of which is kept what they replaced


@dataclass(frozen=True)
class Accepted:
    """What a person who looked at the delivery lets pass."""

    losses: bool = False
    by_content: bool = False  # the list renamed its rows: they are known by their stable fields


@dataclass(frozen=True)
class Opened:
    """A delivery, the mapping that reads it, and the territory whose rows are kept."""

    delivery: Delivery
    written: Written
    scope: Scope | None


@dataclass(frozen=True)
class Identified:
    """The record of each row, and those that the list now names otherwise."""

    ids: list[str]
    renamed: "dict[str, list[str]]"

    @property
    def own_ids(self) -> dict[str, str]:
        return {record: base for base, records in self.renamed.items() for record in records}


@collecting_seldom()
def import_list(
    source: str,
    path: Path | None = None,
    *,
    content: bytes | None = None,
    file_name: str = "",
    mapping: Path | str | None = None,
    by: audit.Actor | None = None,
    today: date,
    now: datetime,
    progress: Progress | None = None,
    imposed: Reading | None = None,
    accept_losses: bool = False,
    match_by_content: bool = False,
) -> Run:
    """Stage a delivery of a list, given as a file or as bytes. Raise ListRefused (unreadable file, wrong mapping, too much lost), then nothing is staged.

    `mapping`: a file or its text; else the one shipped under the source's name, else the one used last time, else the standard's columns.
    `imposed`: format, encoding or delimiter not to be detected. `accept_losses`: go on though the list shrank or lost columns.
    `match_by_content`: the list changed its identifiers, know its rows by their stable fields.
    """
    if not SOURCE_NAME.match(source):
        raise WrongMapping(_("« %(name)s » n’est pas un nom de liste : lettres minuscules, chiffres et traits d’union.") % {"name": source})
    received = content if content is not None else load(path) if path else b""
    file_hash = hashlib.sha256(received).hexdigest()
    with alone(source), others() as helping:
        known = Source.objects.filter(key=source).first()
        if (helping.several or len(received) >= LONG) and not _was_read(known, file_hash):
            helping.start()
        opened = _opened(source, known, received, mapping, imposed)
        del received, content  # tens of megabytes that nobody needs any more
        named = file_name or (path.name if path else _("octets reçus"))
        run = _begin(enrol(source, opened.delivery.plan), opened.delivery, named, file_hash, now=now)
        return _read(run, opened, Accepted(accept_losses, match_by_content), by=by, today=today, now=now, progress=progress)


def _was_read(source: Source | None, file_hash: str) -> bool:
    """Is this very file one of those read last? Then few of its rows are to be read, if any."""
    return bool(source and source.runs.filter(file_hash=file_hash, state=Run.State.DONE).exists())


def _read(run: Run, opened: Opened, accepted: Accepted, *, by: audit.Actor | None, today: date, now: datetime, progress: Progress | None) -> Run:
    source, delivery = run.source, opened.delivery
    known = known_records(source, run)
    identified, refusal = _judged(source, opened, known, accepted, today)
    if refusal:
        _stop(run, str(refusal), by=by, now=now)
        raise refusal
    forget_persons(source, opened.written, delivery.plan_as_written, by=by, now=now)
    describe_for(run, opened.written, delivery.plan)
    staging = Staging(source, run, delivery, identified.ids, identified.own_ids, known, opened.scope, today)
    gone = stage(staging, progress)
    if run.source_was["heard"] != heard(source.origin):
        fold_again(source, today=today, now=now)
    return _finish(staging, gone, by=by, now=now)


def _opened(name: str, source: Source | None, received: bytes, mapping: Path | str | None, imposed: Reading | None) -> Opened:
    """The delivery, opened and surveyed, and what reads it."""
    chosen: list[Written] = []

    def plan_for(columns: tuple[str, ...]) -> Plan:
        written, plan = plan_of(name, source, mapping, columns)
        chosen.append(written)
        return plan

    scope = scope_of(source.scope, source.scope_km) if source and source.scope else None
    with translation.override(settings.LANGUAGE_CODE):  # what is noted is kept, for readers of every language
        return Opened(open_delivery(received, plan_for, imposed), chosen[0], scope)


def plan_of(name: str, source: Source | None, mapping: Path | str | None, columns: tuple[str, ...]) -> tuple[Written, Plan]:
    """The mapping that reads a list with these columns. Raise WrongMapping."""
    written = choose(name, mapping, source.mapping_text if source else "", columns)
    plan = compile_text(written.text, name=written.name, source=name)
    return written, replace(plan, version=_version(plan, source)) if source and source.scope else plan


def _version(plan: Plan, source: Source) -> str:
    """Another territory keeps other rows: each is to be looked at again."""
    return hashlib.sha256(f"{plan.version}\n{source.scope}\n{source.scope_km}".encode()).hexdigest()[:16]


@transaction.atomic
def _begin(source: Source, delivery: Delivery, file_name: str, file_hash: str, *, now: datetime) -> Run:
    """A new reading, or the one that was interrupted on the very same delivery. What others left unfinished becomes its own."""
    reading, plan = delivery.table.reading, delivery.plan
    told = {
        "file_hash": file_hash,
        "mapping_version": plan.version,
        "format": reading.format,
        "encoding": reading.encoding,
        "delimiter": reading.delimiter,
    }
    left = list(unfinished(source))
    same = next((run for run in left if run.state == Run.State.RUNNING and all(getattr(run, name) == value for name, value in told.items())), None)
    if same:
        return same
    was = left[0].source_was if left else state_of(source)
    run = source.runs.create(**told, file_name=file_name[:200], mapping_name=plan.name[:MAPPING_NAME_LIMIT], started_at=now, source_was=was)
    Before.objects.filter(run__in=left).update(run=run)
    SourceRecord.objects.filter(last_run__in=left).update(last_run=run)
    source.runs.filter(pk__in=[one.pk for one in left], state=Run.State.RUNNING).update(state=Run.State.ABANDONED, finished_at=now)
    return run


def _judged(source: Source, opened: Opened, known: dict[str, Known], accepted: Accepted, today: date) -> tuple[Identified, DeliveryStopped | None]:
    """The record of each row, and why the delivery must not be staged before a person looked (None when it may)."""
    delivery = opened.delivery
    identified = _identified(delivery, known, {**_corrected(source, delivery, known), **_renamed(known)})
    presence = Presence.of(known, identified.ids)
    if not accepted.losses and not _names_a_place(delivery, today):
        return identified, DeliveryStopped(policies.nothing_named(delivery))
    if (accepted.by_content or not accepted.losses) and (presence.is_alarming or _is_shuffled(delivery, known, identified, today)):
        renamed = _renamed_now(source, delivery)
        refusal = policies.renumbered(presence, sum(map(len, renamed.values())))
        if refusal and not accepted.by_content:
            return identified, DeliveryStopped(refusal, "match_by_content")
        if accepted.by_content:
            identified = _identified(delivery, known, renamed)
    if accepted.losses:
        return identified, None
    outside = outside_now(opened.scope, delivery, identified.ids, known, today) if opened.scope else set[str]()
    lost = policies.losses(source.columns_seen, delivery, Presence.of(known, identified.ids, outside))
    return identified, DeliveryStopped(lost, "accept_losses") if lost else None


def _identified(delivery: Delivery, known: dict[str, Known], renamed: dict[str, list[str]]) -> Identified:
    hashes = {record_id: record.hash for record_id, record in known.items()}
    return Identified(record_ids(delivery.rows, hashes, renamed or NOT_RENAMED), renamed)


def _renamed(known: dict[str, Known]) -> dict[str, list[str]]:
    """Records that the list renamed in an earlier delivery, by their identifier there."""
    found: dict[str, list[str]] = {}
    for record_id, record in known.items():
        if record.own_id:
            found.setdefault(record.own_id, []).append(record_id)
    return found


def _corrected(source: Source, delivery: Delivery, known: dict[str, Known]) -> dict[str, list[str]]:
    """Records whose row now bears another mark because the list took a correction that was sent to it."""
    found = renamed_by_corrections(source, delivery.plan, {row.base for row in delivery.rows})
    return {base: records for base, records in found.items() if base not in known}


def _renamed_now(source: Source, delivery: Delivery) -> dict[str, list[str]]:
    """Records that this delivery names otherwise, told by their stable fields."""
    plan = delivery.plan
    known = records_by_fingerprint(source, plan)
    known.pop(fingerprint({}, plan), None)  # no stable field tells these apart
    marks = (fingerprint(cells, plan) for cells in delivery.cells())
    return renamed_records(((row.base, mark) for row, mark in zip(delivery.rows, marks, strict=True)), known)


def _is_shuffled(delivery: Delivery, known: dict[str, Known], identified: Identified, today: date) -> bool:
    """Do so many known rows say something else that their identifiers may have been dealt anew?"""
    before = [(known[record_id], row.hash) for record_id, row in zip(identified.ids, delivery.rows, strict=True) if record_id in known]
    changed = sum(not says_the_same(record.hash, content, today) for record, content in before if record.was_present)
    return changed > policies.LARGEST_LOSS * max(len(before), 1)


def _names_a_place(delivery: Delivery, today: date) -> bool:
    """Does any row? When the first one does, as is usual, this costs one row."""
    reader = RowReader(delivery.plan, today)
    return any(reader.read(cells).names_a_place for cells in delivery.cells())


@transaction.atomic
def _stop(run: Run, refusal: str, *, by: audit.Actor | None, now: datetime) -> None:
    _end(run, state=Run.State.STOPPED, finished_at=now, report={"stopped": refusal})
    note_trouble(run.source.key, refusal)
    audit.record("source.delivery_stopped", on=run.source, by=by, now=now, run=run.pk, reason=refusal)


@transaction.atomic
def _finish(staging: Staging, gone: int, *, by: audit.Actor | None, now: datetime) -> Run:
    run, source, table = staging.run, staging.source, staging.delivery.table
    report = {"notes": list(table.reading.notes), "warnings": staging.delivery.warnings, **_told(source)}
    _end(run, state=Run.State.DONE, finished_at=now, report=report, gone=gone, **staging.tally.counts())
    source.columns_seen, source.removed_on, source.trouble = list(table.columns), None, ""
    source.save(update_fields=["columns_seen", "removed_on", "trouble"])
    _forget_older(source)
    follow(run, today=staging.today)
    audit.record("source.imported", on=source, by=by, now=now, run=run.pk, gone=gone, **run.counts())
    return run


def _end(run: Run, **told: Any) -> None:
    """Raise ListBusy when another reading took this one's place: its lock was lost, with the session or the file that held it."""
    if not Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(**told):
        raise ListBusy
    run.refresh_from_db(fields=list(told))


def _told(source: Source) -> dict[str, Any]:
    """Remarks by kind over all rows of the delivery, those that did not change included."""
    tally = Tally()
    tally.note(remarks_of(source))
    return {"remarks": dict(sorted(tally.rules.items())), "unknown_words": dict(tally.unknown_words.most_common(MOST_UNKNOWN_WORDS))}


def _forget_older(source: Source) -> None:
    """Keep what the last readings replaced; older ones can no longer be undone."""
    last = source.runs.filter(state=Run.State.DONE).order_by("-pk").values_list("pk", flat=True)[:UNDOABLE]
    older = source.runs.filter(state__in=[Run.State.DONE, Run.State.UNDONE]).exclude(pk__in=list(last)).exclude(source_was={})
    forget_before(older)


@transaction.atomic
def mark_applied(records: "list[SourceRecord]") -> int:
    """Note that these records' values have reached the directory; to be called in the transaction that states them."""
    return SourceRecord.objects.filter(pk__in=[record.pk for record in records]).update(is_pending=False)
