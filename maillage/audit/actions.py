"""Knows how an event is written: in the transaction of the change it tells, or not at all."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import models, transaction

from maillage.audit.models import Event, Person


class Actor(Protocol):
    """A person of the network, seen from below: this module does not know accounts."""

    @property
    def pk(self) -> Any: ...


def record(verb: str, *, on: models.Model, by: Actor | None, now: datetime, **details: Any) -> None:
    """Write that `by` did `verb` on `on` ("place.closed"). `by=None`: a machine alone. Details are plain JSON, without personal data."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event is recorded in the transaction of its change.")
    Event.objects.create(verb=verb, object_label=on._meta.label, object_id=str(on.pk), actor=key_of(by), at=now, details=details)


def key_of(actor: Actor | None) -> UUID | None:
    """The key that stands for this person in events; made at their first event, and their name kept current."""
    if actor is None:
        return None
    person, _created = Person.objects.get_or_create(user_id=str(actor.pk), defaults={"name": str(actor)})
    if person.name != str(actor):
        Person.objects.filter(pk=person.pk).update(name=str(actor))
    return person.key


@transaction.atomic
def erase_person(actor: Actor, *, now: datetime) -> None:
    """Forget who this person was. Events keep the key, which no longer leads to anybody."""
    Person.objects.filter(user_id=str(actor.pk)).update(user_id=None, name="", erased_at=now)
