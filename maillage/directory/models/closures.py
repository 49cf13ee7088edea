"""Knows the days on which a place, or one of its offers, is closed."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.directory.models.offers import Offer
from maillage.directory.models.origins import Origin
from maillage.directory.models.places import Place


class ClosureQuerySet(models.QuerySet["Closure"]):
    def in_force(self) -> Self:
        """Closures that nobody cancelled."""
        return self.filter(cancelled_on__isnull=True)

    def touching(self, first_day: date, last_day: date) -> Self:
        return self.filter(first_day__lte=last_day, last_day__gte=first_day)


class Closure(models.Model):
    """Days on which a place is closed, first and last included; with an offer, only that offer stops."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="closures")
    offer = models.ForeignKey(Offer, null=True, blank=True, on_delete=models.PROTECT, related_name="closures")
    origin = models.ForeignKey(Origin, on_delete=models.PROTECT, related_name="closures")
    first_day = models.DateField(_("premier jour"))
    last_day = models.DateField(_("dernier jour"))
    reason = models.CharField(_("motif"), max_length=200, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(last_day__gte=models.F("first_day")), name="closure_days_in_order")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.first_day} – {self.last_day}"
