"""Knows the night's work about lists: once a month each receives its corrections; those that stand no more are dropped the same night."""

from datetime import time

from django_tasks import task

from maillage.base import clock
from maillage.base.schedules import Daily
from maillage.ingestion.returning.actions.sending import is_due, refresh, send
from maillage.ingestion.selectors import sources


@task()
def send_corrections() -> None:
    """Make the sheet of each list that has had none this month, and follow what was sent before."""
    today = clock.today()
    for source in sources():
        if is_due(source, today):
            send(source, by=None, today=today, now=clock.now())
        else:
            refresh(source, today=today)


SCHEDULES = [Daily(send_corrections, time(4, 30))]
