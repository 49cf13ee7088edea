"""Knows how what a list said at a delivery is taken back, as if that delivery had not come: what stood before is in force again, with its dates."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from maillage.directory.actions.asking import ask
from maillage.directory.actions.refolding import lock_currents, refold_now
from maillage.directory.models import Origin, Question, Statement
from maillage.directory.questions import about_absence


class Standing(NamedTuple):
    """The word of a record that is in force, and since when the record is no longer in its list."""

    statement: int
    absent_since: date | None


def what_stands(origin: Origin, record_ids: Iterable[str]) -> dict[str, Standing]:
    """What is in force of these records of a list; nothing of those that never spoke, or whose words were withdrawn."""
    found = Statement.objects.in_force().filter(origin=origin, record_id__in=list(record_ids)).order_by("pk")
    return {record_id: Standing(pk, absent) for record_id, pk, absent in found.values_list("record_id", "pk", "absent_since")}


@transaction.atomic
def unsay(origin: Origin, before: Mapping[str, Standing | None], *, today: date, now: datetime) -> None:
    """Put in force again what stood of these records, and withdraw what they said since; None: nothing stood.

    Places that only withdrawn words spoke of keep their row and their code, without a word: nobody finds them any more. Doing it again changes nothing.
    """
    held = list(Statement.objects.in_force().filter(origin=origin, record_id__in=list(before)).select_related("replaces").order_by("place_id"))
    roots = lock_currents([statement.place_id for statement in held])
    withdrawn, restored = list[int](), list[int]()
    for statement in held:
        stood = before[statement.record_id]
        said_since = _said_since(statement, stood.statement) if stood else [statement.pk]
        withdrawn += said_since
        restored += [stood.statement] if stood and said_since else []
    Statement.objects.filter(pk__in=withdrawn).update(ended=Statement.Ended.WITHDRAWN, ended_on=today)
    Statement.objects.filter(pk__in=restored, ended=Statement.Ended.REPLACED).update(ended=Statement.Ended.NO, ended_on=None)
    _ask_no_more(origin, {statement.place_id for statement in held if before[statement.record_id] is None})
    _tell_presence(origin, {stood.statement: stood.absent_since for stood in before.values() if stood}, today=today)
    refold_now(set(roots.values()), today=today, now=now, cause=origin.pk)


def _said_since(last: Statement, stood: int) -> list[int]:
    """What a record said since that statement, up to the last; nothing when that one was itself taken back meanwhile, by a person."""
    said, one = list[int](), last
    while one.pk != stood:
        said.append(one.pk)
        if one.replaces is None:
            return []
        one = one.replaces
    return said


def _ask_no_more(origin: Origin, places: Collection[UUID]) -> None:
    """Whether these are gone is no question any more."""
    asked = Question.objects.filter(place__in=places, origin=origin, kind=Question.Kind.GONE, state=Question.State.OPEN)
    asked.update(state=Question.State.MOOT)


def _tell_presence(origin: Origin, stood: Mapping[int, date | None], *, today: date) -> None:
    """Records that were in the list are in it again, without a question; those that had left it have left it again, and the question with them."""
    for statement in Statement.objects.in_force().filter(pk__in=list(stood)).order_by("pk"):
        since = stood[statement.pk]
        if statement.absent_since == since:
            continue
        Statement.objects.filter(pk=statement.pk).update(absent_since=since)
        _ask_no_more(origin, [statement.place_id])
        if since:
            ask([about_absence(statement.place_id, origin.pk, since)], today=today)
