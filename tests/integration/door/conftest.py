"""Knows the base that the API is tested with: a small département, published and indexed, and a client that is a program."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from maillage.base import clock
from maillage.directory.models import Place
from maillage.search import engine
from tests.factories import search_base as base

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday, 10:30 in Paris
Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())


@pytest.fixture
def creuse(db: None) -> Iterator[dict[str, Place]]:
    """Twelve places that help around Guéret, one of which nothing is known, one far away."""
    places = {f"aide-{number}": base.told(f"aide-{number}", **helping(number)) for number in range(10)}
    places["inconnue"] = base.told("inconnue", name="Bibliothèque inconnue", kinds={"BIB": True})
    places["loin"] = base.told("loin", name="Centre lointain", services={"securite": True}, latitude=48.85, longitude=2.35, insee="75056", commune="Paris")
    base.publish()
    engine.rebuild()
    yield places
    engine.reset()


def helping(number: int) -> dict[str, Any]:
    services = {"securite": True} if number % 2 else {"demarches-administratives": True}
    return {
        "name": f"Médiathèque {number}",
        "latitude": 46.17 + number / 100,
        "services": services,
        "costs": {"gratuit": True},
        "equipment": {"ordinateur": True},
        "hours": "Mo-Fr 09:00-18:00",
        "phones": [{"number": f"+3355552000{number}", "contact": "service"}, {"number": "+33612345678", "contact": "person"}],
        "summary": "Un résumé « accentué »",
        "description": "Une présentation.",
    }


@pytest.fixture
def ask(client: Client) -> Ask:
    """GET an address of the API: (status, body)."""

    def asked(address: str, **headers: str) -> Any:
        answer = client.get(address if address.startswith("/") else f"/api/v1/{address}", headers=headers)
        assert "Set-Cookie" not in answer.headers
        return answer

    return asked
