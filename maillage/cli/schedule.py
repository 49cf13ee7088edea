"""Knows when scheduled work is due. Each module says what it wants in its `tasks.SCHEDULES`; the base remembers what was enqueued."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from maillage.base.schedules import Daily


@dataclass(frozen=True)
class Due:
    """A schedule and the instant from which it should have run."""

    schedule: Daily
    since: datetime


def schedules() -> Iterator[Daily]:
    """All schedules of all modules, in the order of the modules."""
    for config in apps.get_app_configs():
        if config.name.startswith("maillage.") and find_spec(f"{config.name}.tasks"):
            yield from import_module(f"{config.name}.tasks").SCHEDULES


def last_due(at: time, now: datetime) -> datetime:
    """The latest instant, not after now, at which a daily schedule was due (local time)."""
    local = timezone.localtime(now)
    due = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return due if due <= local else due - timedelta(days=1)


def due(now: datetime) -> Iterator[Due]:
    """Schedules that were not enqueued since they were last due."""
    for schedule in schedules():
        since = last_due(schedule.at, now)
        if not DBTaskResult.objects.filter(task_path=schedule.task.module_path, enqueued_at__gte=since).exists():
            yield Due(schedule, since)


def enqueue_due(now: datetime) -> int:
    """Enqueue what is due; how many."""
    found = list(due(now))
    for item in found:
        item.schedule.task.enqueue()
    return len(found)
