"""A resident asks for the map of what was found: it comes only then, from this site alone, in step with the list, by keyboard too; the list never needs it."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from pytest_django.live_server_helper import LiveServer

from maillage.base import clock
from maillage.search import engine
from tests.factories import web as factory
from tests.journeys import browsing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HEAVIEST = 560_000  # bytes as sent, when the map is asked for


@pytest.fixture(autouse=True)
def creuse(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if finders.find("vendor/maplibre/maplibre-gl.js") is None:
        pytest.skip("the map's library is absent: `make frontend` installs it")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    factory.departement(120)
    factory.place("vague", name="Lieu sans adresse", offers=["securite"], precision="commune")
    engine.rebuild()
    yield
    engine.reset()


def opened(chromium: "Browser", live_server: LiveServer, path: str = "/lieux/?ou=Creuse", width: int = 1280, **options: Any) -> "Page":
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="fr-FR", **options)
    page = context.new_page()
    page.goto(live_server.url + path)
    return page


def ask_for_map(page: "Page") -> None:
    page.get_by_role("link", name="Voir la carte").click()
    page.wait_for_selector("[data-ready]", timeout=60_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_comes_when_asked_and_passes_axe(chromium: "Browser", live_server: LiveServer, width: int, scheme: str) -> None:
    page = opened(chromium, live_server, width=width, color_scheme=scheme, bypass_csp=True)
    ask_for_map(page)
    page.wait_for_timeout(500)
    wrong = browsing.axe_violations(page) + browsing.sideways(page) + browsing.too_small(page)
    said = page.locator("[data-map-told]").inner_text()
    page.context.close()

    assert wrong == []
    assert "120 points sur la carte." in said and "1 lieux sans adresse exacte" in said


def test_it_asks_nobody_else_and_weighs_what_was_promised_and_nothing_before(chromium: "Browser", live_server: LiveServer) -> None:
    page = opened(chromium, live_server, path="/")
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type in ("error", "warning") else None)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/lieux/?ou=Creuse")
    page.wait_for_timeout(200)
    before = set(asked)
    ask_for_map(page)
    page.wait_for_timeout(300)
    added = {url for url in asked if url not in before and not url.startswith("blob:")}
    weight = sum(len(gzip.compress(page.context.request.get(url).body(), 9)) for url in added)  # as the server sends them in production
    page.context.close()

    assert told == []
    assert not any("maplibre" in url or "points.json" in url for url in before)
    assert any("maplibre-gl-worker" in url for url in added)
    assert {urlsplit(url).netloc for url in added | before} == {urlsplit(live_server.url).netloc}
    assert weight <= HEAVIEST, weight


def test_list_and_map_go_in_step_by_keyboard_and_the_map_closes(chromium: "Browser", live_server: LiveServer) -> None:
    page = opened(chromium, live_server)
    page.get_by_role("link", name="Voir la carte").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-ready]", timeout=60_000)
    card = page.locator(".hits > li").nth(1)
    card.get_by_role("button", name="Montrer sur la carte").focus()
    page.keyboard.press("Enter")
    name = card.locator("h3").inner_text()
    said = page.locator("[data-map-told]").inner_text()
    chosen = card.get_attribute("aria-current")
    page.get_by_role("button", name="Agrandir").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Passer la carte").focus()
    page.keyboard.press("Enter")
    skipped = page.evaluate("document.activeElement.id")
    page.get_by_role("button", name="Fermer la carte").focus()
    page.keyboard.press("Enter")
    focused = page.evaluate("document.activeElement.textContent")
    left = page.locator(".map, .show-on-map, .selected").count()
    page.context.close()

    assert name in said and chosen == "true"
    assert skipped == "lieux"
    assert "Voir la carte" in focused and left == 0


def test_a_card_that_cannot_be_drawn_is_told_and_the_list_stays(chromium: "Browser", live_server: LiveServer) -> None:
    """Old machines have no WebGL."""
    page = opened(chromium, live_server)
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.reload()
    page.get_by_role("link", name="Voir la carte").click()
    page.get_by_text("La carte ne s’affiche pas sur cet appareil.").wait_for(timeout=60_000)
    count = page.locator(".hits > li").count()
    page.context.close()

    assert count == 10
