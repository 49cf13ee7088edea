"""Knows what was decided of each pair of places, by the rules or by persons; and what spares comparing again what did not change."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.directory.models import Place
from maillage.linkage.enums import By, Choice, Decision, Link, Veto


class Verdict(models.Model):
    """What is made of two founding places. What a person decided is never changed by the rules."""

    place_a = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    place_b = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(_("décision"), max_length=10, choices=Decision.choices)
    link = models.CharField(_("lien"), max_length=16, choices=Link.choices, default=Link.NONE, blank=True, help_text=_("quand ils ne sont pas un mais liés"))
    is_backwards = models.BooleanField(_("du second vers le premier"), default=False)
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


class Opinion(models.Model):
    """What one person said of two founding places, the last time; two who disagree call a third."""

    place_a = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    place_b = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    choice = models.CharField(_("réponse"), max_length=16, choices=Choice.choices)
    said_at = models.DateTimeField(_("dit le"))

    class Meta:
        ordering = ["place_a", "place_b", "said_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["place_a", "place_b", "by"], condition=models.Q(by__isnull=False), name="opinion_once_per_person"),
            models.CheckConstraint(condition=models.Q(place_a__lt=models.F("place_b")), name="opinion_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.place_a_id} {self.choice} {self.place_b_id}"


class Compared(models.Model):
    """A founding place as it was last compared: by this statement."""

    place = models.OneToOneField(Place, primary_key=True, on_delete=models.CASCADE, related_name="+")
    statement_id = models.BigIntegerField()
    is_pending = models.BooleanField(default=False, help_text=_("à comparer de nouveau, bien que sa déclaration soit la même"))

    def __str__(self) -> str:
        return str(self.place_id)


class Block(models.Model):
    """A mark (`blocks.mark`) of a statement that was compared: those that share it are compared with it.

    A statement in place of its founding place: numbers of eight bytes make the table half as large.
    """

    statement_id = models.BigIntegerField(db_index=True)
    mark = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.mark} {self.statement_id}"


class Common(models.Model):
    """What was common among all records at the last full run (`frequencies.Frequencies`): one row."""

    version = models.CharField(_("version"), max_length=20)
    counted_on = models.DateField(_("compté le"))
    rules_version = models.CharField(_("version des règles"), max_length=20)
    tables = models.JSONField()

    def __str__(self) -> str:
        return self.version
