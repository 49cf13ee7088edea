"""Signing in by a code sent by mail: same answer for everybody, nothing for strangers, nothing inline."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from maillage.accounts import actions
from maillage.accounts.enums import ScopeKind
from maillage.accounts.models import User
from maillage.accounts.roles import Coordinator, Scope
from maillage.base import clock

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _no_memory_of_other_tests() -> None:
    cache.clear()


def ask(client: Client, email: str, prefix: str = "") -> Any:
    return client.post(f"{prefix}/connexion/", {"email": email}, follow=True)


def code_in_mail() -> str:
    found = re.search(r"^ +(\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def test_code_opens_the_session_of_its_owner(client: Client, bruno: User) -> None:
    page = ask(client, "Bruno@Exemple.fr")
    assert page.redirect_chain == [("/connexion/code/", 302)]

    answer = client.post("/connexion/code/", {"code": code_in_mail().lower()})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(bruno.pk)


def test_who_coordinates_arrives_at_the_territories(client: Client, driss: User) -> None:
    actions.grant(user=driss, role=Coordinator, scope=Scope(ScopeKind.TERRITORY, "dep:23"), by=None, now=clock.now())
    ask(client, driss.email)

    answer = client.post("/connexion/code/", {"code": code_in_mail()})

    assert answer["Location"] == "/territoires/"
    assert client.get("/connexion/")["Location"] == "/territoires/"


def test_mail_is_in_french_and_says_how_long_the_code_is_valid(client: Client, bruno: User) -> None:
    ask(client, bruno.email)

    message = mail.outbox[0]
    assert message.to == [bruno.email]
    assert code_in_mail() in message.subject
    assert "valable 30 minutes" in message.body


def test_code_is_valid_thirty_minutes(client: Client, bruno: User, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(client, bruno.email)
    code = code_in_mail()
    later = __import__("time").time() + 30 * 60 + 1
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)

    client.post("/connexion/code/", {"code": code})

    assert "_auth_user_id" not in client.session


def test_known_and_unknown_addresses_get_the_same_answer(client: Client, bruno: User) -> None:
    def seen(page: Any) -> str:
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|[\w.]+@exemple\.fr', "", page.content.decode())

    known, unknown = ask(client, bruno.email), ask(Client(), "inconnue@exemple.fr")

    assert seen(known) == seen(unknown)
    assert [message.to for message in mail.outbox] == [[bruno.email]]


def test_closed_account_is_as_good_as_unknown(client: Client, bruno: User) -> None:
    bruno.is_active = False
    bruno.save()
    ask(client, bruno.email)

    assert mail.outbox == []


def test_earlier_address_no_longer_opens_the_account(client: Client, bruno: User) -> None:
    EmailAddress.objects.create(user=bruno, email="ancienne@exemple.fr", verified=True)
    ask(client, "ancienne@exemple.fr")

    assert mail.outbox == []


def test_five_wrong_codes_end_the_attempt(client: Client, bruno: User) -> None:
    ask(client, bruno.email)
    code = code_in_mail()
    for _attempt in range(5):
        client.post("/connexion/code/", {"code": "AAAA-AAAA"})

    client.post("/connexion/code/", {"code": code})

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("code", ["", "null", "AAAA-AAAA"])
def test_unknown_person_has_no_code_that_works(client: Client, code: str) -> None:
    ask(client, "inconnue@exemple.fr")

    page = client.post("/connexion/code/", {"code": code})

    assert page.status_code in {200, 302}
    assert "_auth_user_id" not in client.session


def test_address_can_be_corrected(client: Client, bruno: User) -> None:
    ask(client, "brun0@exemple.fr")
    assert 'value="/connexion/"' in client.get("/connexion/code/").content.decode()
    page = client.post("/connexion/fin/", {"next": "/connexion/"}, follow=True)
    assert page.redirect_chain == [("/connexion/", 302)]

    ask(client, bruno.email)
    client.post("/connexion/code/", {"code": code_in_mail()})

    assert client.session["_auth_user_id"] == str(bruno.pk)


def test_an_address_asks_for_few_codes(bruno: User) -> None:
    for _time in range(5):
        ask(Client(), bruno.email)

    assert len(mail.outbox) == 3


def test_malformed_address_is_explained_in_french(client: Client) -> None:
    page = client.post("/connexion/", {"email": "bruno"})

    assert 'role="alert"' in page.content.decode()
    assert "aria-invalid" in page.content.decode()


def test_next_page_is_followed_inside_only(client: Client, bruno: User) -> None:
    client.post("/connexion/?next=/connexion/fin/", {"email": bruno.email, "next": "/connexion/fin/"})
    answer = client.post("/connexion/code/", {"code": code_in_mail(), "next": "https://ailleurs.example/"})

    assert "ailleurs" not in answer["Location"]


def test_signing_out_asks_first(client: Client, bruno: User) -> None:
    client.force_login(bruno)
    assert client.get("/connexion/fin/").status_code == 200
    client.post("/connexion/fin/")

    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_and_nobody_has_a_password(client: Client) -> None:
    for path in ("/connexion/signup/", "/connexion/inscription/", "/connexion/password/reset/"):
        assert client.get(path).status_code == 404


def test_administration_sends_to_the_code(client: Client, bruno: User) -> None:
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/connexion/")
    client.force_login(bruno)
    assert client.get("/admin/").status_code in {302, 403}


@pytest.mark.parametrize(
    "get", [lambda client: client.get("/connexion/"), lambda client: ask(client, "a@exemple.fr"), lambda client: client.get("/connexion/compte-inactif/")]
)
def test_pages_carry_nothing_inline(client: Client, get: Callable[[Client], Any]) -> None:
    html = get(client).content.decode()

    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|<style", html)


def test_english_pages_live_under_en(client: Client, bruno: User) -> None:
    page = client.get("/en/connexion/", headers={"Accept-Language": "fr"})

    assert page["Content-Language"] == "en"
    assert '<html lang="en"' in page.content.decode()
