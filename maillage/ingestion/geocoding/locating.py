"""Knows which rows need a point, which answers of the geocoder are good enough, and how both are kept.

The network is never asked inside a transaction. A geocoder that fails costs a line in the journal, never an import.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from maillage.base.geometry import Point
from maillage.base.outside import gate_of_settings
from maillage.base.text import fold
from maillage.directory.actions import bulk
from maillage.ingestion.geocoding.contract import LONGEST_QUESTION, Found, Geocoder, GeocoderFailed, Question
from maillage.ingestion.models import GeocodedAddress, Source, SourceRecord
from maillage.ingestion.normalisers.communes import distance_remarks
from maillage.ingestion.normalisers.points import DECIMALS
from maillage.ingestion.remarks import Remark
from maillage.territories import selectors as territories

log = logging.getLogger(__name__)

BATCH = 1_000  # records looked at together
# Addok's score, from 0 to 1, is the likeness of the words asked and found. Below, another street of the same commune is as likely as a misspelling;
# a wrong point sends people to a wrong door, a missing one only hides a distance.
LEAST_SCORE = 0.7
# A locality is a hamlet or a field name: as precise as a street. The point of a municipality tells nothing that the commune does not.
PRECISIONS = {"housenumber": "housenumber", "street": "street", "locality": "street", "municipality": "commune"}
GOOD = frozenset({"housenumber", "street"})
CONTRADICTS = frozenset({"point_contradicts", "point_outside"})
RULE = "point_geocoded"
LABEL_LIMIT = 500


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

    To be called between staging and applying, outside any transaction. A second call asks nothing. Does nothing when no geocoder is set.
    `everything`: also the rows that the directory has heard (a geocoder set, or up again, after they were read); those given a point wait for it again.
    """
    service, total = geocoder or geocoder_of_settings(), Located()
    if service is None:
        return total
    for records in _batches(source, everything=everything):
        questions = {question.key: question for record in records if (question := question_of(record))}
        missing = [questions[key] for key in sorted(questions.keys() - known_answers(questions).keys())]
        if missing and service:
            asked, failed = _ask(service, missing, today)
            total = total.plus(Located(asked=asked))
            service = None if failed else service  # the answers kept from before still serve the other rows
        total = total.plus(_write([record.pk for record in records], everything=everything))
    return total


def question_of(record: SourceRecord) -> Question | None:
    """The address to find for a row; None when it needs no point, or tells too little, or asks to hide its address."""
    values = record.values
    street, insee = values.get("street"), values.get("insee")
    if not street or not insee or values.get("address_hidden") or not _needs_point(record):
        return None
    text = " ".join(part for part in (street, values.get("postal_code"), values.get("commune")) if part)
    key = blake2b(f"{fold(text)}|{insee}".encode(), digest_size=20).hexdigest()
    # Lists give the code of the city; the service gives that of the arrondissement, and would find nothing within the former.
    return Question(key, text, insee, "" if territories.arrondissements_of(insee) else insee) if len(text) <= LONGEST_QUESTION else None


def _needs_point(record: SourceRecord) -> bool:
    rules = {remark["rule"] for remark in record.remarks}
    if RULE in rules:
        return False
    return record.values.get("latitude") is None or record.values.get("precision") == "commune" or not CONTRADICTS.isdisjoint(rules)


def is_good(answer: GeocodedAddress) -> bool:
    """May a place be put there?"""
    return answer.latitude is not None and answer.score >= LEAST_SCORE and answer.precision in GOOD


def known_answers(keys: Iterable[str]) -> dict[str, GeocodedAddress]:
    """Answers already kept, by key of the question."""
    return {answer.key: answer for answer in GeocodedAddress.objects.filter(key__in=list(keys)).order_by("pk")}


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
                answers.append(_kept(question, found, today))
    except GeocoderFailed as failure:
        log.warning("geocoder: %s", failure)
        failed = True
    GeocodedAddress.objects.bulk_create(answers, ignore_conflicts=True)
    return len(answers), failed


def _kept(question: Question, found: Found | None, today: date) -> GeocodedAddress:
    """What is kept of an answer; one in another commune gives no point."""
    answer = GeocodedAddress(key=question.key, asked=question.text, asked_on=today)
    if found:
        answer.score, answer.label = found.score, found.label.replace("\0", "")[:LABEL_LIMIT]
        if _agrees(question.insee, found):
            answer.latitude, answer.longitude = round(found.latitude, DECIMALS), round(found.longitude, DECIMALS)
            answer.precision = PRECISIONS.get(found.kind, "")
    return answer


def _agrees(insee: str, found: Found) -> bool:
    """Is the answer in the commune of the row? Its code says so, and so does its point."""
    told, here = found.citycode, territories.current_code(insee)
    same = told == insee or (here is not None and territories.current_code(told) == here and territories.arrondissement(insee) is None)
    far = distance_remarks(here or insee, Point(found.latitude, found.longitude))
    return same and not any(remark.rule == "point_contradicts" for remark in far)


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


def located(record: SourceRecord, answer: GeocodedAddress) -> tuple[dict[str, object], list[dict[str, str]]]:
    """Values and remarks of a row, once it is given a point: what was asked and what was found stay written beside it."""
    score = f"{answer.score:.2f}".replace(".", ",")
    remark = Remark(RULE, raw=answer.asked, kept=f"{answer.label} ({score})").at("latitude", "")
    point = {"latitude": answer.latitude, "longitude": answer.longitude, "precision": answer.precision}
    return record.values | point, [*record.remarks, remark.to_json()]
