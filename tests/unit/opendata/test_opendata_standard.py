"""How one place is said in the columns of the national standard."""

from dataclasses import replace
from datetime import date

import pytest

from maillage.opendata.rows import PlaceRow
from maillage.opendata.schemas import standard

LIBRARY = PlaceRow(
    id=1, code="3F0C9A52", name="Médiathèque", kinds=["BIB"], street="12 rue des Lilas", complement="", postal_code="23000", commune="Guéret",
    insee="23096", latitude=46.17, longitude=1.87, visibility="public", phones=[{"number": "+33555000001", "contact": "service"}],
    emails=[{"address": "accueil@lieu.example", "contact": "service"}, {"address": "b.lemaire@lieu.example", "contact": "person"}], websites=[],
    hours="Tu-Sa 10:00-18:00", summary="", description="", appointment_url="", access_url="", identifiers={}, parent="",
    facets={"itinerance": ["fixe"], "other_labels": ["Bib’Lib"]},
    changed_on=date(2026, 3, 3), services=["acces-internet-materiel"],
    offer_facets={"costs": ["gratuit"]}, origins=["Ville de Guéret"],
)  # fmt: skip


def test_row_fills_the_columns_of_the_standard():
    cells = standard.row(LIBRARY)

    assert tuple(cells) == standard.NAMES
    assert cells["services"] == "Accès internet et matériel informatique"
    assert cells["frais_a_charge"] == "Gratuit"
    assert cells["itinerance"] == "Fixe"
    assert cells["date_maj"] == "2026-03-03"
    assert standard.missing(cells) == []


def test_row_keeps_named_persons_out():
    persons = [{"number": "+33612345678", "contact": "person"}, {"number": "+33555000001", "contact": "service"}]
    cells = standard.row(replace(LIBRARY, phones=persons))

    assert (cells["courriels"], cells["telephone"]) == ("accueil@lieu.example", "+33555000001")


def test_row_never_gives_the_address_of_a_place_that_hides_it():
    told = replace(LIBRARY, complement="2e étage", access_url="https://acces.example/12-rue-des-lilas/", identifiers={"siret": "43493312300029"})
    cells = standard.row(replace(told, visibility="address_hidden"))

    assert not any(cells[name] for name in ("adresse", "complement_adresse", "latitude", "longitude", "fiche_acces_libre"))
    assert cells["pivot"] == "M3F0C9A52"
    assert standard.missing(cells) == ["adresse"]


@pytest.mark.parametrize(
    ("identifiers", "expected"),
    [
        ({"siret": "43493312300029"}, "43493312300029"),
        ({"rna": "W332000001"}, "W332000001"),
        ({"siret": "43493312300029", "rna": "W332000001"}, "43493312300029"),
        ({}, "M3F0C9A52"),
    ],
)
def test_pivot_is_a_stated_identifier_or_our_own_code(identifiers, expected):
    assert standard.pivot(replace(LIBRARY, identifiers=identifiers)) == expected


def test_phone_takes_the_first_number_that_the_standard_accepts():
    short_first = [{"number": "3949", "contact": "service"}, {"number": "+33555000002", "contact": "service"}]

    assert standard.phone(replace(LIBRARY, phones=short_first)) == "+33555000002"
    assert standard.phone(replace(LIBRARY, phones=short_first[:1])) == ""


def test_labels_of_a_second_level_service_are_those_of_the_first():
    second_level = next(term for term in standard.referentials.vocabulary("services") if term.parent)

    assert standard.labels("services", [second_level.code, second_level.parent]) == standard.labels("services", [second_level.parent])


def test_free_text_that_looks_like_a_formula_is_escaped():
    assert standard.row(replace(LIBRARY, name="=HYPERLINK(1)"))["nom"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("column", ["commune", "code_postal", "adresse"])
def test_missing_names_the_required_columns_left_empty(column):
    field = {"commune": "commune", "code_postal": "postal_code", "adresse": "street"}[column]

    assert standard.missing(standard.row(replace(LIBRARY, **{field: ""}))) == [column]
