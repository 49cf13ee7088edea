"""The manners of the API: every refusal is a problem, nothing new is told in one line, HEAD and OPTIONS answer, other origins may read."""

import gzip
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client

from maillage.directory.models import Place
from maillage.opendata.api import search
from maillage.search import engine
from tests.factories import search_base as base

pytestmark = pytest.mark.django_db

Places = dict[str, Place]
NEAR = "/api/v1/search?lat=46.17&lon=1.8711"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/", 404),
        ("GET", "/api/v2/search", 404),
        ("GET", "/api/v1/search/", 404),
        ("GET", "/api/v1/%ff", 404),
        ("POST", "/api/v1/search", 405),
        ("TRACE", "/api/v1/search", 405),
        ("GET", "/api/v1/search?lang=de", 422),
        ("GET", "/api/v1/?zz=1", 422),
        ("GET", "/api/v1/search?text=" + "a" * 9_000, 414),
        ("GET", "/api/v1/search?" + "a&" * 1_001, 400),
    ],
)
def test_every_refusal_is_a_problem_with_a_remedy(client: Client, creuse: Places, method: str, address: str, status: int) -> None:
    answer = client.generic(method, address)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    told = answer.json()
    assert (told["status"], bool(told["title"]), bool(told["detail"]), bool(told["remedy"])) == (status, True, True, True)
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_host_that_is_not_ours_is_refused(client: Client, creuse: Places) -> None:
    answer = client.get(NEAR, headers={"host": "ailleurs.exemple"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_fault_of_ours_leaks_nothing(client: Client, creuse: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> bytes:
        raise ZeroDivisionError("secret of the house")

    monkeypatch.setattr(search, "answer", fail)
    client.raise_request_exception = False

    answer = client.get(NEAR)

    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert b"secret" not in answer.content
    assert b"ZeroDivision" not in answer.content


def test_methods_allowed_are_told(client: Client, creuse: Places) -> None:
    assert client.post("/api/v1/search")["Allow"] == client.options("/api/v1/search")["Allow"] == "GET, HEAD, OPTIONS"


def test_head_is_get_without_its_body(client: Client, creuse: Places) -> None:
    got, head = client.get(NEAR), client.head(NEAR)

    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == str(len(got.content))
    assert head["ETag"] == got["ETag"]


def test_a_browser_of_another_origin_may_ask_with_its_headers(client: Client, creuse: Places) -> None:
    answer = client.options(
        "/api/v1/search", headers={"origin": "https://ailleurs.exemple", "access-control-request-method": "GET", "access-control-request-headers": "x-api-key"}
    )

    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "GET" in answer["Access-Control-Allow-Methods"]
    assert "X-Api-Key" in answer["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_nothing_new_is_told_until_a_publication(client: Client, creuse: Places) -> None:
    tag = client.get(NEAR)["ETag"]

    again = client.get(NEAR, headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)

    base.edit(creuse["aide-1"], summary="Autre")
    engine.rebuild()
    assert client.get(NEAR, headers={"if-none-match": tag}).status_code == 200


def test_an_answer_of_another_address_or_language_is_not_the_same(client: Client, creuse: Places) -> None:
    tag = client.get(NEAR)["ETag"]
    assert client.get(f"{NEAR}&limit=2", headers={"if-none-match": tag}).status_code == 200
    assert client.get(NEAR, headers={"if-none-match": tag, "accept-language": "en"}).status_code == 200


def test_answers_are_compressed_for_who_reads_gzip(client: Client, creuse: Places) -> None:
    plain, small = client.get(NEAR), client.get(NEAR, headers={"accept-encoding": "gzip, br"})

    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert small["Content-Length"] == str(len(small.content))
    assert "Accept-Encoding" in small["Vary"]


@pytest.mark.parametrize(
    ("address", "accepted", "language"),
    [("", "", "fr"), ("", "en-GB,fr;q=0.5", "en"), ("", "de, en;q=0.3", "en"), ("", "de", "fr"), ("?lang=fr", "en", "fr"), ("?lang=en", "fr", "en")],
)
def test_the_language_is_the_one_asked(client: Client, creuse: Places, address: str, accepted: str, language: str) -> None:
    assert client.get(f"/api/v1/{address}", headers={"accept-language": accepted})["Content-Language"] == language


def test_a_signed_in_person_is_nobody_here(client: Client, creuse: Places, driss: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(driss)
    seen: list[HttpRequest] = []
    real = search.question.read
    monkeypatch.setattr(search.question, "read", lambda request: seen.append(request) or real(request))

    client.get(NEAR)

    assert not hasattr(seen[0], "user")
    assert not hasattr(seen[0], "session")
