"""Knows how the last reading of a list is undone: its records, and what they said, are as before it. Killed and run again, it ends the same."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from maillage.audit import actions as audit
from maillage.base.batches import batched
from maillage.directory.actions import bulk, unsay
from maillage.ingestion import policies
from maillage.ingestion.actions import staging
from maillage.ingestion.actions.registering import fold_again, heard, put_back
from maillage.ingestion.actions.staging import WRITTEN
from maillage.ingestion.locking import alone
from maillage.ingestion.models import LINES, Run, SourceRecord
from maillage.ingestion.reading import Progress
from maillage.ingestion.returning.actions.following import unfollow

DATES = ("as_of", "gone_on")
FOLD_AGAIN = "fold_again"  # kept with what the list was, until the reading is undone


def undo(run: Run, *, by: audit.Actor | None, today: date, now: datetime, progress: Progress | None = None) -> Run:
    """Undo the last reading of a list, some hundreds of records in each transaction. Raise NotAllowed when it cannot be undone, ListRefused while it is read.

    What it changed or marked gone is restored; what it brought leaves the list without a question. Linking and publishing follow: see `linkage.chain`.
    """
    with alone(run.source.key):
        return _undo(Run.objects.select_related("source__origin").get(pk=run.pk), by=by, today=today, now=now, progress=progress)


def _undo(run: Run, *, by: audit.Actor | None, today: date, now: datetime, progress: Progress | None) -> Run:
    policies.check_can_undo(run)
    touched = SourceRecord.objects.filter(Q(befores__run=run) | Q(last_run=run)).order_by("pk").values_list("pk", flat=True).distinct()
    total = len(touched)
    for done, chunk in enumerate(batched(touched, staging.CHUNK)):
        with transaction.atomic():
            _restore(run, chunk, today=today, now=now)
        if progress:
            progress(min((done + 1) * staging.CHUNK, total), total)
    for moved in batched(run.source_was.get(LINES, {}).items(), staging.CHUNK):
        with transaction.atomic():
            bulk.update(SourceRecord, ("line",), [(line, int(record)) for record, line in moved])
    return _finish(run, by=by, today=today, now=now)


def _restore(run: Run, records: list[int], *, today: date, now: datetime) -> None:
    before = dict(run.befores.filter(record__in=records).order_by("pk").values_list("record_id", "was"))
    held = list(SourceRecord.objects.select_for_update(of=("self",)).filter(pk__in=records).order_by("pk"))
    stood = {one.record_id: staging.stood_before(before[one.pk]) if one.pk in before else None for one in held}
    unsay(run.source.origin, stood, today=today, now=now)
    bulk.update(SourceRecord, WRITTEN, [(*_columns(before[one.pk]), one.pk) for one in held if one.pk in before])
    new = SourceRecord.objects.filter(pk__in=[one.pk for one in held if one.pk not in before])
    new.filter(gone_on__isnull=True).update(gone_on=today)
    new.update(is_pending=False)


def _columns(was: Mapping[str, Any]) -> list[Any]:
    """Kept columns, in the order of `WRITTEN`, as Python has them."""
    return [date.fromisoformat(was[name]) if name in DATES and was[name] else was[name] for name in WRITTEN]


def _finish(run: Run, *, by: audit.Actor | None, today: date, now: datetime) -> Run:
    """The list as before; its places folded again if it weighs otherwise; then the reading is told to be undone."""
    source = run.source
    with transaction.atomic():
        was_heard = heard(source.origin)
        put_back(source, run.source_was)
        if was_heard != heard(source.origin):
            run.source_was = {**run.source_was, FOLD_AGAIN: True}
            run.save(update_fields=["source_was"])
    if run.source_was.get(FOLD_AGAIN):
        fold_again(source, today=today, now=now)
    with transaction.atomic():
        run.state = Run.State.UNDONE
        run.save(update_fields=["state"])
        unfollow(run)
        audit.record("source.undone", on=source, by=by, now=now, run=run.pk)
    return run
