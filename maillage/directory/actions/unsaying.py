"""Knows how what a list said at a delivery is taken back, as if that delivery had not come: what it replaced is in force again, with its dates."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from maillage.directory.actions.asking import ask
from maillage.directory.actions.refolding import lock_currents, refold_now
from maillage.directory.models import Origin, Question, Statement
from maillage.directory.questions import about_absence


class Telling(NamedTuple):
    """What a record of a list tells: at one delivery, or at the next."""

    values: Mapping[str, Any]
    as_of: date | None
    unreadable: Mapping[str, str]
    absent_since: date | None  # the record is no longer in its list, or no longer names a place; what it said before stands

    def is_told_by(self, statement: Statement) -> bool:
        return statement.values == self.values and statement.as_of == self.as_of and statement.unreadable == self.unreadable


class Unsaid(NamedTuple):
    """A record whose last delivery is taken back. `before` None: that delivery was the first to name it."""

    record_id: str
    before: Telling | None
    now: Telling


@transaction.atomic
def unsay(origin: Origin, records: Iterable[Unsaid], *, since: date, today: date, now: datetime) -> None:
    """Take back what these records said last, at a delivery of the day `since`. Places that only they spoke of keep their row and their code, without a word: nobody finds them any more.

    Words that had not reached the base yet are left alone. Doing it again changes nothing.
    """
    told = {record.record_id: record for record in records}
    held = Statement.objects.in_force().filter(origin=origin, record_id__in=list(told)).select_related("replaces").order_by("place_id")
    roots = lock_currents([statement.place_id for statement in held])
    standing = [back for statement in held.all() if (back := _taken_back(statement, told[statement.record_id], since, today))]
    _ask_no_more(origin, set(roots) - {statement.place_id for statement in standing})
    _tell_presence(origin, standing, told, today=today)
    refold_now(set(roots.values()), today=today, now=now, cause=origin.pk)


def _taken_back(statement: Statement, record: Unsaid, since: date, today: date) -> Statement | None:
    """The word of a record that stands once its last one is withdrawn, if the one in force is that one."""
    is_older = statement.received_on < since or (record.before and record.before.is_told_by(statement)) or statement.absent_since
    if record.before and (is_older or not record.now.is_told_by(statement)):
        return statement
    Statement.objects.filter(pk=statement.pk).update(ended=Statement.Ended.WITHDRAWN, ended_on=today)
    if statement.replaces is not None and record.before:
        Statement.objects.filter(pk=statement.replaces.pk, ended=Statement.Ended.REPLACED).update(ended=Statement.Ended.NO, ended_on=None)
        return statement.replaces
    return None


def _ask_no_more(origin: Origin, places: Collection[UUID]) -> None:
    """Whether these are gone is no question any more."""
    asked = Question.objects.filter(place__in=places, origin=origin, kind=Question.Kind.GONE, state=Question.State.OPEN)
    asked.update(state=Question.State.MOOT)


def _tell_presence(origin: Origin, standing: list[Statement], told: Mapping[str, Unsaid], *, today: date) -> None:
    """Records that were in the list are in it again, without a question; those that had left it have left it again, and the question with them."""
    for statement in standing:
        before = told[statement.record_id].before
        since = before.absent_since if before else None
        if statement.absent_since is None and since:
            Statement.objects.filter(pk=statement.pk).update(absent_since=since)
            ask([about_absence(statement.place_id, origin.pk, since)], today=today)
        elif statement.absent_since and not since:
            Statement.objects.filter(pk=statement.pk).update(absent_since=None)
            _ask_no_more(origin, [statement.place_id])
