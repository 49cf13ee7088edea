"""Knows how the records of an origin become statements, and how their places follow. In bulk; nothing is written for what did not change."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from maillage.base.identifiers import place_id, public_codes
from maillage.directory.actions import bulk
from maillage.directory.actions.refolding import lock_currents, refold_now, store
from maillage.directory.clusters import Cluster, voices
from maillage.directory.fold import Said, Voice
from maillage.directory.models import Origin, Place, Question, Statement
from maillage.directory.sql import Reader
from maillage.directory.values import RecordIn, WrongValue, check_record

STATEMENT = ("place_id", "origin_id", "record_id", "values", "as_of", "received_on", "value_dates", "unreadable", "replaces_id", "ended")
Records = Mapping[UUID, RecordIn]  # by the place that each one speaks of


class Written(NamedTuple):
    """What was written: statements, places whose row was written, changes told."""

    statements: int
    places: int
    changes: int


class Held(NamedTuple):
    """The statement in force of a record."""

    id: int
    values: Mapping[str, Any]
    as_of: date | None
    received_on: date
    value_dates: Mapping[str, str]
    unreadable: Mapping[str, str]
    absent_since: date | None

    def says(self, record: RecordIn) -> bool:
        """Does this record say the same again?"""
        return self.values == record.values and self.as_of == record.as_of and self.unreadable == record.unreadable


IN_FORCE = Reader(Statement, ("place_id", "origin_id", *Held._fields), by="place_id", ended=[Statement.Ended.NO.value])
CODES = Reader(Place, ("code",), by="code")


def record_statements(origin: Origin, records: Iterable[RecordIn], *, today: date, now: datetime) -> Written:
    """State what these records of a list say: one transaction, so some hundreds of records at a time.

    Each record speaks of its own place, found or founded. What is already in force is left alone; what differs replaces it; the current
    places concerned are folded again. Raise WrongValue, and write nothing, when a value cannot be stated.
    """
    told = by_place(origin, records, today)
    held = held_by(origin, told)
    news = {place: record for place, record in told.items() if place not in held or held[place].absent_since or not held[place].says(record)}
    if not news:
        return Written(0, 0, 0)
    try:
        with transaction.atomic():
            return write(origin, news, today=today, now=now)
    except IntegrityError:  # another process founded one of these places meanwhile: now it is there
        with transaction.atomic():
            return write(origin, news, today=today, now=now)


def by_place(origin: Origin, records: Iterable[RecordIn], today: date) -> Records:
    told: dict[UUID, RecordIn] = {}
    for record in records:
        check_record(record, today=today)
        place = place_id(origin.key, record.record_id)
        if place in told:
            raise WrongValue(f"record_id: {record.record_id!r} comes twice.")
        told[place] = record
    return told


def held_by(origin: Origin, places: Collection[UUID]) -> dict[UUID, Held]:
    """What is in force of the records of a list that founded these places."""
    return {row[0]: Held(*row[2:]) for row in IN_FORCE(places) if row[1] == origin.pk}


def write(origin: Origin, records: Records, *, today: date, now: datetime) -> Written:
    """Write statements and the places that follow from them, within a transaction."""
    roots = lock_currents(records)
    held = held_by(origin, roots)
    end_absence(origin, held)
    news = {place: record for place, record in records.items() if place not in held or not held[place].says(record)}
    # places before what is said of them: the other way round, SQLite looks for orphans at each row
    founded = store(found(origin, {place: record for place, record in news.items() if place not in roots}, today), today=today, now=now, cause=origin.pk)
    replace(origin, news, held, today)
    refolded = refold_now(roots.values(), today=today, now=now, cause=origin.pk)
    return Written(len(news), founded.places + refolded.places, founded.changes + refolded.changes)


def end_absence(origin: Origin, held: Mapping[UUID, Held]) -> None:
    """Records that had left the list are in it again: nobody need be asked."""
    came_back = {place: old.id for place, old in held.items() if old.absent_since}
    if not came_back:
        return
    Statement.objects.filter(pk__in=list(came_back.values())).update(absent_since=None)
    asked = Question.objects.filter(place__in=list(came_back), origin=origin, kind=Question.Kind.GONE, state=Question.State.OPEN)
    asked.update(state=Question.State.MOOT)


def replace(origin: Origin, records: Records, held: Mapping[UUID, Held], today: date) -> None:
    """Put these records in force instead of what they said before."""
    replaced = [held[place].id for place in records if place in held]
    if replaced:
        bulk.update(Statement, ("ended", "ended_on"), [(Statement.Ended.REPLACED, today, statement) for statement in replaced])
    bulk.insert(Statement, STATEMENT, [row_of(origin, place, record, held.get(place), today) for place, record in records.items()])


def row_of(origin: Origin, place: UUID, record: RecordIn, old: Held | None, today: date) -> tuple[Any, ...]:
    value_dates = first_days(record.values, old, today) if old else {}
    return place, origin.pk, record.record_id, record.values, record.as_of, today, value_dates, record.unreadable, old.id if old else None, ""


def first_days(values: Mapping[str, Any], old: Held, today: date) -> dict[str, str]:
    """For each value said before already: the first day it was received."""
    since = old.received_on.isoformat()
    kept = {name: old.value_dates.get(name, since) for name, value in values.items() if name in old.values and old.values[name] == value}
    return {name: day for name, day in kept.items() if day < today.isoformat()}


def found(origin: Origin, records: Records, today: date) -> list[Cluster]:
    """New places, not yet stored, each with the one statement that founds it."""
    heard = voices([origin.pk])[origin.pk]
    return [new_place(heard, place, code, records[place], today) for place, code in free_codes(records).items()]


def new_place(heard: Voice, place: UUID, code: str, record: RecordIn, today: date) -> Cluster:
    row = {
        "id": place,
        "code": code,
        "founding_origin_id": heard.pk,
        "founding_record": record.record_id,
        "founded_on": record.founded_on or today,
        "merged_into_id": None,
        "published_generation": None,
    }
    said = Said(heard, record.record_id, record.values, today, record.as_of, unreadable=record.unreadable, place=place)
    return Cluster(place, [place], row, [said])


def free_codes(places: Iterable[UUID]) -> dict[UUID, str]:
    """A public code for each new place: the first of hers that nobody has."""
    given: dict[UUID, str] = {}
    wished = {place: public_codes(place) for place in sorted(places)}
    while wished:  # once, but for two places that share 40 bits
        first = [codes[0] for codes in wished.values()]
        taken = {code for (code,) in CODES(first)} | set(given.values())
        for place, (code, *_others) in wished.items():
            if code not in taken:
                given[place] = code
                taken.add(code)
        wished = {place: codes[1:] for place, codes in wished.items() if place not in given}
    return given
