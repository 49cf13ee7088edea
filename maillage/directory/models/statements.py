"""Knows what each origin says of each place: immutable, dated, partial."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.directory.models.origins import Origin
from maillage.directory.models.places import Place


class StatementQuerySet(models.QuerySet["Statement"]):
    def in_force(self) -> Self:
        """Statements neither replaced nor withdrawn."""
        return self.filter(ended=Statement.Ended.NO)


class Statement(models.Model):
    """What one record of one origin says of one place.

    `values`: a key absent = no opinion; null = explicitly none; else a value (`directory.fields` gives names and shapes).
    A list's record has one statement in force; a team's record id is the name of a field group, so that it speaks field by field.
    """

    class Ended(models.TextChoices):
        NO = "", _("en vigueur")
        REPLACED = "replaced", _("remplacée")
        WITHDRAWN = "withdrawn", _("retirée")

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="statements")
    origin = models.ForeignKey(Origin, on_delete=models.PROTECT, related_name="statements", db_index=False)  # the constraint on records serves
    record_id = models.CharField(max_length=120)
    values = models.JSONField()
    as_of = models.DateField(null=True, blank=True, help_text=_("date portée par la ligne elle-même"))
    received_on = models.DateField()
    value_dates = models.JSONField(default=dict, blank=True, help_text=_("champ -> premier jour où cette valeur fut reçue, s’il est plus ancien"))
    unreadable = models.JSONField(default=dict, blank=True, help_text=_("champ -> texte reçu que nous n’avons pas su lire"))
    absent_since = models.DateField(null=True, blank=True, help_text=_("premier jour où la liste ne contenait plus cette ligne"))
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    ended = models.CharField(max_length=10, choices=Ended.choices, default=Ended.NO, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["origin", "record_id"], condition=models.Q(ended=""), name="statement_in_force_once_per_record"),
            models.UniqueConstraint(fields=["replaces"], condition=~models.Q(ended="withdrawn"), name="statement_replaced_once"),
            models.CheckConstraint(
                condition=models.Q(ended="", ended_on__isnull=True) | (~models.Q(ended="") & models.Q(ended_on__isnull=False)), name="statement_end_dated"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id}:{self.record_id}"


class Check(models.Model):
    """A person's word that nothing changed, without a new value (« Rien n’a changé »)."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="checks")
    origin = models.ForeignKey(Origin, on_delete=models.PROTECT, related_name="checks")
    on = models.DateField(_("vérifié le"))

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["place", "origin", "on"], name="check_once_a_day")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.on}"
