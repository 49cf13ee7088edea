"""Offers, organisations, networks, territories, vocabularies: whole lists, page after page, of what may leave."""

import json
from typing import Any

import pytest
from django.test import Client

from maillage.base.text import fold
from maillage.directory.models import Place
from maillage.referentials import selectors as referentials
from maillage.territories import selectors as territories

Base = dict[str, Place]


def get(client: Client, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200, (address, response.content)
    answer: dict[str, Any] = json.loads(response.content)
    return answer


def pages(client: Client, address: str, items: str) -> list[dict[str, Any]]:
    """All items of a list, whatever the pages."""
    found: list[dict[str, Any]] = []
    following: str | None = address
    while following:
        page = get(client, following)
        found += page[items]
        following = page["next"]
    return found


# Offers


def test_offers_are_those_of_published_places_that_may_leave(client: Client, base: Base) -> None:
    told = pages(client, "/api/v1/offers", "offers")
    expected = {("library", "securite"), ("library", "outils-du-quotidien"), ("annex", "securite"), ("hidden", "securite"), ("away", "securite")}
    assert {(offer["place"], offer["concept"]) for offer in told} == {(base[key].code, concept) for key, concept in expected}
    assert [offer["id"] for offer in told] == sorted({offer["id"] for offer in told})
    [free] = [offer for offer in told if offer["id"] == f"{base['library'].code}-securite"]
    assert (free["facets"], free["territories"][0], free["role"]) == ({"costs": ["gratuit"]}, "com:23096", "own")


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_pages_of_offers_neither_repeat_nor_skip(client: Client, base: Base, limit: int) -> None:
    assert pages(client, f"/api/v1/offers?limit={limit}", "offers") == pages(client, "/api/v1/offers", "offers")


def test_offers_are_filtered_by_territory_service_and_place(client: Client, base: Base) -> None:
    assert {offer["place"] for offer in pages(client, "/api/v1/offers?territory=dep:87", "offers")} == {base["away"].code}
    assert len(pages(client, "/api/v1/offers?territory=dep:87&territory=dep:23", "offers")) == 5
    assert {offer["concept"] for offer in pages(client, "/api/v1/offers?service=outils-du-quotidien", "offers")} == {"outils-du-quotidien"}
    code = base["library"].code
    assert [offer["concept"] for offer in pages(client, f"/api/v1/offers?place={code.lower()}&limit=1", "offers")] == ["outils-du-quotidien", "securite"]
    assert pages(client, f"/api/v1/offers?place={base['forbidden'].code}", "offers") == []


# Organisations and networks


def test_networks_and_organisations_are_told_with_their_published_places(client: Client, base: Base) -> None:
    [network] = pages(client, "/api/v1/networks", "organisations")
    assert (network["name"], network["kind"]) == ("Réseau des médiathèques du Grand Guéret", "network")
    both = pages(client, "/api/v1/organisations?limit=1", "organisations")
    assert {body["name"]: body["places"] for body in both} == {"Réseau des médiathèques du Grand Guéret": 3, "Ville de Guéret": 1}
    assert [body["id"] for body in both] == sorted(body["id"] for body in both)
    assert [body["name"] for body in pages(client, "/api/v1/organisations?name=VILLE+gueret", "organisations")] == ["Ville de Guéret"]
    for limit in (1, 100):
        members = pages(client, f"/api/v1/networks/{network['id']}?limit={limit}", "members")
        assert {member["code"] for member in members} == {base["library"].code, base["annex"].code}
    assert {member["relation"] for member in members} == {"part_of_network"}
    [structure] = [body for body in both if body["kind"] == "structure"]
    assert client.get(f"/api/v1/networks/{structure['id']}").status_code == 404
    assert get(client, f"/api/v1/organisations/{structure['id']}")["members"][0]["code"] == base["annex"].code


def test_an_organisation_that_only_a_closed_list_tells_is_not_given(client: Client, base: Base) -> None:
    from maillage.directory import actions
    from tests.factories.directory import NOW, WHEN, a_list

    closed = a_list("fermee", licence="CC BY-NC-ND 4.0")
    body = actions.create_organisation(origin=closed, record_id="1", kind="structure", name="Éditeur", by=None, now=NOW)
    actions.relate(kind="run_by", place=base["annex"], organisation=body, origin=closed, by=None, **WHEN)
    assert client.get(f"/api/v1/organisations/{body.pk}").status_code == 404
    assert "Éditeur" not in [each["name"] for each in pages(client, "/api/v1/organisations", "organisations")]


# Territories


def test_territories_are_listed_by_kind_and_name(client: Client, base: Base) -> None:
    departements = pages(client, "/api/v1/territories?kind=dep&limit=50", "territories")
    assert [area["key"] for area in departements] == sorted(area.key for area in territories.areas(departement_kind()))
    named = get(client, "/api/v1/territories?kind=com&name=GUERET&within=dep:23")["territories"]
    assert named[0]["key"] == "com:23096"
    assert all("gueret" in fold(area["name"]) for area in named)
    inside = pages(client, "/api/v1/territories?within=dep:23&limit=500", "territories")
    creuse = territories.departement("23")
    assert creuse
    assert {area["code"] for area in inside if area["kind"] == "com"} == set(territories.communes_of(creuse))
    assert "epci:200034825" in {area["key"] for area in inside}
    assert "dep:23" not in {area["key"] for area in inside}


def departement_kind() -> Any:
    return territories.departement("23").kind  # type: ignore[union-attr]


def test_one_territory_is_told_with_what_holds_it_and_its_places(client: Client, base: Base) -> None:
    commune = get(client, "/api/v1/territories/com:23096")
    assert [area["key"] for area in commune["parents"]] == ["epci:200034825", "dep:23", "reg:75"]
    assert (commune["name"], commune["communes"], commune["time_zone"]) == ("Guéret", 1, "Europe/Paris")
    creuse = get(client, "/api/v1/territories/dep:23")
    assert ([area["key"] for area in creuse["parents"]], creuse["places"], creuse["places_with_services"]) == (["reg:75"], 4, 4)
    assert (creuse["latitude"], creuse["longitude"]) == (commune["latitude"], commune["longitude"])
    assert creuse["population"] > 100_000
    assert client.get("/api/v1/territories/dep:99").status_code == 404


# Vocabularies


def test_each_vocabulary_is_told_whole(client: Client, base: Base) -> None:
    listed = get(client, "/api/v1/referentials")["referentials"]
    assert [each["name"] for each in listed] == sorted(referentials.vocabularies())
    for each in listed:
        whole = get(client, f"/api/v1/referentials/{each['name']}")
        assert [term["code"] for term in whole["terms"]] == list(referentials.vocabulary(each["name"]).codes)
        assert {name: value for name, value in whole.items() if name != "terms"} == each
    needs = get(client, "/api/v1/referentials/needs")["terms"]
    assert all(set(term["crosswalk"]["services"]) <= set(referentials.vocabulary("services").codes) for term in needs)
    assert client.get("/api/v1/referentials/humeurs").status_code == 404
