"""Why a place says what it says: who, since when, what the others say; no person, no hidden address, licences kept."""

import json
from typing import Any

from django.test import Client

from maillage.directory.models import Place
from tests.factories.directory import say

Base = dict[str, Place]


def subjects(client: Client, place: Place, query: str = "") -> dict[str, dict[str, Any]]:
    response = client.get(f"/api/v1/places/{place.code}/explanation{query}")
    assert response.status_code == 200, response.content
    return {each["subject"]: each for each in json.loads(response.content)["subjects"]}


def test_each_value_is_told_with_who_gave_it_and_what_the_others_say(client: Client, base: Base) -> None:
    told = subjects(client, base["library"])
    [team, closed_list] = told["summary"]["opinions"]
    assert (team["origin"], team["rank"], team["value"], team["as_of"]) == ("Équipe du lieu", "team", "Au cœur de la ville", "2026-11-23")
    assert (closed_list["origin"], closed_list["value"], closed_list["withheld"]) == ("Liste fermee", None, True)
    assert told["costs:gratuit"]["opinions"][0]["value"] is True
    assert (told["offer:securite"]["code"], told["offer:securite"]["provider"]) == ("securite", "")
    assert team["rank_words"] == "L’équipe du lieu\u202f: crue avant les autres."


def test_contacts_of_persons_and_hidden_addresses_are_not_told(client: Client, base: Base) -> None:
    phones = subjects(client, base["library"], "?field=phones")
    assert set(phones) == {"phones"}
    assert ["+33555520012"] in [opinion["value"] for opinion in phones["phones"]["opinions"]]
    everything = client.get(f"/api/v1/places/{base['library'].code}/explanation").content.decode()
    assert "+33612345678" not in everything
    assert "+33555529999" not in everything
    assert "Texte réservé" not in everything
    hidden = subjects(client, base["hidden"])
    assert not {"street", "latitude", "longitude", "precision"} & set(hidden)
    assert "Fayolle" not in json.dumps(hidden)


def test_a_person_named_in_what_another_says_is_not_told(client: Client, base: Base) -> None:
    say(base["library"], description="Demandez Mme Jacqueline Dupont au 06 11 22 33 44.")
    everything = client.get(f"/api/v1/places/{base['library'].code}/explanation").content.decode()
    assert "Dupont" not in everything
    assert "06 11 22 33 44" not in everything


def test_what_is_not_published_is_not_explained(client: Client, base: Base) -> None:
    answers = {key: client.get(f"/api/v1/places/{base[key].code}/explanation").status_code for key in ("reserved", "forbidden", "closed", "twin", "annex")}
    assert answers == {"reserved": 404, "forbidden": 404, "closed": 410, "twin": 200, "annex": 200}
    assert client.get("/api/v1/places/ZZZZZZZZ/explanation").status_code == 404
    assert client.get(f"/api/v1/places/{base['annex'].code}/explanation?field=humeur").status_code == 422
