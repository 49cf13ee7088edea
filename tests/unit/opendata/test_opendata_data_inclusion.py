"""How a place and its offers are said in data·inclusion."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.directory.selectors import OfferValues
from maillage.opendata.addresses import email, web_address
from maillage.opendata.schemas import data_inclusion
from tests.factories.opendata import LIBRARY

OFFER = OfferValues("acces-internet-materiel", "", "", "own", {"costs": ["gratuit"], "support": ["atelier-collectif"], "access": ["telephoner"]})


def with_facets(**facets: list[str]) -> dict[str, Any]:
    return data_inclusion.service(LIBRARY, OFFER._replace(facets=facets))


def test_a_place_is_a_structure_whose_offers_are_services():
    place = replace(LIBRARY, identifiers={"siret": "43493312300029"}, kinds=["CCAS"], websites=["https://lieu.example/"])

    structure, service = data_inclusion.structure(place), data_inclusion.service(place, OFFER)

    assert structure["id"] == service["structure_id"] == "maillage--3F0C9A52"
    assert service["id"] == "maillage--3F0C9A52-acces-internet-materiel"
    assert (structure["siret"], structure["reseaux_porteurs"], structure["horaires_accueil"]) == ("43493312300029", ["ccas-cias"], "Tu-Sa 10:00-18:00")
    assert service["thematiques"] == ["numerique--acceder-a-une-connexion-internet"]
    assert (service["frais"], service["type"], service["modes_accueil"], service["modes_mobilisation"]) == (
        "gratuit", "atelier", ["en-presentiel"], ["telephoner"],
    )  # fmt: skip
    assert "contact_nom_prenom" not in service


def test_offers_of_one_service_by_several_providers_keep_apart_and_always_the_same_identifier():
    others = [OFFER._replace(provider="Emmaüs Connect"), OFFER._replace(provider="La Poste"), OFFER]

    ids = [data_inclusion.service(LIBRARY, offer)["id"] for offer in others]

    assert len(set(ids)) == 3
    assert ids[0] == "maillage--3F0C9A52-acces-internet-materiel-c2a68ea9"


@pytest.mark.parametrize(
    ("costs", "frais", "precisions"),
    [
        (["gratuit"], "gratuit", None),
        (["payant"], "payant", None),
        (["gratuit-sous-condition"], None, "Gratuit sous condition"),
        (["gratuit", "payant"], None, "Gratuit, Payant"),
        (["gratuit-sous-condition", "gratuit"], "gratuit", "Gratuit, Gratuit sous condition"),
        ([], None, None),
    ],
)
def test_a_cost_that_has_no_word_there_is_said_in_words(costs, frais, precisions):
    told = with_facets(costs=costs)

    assert (told.get("frais"), told.get("frais_precisions")) == (frais, precisions)


def test_everyone_is_said_only_when_it_is_stated():
    assert "publics" not in with_facets()
    assert with_facets(who_may_come=["tout-le-monde"])["publics"] == ["tous-publics"]
    assert with_facets(who_may_come=["tout-le-monde"], audiences=["seniors"])["publics"] == ["seniors"]
    assert with_facets(who_may_come=["orientes"])["mobilisable_par"] == ["professionnels"]


def test_a_link_is_told_as_a_way_in_only_when_there_is_one():
    offer = OFFER._replace(facets={"access": ["prendre-rdv-en-ligne"]})

    assert "modes_mobilisation" not in data_inclusion.service(LIBRARY, offer)
    told = data_inclusion.service(replace(LIBRARY, appointment_url="https://rdv.example/é"), offer)
    assert (told["modes_mobilisation"], told["lien_mobilisation"]) == (["utiliser-lien-mobilisation"], "https://rdv.example/%C3%A9")


def test_an_offer_given_at_a_distance_tells_where():
    told = data_inclusion.service(LIBRARY, OFFER._replace(area=["com:23096", "epci:200034825", "dep:23", "reg:53"]))

    assert told["zone_eligibilite"] == ["23096", "200034825", "23", "22", "29", "35", "56"]
    assert data_inclusion.zones(["fr"]) == ["france"]


@pytest.mark.parametrize(("name", "expected"), [("Gy", ""), ("Mairie de Gy.", "Mairie de Gy"), ("mot " * 60, "mot " * 36 + "mot…")])
def test_a_name_holds_in_their_length(name, expected):
    assert data_inclusion.name_of(name) == expected
    assert len(data_inclusion.name_of(name)) <= 150


def test_a_record_that_lacks_what_they_require_is_refused_with_the_reason():
    assert data_inclusion.lacking(data_inclusion.structure(replace(LIBRARY, name="Gy"))).endswith("nom")
    assert data_inclusion.lacking(data_inclusion.structure(LIBRARY)) == ""


def test_every_code_of_ours_in_the_table_exists():
    vocabularies = {"fees": "costs", "reception": "support", "types": "support", "mobilisation": "access", "mobilised_by": "who_may_come"}
    words = data_inclusion.words()
    tables = {**{vocabularies[name]: words[name] for name in vocabularies}, **words["networks"]}

    for vocabulary, table in tables.items():
        assert set(table) <= set(data_inclusion.referentials.vocabulary(vocabulary).codes), vocabulary


@given(
    st.text(), st.lists(st.text()), st.lists(st.text()), st.text(), st.text(), st.text(),
)  # fmt: skip
def test_whatever_a_place_says_its_structure_and_services_are_valid_or_refused(shared, name, emails, websites, url, text, code):
    validators = validators_of(shared)
    place = replace(
        LIBRARY, name=name, emails=emails, websites=[*websites, url], appointment_url=url, access_url=url, description=text, insee=code, postal_code=code,
        identifiers={"siret": code}, changed_on=date(2026, 3, 3),
    )  # fmt: skip

    for kind, record in (("structure", data_inclusion.structure(place)), ("service", data_inclusion.service(place, OFFER))):
        assert data_inclusion.lacking(record) or validators[kind].is_valid(record), [str(error) for error in validators[kind].iter_errors(record)]


def validators_of(shared: Path) -> dict[str, Any]:
    texts = {name: (shared / "referentials/data-inclusion" / f"{name}.json").read_text("utf-8") for name in ("structure", "service")}
    return {name: jsonschema_rs.validator_for(json.loads(text), validate_formats=True) for name, text in texts.items()}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://médiathèque.example/à lire?q=é#É", "https://xn--mdiathque-53af.example/%C3%A0%20lire?q=%C3%A9#%C3%89"),
        ("https://lieu.example/50%-moins", "https://lieu.example/50%25-moins"),
        ("https://lieu.example/a%20b", "https://lieu.example/a%20b"),
        ("https://lieu.example:99999/", None),
        ("ftp://lieu.example/", None),
        ("https:///chemin", None),
        ("", None),
    ],
)
def test_a_web_address_is_written_as_every_reader_takes_it(written, expected):
    assert web_address(written) == expected


@pytest.mark.parametrize(("written", "is_one"), [("accueil@lieu.example", True), ("é@lieu.example", False), ("a@b", False), ("a..b@c.fr", False)])
def test_an_email_is_one_or_is_left_out(written, is_one):
    assert email(written) == (written if is_one else None)
