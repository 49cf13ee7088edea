"""Knows the night's work of the base of places: words of teams that nobody confirmed in time lose their rank."""

from datetime import time

from django_tasks import task

from maillage.base import clock
from maillage.base.schedules import Daily
from maillage.directory import actions


@task()
def apply_lapses() -> None:
    """Fold again the places concerned, and publish what changed."""
    actions.apply_lapses(clock.today(), now=clock.now())
    actions.publish(now=clock.now())


SCHEDULES = [Daily(apply_lapses, time(2, 30))]
