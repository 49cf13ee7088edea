"""What a new process loads before its first visitor."""

import pytest
from django.db import DatabaseError

from maillage.search import engine
from maillage.web import warming


@pytest.mark.django_db
def test_warm_loads_the_index(monkeypatch):
    asked = []
    monkeypatch.setattr(engine, "current", lambda: asked.append(True))
    monkeypatch.setattr(warming.connections, "close_all", lambda: None)

    warming.warm()

    assert asked


def test_warm_goes_on_when_the_base_does_not_answer(monkeypatch, caplog):
    def fail() -> None:
        raise DatabaseError("no answer")

    monkeypatch.setattr(engine, "current", fail)
    monkeypatch.setattr(warming.connections, "close_all", lambda: None)

    warming.warm()

    assert "does not answer" in caplog.text
