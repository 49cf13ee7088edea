"""Knows how the rows of a list are located: what is asked, what is kept of the answers, and when rows are written.

The network is never asked inside a transaction. A geocoder that fails costs a line in the journal, never an import.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from maillage.base.outside import gate_of_settings
from maillage.directory.actions import bulk
from maillage.ingestion.geocoding.contract import Geocoder, GeocoderFailed, Question
from maillage.ingestion.geocoding.judging import is_good, kept, located, question_of
from maillage.ingestion.models import GeocodedAddress, Source, SourceRecord

log = logging.getLogger(__name__)

BATCH = 1_000  # records looked at together
ANSWERED = ["latitude", "longitude", "precision", "score", "label", "asked_on"]
ASKED_AGAIN = timedelta(days=183)  # an address that was not found: services learn new streets


class Located(NamedTuple):
    """`asked`: addresses the service answered; `found`: rows given a point; `refused`: rows whose answer was not good enough."""

    asked: int = 0
    found: int = 0
    refused: int = 0

    def plus(self, other: "Located") -> "Located":
        return Located(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


def geocoder_of_settings() -> Geocoder | None:
    """The service that the operator chose, if any. Its host may be inside."""
    if not settings.GEOCODER_URL:
        return None
    gate = gate_of_settings().permitting(settings.GEOCODER_URL)
    return Geocoder(settings.GEOCODER_URL, gate, settings.GEOCODER_RATE, settings.GEOCODER_BATCH)


def locate_pending(source: Source, *, today: date, everything: bool = False, geocoder: Geocoder | None = None) -> Located:
    """Give a point to the rows of a list that wait for the directory, have a street and a commune, and no point of their own (or a contradictory one).

    To be called between staging and applying, outside any transaction. Does nothing when no geocoder is set.
    A second call asks nothing, but, six months later, what was not found.
    `everything`: also the rows that the directory has heard (a geocoder set, or up again, after they were read); those given a point wait for it again.
    """
    service, total = geocoder or geocoder_of_settings(), Located()
    if service is None:
        return total
    for records in _batches(source, everything=everything):
        questions = {question.key: question for record in records if (question := question_of(record))}
        known = known_answers(questions)
        missing = [questions[key] for key in sorted(questions) if key not in known or _is_stale(known[key], today)]
        if missing and service:
            asked, failed = _ask(service, missing, today)
            total = total.plus(Located(asked=asked))
            service = None if failed else service  # the answers kept from before still serve the other rows
        total = total.plus(_write([record.pk for record in records], everything=everything))
    return total


def known_answers(keys: Iterable[str]) -> dict[str, GeocodedAddress]:
    """Answers already kept, by key of the question."""
    return {answer.key: answer for answer in GeocodedAddress.objects.filter(key__in=list(keys)).order_by("pk")}


def _is_stale(answer: GeocodedAddress, today: date) -> bool:
    return not is_good(answer) and answer.asked_on < today - ASKED_AGAIN


def _looked_at(everything: bool) -> QuerySet[SourceRecord]:
    stated = SourceRecord.objects.present().filter(state=SourceRecord.State.KEPT).order_by("pk")
    return stated if everything else stated.pending()


def _batches(source: Source, *, everything: bool) -> Iterator[list[SourceRecord]]:
    rows, last = _looked_at(everything).filter(source=source).only("values", "remarks"), 0
    while records := list(rows.filter(pk__gt=last)[:BATCH]):
        yield records
        last = records[-1].pk


def _ask(service: Geocoder, questions: list[Question], today: date) -> tuple[int, bool]:
    """Ask, and keep what came: how many answers, and whether the service failed on the way."""
    asked, answers, failed = {question.key: question for question in questions}, list[GeocodedAddress](), False
    try:
        for key, found in service.find(questions):
            if question := asked.pop(key, None):
                answers.append(kept(question, found, today))
    except GeocoderFailed as failure:
        log.warning("geocoder: %s", failure)
        failed = True
    GeocodedAddress.objects.bulk_create(answers, update_conflicts=True, unique_fields=["key"], update_fields=ANSWERED)
    return len(answers), failed


@transaction.atomic
def _write(keys: list[int], *, everything: bool) -> Located:
    """Give their points to these rows, read again as they are now."""
    records = _looked_at(everything).filter(pk__in=keys).select_for_update()
    asked = [(record, question) for record in records if (question := question_of(record))]
    known = known_answers(question.key for _record, question in asked)
    rows, refused = [], 0
    for record, question in asked:
        answer = known.get(question.key)
        if answer and is_good(answer):
            rows.append((*located(record, answer), True, record.pk))
        else:
            refused += answer is not None
    bulk.update(SourceRecord, ["values", "remarks", "is_pending"], rows)
    return Located(found=len(rows), refused=refused)
