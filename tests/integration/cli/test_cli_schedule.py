"""What is due, and when."""

from datetime import UTC, datetime, time

import pytest
from django_tasks import task

from maillage.base.schedules import Daily
from maillage.cli import schedule

pytestmark = pytest.mark.django_db


@task()
def nothing_much() -> None:
    """Work for these tests."""


NIGHTLY = Daily(nothing_much, time(2, 30))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), datetime(2026, 11, 23, 1, 30, tzinfo=UTC)),  # Paris is an hour ahead in winter
        (datetime(2026, 11, 23, 0, 0, tzinfo=UTC), datetime(2026, 11, 22, 1, 30, tzinfo=UTC)),
        (datetime(2026, 7, 14, 9, 0, tzinfo=UTC), datetime(2026, 7, 14, 0, 30, tzinfo=UTC)),
    ],
)
def test_last_due_is_in_local_time(now, expected):
    assert schedule.last_due(NIGHTLY.at, now) == expected


def test_enqueue_due_enqueues_each_schedule_once_a_day(monkeypatch):
    monkeypatch.setattr(schedule, "schedules", lambda: iter([NIGHTLY]))
    now = datetime.now(UTC)

    assert schedule.enqueue_due(now) == 1
    assert schedule.enqueue_due(now) == 0


def test_schedules_of_all_modules_are_daily_tasks():
    found = list(schedule.schedules())

    assert found
    assert all(isinstance(item, Daily) and item.task.module_path for item in found)
