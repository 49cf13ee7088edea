"""Knows what others tell us and what nobody has judged yet: proposals of partners, reports in plain words. Neither is in the base."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import ApiKey
from maillage.directory.models import Place

REFERENCE_LIMIT = 120
WORDS_LIMIT = 1_000


class Received(models.Model):
    """Something that a partner's software sent. Sent twice under one idempotency key, it is received once."""

    class State(models.TextChoices):
        HELD = "held", _("en attente de lecture")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sent_with = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="+")
    idempotency_key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, help_text=_("SHA-256 de ce qui fut envoyé"))
    reference = models.CharField(_("référence du partenaire"), max_length=REFERENCE_LIMIT, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("en mots"), max_length=WORDS_LIMIT, blank=True)
    received_at = models.DateTimeField(_("reçu le"))
    kept_until = models.DateField(_("effacé après le"))
    state = models.CharField(_("état"), max_length=8, choices=State.choices, default=State.HELD)

    class Meta:
        abstract = True


class Proposal(Received):
    """A correction of a place, or a new place, field by field, from a partner who keeps a map or a list of its own."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("correction d’un lieu")
        NEW_PLACE = "new-place", _("nouveau lieu")

    class KnownBy(models.TextChoices):
        VISIT = "visit", _("une visite")
        CALL = "call", _("un appel")
        MAIL = "mail", _("un courriel ou une lettre")
        MEETING = "meeting", _("une rencontre")
        WEB = "web", _("une page du lieu")
        OTHER = "other", _("autrement")

    kind = models.CharField(_("nature"), max_length=12, choices=Kind.choices)
    values = models.JSONField(_("valeurs proposées"), help_text=_("noms et formes de directory.fields"))
    known_by = models.CharField(_("su par"), max_length=8, choices=KnownBy.choices)
    known_on = models.DateField(_("su le"))

    class Meta:
        verbose_name = _("proposition")
        verbose_name_plural = _("propositions")
        ordering: ClassVar = ["received_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sent_with", "idempotency_key"], name="proposal_received_once"),
            models.CheckConstraint(
                condition=models.Q(kind="correction", place__isnull=False) | models.Q(kind="new-place", place__isnull=True),
                name="proposal_of_a_place_or_a_new_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Report(Received):
    """What someone says of a place in plain words, brought by a partner: « fermé depuis un mois »."""

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        ordering: ClassVar = ["received_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sent_with", "idempotency_key"], name="report_received_once"),
            models.CheckConstraint(condition=models.Q(place__isnull=False) & ~models.Q(words=""), name="report_of_a_place_in_words"),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"
