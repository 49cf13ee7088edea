"""Who may ask how much: by address as our proxies saw it, by network, by key. With each defence off, the attack succeeds."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from maillage.accounts import actions, keys
from maillage.accounts.enums import KeyScope
from maillage.accounts.models import ApiKey
from maillage.audit.models import Event
from maillage.base import clock
from maillage.web.api import access, clients, limits

pytestmark = pytest.mark.django_db

ABOUT = "/api/v1/"
MANY = 60


@pytest.fixture(autouse=True)
def slow_clock(creuse: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """Two requests a second; time stands still unless a test moves it."""
    settings.API_RATE, settings.API_SHARED_RATE, settings.API_KEY_RATE = 2, 20, 20
    now = [1000.0]
    monkeypatch.setattr(limits, "limiter", limits.Limiter(lambda: now[0]))
    monkeypatch.setattr(access, "monotonic", lambda: now[0])
    access.seen.clear()
    clients.forget()
    yield now
    access.seen.clear()
    clients.forget()


def answers(client: Client, count: int = MANY, **extra: Any) -> list[int]:
    return [client.get(ABOUT, **extra).status_code for _ in range(count)]


def a_key(*scopes: KeyScope, expires_on: date | None = None) -> tuple[ApiKey, str]:
    return actions.create_key(label="Conseil départemental", scopes=scopes or (KeyScope.READ_MORE,), expires_on=expires_on, by=None, now=clock.now())


def test_a_client_has_its_reserve_then_its_rate(client: Client, slow_clock: list[float]) -> None:
    assert answers(client).count(200) == 21  # ten seconds' worth, and the one that begins

    refused = client.get(ABOUT)
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert int(refused["Retry-After"]) == 1

    slow_clock[0] += int(refused["Retry-After"])
    assert answers(client, 5).count(200) == 2


def test_without_the_limit_nobody_is_refused(client: Client, settings: Any) -> None:
    settings.API_RATE = 0
    assert set(answers(client)) == {200}


def test_one_client_takes_nothing_from_another(client: Client) -> None:
    answers(client, REMOTE_ADDR="192.0.2.1")
    assert client.get(ABOUT, REMOTE_ADDR="192.0.2.2").status_code == 200


def test_a_forged_address_never_helps(client: Client, settings: Any) -> None:
    statuses = [client.get(ABOUT, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}").status_code for number in range(MANY)]
    assert 429 in statuses

    settings.PROXIES = 1  # the proxy adds what it saw after what the client wrote
    statuses = [client.get(ABOUT, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}, 198.51.100.7").status_code for number in range(MANY)]
    assert 429 in statuses


def test_believing_the_first_address_would_let_the_attack_through(client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "address_of", lambda request: request.META["HTTP_X_FORWARDED_FOR"].split(",")[0])
    statuses = [client.get(ABOUT, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}, 198.51.100.7").status_code for number in range(MANY)]
    assert set(statuses) == {200}


@pytest.mark.parametrize(
    ("proxies", "told", "seen"),
    [
        (0, "192.0.2.1", "203.0.113.9"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "6.6.6.6, 192.0.2.1", "192.0.2.1"),
        (2, "6.6.6.6, 192.0.2.1, 10.0.0.1", "192.0.2.1"),
        (2, "192.0.2.1", "203.0.113.9"),  # it did not come through both
        (1, "", "203.0.113.9"),
    ],
)
def test_the_address_is_what_our_outermost_proxy_saw(rf: Any, settings: Any, proxies: int, told: str, seen: str) -> None:
    settings.PROXIES = proxies
    assert clients.address_of(rf.get("/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR=told)) == seen


def test_addresses_of_one_home_are_one_client() -> None:
    assert clients.named("2001:db8:1:2::1") == clients.named("2001:db8:1:2:ffff::9") != clients.named("2001:db8:1:3::1")
    assert clients.named("::ffff:192.0.2.1") == clients.named("192.0.2.1")
    assert clients.named("nonsense") == clients.named("")


def test_a_shared_network_has_more(client: Client, settings: Any) -> None:
    settings.API_SHARED_NETWORKS = ["192.0.2.0/24"]
    assert set(answers(client, REMOTE_ADDR="192.0.2.7")) == {200}
    assert 429 in answers(client, REMOTE_ADDR="198.51.100.1")


def test_a_flood_of_addresses_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CLIENTS", 100)
    limiter = limits.Limiter(lambda: 0.0)
    for number in range(1_000):
        limiter.wait(f"client-{number}", 1)
    assert len(limiter.ahead) <= 100


@pytest.mark.parametrize("header", ["HTTP_AUTHORIZATION", "HTTP_X_API_KEY"])
def test_a_key_gives_more(client: Client, header: str) -> None:
    _key, secret = a_key()
    given = {header: f"Bearer {secret}" if header == "HTTP_AUTHORIZATION" else secret}
    assert set(answers(client, **given)) == {200}
    assert ApiKey.objects.get().last_used_on == clock.today()


def test_a_key_to_propose_reads_like_everybody(client: Client) -> None:
    _key, secret = a_key(KeyScope.PROPOSE)
    assert 429 in answers(client, HTTP_X_API_KEY=secret)


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_X_API_KEY": "maillage_00000000_faux"},
        {"HTTP_X_API_KEY": ""},
        {"HTTP_AUTHORIZATION": "Bearer"},
        {"HTTP_AUTHORIZATION": "Bearer é"},
        {"HTTP_AUTHORIZATION": "Basic YTpi"},
        {"HTTP_AUTHORIZATION": "Bearer un", "HTTP_X_API_KEY": "deux"},
    ],
)
def test_a_wrong_key_is_told_never_taken_for_none(client: Client, headers: dict[str, str]) -> None:
    answer = client.get(ABOUT, **headers)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["remedy"]


def test_a_key_that_is_over_or_revoked_is_refused(client: Client, slow_clock: list[float]) -> None:
    key, secret = a_key(expires_on=clock.today())
    assert client.get(ABOUT, HTTP_X_API_KEY=secret).status_code == 200

    actions.revoke_key(key=key, by=None, now=clock.now())
    slow_clock[0] += access.KEPT_S
    assert client.get(ABOUT, HTTP_X_API_KEY=secret).status_code == 401

    over, secret = a_key()
    ApiKey.objects.filter(pk=over.pk).update(expires_on=clock.today() - timedelta(days=1))
    assert client.get(ABOUT, HTTP_X_API_KEY=secret).status_code == 401


def test_guessing_keys_is_slow_and_asks_the_base_little(client: Client) -> None:
    statuses = [client.get(ABOUT, HTTP_X_API_KEY=f"essai-{number}").status_code for number in range(MANY)]
    assert (statuses.count(401), statuses.count(429)) == (21, MANY - 21)


def test_the_key_itself_is_not_kept() -> None:
    key, secret = a_key()
    kept = ApiKey.objects.filter(pk=key.pk).values().get()
    assert secret not in str(kept)
    assert kept["digest"] == keys.digest_of(secret)
    assert secret.startswith(f"maillage_{kept['prefix']}_")
    assert [event.verb for event in Event.objects.filter(verb__startswith="key.")] == ["key.given"]


def test_the_limit_and_a_key_seen_lately_ask_the_base_nothing(client: Client, django_assert_num_queries: Any) -> None:
    _key, secret = a_key()
    client.get(ABOUT, HTTP_X_API_KEY=secret)
    with django_assert_num_queries(0):
        client.get(ABOUT, HTTP_X_API_KEY=secret)
        client.get(ABOUT)
