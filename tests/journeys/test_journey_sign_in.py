"""A librarian signs in by the code of a mail, in a browser, with no script and no complaint of axe."""

import re
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from pytest_django.live_server_helper import LiveServer

from maillage.accounts.models import User
from tests.source import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def axe_violations(page: "Page") -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [f"{found['id']}: {found['nodes'][0]['html']}" for found in page.evaluate("axe.run()")["violations"]]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_librarian_signs_in(chromium: "Browser", live_server: LiveServer, bruno: User) -> None:
    page = chromium.new_context(locale="fr-FR", bypass_csp=True).new_page()
    page.goto(f"{live_server.url}/connexion/")
    if AXE.exists():
        assert axe_violations(page) == []
    page.get_by_label("Votre adresse électronique").fill(bruno.email)
    page.get_by_role("button", name="Recevoir un code").click()

    code = re.search(r"^ +(\S+)$", str(mail.outbox[0].body), re.MULTILINE)
    assert code
    if AXE.exists():
        assert axe_violations(page) == []
    page.get_by_label("Code reçu").fill(code[1])
    page.get_by_role("button", name="Me connecter").click()
    page.wait_for_url(f"{live_server.url}/")
