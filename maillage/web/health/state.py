"""Knows what is looked at to say how the instance is: the base, what is published, work that waits, the last backup."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django_tasks_db.models import DBTaskResult

from maillage.directory.models import Generation
from maillage.search import engine

log = logging.getLogger(__name__)
LATE_S = 900  # beyond, the worker is probably not running: it looks for work every second


@dataclass(frozen=True)
class State:
    """How the instance is. Ages in seconds; None: there is none. `live` needs no field: who answers lives."""

    ready: bool  # visitors get their answers
    published: int | None = None  # generation of the base
    served: int | None = None  # generation that this process answers from
    generation_age_s: int | None = None
    queue: int = 0  # tasks that wait
    queue_age_s: int | None = None  # since the oldest of them was due
    backup_age_s: int | None = None

    @property
    def is_late(self) -> bool:
        """Does work wait for a worker that does not come?"""
        return (self.queue_age_s or 0) > LATE_S


def state(now: datetime) -> State:
    """Look at everything. A base that does not answer is told, never an error."""
    backup = age(last_backup(), now)
    try:
        row = Generation.objects.order_by("pk").first()
        served = engine.current().generation
        waiting = sorted(due(task) for task in DBTaskResult.objects.ready())
    except DatabaseError:
        log.warning("health: the base does not answer", exc_info=True)
        return State(ready=False, backup_age_s=backup)
    return State(
        ready=True,
        published=row.number if row else 0,
        served=served,
        generation_age_s=age(row.published_at if row else None, now),
        queue=len(waiting),
        queue_age_s=age(waiting[0] if waiting else None, now),
        backup_age_s=backup,
    )


def due(task: "DBTaskResult[..., object]") -> datetime:
    """When a task could have begun: when it was asked, or the later day for which it was."""
    enqueued_at: datetime = task.enqueued_at
    return max(enqueued_at, task.run_after) if task.run_after.year < datetime.max.year else enqueued_at


def last_backup() -> datetime | None:
    """When the newest file of the backups was written."""
    written = [path.stat().st_mtime for path in (Path(settings.VAR) / "backups").glob("*") if path.is_file()]
    return datetime.fromtimestamp(max(written), UTC) if written else None


def age(since: datetime | None, now: datetime) -> int | None:
    return max(0, int((now - since).total_seconds())) if since else None
