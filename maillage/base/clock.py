"""Knows what time it is: the one place that reads the clock, so that everything below takes `today=` or `now=`."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This instant, aware."""
    return timezone.now()


def today() -> date:
    """Today in the instance's own time zone."""
    return timezone.localdate()
