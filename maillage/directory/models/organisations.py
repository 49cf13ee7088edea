"""Knows who runs places, and how places and organisations stand to each other."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.directory.models.origins import Origin
from maillage.directory.models.places import Place


class Organisation(models.Model):
    """A body that runs or gathers places: a commune, an association, a network of libraries."""

    class Kind(models.TextChoices):
        STRUCTURE = "structure", _("structure")
        NETWORK = "network", _("réseau")

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(_("nature"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("nom"), max_length=300)
    sort_name = models.CharField(max_length=300, editable=False)
    website = models.URLField(_("site"), max_length=500, blank=True)
    identifiers = models.JSONField(_("identifiants"), default=dict, blank=True)

    class Meta:
        ordering = ["sort_name", "pk"]

    def __str__(self) -> str:
        return self.name


class Relation(models.Model):
    """A stated link from a place to another place or to an organisation, that can be undone."""

    class Kind(models.TextChoices):
        HOSTED_AT = "hosted_at", _("accueilli à")
        PART_OF_NETWORK = "part_of_network", _("fait partie du réseau")
        STOP_OF = "stop_of", _("arrêt de")
        SAME_BUILDING = "same_building", _("dans le même bâtiment que")
        RUN_BY = "run_by", _("géré par")
        WORKS_AT = "works_at", _("intervient à")

    DIRECTED = frozenset({Kind.HOSTED_AT, Kind.STOP_OF})  # between places, these never go round in a circle

    kind = models.CharField(_("lien"), max_length=16, choices=Kind.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="relations")
    other = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="reverse_relations")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="relations")
    origin = models.ForeignKey(Origin, on_delete=models.PROTECT, related_name="relations")
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(other__isnull=False, organisation__isnull=True) | models.Q(other__isnull=True, organisation__isnull=False),
                name="relation_one_end",
            ),
            models.CheckConstraint(condition=~models.Q(other=models.F("place")), name="relation_not_to_itself"),
            models.UniqueConstraint(
                fields=["kind", "place", "other", "origin"], condition=models.Q(ended_on__isnull=True, other__isnull=False), name="relation_place_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "place", "organisation", "origin"],
                condition=models.Q(ended_on__isnull=True, organisation__isnull=False),
                name="relation_organisation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.kind}"
