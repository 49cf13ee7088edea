"""Knows how the records of an origin become statements, and how their places follow. In bulk; nothing is written for what did not change."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from maillage.base.identifiers import place_id, public_codes
from maillage.directory.actions.refolding import lock_currents, store
from maillage.directory.clusters import Cluster, gather, voice
from maillage.directory.fold import Said, Voice
from maillage.directory.models import Origin, Place, Question, Statement
from maillage.directory.values import RecordIn, WrongValue, check_record

Records = Mapping[UUID, RecordIn]  # by the place that each one speaks of


class Written(NamedTuple):
    """What was written: statements, places whose row was written, changes told."""

    statements: int
    places: int
    changes: int


class Held(NamedTuple):
    """The statement in force of a record."""

    pk: int
    values: Mapping[str, Any]
    as_of: date | None
    received_on: date
    value_dates: Mapping[str, str]
    unreadable: Mapping[str, str]
    absent_since: date | None

    def says(self, record: RecordIn) -> bool:
        """Does this record say the same again?"""
        return self.values == record.values and self.as_of == record.as_of and self.unreadable == record.unreadable


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


def held_by(origin: Origin, places: Iterable[UUID]) -> dict[UUID, Held]:
    """What is in force of this list's records, by the place each one founded."""
    rows = Statement.objects.in_force().filter(origin=origin, place__in=list(places)).order_by("pk").values_list("place_id", *Held._fields)
    return {row[0]: Held(*row[1:]) for row in rows}


def write(origin: Origin, records: Records, *, today: date, now: datetime) -> Written:
    """Write statements and the places that follow from them, within a transaction."""
    roots = lock_currents(records)
    held = held_by(origin, records)
    end_absence(origin, held)
    news = {place: record for place, record in records.items() if place not in held or not held[place].says(record)}
    statements = replace(origin, news, held, today)
    founded = found(origin, {place: record for place, record in news.items() if place not in roots}, statements, today)
    clusters = [*gather(set(roots.values())).values(), *founded]
    refolded = store(clusters, today=today, now=now, cause=origin.pk)
    return Written(len(statements), *refolded)


def end_absence(origin: Origin, held: Mapping[UUID, Held]) -> None:
    """Records that had left the list are in it again: nobody need be asked."""
    came_back = {place: old.pk for place, old in held.items() if old.absent_since}
    if not came_back:
        return
    Statement.objects.filter(pk__in=list(came_back.values())).update(absent_since=None)
    asked = Question.objects.filter(place__in=list(came_back), origin=origin, kind=Question.Kind.GONE, state=Question.State.OPEN)
    asked.update(state=Question.State.MOOT)


def replace(origin: Origin, records: Records, held: Mapping[UUID, Held], today: date) -> dict[UUID, Statement]:
    """Put these records in force instead of what they said before."""
    replaced = [held[place].pk for place in records if place in held]
    Statement.objects.filter(pk__in=replaced).update(ended=Statement.Ended.REPLACED, ended_on=today)
    statements = {place: statement_of(origin, place, record, held.get(place), today) for place, record in records.items()}
    Statement.objects.bulk_create(statements.values())
    return statements


def statement_of(origin: Origin, place: UUID, record: RecordIn, old: Held | None, today: date) -> Statement:
    return Statement(
        place_id=place,
        origin_id=origin.pk,
        record_id=record.record_id,
        values=record.values,
        as_of=record.as_of,
        received_on=today,
        value_dates=first_days(record.values, old, today) if old else {},
        unreadable=record.unreadable,
        replaces_id=old.pk if old else None,
    )


def first_days(values: Mapping[str, Any], old: Held, today: date) -> dict[str, str]:
    """For each value said before already: the first day it was received."""
    since = old.received_on.isoformat()
    kept = {name: old.value_dates.get(name, since) for name, value in values.items() if name in old.values and old.values[name] == value}
    return {name: day for name, day in kept.items() if day < today.isoformat()}


def found(origin: Origin, records: Records, statements: Mapping[UUID, Statement], today: date) -> list[Cluster]:
    """New places, not yet stored, each with the one statement that founds it."""
    heard = voice(origin)
    return [
        Cluster(
            root=place,
            members=[place],
            row={
                "id": place,
                "code": code,
                "founding_origin_id": origin.pk,
                "founding_record": records[place].record_id,
                "founded_on": records[place].founded_on or today,
            },
            statements=[as_said(statements[place], heard)],
        )
        for place, code in free_codes(records).items()
    ]


def as_said(statement: Statement, heard: Voice) -> Said:
    return Said(
        heard,
        statement.record_id,
        statement.values,
        statement.received_on,
        statement.as_of,
        statement.value_dates,
        statement.unreadable,
        place=statement.place_id,
        pk=statement.pk,
    )


def free_codes(places: Iterable[UUID]) -> dict[UUID, str]:
    """A public code for each new place: the first of hers that nobody has."""
    wished = {place: public_codes(place) for place in sorted(places)}
    taken = set(Place.objects.filter(code__in=[code for codes in wished.values() for code in codes]).order_by().values_list("code", flat=True))
    given: dict[UUID, str] = {}
    for place, codes in wished.items():
        given[place] = next(code for code in codes if code not in taken)
        taken.add(given[place])
    return given
