"""Knows how fresh a place is, in the words départements already read on their dashboards."""

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from maillage.base.months import months_before


class Freshness(TextChoices):
    """Age of the last check, in calendar months. No date is the oldest."""

    FRESH = "up-to-date", _("À jour")  # less than 6 months
    WATCH = "to-watch", _("À surveiller")  # 6 to 12
    VERIFY = "to-check", _("À vérifier")  # 12 to 18
    OLD = "to-update", _("À actualiser")  # 18 or more


THRESHOLDS = ((6, Freshness.FRESH), (12, Freshness.WATCH), (18, Freshness.VERIFY))


def freshness(checked_on: date | None, today: date) -> Freshness:
    """Freshness of what was last checked that day; a day to come is a mistake and counts as none."""
    if checked_on is None or checked_on > today + timedelta(days=1):  # overseas, tomorrow may have begun
        return Freshness.OLD
    return next((word for months, word in THRESHOLDS if checked_on > months_before(today, months)), Freshness.OLD)
