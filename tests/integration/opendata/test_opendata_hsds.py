"""How places and offers leave in HSDS 3, from the base to valid documents."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from maillage.directory import actions
from maillage.opendata import formats
from maillage.opendata.exporting import Selection
from tests.factories.directory import NOW, TODAY, WHEN, a_coordinator, a_list, deliver, place_of, record, say

pytestmark = pytest.mark.django_db
FULL: dict[str, Any] = {
    "name": "Médiathèque du Pont", "street": "12 rue des Lilas", "complement": "2e étage", "latitude": 46.17, "longitude": 1.87, "precision": "housenumber",
    "phones": [{"number": "+33555000001", "contact": "service"}, {"number": "3949", "contact": "service"}], "websites": ["https://lieu.example/à lire"],
    "emails": [{"address": "accueil@lieu.example", "contact": "service"}], "hours": "Tu-Sa 10:00-12:00,14:00-18:00; PH off", "parent": "Ville de Guéret",
    "access_url": "https://acceslibre.example/x", "kinds": {"BIB": True}, "equipment": {"ordinateur": True}, "access": {"se-presenter": True},
    "offers": [
        {"concept": "securite", "state": True, "facets": {"costs": {"gratuit": True}, "languages": {"ar": True}, "audiences": {"seniors": True}}},
        {"concept": "courriel", "state": True, "provider": "Emmaüs Connect", "role": "hosted"},
    ],
}  # fmt: skip


def documents(name: str) -> list[dict[str, Any]]:
    form = formats.named(name)
    assert form
    return json.loads(b"".join(form.write(Selection(TODAY))))


def validator(shared: Path, name: str) -> jsonschema_rs.Validator:
    whole = json.loads((shared / "referentials/hsds/service_with_definitions.json").read_text("utf-8"))
    schema = whole if name == "service" else {**whole["definitions"][name], "definitions": whole["definitions"]}
    return jsonschema_rs.validator_for(schema, validate_formats=True)


@pytest.fixture
def told() -> dict[str, Any]:
    """One place with all there is, one of which nothing is known but its commune."""
    deliver(a_list(), record("1", **FULL), record("2"))
    actions.publish(now=NOW)
    return {each["name"]: each for each in documents("hsds-services")}


def test_an_offer_is_a_service_at_its_location_by_who_answers_for_it(told):
    service, hosted = told["Utilisation sécurisée du numérique"], told["Courriel"]

    assert service["organization"]["name"] == "Ville de Guéret"
    assert hosted["organization"]["name"] == "Emmaüs Connect"
    assert service["service_at_locations"][0]["location"] == hosted["service_at_locations"][0]["location"]
    assert {(each["link_type"], each["taxonomy_term"]["code"]) for each in service["attributes"]} == {
        ("services", "securite"), ("roles", "own"), ("audiences", "seniors"), ("costs", "gratuit"), ("access", "se-presenter"),
    }  # fmt: skip
    assert service["cost_options"][0]["amount"] == 0
    assert [each["code"] for each in service["languages"]] == ["ar"]
    assert service["url"] == "https://lieu.example/%C3%A0%20lire"


def test_hours_are_said_as_icalendar_repeats_them(told):
    location = told["Utilisation sécurisée du numérique"]["service_at_locations"][0]["location"]

    assert [(each["freq"], each["byday"], each["opens_at"], each["closes_at"], each["notes"]) for each in location["schedules"]] == [
        ("WEEKLY", "TU,WE,TH,FR,SA", "10:00", "12:00", "Fermé les jours fériés"),
        ("WEEKLY", "TU,WE,TH,FR,SA", "14:00", "18:00", "Fermé les jours fériés"),
    ]


def test_an_unknown_operator_is_no_organisation():
    deliver(a_list(), record("1", services={"securite": True}))

    (service,) = documents("hsds-services")

    assert "organization" not in service
    assert "organization_id" not in service


def test_a_place_of_which_no_service_is_stated_is_a_location_only(told):
    whole = documents("hsds")

    assert [each["name"] for each in whole["locations"]] == ["Médiathèque 2"]
    assert len(whole["services"]) == 2
    assert {each["id"] for each in whole["taxonomies"]} == {each["taxonomy_id"] for each in whole["taxonomy_terms"]}


def test_a_closure_is_told_and_ends():
    deliver(a_list(), record("1", services={"securite": True}))
    place = place_of(a_list())
    actions.close(place=place, first_day=TODAY, last_day=date(2026, 11, 30), origin=a_coordinator(), by=None, **WHEN)

    (service,) = documents("hsds-services")

    assert (service["status"], service["alert"]) == ("temporarily closed", "Fermé du 23 novembre 2026 au 30 novembre 2026.")


def test_provenance_tells_the_value_now_told_who_said_it_and_what_it_replaced(told):
    place = place_of(a_list())
    say(place, street="14 rue des Lilas", postal_code="23000", commune="Guéret", insee="23096")
    actions.publish(now=NOW)

    (location,) = [each for each in documents("hsds-locations") if each["name"] == "Médiathèque du Pont"]

    entries = {each["field_name"]: each for each in location["metadata"]}
    street = entries["addresses.address_1"]
    assert (street["previous_value"], street["replacement_value"], street["updated_by"]) == ("12 rue des Lilas", "14 rue des Lilas", "Équipe du lieu")
    assert (entries["external_identifier"]["last_action_type"], entries["external_identifier"]["updated_by"]) == ("create", "Liste creuse")


def test_provenance_tells_no_person_and_no_value_whose_licence_forbids_it():
    closed = a_list("fermee", licence="Tous droits réservés")
    deliver(closed, record("1", hours="Mo 09:00-12:00"))
    place = place_of(closed)
    contact = [{"number": "+33612345678", "contact": "person"}, {"number": "+33555000001", "contact": "service"}]
    say(place, name="Médiathèque 1")
    say(place, hours="Tu 09:00-12:00")
    say(place, phones=contact)
    say(place, phones=[contact[1]])
    say(place, postal_code="23000", commune="Guéret", insee="23096")
    actions.publish(now=NOW)

    (location,) = documents("hsds-locations")

    told = json.dumps(location["metadata"], ensure_ascii=False)
    assert "Tu 09:00-12:00" in told
    assert not [each for each in ("Mo 09:00", "+33612345678", "Liste fermee") if each in told]


@pytest.mark.parametrize(
    ("name", "schema"), [("hsds-services", "service"), ("hsds-service-at-locations", "service_at_location"), ("hsds-locations", "location")]
)
def test_every_document_is_valid(told, shared, name, schema):
    check = validator(shared, schema)

    found = documents(name)

    assert found
    assert [str(error) for document in found for error in check.iter_errors(document)] == []
    assert not check.is_valid({**found[0], "id": "pas un identifiant"})


def test_terms_are_valid(told, shared):
    whole = documents("hsds")

    for name, schema in (("taxonomies", "taxonomy"), ("taxonomy_terms", "taxonomy_term")):
        assert [str(error) for each in whole[name] for error in validator(shared, schema).iter_errors(each)] == []
