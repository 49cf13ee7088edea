"""Knows what was decided of each pair of places, by the rules or by a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.directory.models import Place
from maillage.linkage.enums import By, Decision, Veto


class Verdict(models.Model):
    """What is made of two founding places. What a person decided is never changed by the rules."""

    place_a = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    place_b = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(_("décision"), max_length=10, choices=Decision.choices)
    decided_by = models.CharField(_("décidé par"), max_length=8, choices=By.choices)
    decided_on = models.DateField(_("décidé le"))
    undone_on = models.DateField(_("défait le"), null=True, blank=True, help_text=_("jour où une personne a séparé ce que les règles avaient réuni"))
    score = models.FloatField(_("note"), null=True, blank=True, help_text=_("vide si les règles ne les ont jamais comparés"))
    veto = models.CharField(_("empêchement"), max_length=14, choices=Veto.choices, default=Veto.NONE, blank=True)
    contributions = models.JSONField(_("contributions"), default=list, blank=True, help_text=_("[nom, valeur, mesure], sans donnée du lieu"))
    weights_version = models.CharField(_("version des poids"), max_length=20, blank=True)

    class Meta:
        ordering = ["place_a", "place_b", "pk"]
        indexes = [models.Index(fields=["decision", "decided_by"], name="verdict_decision")]
        constraints = [
            models.UniqueConstraint(fields=["place_a", "place_b"], name="verdict_once_per_pair"),
            models.CheckConstraint(condition=models.Q(place_a__lt=models.F("place_b")), name="verdict_pair_in_order"),
            models.CheckConstraint(condition=models.Q(undone_on__isnull=True) | models.Q(decided_by=By.PERSON), name="verdict_undone_by_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.place_a_id} {self.decision} {self.place_b_id}"
