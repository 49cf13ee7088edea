"""The API describes itself truly: its examples answer, its answers have the shapes told, in two languages, and people can read it."""

from typing import Any

import jsonschema
import pytest
from django.test import Client

from maillage.directory.models import Place
from maillage.web.api.document import EXAMPLES, document, operations
from maillage.web.api.door import api

pytestmark = pytest.mark.django_db

Places = dict[str, Place]
EVERY = [(path, method, operation) for path, method, operation in operations(document(api, "fr"))]
ADDRESSES = [(path, address) for path, method, operation in EVERY if method == "get" for address in operation.get(EXAMPLES, [])]


def shape_of(path: str) -> dict[str, Any]:
    told = document(api, "fr")
    schema = told["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return {**schema, "components": told["components"]}


def valid(answer: Any, path: str) -> None:
    jsonschema.Draft202012Validator(shape_of(path), format_checker=jsonschema.FormatChecker()).validate(answer.json())


@pytest.mark.parametrize(("path", "address"), ADDRESSES)
def test_every_example_answers_in_the_shape_told(client: Client, creuse: Places, path: str, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    if answer["Content-Type"].startswith("application/json"):
        valid(answer, path)


def test_real_answers_have_the_shape_told(client: Client, creuse: Places) -> None:
    for query in ("unknown=true&counts=true", "limit=2", "services=parentalite-education", "text=mediateque"):
        valid(client.get(f"/api/v1/search?lat=46.17&lon=1.8711&{query}"), "/api/v1/search")
    for place in creuse.values():
        valid(client.get(f"/api/v1/places/{place.code}"), "/api/v1/places/{code}")
    valid(client.get("/api/v1/places"), "/api/v1/places")


def test_problems_have_the_shape_told(client: Client, creuse: Places) -> None:
    told = document(api, "fr")["components"]["schemas"]["Problem"]
    for address in ("/api/v1/search?lat=1", "/api/v1/zz", "/api/v1/places/zz"):
        jsonschema.Draft202012Validator(told).validate(client.get(address).json())


def test_the_document_is_openapi_3_1(client: Client, creuse: Places) -> None:
    told = client.get("/api/v1/openapi.json").json()

    assert told["openapi"].startswith("3.1")
    assert told["info"]["license"]["name"] == "Licence Ouverte 2.0"
    assert {"/api/v1/search", "/api/v1/suggestions", "/api/v1/places", "/api/v1/places/{code}"} <= set(told["paths"])


def test_every_operation_and_parameter_is_described() -> None:
    for _path, _method, operation in EVERY:
        assert operation["summary"]
        assert {"default", "429"} <= set(operation["responses"])
        for parameter in operation["parameters"]:
            assert parameter.get("description") or parameter["in"] == "path", (operation["operationId"], parameter["name"])


def test_both_languages_have_the_same_addresses_and_names() -> None:
    def names(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: names(value) for key, value in node.items() if key not in ("description", "summary", "tags")}
        return [names(each) for each in node] if isinstance(node, list) else node

    assert names(document(api, "fr")) == names(document(api, "en"))


@pytest.mark.parametrize("address", ["/donnees/api/", "/en/donnees/api/"])
def test_people_read_it_on_one_page_without_script(client: Client, creuse: Places, address: str) -> None:
    page = client.get(address)
    text = page.content.decode()

    assert page.status_code == 200
    assert "<script" not in text
    assert "style=" not in text
    for path, _method, _operation in EVERY:
        assert path in text
