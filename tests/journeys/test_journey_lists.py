"""A producer tries a list, a coordinator brings it in, in a browser: every page passes axe, on a telephone and a desk, light and dark."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from maillage.accounts import actions as accounts
from maillage.accounts.enums import ScopeKind
from maillage.accounts.models import User
from maillage.accounts.roles import Coordinator, Scope
from maillage.base import clock
from maillage.ingestion import actions
from tests.journeys import browsing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (360, 1280)
LIST = """Nom du lieu;Adresse;CP;Ville;Téléphone;Horaires;Ce qu’on y fait
Médiathèque de la Gare;1 rue de la Gare 23000 Guéret;23000;Guéret;555520000;lundi au vendredi 9h-12h;aide aux démarches en ligne
Mairie;;1150;Ambérieu;zzz;quand il fait beau;
;;;;;;
"""


@pytest.fixture(autouse=True)
def own_var(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "nos-lieux.csv"
    path.write_text(LIST, encoding="cp1252")
    return path


@pytest.fixture(params=[(width, scheme) for width in WIDTHS for scheme in ("light", "dark")], ids=str)
def page(request: pytest.FixtureRequest, chromium: "Browser", live_server: LiveServer) -> Iterator["Page"]:
    width, scheme = request.param
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True, locale="fr-FR", base_url=live_server.url)
    yield context.new_page()
    context.close()


def faults(page: "Page") -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    return browsing.axe_violations(page) + browsing.sideways(page) + browsing.too_small(page)


def test_anyone_tries_a_list(page: "Page", file: Path) -> None:
    page.goto("/donnees/verifier/")
    wrong = faults(page)
    page.get_by_label("Votre liste").set_input_files(file)
    page.get_by_role("button", name="Voir le compte rendu").click()
    page.wait_for_selector(".counts")

    assert "zzz" in page.locator("main").inner_text()
    assert wrong + faults(page) == []


def test_a_coordinator_declares_deposits_reads_the_proposal_and_keeps_it(page: "Page", live_server: LiveServer, file: Path, driss: User) -> None:
    accounts.grant(user=driss, role=Coordinator, scope=Scope(ScopeKind.TERRITORY, "dep:23"), by=None, now=clock.now())
    client = Client()
    client.force_login(driss)
    page.context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()])
    actions.create_source("mairies", scope="dep:23", by=None, today=clock.today(), now=clock.now())
    wrong = []
    for path in ("/listes/", "/listes/nouvelle/", "/listes/mairies/", "/listes/mairies/correspondance/"):
        page.goto(path)
        wrong += [f"{path} {fault}" for fault in faults(page)]

    page.goto("/listes/mairies/")
    page.get_by_label("Le fichier").set_input_files(file)
    page.get_by_role("button", name="Déposer").click()
    page.wait_for_selector(".trial")
    wrong += [f"proposal {fault}" for fault in faults(page)]
    page.get_by_role("button", name="Garder, et lire le fichier").click()
    page.wait_for_selector("text=est reçu")
    wrong += [f"read {fault}" for fault in faults(page)]

    assert "nos-lieux.csv" in page.locator("table").inner_text()
    assert wrong == []
