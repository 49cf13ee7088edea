"""The night's work is scheduled, and does it."""

import pytest

from maillage.cli import schedule
from maillage.directory import tasks
from maillage.directory.models import Change
from tests.factories.directory import say, told

pytestmark = pytest.mark.django_db


def test_lapses_are_scheduled_each_night():
    assert tasks.apply_lapses.module_path in {item.task.module_path for item in schedule.schedules()}


def test_a_word_that_lapsed_leaves_its_place_to_a_newer_list(monkeypatch):
    place = told(hours="Mo 09:00-12:00")
    today = place.founded_on
    say(place, today=today.replace(year=today.year - 3), hours="Tu 09:00-12:00")
    place.refresh_from_db()
    assert place.hours == "Tu 09:00-12:00"
    monkeypatch.setattr(tasks.clock, "today", lambda: today)

    tasks.apply_lapses.call()

    place.refresh_from_db()
    assert place.hours == "Mo 09:00-12:00"
    assert not Change.objects.pending().exists()
