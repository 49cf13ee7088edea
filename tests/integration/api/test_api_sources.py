"""Owners of lists read what was confirmed that they say otherwise, in their own columns; nothing of a person, nothing hidden."""

from typing import Any

import pytest
from django.test import Client

from maillage.base.identifiers import place_id
from maillage.directory.models import Origin, Place
from maillage.ingestion import actions
from maillage.ingestion.models import Source
from maillage.ingestion.returning.actions.sending import send
from maillage.linkage import chain
from tests.factories.directory import NOW, TODAY, say

pytestmark = pytest.mark.django_db
MAPPING = """
[list]
label = "Ville de Guéret"
id = "id"
[fields]
name = "Nom"
street = "Adresse"
commune = "Commune"
postal_code = "CP"
phones = "Tél"
description = "Texte"
"""
HEAD = "id;Nom;Adresse;CP;Commune;Tél;Texte\n"
ROWS = [f"{number};Médiathèque {number};{number} rue Haute;23000;Guéret;05 55 52 00 0{number};Accueil\n" for number in (1, 2, 3)]
SECOND = [{"number": "+33555529999", "contact": "service"}]


@pytest.fixture
def ville() -> Source:
    return bring(*ROWS)


def bring(*rows: str) -> Source:
    chain.import_list("ville", content=(HEAD + "".join(rows)).encode(), mapping=MAPPING, today=TODAY, now=NOW)
    return Source.objects.select_related("origin").get(key="ville")


def confirm(source: Source, record: str, **values: Any) -> Place:
    place = Place.objects.get(pk=place_id(source.origin.key, record))
    say(place, **values)
    send(source, by=None, today=TODAY, now=NOW)
    return place


def corrections(client: Client, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/sources/ville/corrections{query}")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["corrections"]
    return found


def test_a_correction_is_told_in_the_columns_of_the_list(client: Client, ville: Source) -> None:
    place = confirm(ville, "1", phones=SECOND)

    (one,) = corrections(client)

    del one["id"]
    assert one == {
        "record": "1", "line": 2, "place": place.code, "subject": "phones", "columns": ["Tél"], "cells": {"Tél": "05 55 52 99 99"}, "by_hand": False,
        "received": [{"number": "+33555520001", "contact": "service"}], "confirmed": SECOND, "by": "team", "confirmed_on": "2026-11-23",
        "sent_on": "2026-11-23", "taken_on": None,
    }  # fmt: skip


def test_what_was_taken_is_told_apart(client: Client, ville: Source) -> None:
    confirm(ville, "1", phones=SECOND)
    confirm(ville, "2", phones=SECOND)
    bring(ROWS[0].replace("05 55 52 00 01", "05 55 52 99 99"), *ROWS[1:])

    assert [one["record"] for one in corrections(client)] == ["2"]
    assert [(one["record"], one["taken_on"]) for one in corrections(client, "?state=taken")] == [("1", "2026-11-23")]
    (told,) = client.get("/api/v1/sources").json()["sources"]
    assert client.get("/api/v1/sources/ville").json() == told
    assert told["corrections"] == {"sent": 2, "taken": 1, "waiting": 1, "by_hand": 0, "since": "2026-11-23"}


def test_pages_follow_one_another(client: Client, ville: Source) -> None:
    for record in "123":
        confirm(ville, record, phones=SECOND)

    seen, address = [], "/api/v1/sources/ville/corrections?limit=2"
    while address:
        page = client.get(address).json()
        seen.append([one["record"] for one in page["corrections"]])
        address = page["next"]

    assert seen == [["1", "2"], ["3"]]


def test_no_person_leaves(client: Client, ville: Source) -> None:
    confirm(ville, "1", description="Demandez Mme Sophie Bernard à l’accueil.", phones=[*SECOND, {"number": "+33612345678", "contact": "person"}])

    told = str(corrections(client))

    assert "Bernard" not in told
    assert "612345678" not in told
    assert [one["by_hand"] for one in corrections(client) if one["subject"] == "description"] == [True]


def test_a_value_that_its_licence_holds_back_is_not_told(client: Client, ville: Source) -> None:
    Origin.objects.filter(pk=ville.origin_id).update(licence="Tous droits réservés")
    confirm(ville, "1", phones=SECOND)

    assert [(one["received"], one["confirmed"]) for one in corrections(client)] == [(None, SECOND)]


def test_a_hidden_address_is_not_told(client: Client, ville: Source) -> None:
    confirm(ville, "1", address_hidden=True, street="9 rue Secrète", phones=SECOND)

    told = corrections(client)

    assert "Secrète" not in str(told)
    assert "phones" in {one["subject"] for one in told}


def test_a_place_for_professionals_is_not_told(client: Client, ville: Source) -> None:
    confirm(ville, "1", receives_public=False, phones=SECOND)

    assert corrections(client) == []


@pytest.mark.parametrize("address", ["absente", "absente/corrections", "%00/corrections"])
def test_an_unknown_list_is_refused_with_what_to_do(client: Client, ville: Source, address: str) -> None:
    answer = client.get(f"/api/v1/sources/{address}")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_list_removed_is_followed_no_more(client: Client, ville: Source) -> None:
    actions.remove_source(ville, by=None, today=TODAY, now=NOW)

    assert client.get("/api/v1/sources").json() == {"sources": []}
    assert client.get("/api/v1/sources/ville").status_code == 404


@pytest.mark.parametrize("query", ["state=lost", "cursor=W10", "cursor=WyJhIl0", "limit=0", "page=2"])
def test_what_does_not_read_is_refused(client: Client, ville: Source, query: str) -> None:
    assert client.get(f"/api/v1/sources/ville/corrections?{query}").status_code == 422
