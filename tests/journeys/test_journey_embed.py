"""Somebody else's page, of another origin, under a strict policy, embeds the list: a component, or a frame without script; nobody else is asked."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from pytest_django.live_server_helper import LiveServer

from maillage.base import clock
from maillage.search import engine
from tests.factories import web as factory
from tests.journeys import browsing, hosting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PERSON = "Marie-Odile Quelqu’une"
HEAVIEST_MODULE = 8_000  # bytes once compressed: promised 30,000
HEAVIEST_LIST = 30_000  # everything before the map: module, look, list
DEEP_FAULTS = """(parts) => parts.flatMap(part => [...part.querySelectorAll('a[href], button, summary, input:not([type=hidden])')]
  .filter(e => e.checkVisibility() && !e.closest('p, li, dd') || e.matches('.button, .call, .line'))
  .filter(e => e.checkVisibility())
  .map(e => [e, (e.closest('label') || e).getBoundingClientRect()])
  .filter(([e, box]) => box.width && box.height < 43.5)
  .map(([e, box]) => `${e.outerHTML.slice(0, 80)} ${Math.round(box.height)} px`))"""

Open = Callable[..., "Page"]


@pytest.fixture(autouse=True)
def creuse(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    factory.departement(120)
    factory.place("named", name="Maison du Numérique", offers=["securite"], phones=[{"number": "+33612345678", "contact": "person"}])
    engine.rebuild()
    yield
    engine.reset()


@pytest.fixture
def open_page(chromium: "Browser", live_server: LiveServer) -> Iterator[Open]:
    """Somebody's page that embeds this: open_page(lines, width=360, color_scheme="dark", java_script_enabled=False)."""
    with ExitStack() as stack:

        def opened(embedded: str, width: int = 1280, *, language: str = "fr", direction: str = "ltr", **options: Any) -> "Page":
            address = stack.enter_context(hosting.hosted(live_server.url, embedded, language=language, direction=direction))
            context = chromium.new_context(viewport={"width": width, "height": 900}, locale="fr-FR", **options)
            stack.callback(context.close)
            page = context.new_page()
            page.told = []  # type: ignore[attr-defined]
            page.asked = []  # type: ignore[attr-defined]
            page.on("console", lambda message: page.told.append(message.text) if message.type in ("error", "warning") else None)  # type: ignore[attr-defined]
            context.on("request", lambda request: page.asked.append(request.url))  # type: ignore[attr-defined]
            page.goto(address)
            return page

        yield opened


def component(live_server: LiveServer, attributes: str = 'territoire="dep:23"') -> str:
    return hosting.component(live_server.url, attributes)


def listed(page: "Page") -> "Page":
    page.locator("maillage-carte .hits > li").first.wait_for(timeout=30_000)
    return page


def shown(page: "Page") -> str:
    return page.locator("maillage-carte .embed-title").locator("xpath=..").inner_text().replace("\N{NO-BREAK SPACE}", " ")


def deep_axe(page: "Page") -> list[str]:
    """axe in the page (it enters open shadow trees by itself) and in each frame."""
    return [fault for frame in page.frames for fault in browsing.axe_violations(frame)]  # type: ignore[arg-type]


def small(page: "Page") -> list[str]:
    return list(page.evaluate(f"({DEEP_FAULTS})([...document.querySelectorAll('maillage-carte')].map(e => e.shadowRoot))"))


def has_map() -> bool:
    return finders.find("vendor/maplibre/maplibre-gl.js") is not None


def test_the_list_is_there_under_a_strict_policy_and_nobody_else_is_asked(open_page: Open, live_server: LiveServer) -> None:
    page = listed(open_page(component(live_server)))
    hosts = {urlsplit(url).netloc for url in page.asked if not url.startswith(("data:", "blob:"))}  # type: ignore[attr-defined]

    assert "49 lieux disent ce qu’ils proposent" in shown(page)
    assert hosts == {urlsplit(page.url).netloc, urlsplit(live_server.url).netloc}
    assert page.told == []  # type: ignore[attr-defined]
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_page_component_and_map_pass_axe(open_page: Open, live_server: LiveServer, width: int, scheme: str) -> None:
    page = listed(open_page(component(live_server), width, color_scheme=scheme, bypass_csp=True))
    wrong = deep_axe(page) + browsing.sideways(page) + small(page)
    page.evaluate("document.querySelector('maillage-carte').shadowRoot.querySelectorAll('details').forEach(part => part.open = true)")
    wrong += deep_axe(page) + small(page)
    if has_map():
        page.get_by_role("link", name="Voir la carte").click()
        page.frame_locator("maillage-carte iframe").locator("[data-ready]").wait_for(timeout=60_000)
        wrong += deep_axe(page) + browsing.sideways(page)

    assert wrong == []


def test_the_map_opens_in_a_frame_and_goes_in_step_with_the_list(open_page: Open, live_server: LiveServer) -> None:
    if not has_map():
        pytest.skip("the map's library is absent: `make frontend` installs it")
    page = listed(open_page(component(live_server)))
    assert not page.locator("maillage-carte iframe").count()
    page.get_by_role("link", name="Voir la carte").click()
    drawn = page.frame_locator("maillage-carte iframe")
    drawn.locator("[data-ready]").wait_for(timeout=60_000)
    page.get_by_role("button", name="Montrer sur la carte").first.focus()
    page.keyboard.press("Enter")
    chosen = page.locator("maillage-carte .hits > li").first
    name = chosen.locator(".card-name a").inner_text().split("\N{NO-BREAK SPACE}")[0].split("(")[0].strip()
    drawn.locator("[data-map-told] b").wait_for()

    assert chosen.get_attribute("aria-current") == "true"
    assert name in drawn.locator("[data-map-told]").inner_text()
    assert {urlsplit(url).netloc for url in page.asked if url.startswith("http")} == {urlsplit(page.url).netloc, urlsplit(live_server.url).netloc}  # type: ignore[attr-defined]
    page.get_by_role("link", name="Fermer la carte").focus()
    page.keyboard.press("Enter")
    assert not page.locator("maillage-carte iframe").count()


def test_a_filter_a_search_and_a_page_change_the_list_by_keyboard_alone(open_page: Open, live_server: LiveServer) -> None:
    page = listed(open_page(component(live_server)))
    before = page.locator("maillage-carte .card-name").first.inner_text()
    page.get_by_role("link", name="Lieux suivants").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Page 2 sur").wait_for()
    focused = page.evaluate("document.activeElement.shadowRoot.activeElement.className")
    after = page.locator("maillage-carte .card-name").first.inner_text()

    page.get_by_label("Gratuit", exact=False).first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Voir les lieux").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Retirer").wait_for()
    said = page.locator("maillage-carte [role=status]").inner_text()

    assert focused == "embed-title" and before != after
    assert "disent ce qu’ils proposent" in said

    page.get_by_label("Où").fill("Aubusson")
    page.keyboard.press("Enter")
    page.get_by_text("près d’Aubusson", exact=False).first.wait_for()


def test_nothing_found_offers_a_way_out(open_page: Open, live_server: LiveServer) -> None:
    page = open_page(component(live_server, 'territoire="dep:23" texte="zorglub"'))
    page.get_by_text("Nous n’avons rien trouvé").first.wait_for()
    page.locator("maillage-carte .ways a").first.click()
    listed(page)


def test_an_instance_that_does_not_answer_is_told_and_asked_again(open_page: Open, live_server: LiveServer) -> None:
    page = listed(open_page(component(live_server)))
    page.context.route("**/integrer/liste.html*", lambda route: route.abort())
    page.evaluate("document.querySelector('maillage-carte').setAttribute('besoin', 'demarche')")
    page.get_by_role("button", name="Réessayer").wait_for()
    plain = page.get_by_role("link", name="Les lieux qui aident avec le numérique").is_visible()
    page.context.unroute_all()
    page.get_by_role("button", name="Réessayer").click()
    listed(page)

    assert plain


def test_english_is_an_attribute(open_page: Open, live_server: LiveServer) -> None:
    page = listed(open_page(component(live_server, 'territoire="dep:23" langue="en"')))

    assert page.locator("maillage-carte section.maillage").get_attribute("lang") == "en"
    assert "/en/integrer/liste.html" in "".join(page.asked)  # type: ignore[attr-defined]


def test_colours_are_those_of_the_page_and_stay_readable(open_page: Open, live_server: LiveServer) -> None:
    page = listed(open_page(component(live_server, 'territoire="dep:23" couleur="#ffdd00" fond="#fffbe6"'), bypass_csp=True))
    brand = page.evaluate("getComputedStyle(document.querySelector('maillage-carte')).getPropertyValue('--brand')")

    assert brand != "#ffdd00"
    assert deep_axe(page) == []


def test_right_to_left_fits_a_telephone(open_page: Open, live_server: LiveServer) -> None:
    page = listed(open_page(component(live_server), 360, direction="rtl", bypass_csp=True))
    page.evaluate("document.querySelector('maillage-carte').shadowRoot.querySelector('section').dir = 'rtl'")

    assert browsing.sideways(page) + deep_axe(page) == []


def test_no_named_contact_leaves(open_page: Open, live_server: LiveServer) -> None:
    page = open_page(component(live_server, 'territoire="dep:23" texte="Maison du Numérique"'))
    page.locator("maillage-carte .card-name", has_text="Maison du Numérique").wait_for()

    assert "06 12 34 56 78" not in shown(page)


def test_weights(open_page: Open, live_server: LiveServer) -> None:
    module = Path(str(finders.find("web/embed/maillage-carte.js"))).read_bytes()
    sizes: list[int] = []
    page = open_page("<p></p>")
    page.context.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]) if live_server.url in request.url else None)
    page.context.close()
    page = open_page(component(live_server))
    responses: list[tuple[str, int]] = []
    page.on("response", lambda response: responses.append((response.url, len(gzip.compress(response.body())))) if live_server.url in response.url else None)
    page.reload()
    listed(page)
    page.wait_for_timeout(200)

    assert len(gzip.compress(module)) <= HEAVIEST_MODULE
    assert len(responses) == 3, responses
    assert sum(size for _url, size in responses) <= HEAVIEST_LIST, responses


@pytest.mark.parametrize("width", [360, 1280])
def test_the_frame_works_without_script(open_page: Open, live_server: LiveServer, width: int) -> None:
    page = open_page(hosting.frame(live_server.url, "territoire=dep:23&couleur=6a1b9a"), width, java_script_enabled=False)
    inside = page.frame_locator("iframe")
    inside.locator(".hits > li").first.wait_for()
    if width < 768:
        inside.get_by_text("Préciser la recherche").click()
    inside.get_by_label("Gratuit", exact=False).first.check()
    inside.get_by_role("button", name="Voir les lieux").click()
    inside.get_by_role("link", name="Retirer").wait_for()
    with page.context.expect_page() as other:
        inside.locator(".card-name a").first.click()

    assert "/lieux/" in other.value.url
    assert page.context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_frame_passes_axe(open_page: Open, live_server: LiveServer, width: int, scheme: str) -> None:
    page = open_page(hosting.frame(live_server.url, "territoire=dep:23"), width, color_scheme=scheme, bypass_csp=True)
    page.frame_locator("iframe").locator(".hits > li").first.wait_for()
    inside = page.frames[1]
    inside.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")

    assert deep_axe(page) + browsing.sideways(inside) + browsing.too_small(inside) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_lines_are_made_and_seen_at_once(chromium: "Browser", live_server: LiveServer, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="fr-FR", bypass_csp=True)
    page = context.new_page()
    page.goto(f"{live_server.url}/donnees/integrer/")
    page.locator("main form").first.get_by_label("Où").fill("Creuse")
    page.get_by_label("Couleur des liens").fill("#ffdd00")
    page.get_by_role("button", name="Voir les lignes à copier").click()
    listed(page)
    said = page.locator("main").inner_text()
    wrong = deep_axe(page) + browsing.sideways(page)
    context.close()

    assert '<maillage-carte territoire="dep:23"' in said
    assert "La couleur #ffdd00 se lirait mal" in said
    assert wrong == []
