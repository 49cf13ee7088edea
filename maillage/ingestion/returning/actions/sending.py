"""Knows when corrections are sent to a list, once a month, and when those sent have no object any more."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from maillage.audit import actions as audit
from maillage.directory.confirmed import agrees, facts
from maillage.ingestion.models import Returned, Source, SourceRecord
from maillage.ingestion.returning.finding import found
from maillage.ingestion.returning.writing import Correction


class Sent(NamedTuple):
    """What a sheet of corrections holds: those that are new, and all that wait."""

    new: int
    waiting: int


def is_due(source: Source, today: date) -> bool:
    """Has no sheet been made this month, for a list that is followed?"""
    last = source.corrections_on
    return source.removed_on is None and (last is None or (last.year, last.month) != (today.year, today.month))


@transaction.atomic
def send(source: Source, *, by: audit.Actor | None, today: date, now: datetime) -> Sent:
    """Note as sent today all that the list is to receive, and drop what it is not any more. Sending again the same day changes nothing."""
    Source.objects.select_for_update().get(pk=source.pk)
    wanted = _wanted(source, today)
    waiting = _settle(source, wanted, today)
    new = [one for key, one in wanted.items() if key not in waiting]
    Returned.objects.bulk_create(new)
    for key, sent in waiting.items():  # the list may have moved its columns since
        if (sent.columns, sent.cells, sent.held) != (wanted[key].columns, wanted[key].cells, wanted[key].held):
            Returned.objects.filter(pk=sent.pk).update(columns=wanted[key].columns, cells=wanted[key].cells, held=wanted[key].held)
    source.corrections_on = today
    source.save(update_fields=["corrections_on"])
    if new:
        audit.record("source.corrections_sent", on=source, by=by, now=now, new=len(new), waiting=len(wanted))
    return Sent(len(new), len(wanted))


@transaction.atomic
def refresh(source: Source, *, today: date) -> int:
    """Drop what was sent and stands no more: a word withdrawn, changed or lapsed, a place closed to the list, a list removed. How many."""
    before = source.returned.waiting().count()
    return before - len(_settle(source, _wanted(source, today), today)) if before else 0


Key = tuple[int, str]  # record, subject


def _wanted(source: Source, today: date) -> dict[Key, Returned]:
    return {(record.pk, one.difference.subject): _as_sent(source, record, one, today) for record, lines in found(source, today).items() for one in lines}


def _as_sent(source: Source, record: SourceRecord, one: Correction, today: date) -> Returned:
    difference = one.difference
    return Returned(
        source=source,
        record=record,
        subject=difference.subject,
        columns=list(one.columns),
        cells=dict(one.cells),
        held=difference.held,
        confirmed=difference.confirmed.value,
        by_kind=difference.confirmed.by,
        confirmed_on=difference.confirmed.on,
        sent_on=today,
    )


def _settle(source: Source, wanted: dict[Key, Returned], today: date) -> dict[Key, Returned]:
    """What waits and stands still; the rest is dropped, or taken when the list says it by now."""
    standing: dict[Key, Returned] = {}
    for sent in source.returned.waiting().select_related("record").select_for_update(of=("self",)).order_by("pk"):
        key = sent.record_id, sent.subject
        if key in wanted and wanted[key].confirmed == sent.confirmed:
            standing[key] = sent
            continue
        is_said = sent.record.gone_on is None and key not in wanted and agrees(sent.subject, sent.confirmed, facts(sent.record.values))
        name = "taken_on" if is_said else "dropped_on"
        Returned.objects.filter(pk=sent.pk).update(**{name: today})
    return standing
