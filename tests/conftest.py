"""Knows what every test may ask for: the cast, the reference files, and which tests wait for a service."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from maillage.accounts.models import User
from tests.factories.accounts import UserFactory
from tools import messages

if TYPE_CHECKING:
    from playwright.sync_api import Browser

hypothesis_settings.register_profile("no-deadline", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # time is measured by benches, never by tests
hypothesis_settings.load_profile("no-deadline")

ROOT = Path(__file__).parents[1]
LOOPBACK = ["127.0.0.1", "::1", "localhost"]
WAITS_FOR = {"browser": "make test-browser", "concurrency": "make test-postgres", "long": "make test-long"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--with", action="append", default=[], choices=sorted(WAITS_FOR), help="also run tests that wait for a service or for time")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "shared" in getattr(item, "fixturenames", []):
            item.add_marker(pytest.mark.shared)
        if item.get_closest_marker("loopback") or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))
        for marker, command in WAITS_FOR.items():
            if item.get_closest_marker(marker) and marker not in config.getoption("--with"):
                item.add_marker(pytest.mark.skip(reason=f"`{command}` runs it"))


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        messages.compile_all()  # English pages are tested too


def pytest_unconfigure() -> None:
    if settings.configured:
        shutil.rmtree(settings.VAR, ignore_errors=True)


@pytest.fixture(autouse=True)
def _needs_postgres(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("concurrency") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: `make test-postgres` runs it")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference files kept beside the repository (national schema, received lists); absent elsewhere."""
    folder = Path(os.environ.get("MAILLAGE_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("reference files absent: set MAILLAGE_SHARED to their folder")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """The machine's Chromium, driven by playwright, which downloads nothing."""
    from playwright.sync_api import sync_playwright

    program = os.environ.get("MAILLAGE_CHROMIUM") or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("Chromium absent (Debian: apt install chromium), or name it in MAILLAGE_CHROMIUM")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright runs a loop in this thread, which Django takes for asynchronous code
    with sync_playwright() as playwright:
        drawing = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]  # maps are drawn without a graphics card
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", *drawing])
        yield browser
        browser.close()


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty MAILLAGE_VAR for one test and the commands it starts."""
    monkeypatch.setenv("MAILLAGE_VAR", str(tmp_path))
    yield tmp_path


@pytest.fixture
def today() -> date:
    """A Monday, chosen once."""
    return date(2026, 11, 23)


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def bruno(db: None) -> User:
    """Librarian of one place."""
    return UserFactory.create(email="bruno@exemple.fr", name="Bruno Lemaire")


@pytest.fixture
def chloe(db: None) -> User:
    """Librarian of another place: what is Bruno's must stay closed to her."""
    return UserFactory.create(email="chloe@exemple.fr", name="Chloé Marchand")


@pytest.fixture
def driss(db: None) -> User:
    """Coordinator of a territory."""
    return UserFactory.create(email="driss@exemple.fr", name="Driss Benali")


@pytest.fixture
def eva(db: None) -> User:
    """Moderator."""
    return UserFactory.create(email="eva@exemple.fr", name="Eva Rossi")


@pytest.fixture
def anonymous() -> AnonymousUser:
    return AnonymousUser()
