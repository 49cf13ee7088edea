"""Knows the places: their identity, and the result of folding what is said of them."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.directory.models.origins import Origin


class PlaceQuerySet(models.QuerySet["Place"]):
    def current(self) -> Self:
        """Places that were not merged into another."""
        return self.filter(merged_into__isnull=True)

    def locked(self) -> Self:
        """Places whose rows stay locked until the transaction ends; others may still refer to them."""
        return self.select_for_update(no_key=True)

    def published(self) -> Self:
        """Places that anyone may find: current, in activity, named, located, not reserved to professionals."""
        return self.current().filter(withheld=Place.Withheld.NO, state=Place.State.OPEN).exclude(visibility=Place.Visibility.PROFESSIONALS)


class Place(models.Model):
    """A real place, or a stop of an itinerant one. Below `founded_on`, every column is the fold of statements: never edit it."""

    class State(models.TextChoices):
        OPEN = "open", _("en activité")
        CLOSED = "closed", _("fermé définitivement")
        GONE = "gone", _("n’existe plus")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("tout le monde")
        PROFESSIONALS = "professionals", _("professionnels")
        ADDRESS_HIDDEN = "address_hidden", _("adresse non publiée")

    class Withheld(models.TextChoices):
        NO = "", _("publié")
        NAMELESS = "nameless", _("sans nom")
        UNLOCATED = "unlocated", _("rien ne le situe")
        CONTRADICTORY = "contradictory", _("se contredit")

    id = models.UUIDField(primary_key=True, editable=False)
    code = models.CharField(_("code public"), max_length=8, unique=True)
    founding_origin = models.ForeignKey(Origin, on_delete=models.PROTECT, related_name="founded_places", db_index=False)  # the constraint on records serves
    founding_record = models.CharField(max_length=120)
    founded_on = models.DateField()
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed")
    published_generation = models.BigIntegerField(null=True, blank=True, help_text=_("première publication"))

    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.OPEN)
    visibility = models.CharField(_("visibilité"), max_length=16, choices=Visibility.choices, default=Visibility.PUBLIC)
    withheld = models.CharField(_("pourquoi non publié"), max_length=16, choices=Withheld.choices, default=Withheld.NO, blank=True)

    name = models.CharField(_("nom"), max_length=300, blank=True)
    sort_name = models.CharField(max_length=300, blank=True, editable=False)
    kinds = models.JSONField(_("types"), default=list, blank=True)
    street = models.CharField(_("adresse"), max_length=300, blank=True)
    complement = models.CharField(_("complément d’adresse"), max_length=300, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=5, blank=True)
    commune = models.CharField(_("commune"), max_length=120, blank=True)
    insee = models.CharField(_("code INSEE"), max_length=5, blank=True, db_index=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    precision = models.CharField(_("précision du point"), max_length=12, blank=True)
    phones = models.JSONField(_("téléphones"), default=list, blank=True)
    emails = models.JSONField(_("courriels"), default=list, blank=True)
    websites = models.JSONField(_("sites"), default=list, blank=True)
    hours = models.TextField(_("horaires (OSM)"), blank=True)
    hours_words = models.TextField(_("horaires en mots"), blank=True)
    summary = models.CharField(_("résumé"), max_length=280, blank=True)
    description = models.TextField(_("présentation"), blank=True)
    appointment_url = models.URLField(_("prise de rendez-vous"), max_length=500, blank=True)
    access_url = models.URLField(_("fiche Acceslibre"), max_length=500, blank=True)
    identifiers = models.JSONField(_("identifiants"), default=dict, blank=True)
    parent = models.CharField(_("structure parente"), max_length=300, blank=True)
    facets = models.JSONField(_("caractéristiques"), default=dict, blank=True, help_text=_("vocabulaire -> codes, sans les services"))
    services_denied = models.JSONField(_("services non proposés"), default=list, blank=True)
    facets_denied = models.JSONField(_("caractéristiques refusées"), default=dict, blank=True, help_text=_("vocabulaire -> codes dont quelqu’un dit non"))
    inferred = models.JSONField(_("déduits"), default=list, blank=True, help_text=_("« vocabulaire:code » déduits des textes, que personne ne dit"))
    stated_none = models.JSONField(_("déclarés sans valeur"), default=list, blank=True, help_text=_("champs dont quelqu’un dit qu’il n’y en a pas"))
    checked_on = models.DateField(_("vérifié le"), null=True, blank=True)
    checked_by = models.ForeignKey(Origin, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    hours_checked_on = models.DateField(_("horaires vérifiés le"), null=True, blank=True)
    changed_on = models.DateField(_("modifié le"))

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]
        indexes = [models.Index(fields=["latitude", "longitude"], name="place_point")]
        constraints = [
            models.UniqueConstraint(fields=["founding_origin", "founding_record"], name="place_founding_record_once"),
            models.CheckConstraint(
                # said twice: to SQL, a comparison with an absent longitude is not false
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False, latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_point_whole_and_in_range",
            ),
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("id")), name="place_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return self.name or self.code
