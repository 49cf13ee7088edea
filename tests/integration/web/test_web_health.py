"""The health page tells a person and a machine how the instance is, and never fails with the base."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from django_tasks_db.models import DBTaskResult

from maillage.base import clock
from maillage.directory.tasks import apply_lapses
from maillage.web.health import state as looking

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def told(client: Client) -> dict[str, object]:
    response = client.get("/sante/?format=json")
    assert response.status_code == 200
    return dict(response.json())


def test_what_is_published_and_what_is_served_are_told(client: Client, published: Callable[[], None]) -> None:
    published()
    found = told(client)

    assert found["live"] and found["ready"] and found["published"] == found["served"]
    assert not found["late"] and found["queue"] == 0 and found["backup_age_s"] is None


def test_a_program_that_asks_for_json_gets_it(client: Client) -> None:
    assert client.get("/sante/", headers={"Accept": "application/json"}).json()["live"] is True
    assert "État du service" in client.get("/sante/", headers={"Accept": "text/html"}).content.decode()


def test_work_that_waits_for_long_is_told_with_its_remedy(client: Client) -> None:
    task = apply_lapses.enqueue()
    DBTaskResult.objects.filter(pk=task.id).update(enqueued_at=NOW - timedelta(minutes=5))
    assert told(client)["queue_age_s"] == 300 and not told(client)["late"]

    DBTaskResult.objects.filter(pk=task.id).update(enqueued_at=NOW - timedelta(hours=3))
    assert told(client)["late"]
    page = client.get("/sante/").content.decode()
    assert "maillage worker" in page and "3 heures" in page


def test_the_last_backup_is_dated(client: Client, settings: object, tmp_path: Path) -> None:
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    (tmp_path / "backups").mkdir()
    for name, hours in (("old", 30), ("new", 4)):
        file = tmp_path / "backups" / name
        file.touch()
        seconds = (NOW - timedelta(hours=hours)).timestamp()
        os.utime(file, (seconds, seconds))

    assert looking.age(looking.last_backup(), NOW) == 4 * 3600


def test_a_base_that_does_not_answer_is_503_and_the_process_still_lives(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("no base")

    monkeypatch.setattr(looking.engine, "current", fail)
    response = client.get("/sante/?format=json")

    assert response.status_code == 503 and response.json()["ready"] is False
    assert client.get("/sante/").status_code == 503
    assert client.get("/sante/vivant/").content == b"ok\n"
