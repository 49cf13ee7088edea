"""A coordinator goes through possible doubles in a browser: by mouse, by keyboard alone, without script; every page passes axe."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from maillage.accounts.models import User
from maillage.base import clock
from maillage.linkage.enums import Choice
from maillage.linkage.models import Opinion
from tests.factories.duplicates import Doubles
from tests.journeys import browsing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOME = "/territoires/departement-23/doublons/"
LONG = "Espace départemental de médiation numérique et d’accompagnement aux démarches administratives des communes de la Creuse et de ses vallées"
NAMES = ("Association Alpha", "Association Bêta", "Association Gamma", LONG)
POINT: dict[str, Any] = {"latitude": 46.17, "longitude": 1.87, "precision": "place"}
SAID: dict[str, Any] = {"hours": "Mo-Fr 09:00-12:00", "websites": ["https://exemple.fr/un-chemin-assez-long-pour-une-colonne"], "kinds": {"ASSO": True}}

Open = Callable[..., "Page"]


@pytest.fixture
def doubles() -> Doubles:
    return Doubles(clock.today(), clock.now())


@pytest.fixture
def asked(doubles: Doubles) -> None:
    """Two records that the rules united, and four pairs that wait: with and without points, long names, nothing said."""
    doubles.united()
    for number, name in enumerate(NAMES):
        doubles.asked(name, **(POINT | SAID if number == 0 else {}))


@pytest.fixture
def open_page(chromium: "Browser", live_server: LiveServer, doubles: Doubles, driss: User) -> Iterator[Open]:
    """A signed-in coordinator's page: open_page(width=360, color_scheme="dark", java_script_enabled=False)."""
    doubles.grant(driss)
    client = Client()
    client.force_login(driss)
    cookies = [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()]
    contexts = []

    def opened(width: int = 1280, **options: Any) -> "Page":
        context = chromium.new_context(viewport={"width": width, "height": 800}, locale="fr-FR", base_url=live_server.url, **options)
        context.add_cookies(cookies)  # type: ignore[arg-type]
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def answers() -> list[str]:
    return list(Opinion.objects.order_by("said_at").values_list("choice", flat=True))


def faults(page: "Page") -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    return browsing.axe_violations(page) + browsing.sideways(page) + browsing.too_small(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_passes_axe_and_fits_its_screen(open_page: Open, asked: None, width: int, scheme: str) -> None:
    page = open_page(width, color_scheme=scheme, bypass_csp=True)
    wrong = []
    for path in ("/territoires/", HOME, f"{HOME}liste/", f"{HOME}decisions/"):
        page.goto(path)
        wrong += [f"{path} {fault}" for fault in faults(page)]
    page.goto(HOME)
    for _pair in NAMES:
        page.locator(".reply").first.click()
        page.wait_for_selector(".last")
        wrong += [f"after an answer {fault}" for fault in faults(page)]

    assert wrong == []
    assert "Plus rien à regarder" in page.locator("h1").inner_text()


def test_right_to_left_fits_too(open_page: Open, asked: None) -> None:
    page = open_page(360, bypass_csp=True)
    page.goto(HOME)
    page.evaluate("document.documentElement.dir = 'rtl'")

    assert faults(page) == []


def test_figures_answer_and_zero_takes_back(open_page: Open, asked: None) -> None:
    page = open_page()
    page.goto(HOME)
    page.wait_for_timeout(400)  # keys are deaf at first: a key held down must not answer twice
    page.keyboard.press("2")
    page.wait_for_selector(".last")
    first = page.locator(".last p").inner_text()
    page.wait_for_timeout(400)
    page.keyboard.press("0")
    page.wait_for_selector("text=Votre réponse est annulée")
    assert answers() == []
    page.wait_for_timeout(400)
    page.keyboard.press("6")
    page.wait_for_selector(".last")

    assert "Lieux différents" in first
    assert answers() == [Choice.UNSURE]


def test_figures_answer_on_a_french_keyboard_and_can_be_turned_off(open_page: Open, asked: None) -> None:
    page = open_page()
    page.goto(HOME)
    page.wait_for_timeout(400)
    page.get_by_label("Répondre par les touches").uncheck()
    page.keyboard.press("1")
    page.reload()
    page.wait_for_timeout(400)
    page.keyboard.press("1")
    page.wait_for_timeout(200)
    assert answers() == []

    page.get_by_label("Répondre par les touches").check()
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: '&', code: 'Digit1', bubbles: true}))")
    page.wait_for_selector(".last")

    assert answers() == [Choice.SAME]


def test_tab_arrows_and_enter_are_enough(open_page: Open, asked: None) -> None:
    page = open_page()
    page.goto(HOME)
    wrong = browsing.unseen_focus(page, 16)
    page.locator(".reply").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".last")

    assert wrong == []
    assert answers() == [Choice.SAME_BUILDING]


def test_a_held_key_answers_one_pair_only(open_page: Open, asked: None) -> None:
    page = open_page()
    page.goto(HOME)
    page.wait_for_timeout(400)
    page.keyboard.down("1")
    page.wait_for_selector(".last")
    page.keyboard.down("1")  # repeats: the key was not released
    page.keyboard.press("1")
    page.wait_for_timeout(200)

    assert answers() == [Choice.SAME]


def test_everything_works_without_script(open_page: Open, asked: None) -> None:
    page = open_page(360, java_script_enabled=False)
    page.goto(HOME)
    page.get_by_role("button", name="A est accueilli par B").click()
    page.locator(".last button").click()
    page.get_by_role("button", name="Je ne peux pas le dire").click()
    page.get_by_role("link", name="Ce qui est décidé").click()
    page.get_by_role("button", name="Séparer").first.click()

    assert answers() == [Choice.UNSURE, Choice.DIFFERENT]
    assert "Séparés" in page.locator("ol.rows").inner_text()


def test_the_policy_of_the_site_blocks_nothing_here(open_page: Open, asked: None) -> None:
    page = open_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type in ("error", "warning") else None)
    page.on("requestfailed", lambda request: told.append(request.url))
    page.goto(HOME)
    page.wait_for_timeout(300)

    assert told == []


@pytest.mark.slow
def test_twenty_pairs_take_less_than_five_minutes_of_machine(open_page: Open, doubles: Doubles) -> None:
    """What the machine takes of the five minutes that issue 4 gives to twenty pairs: a person keeps nearly all of them."""
    for number in range(20):
        doubles.asked(f"Association Pair {number}")
    page = open_page()
    page.goto(HOME)
    started = page.evaluate("Date.now()")
    for number in range(20):
        page.locator(".reply").nth(number % 6).click()
        page.wait_for_selector(".last")

    assert len(answers()) == 20
    assert page.evaluate("Date.now()") - started < 60_000
