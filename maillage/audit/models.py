"""Knows the journal: events that are only ever added, and the persons they mention."""

from typing import Any, ClassVar, NoReturn
from uuid import uuid4

from django.db import models


class AppendOnly(Exception):
    """Someone tried to change or delete an event. A fault of the programme, never of a person."""


class EventQuerySet(models.QuerySet["Event"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("Events are never changed.")

    def delete(self) -> NoReturn:
        raise AppendOnly("Events are never deleted.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("Events are never changed.")


class Event(models.Model):
    """One thing done. `actor` is the key of a Person, or null when a machine acted alone."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    object_label = models.CharField(max_length=80)
    object_id = models.CharField(max_length=64)
    actor = models.UUIDField(null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)

    objects: ClassVar[models.Manager["Event"]] = models.Manager.from_queryset(EventQuerySet)()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["object_label", "object_id"], name="event_object"),
            models.Index(fields=["actor"], name="event_actor"),
            models.Index(fields=["at"], name="event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_label}:{self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("Events are never changed.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("Events are never deleted.")


class Person(models.Model):
    """Who stands behind the key found in events. Erasing a person empties this row; the events stay, and name nobody."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user_id = models.CharField(max_length=64, unique=True, null=True, blank=True)  # noqa: DJ001 null frees the number of an erased person
    name = models.CharField(max_length=150, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name or str(self.key)
