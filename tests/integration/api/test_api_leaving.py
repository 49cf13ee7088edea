"""What may not leave is in no answer of the API, whatever is asked."""

import json
from collections.abc import Iterator

import pytest
from django.test import Client

from maillage.directory.models import Organisation, Place
from maillage.search import engine
from maillage.search.query import SearchQuery
from maillage.search.suggest import suggest
from maillage.web.api.document import document
from maillage.web.api.door import api
from maillage.web.embed.open_index import OpenIndex

SECRETS = ("+33612345678", "06 12 34 56 78", "+33555529999", "Texte réservé", "Fayolle", "Service social", "Point numérique")


def readings(base: dict[str, Place]) -> Iterator[str]:
    """Every address that can be read, about every thing of the base."""
    values = {
        "{code}": [place.code for place in base.values()],
        "{identity}": [str(one.pk) for one in Organisation.objects.order_by("pk")],
        "{key}": ["dep:23", "com:23096"],
        "{name}": ["services"],
    }
    for path, methods in document(api, "fr")["paths"].items():
        if "get" not in methods or "/sources" in path:
            continue
        name = next((each for each in values if each in path), None)
        yield from (path.replace(name, value) for value in values[name]) if name else (path, f"{path}?limit=500&unknown=true", f"{path}?territory=dep:23")


@pytest.mark.slow
def test_nothing_that_may_not_leave_is_in_any_answer(client: Client, base: dict[str, Place]) -> None:
    read = 0
    for address in readings(base):
        response = client.get(address)
        told = response.content.decode()
        read += response.status_code == 200
        assert not [secret for secret in SECRETS if secret in told], (address, told[:500])
        assert base["forbidden"].code not in told or base["forbidden"].code in address or "/changes" in address, address  # there, told as removed
        assert response.status_code != 200 or '"place":null' not in told or "/changes" in address, address
    assert read > 20


def test_a_place_of_which_nothing_may_leave_is_not_suggested(client: Client, base: dict[str, Place]) -> None:
    told = json.loads(client.get("/api/v1/suggestions?q=point+numerique").content)["suggestions"]
    assert [one for one in told if one["kind"] == "place"] == []
    assert [one.code for one in suggest(engine.current(), "point numerique") if one.kind == "place"] == [base["forbidden"].code]


def test_a_place_of_which_nothing_may_leave_is_not_in_the_pages_of_others(base: dict[str, Place]) -> None:
    creuse = SearchQuery(territories=("dep:23",))
    ours, theirs = engine.current().search(creuse), OpenIndex(engine.current()).search(creuse)
    assert {hit.code for hit in ours.hits} - {hit.card["code"] for hit in theirs.hits} == {base["forbidden"].code}
