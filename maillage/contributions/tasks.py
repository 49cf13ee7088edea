"""Knows what the worker does for contributions."""

from datetime import time

from django_tasks import task

from maillage.base import clock
from maillage.base.schedules import Daily
from maillage.contributions import actions


@task()
def forget() -> int:
    """Erase what has been kept long enough."""
    return actions.forget(clock.today())


SCHEDULES = [Daily(forget, time(3, 40))]
