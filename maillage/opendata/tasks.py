"""Knows the night's work of the open data: dumps, after the words that lapse and before the morning's readers."""

from datetime import time

from django_tasks import task

from maillage.base import clock
from maillage.base.schedules import Daily
from maillage.opendata import dumps


@task()
def write_dumps() -> None:
    """Write the dumps of what is published."""
    dumps.write(now=clock.now())


SCHEDULES = [Daily(write_dumps, time(3, 20))]
