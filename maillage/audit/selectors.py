"""Knows how the journal is read."""

from django.db import models

from maillage.audit.models import Event


def events_of(subject: models.Model) -> models.QuerySet[Event]:
    """What happened to one object, oldest first."""
    return Event.objects.filter(object_label=subject._meta.label, object_id=str(subject.pk)).order_by("pk")
