"""Knows the base that pages are tested with: a small département, and an index of it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from maillage.accounts import actions as accounts
from maillage.accounts.enums import ScopeKind
from maillage.accounts.models import User
from maillage.accounts.roles import Coordinator, Moderator, Scope
from maillage.base import clock
from maillage.search import engine
from tests.factories import web as factory
from tests.factories.duplicates import Doubles

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday, 10:30 in Paris


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def coordinator(client: Client, driss: User) -> Client:
    """The browser of one who coordinates the Creuse, signed in."""
    accounts.grant(user=driss, role=Coordinator, scope=Scope(ScopeKind.TERRITORY, "dep:23"), by=None, now=clock.now())
    client.force_login(driss)
    return client


@pytest.fixture
def doubles() -> Doubles:
    """Pairs of records that ask whether they are one place."""
    return Doubles(clock.today(), clock.now())


@pytest.fixture
def other_browser(eva: User, doubles: Doubles) -> Client:
    """Eva's, who moderates the Creuse."""
    doubles.grant(eva, role=Moderator)
    browser = Client()
    browser.force_login(eva)
    return browser


@pytest.fixture
def published(db: None) -> Iterator[Callable[[], None]]:
    """Call it after making places: the index then knows them. Forgotten after the test."""

    def publish() -> None:
        factory.publish()
        engine.rebuild()

    yield publish
    engine.reset()


@pytest.fixture
def creuse(published: Callable[[], None]) -> None:
    """Sixty places, two in five of which say what they offer."""
    factory.departement(60)
    published()
