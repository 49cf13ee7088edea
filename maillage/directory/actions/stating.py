"""Knows what people say of a place: group by group, undone by withdrawing, confirmed by checking. Published at once.

A word stays with the place it was said of, whatever that one is merged into: when they part again, each has its own.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from maillage.audit import actions as audit
from maillage.directory import policies
from maillage.directory.actions.publishing import publish_places
from maillage.directory.actions.recording import Written
from maillage.directory.actions.refolding import Refolded, lock_currents, refold_now
from maillage.directory.fields import FIELDS, GROUPS
from maillage.directory.models import Check, Origin, Place, Statement
from maillage.directory.values import RecordIn, check_record

POINT = ("latitude", "longitude", "precision")
TEAM = f"{Origin.Kind.TEAM}:"  # then the code of its place: the key of a team's origin
MOVES = ("street", "postal_code", "commune", "insee")  # another one, and the point shown is no longer right


@transaction.atomic
def state(*, place: Place, origin: Origin, values: Mapping[str, Any], by: audit.Actor | None, today: date, now: datetime, as_of: date | None = None) -> Written:
    """Record what a team, a coordinator or an accepted report says of a place, and publish it.

    Each group of fields is one statement, said whole: it replaces what this origin said of the group before. Of an address, the fields that
    are not given are taken as shown, but for the point when the place has moved. Saying the same again confirms it. `place` may be merged.
    """
    policies.check_can_state(origin)
    spoken_of, shown = addressed(place, origin)
    written, concerned = 0, {spoken_of.pk}
    for group in sorted({FIELDS[name].group for name in values}):
        said = {name: values[name] for name in GROUPS[group] if name in values}
        record = RecordIn(record_id(origin, spoken_of, group), completed_address(said, shown) if group == "address" else said, as_of)
        check_record(record, today=today)
        old = in_force(origin, record.record_id)
        if old is None or not (old.received_on == today and old.values == record.values and old.as_of == as_of):
            put_in_force(spoken_of, origin, record, old, today)
            written += 1
            concerned |= {old.place_id} if old else set()
    refolded = fold_and_publish(concerned, origin, today=today, now=now)
    audit.record("place.stated", on=spoken_of, by=by, now=now, fields=sorted(values), origin=origin.key)
    return Written(written, *refolded)


class Addressed(NamedTuple):
    """The place that a person speaks of, merged or not, and the current one that shows it, whose row is locked."""

    spoken_of: Place
    shown: Place


def addressed(place: Place, origin: Origin) -> Addressed:
    """Which place this origin speaks of: a team of its own, on whatever page of the whole it writes; the others of the one they name."""
    own = Place.objects.filter(code=origin.key.removeprefix(TEAM)).order_by("pk").first() if origin.kind == Origin.Kind.TEAM else None
    roots = lock_currents([each.pk for each in (place, own) if each])
    is_own = own is not None and roots[own.pk] == roots[place.pk]
    return Addressed(own if own and is_own else place, Place.objects.get(pk=roots[place.pk]))


def lock(place: Place) -> Place:
    """The place as it is now, its row locked. Refuse one that was merged."""
    locked = Place.objects.locked().get(pk=place.pk)
    policies.check_is_current(locked)
    return locked


def completed_address(said: Mapping[str, Any], shown: Place) -> dict[str, Any]:
    """A whole address: what is said, and the rest as shown. A place that moves leaves its point behind."""
    moved = any(name in said and (said[name] or "") != getattr(shown, name) for name in MOVES)
    kept = {name: getattr(shown, name) for name in GROUPS["address"] if name not in said and not (moved and name in POINT)}
    return {**{name: value for name, value in kept.items() if value not in ("", None)}, **said}


def record_id(origin: Origin, place: Place, group: str) -> str:
    """What makes a person's statement unique within its origin: a team speaks of its own place, the others of many."""
    return group if origin.kind == Origin.Kind.TEAM else f"{place.code}/{group}"


def in_force(origin: Origin, record: str) -> Statement | None:
    return Statement.objects.in_force().filter(origin=origin, record_id=record).order_by("pk").first()


def put_in_force(place: Place, origin: Origin, record: RecordIn, old: Statement | None, today: date) -> None:
    if old is not None:
        Statement.objects.filter(pk=old.pk).update(ended=Statement.Ended.REPLACED, ended_on=today)
    Statement.objects.create(place=place, origin=origin, record_id=record.record_id, values=record.values, as_of=record.as_of, received_on=today, replaces=old)


def fold_and_publish(places: Iterable[UUID], origin: Origin, *, today: date, now: datetime) -> Refolded:
    """Fold again the current places that these lead to, and publish them."""
    roots = set(lock_currents(places).values())
    refolded = refold_now(roots, today=today, now=now, cause=origin.pk)
    publish_places(roots, now=now)
    return refolded


@transaction.atomic
def withdraw(statement: Statement, *, by: audit.Actor | None, today: date, now: datetime) -> None:
    """Take back a statement: what it replaced is in force again, and the place is published as it was before."""
    lock_currents([statement.place_id])
    held = Statement.objects.select_for_update(of=("self",)).select_related("origin", "replaces").get(pk=statement.pk)
    policies.check_can_withdraw(held)
    Statement.objects.filter(pk=held.pk).update(ended=Statement.Ended.WITHDRAWN, ended_on=today)
    concerned = {held.place_id}
    if held.replaces is not None:
        Statement.objects.filter(pk=held.replaces.pk, ended=Statement.Ended.REPLACED).update(ended=Statement.Ended.NO, ended_on=None)
        concerned.add(held.replaces.place_id)
    fold_and_publish(concerned, held.origin, today=today, now=now)
    audit.record("statement.withdrawn", on=held, by=by, now=now, place=str(held.place_id))


@transaction.atomic
def check(*, place: Place, origin: Origin, by: audit.Actor | None, today: date, now: datetime) -> None:
    """Record that a person looked, and that nothing has changed."""
    policies.check_speaks_for_persons(origin)
    spoken_of, shown = addressed(place, origin)
    Check.objects.get_or_create(place=spoken_of, origin=origin, on=today)
    fold_and_publish([shown.pk], origin, today=today, now=now)
    audit.record("place.checked", on=spoken_of, by=by, now=now, origin=origin.key)
