"""Knows who says things about places."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.Model):
    """Who states: a list, the team of a place, a coordinator, an accepted report. Its label names an organisation, or rules, never a person."""

    class Kind(models.TextChoices):
        TEAM = "team", _("équipe du lieu")
        COORDINATOR = "coordinator", _("coordination du territoire")
        SOURCE = "source", _("liste reçue")
        REPORT = "report", _("signalement accepté")
        LINKAGE = "linkage", _("rapprochement")  # says how places are related, and nothing else of them

    kind = models.CharField(_("nature"), max_length=12, choices=Kind.choices)
    key = models.CharField(_("clé"), max_length=120, unique=True, help_text=_("« source:corse », « team:3F0C9A52 » ; ne change jamais"))
    label = models.CharField(_("nom public"), max_length=200)
    licence = models.CharField(_("licence"), max_length=60, blank=True)
    url = models.URLField(_("adresse"), max_length=500, blank=True)
    authoritative_for = models.JSONField(_("fait foi pour"), default=list, blank=True, help_text=_("groupes de champs"))
    attests_each_delivery = models.BooleanField(_("chaque livraison vaut vérification"), default=False)
    last_delivery_on = models.DateField(_("dernière livraison"), null=True, blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.label
