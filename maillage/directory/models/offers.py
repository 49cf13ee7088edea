"""Knows what can be done in a place."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.directory.models.places import Place


class Offer(models.Model):
    """One service in one place. Folded from statements; never deleted: withdrawn, then revived under the same key."""

    class Role(models.TextChoices):
        OWN = "own", _("action du lieu")
        PARTNERSHIP = "partnership", _("en partenariat")
        PAID = "paid", _("prestataire payé")
        HOSTED = "hosted", _("accueil d’un partenaire")

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="offers", db_index=False)  # the natural key serves
    concept = models.CharField(_("service"), max_length=60)
    provider = models.CharField(_("par qui"), max_length=200, blank=True, help_text=_("vide : le lieu lui-même"))
    variant = models.CharField(_("variante"), max_length=60, blank=True)
    role = models.CharField(_("rôle"), max_length=12, choices=Role.choices, default=Role.OWN)
    facets = models.JSONField(
        _("caractéristiques"), default=dict, blank=True, help_text=_("audiences, care, who_may_come, costs, access, support, level, languages -> codes")
    )
    area = models.JSONField(_("territoires couverts à distance"), default=list, blank=True, help_text=_("clés de territoires, « fr » pour toute la France"))
    first_stated_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["place", "concept", "provider", "variant", "pk"]
        constraints = [models.UniqueConstraint(fields=["place", "concept", "provider", "variant"], name="offer_natural_key")]

    def __str__(self) -> str:
        return f"{self.concept} @ {self.place_id}"
