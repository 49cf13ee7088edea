"""Knows everything that waits for a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.directory.models.origins import Origin
from maillage.directory.models.places import Place


class Question(models.Model):
    """Something a machine must not decide alone. `key` says what it is about, so that asking twice asks once."""

    class Kind(models.TextChoices):
        NEWER_SOURCE = "newer_source", _("une liste plus récente dit autre chose")
        GONE = "gone", _("n’est plus dans la liste")
        REPORT = "report", _("signalement")
        DUPLICATE = "duplicate", _("doublon possible")
        UNREADABLE = "unreadable", _("valeur illisible")
        NAMELESS = "nameless", _("sans nom")
        UNLOCATED = "unlocated", _("rien ne le situe")
        CONTRADICTORY = "contradictory", _("se contredit")

    class State(models.TextChoices):
        OPEN = "open", _("à voir")
        ANSWERED = "answered", _("répondue")
        MOOT = "moot", _("sans objet")

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(_("sujet"), max_length=16, choices=Kind.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="questions")
    other = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = models.ForeignKey(Origin, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    field = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict, blank=True, help_text=_("valeur reçue, valeur gardée, raison"))
    raised_on = models.DateField()
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.JSONField(default=dict, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["raised_on", "pk"]
        indexes = [models.Index(fields=["state", "kind"], name="question_state_kind")]

    def __str__(self) -> str:
        return self.key
