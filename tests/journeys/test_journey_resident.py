"""A resident finds help, in a browser: every page passes axe, on a telephone and a desk, light and dark, at twice the size; without script; on paper."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from pytest_django.live_server_helper import LiveServer

from maillage.base import clock
from maillage.directory.models import Place
from maillage.search import engine
from tests.factories import web as factory
from tests.journeys import browsing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ONE = "Atelier des Zébrures"
WIDTHS = (360, 1280)


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The pages looked at: home; results with 500, 1 and 0 places; a choice of homonyms; a full place and a silent one."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    factory.departement(1300)
    full = factory.place("one", name=ONE, offers=[*factory.SERVICES], facets={"costs": ["gratuit"]}, services_denied=["culture-numerique"])
    silent = factory.place("silent", name="Bibliothèque", hours="", phones=[], street="", precision="commune", checked_on=None)
    engine.rebuild()
    yield {
        "home": "/",
        "500": "/lieux/?ou=Creuse",
        "near": "/lieux/?ou=Gu%C3%A9ret&quoi=imp%C3%B4ts&rayon=50",
        "1": f"/lieux/?quoi={quote(ONE)}",
        "0": "/lieux/?quoi=zorglub&ou=Gu%C3%A9ret",
        "choice": "/lieux/?ou=Saint-Sulpice",
        "place": f"/lieux/{full.code}/",
        "silent": f"/lieux/{silent.code}/",
        "accessibility": "/accessibilite/",
        "vocabularies": "/referentiels/",
        "vocabulary": "/referentiels/services/",
        "health": "/sante/",
        "lost": "/nulle-part/",
    }
    engine.reset()


def open_all(page: "Page") -> None:
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_passes_axe(chromium: "Browser", live_server: LiveServer, pages: dict[str, str], scheme: str) -> None:
    wrong = []
    for width in WIDTHS:
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True, locale="fr-FR")  # type: ignore[arg-type]
        page = context.new_page()
        for name, path in [*pages.items(), *((f"en {name}", f"/en{pages[name]}") for name in ("home", "near", "place"))]:
            page.goto(live_server.url + path)
            wrong += [f"{name} {width} {found}" for found in browsing.axe_violations(page) + browsing.sideways(page) + browsing.too_small(page)]
            open_all(page)
            wrong += [f"{name} {width} unfolded {found}" for found in browsing.axe_violations(page) + browsing.sideways(page)]
        context.close()
    assert not wrong, "\n".join(wrong)


def test_pages_say_how_many_places_they_hold(chromium: "Browser", live_server: LiveServer, pages: dict[str, str]) -> None:
    page = chromium.new_page()
    said = {}
    for name in ("500", "1", "0"):
        page.goto(live_server.url + pages[name])
        said[name] = page.locator("main").inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert "521 lieux disent ce qu’ils proposent." in said["500"]
    assert "1 lieu dit ce qu’il propose." in said["1"] and "Nous n’avons rien trouvé" in said["0"]
    page.close()


def test_twice_the_size_still_fits(chromium: "Browser", live_server: LiveServer, pages: dict[str, str]) -> None:
    """200 % on a desk is a screen of 640 px; on a telephone, text alone is doubled."""
    wrong = []
    for width, size in ((640, "100%"), (360, "200%")):
        page = chromium.new_page(viewport={"width": width, "height": 400})
        for name, path in pages.items():
            page.goto(live_server.url + path)
            page.evaluate("size => document.documentElement.style.fontSize = size", size)
            open_all(page)
            wrong += [f"{name} {width} {found}" for found in browsing.sideways(page)]
        page.close()
    assert not wrong, "\n".join(wrong)


def test_the_keyboard_goes_everywhere_and_shows_where_it_is(chromium: "Browser", live_server: LiveServer, pages: dict[str, str]) -> None:
    wrong = []
    for width in WIDTHS:
        page = chromium.new_page(viewport={"width": width, "height": 800})
        for name in ("home", "near", "place"):
            page.goto(live_server.url + pages[name])
            wrong += [f"{name} {width} {found}" for found in browsing.unseen_focus(page, 45)]
        page.close()
    assert not wrong, "\n".join(wrong)


def test_the_first_tab_offers_to_skip_to_the_content(chromium: "Browser", live_server: LiveServer, pages: dict[str, str]) -> None:
    page = chromium.new_page()
    page.goto(live_server.url + pages["near"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    page.close()


def test_help_is_found_without_script(chromium: "Browser", live_server: LiveServer, pages: dict[str, str]) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="fr-FR")
    page = context.new_page()
    page.goto(live_server.url)
    page.get_by_label("De quoi avez-vous besoin").fill("impôts")
    page.get_by_label("Où").fill("gueret")
    page.get_by_role("button", name="Trouver de l’aide").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Faire une démarche en ligne, près de Guéret"

    page.get_by_text("Préciser la recherche").click()
    page.get_by_role("checkbox", name="Gratuit", exact=False).first.check()
    page.get_by_role("button", name="Voir les lieux").click()
    assert page.get_by_role("link", name="Retirer : Gratuit").is_visible()

    first = page.locator("article h3 a").first
    name = first.inner_text()
    first.click()
    assert page.get_by_role("heading", level=1).inner_text() == name
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    context.close()


def test_nothing_is_asked_of_another_host_nor_refused_by_the_policy(chromium: "Browser", live_server: LiveServer, pages: dict[str, str]) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: refused.append(message.text))
    for name in ("home", "near", "place"):
        page.goto(live_server.url + pages[name])
    assert {url for url in asked if not url.startswith(live_server.url)} == set()
    assert refused == []
    page.close()


def test_a_place_fits_on_paper(chromium: "Browser", live_server: LiveServer, pages: dict[str, str]) -> None:
    """Two sheets at most, without buttons nor menus, with the address where a fresh sheet is found."""
    page = chromium.new_page()
    page.goto(live_server.url + pages["place"])
    code = Place.objects.get(name=ONE).code
    page.emulate_media(media="print")
    assert page.locator(".paper-only").is_visible() and code in page.locator(".paper-only").inner_text()
    assert not page.locator("nav.crumbs").is_visible() and not page.locator("p.now").is_visible()
    assert page.pdf(format="A4").count(b"/Type /Page\n") <= 2
    page.close()
