"""Knows the night's work of the search: a full snapshot, so that overlays stay small and new words of the vocabularies are taken up."""

from datetime import time

from django_tasks import task

from maillage.base.schedules import Daily
from maillage.search import snapshot


@task()
def rebuild_index() -> None:
    """Build a new snapshot; the processes take it up by themselves."""
    snapshot.build(force=True)


SCHEDULES = [Daily(rebuild_index, time(4, 10))]
