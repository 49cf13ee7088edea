"""Whatever is written in an address, the answer is an answer or a refusal that says what to do; never a fault."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from maillage.directory.models import Place
from maillage.web.api.document import document
from maillage.web.api.door import api

pytestmark = pytest.mark.slow
HOSTILE = (
    "", " ", "\x00", "a\x00b", "%00", "%", "%zz", "..", "../../etc/passwd", "..%2f..%2f", "//", '\\', "'", '"', "';--", "' OR 1=1 --",
    "1; DROP TABLE directory_place", "1 UNION SELECT * FROM accounts_user", "${7*7}", "{{7*7}}", "<script>alert(1)</script>", "\r\nSet-Cookie: a=b",
    "\u202e", "\ufeff", "\U0001f600", "\uff21", "é" * 500, "a" * 10000, "-1", "0", "-0", "+1", "1e3", "1e309", "-1e309", "NaN", "nan", "inf",
    "-Infinity", "0x10", "0b1", "1_000", "\uff11\uff12\uff13", "²", "٣", "1.5", "1,5", "9" * 30, str(2**31), str(2**63), str(2**64),
    str(-(2**63) - 1), "null", "None", "undefined", "true", "false", "[]", "{}", "[1]", '{"a":1}', "2026-02-30", "0000-00-00", "9999-12-31",
    "2026-11-25T25:61", "2026-11-25T14:30:00+99:99", "dep:", "dep:23,87", "dep:\uff12\uff13", "com:00000", "epci:0", "reg:null", "DEP:23", "fr:",
    "securite,", "securite\x00", "W10", "WzFd", "WzEsMSwiXHUwMDAwIl0", "WyJcdWQ4MDAiXQ", "bnVsbA", "e30", "W1tdXQ", "WzFlMzA5XQ", "////", "=", "&",
    "&&", "#", "?", ";", "\t", "\n", "\u0301" * 200, "(" * 300, "*", "%25",
)  # fmt: skip


def addresses() -> Iterator[tuple[str, str]]:
    """Each parameter of each reading operation with each hostile value, in the path too: address, and what is hostile in it."""
    for path, methods in document(api, "fr")["paths"].items():
        if "get" not in methods:
            continue
        parameters = methods["get"].get("parameters", [])
        for value in HOSTILE:
            written = quote(value, safe="")
            for parameter in (each for each in parameters if each["in"] == "query"):
                yield f"{in_place(path)}?{parameter['name']}={written}", value
                yield f"{in_place(path)}?{parameter['name']}=%ff%ed%a0%80{written}", value
            if "{" in path:
                yield path[: path.index("{")] + written + path[path.index("}") + 1 :], value


def in_place(path: str) -> str:
    """The path of something that does not exist, or may."""
    for name, value in (("code", "3F0C9A52"), ("key", "dep:23"), ("name", "services"), ("identity", "5b0f3f0e-6a1c-5c8e-9d1a-6d61696c6c61"), ("id", "1")):
        path = path.replace(f"{{{name}}}", value)
    return path


def test_two_thousand_hostile_values_are_answered_or_refused_with_a_remedy(client: Client, base: dict[str, Place], settings: Any) -> None:
    settings.API_RATE = 1_000_000
    asked = list(addresses())
    assert len(asked) >= 2_000
    faults, silent = [], []
    for address, _value in asked:
        response = client.get(address)
        if response.status_code >= 500:
            faults.append((address[:200], response.status_code))
        elif response.status_code >= 400:
            told = json.loads(response.content)
            if response["Content-Type"] != "application/problem+json" or not (told["title"] and told["detail"] and told["remedy"]):
                silent.append((address[:200], response.content[:200]))
    assert not faults, faults[:20]
    assert not silent, silent[:20]


def test_methods_bodies_and_headers_that_nobody_expects(client: Client, base: dict[str, Place], settings: Any) -> None:
    settings.API_RATE = 1_000_000
    paths = [in_place(path) for path, methods in document(api, "fr")["paths"].items() if "get" in methods]
    for path in paths:
        for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "PROPFIND"):
            response = client.generic(method, path, b"\x00\xff{", content_type="application/json")
            assert response.status_code < 500, (method, path)
        for header in ("HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_IF_NONE_MATCH", "HTTP_AUTHORIZATION", "HTTP_X_API_KEY", "HTTP_ORIGIN", "HTTP_RANGE"):
            for value in islice(HOSTILE, 3, None, 9):
                response = client.get(path, **{header: value.replace("\r\n", " ").replace("\n", " ")[:4000]})  # type: ignore[arg-type]
                assert response.status_code < 500, (path, header, value)
