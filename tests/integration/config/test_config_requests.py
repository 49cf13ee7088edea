"""Around every request: headers that protect, a name in the logs, a language from the address."""

import logging

import pytest
from django.test import Client
from django.test.utils import override_settings

pytestmark = pytest.mark.django_db


def test_policy_lets_nothing_inline_and_nothing_foreign(client: Client) -> None:
    policy = dict(part.strip().split(" ", 1) for part in client.get("/connexion/")["Content-Security-Policy"].split(";"))

    assert policy.pop("default-src") == "'none'"
    assert policy.pop("frame-ancestors") == policy.pop("base-uri") == "'none'"
    assert set(policy.values()) == {"'self'"}


def test_headers_protect_browsers(client: Client) -> None:
    page = client.get("/connexion/")

    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"


def test_sign_in_cookies_are_out_of_reach_of_scripts(client: Client) -> None:
    client.get("/connexion/")
    cookie = client.cookies["csrf"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(("path", "accepted", "language"), [("/connexion/", "en", "fr"), ("/en/connexion/", "fr", "en"), ("/connexion/", "", "fr")])
def test_language_comes_from_the_address_alone(client: Client, path: str, accepted: str, language: str) -> None:
    page = client.get(path, headers={"Accept-Language": accepted})

    assert page["Content-Language"] == language
    assert "Accept-Language" not in page.get("Vary", "")


def test_request_is_logged_once_without_its_query(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="maillage.request"):
        page = client.get("/connexion/?next=/secret/")

    (record,) = [record for record in caplog.records if record.name == "maillage.request"]
    assert (record.__dict__["path"], record.__dict__["status"]) == ("/connexion/", 200)
    assert len(page["X-Request-ID"]) == 32


@pytest.mark.parametrize(("proxies", "given", "kept"), [(1, "abcdef-123456", True), (0, "abcdef-123456", False), (1, 'x"}\n', False)])
def test_request_id_is_taken_from_our_proxy_only(client: Client, proxies: int, given: str, kept: bool) -> None:
    with override_settings(PROXIES=proxies):
        page = client.get("/connexion/", headers={"X-Request-ID": given.strip()})

    assert (page["X-Request-ID"] == given) is kept


def test_unknown_page_is_a_404(client: Client) -> None:
    assert client.get("/nulle-part/").status_code == 404


def test_pages_say_where_their_source_is(client: Client) -> None:
    assert "Code source" not in client.get("/connexion/").content.decode()
    with override_settings(SOURCE_URL="https://forge.example/maillage"):
        assert 'href="https://forge.example/maillage"' in client.get("/connexion/").content.decode()
