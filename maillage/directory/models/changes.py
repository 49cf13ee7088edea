"""Knows what changed, and the version of what is published."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.directory.models.origins import Origin
from maillage.directory.models.places import Place


class Generation(models.Model):
    """One row: the version of the published base. A publishing transaction locks and raises it last."""

    number = models.BigIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="generation_single_row")]

    def __str__(self) -> str:
        return str(self.number)


class ChangeQuerySet(models.QuerySet["Change"]):
    def pending(self) -> Self:
        """Changes that no generation holds yet."""
        return self.filter(generation__isnull=True)


class Change(models.Model):
    """One field of one place that really changed. Without a generation, it waits for a publication."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="changes")
    field = models.CharField(_("champ"), max_length=340, help_text=_("un champ ; ou place, merged_into, offer :…, closure :…, relation :…"))
    old = models.JSONField(null=True, blank=True)
    new = models.JSONField(null=True, blank=True)
    origin = models.ForeignKey(Origin, null=True, blank=True, on_delete=models.PROTECT, related_name="changes", db_index=False)
    at = models.DateTimeField()
    generation = models.BigIntegerField(null=True, blank=True, db_index=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.place_id} {self.field}"
